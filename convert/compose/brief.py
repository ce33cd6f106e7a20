"""A brief: one article, its source and evidence, on one to three pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from convert import model as m
from convert.compose.article import Place, body_blocks, headline, in_language, short_title, source_lines, title_words
from convert.compose.extracts import without_loose_ends
from convert.compose.file_facts import furniture, identifier, masthead, provenance_line, tags_line
from convert.compose.handling import declassified, embargo_words, own_marking, refuse_embargoed, rolled_up
from convert.compose.key_points import key_points
from convert.compose.printing import Printing, printing_for
from convert.compose.rights import apply_rights
from convert.compose.tables import abbreviations_table, dates_table, people_table, statements_table
from convert.compose.withheld import what_is_withheld
from convert.compose.wording import same_language, say_date, text
from convert.errors import Noter
from convert.markings import Marking
from convert.style import BriefPart, Labels, Style


def compose_brief(
    record: m.Record, edition: m.Edition, style: Style, provenance: m.Provenance, note: Noter
) -> m.Briefing:
    """Return the briefing of one article, in the edition's language or, if there are labels for it, the article's.

    Raises Refused (a marking, an embargo) and UnknownName (an edition's marking).
    """
    article = record.article
    printing = printing_for(edition, style, note, article.metadata.language)
    refuse_embargoed([article], edition)
    marked = rolled_up(edition, [article], note)
    cut = apply_rights(record, edition.rights)
    briefing = m.Briefing(
        kind="brief",
        edition=edition,
        properties=_properties(cut, printing, provenance),
        furniture=furniture(printing, marked, "brief", embargo_words(article, printing)),
        provenance=provenance,
        body=(_article(record, cut, printing, marked),),
        media=cut.article.media,
        records=(cut,),
    )
    return briefing if edition.rights == "full" else without_loose_ends(briefing)


def _properties(record: m.Record, printing: Printing, provenance: m.Provenance) -> m.Properties:
    edition, known = printing.edition, record.article.metadata
    return m.Properties(
        title=edition.title or title_words(record.article, printing.labels),
        language=printing.labels.language,
        identifier=identifier(provenance),
        creator=edition.issuer or "",
        subject=known.outlet or "",
        keywords=known.tags,
        date=edition.as_of or known.published,
    )


def _article(record: m.Record, cut: m.Record, printing: Printing, marked: Sequence[Marking]) -> m.Section:
    """Return the one section of a brief: masthead, head, parts before the text, text, parts after it."""
    article, labels = cut.article, printing.labels
    language = article.metadata.language or labels.language
    before, after = _before(record, cut, printing, marked), _after(record, cut, printing)
    if not same_language(language, labels.language):
        before, after = in_language(before, labels.language), in_language(after, labels.language)
    body = body_blocks(article, Place.alone(), labels, numbers=printing.style.parts.number_paragraphs)
    return m.Section(
        role="article",
        id="article",
        title=title_words(article, labels),
        blocks=(*before, *body, *after),
        language=language,
        running_head=short_title(article, labels),
    )


def _before(record: m.Record, cut: m.Record, printing: Printing, marked: Sequence[Marking]) -> Iterator[m.Block]:
    edition, labels = printing.edition, printing.labels
    yield masthead(printing, "brief", say_date(edition.as_of, labels) if edition.as_of else None)
    yield from own_marking(record.article, marked, printing)
    yield from headline(cut.article, Place.alone(), labels, "brief")
    yield from source_lines(cut.article, labels)
    if "key_points" in printing.style.parts.brief:
        yield from key_points(cut, Place.alone(), labels)
    yield from what_is_withheld(record, cut, printing)


def _after(record: m.Record, cut: m.Record, printing: Printing) -> Iterator[m.Block]:
    for part in _parts(printing):
        yield from _PARTS[part](cut, printing.labels)
    top = declassified(printing.edition, [record.article])
    if top is not None:
        words = printing.labels["declassified"].format(marking=top.text, reason=printing.edition.declassify)
        yield m.Paragraph(text(words), role="provenance")


def _parts(printing: Printing) -> Iterator[BriefPart]:
    """Yield the parts after the text; under `extract` the statements are what may be printed of it."""
    parts = printing.style.parts.brief
    if printing.edition.rights == "extract" and "statements" not in parts:
        yield "statements"
    yield from (part for part in parts if part in _PARTS)


def _tabled(
    role: m.SectionRole, label: str, table: Callable[[m.Record, Labels], m.Table | None]
) -> Callable[[m.Record, Labels], Iterator[m.Block]]:
    """Return the function that yields a part of a head and a table, or nothing where the table would be empty."""

    def part(record: m.Record, labels: Labels) -> Iterator[m.Block]:
        made = table(record, labels)
        if made is not None:
            head = m.Heading(text(labels[label]), level=2, role="minor_head")
            yield m.Section(role=role, id=role, title=labels[label], blocks=(head, made))

    return part


def _tags(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    return tags_line(record.article, labels)


def _provenance(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    yield m.Paragraph(provenance_line(record.article, labels), role="provenance")


_PARTS: Mapping[BriefPart, Callable[[m.Record, Labels], Iterator[m.Block]]] = {
    "statements": _tabled("statements", "statements", statements_table),
    "people": _tabled("people", "people", people_table),
    "dates": _tabled("dates", "dates", dates_table),
    "abbreviations": _tabled("abbreviations", "abbreviations", abbreviations_table),
    "tags": _tags,
    "provenance": _provenance,
}
