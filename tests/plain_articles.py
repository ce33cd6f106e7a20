"""Articles of plain paragraphs, and case files of them, for tests of what an article says.

A case file holds cases apart by blank lines: `# language: name`, then paragraphs on lines that begin with `>`, then
what is expected on lines that begin with `=` (or a word and a colon), read by the test.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from convert.model import Article, Extent, Metadata, Paragraph, Source, Text

CASES = Path(__file__).parent / "cases" / "analyse"


class Case(Struct, frozen=True):
    """One case: its language, its name, its paragraphs and what is expected, as written."""

    language: str
    name: str
    paragraphs: tuple[str, ...]
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"


def cases(file: str) -> list[Case]:
    """Return the cases of a file in `tests/cases/analyse`."""
    blocks = (CASES / file).read_text("utf-8").strip().split("\n\n")
    return [_case(block.splitlines()) for block in blocks if block.startswith("# ") and "\n" in block]


def _case(lines: list[str]) -> Case:
    language, _, name = lines[0].removeprefix("# ").partition(": ")
    paragraphs = tuple(line[2:] for line in lines[1:] if line.startswith("> "))
    return Case(language, name, paragraphs, tuple(line for line in lines[1:] if not line.startswith("> ")))


def article_of(*paragraphs: str, language: str | None = "en", title: str | None = None, **known: str) -> Article:
    """Return an article of these paragraphs, numbered from 1, each where it stands in the source."""
    body: list[Paragraph] = []
    at = 0
    for number, text in enumerate(paragraphs, 1):
        body.append(Paragraph((Text(text),), number=str(number), at=Extent(at, at + len(text))))
        at += len(text) + 2
    source = "\n\n".join(paragraphs)
    metadata = Metadata(title=title, language=language, published=known.get("published"))
    return Article(Source("plain.txt", "0" * 64, len(source), "text"), metadata, tuple(body), source)
