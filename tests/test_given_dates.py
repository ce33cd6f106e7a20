"""Dates that an editor gives or a header states: taken as precisely as they are, or said to be unreadable."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from convert import model as m
from convert.contracts import Given, Raw
from convert.errors import Note, UsageError
from convert.moments import is_moment
from convert.normalise import normalise
from convert.pipeline.reading import corrected
from tests.command import Run

STORY = "The lake froze on the way to Sandvor, the harbour office said, and the ferry stays in port.\n"
UNREADABLE = ["yesterday", "2025-13-03", "12/03/2025", "March 10", "2025-02-30", "soon"]
READABLE = [
    ("2024", "2024"),
    ("2024-05", "2024-05"),
    ("2024-05-02", "2024-05-02"),
    ("2024-05-02T14:30+03:00", "2024-05-02T14:30+03:00"),
    ("2 May 2024", "2024-05-02"),
]


def article_of(text: str, *given: Given) -> tuple[m.Article, list[Note]]:
    notes: list[Note] = []
    raw = Raw(text, "lake.txt", hashlib.sha256(text.encode()).hexdigest(), len(text), "text", "utf-8")
    return normalise(raw, given, notes.append), notes


def chosen(article: m.Article) -> m.Finding:
    return next(f for f in article.findings if f.field == "published" and f.chosen)


@pytest.mark.parametrize("value", UNREADABLE)
@pytest.mark.parametrize("field", ["published", "updated", "embargo", "date"])
def test_a_given_date_that_cannot_be_read_is_refused(field: str, value: str) -> None:
    with pytest.raises(UsageError) as caught:
        article_of(STORY, Given(field, value, "command line"))

    assert caught.value.message == f"cannot find a date in “{value}”"
    assert (caught.value.where, caught.value.hint) == ("command line", "write it as 2026-05-01")


@pytest.mark.parametrize("value", UNREADABLE)
def test_a_record_refuses_it_in_the_same_words(value: str) -> None:
    record = m.Record(article_of(STORY)[0])

    with pytest.raises(UsageError, match="cannot find a date in") as caught:
        corrected(record, [Given("published", value, "command line")])

    assert caught.value.hint == "write it as 2026-05-01"


@pytest.mark.parametrize(("value", "moment"), READABLE)
def test_a_given_date_keeps_its_precision(value: str, moment: str) -> None:
    given = Given("published", value, "command line")
    text, _ = article_of(STORY, given)
    record = corrected(m.Record(article_of(STORY)[0]), [given])

    assert [text.metadata.published, record.article.metadata.published] == [moment, moment]
    assert (chosen(text).value, chosen(text).standing) == (moment, "given")


def test_a_given_month_is_not_made_finer_by_what_the_source_says() -> None:
    article, _ = article_of("date 2024-05-02 " + STORY, Given("published", "2024-05", "command line"))

    assert article.metadata.published == "2024-05"


@pytest.mark.parametrize("value", ["2024", "2024-05"])
@pytest.mark.parametrize(
    ("rule", "head"),
    [("header", "Title: Ice on the lake\nPublished: {}\n\n"), ("front_matter", "---\ntitle: Ice\ndate: {}\n---\n\n")],
)
def test_a_header_may_state_no_more_than_a_year_or_month(rule: str, head: str, value: str) -> None:
    article, notes = article_of(head.format(value) + STORY)

    assert article.metadata.published == value
    assert chosen(article).rule == rule
    assert notes == []


def test_the_command_line_says_which_date_it_cannot_read(run: Run) -> None:
    Path("lake.txt").write_text(STORY, "utf-8")

    said = run("brief", "lake.txt", "-M", "published=yesterday", "--to", "md")

    assert said.code == 2
    assert "cannot find a date in “yesterday”" in said.err
    assert "command line" in said.err
    assert "write it as 2026-05-01" in said.err
    assert not Path("lake.md").exists()


def test_it_is_said_once_however_many_articles_there_are(run: Run) -> None:
    for name in ("a", "b", "c"):
        Path(f"{name}.txt").write_text(STORY, "utf-8")

    said = run("brief", "a.txt", "b.txt", "c.txt", "-M", "date=soon", "--to", "md")

    assert said.code == 2
    assert said.err.count("cannot find a date in “soon”") == 1


def test_a_date_in_a_sidecar_that_cannot_be_read_names_the_sidecar(run: Run) -> None:
    Path("lake.txt").write_text(STORY, "utf-8")
    Path("lake.toml").write_text('published = "some day"\n', "utf-8")

    said = run("brief", "lake.txt", "--to", "md")

    assert said.code == 2
    assert "cannot find a date in “some day”" in said.err
    assert "lake.toml" in said.err


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Title: Ice on the lake\nPublished: yesterdey\n\n" + STORY, "line 2"),
        ("---\ntitle: Ice\nsection: Harbour\ndate: yesterdey\n---\n\n" + STORY, "line 4"),
    ],
)
def test_a_date_in_a_header_that_cannot_be_read_is_a_warning_with_its_line(text: str, line: str) -> None:
    article, notes = article_of(text)

    message = "cannot find a date in “yesterdey”; write it as 2026-05-01"
    assert notes == [Note("unreadable-date", message, f"lake.txt, {line}")]
    assert [f.value for f in article.findings if f.field == "published" and not f.chosen] == ["yesterdey"]


def test_a_date_in_a_header_that_reads_two_ways_is_a_warning() -> None:
    _, notes = article_of("Title: Ice on the lake\nPublished: 03/04/2025\n\n" + STORY)

    assert [(note.code, note.where) for note in notes] == [("unreadable-date", "lake.txt, line 2")]
    assert notes[0].message == "“03/04/2025” is one of two days; write it as 2026-05-01"


@pytest.mark.parametrize("value", ["2024", "2024-05", "2024-05-02", "2024-05-02T14:30", "2024-05-02T14:30:10Z"])
def test_a_moment_is_a_moment(value: str) -> None:
    assert is_moment(value)


@pytest.mark.parametrize("value", ["", "24", "2024-13", "2024-02-30", "2024-05-02 14:30", "2024-05-02T25:00", "2024\n"])
def test_what_is_no_moment_is_none(value: str) -> None:
    assert not is_moment(value)
