"""A brief: one article, its source and evidence, on one to three pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from convert import model as m
from convert.compose.article import Place, body_blocks, headline, in_language, source_lines, title_words, word_count
from convert.compose.file_facts import furniture, identifier, masthead, provenance_line
from convert.compose.handling import declassified, embargo_words, own_handling, refuse_embargoed, rolled_up
from convert.compose.key_points import key_points
from convert.compose.rights import apply_rights
from convert.compose.tables import abbreviations_table, dates_table, people_table, statements_table
from convert.compose.wording import same_language, say_date, text
from convert.errors import Noter
from convert.style import BriefPart, Labels, Style, load_labels
from convert.walk import blocks as walk_blocks


def compose_brief(
    record: m.Record, edition: m.Edition, style: Style, provenance: m.Provenance, note: Noter
) -> m.Briefing:
    """Return the briefing of one article, in the edition's language or, if there are labels for it, the article's.

    Raises Refused (a marking, an embargo) and UnknownName (an edition's marking).
    """
    article = record.article
    labels = load_labels(edition.language or article.metadata.language)
    refuse_embargoed([article], edition)
    marked = rolled_up(edition, [article], note)
    embargo = embargo_words(article, edition, labels)
    cut = apply_rights(record, edition.rights)
    return m.Briefing(
        kind="brief",
        edition=edition,
        properties=_properties(record, edition, labels, provenance),
        furniture=furniture(edition, marked, labels, "brief", embargo),
        provenance=provenance,
        body=(_article(record, cut, edition, style, labels),),
        media=cut.article.media,
        records=(cut,),
    )


def _properties(record: m.Record, edition: m.Edition, labels: Labels, provenance: m.Provenance) -> m.Properties:
    known = record.article.metadata
    return m.Properties(
        title=edition.title or title_words(record.article, labels),
        language=labels.language,
        identifier=identifier(provenance),
        creator=edition.issuer or "",
        subject=known.outlet or "",
        keywords=known.tags if edition.rights == "full" else (),
        date=edition.as_of or known.published,
    )


def _article(record: m.Record, cut: m.Record, edition: m.Edition, style: Style, labels: Labels) -> m.Section:
    """Return the one section of a brief: masthead, head, parts before the text, text, parts after it."""
    article = cut.article
    language = article.metadata.language or labels.language
    before = _before_the_text(record, cut, edition, style, labels)
    after = _after_the_text(record, cut, edition, style, labels)
    if not same_language(language, labels.language):
        before, after = in_language(before, labels.language), in_language(after, labels.language)
    body = body_blocks(article, Place.alone(), labels, numbers=style.parts.number_paragraphs)
    return m.Section(
        role="article",
        id="article",
        title=title_words(article, labels),
        blocks=(*before, *body, *after),
        language=language,
        running_head=title_words(article, labels),
    )


def _before_the_text(
    record: m.Record, cut: m.Record, edition: m.Edition, style: Style, labels: Labels
) -> Iterator[m.Block]:
    as_of = say_date(edition.as_of, labels) if edition.as_of else None
    yield masthead(edition, labels, "brief", as_of)
    yield from own_handling(record.article, edition, labels)
    yield from headline(cut.article, Place.alone(), labels, "brief")
    yield from source_lines(cut.article, labels)
    if "key_points" in style.parts.brief:
        yield from key_points(cut, Place.alone(), labels)
    yield from _what_is_withheld(record, cut, edition, labels)


def _after_the_text(
    record: m.Record, cut: m.Record, edition: m.Edition, style: Style, labels: Labels
) -> Iterator[m.Block]:
    for part in _parts(edition, style):
        yield from _AFTER_THE_TEXT[part](cut, labels)
    yield from _reason_to_declassify(record, edition, labels)


def _parts(edition: m.Edition, style: Style) -> Iterator[BriefPart]:
    """Yield the parts after the text; under `extract` the statements are what may be printed of it."""
    if edition.rights == "extract" and "statements" not in style.parts.brief:
        yield "statements"
    yield from (part for part in style.parts.brief if part in _AFTER_THE_TEXT)


def _what_is_withheld(record: m.Record, cut: m.Record, edition: m.Edition, labels: Labels) -> Iterator[m.Block]:
    if edition.rights == "link":
        yield m.Paragraph(text(labels["link_only"]), role="note")
    elif edition.rights == "extract":
        of_all = sum(isinstance(b, m.Paragraph) and b.number is not None for b in walk_blocks(record.article.body))
        printed = {point.paragraph for point in cut.analysis.key_points or ()}
        printed |= {statement.paragraph for statement in cut.analysis.statements or ()}
        yield m.Paragraph(text(labels["extract_of"].format(n=len(printed), all=of_all)), role="note")


def _reason_to_declassify(record: m.Record, edition: m.Edition, labels: Labels) -> Iterator[m.Block]:
    top = declassified(edition, [record.article])
    if top is not None:
        words = labels["declassified"].format(marking=top.text, reason=edition.declassify)
        yield m.Paragraph(text(words), role="provenance")


# ---- parts after the text ---------------------------------------------------------------------------------------


def _part(role: m.SectionRole, labels: Labels, label: str, table: m.Table | None) -> Iterator[m.Block]:
    if table is not None:
        head = m.Heading(text(labels[label]), level=2, role="minor_head")
        yield m.Section(role=role, id=role, title=labels[label], blocks=(head, table))


def _statements(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    return _part("statements", labels, "statements", statements_table(record, labels))


def _people(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    return _part("people", labels, "people", people_table(record, labels))


def _dates(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    return _part("dates", labels, "dates", dates_table(record, labels))


def _abbreviations(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    return _part("abbreviations", labels, "abbreviations", abbreviations_table(record, labels))


def _tags(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    tags = record.article.metadata.tags
    if tags:
        yield m.Paragraph(text(f"{labels['tags']}: {', '.join(tags)}"), role="tags")


def _provenance(record: m.Record, labels: Labels) -> Iterator[m.Block]:
    if word_count(record.article):
        yield m.Paragraph(provenance_line(record.article, labels), role="provenance")
    else:
        source = record.article.source
        yield m.Paragraph(text(f"{source.name} · SHA-256 {source.sha256[:12]}"), role="provenance")


_AFTER_THE_TEXT: Mapping[BriefPart, Callable[[m.Record, Labels], Iterator[m.Block]]] = {
    "statements": _statements,
    "people": _people,
    "dates": _dates,
    "abbreviations": _abbreviations,
    "tags": _tags,
    "provenance": _provenance,
}
