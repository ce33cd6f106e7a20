"""Exports of real databases (press_exports: LexisNexis, Nexis Uni, Factiva, Europresse): every article, every field.

Labels are counted in the files themselves, apart from how they are read: each has to come out as a finding, or as
words that are printed. Most texts of the documents of Word were replaced by whoever published them, so that only
three of ten still have the words that their database counts.

Runs where CONVERT_CORPORA names the folder of the labelled data.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from convert import model as m
from convert.contracts import Raw, input_of
from convert.errors import Note
from convert.formats import reader_for
from convert.normalise import normalise
from convert.walk import plain
from tests.conftest import Measured
from tests.test_reader_cases import raws

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("CONVERT_CORPORA" not in os.environ, reason="CONVERT_CORPORA names no labelled data"),
]
FOLDER = Path(os.environ.get("CONVERT_CORPORA", "."), "press_exports")

ARTICLES = {
    "lexisnexis/sample.TXT": 10,
    "lexisnexis/sample.DOCX": 10,
    "lexisnexis_html/lexisnexis_test_en.html": 2,
    "lexisnexis_html/lexisnexis_test_fr.html": 3,
    "lexisnexis_html/lexisnexis_test_copyright_error.html": 1,
    "factiva/factiva_test.html": 2,
    "factiva/factiva_test.xml": 3,
    "factiva/reut21578-factiva.xml": 19,
    "europresse/europresse_test1.html": 3,
    "europresse/europresse_test2.html": 4,
}
COUNTED = {"lexisnexis/sample.TXT": 10, "lexisnexis/sample.DOCX": 3}
"""How many articles have the words that their database counts, a legend of up to 5 % more among them."""

PRINTED = frozenset(("GRAPHIC", "CORRECTION", "LP", "TD", "leadParagraph", "tailParagraphs", "notes"))


def read(name: str) -> list[Raw]:
    return list(raws(input_of(name, (FOLDER / name).read_bytes()), list[Note]()))


def source(name: str) -> str:
    path = FOLDER / name
    if not name.endswith(".DOCX"):
        return path.read_bytes().decode("utf-8-sig", "replace")
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]*>", "", text.replace("</w:p>", "\n").replace("<w:br/>", "\n"))


def matches(pattern: str) -> Callable[[str], Counter[str]]:
    return lambda text: Counter(found for found in re.findall(pattern, text, re.MULTILINE))


ELEMENTS = (
    r"<(accessionNo|baseLanguage|copyright|headline|publicationDate|publisherName|sourceName|sourceCode|wordCount)>"
)
LABELS = {
    "lexisnexis/sample.TXT": matches(r"^([A-Z-]{5,}): "),
    "lexisnexis/sample.DOCX": matches(r"^([A-Z][A-Za-z -]+):\xa0"),
    "lexisnexis_html/lexisnexis_test_en.html": matches(r'"c8">\s*([A-Z-]+):'),
    "lexisnexis_html/lexisnexis_test_fr.html": matches(r'"c8">\s*([A-Z-]+):'),
    "lexisnexis_html/lexisnexis_test_copyright_error.html": matches(r'"c8">\s*([A-Z-]+):'),
    "factiva/factiva_test.html": matches(r"<b>([A-Z]{2,4})</b>"),
    "factiva/factiva_test.xml": matches(ELEMENTS),
    "factiva/reut21578-factiva.xml": matches(ELEMENTS),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_every_article_of_an_export_comes_out(name: str) -> None:
    vendor = "nexis" if name.startswith("lexisnexis") else name.partition("/")[0]

    found = read(name)

    assert reader_for(input_of("export", (FOLDER / name).read_bytes())).name == vendor
    assert len(found) == ARTICLES[name]
    assert all(any(map(str.isalnum, raw.text)) for raw in found)


@pytest.mark.parametrize("name", LABELS)
def test_every_label_of_an_export_comes_out(name: str) -> None:
    expected = LABELS[name](source(name))
    said: Counter[str] = Counter()
    for raw in read(name):
        places = {
            place for f in raw.candidates if isinstance(f.where, m.NamedPlace) for place in f.where.name.split(", ")
        }
        said.update({place.removeprefix("Nexis ").removeprefix("Factiva ") for place in places})

    missing = {label: count for label, count in expected.items() if label not in PRINTED and said[label] != count}

    assert sum(expected.values()) >= 6
    assert missing == {}


@pytest.mark.parametrize("name", ARTICLES)
def test_every_article_has_outlet_date_and_headline(name: str) -> None:
    for raw in read(name):
        known = normalise(raw, (), lambda _: None).metadata

        assert known.outlet
        assert known.published
        assert known.title or name.endswith("copyright_error.html")


def test_texts_have_the_words_that_databases_count(measured: Measured) -> None:
    shares: list[float] = []
    for name, floor in COUNTED.items():
        near = 0
        for raw in read(name):
            article = normalise(raw, (), lambda _: None)
            words = sum(len(plain(block.content).split()) for block in article.body if isinstance(block, m.Paragraph))
            stated = int(re.sub(r"\D", "", dict(article.metadata.extra)["words"]))
            near += stated <= words <= stated * 1.05
        assert near >= floor
        shares.append(near / ARTICLES[name])
    measured("exports: texts with the words that LexisNexis counts", shares[0])
