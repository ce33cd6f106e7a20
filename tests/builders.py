"""Articles, records and what goes with them, built from a few words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from convert import model as m
from convert.contracts import Given, Raw
from convert.errors import Note
from convert.normalise import normalise


def article(text: str, name: str = "a.txt", given: Sequence[Given] = ()) -> m.Article:
    """Return the article that a press text comes to."""
    data = text.encode()
    return normalise(Raw(text, name, hashlib.sha256(data).hexdigest(), len(data), "text", "utf-8"), given, ignore)


def record(text: str, name: str = "a.txt", **analysis: object) -> m.Record:
    """Return the record of a press text, with these parts of an analysis."""
    return m.Record(article(text, name), m.Analysis(**analysis))  # type: ignore[arg-type]


def provenance(*articles: m.Article) -> m.Provenance:
    """Return a provenance that names the articles' files."""
    inputs = tuple(m.InputHash(a.source.name, a.source.sha256) for a in articles)
    return m.Provenance(inputs, (), "press", "0" * 64, (("convert", "0.1.0"),))


def ignore(note: Note) -> None:
    """Take a note and forget it."""
    del note


ACCORD = """Title: Lake toll frozen until the end of 2026
Outlet: Talvik Courier
By: Hanna Brask
Date: 11 March 2025
Section: Region
URL: https://talvikcourier.example/region/lake-toll-frozen
Tags: lake accord; tolls

The lake toll stays at 32 crowns until the end of 2026. Both shores signed on Monday.

Relief on both shores

"We did not get everything," said Marta Quill, who led the delegation. "That is how an accord lasts."
"""

NO_HEADLINE = """ date 2025-03-11 The transport minister of Lakeland has met Tomas Arrel of the yard.

In a statement, the ministry said on Tuesday that the vessel would carry 40 vehicles on each crossing.
"""

CONFLICT = """date 2025-03-01 The council voted on the accord on March 12 after a debate of four hours, its chair said.

The vote was closer than expected, and two members left the room before it was counted by the clerk.
"""
