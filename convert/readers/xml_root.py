"""The outermost element of what may be XML, told from its first bytes without parsing it."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*", re.DOTALL
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)(?=[\s/>])")


def root_name(head: bytes) -> str:
    """Return the name of the outermost element as it is written, without its prefix; empty where there is none."""
    if b"\0" in head[:64]:  # UTF-16 or UTF-32: what is looked for is ASCII
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").removeprefix(b"\xfe\xff")
    begins = _BEFORE.match(head)
    root = _ROOT.match(head, begins.end() if begins else 0)
    return root[1].decode("ascii", "replace") if root else ""
