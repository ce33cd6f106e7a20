"""The tables that say what one article holds: statements, people, dates, abbreviations; and their building blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from convert import model as m
from convert.compose.article import Place
from convert.compose.speakers import is_pronoun, says_no_more
from convert.compose.wording import say_days, span, text
from convert.moments import sort_key
from convert.style import Labels

QUOTES = {
    "bg": ("„", "“"),
    "cs": ("„", "“"),
    "da": ("»", "«"),
    "de": ("„", "“"),
    "el": ("«", "»"),
    "es": ("«", "»"),
    "fr": ("«", "»"),
    "hu": ("„", "”"),
    "it": ("«", "»"),
    "no": ("«", "»"),
    "pl": ("„", "”"),
    "pt": ("«", "»"),
    "ro": ("„", "”"),
    "ru": ("«", "»"),
    "uk": ("«", "»"),
}
"""Outer quotation marks by language (CLDR, delimiters); any other language has “ ”."""


# ---- building blocks --------------------------------------------------------------------------------------------


def cell(*content: m.Inline, role: m.ParagraphRole = "body", language: str | None = None) -> m.Cell:
    """Return a cell of one paragraph."""
    return m.Cell((m.Paragraph(content, role=role, language=language),))


def words_cell(words: str) -> m.Cell:
    """Return a cell of plain words."""
    return cell(m.Text(words))


def head_row(*words: str) -> tuple[tuple[m.Cell, ...], ...]:
    """Return one row of column heads."""
    return (tuple(map(words_cell, words)),)


def columns(*shares: float, right: Sequence[int] = ()) -> tuple[m.Column, ...]:
    """Return columns of these shares of the width; those in `right` are set flush right."""
    return tuple(m.Column(share, "right" if at in right else "left") for at, share in enumerate(shares))


def quoted(words: str, language: str | None) -> str:
    """Return words between the quotation marks of a language."""
    code = (language or "en").split("-")[0].lower()
    opening, closing = QUOTES.get(code, ("“", "”"))
    space = "\u00a0" if code == "fr" else ""
    return f"{opening}{space}{words}{space}{closing}"


def reference(number: str, place: Place) -> m.Ref:
    """Return a reference to a numbered paragraph that reads as its number in every format."""
    return m.Ref(target=place.target(number), shows="number", text=place.paragraph(number))


def references(refs: Iterable[m.Ref], strong: frozenset[str] = frozenset()) -> tuple[m.Inline, ...]:
    """Return references with commas between them; those to a target in `strong` are set strong."""
    row: list[m.Inline] = []
    for ref in refs:
        if row:
            row.append(m.Text(", "))
        row.append(m.Strong((ref,)) if ref.target in strong else ref)
    return tuple(row)


# ---- statements -------------------------------------------------------------------------------------------------


def speaker_cell(statement: m.Statement, language: str | None, title: str | None, labels: Labels, rows: int) -> m.Cell:
    """Return who speaks: the resolved name, under it the words of the text where they differ, and the title.

    A pronoun that stands for nobody known is no name, and is not set as one.
    """
    name = statement.resolved or statement.speaker
    if name is None:
        return m.Cell((m.Paragraph((span(labels["speaker_not_stated"], "soft"),)),), rows=rows)
    if is_pronoun(name, language):
        said = labels["speaker_pronoun"].format(words=name.lower())
        return m.Cell((m.Paragraph((span(said, "soft"),)),), rows=rows)
    blocks = [m.Paragraph((m.Strong(text(name)),))]
    if title:
        blocks.append(m.Paragraph((span(title, "soft"),)))
    if statement.resolved and statement.speaker and not says_no_more(statement.speaker, name, title, language):
        blocks.append(m.Paragraph((span(f"“{statement.speaker}”", "soft"),)))
    return m.Cell(tuple(blocks), rows=rows)


def title_of(name: str | None, people: Iterable[m.Name] | None) -> str | None:
    """Return the title the text gives a person, or None."""
    return next((person.title for person in people or () if person.name == name), None)


def statements_table(record: m.Record, labels: Labels) -> m.Table | None:
    """Return an article's statements in the order of speech, or None where there are none."""
    statements = record.analysis.statements
    if not statements:
        return None
    language = record.article.metadata.language
    rows: list[tuple[m.Cell, ...]] = []
    for _, group in groupby(statements, key=lambda s: (s.resolved or s.speaker, s.speaker)):
        same = list(group)
        title = title_of(same[0].resolved or same[0].speaker, record.analysis.people)
        for at, statement in enumerate(same):
            who = (speaker_cell(statement, language, title, labels, len(same)),) if at == 0 else ()
            rows.append((*who, *_statement_cells(statement, record, labels)))
    heads = head_row(labels["speaker"], labels["statement"], labels["cue"], labels["paragraph_short"])
    return m.Table(tuple(rows), heads, columns(0.27, 0, 0.13, 0.1, right=[3]), role="statements")


def words_said_cell(statement: m.Statement, language: str | None, labels: Labels) -> m.Cell:
    """Return the words of a statement between quotation marks; over words that were not said, that they were not."""
    said = m.Paragraph((m.Text(quoted(statement.words, language)),), role="quote_cell", language=language)
    if statement.standing != "contested":
        return m.Cell((said,))
    return m.Cell((m.Paragraph((m.Strong(text(labels["not_said"])),)), said))


def _statement_cells(statement: m.Statement, record: m.Record, labels: Labels) -> tuple[m.Cell, ...]:
    return (
        words_said_cell(statement, record.article.metadata.language, labels),
        cell(m.Text(statement.cue or "")),
        cell(reference(statement.paragraph, Place.alone())),
    )


# ---- people, dates, abbreviations -------------------------------------------------------------------------------


def people_table(record: m.Record, labels: Labels) -> m.Table | None:
    """Return the people of an article with the titles it gives them, or None where it names nobody."""
    people = record.analysis.people
    if not people:
        return None
    place = Place.alone()
    rows = tuple(
        (
            cell(m.Strong(text(person.name))),
            words_cell(person.title or ""),
            cell(*references(mentioned(person, place), quoted_in(person, record, place))),
        )
        for person in people
    )
    heads = head_row(labels["name"], labels["title_in_text"], labels["paragraphs"])
    return m.Table(rows, heads, columns(0.3, 0, 0.3), role="people")


def quoted_in(person: m.Name, record: m.Record, place: Place) -> frozenset[str]:
    """Return the ids of the paragraphs in which a person is quoted."""
    statements = record.analysis.statements or ()
    said = (s for s in statements if s.standing != "contested")
    return frozenset(place.target(s.paragraph) for s in said if person.name in (s.resolved, s.speaker))


def mentioned(name: m.Name, place: Place) -> Iterator[m.Ref]:
    """Yield a reference to each paragraph that mentions a name, in order, each once."""
    for number in dict.fromkeys(mention.paragraph for mention in name.mentions):
        yield reference(number, place)


def dates_table(record: m.Record, labels: Labels) -> m.Table | None:
    """Return the dates an article speaks of, in the order of time, or None where there are none."""
    dates = record.analysis.dates
    if not dates:
        return None
    rows = tuple(
        (
            m.Cell((m.Paragraph((m.Strong(text(say_days(d.moment, d.until, labels))),)), *worked_out(d, labels))),
            cell(m.Text(d.sentence), language=record.article.metadata.language),
            cell(reference(d.paragraph, Place.alone())),
        )
        for d in in_order_of_time(dates)
    )
    heads = head_row(labels["date"], labels["in_the_text"], labels["paragraph_short"])
    return m.Table(rows, heads, columns(0.24, 0, 0.1, right=[2]), role="dates")


def in_order_of_time(dates: Iterable[m.DatedSentence]) -> list[m.DatedSentence]:
    """Return dated sentences sorted by time, those of one moment in the order of the text."""
    return sorted(dates, key=lambda d: (sort_key(d.moment), d.at.start))


def worked_out(dated: m.DatedSentence, labels: Labels) -> tuple[m.Block, ...]:
    """Return the words a date was worked out from, where it was: `from “Monday”`."""
    if dated.standing == "stated":
        return ()
    return (m.Paragraph((span(labels["date_from_words"].format(words=dated.words), "soft"),)),)


def abbreviations_table(record: m.Record, labels: Labels) -> m.Table | None:
    """Return the abbreviations an article introduces, or None where there are none."""
    found = record.analysis.abbreviations
    if not found:
        return None
    rows = tuple(
        (cell(m.Strong(text(a.short))), cell(m.Text(f"{a.full}, "), reference(a.paragraph, Place.alone())))
        for a in sorted(found, key=lambda a: a.short.casefold())
    )
    return m.Table(rows, head_row(labels["abbreviation"], labels["full_name"]), columns(0.3, 0), role="names")
