"""JSON: the records as printed, which the json reader reads back. A brief is one Record, a pack an array of them."""

from __future__ import annotations

import msgspec

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style

suffix = "json"


def write(briefing: m.Briefing, style: Style, note: Noter) -> Written:
    """Return the records as indented JSON with a line end."""
    del style, note
    records = briefing.records
    data = m.encode(records[0] if briefing.kind == "brief" and len(records) == 1 else records)
    return Written((File(".json", msgspec.json.format(data, indent=1) + b"\n"),))
