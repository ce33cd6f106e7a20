"""The article in a mail, told from what stands round it: a forwarder's words, signatures, small print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Mark
from convert.model import Media
from convert.normalise.notices import is_attributed
from convert.readers.html.fragment import Fragment

_FIELD = re.compile(r"^[ \t>*]*(?P<key>[^\W\d_][\w-]*(?: кого)?)[ \t]*:\**[ \t]*(?P<value>.*?)[ \t]*$", re.I)
_DATA = Path(__file__).parent / "data"


def _alternatives(file: str) -> str:
    return "|".join(line for line in _lines(file) if line)


def _lines(file: str) -> list[str]:
    return [line for line in (_DATA / f"{file}.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


@cache
def _small_print() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{_alternatives('small_print')})", re.IGNORECASE)


@cache
def _forwarding() -> re.Pattern[str]:
    opening = r"^[ \t>]*(?:-{2,}|_{5,}|\*{2,}|Begin |Anfang )[ \t]*"
    return re.compile(rf"{opening}(?:{_alternatives('forwarded')})[ \t:]*[-_*]*[ \t]*$", re.IGNORECASE | re.MULTILINE)


@cache
def _keys() -> dict[str, str]:
    pairs = (line.split(": ", 1) for line in _lines("fields"))
    return {key: field for field, keys in pairs for key in keys.split()}


_SIGNATURE = re.compile(r"^--[ ]?$", re.M)
_WEB_VERSION = re.compile(
    r"(?:view|read|see|open).{0,30}(?:browser|online|web)|im browser|dans (?:le|votre) navigateur|webversion", re.I
)
_LONGEST_NOTICE = 90
_MOST_QUOTED = 12


class Body(Struct, frozen=True):
    """The article of a mail; `fields` are those of the forwarded mail, `around` what was left out, shortened."""

    text: str
    structured: bool = False
    marks: tuple[Mark, ...] = ()
    media: tuple[Media, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    around: str = ""
    address: str = ""


def inner_article(text: str) -> Body:
    """Return the article of a mail's plain text: what was forwarded, without signature and small print."""
    before, fields, rest = _forwarded(text)
    if all(not line.strip() or line.lstrip().startswith(">") for line in rest.split("\n")):
        rest = re.sub(r"^[ \t]*> ?", "", rest, flags=re.M)
    return _body(rest, before, fields)


def own_words(text: str) -> Body:
    """Return what an answer says, without the mail that it answers."""
    lines = text.split("\n")
    found = _header_in(lines)
    own = "\n".join(lines[: found[0]]) if found is not None else text
    if not any(map(str.isalnum, own)):
        return _body(text, "", ())
    return _body(own, "", (), "\n".join(lines[found[0] :]) if found is not None else "")


def _body(text: str, before: str, fields: tuple[tuple[str, str], ...], answered: str = "") -> Body:
    kept, after = _without_end(text)
    if not any(map(str.isalnum, kept)):
        kept, after = text, ""
    return Body(kept.strip("\n"), fields=fields, around=_shortened(f"{before}\n{after}\n{answered}"))


def _forwarded(text: str) -> tuple[str, tuple[tuple[str, str], ...], str]:
    """Return what stands over the innermost forwarded mail, that mail's fields, and its text."""
    before, rest = "", text
    fields: tuple[tuple[str, str], ...] = ()
    while True:
        lines = rest.split("\n")
        found = _header_in(lines)
        if found is None:
            return before, fields, rest
        start, end, fields = found
        before += "\n".join(line for line in lines[:start] if not _forwarding().match(line)) + "\n"
        rest = "\n".join(lines[end:])


MOST_OF_HEADER = 20
"""Lines of a forwarded mail's header."""


def _header_in(lines: Sequence[str]) -> tuple[int, int, tuple[tuple[str, str], ...]] | None:
    """Return where the header of a forwarded mail stands, and its fields: three or more that belong to one."""
    for start, line in enumerate(lines):
        if not _forwarding().match(line) and _key_of(line) is None:
            continue
        at = start + 1 if _forwarding().match(line) else start
        while at < len(lines) and not lines[at].strip(" \t>"):
            at += 1
        fields: list[tuple[str, str]] = []
        end = at
        while end < min(len(lines), at + MOST_OF_HEADER + 1) and lines[end].strip(" \t>"):
            key = _key_of(lines[end])
            if key is None and not fields:
                break
            value = _FIELD.match(lines[end])
            if key is not None and value is not None:
                fields.append((key, value["value"].strip("* ")))
            elif fields:
                fields[-1] = (fields[-1][0], f"{fields[-1][1]} {lines[end].strip(' >')}")
            end += 1
        keys = {key for key, _ in fields}
        if {"From", "Subject"} <= keys and len(keys) >= 3 and end - at <= MOST_OF_HEADER:
            return start, end, tuple(fields)
    return None


def _key_of(line: str) -> str | None:
    match = _FIELD.match(line)
    return _keys().get(match["key"].lower().split()[0]) if match else None


def _without_end(text: str) -> tuple[str, str]:
    """Return a text without its signature and the small print at its end, and what that was."""
    after = ""
    if signature := list(_SIGNATURE.finditer(text)):
        last = signature[-1].start()
        if len(text[last:].split()) < 80 or _small_print().search(text[last:]):
            text, after = text[:last], text[last:]
    paragraphs = re.split(r"(\n[ \t]*\n)", text)
    while len(paragraphs) > 1 and (not paragraphs[-1].strip() or _is_small_print(paragraphs[-1])):
        after = paragraphs.pop() + after
    first = 0
    while first < len(paragraphs) - 1 and (not paragraphs[first].strip() or _is_small_print(paragraphs[first])):
        first += 1
    return "".join(paragraphs[first:]), "".join(paragraphs[:first]) + after


def _is_small_print(paragraph: str) -> bool:
    """Tell small print by how it begins; what tells that somebody said something is the article's."""
    short = len(paragraph.split()) <= _LONGEST_NOTICE
    return short and bool(_small_print().search(paragraph.strip())) and not is_attributed(paragraph)


def inner_html(found: Fragment) -> Body:
    """Return the article of a mail's HTML, what stands round it marked as residue."""
    start, fields = _start_of(found.text)
    return _rich(found, (start, len(found.text)), fields)


def own_html(found: Fragment) -> Body:
    """Return what an answer in HTML says, the mail that it answers marked as residue."""
    lines = found.text.split("\n")
    header = _header_in(lines)
    end = len("\n".join(lines[: header[0]])) if header is not None else len(found.text)
    return _rich(found, (0, end if found.text[:end].strip() else len(found.text)), ())


def _rich(found: Fragment, story: tuple[int, int], fields: tuple[tuple[str, str], ...]) -> Body:
    text = found.text
    blocks = [mark for mark in found.marks if mark.kind in ("paragraph", "heading")]
    gone = [
        mark for mark in blocks if not story[0] < mark.end <= story[1] or _is_small_print(text[mark.start : mark.end])
    ]
    if len(gone) == len(blocks):
        gone = []
    address = next(
        (m.value for m in found.marks if m.kind == "link" and _WEB_VERSION.search(text[m.start : m.end])), ""
    )
    dropped = set(gone)
    marks = [replace(m, kind="residue", level=0, value="mail") if m in dropped else m for m in found.marks]
    around = _shortened(" ".join(text[mark.start : mark.end] for mark in gone))
    return Body(text, True, tuple(sorted(marks)), found.media, fields, around, address)


def _start_of(text: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Return where a forwarded mail's text begins, and its fields; 0 where none was forwarded."""
    _, fields, rest = _forwarded(text)
    return len(text) - len(rest), fields


def _shortened(words: str) -> str:
    said = words.split()
    return " ".join(said[:_MOST_QUOTED]) + (" …" if len(said) > _MOST_QUOTED else "")
