"""Page one of a pack: masthead, title, facts, the front brief, the coverage chart, and the line of doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from convert import model as m
from convert.analyse import first_sentence
from convert.compose.article import dated, short_title
from convert.compose.coverage import coverage_section
from convert.compose.evidence import contradiction
from convert.compose.file_facts import masthead
from convert.compose.order import Placed, period
from convert.compose.printing import Printing
from convert.compose.tables import columns, words_cell
from convert.compose.wording import count, facts, joined, language_name, same_language, say_date, say_moment, span, text
from convert.errors import Note, Noter
from convert.moments import precision
from convert.style import Labels
from convert.walk import is_set_in_pdf

FEWEST_ITEMS, MOST_ITEMS = 3, 8
ITEMS_WITH_CHART = 4
"""From the fifth item the chart moves to the next page."""


class Counted(msgspec.Struct, frozen=True):
    """What page one counts beside the articles: same-story groups, and files that could not be read."""

    groups: tuple[tuple[Placed, ...], ...]
    unreadable: tuple[str, ...]


def page_one(placed: Sequence[Placed], counted: Counted, printing: Printing, note: Noter) -> Iterator[m.Section]:
    """Yield the front of a pack up to its contents: a title sheet if asked for, page one, the chart if it moved."""
    edition, style, labels = printing.edition, printing.style, printing.labels
    if edition.cover:
        yield _cover(placed, printing)
    items = _chosen(placed, counted, edition, note)
    front = _front_brief(items, counted, labels) if "front_brief" in style.parts.pack else None
    chart = coverage_section(placed, labels) if "coverage" in style.parts.pack else None
    stays = len(items) <= ITEMS_WITH_CHART
    blocks: list[m.Block] = [
        *_title(placed, counted, printing),
        *filter(None, (front, chart if stays else None)),
        *_doubts(placed, counted, labels),
    ]
    yield m.Section(
        role="page_one", id="page_one", title=_pack_title(edition, labels), blocks=tuple(blocks), start="page"
    )
    if chart is not None and not stays:
        yield chart


# ---- head -------------------------------------------------------------------------------------------------------


def _pack_title(edition: m.Edition, labels: Labels) -> str:
    return edition.title or edition.series or labels["pack"]


def _title(placed: Sequence[Placed], counted: Counted, printing: Printing) -> Iterator[m.Block]:
    edition, labels = printing.edition, printing.labels
    yield masthead(printing, "pack", None)
    yield m.Heading(text(_pack_title(edition, labels)), level=1, role="title", id="title")
    yield m.Paragraph(
        joined([text(_period(placed, edition, labels)), _counts(placed, counted, labels)]), role="subtitle"
    )
    facts = _facts(edition, labels)
    if facts is not None:
        yield facts


def _period(placed: Sequence[Placed], edition: m.Edition, labels: Labels) -> str:
    """Return the period the editor gives, else the first and last day of publication."""
    if edition.period:
        return edition.period
    days = period(placed)
    if days is None:
        return ""
    first, last = (say_date(day, labels) for day in days)
    if first == last:
        return labels["coverage_of"].format(first=first)
    if days[0][:7] == days[1][:7]:
        first = labels["day_of_range"].format(day=int(days[0][8:10]))
    return labels["coverage_from_to"].format(first=first, last=last)


def _counts(placed: Sequence[Placed], counted: Counted, labels: Labels) -> tuple[m.Inline, ...]:
    outlets = {p.outlet for p in placed if p.outlet}
    languages = {p.article.metadata.language.partition("-")[0] for p in placed if p.article.metadata.language}
    said = [count(labels, "articles", len(placed))]
    if outlets:
        said.append(count(labels, "outlets", len(outlets)))
    if len(languages) > 1:
        said.append(count(labels, "languages", len(languages)))
    if counted.groups:
        said.append(count(labels, "same_story_groups", len(counted.groups)))
    return text(", ".join(said))


def _facts(edition: m.Edition, labels: Labels) -> m.Table | None:
    """Return what the editor gives, two facts a row, or None where nothing is given."""
    as_of = say_moment(edition.as_of, labels) if edition.as_of else None
    given = [
        ("prepared_by", edition.prepared_by),
        ("as_of", as_of),
        ("prepared_for", edition.prepared_for),
        ("rights", labels[f"rights_{edition.rights}"] if edition.rights != "full" else None),
        ("distribution", edition.distribution),
        ("licence", edition.licence),
    ]
    cells = [(_fact(labels[key]), words_cell(value)) for key, value in given if value]
    if not cells:
        return None
    if len(cells) % 2:
        cells.append((words_cell(""), words_cell("")))
    rows = tuple((*cells[at], *cells[at + 1]) for at in range(0, len(cells), 2))
    return m.Table(rows, columns=columns(0.13, 0.42, 0.14, 0), role="facts")


def _fact(label: str) -> m.Cell:
    return m.Cell((m.Paragraph((m.Strong(text(label)),)),))


def _cover(placed: Sequence[Placed], printing: Printing) -> m.Section:
    """Return a title sheet: who issues it, what it is called, what it covers, for whom and under which licence."""
    edition, labels = printing.edition, printing.labels
    blocks: list[m.Block] = [
        masthead(printing, "pack", None),
        m.Heading(text(_pack_title(edition, labels)), level=1, role="title"),
        m.Paragraph(text(_period(placed, edition, labels)), role="subtitle"),
    ]
    facts = _facts(edition, labels)
    return m.Section(
        role="cover",
        id="cover",
        title=_pack_title(edition, labels),
        blocks=(*blocks, *filter(None, (facts,))),
        start="recto",
    )


# ---- front brief ------------------------------------------------------------------------------------------------


def _chosen(placed: Sequence[Placed], counted: Counted, edition: m.Edition, note: Noter) -> tuple[Placed, ...]:
    """Return the articles of the front brief: those the editor leads with, else the largest groups' firsts, then order.

    There are three or four with the chart on one page; a second page has room for eight. Leads beyond that are named.
    """
    most = ITEMS_WITH_CHART if edition.front_pages <= 1 else MOST_ITEMS
    leads = [p for p in placed if p.entry.lead]
    if len(leads) > ITEMS_WITH_CHART:
        most = MOST_ITEMS if edition.front_pages > 1 else min(len(leads), 6)
    if len(leads) > most:
        names = ", ".join(f"{p.number} {p.article.metadata.title or p.article.source.name}" for p in leads[most:])
        note(Note("leads-over-budget", f"the front brief has room for {most} leads; left out: {names}"))
    if leads:
        return tuple(leads[:most])
    groups = sorted(counted.groups, key=lambda group: -len(group))
    rest = {p.number for group in groups for p in group[1:]}
    firsts = [group[0] for group in groups]
    ordered = dict.fromkeys([*firsts, *(p for p in placed if p.number not in rest)])
    return tuple(sorted(list(ordered)[:most], key=lambda p: p.number))


def _front_brief(items: Sequence[Placed], counted: Counted, labels: Labels) -> m.Section:
    head = m.Heading(
        (m.Text(labels["front_brief"]), m.Text(" "), span(labels["extracts_verbatim"], "right")),
        level=2,
        role="minor_head",
    )
    return m.Section(
        role="front_brief",
        id="front_brief",
        title=labels["front_brief"],
        blocks=(head, *(block for item in items for block in _item(item, counted, labels))),
    )


def _item(item: Placed, counted: Counted, labels: Labels) -> Iterator[m.Block]:
    article = item.article
    title = m.Link(text(short_title(article, labels, 110)), f"#{item.id}")
    bare = () if article.metadata.title else (span(f"[{labels['no_headline']}]", "label"), m.Text(" "))
    # without pages the number before the headline says it all
    page = m.Span((replace(item.page(labels), text=""),), role="right")
    language = article.metadata.language
    yield m.Heading(
        (*bare, title, m.Text(" "), page),
        level=3,
        role="front_head",
        number=str(item.number),
        language=language,
        id=f"front{item.number}",
    )
    marking = article.metadata.marking
    foreign = language is not None and not same_language(language, labels.language)
    yield m.Paragraph(
        facts(
            [
                (span(item.outlet, "outlet"),) if item.outlet else (),
                dated(article, labels),
                text(language_name(language, labels)) if foreign and language else (),
                (m.Strong(text(marking)),) if marking else (),
                _also_carried(item, counted, labels),
            ],
            labels,
        ),
        role="source_line",
    )
    extract = _extract(item)
    if extract is not None:
        words, number = extract
        ref = m.Span((m.Ref(item.place.target(number), "number", item.place.paragraph(number)),), role="number")
        yield m.Paragraph((m.Text(words), m.Text(" "), ref), role="extract", language=language)


def as_laid_out(briefing: m.Briefing, pages: Mapping[str, str]) -> m.Briefing:
    """Return a pack with those items of its front brief for which the pages that were laid out had room."""
    return replace(briefing, front=tuple(_placed_items(section, pages) for section in briefing.front))


def _placed_items(section: m.Section, pages: Mapping[str, str]) -> m.Section:
    blocks: list[m.Block] = []
    is_placed = True
    for block in section.blocks:
        if isinstance(block, m.Heading) and block.role == "front_head":
            is_placed = block.id is None or block.id in pages
        if isinstance(block, m.Section):
            blocks.append(_placed_items(block, pages))
        elif is_placed:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _also_carried(item: Placed, counted: Counted, labels: Labels) -> tuple[m.Inline, ...]:
    """Return which other outlets tell the story, where the item stands for a same-story group."""
    group = next((group for group in counted.groups if group[0].number == item.number), ())
    told_by = (other for other in group[1:] if not other.outlet or other.outlet != item.outlet)
    others = dict.fromkeys(other.outlet or str(other.number) for other in told_by)
    return text(f"{labels['also_carried']}: {', '.join(others)}") if others else ()


def _extract(item: Placed) -> tuple[str, str] | None:
    """Return one whole sentence, verbatim, and its paragraph: the first key point, else the text's first sentence."""
    points = item.record.analysis.key_points
    if points:
        return points[0].words, points[0].paragraph
    return first_sentence(item.article)


# ---- doubts -----------------------------------------------------------------------------------------------------


def _doubts(placed: Sequence[Placed], counted: Counted, labels: Labels) -> Iterator[m.Section]:
    """Yield the notice of what is uncertain, with pages; nothing where nothing is."""
    lines = [
        _doubt("dates_conflict", [p for p in placed if contradiction(p.article) is not None], labels),
        _doubt("dates_uncertain", [p for p in placed if _is_vague(p)], labels),
        _doubt("no_dates", [p for p in placed if p.article.metadata.published is None], labels),
        _doubt("no_headlines", [p for p in placed if not p.article.metadata.title], labels),
        _doubt("not_in_pdf", [p for p in placed if not is_set_in_pdf(p.article.metadata.language)], labels),
        _unreadable(counted, labels),
    ]
    said = [line for line in lines if line]
    if said:
        paragraph = m.Paragraph((*joined(said, "; "), m.Text(".")), role="notice")
        yield m.Section(role="notice", id="doubts", blocks=(paragraph,))


def _is_vague(each: Placed) -> bool:
    published = each.article.metadata.published
    return published is not None and precision(published) in ("month", "year")


def _doubt(key: str, articles: Sequence[Placed], labels: Labels) -> tuple[m.Inline, ...]:
    if not articles:
        return ()
    refs: list[m.Inline] = []
    for each in articles:
        refs += [m.Text(", ")] if refs else []
        refs.append(each.page(labels))
    return (m.Strong(text(count(labels, key, len(articles)))), m.Text(" ("), *refs, m.Text(")"))


def _unreadable(counted: Counted, labels: Labels) -> tuple[m.Inline, ...]:
    if not counted.unreadable:
        return ()
    said = count(labels, "unreadable", len(counted.unreadable))
    return (m.Strong(text(said)), m.Text(f" ({', '.join(counted.unreadable)})"))
