"""A mail that a form sent: its text is one JSON object, the form's fields with their values in lists."""

from __future__ import annotations

import json
import re

_OBJECT = re.compile(r"\s*\{\s*\"")
MOST = 1_000_000
"""Letters; no form is longer."""


def submitted_item(text: str) -> bytes | None:
    """Return the object that a mail's text is, as JSON with single values out of their lists; None for other text.

    Lines that the mail broke inside a value are joined.
    """
    if len(text) > MOST or not _OBJECT.match(text):
        return None
    try:
        # strict=False: mailers break long lines where they like
        fields = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    plain = {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in fields.items()}
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")
