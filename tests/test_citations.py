"""Citations: what the source says, no date more precise than it is known, nothing in it read as markup."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from convert import model as m
from convert import pandoc
from convert.writers import citations
from tests.builders import ignore
from tests.sample_briefings import STYLE, brief, pack


def of(briefing: m.Briefing, writer: citations.CitationWriter) -> str:
    return writer.write(briefing, STYLE, ignore).files[0].data.decode("utf-8")


def with_metadata(**known: object) -> m.Briefing:
    briefing = brief()
    record = briefing.records[0]
    metadata = msgspec.structs.replace(record.article.metadata, **known)
    article = msgspec.structs.replace(record.article, metadata=metadata)
    return msgspec.structs.replace(briefing, records=(msgspec.structs.replace(record, article=article),))


@pytest.mark.parametrize(
    ("moment", "parts", "ris", "bibtex"),
    [
        ("2025", [2025], "DA  - 2025///", "date = {2025}"),
        ("2025-03", [2025, 3], "DA  - 2025/03//", "date = {2025-03}"),
        ("2025-03-11", [2025, 3, 11], "DA  - 2025/03/11/", "date = {2025-03-11}"),
        ("2025-03-11T17:30+02:00", [2025, 3, 11], "DA  - 2025/03/11/", "date = {2025-03-11}"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(moment: str, parts: list[int], ris: str, bibtex: str) -> None:
    briefing = with_metadata(published=moment)
    (item,) = json.loads(of(briefing, citations.csljson))

    assert item["issued"] == {"date-parts": [parts]}
    assert ris in of(briefing, citations.ris).split("\r\n")
    assert bibtex in of(briefing, citations.bibtex)
    assert ("month" in of(briefing, citations.bibtex)) is (len(parts) > 1)


def test_an_unknown_date_is_left_out() -> None:
    briefing = with_metadata(published=None)

    assert "issued" not in of(briefing, citations.csljson)
    assert "DA  -" not in of(briefing, citations.ris)
    assert "year" not in of(briefing, citations.bibtex)


def test_a_missing_headline_is_noted_and_no_title_made_up() -> None:
    items = json.loads(of(pack(), citations.csljson))

    assert [("title" in item, "note" in item) for item in items] == [(True, False), (False, True), (False, True)]
    assert items[1]["note"].startswith("[no headline in source]")


@pytest.mark.parametrize(
    "title",
    ["Tolls & tariffs: 50% off #1", "a_b {c} $d$ \\e ~f^", "TALKS END, Says Mayor", "Ночь на переправе", "Ends in {"],
)
def test_bibtex_gives_the_headline_back_letter_for_letter(title: str) -> None:
    made = of(with_metadata(title=title), citations.bibtex)
    (item,) = json.loads(pandoc.convert(made.encode(), "biblatex", "csljson"))

    assert re.sub(r"<[^>]+>", "", item["title"]) == title


def test_bibtex_keeps_the_capitals_of_a_headline() -> None:
    assert "title = {{Lake toll frozen until the end of 2026}}" in of(brief(), citations.bibtex)


def test_ris_is_lines_of_tags_that_end_as_the_format_asks() -> None:
    lines = of(pack(), citations.ris).split("\r\n")

    assert lines[0] == "TY  - NEWS"
    assert lines.count("ER  - ") == 3
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)


def test_a_headline_over_two_lines_is_one_field() -> None:
    assert "TI  - one ER - two\r\n" in of(with_metadata(title="one\nER  - two"), citations.ris)


def test_a_byline_is_kept_as_the_source_has_it() -> None:
    (item,) = json.loads(of(brief(), citations.csljson))

    assert item["author"] == [{"literal": "Hanna Brask"}]


def test_the_page_of_the_print_edition_is_cited() -> None:
    briefing = with_metadata(extra=(("page", "A6"),))
    (item,) = json.loads(of(briefing, citations.csljson))

    assert item["page"] == "A6"
    assert "SP  - A6" in of(briefing, citations.ris).split("\r\n")
    assert "pages = {A6}" in of(briefing, citations.bibtex)
