"""Briefings to write: one of an article, one of a pack, and one of blocks that are seldom seen."""

from __future__ import annotations

import struct
import zlib

from convert import model as m
from convert.compose import Pack, compose_brief, compose_pack
from convert.style import load_style
from tests.builders import ACCORD, CONFLICT, NO_HEADLINE, ignore, provenance, record

STYLE = load_style("press")
MARKING = "TLP:GREEN"


def brief(text: str = ACCORD, **edition: object) -> m.Briefing:
    """Return the brief of an article."""
    made = record(text)
    given = {"issuer": "Lake Office", "series": "Press Brief", "marking": MARKING, **edition}
    return compose_brief(made, m.Edition(**given), STYLE, provenance(made.article), ignore)  # type: ignore[arg-type]


def pack(**edition: object) -> m.Briefing:
    """Return a pack of three articles, one without a headline, one whose dates are in conflict."""
    records = [record(text, f"{at}.txt") for at, text in enumerate((ACCORD, NO_HEADLINE, CONFLICT), start=1)]
    given = {"title": "The lake accord", "issuer": "Lake Office", "marking": MARKING, "as_of": "2025-03-15", **edition}
    entries = tuple(m.Entry(each) for each in records)
    return compose_pack(
        Pack(entries, ()),
        m.Edition(**given),  # type: ignore[arg-type]
        STYLE,
        provenance(*(each.article for each in records)),
        ignore,
    )


def of_blocks(*blocks: m.Block, media: tuple[m.Media, ...] = (), title: str = "Title") -> m.Briefing:
    """Return a brief of these blocks under a headline."""
    head = m.Heading((m.Text(title),), 1, "brief_title", id="title")
    return m.Briefing(
        "brief",
        m.Edition(),
        m.Properties(title, "en", "urn:uuid:00000000-0000-8000-8000-000000000000"),
        m.Furniture(),
        m.Provenance((m.InputHash("a--b.txt", "0" * 64),), (), "press", "0" * 64, (("convert", "0.1.0"),)),
        (m.Section("article", "article", (head, *blocks), title=title, language="en"),),
        media=media,
    )


def paragraph(*content: str | m.Inline, number: str | None = None, id: str | None = None) -> m.Paragraph:
    """Return a paragraph of words and inlines."""
    return m.Paragraph(tuple(m.Text(c) if isinstance(c, str) else c for c in content), number=number, id=id)


def picture(identifier: str = "m1") -> m.Media:
    """Return a picture of two dots."""
    rows = b"\0\xff\0\0" + b"\0\0\xff\0"
    head = struct.pack(">IIBBBBB", 1, 2, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    data = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return m.Media(identifier, "image/png", b"\x89PNG\r\n\x1a\n" + data)
