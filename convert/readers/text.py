"""Plain text: the last reader asked, which reads whatever can be text; one file may hold several articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.normalise.byline import find_byline
from convert.normalise.dateline import find_dateline
from convert.normalise.decode import Decoded, decode, is_binary

name = "text"
suffixes: tuple[str, ...] = ("txt", "text", "asc", "log", "")

_SEPARATORS: tuple[tuple[str, str], ...] = (
    (r"[-=*#]{3,} ?(?:next|end|new|article|story|item)(?: (?:of )?(?:article|story|item|text))? ?[-=*#]{3,}", "sure"),
    ("={5,}", "sure"),
    (r"\x0c", "headed"),
    ("-{10,}|_{10,}", "headed"),
    (r"\*{5,}|#{5,}|(?:\* ){2,}\*|\*{3}|⁂", "opened"),
)
"""Lines that may part articles, by how plain that is: always; if each part has a head; if each opens like a source."""

_OPENING = re.compile(
    r"\s*(?:date[ :=]\s*)?[12]\d{3}-\d\d-\d\d\b"  # a scraped prefix
    r"|\s*(?:title|headline|date|source|outlet|by|titre|titel|quelle|datum|título|fecha|başlık|заголовок|дата)\s*:",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(r"^---[ \t]*\r?\n(?:[\w-]+:.*\n|[ \t]*-[ \t].*\n){1,60}---[ \t]*$", re.MULTILINE)

SHORTEST_ARTICLE = 12
"""Words: what is shorter than this is no article of its own, and a rule beside it no separator."""


def recognises(head: bytes) -> bool:
    """Say yes to anything that is not plainly binary."""
    return not is_binary(head)


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield a Raw for each article; raises NothingUsable for an empty file or one that is no text."""
    with given.open() as stream:
        data = stream.read()
    if is_binary(data[:65536]):
        raise NothingUsable("this is no text", where=given.name, hint="see `convert list formats` for what can be read")
    decoded = decode(data, given.encoding)
    if not decoded.text.replace("\ufeff", "").strip():
        raise NothingUsable("the file is empty", where=given.name, hint="is this the right file?")
    say_decoded(decoded, given.name, note)
    parts = articles_in(decoded.text)
    if len(parts) == 1:
        yield _raw(given.name, decoded.text, decoded.encoding, data)
        return
    for number, part in enumerate(parts, start=1):
        yield _raw(f"{given.name}#{number}", part, decoded.encoding, part.encode("utf-8", "surrogatepass"))


def _raw(name: str, text: str, encoding: str, data: bytes) -> Raw:
    return Raw(text, name, hashlib.sha256(data).hexdigest(), len(data), "text", encoding)


def say_decoded(decoded: Decoded, name: str, note: Noter) -> None:
    """Note the encoding where it is none of the usual, and what of the bytes could not be read."""
    if decoded.repaired:
        note(Note("mojibake", "letters that had been read in a wrong encoding are repaired", name))
    if (lost := decoded.text.count("\ufffd")) > 0:
        note(Note("undecodable", f"bytes that fit no encoding stand as �: {lost}", name))
    if decoded.encoding not in ("utf-8", "utf-16", "utf-32", "ascii"):
        note(Note("encoding", f"read as {decoded.encoding}", name, level="info"))


def articles_in(text: str) -> list[str]:
    """Return the articles of a text: the parts between separator lines, where each part is one of its own.

    All separators are of one kind; a part has twelve words or more. Else the rule is the article's, and stays. Where
    articles with front matter follow one another, that is what separates them.
    """
    if len(starts := [match.start() for match in _FRONT_MATTER.finditer(text)]) > 1 and not text[: starts[0]].strip():
        return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    for pattern, proof in _SEPARATORS:
        parts = _without_scraps(_parted(text, pattern)) if proof == "sure" else _parted(text, pattern)
        if len(parts) > 1 and all(len(part.split()) >= SHORTEST_ARTICLE and _PROOFS[proof](part) for part in parts):
            return parts
    return [text]


def _parted(text: str, pattern: str) -> list[str]:
    """Return what stands between separators; a rule as long as the line over it underlines that line."""
    line = pattern if pattern == r"\x0c" else rf"^[ \t]*(?:{pattern})[ \t]*(?:\r\n?|\n|\Z)"
    parts: list[str] = []
    at = 0
    for match in re.finditer(line, text, re.MULTILINE | re.IGNORECASE):
        above = text[max(at, match.start() - 200) : match.start()].splitlines()[-1:]
        if above and above[0].strip() and abs(len(above[0].strip()) - len(match[0].strip())) <= 2:
            continue
        parts.append(text[at : match.start()])
        at = match.end()
    return [part for part in (*parts, text[at:]) if part.strip()]


def _without_scraps(parts: list[str]) -> list[str]:
    """Return the parts, those too short for an article put to the one before: a closing line, a remark."""
    whole: list[str] = []
    for part in parts:
        if whole and (len(part.split()) < SHORTEST_ARTICLE or len(whole[-1].split()) < SHORTEST_ARTICLE):
            whole[-1] += f"\n\n{part}"
        else:
            whole.append(part)
    return whole


def _has_words(part: str) -> bool:
    return any(map(str.isalnum, part))


def _is_headed(part: str) -> bool:
    """Tell whether a part opens with a short line and no stop: a line of dashes also stands inside articles."""
    first, _, rest = part.strip().partition("\n")
    return _opens(part) or (len(first) <= 120 and not first.rstrip().endswith((".", ",", ";", ":")) and bool(rest))


def _opens(part: str) -> bool:
    """Tell whether a part opens as sources do: with a scraped prefix, a field, a dateline, a byline on line two."""
    begins = len(part) - len(part.lstrip())
    if _OPENING.match(part) or find_dateline(part, begins) is not None:
        return True
    second = part.find("\n", begins) + 1
    return second > 0 and find_byline(part, second) is not None


_PROOFS: dict[str, Callable[[str], bool]] = {"sure": _has_words, "headed": _is_headed, "opened": _opens}
