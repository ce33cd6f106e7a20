"""Markdown: UTF-8, two parsers that read the same words, no raw HTML, no unsafe link, headings in order."""

from __future__ import annotations

import html
import re
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt

from tests.validators.tools import program, run

SAFE = re.compile(r"(https?:|mailto:|tel:|#|data:image/(png|jpeg|gif|webp);|[^:]*$)", re.I)
HARMLESS = ("<br", "<sup", "</sup", "<a id", "</a")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
HIDDEN = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A)) | {0x200E, 0x200F, 0x61C, 0xFEFF, 0xFFFE, 0xFFFF}


def complaints(file: Path) -> list[str]:
    """Return every fault of one Markdown file."""
    text = file.read_bytes().decode("utf-8")
    body = FRONT_MATTER.sub("", text)
    found = _characters(text) + _structure(body) + _two_parsers(body)
    return [f"markdown: {file.name}: {fault}" for fault in found]


def _characters(text: str) -> list[str]:
    found = [] if text.endswith("\n") else ["no newline at the end"]
    bad = sorted({hex(ord(c)) for c in text if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0})
    hidden = sorted({hex(ord(c)) for c in text if ord(c) in HIDDEN})
    return found + [f"control characters {bad}"] * bool(bad) + [f"hidden characters {hidden}"] * bool(hidden)


def _structure(body: str) -> list[str]:
    found, level = [], 0
    for token in _parser().parse(body):
        if token.type == "html_block":
            found.append(f"raw HTML: {token.content[:60]}")
        if token.type == "heading_open":
            if int(token.tag[1]) > level + 1:
                found.append(f"heading level skipped: {level} to {token.tag[1]}")
            level = int(token.tag[1])
        for child in token.children or []:
            if child.type == "html_inline" and not child.content.lower().startswith(HARMLESS):
                found.append(f"raw HTML: {child.content[:60]}")
            address = child.attrs.get("href") or child.attrs.get("src")
            if address is not None and not SAFE.match(html.unescape(str(address))):
                found.append(f"unsafe link: {address}")
    return found


def _two_parsers(body: str) -> list[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as file:
        file.write(body)
        file.flush()
        extensions = ["-e", "table", "-e", "strikethrough"]
        _, other = run([program("cmark-gfm"), "--unsafe", *extensions, "-t", "html", file.name], 60)
    ours = _words(_parser().render(body))
    theirs = _words(other)
    return [] if ours == theirs else [f"two parsers read different words: {_first_difference(ours, theirs)}"]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # the parser prints links it takes for unsafe as text; here they are to be seen
    parser.validateLink = lambda _: True  # type: ignore[method-assign]
    return parser


def _words(rendered: str) -> list[str]:
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", rendered)))


def _first_difference(ours: list[str], theirs: list[str]) -> str:
    for at, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if one != other:
            return f"{' '.join(ours[at : at + 6])} | {' '.join(theirs[at : at + 6])}"
    return f"{len(ours)} words | {len(theirs)} words"
