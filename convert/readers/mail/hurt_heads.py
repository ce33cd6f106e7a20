"""Text that stands in the header of a part, where damage has taken the blank line between the two (RFC 2046, 5.1)."""

from __future__ import annotations

import re

from convert.errors import Note, Noter

FEWEST_WORDS = 8
"""Words of a part's kind: fewer of them are its parameters; what stands in quotation marks is the name of a file."""

_QUOTED = re.compile(r'"[^"<>]*"')
_PARAMETER = re.compile(r"[\w-]+\s*=\s*\S+")
_CUT_TAG = re.compile(r"\A[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


def text_in_head(kind: str) -> str:
    """Return the text that what a part says of its kind, `Content-Type`, runs on into; empty where it does not."""
    said = kind.partition(";")[2] if re.match(r"\s*[\w-]+/[\w.+-]+\s*;", kind) else kind
    words = _PARAMETER.sub(" ", _QUOTED.sub(" ", said)).split()
    return _CUT_TAG.sub("", said, count=1).strip() if len(words) >= FEWEST_WORDS else ""


def say_runs_on(text: str, what_of_it: str, name: str, note: Noter) -> None:
    """Note that the header of a part runs on into a text, and whether that is kept."""
    begins = " ".join(_TAG.sub(" ", text).split()[:FEWEST_WORDS])
    note(Note("head-runs-on", f"the header of a part runs on into its text, “{begins} …”: {what_of_it}", name))
