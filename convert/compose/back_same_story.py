"""Back matter: articles that tell the same story, and what each outlet dropped, added or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from convert import model as m
from convert.compose.article import short_title
from convert.compose.evidence import undated
from convert.compose.order import Placed
from convert.compose.parts import back_section
from convert.compose.printing import Printing
from convert.compose.tables import cell, columns, head_row, reference, references
from convert.compose.wording import facts, joined, say_date, span, text
from convert.style import Labels


def groups_of(clusters: Sequence[m.Cluster], placed: Sequence[Placed]) -> tuple[tuple[Placed, ...], ...]:
    """Return the same-story groups as articles of the pack, each group's first article first."""
    by_given = {p.given: p for p in placed}
    return tuple(tuple(by_given[v.article] for v in cluster.variants) for cluster in clusters)


def same_story_section(clusters: Sequence[m.Cluster], placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return a table for each same-story group: similarity to its first article, paragraphs dropped, added, changed."""
    labels = printing.labels
    if not clusters:
        return None
    by_given = {p.given: p for p in placed}
    blocks = [block for n, cluster in enumerate(clusters, 1) for block in _group(n, cluster, by_given, labels)]
    return back_section("same_story", labels["same_story"], labels["same_story_note"], *blocks)


def _group(n: int, cluster: m.Cluster, by_given: Mapping[int, Placed], labels: Labels) -> Iterator[m.Block]:
    first = by_given[cluster.variants[0].article]
    title = labels["group"].format(n=n, title=short_title(first.article, labels, 90))
    yield m.Heading(text(title), level=2, role="minor_head")
    heads = ("number", "outlet_and_date", "similarity", "dropped", "added")
    rows = tuple(_row(variant, first, by_given[variant.article], labels) for variant in cluster.variants)
    shares = columns(0.06, 0.29, 0.22, 0.2, 0)
    yield m.Table(rows, head_row(*(labels[head] for head in heads)), shares, role="same_story")


def _row(variant: m.Variant, first: Placed, own: Placed, labels: Labels) -> tuple[m.Cell, ...]:
    published = own.article.metadata.published
    date = say_date(published, labels) if published else undated(own.article, labels)
    who = [m.Paragraph(text(own.outlet))] if own.outlet else []
    is_first = own.number == first.number
    return (
        cell(m.Ref(own.id, "number", str(own.number))),
        m.Cell((*who, m.Paragraph((span(date, "soft"),)))),
        cell(*(text(labels["earliest"]) if is_first else (share_bar(variant.similarity),))),
        cell(*(references(reference(p, first.place) for p in variant.dropped) or _none(is_first, labels))),
        cell(*(_added(variant, own, labels) or _none(is_first, labels))),
    )


def _none(is_first: bool, labels: Labels) -> tuple[m.Inline, ...]:
    return () if is_first else text(labels["none"])


def share_bar(similarity: float) -> m.Bar:
    """Return a similarity as a bar with its figure in per cent."""
    return m.Bar(share=round(similarity, 4), figure=per_cent(similarity))


def per_cent(similarity: float) -> str:
    """Return a share as whole per cent: `71 %`."""
    return f"{round(similarity * 100)}\u00a0%"


def _added(variant: m.Variant, own: Placed, labels: Labels) -> tuple[m.Inline, ...]:
    added = references(reference(p, own.place) for p in variant.added)
    changed = references(reference(mine, own.place) for _, mine in variant.changed)
    return joined(
        [_said("added_words", added, labels), _said("changed_words", changed, labels)],
        between="; ",
    )


def _said(key: str, refs: tuple[m.Inline, ...], labels: Labels) -> tuple[m.Inline, ...]:
    if not refs:
        return ()
    before, _, after = labels[key].partition("{which}")
    return (m.Text(before), *refs, *(text(after) if after else ()))


def also_carried(
    each: Placed, clusters: Sequence[m.Cluster], placed: Sequence[Placed], labels: Labels
) -> Iterator[m.Paragraph]:
    """Yield the line under an article that names the others of its group."""
    by_given = {p.given: p for p in placed}
    for cluster in clusters:
        members = {variant.article: variant for variant in cluster.variants}
        if each.given not in members:
            continue
        others = (_carrier(members[given], by_given[given], cluster) for given in members if given != each.given)
        said = facts(others, labels, between=", ")
        yield m.Paragraph((m.Text(f"{labels['also_carried']}: "), *said), role="also_carried")


def _carrier(variant: m.Variant, other: Placed, cluster: m.Cluster) -> tuple[m.Inline, ...]:
    outlet = f" {other.outlet}" if other.outlet else ""
    similar = f" ({per_cent(variant.similarity)})" if variant is not cluster.variants[0] else ""
    return (m.Ref(other.id, "number", str(other.number)), m.Text(outlet + similar))
