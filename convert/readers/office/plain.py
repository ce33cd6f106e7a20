"""The plain words and the pictures in parts of pandoc's tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def plain(inlines: Sequence[Node]) -> str:
    """Return the words of inlines, but for those of notes and those that are struck out."""
    words: list[str] = []
    queue: list[Any] = list(reversed(list(inlines)))
    while queue:
        each = queue.pop()
        if isinstance(each, list):
            queue += reversed(each)
        elif isinstance(each, dict):
            if each.get("t") in ("Space", "SoftBreak", "LineBreak"):
                words.append(" ")
            elif each.get("t") == "Str":
                words.append(str(each["c"]))
            elif each.get("t") in ("Code", "Math"):
                words.append(str(each["c"][1]))
            elif each.get("t") not in ("Note", "Image", "RawInline", "Strikeout"):
                queue += reversed(each["c"]) if isinstance(each.get("c"), list) else []
    return "".join(words)


def pictures_in(blocks: Sequence[Node]) -> Iterator[Node]:
    """Yield the pictures that stand in paragraphs."""
    for block in blocks:
        if block["t"] in ("Para", "Plain"):
            yield from (each for each in block["c"] if each["t"] == "Image")
        elif block["t"] == "Div":
            yield from pictures_in(block["c"][1])
