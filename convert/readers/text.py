"""Plain text: the last reader asked, which reads whatever can be text; one file may hold several articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.normalise.decode import Decoded, decode, is_binary

name = "text"
suffixes: tuple[str, ...] = ("txt", "text", "asc", "log", "")

_SEPARATOR = re.compile(
    r"^[ \t]*(?:={5,}|\*{5,}|#{5,}|_{10,}|-{10,}|(?:\* ){2,}\*|\x0c|-{3,} ?(?:next|end) ?(?:article)? ?-{3,})[ \t]*"
    r"(?:\n|\Z)",
    re.MULTILINE | re.IGNORECASE,
)
SHORTEST_ARTICLE = 12
"""Words: what is shorter than this is no article of its own, and a rule beside it no separator."""


def recognises(head: bytes) -> bool:
    """Say yes to anything that is not plainly binary."""
    return not is_binary(head)


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield a Raw for each article; raises NothingUsable for an empty file or one that is no text."""
    with given.open() as stream:
        data = stream.read()
    if not data.strip():
        raise NothingUsable("the file is empty", where=given.name)
    if is_binary(data[:65536]):
        raise NothingUsable("this is no text", where=given.name, hint="see `convert list formats` for what can be read")
    decoded = decode(data)
    _say(decoded, given.name, note)
    parts = articles_in(decoded.text)
    if len(parts) == 1:
        yield _raw(given.name, decoded.text, decoded.encoding, data)
        return
    for number, part in enumerate(parts, start=1):
        yield _raw(f"{given.name}#{number}", part, decoded.encoding, part.encode("utf-8", "surrogatepass"))


def _raw(name: str, text: str, encoding: str, data: bytes) -> Raw:
    return Raw(text, name, hashlib.sha256(data).hexdigest(), len(data), "text", encoding)


def _say(decoded: Decoded, name: str, note: Noter) -> None:
    if decoded.repaired:
        note(Note("mojibake", "letters that had been read in a wrong encoding are repaired", name))
    if (lost := decoded.text.count("\ufffd")) > 0:
        note(Note("undecodable", f"{lost} bytes fit no encoding and stand as �", name))
    if decoded.encoding not in ("utf-8", "utf-16", "utf-32", "ascii"):
        note(Note("encoding", f"read as {decoded.encoding}", name, level="info"))


def articles_in(text: str) -> list[str]:
    """Return the articles of a text: the parts between separator lines, where each part is one of its own.

    Separators are rules of one kind; a part has twelve words or more. Else the rule is the article's, and stays.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text and _SEPARATOR.search(text) else text
    kinds = {match[0].strip()[:1] or "\x0c" for match in _SEPARATOR.finditer(text)}
    if len(kinds) != 1:
        return [text]
    parts = [part for part in _SEPARATOR.split(text) if part.strip()]
    if len(parts) < 2 or any(len(part.split()) < SHORTEST_ARTICLE for part in parts):
        return [text]
    if "-" in kinds and not all(map(_is_headed, parts)):
        return [text]
    return parts


def _is_headed(part: str) -> bool:
    """Tell whether a part opens with a short line and no stop: a line of dashes also stands inside articles."""
    first = part.strip().split("\n", 1)[0]
    return len(first) <= 120 and not first.endswith((".", ",", ";"))
