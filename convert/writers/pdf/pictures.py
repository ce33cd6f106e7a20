"""Pictures: whether bytes are one, and how large it is."""

from __future__ import annotations

import io

MOST_PIXELS = 60_000_000
"""A picture of more would take a quarter of a gigabyte to draw."""


def size_in_pixels(data: bytes) -> tuple[int, int] | None:
    """Return a picture's width and height, or None where the bytes are none that can be drawn."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            size = image.size
            if min(size) < 1 or size[0] * size[1] > MOST_PIXELS:
                return None
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return size
