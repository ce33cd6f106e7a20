"""Zip files that are the same bytes for the same parts: fixed order, fixed dates, no trace of the machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip file can hold."""

LEVEL = 6


def zipped(parts: Iterable[tuple[str, bytes]], *, stored: Iterable[str] = ()) -> bytes:
    """Return a zip file of named parts in their order; those in `stored` are not compressed."""
    plain = frozenset(stored)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, data)
    return made.getvalue()
