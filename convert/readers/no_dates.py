"""Dates that programs put in where they know none."""

from __future__ import annotations

import re

_NO_DATE = re.compile(
    r"000\d|1970-01-01|19[08]0-01-01(?:T00:00|$)|1601-01-01"
    r"|2013-12-23T23:15:00Z"  # of python-docx's own template
)


def is_no_date(value: str) -> bool:
    """Tell the first days of calendars and clocks, and a template's own date, from one that somebody gave."""
    return _NO_DATE.match(value) is not None
