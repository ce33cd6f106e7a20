"""The box of key points: whole sentences of the text with the numbers of their paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from convert import model as m
from convert.compose.article import Place
from convert.compose.wording import span, text
from convert.style import Labels


def key_points(record: m.Record, place: Place, labels: Labels) -> Iterator[m.Section]:
    """Yield the section of key points, where there are any."""
    points = record.analysis.key_points
    if not points:
        return
    head = m.Heading(
        (m.Text(labels["key_points"]), m.Text(" "), span(labels["key_points_note"], "label")),
        level=2,
        role="minor_head",
    )
    yield m.Section(
        role="key_points",
        id=f"{place.id}key_points",
        title=labels["key_points"],
        blocks=(head, *(_point(point, place, record) for point in points)),
    )


def _point(point: m.KeyPoint, place: Place, record: m.Record) -> m.Paragraph:
    return m.Paragraph(
        text(point.words),
        role="key_point",
        number=f"¶ {place.paragraph(point.paragraph)}",
        language=record.article.metadata.language,
    )
