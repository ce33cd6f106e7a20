"""Text that stands in the header of a part, where damage has taken the blank line between the two (RFC 2046, 5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from convert.errors import Note, Noter

FEWEST_WORDS = 8
"""Words of a field: fewer of them are its parameters; what stands in quotation marks is the name of a file."""

_FIELDS = frozenset(
    (
        "content-type",
        "content-transfer-encoding",
        "content-disposition",
        "content-location",
        "content-id",
        "mime-version",
    )
)
_OF_MAILS = frozenset(("from", "received", "message-id", "return-path", "delivered-to"))
_KIND = re.compile(r"\s*[\w-]+/[\w.+-]+\s*;")
_QUOTED = re.compile(r'"[^"<>]*"')
_PARAMETER = re.compile(r"[\w-]+\s*=\s*\S+")
_CUT_TAG = re.compile(r"\A[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


def text_in_head(fields: Iterable[tuple[str, str]]) -> str:
    """Return the text that fields of a part run on into; empty where none does.

    Of a header of a whole mail, which holds much that nobody prints, only those are looked at that say what it is.
    """
    named = [(name.lower(), said) for name, said in fields]
    is_of_mail = any(name in _OF_MAILS for name, _ in named)
    looked_at = (said for name, said in named if name in _FIELDS or not (is_of_mail or name == "content-description"))
    return "\n".join(filter(None, map(_text_in, looked_at)))


def is_markup(text: str) -> bool:
    """Tell whether a text in a header is HTML."""
    return _TAG.search(text) is not None


def _text_in(field: str) -> str:
    said = field.partition(";")[2] if _KIND.match(field) else field
    words = _PARAMETER.sub(" ", _QUOTED.sub(" ", said)).split()
    return _CUT_TAG.sub("", said, count=1).strip() if len(words) >= FEWEST_WORDS else ""


def say_runs_on(text: str, what_of_it: str, name: str, note: Noter) -> None:
    """Note that the header of a part runs on into a text, and whether that is kept."""
    begins = " ".join(_TAG.sub(" ", text).split()[:FEWEST_WORDS])
    note(Note("head-runs-on", f"the header of a part runs on into its text, “{begins} …”: {what_of_it}", name))
