"""How good the lines are, beside Typst: the same articles, face, size and measure, one ruler for both.

    python -m tests.bench.typeset_lines [COUNT]

The ruler is `pdftotext -bbox`, which gives the box of every word as drawn. Columns: lines; lines ending in a hyphen;
two such lines running; last lines shorter than a tenth of the measure; last lines of one word; mean and standard
deviation of word spaces in justified lines, in natural spaces; the widest; lines that end more than half a hyphen
past the measure.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from convert.fonts import face_file
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.faces import Face
from convert.typeset.metadata import Description
from convert.typeset.paragraph import Paragraph, ParagraphStyle
from convert.typeset.runs import Format, Run
from convert.typeset.tagging import Element
from tests.bench.articles import articles
from tests.bench.typst import compiled

LEFT, SIZE = 110.0, 10.0
HANGING = 3.5
"""Points a mark may hang in the margin: more than half of a hyphen."""

_word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word as drawn, in points from the upper left."""

    left: float
    top: float
    right: float
    text: str


@dataclass
class Quality:
    """What is counted."""

    lines: int = 0
    hyphens: int = 0
    running: int = 0
    runts: int = 0
    one_word: int = 0
    overfull: int = 0
    spaces: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return the counts as a line of the table."""
        mean, spread = statistics.fmean(self.spaces), statistics.pstdev(self.spaces)
        return (
            f"{name:12}{self.lines:7}{self.hyphens:9}{self.running:9}{self.runts:7}{self.one_word:10}"
            f"{mean:8.3f}{spread:8.3f}{max(self.spaces):7.2f}{self.overfull:10}"
        )

    def beats(self, other: Quality) -> int:
        """Return on how many of the six measures this is as good as another or better."""
        mine = (self.hyphens, self.running, self.runts, self.one_word, statistics.pstdev(self.spaces), self.overfull)
        its = (
            *(other.hyphens, other.running, other.runts, other.one_word),
            *(statistics.pstdev(other.spaces), other.overfull),
        )
        return sum(a <= b for a, b in zip(mine, its, strict=True))


def measure_file(data: bytes, measure: float, space: float) -> Quality:
    """Return the counts of a file's lines; `space` is the natural word space in points."""
    found = Quality()
    for paragraph in _paragraphs(data):
        _count(found, paragraph, measure, space)
    return found


def _count(found: Quality, lines: Sequence[Sequence[Word]], measure: float, space: float) -> None:
    found.lines += len(lines)
    ends = [line[-1].text.endswith(("-", "\u00ad", "‐")) for line in lines]
    found.hyphens += sum(ends)
    found.running += sum(a and b for a, b in pairwise(ends))
    found.overfull += sum(line[-1].right > LEFT + measure + HANGING for line in lines)
    for line in lines[:-1]:
        found.spaces += [(b.left - a.right) / space for a, b in pairwise(line)]
    if len(lines) > 1:
        found.runts += lines[-1][-1].right - LEFT < measure / 10
        found.one_word += len(lines[-1]) == 1


def _paragraphs(data: bytes) -> Iterator[list[list[Word]]]:
    """Yield paragraphs as lines of words: where the next line is further off than the leading, one ends."""
    for page in _pages(data):
        lines: list[list[Word]] = []
        for word in page:
            if lines and abs(word.top - lines[-1][0].top) < 3:
                lines[-1].append(word)
                continue
            if lines and word.top - lines[-1][0].top > 16:
                yield lines
                lines = []
            lines.append([word])
        if lines:
            yield lines


def _pages(data: bytes) -> list[list[Word]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "lines.pdf")
        file.write_bytes(data)
        printed = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True, text=True)
    pages = printed.stdout.split("<page ")[1:]
    return [
        [Word(float(a), float(b), float(c), text) for a, b, c, _, text in _word.findall(page) if float(a) >= LEFT - 5]
        for page in pages
    ]


def set_here(texts: list[list[str]], face: Face, measure: float) -> bytes:
    """Return the file of articles set by us, every article on one page that is as long as it needs."""
    style = ParagraphStyle(Format(face, SIZE), 13.5, justify=True, hyphenate="en-GB")
    canvas = TaggedCanvas((595.28, 841.89), Description(title="Bench", language="en-GB"))
    for text in texts:
        canvas.size = (595.28, 14000.0)
        canvas.new_page()
        y = 13950.0
        for words in text:
            paragraph = Paragraph([Run(words, style.format)], style, Element("P", canvas.root))
            height = paragraph.wrap(measure)
            paragraph.draw_on(canvas, LEFT, y)
            y -= height + 6
    return canvas.finish()


def main() -> None:
    """Print the table for two measures."""
    texts = articles(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
    face = Face.load(face_file("IBM Plex Serif"))
    space = face.space[0] * SIZE / 1000
    for measure in (380.0, 190.0):
        print(f"\n{measure:g} pt      lines  hyphens  running  runts  one-word    mean  spread  widest  overfull")
        ours = measure_file(set_here(texts, face, measure), measure, space)
        print(ours.row("convert"))
        other = compiled(texts, measure, height=14000)
        if other is not None:
            its = measure_file(other, measure, space)
            print(its.row("Typst"))
            print(f"as good or better on {ours.beats(its)} of 6")


if __name__ == "__main__":
    main()
