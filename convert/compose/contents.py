"""The contents of a pack: its articles by group, its reference parts, and how to cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from convert import model as m
from convert.compose.article import title_words
from convert.compose.evidence import date_badge, undated
from convert.compose.order import Placed
from convert.compose.wording import DOT, direction_mark, language_name, same_language, say_date, shortened, text
from convert.style import Labels

LONGEST_TITLE = 102
"""Characters of a headline in the contents; the article has all of it."""


def contents_section(placed: Sequence[Placed], back: Sequence[m.Section], labels: Labels) -> m.Section:
    """Return the contents, each entry with its page, and the parts that follow the articles."""
    head = m.Heading(text(labels["contents"]), level=1, role="section")
    return m.Section(
        role="contents",
        id="contents",
        title=labels["contents"],
        blocks=(head, *_groups(placed, labels), *_reference(back, labels), _how_to_cite(labels)),
        start="page",
        running_head=labels["contents"],
    )


def _groups(placed: Sequence[Placed], labels: Labels) -> Iterator[m.Block]:
    grouped = any(p.group for p in placed)
    for group, members in groupby(placed, key=lambda p: p.group):
        if grouped:
            yield m.Heading(text(group or labels["no_section"]), level=2, role="minor_head")
        yield m.Contents(tuple(_entry(each, labels) for each in members))


def _entry(each: Placed, labels: Labels) -> m.ContentsEntry:
    return m.ContentsEntry(
        title=_title(each, labels),
        ref=each.page(),
        number=str(each.number),
        detail=DOT.join(said + direction_mark(said, labels) for said in _details(each, labels)),
    )


def _title(each: Placed, labels: Labels) -> str:
    title = shortened(title_words(each.article, labels), LONGEST_TITLE)
    bare = f"[{labels['no_headline']}]"
    return title if each.article.metadata.title or title == bare else f"{bare} {title}"


def _details(each: Placed, labels: Labels) -> Iterator[str]:
    """Yield outlet, date with the words of its badge, language where it is foreign, and marking."""
    known = each.article.metadata
    if each.outlet:
        yield shortened(each.outlet, 40)
    if known.published:
        badge = date_badge(each.article, labels)
        words = "".join(i.text for i in badge.content if isinstance(i, m.Text)) if badge is not None else ""
        yield say_date(known.published, labels) + (f" ({words})" if words else "")
    else:
        yield undated(each.article, labels)
    if known.language and not same_language(known.language, labels.language):
        yield language_name(known.language, labels)
    if known.marking:
        yield known.marking


def _reference(back: Sequence[m.Section], labels: Labels) -> Iterator[m.Block]:
    if back:
        yield m.Heading(text(labels["reference"]), level=2, role="minor_head")
        yield m.Contents(tuple(_part(section) for section in back))


def _part(section: m.Section) -> m.ContentsEntry:
    return m.ContentsEntry(title=section.title, ref=m.Ref(target=section.id, shows="page", text=""))


def _how_to_cite(labels: Labels) -> m.Section:
    return m.Section(
        role="notice",
        id="how_to_cite",
        blocks=(
            m.Paragraph(
                (m.Strong(text(labels["how_to_cite"])), m.Text(f" {labels['how_to_cite_text']}")), role="notice"
            ),
            m.Paragraph(
                (m.Strong(text(labels["date_evidence"])), m.Text(f" {labels['date_evidence_text']}")), role="notice"
            ),
        ),
    )
