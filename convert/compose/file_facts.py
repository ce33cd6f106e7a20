"""What a document says of itself: its properties, its page furniture, and how its text came from its sources."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from convert import model as m
from convert.compose.printing import Printing
from convert.compose.wording import DOT, count
from convert.markings import Marking
from convert.moments import sort_key
from convert.normalise.uncovered import HEAD_RULES
from convert.style import Labels

SHORT_HASH = 12
"""Digits of a SHA-256 that are printed where there is no room for all."""


def identifier(provenance: m.Provenance) -> str:
    """Return a `urn:uuid:` of the provenance (RFC 9562, version 8): the same inputs and options give the same one."""
    digest = bytearray(hashlib.sha256(msgspec.json.encode(provenance)).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return uuid.UUID(bytes=bytes(digest)).urn


def newest(articles: Iterable[m.Article]) -> m.Moment | None:
    """Return the newest publication date, or None where there is none."""
    dates = [a.metadata.published for a in articles if a.metadata.published is not None]
    return max(dates, key=sort_key, default=None)


Kind = Literal["brief", "pack"]


def furniture(printing: Printing, marked: Iterable[Marking], kind: Kind, embargo: str | None) -> m.Furniture:
    """Return what stands on every page: markings and an embargo in head and foot, issuer and number, the folio."""
    shown = tuple(each.shown for each in marked)
    if embargo is not None:
        shown = (m.MarkingShown(text=embargo, ink="#FFFFFF", ground="#000000"), *shown)
    return m.Furniture(
        markings=shown,
        imprint=_imprint(printing, kind),
        folio=printing.labels["folio"],
    )


def _imprint(printing: Printing, kind: Kind) -> str:
    """Return issuing body and series for the foot; nothing where the editor gives neither."""
    edition = printing.edition
    if not (edition.issuer or edition.series or edition.number):
        return ""
    return DOT.join(filter(None, (edition.issuer, numbered_series(printing, kind))))


def numbered_series(printing: Printing, kind: Kind) -> str:
    """Return the series and its number: `Press Review No. 2023/064`; without a series the kind of document."""
    edition, labels = printing.edition, printing.labels
    series = edition.series or labels[kind]
    return f"{series} {labels['number']}\u00a0{edition.number}" if edition.number else series


def masthead(printing: Printing, kind: Kind, date: str | None) -> m.Paragraph:
    """Return the masthead: issuing body and unit at the left, series, number and date at the right.

    Where nobody is given as issuing it, the series stands at the left.
    """
    edition = printing.edition
    if not (edition.issuer or edition.unit):
        dated = (m.Text(" "), m.Span((m.Text(date),), role="series")) if date else ()
        return m.Paragraph((m.Span((m.Text(numbered_series(printing, kind)),), role="issuer"), *dated), role="masthead")
    series = DOT.join(filter(None, (numbered_series(printing, kind), date)))
    issued: list[m.Inline] = []
    if edition.issuer:
        issued += [m.Span((m.Text(edition.issuer),), role="issuer"), m.Text(" ")]
    if edition.unit:
        issued += [m.Span((m.Text(edition.unit),), role="soft"), m.Text(" ")]
    return m.Paragraph((*issued, m.Span((m.Text(series),), role="series")), role="masthead")


def tags_line(article: m.Article, labels: Labels) -> Iterator[m.Paragraph]:
    """Yield the line of an article's tags, where it has any."""
    tags = article.metadata.tags
    if tags:
        yield m.Paragraph((m.Text(f"{labels['tags']}: {', '.join(tags)}"),), role="tags")


def what_was_changed(article: m.Article, labels: Labels) -> str:
    """Return in words what normalising did: `14 typographic changes, no words changed`."""
    within_words = sum(_letters(edit.before) != _letters(edit.after) for edit in article.edits)
    typographic = len(article.edits) - within_words
    said = [count(labels, "typographic", typographic)] if typographic else []
    if within_words:
        said.append(count(labels, "words_repaired", within_words))
    elif typographic:
        said.append(labels["no_words_changed"])
    left_out = sum(residue.rule not in HEAD_RULES for residue in article.residue)
    if left_out:
        said.append(count(labels, "left_out", left_out))
    return ", ".join(said) or labels["unchanged"]


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def provenance_line(article: m.Article, labels: Labels) -> tuple[m.Inline, ...]:
    """Return file, short hash and changes in one line."""
    source = article.source
    return (
        m.Text(f"{source.name}{DOT}SHA-256 "),
        m.Span((m.Text(source.sha256[:SHORT_HASH]),), role="hash"),
        m.Text(DOT + what_was_changed(article, labels) if article.source_text else ""),
    )
