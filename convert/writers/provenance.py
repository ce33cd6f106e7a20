"""What every file says of how it was made: the provenance as JSON, and the properties in words."""

from __future__ import annotations

import re

import msgspec

from convert.model import Briefing, Moment

_TAKEN_OUT = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")


def provenance_json(briefing: Briefing) -> str:
    """Return the provenance as one line of JSON: what `verify` reads.

    Characters that a format takes out of text are escaped: a file may have them in its name.
    """
    plain = msgspec.json.encode(briefing.provenance).decode("utf-8")
    return _TAKEN_OUT.sub(lambda match: f"\\u{ord(match[0]):04x}", plain)


def generator(briefing: Briefing) -> str:
    """Return the program and its version: `convert 0.1.0`."""
    versions = dict(briefing.provenance.versions)
    return f"convert {versions.get('convert', '')}".strip()


def full_date(moment: Moment | None) -> str | None:
    """Return a moment as W3C-DTF, no more precise than it is, or None; a time without a zone is left out."""
    if moment is None:
        return None
    has_zone = moment.endswith("Z") or (len(moment) > 16 and moment[-6] in "+-")
    return moment if len(moment) <= 10 or has_zone else moment[:10]


def full_moment(moment: Moment) -> str:
    """Return a moment in UTC's form with day and seconds, as formats that know no less ask for; what is unknown is the
    beginning, and a time without a zone is taken as UTC.
    """
    day = (moment[:10] + "-01-01"[len(moment) - 4 :])[:10] if len(moment) < 10 else moment[:10]
    if len(moment) <= 10:
        return f"{day}T00:00:00Z"
    clock = moment[11:16]
    return f"{day}T{clock}:00{moment[16:].removeprefix(':00') or 'Z'}"
