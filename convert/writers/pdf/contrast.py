"""Whether a style's colours can be read: contrast ratios of WCAG 2.1, success criterion 1.4.3."""

from __future__ import annotations

from collections.abc import Iterator

from convert.errors import Note, Noter
from convert.model import Furniture
from convert.style import Style

LEAST = 4.5
WHITE = "#FFFFFF"


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def note_low_contrast(style: Style, furniture: Furniture, note: Noter) -> None:
    """Note each pair of colours of the style that is printed one on the other and hard to tell apart."""
    for what, ink, ground in _pairs(style, furniture):
        found = ratio(ink, ground)
        if found < LEAST:
            note(Note("low-contrast", f"{what} {ink} on {ground} has a contrast of {found:.1f}; {LEAST} is the least"))


def _pairs(style: Style, furniture: Furniture) -> Iterator[tuple[str, str, str]]:
    colour = style.colour
    grounds = dict.fromkeys([WHITE, *([colour.tint] if colour.tint != "none" and style.look.box == "tint" else [])])
    for ground in grounds:
        yield "text", colour.ink, ground
        yield "small print", colour.soft, ground
    yield "the number of an article", colour.accent, WHITE
    if colour.badge != "none" and style.look.badge == "box":
        yield "a badge", colour.ink, colour.badge
    if style.look.marking == "box":
        for shown in furniture.markings:
            yield f"the marking {shown.text}", shown.ink, shown.ground
