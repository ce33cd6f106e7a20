"""Packs of real press texts in print: every reference to a page is true, every page is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unicodedata import bidirectional

import msgspec
import pytest

from convert import model as m
from convert.analyse import analyse, cluster
from convert.compose import Pack, compose_pack
from convert.contracts import Raw, input_of
from convert.normalise import normalise
from convert.readers import text
from convert.style import load_style
from convert.walk import blocks, numbered, plain, with_pages
from tests.builders import ignore, provenance
from tests.pdfs import Made
from tests.validators import pdf

SEEDS = Path(__file__).parent.parent / "seeds"


@cache
def records() -> tuple[m.Record, ...]:
    made = []
    for file in sorted(SEEDS.glob("*.txt")):
        for raw in text.read(input_of(file.name, file.read_bytes()), ignore):
            if isinstance(raw, Raw):
                article = normalise(raw, (), ignore)
                made.append(m.Record(article, analyse(article, ignore)))
    return tuple(made)


def pack(style: str = "press", **given: object) -> m.Briefing:
    edition = m.Edition(title="The lake accord", issuer="Office for Lake Transport", as_of="2025-03-15T17:30+01:00")
    of = records()
    entries = Pack(tuple(m.Entry(record) for record in of), cluster(of))
    edition = msgspec.structs.replace(edition, **given)
    return compose_pack(entries, edition, load_style(style), provenance(*[r.article for r in of]), ignore)


def references(node: object) -> Iterator[m.Ref]:
    """Yield every reference in a document that shows a page."""
    if isinstance(node, m.Ref) and node.shows == "page":
        yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from references(each)
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from references(getattr(node, name))


@pytest.mark.parametrize("run_on", [False, True])
def test_every_page_that_is_referred_to_holds_what_is_meant(run_on: bool) -> None:
    given = pack(run_on=run_on)
    made = Made(given)
    meant = {p.id: p for s in given.body for p in numbered(s.blocks) if isinstance(p, m.Paragraph) and p.id}
    meant_articles = {s.id: s for s in given.body}

    referred = {ref.target: ref.page for ref in references(with_pages(given, made.pages).sections)}
    assert len(referred) > 40
    for target, page in referred.items():
        assert page is not None, target
        said = made.page_labelled(page)
        if target in meant:
            first = " ".join([meant[target].number or "", *plain(meant[target].content).split()[:3]])
            assert first in said or runs_from_right(first)
        elif target in meant_articles:
            head = next(b for b in blocks([meant_articles[target]]) if isinstance(b, m.Heading))
            first = plain(head.content).split()[0]
            assert first in said or runs_from_right(first)


def test_pages_printed_in_the_index_are_those_of_the_paragraphs() -> None:
    given = pack()
    made = Made(given)

    index = next(b for s in given.back for b in blocks([s]) if isinstance(b, m.NameIndex))
    printed = " ".join(" ".join(made.said()).split())
    for entry in (entry for entry in index.entries if not runs_from_right(entry.name)):
        pages = list(dict.fromkeys(made.pages[ref.target] for ref in entry.refs))
        assert re.search(re.escape(entry.name) + r" +" + ", ".join(pages) + r"\b(?!,)", printed), entry.name


def runs_from_right(words: str) -> bool:
    """Tell whether `pdftotext -raw` gives words in the pieces they are drawn in: test_pdf_from_right.py reads those."""
    return any(bidirectional(letter) in ("R", "AL") for letter in words)


@pytest.mark.validator
def test_a_pack_of_press_texts_is_valid_in_both_styles(tmp_path: Path) -> None:
    files = []
    for style in ("press", "plain"):
        file = tmp_path / f"{style}.pdf"
        file.write_bytes(Made(pack(style, marking="TLP:AMBER", cover=True), load_style(style)).data)
        files.append(file)

    assert pdf.complaints(files) == []
