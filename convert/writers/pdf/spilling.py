"""A brief of which a line or two spills over onto one more sheet is set a little tighter, so that it does not."""

from __future__ import annotations

from msgspec.structs import replace

from convert.style import Style

FEW_LINES = 5
"""Of text: a last page that holds no more was not worth its paper."""

LESS_SPACE, LESS_LEADING = 1.5, 0.5
"""Points taken from between paragraphs and from between lines."""

CLOSEST = 1.36
"""Of the size: the leading that text of this measure needs."""


def few_lines(style: Style) -> float:
    """Return the height of a few lines of text, in points."""
    return FEW_LINES * style.size.body[1]


def tighter(style: Style) -> Style:
    """Return a style with a little less white between paragraphs and between lines."""
    size, leading = style.size.body
    leading = max(min(leading, CLOSEST * size), leading - LESS_LEADING)
    space = replace(style.space, para=max(0.0, style.space.para - LESS_SPACE))
    return replace(style, size=replace(style.size, body=(size, leading)), space=space)
