"""Coverage at a glance: outlets by days, a bar an article, as a Table of Bars with its text alternative."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from convert import model as m
from convert.compose.article import word_count
from convert.compose.evidence import contradiction
from convert.compose.order import Placed
from convert.compose.tables import columns, words_cell
from convert.compose.wording import count, say_date, shortened, text
from convert.moments import day_of
from convert.style import Labels

MOST_COLUMNS = 9
MOST_OUTLETS = 14
OUTLETS_WITH_OTHERS = 12
NAME_SHARE = 0.25
MOST_BARS = 4
"""Bars in a cell; where one would need more, each cell has one bar for all of its articles."""


def coverage_section(placed: Sequence[Placed], labels: Labels) -> m.Section | None:
    """Return the chart of a pack, or None where it would say nothing: fewer than two articles or no outlet known."""
    named = [p for p in placed if p.outlet]
    if len(placed) < 2 or not named:
        return None
    table = _table(placed, labels)
    full = _longest_cell(_cells_of_rows(placed, labels))
    head = m.Heading(text(labels["coverage"]), level=2, role="minor_head")
    note = "coverage_note_sums" if _is_summed(placed, labels) else "coverage_note"
    caption = m.Paragraph(text(labels[note].format(n=full)), role="note")
    return m.Section(role="coverage", id="coverage", title=labels["coverage"], blocks=(head, table, caption))


Cells = Mapping[tuple[str, str], list[Placed]]
"""The articles of each cell, by the names of its row and its column."""


def _table(placed: Sequence[Placed], labels: Labels) -> m.Table:
    column_of = _column_of(placed, labels)
    cells = _cells_of_rows(placed, labels)
    heads = _column_heads(placed, column_of)
    short = {p.outlet: p.short_outlet for p in placed}
    bars = _sum_bar if _is_summed(placed, labels) else _bars
    full = _longest_cell(cells)
    rows = [
        (
            words_cell(shortened(short.get(name, name), 24)),
            *(m.Cell((m.Paragraph(bars(cells.get((name, head), []), full)),)) for head in heads),
        )
        for name, _ in _outlet_rows(placed, labels)
    ]
    totals = [sum(1 for p in placed if column_of(p) == head) for head in heads]
    rows.append((_strong(labels["articles_head"]), *(_strong(str(total)) for total in totals)))
    share = (1 - NAME_SHARE) / len(heads)
    return m.Table(
        rows=tuple(rows),
        head=((words_cell(""), *map(words_cell, heads)),),
        columns=columns(NAME_SHARE, *[share] * len(heads)),
        summary=_in_words(placed, labels),
        role="coverage",
    )


def _strong(words: str) -> m.Cell:
    return m.Cell((m.Paragraph((m.Strong(text(words)),)),))


def _cells_of_rows(placed: Sequence[Placed], labels: Labels) -> Cells:
    row_of = {outlet: name for name, members in _outlet_rows(placed, labels) for outlet in members}
    column_of = _column_of(placed, labels)
    cells: dict[tuple[str, str], list[Placed]] = {}
    for each in placed:
        cells.setdefault((row_of[each.outlet], column_of(each)), []).append(each)
    return cells


def _longest_cell(cells: Cells) -> int:
    """Return the words of the fullest cell: what a bar of the whole width stands for."""
    return max(sum(word_count(p.whole.article) for p in members) for members in cells.values()) or 1


def _is_summed(placed: Sequence[Placed], labels: Labels) -> bool:
    return any(len(members) > MOST_BARS for members in _cells_of_rows(placed, labels).values())


def _sum_bar(articles: Sequence[Placed], full: int) -> tuple[m.Inline, ...]:
    """Return one bar for all articles of a cell, its figure their number."""
    if not articles:
        return ()
    share = sum(word_count(each.whole.article) for each in articles) / full
    return (m.Bar(share=round(share, 4), figure=str(len(articles))),)


def _bars(articles: Sequence[Placed], full: int) -> tuple[m.Inline, ...]:
    bars: list[m.Inline] = []
    for each in articles:
        if bars:
            bars.append(m.Text(" "))
        share = word_count(each.whole.article) / full
        outlined = contradiction(each.whole.article) is not None
        bars.append(m.Bar(share=round(min(share, 1.0), 4), figure=str(each.number), outlined=outlined))
    return tuple(bars)


def _outlet_rows(placed: Sequence[Placed], labels: Labels) -> list[tuple[str, list[str]]]:
    """Return the rows by name: each outlet, or the longest twelve and the others together."""
    lengths: dict[str, int] = {}
    for each in placed:
        lengths[each.outlet] = lengths.get(each.outlet, 0) + word_count(each.whole.article)
    names = list(lengths)
    if len(names) <= MOST_OUTLETS:
        return [(name or labels["no_outlet"], [name]) for name in names]
    longest = set(sorted(names, key=lambda name: (-lengths[name], name))[:OUTLETS_WITH_OTHERS])
    rows = [(name or labels["no_outlet"], [name]) for name in names if name in longest]
    others = [name for name in names if name not in longest]
    return [*rows, (count(labels, "others", len(others)), others)]


# ---- columns: days, or weeks, months, years where there are too many ------------------------------------------------


def _column_of(placed: Sequence[Placed], labels: Labels) -> Callable[[Placed], str]:
    """Return the function that names an article's column: of the finest kind that needs no more than nine."""
    days = sorted({day for p in placed if (day := _day(p)) is not None})
    kinds = _kinds(days, labels)
    name = next((kind for kind in kinds if len(set(map(kind, days))) <= MOST_COLUMNS), kinds[-1])

    def column(each: Placed) -> str:
        day = _day(each)
        if day is None:
            return labels["badge_month"] if each.article.metadata.published else labels["undated"]
        return name(day)

    return column


def _kinds(days: Sequence[date], labels: Labels) -> tuple[Callable[[date], str], ...]:
    """Return how a column can be named, the finest first; no two days of different columns share a name."""
    one_year = len({day.year for day in days}) <= 1
    one_month = not days or (days[-1] - days[0]).days < 28

    def short(day: date) -> str:
        said = f"{day.day} {labels.months[day.month - 1][:3]}"
        return said if one_year else f"{said} {day.year}"

    def by_day(day: date) -> str:
        return f"{labels.weekdays[day.weekday()]} {day.day}" if one_month else short(day)

    def by_week(day: date) -> str:
        return labels["week_of"].format(date=short(day - timedelta(days=day.weekday())))

    def by_month(day: date) -> str:
        return f"{labels.months_alone[day.month - 1][:3]} {day.year}"

    return by_day, by_week, by_month, lambda day: str(day.year)


def _day(each: Placed) -> date | None:
    published = each.article.metadata.published
    return day_of(published) if published is not None else None


def _column_heads(placed: Sequence[Placed], column_of: Callable[[Placed], str]) -> list[str]:
    """Return the columns in order of time; those without a day last."""
    dated = sorted((p for p in placed if _day(p) is not None), key=lambda p: _day(p) or date.max)
    undated = sorted((p for p in placed if _day(p) is None), key=lambda p: p.article.metadata.published is None)
    return list(dict.fromkeys(column_of(p) for p in [*dated, *undated]))


def _in_words(placed: Sequence[Placed], labels: Labels) -> str:
    """Return the chart as sentences: what a reader hears who does not see it."""
    lines = [labels["coverage_summary"]]
    for name, members in _outlet_rows(placed, labels):
        own = [p for p in placed if p.outlet in members]
        said = (
            f"{p.number} ({say_date(d, labels) if (d := p.article.metadata.published) else labels['undated']}, "
            f"{count(labels, 'words', word_count(p.whole.article))})"
            for p in own
        )
        lines.append(f"{name}: {', '.join(said)}.")
    return " ".join(lines)
