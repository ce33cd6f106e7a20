"""ANPA 1312, as American agencies send it: selector, priority, category; head lines that begin with `^`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from convert.moments import is_real
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.story import Form, say_abstract

FORMAT = "ANPA 1312"

_CODES = re.compile(
    r"(?P<level>[A-Za-z])(?P<number>\d{4})\x1f(?P<selector>[\w-]+)\s+(?P<priority>[a-z])\s+(?P<category>[a-z])"
    r"[\x11-\x14]*\s*(?P<rest>[^\n]*)"
)
_KEYWORD = re.compile(r"(?P<slug>\S.*?)\s+(?:(?P<month>\d\d)-(?P<day>\d\d)\b)?\s*\d*\s*$")
_SENT = re.compile(
    r"(?P<agency>\b[A-Z]{2,10})-\S{1,20}?-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s{1,5}(?P<clock>\d{4})(?P<zone>GMT|UTC)?"
)
_NOTE = re.compile(r"\(?Eds?:|EDITORS?['’]?S? NOTE\b", re.IGNORECASE)
_PHOTOS = re.compile(r"[A-Z]{2,} (?:Photos?|Graphics?|Video)\b")
_BY = re.compile(r"By\s+\S")
_WRITER = re.compile(r"\b(?:Writer|Editor|Reporter|Correspondent|Columnist|Analyst|Press|Wire|News|Agency|Sports)\b")
_SLUG_LENGTH = re.compile(r",\s*\d+$")
LONGEST_HEADLINE = 160
FEWEST_CELLS = 3
_SEPARATOR = re.compile("[ ]*[\x1e\x1f][\x1e\x1f ]*|;")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_HALF = re.compile(r"(?<=\d)\{|(?<![\w{])\{(?=;|$)")
_END = re.compile(r"END|_{2,}")


def story(head: str, body: str, after: str, said: Evidence) -> Form | None:
    """Return the text of a message, its evidence added: of its codes, its head lines, the hour of sending."""
    _codes(head, said)
    lines, text = _parted(body)
    _head_lines(lines, said)
    sent = _SENT.search(after)
    if sent is not None:
        said.date("published", _moment(sent), "time of sending")
        said.guess("outlet", sent["agency"], "time of sending")
    return _form(text)


def _codes(head: str, said: Evidence) -> None:
    match = _CODES.match(head)
    if match is None:
        return
    said.say("extra.message_number", f"{match['level']}{match['number']}", "story number")
    said.say("extra.priority", match["priority"], "priority")
    said.say("extra.category", match["category"], "category")
    keyword = _KEYWORD.match(match["rest"])
    said.say("extra.keyword", keyword["slug"] if keyword else match["rest"], "keyword line")


def _parted(body: str) -> tuple[list[tuple[str, str]], str]:
    """Return the head lines, each with the sign that ends it, and the text under them.

    A centred line under the byline belongs to the head where it says what the writer is.
    """
    lines: list[tuple[str, str]] = []
    at = 0
    signed = False
    while body.startswith("^", at):
        stop = body.find("\n", at)
        line = body[at:stop] if stop >= 0 else body[at:]
        words = line[1:].rstrip(" \t")
        end = words[-1:] if words[-1:] in ("<", "=") else ""
        words = words.removesuffix(end).strip()
        if signed and end == "=" and not _WRITER.search(words):
            break
        signed = signed or _BY.match(words) is not None
        lines.append((words, end))
        at += len(line) + 1
    return lines, body[at:]


def _head_lines(lines: list[tuple[str, str]], said: Evidence) -> None:
    """Add the head lines: the slug with its length, notes to editors, the byline with what its writer is, headlines."""
    for number, (words, end) in enumerate(lines):
        if number == 0:
            said.say("extra.slugline", _SLUG_LENGTH.sub("", words.rstrip(",")), "slug")
        elif _NOTE.match(words):
            said.say("extra.ednote", words.strip("()"), "note to editors")
        elif _PHOTOS.match(words):
            said.say("extra.photos", words, "photo line")
        elif _BY.match(words):
            said.byline(words, "byline")
        elif end == "=" and said.has("byline"):
            said.say("extra.byline_title", words, "line under the byline")
        elif not said.has("title") and len(words) <= LONGEST_HEADLINE:
            said.say("title", words, "headline")
        else:
            say_abstract(said, words, "summary")


# ---- the text ----------------------------------------------------------------------------------------------------


def _form(text: str) -> Form | None:
    """Return the text as markup where it holds a table, else as plain paragraphs, in which sub-heads are looked for."""
    blocks = list(_blocks(text))
    if any(tag == "table" for tag, _ in blocks):
        return Form("html", "".join(f"<{tag}>{words}</{tag}>" for tag, words in blocks), "text")
    plain = "\n\n".join(unescape(words) for _, words in blocks)
    return Form("plain", plain, "text") if plain.strip() else None


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield the elements of the text: indented lines begin paragraphs, centred ones are heads, cells make tables."""
    paragraph: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        cells = _cells(line)
        if rows and not cells:
            yield "table", _rows(rows)
            rows = []
        if paragraph and (cells or line[:1] in "\t ^" or not line.strip()):
            yield "p", " ".join(paragraph)
            paragraph = []
        words = escape(_words(line), quote=False)
        if cells:
            rows.append(cells)
        elif line.startswith("^") and line.rstrip().endswith("="):
            yield "h3", words
        elif words and not _END.fullmatch(words):
            paragraph.append(words)


def _words(line: str) -> str:
    """Return the words of a line without the signs that set it; quotation marks are those of a typewriter."""
    plain = re.sub(r"[<=]$", "", line.strip().removeprefix("^")).replace("``", "“").replace("''", "”")
    # the code has no dash: an underscore between spaces stands for it
    return _HALF.sub("½", " ".join(_CONTROL.sub(" ", plain).split())).replace(" _ ", " — ")


def _cells(line: str) -> list[str]:
    """Return the cells of a line of a table; none where it has less than three."""
    cells = [" ".join(_CONTROL.sub(" ", cell).split()) for cell in _SEPARATOR.split(_words_of_row(line))]
    return ["–" if cell == "_" else cell for cell in cells] if len(cells) >= FEWEST_CELLS else []


def _words_of_row(line: str) -> str:
    return _HALF.sub("½", re.sub(r"[<=]$", "", line.strip("\t \x08\x10").removeprefix("^")))


def _rows(rows: list[list[str]]) -> str:
    """Return the rows of a table; a first row that begins with an empty cell holds the heads of the columns."""
    kinds = ["th" if number == 0 and not row[0] else "td" for number, row in enumerate(rows)]
    lines = (
        "".join(f"<{kind}>{escape(cell, quote=False)}</{kind}>" for cell in row)
        for kind, row in zip(kinds, rows, strict=True)
    )
    return "".join(f"<tr>{line}</tr>" for line in lines)


def _moment(sent: re.Match[str]) -> str:
    clock = f"{sent['clock'][:2]}:{sent['clock'][2:]}"
    moment = f"20{sent['year']}-{sent['month']}-{sent['day']}T{clock}{'Z' if sent['zone'] else ''}"
    return moment if is_real(moment) else ""
