"""From the runs that were kept as main text to what the article holds: noise out, what belongs to it in.

Between the first and the last kept run stand sub-heads, captions, tables and pictures that a reader of words alone
passes over; among the kept ones, notices and pointers that are the page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from convert.normalise.headline import folded
from convert.readers.html.figures import Story, find_figures
from convert.readers.html.main_text import MainText
from convert.readers.html.marking import Kept, heading_level
from convert.readers.html.noise import in_furniture, is_noise, is_notice
from convert.readers.html.page import Element
from convert.readers.html.runs import Line, Part, Picture, Run
from convert.readers.html.tables import is_data

SENTENCE = 15
"""Words of a run that is taken for text though it was not kept."""
AFTER = 2
_STOP = re.compile(r"[.!?…。！？][”’\"')»\]]*$")
REGION_SHARE = 0.9
_SUBTITLE = re.compile(
    r"(?:^|[-_ ])(?:sub-?title|standfirst|dek|deck|sub-?head(?:line|ing)?|strap-?line|kicker-?sub|article-?sub)", re.I
)
MOST_NOISE = 0.4
"""Of the words kept, so many may be taken out again by what they stand in, if what remains is no `SHORT_STORY`."""
SHORT_STORY = 150
"""Words."""
MOST_BETWEEN = 3
"""Runs that were not kept between a sub-head and the text it stands over."""


class Selection:
    """What of a page is its article: `kept` in order, `figures` and `tables` whose marks span what is in them."""

    def __init__(
        self, root: Element, parts: Sequence[Part], found: MainText, title: str, region: Element | None = None
    ) -> None:
        self.parts = parts
        self.title = folded(title)
        self.runs = {at: part for at, part in enumerate(parts) if isinstance(part, Run)}
        kept = [self.runs[at] for at in found.kept if at in self.runs]
        self.region = region if region is not None else _region(root, kept)
        self.body = {at for at in found.kept if at in self.runs}
        self.residue: dict[int, str] = {}
        self.headline: int | None = None
        self.figures: frozenset[Element] = frozenset()
        self.pictures: dict[int, Picture] = {}
        self.tables: set[Element] = set()
        self._take_out_noise()
        self._take_in()

    # ---- out

    def _take_out_noise(self) -> None:
        self.inside = set(self.region.iter())
        noise = {at: rule for at in sorted(self.body) if (rule := self._noise(self.runs[at]))}
        whole, gone = self._words(self.body), self._words(noise)
        if gone > MOST_NOISE * whole and whole - gone < SHORT_STORY:
            # the article itself stands in what sounds like furniture: only the runs' own words tell
            noise = {at: rule for at, rule in noise.items() if is_notice(self.runs[at])}
        self.residue = noise
        self.body -= self.residue.keys()
        for at in sorted(self.body, reverse=True):
            run = self.runs[at]
            if not heading_level(run.block) and (run.count > 2 or _is_part(run.block)):
                break
            self.body.discard(at)
            self.residue[at] = "page-furniture"

    def _noise(self, run: Run) -> str:
        return is_noise(run, self.region) if run.block in self.inside else "page-furniture"

    def _words(self, places: Iterable[int]) -> int:
        return sum(self.runs[at].count for at in places)

    # ---- in

    def _take_in(self) -> None:
        if not self.body:
            return
        self.headline = self._headline()
        self._take_in_paragraphs()
        self._take_in_lists()
        self._take_in_tables()
        self._take_in_headings()
        self._take_in_figures()

    def _take_in_paragraphs(self) -> None:
        """Take in whole sentences that were passed over though what stands round them was kept."""
        first, last = min(self.body), max(self.body)
        for at in range(first + 1, min(last + AFTER, len(self.parts))):
            run = self.runs.get(at)
            if run is None or at in self.body or at in self.residue or run.count < SENTENCE:
                continue
            if run.block in self.inside and _STOP.search(run.text) and not is_noise(run, self.region):
                self.body.add(at)

    def _take_in_lists(self) -> None:
        """Take in whole the lists of which items were kept, and those that a kept paragraph announces with a colon."""
        lists = {_list_of(self.runs[at].block, self.region) for at in self.body} - {None}
        first, last, said = min(self.body), max(self.body), ""
        for at, run in self.runs.items():
            if at < first or at in self.residue:
                continue
            whole = _list_of(run.block, self.region)
            if at in self.body:
                said = run.text if whole is None else ""
                continue
            if said.endswith(":"):
                lists.add(whole)
            if whole is not None and whole in lists and run.block in self.inside and not is_noise(run, self.region):
                self.body.add(at)
            elif at > last:
                return
            else:
                said = ""

    def _take_in_tables(self) -> None:
        """Take in whole the tables of data that hold kept runs or stand between them."""
        first, last = min(self.body), max(self.body)
        known: dict[Element, bool] = {}
        for at, run in self.runs.items():
            if not (at in self.body or first < at < last):
                continue
            table = next((up for up in _chain(run.block, self.region) if up.tag == "table"), None)
            if table is None or table in known:
                continue
            kept = at in self.body or (run.block in self.inside and not in_furniture(run.block, self.region))
            known[table] = kept and is_data(table) and (at in self.body or _link_share(table) < 0.5)
        self.tables = {table for table, data in known.items() if data}
        if self.tables:
            for at, run in self.runs.items():
                if any(up in self.tables for up in _chain(run.block, self.region)):
                    self.body.add(at)
                    self.residue.pop(at, None)

    def _take_in_headings(self) -> None:
        """Take in headings over kept text that follows soon."""
        first, last = min(self.body), max(self.body)
        between = MOST_BETWEEN + 1
        for at in range(last, first - 1, -1):
            if at not in self.runs:
                continue
            run = self.runs[at]
            if at not in self.body and heading_level(run.block) and between <= MOST_BETWEEN and self._may_be_head(run):
                self.body.add(at)
            between = 0 if at in self.body else between + 1

    def _may_be_head(self, run: Run) -> bool:
        return (
            run.block in self.inside
            and not is_noise(run, self.region)
            and run.count < 30
            and folded(run.text) != self.title
        )

    def _take_in_figures(self) -> None:
        story = Story(self.region, min(self.body), max(self.body), self.headline)
        found = find_figures(self.parts, story)
        self.pictures, self.figures = found.pictures, found.elements
        for at, run in self.runs.items() if self.figures else ():
            if at not in self.body and any(up in self.figures for up in (run.block, *run.block.iterancestors())):
                self.body.add(at)
                self.residue.pop(at, None)

    # ---- all of it

    def kept(self) -> Iterator[Kept]:
        """Yield everything that goes into the text, in the page's order."""
        head = self._head()
        first, last = (min(self.body), max(self.body)) if self.body else (0, -1)
        for at, part in enumerate(self.parts):
            if at in head:
                yield head[at]
            elif at in self.body or at in self.pictures:
                yield Kept(part)
            elif at in self.residue:
                yield Kept(part, "residue", self.residue[at])
            elif isinstance(part, Line) and first < at < last and part.block in self.inside:
                yield Kept(part)

    def _headline(self) -> int | None:
        """Return the place of the headline over the text, where the page has it as a heading."""
        first = min(self.body)
        headings = (at for at in sorted(self.runs, reverse=True) if at <= first and heading_level(self.runs[at].block))
        return next((at for at in headings if folded(self.runs[at].text) == self.title), None)

    def _head(self) -> dict[int, Kept]:
        """Return the headline and a subtitle under it."""
        if self.headline is None:
            return {}
        self.body.discard(self.headline)
        self.residue.pop(self.headline, None)
        return {self.headline: Kept(self.runs[self.headline], "headline"), **self._subtitle(self.headline)}

    def _subtitle(self, headline: int) -> dict[int, Kept]:
        for at in range(headline + 1, headline + 6):
            run = self.runs.get(at)
            if run is not None and any(_SUBTITLE.search(up.get("class") or "") for up in _near(run.block)):
                self.body.discard(at)
                self.residue.pop(at, None)
                return {at: Kept(run, "subtitle")}
        return {}


def _region(root: Element, runs: Sequence[Run]) -> Element:
    """Return the innermost element that holds nine in ten of the words kept."""
    counts: dict[Element, int] = {}
    total = 0
    for run in runs:
        total += run.count
        for up in (run.block, *run.block.iterancestors()):
            counts[up] = counts.get(up, 0) + run.count
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


def _list_of(element: Element, region: Element) -> Element | None:
    """Return the outermost list that an element stands in."""
    return next((up for up in reversed(list(_chain(element, region))) if up.tag in ("ul", "ol", "dl")), None)


def _link_share(element: Element) -> float:
    whole = len("".join(element.itertext()).strip())
    return sum(len("".join(link.itertext()).strip()) for link in element.iter("a")) / max(1, whole)


def _is_part(element: Element) -> bool:
    """Tell a cell, an item or a caption, which may be short."""
    return any(each.tag in ("li", "td", "th", "dd", "figcaption", "caption") for each in _near(element))


def _near(element: Element) -> Iterator[Element]:
    yield element
    if (parent := element.getparent()) is not None:
        yield parent
