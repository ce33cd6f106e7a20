"""What the file says of itself: a briefing's properties, markings and provenance."""

from __future__ import annotations

from convert import model as m
from convert.typeset.metadata import Description
from convert.writers.nodes import clean
from convert.writers.provenance import generator, provenance_json

NAMESPACE = "urn:convert-briefings:provenance:1"


def description(briefing: m.Briefing) -> Description:
    """Return the properties; provenance and marking stand in a namespace of their own."""
    about = briefing.properties
    own = {"provenance": provenance_json(briefing)}
    markings = ", ".join(each.text for each in briefing.furniture.markings)
    if markings:
        own["marking"] = markings
    return Description(
        title=clean(about.title),
        language=about.language,
        author=clean(about.creator),
        subject=clean(about.subject),
        keywords=tuple(map(clean, about.keywords)),
        creator=generator(briefing),
        created=about.date,
        identifier=about.identifier,
        namespace=NAMESPACE,
        prefix="convert",
        own=own,
    )
