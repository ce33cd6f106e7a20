"""Addresses of links and pictures, made whole."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit


def absolute_address(address: str, base: str) -> str:
    """Return an address made whole, or nothing where it is none that is followed from paper."""
    address = address.strip()
    if not address or address.startswith(("#", "data:", "javascript:", "about:", "blob:")):
        return ""
    try:
        whole = urljoin(base, address)
        scheme, host = urlsplit(whole)[:2]
    except ValueError:
        return ""
    if scheme in ("http", "https"):
        return whole if host and not re.search(r"\s", whole) else re.sub(r"\s", "%20", whole) if host else ""
    return whole if scheme in ("mailto", "tel") else ""
