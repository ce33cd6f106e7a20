"""From the runs that were kept as main text to what the article holds: noise out, what belongs to it in.

Between the first and the last kept run stand sub-heads, captions, tables and pictures that a reader of words alone
passes over; among the kept ones, notices and pointers that are the page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.readers.html.main_text import MainText
from convert.readers.html.marking import Kept, heading_level, sources_of
from convert.readers.html.noise import in_furniture, is_noise
from convert.readers.html.page import Element
from convert.readers.html.runs import Line, Part, Picture, Run
from convert.readers.html.tables import is_data

REGION_SHARE = 0.9
_CAPTION = re.compile(r"caption|legend|bildunterschrift|image-?(?:text|desc|credit)|photo-?(?:credit|text|desc)", re.I)
_SUBTITLE = re.compile(
    r"(?:^|[-_ ])(?:sub-?title|standfirst|dek|deck|sub-?head(?:line|ing)?|strap-?line|kicker-?sub|article-?sub)", re.I
)
_SMALLEST_PICTURE = 60


class Selection:
    """What of a page is its article: `kept` in order, `figures` and `tables` whose marks span what is in them."""

    def __init__(
        self, root: Element, parts: Sequence[Part], found: MainText, title: str, region: Element | None = None
    ) -> None:
        self.parts = parts
        self.title = fold(title)
        self.runs = {at: part for at, part in enumerate(parts) if isinstance(part, Run)}
        kept = [self.runs[at] for at in found.kept if at in self.runs]
        self.region = region if region is not None else _region(root, kept)
        self.body = {at for at in found.kept if at in self.runs}
        self.residue: dict[int, str] = {}
        self.figures: set[Element] = set()
        self.tables: set[Element] = set()
        self._take_out_noise()
        self._take_in()

    # ---- out

    def _take_out_noise(self) -> None:
        inside = set(self.region.iter())
        for at in sorted(self.body):
            run = self.runs[at]
            rule = "page-furniture" if run.block not in inside else is_noise(run, self.region)
            if rule:
                self.residue[at] = rule
        self.body -= self.residue.keys()
        for at in sorted(self.body, reverse=True):
            if not heading_level(self.runs[at].block) and len(self.runs[at].words) > 2:
                break
            self.body.discard(at)
            self.residue[at] = "page-furniture"

    # ---- in

    def _take_in(self) -> None:
        if not self.body:
            return
        self.inside = set(self.region.iter())
        self._take_in_tables()
        self._take_in_headings()
        self._take_in_figures()

    def _take_in_tables(self) -> None:
        known: dict[Element, bool] = {}
        for at in sorted(self.body):
            for up in _chain(self.runs[at].block, self.region):
                if up.tag == "table":
                    if up not in known:
                        known[up] = is_data(up)
                    break
        self.tables = {table for table, data in known.items() if data}
        if self.tables:
            for at, run in self.runs.items():
                if any(up in self.tables for up in _chain(run.block, self.region)):
                    self.body.add(at)
                    self.residue.pop(at, None)

    def _take_in_headings(self) -> None:
        """Take in headings over kept text that follows at once."""
        first, last = min(self.body), max(self.body)
        following = None
        for at in range(last, first - 1, -1):
            if at not in self.runs:
                continue
            run = self.runs[at]
            if at in self.body:
                following = run
            elif at not in self.residue:
                if following is not None and heading_level(run.block) and self._may_be_head(run):
                    self.body.add(at)
                else:
                    following = None

    def _may_be_head(self, run: Run) -> bool:
        return (
            run.block in self.inside
            and not is_noise(run, self.region)
            and len(run.words) < 30
            and fold(run.text) != self.title
        )

    def _take_in_figures(self) -> None:
        first, last = min(self.body), max(self.body)
        self.pictures: dict[int, Picture] = {}
        seen: set[str] = set()
        for at, part in enumerate(self.parts):
            if not isinstance(part, Picture) or at > last or part.block not in self.inside or not _is_shown(part):
                continue
            if (at < first and not self._leads(part)) or in_furniture(part.element, self.region):
                continue
            address = next(sources_of(part.element), "")
            if address and address not in seen:
                seen.add(address)
                self.pictures[at] = part
                if (figure := self._figure_of(part)) is not None:
                    self.figures.add(figure)
        if self.figures:
            for at, run in self.runs.items():
                if at not in self.body and any(up in self.figures for up in _chain(run.block, self.region)):
                    self.body.add(at)
                    self.residue.pop(at, None)

    def _leads(self, picture: Picture) -> bool:
        return any(up.tag == "figure" for up in _chain(picture.element, self.region))

    def _figure_of(self, picture: Picture) -> Element | None:
        """Return the element that holds a picture and its caption, and little else."""
        for count, up in enumerate(_chain(picture.element, self.region)):
            if count > 6 or up.tag in ("li", "td", "blockquote", "article", "main", "body"):
                return None
            if up.tag == "figure" or any(_CAPTION.search(each.get("class") or "") for each in up.iterdescendants()):
                words = len("".join(up.itertext()).split())
                pictures = sum(1 for _ in up.iter("img"))
                return up if words <= 120 and pictures <= 2 else None
        return None

    # ---- all of it

    def kept(self) -> Iterator[Kept]:
        """Yield everything that goes into the text, in the page's order."""
        head = self._head() if self.body else {}
        pictures = self.pictures if self.body else {}
        first, last = (min(self.body), max(self.body)) if self.body else (0, -1)
        for at, part in enumerate(self.parts):
            if at in head:
                yield head[at]
            elif at in self.body or at in pictures:
                yield Kept(part)
            elif at in self.residue:
                yield Kept(part, "residue", self.residue[at])
            elif isinstance(part, Line) and first < at < last and part.block in self.inside:
                yield Kept(part)

    def _head(self) -> dict[int, Kept]:
        """Return the headline over the text, where the page has it as a heading, and a subtitle under that."""
        first = min(self.body)
        for at in sorted((at for at in self.runs if at <= first), reverse=True):
            run = self.runs[at]
            if heading_level(run.block) and fold(run.text) == self.title:
                self.body.discard(at)
                self.residue.pop(at, None)
                return {at: Kept(run, "headline"), **self._subtitle(at, first)}
        return {}

    def _subtitle(self, headline: int, first: int) -> dict[int, Kept]:
        for at in range(headline + 1, min(headline + 6, first + 1)):
            run = self.runs.get(at)
            if run is not None and any(_SUBTITLE.search(up.get("class") or "") for up in _near(run.block)):
                self.body.discard(at)
                self.residue.pop(at, None)
                return {at: Kept(run, "subtitle")}
        return {}


def fold(words: str) -> str:
    """Return words for comparing: without case and punctuation."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _region(root: Element, runs: Sequence[Run]) -> Element:
    """Return the innermost element that holds nine in ten of the words kept."""
    counts: dict[Element, int] = {}
    total = 0
    for run in runs:
        total += len(run.words)
        for up in (run.block, *run.block.iterancestors()):
            counts[up] = counts.get(up, 0) + len(run.words)
    at = root
    while True:
        inner = next((child for child in at if counts.get(child, 0) >= REGION_SHARE * total), None)
        if inner is None or not total or inner.tag in ("p", "table", "tbody", "tr", "ul", "ol", "span"):
            return at
        at = inner


def _chain(element: Element, region: Element) -> Iterator[Element]:
    """Yield an element and what it stands in, up to the region."""
    at: Element | None = element
    while at is not None and at is not region:
        yield at
        at = at.getparent()


def _near(element: Element) -> Iterator[Element]:
    yield element
    if (parent := element.getparent()) is not None:
        yield parent


def _is_shown(picture: Picture) -> bool:
    """Tell a picture from a dot that counts visits, an icon, or a placeholder."""
    for side in ("width", "height"):
        said = (picture.element.get(side) or "").removesuffix("px")
        if said.isdecimal() and int(said) < _SMALLEST_PICTURE:
            return False
    return not re.search(r"avatar|gravatar|emoji|smil(?:ey|ie)|icon|logo|spacer|pixel", _said_of(picture.element), re.I)


def _said_of(element: Element) -> str:
    return f"{element.get('class') or ''} {next(sources_of(element), '').rpartition('/')[2][:80]}"
