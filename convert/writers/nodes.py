"""pandoc's nodes, and words made fit for them: text that no format refuses, addresses that no reader runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

import msgspec

from convert.pandoc import API_VERSION
from convert.walk import is_right_to_left

Node = dict[str, Any]
"""A pandoc node: `{"t": type, "c": content}`."""

SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_LINE_ENDS = re.compile("[\u2028\u2029]")
_SPACES = re.compile("[ \t\r\n]+")
_ADDRESS_CHARACTERS = "-._~:/?#[]@!$&'()*+,;=%"
"""What stands in an address as it is (RFC 3986, sections 2.2 and 2.3); letters of every script do too (RFC 3987)."""

PART_MARK = "<!-- part -->"
NO_ATTRIBUTES: list[Any] = ["", [], []]


def document(blocks: Iterable[Node | msgspec.Raw], metadata: dict[str, Node] | None = None) -> bytes:
    """Return pandoc's JSON of blocks and metadata."""
    return msgspec.json.encode(
        {"pandoc-api-version": list(API_VERSION), "meta": metadata or {}, "blocks": list(blocks)}
    )


def meta_text(words: str) -> Node:
    """Return a metadata value of plain words."""
    return {"t": "MetaString", "c": clean(words)}


def meta_list(values: Iterable[Node]) -> Node:
    """Return a metadata value of several."""
    return {"t": "MetaList", "c": list(values)}


def clean(words: str) -> str:
    """Return words without what no document may hold: control characters, lone surrogates, turning marks."""
    return _LINE_ENDS.sub(" ", _UNPRINTABLE.sub("", words))


def clean_address(address: str) -> str:
    """Return an address with what may not stand in one (a space, a quotation mark, a bar) percent-encoded."""
    return "".join(
        each if ord(each) > 127 or each.isalnum() or each in _ADDRESS_CHARACTERS else quote(each)
        for each in clean(address)
    )


def node(kind: str, content: object = None) -> Node:
    """Return a node of any kind."""
    return {"t": kind} if content is None else {"t": kind, "c": content}


def text(words: str) -> list[Node]:
    """Return words as Str and Space: writers look at the first word of a line for what could be read as markup."""
    made: list[Node] = []
    for at, word in enumerate(_SPACES.split(clean(words))):
        if at:
            made.append({"t": "Space"})
        if word:
            made.append({"t": "Str", "c": word})
    return made if words else []


_MARKUP = re.compile(r"[^\w\s.,;:?!'’‘“”„«»()/–—…-]|_")
"""What is neither a letter nor a mark of print: pandoc escapes it by where it stands in its word."""


def phrase(words: str) -> list[Node]:
    """Return words as `text` does, but for one Str of several plain ones: pandoc takes half the time, and writes alike.

    For targets that do not break lines. The first word stands alone, since it may be read as a list's mark.
    """
    parts = _SPACES.split(clean(words))
    if len(parts) < 5 or not all(parts):
        return text(words)
    made: list[Node] = [node("Str", parts[0])]
    rest = " ".join(parts[1:])
    if not _MARKUP.search(rest):
        return [*made, {"t": "Space"}, node("Str", rest)]
    for is_plain, run in groupby(parts[1:], key=lambda word: _MARKUP.search(word) is None):
        for each in [" ".join(run)] if is_plain else run:
            made += [{"t": "Space"}, node("Str", each)]
    return made


def div(identifier: str, classes: list[str], blocks: list[Node], language: str | None = None) -> Node:
    """Return a Div with its id, classes and language."""
    return node("Div", [[identifier, classes, language_of(language)], blocks])


def span(classes: list[str], content: list[Node], language: str | None = None, *, identifier: str = "") -> Node:
    """Return a Span with its classes, language and id."""
    return node("Span", [[identifier, classes, language_of(language)], content])


def language_of(language: str | None) -> list[list[str]]:
    """Return the attributes that say a language and its direction."""
    if language is None:
        return []
    direction = [["dir", "rtl"]] if is_right_to_left(language) else []
    return [["lang", language], *direction]


def link(content: list[Node], target: str) -> Node:
    """Return a link."""
    return node("Link", [NO_ATTRIBUTES, content, [target, ""]])


def anchor(identifier: str) -> Node:
    """Return an empty `<a id>`, for Markdown."""
    return node("RawInline", ["html", f'<a id="{identifier}"></a>'])


def part_mark() -> Node:
    """Return the mark between parts of a document that is cut into files: no text can read like it."""
    return node("RawBlock", ["html", PART_MARK])


def between(rows: Sequence[list[Node]], separator: list[Node]) -> list[Node]:
    """Return rows joined by a separator."""
    joined: list[Node] = []
    for row in rows:
        joined += [*separator, *row] if joined else row
    return joined


def tight(blocks: list[Node]) -> list[Node]:
    """Return the blocks of an item or cell with its one paragraph as plain words; several stay paragraphs."""
    if sum(block["t"] in ("Para", "Plain") for block in blocks) == 1 and blocks[0]["t"] == "Para":
        return [node("Plain", blocks[0]["c"]), *blocks[1:]]
    return blocks
