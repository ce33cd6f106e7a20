"""Pages a second of the typesetting: 200 different articles in a new process, and once more when all words are known.

    python -m tests.bench.typeset_speed [COUNT]

One tagged file, A4, 10 pt on a measure of 380 pt, justified and hyphenated, numbers in the margin. Where Typst is
installed it sets the same text in the same run. Compare ratios: other work on the machine slows both.
"""

from __future__ import annotations

import os
import sys
import time

START = time.perf_counter()

from convert.fonts import face_file  # noqa: E402
from convert.typeset.canvas import TaggedCanvas  # noqa: E402
from convert.typeset.faces import Face  # noqa: E402
from convert.typeset.metadata import Description  # noqa: E402
from convert.typeset.paragraph import Label, Paragraph, ParagraphStyle  # noqa: E402
from convert.typeset.runs import Format, Run  # noqa: E402
from convert.typeset.tagging import Element  # noqa: E402
from tests.bench.articles import articles  # noqa: E402

MEASURE, TOP, BOTTOM = 380.0, 770.0, 70.0


def style_of(face: Face, *, justify: bool = True) -> ParagraphStyle:
    """Return the style the benches set text in."""
    return ParagraphStyle(Format(face, 10), 13.5, justify=justify, hyphenate="en-GB" if justify else None, after=6)


def typeset(texts: list[list[str]], face: Face, *, justify: bool = True) -> tuple[bytes, int]:
    """Return the file of all articles, each on pages of its own, and the number of its pages."""
    canvas = TaggedCanvas((595.28, 841.89), Description(title="Bench", language="en-GB", creator="bench"))
    style = style_of(face, justify=justify)
    small = Format(face, 8)
    for text in texts:
        canvas.new_page()
        y = TOP
        for number, words in enumerate(text, 1):
            paragraph = Paragraph(
                [Run(words, style.format)], style, Element("P", canvas.root), label=Label(Run(str(number), small), -40)
            )
            y = place(canvas, paragraph, y)
    return canvas.finish(), len(canvas.pages)


def place(canvas: TaggedCanvas, paragraph: Paragraph, y: float) -> float:
    """Draw a paragraph at a height, over as many pages as it takes, and return the height under it."""
    rest = paragraph
    rest.wrap(MEASURE)
    while y - rest.height < BOTTOM:
        parts = rest.split(y - BOTTOM)
        if parts is not None:
            parts[0].draw_on(canvas, 110, y)
            rest = parts[1]  # type: ignore[assignment]
        canvas.new_page()
        y = TOP
    rest.draw_on(canvas, 110, y)
    return y - rest.height - rest.after


def main() -> None:
    """Print the table."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    texts = articles(count)
    made = time.perf_counter() - START
    face = Face.load(face_file("IBM Plex Serif"))
    _, pages = typeset(texts, face)
    cold = time.perf_counter() - START - made
    imports = made
    warm = min(_timed(texts, face) for _ in range(3))
    ragged = min(_timed(texts, face, justify=False) for _ in range(3))
    print(f"{pages} pages of {count} articles; imports and texts {imports * 1000:.0f} ms")
    print(f"cold, imports included  {pages / (cold + imports):6.0f} pages/s")
    print(f"warm                    {pages / warm:6.0f} pages/s")
    print(f"warm, ragged            {pages / ragged:6.0f} pages/s")
    print(_typst(texts))


def _timed(texts: list[list[str]], face: Face, *, justify: bool = True) -> float:
    start = time.perf_counter()
    typeset(texts, face, justify=justify)
    return time.perf_counter() - start


def _typst(texts: list[list[str]]) -> str:
    from tests.bench.typst import compiled, pages_of

    start = time.perf_counter()
    data = compiled(texts, MEASURE)
    if data is None:
        return "Typst                   not installed"
    spent = time.perf_counter() - start
    return f"Typst, PDF/UA-1         {pages_of(data) / spent:6.0f} pages/s"


if __name__ == "__main__":
    main()
