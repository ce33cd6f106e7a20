"""Back matter: the source list, provenance and method, rights and distribution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert import model as m
from convert.compose.article import dated, first_words, on_page, shown_address
from convert.compose.file_facts import what_was_changed
from convert.compose.handling import declassified
from convert.compose.order import Placed
from convert.compose.parts import back_section
from convert.compose.printing import Printing
from convert.compose.tables import cell, columns, head_row, words_cell
from convert.compose.wording import facts, say_moment, text
from convert.style import Labels


def sources_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return the source list in the order of the pack: byline, title, outlet, date with its badge, address."""
    labels = printing.labels
    rows = tuple((cell(m.Ref(p.id, "number", str(p.number))), cell(*_source(p, labels))) for p in placed)
    if not rows:
        return None
    table = m.Table(rows, head_row(labels["number"], labels["source"]), columns(0.07, 0), role="sources")
    return back_section("sources", labels["sources"], labels["sources_note"], table)


def _source(each: Placed, labels: Labels) -> tuple[m.Inline, ...]:
    known = each.article.metadata
    return facts(
        [
            text(known.byline) if known.byline else (),
            _title(each, labels),
            (m.Emphasis(text(each.outlet)),) if each.outlet else (),
            dated(each.article, labels),
            on_page(each.article, labels),
            (m.Link(text(shown_address(known.url)), known.url),) if known.url else (),
        ],
        labels,
        between=", ",
    )


def _title(each: Placed, labels: Labels) -> tuple[m.Inline, ...]:
    title = each.article.metadata.title
    if title:
        return text(f"‘{title}’")
    opening = first_words(each.article)
    return text(f"[{labels['no_headline']}]" + (f" ‘{opening}’" if opening else ""))


def provenance_section(placed: Sequence[Placed], printing: Printing, provenance: m.Provenance) -> m.Section:
    """Return each article's file, SHA-256 and changes, and with what and how the pack was made."""
    labels = printing.labels
    rows = tuple(_file_row(p, labels) for p in placed)
    heads = head_row(labels["number"], labels["file_and_hash"], labels["rules_and_edits"])
    files = m.Table(rows, heads, columns(0.06, 0.66, 0), role="provenance")
    note = labels["provenance_note"]
    return back_section(
        "provenance", labels["provenance_and_method"], note, files, _details(placed, printing, provenance)
    )


def _file_row(each: Placed, labels: Labels) -> tuple[m.Cell, ...]:
    source = each.whole.article.source
    return (
        cell(m.Ref(each.id, "number", str(each.number))),
        m.Cell((m.Paragraph(text(source.name)), m.Paragraph(text(source.sha256), role="hash"))),
        words_cell(what_was_changed(each.whole.article, labels)),
    )


def _details(placed: Sequence[Placed], printing: Printing, provenance: m.Provenance) -> m.Table:
    labels = printing.labels
    rows = tuple((words_cell(name), words_cell(value)) for name, value in _facts(placed, printing, provenance))
    return m.Table(rows, head_row(labels["detail"], labels["value"]), columns(0.22, 0), role="details")


_NOT_SHOWN = frozenset(("outlets", "change_log", "licence", "distribution"))
"""Settings that stand in the pack already; notes, leads and translations do too, whose names have a space."""


def _facts(placed: Sequence[Placed], printing: Printing, provenance: m.Provenance) -> Iterator[tuple[str, str]]:
    labels, edition = printing.labels, printing.edition
    versions = ", ".join(f"{name} {version}" for name, version in provenance.versions)
    yield labels["made_with"], f"{versions}; {provenance.style} {provenance.style_sha256[:12]}"
    if edition.as_of:
        yield labels["as_of"], say_moment(edition.as_of, labels)
    top = declassified(edition, [p.whole.article for p in placed])
    if top is not None:
        yield labels["marking"], labels["declassified"].format(marking=top.text, reason=edition.declassify)
    settings = [f"{name} = {value}" for name, value in provenance.options if " " not in name and name not in _NOT_SHOWN]
    if settings:
        yield labels["options"], ", ".join(settings)
    given = [f"{name[6:]} = {value or '–'}" for name, value in provenance.options if name.startswith("given ")]
    if given:
        yield labels["given"], "; ".join(given)


def rights_section(printing: Printing) -> m.Section:
    """Return the rights notice, the distribution list, and the change log the editor gives."""
    labels, edition = printing.labels, printing.edition
    said = [
        (labels["rights"], labels[f"rights_{edition.rights}"]),
        (labels["licence"], edition.licence),
        (labels["distribution"], edition.distribution),
        (labels["change_log"], edition.change_log),
    ]
    paragraphs = (
        m.Paragraph((m.Strong(text(f"{name}.")), m.Text(f" {value}")), role="note") for name, value in said if value
    )
    return back_section("rights", labels["rights_notice"], "", *paragraphs)
