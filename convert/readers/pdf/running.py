"""Running heads and feet, page numbers: what stands on page after page at the edge, and is no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from convert.readers.pdf.lines import Line

EDGE = 0.12
"""Of the page's height, at its top and at its foot."""
_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|s\.|pagina|página|стр\.|sayfa)\s*)?(?:\d{1,4}|[ivxl]{1,7})"
    r"(?:\s*(?:/|of|von|de|sur|из|di|van)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[Line]:
    """Return the lines at the edges of pages that recur, figures aside, and page numbers that stand alone."""
    edges = [
        [line for line in lines if line.bottom > height * (1 - EDGE) or line.top < height * EDGE]
        for lines, height in zip(pages, heights, strict=True)
    ]
    counts = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = 2 if len(pages) < 6 else 3
    return {
        line
        for lines in edges
        for line in lines
        if (counts[_key(line)] >= often and len(pages) > 1) or _NUMBER.fullmatch(line.text)
    }


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())
