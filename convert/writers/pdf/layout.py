"""One pass over a briefing: body and back first, then the front with their pages, then heads and feet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from convert import model as m
from convert.errors import Note, Noter
from convert.style import Style, load_labels
from convert.typeset.canvas import Bookmark, Page, TaggedCanvas
from convert.typeset.column import Column
from convert.typeset.paragraph import Flowable
from convert.walk import plain
from convert.writers.pdf.anchors import Noticed
from convert.writers.pdf.blocks import Maker
from convert.writers.pdf.furniture import Furniture, Head, PageFacts, roman
from convert.writers.pdf.page_one import without_chart, without_last_item
from convert.writers.pdf.properties import description
from convert.writers.pdf.scripts import refuse_unset, settable
from convert.writers.pdf.terms import Terms, terms_of

UNDIVIDED = 0.4
"""Of a page: what an article that runs on may ask for so that its head has two paragraphs under it."""

LEAST_UNDER_A_CHART_HEAD = 40.0


class Layout:
    """A briefing being laid out. `labels` has the printed page of each block with an id, as far as it is set."""

    def __init__(self, briefing: m.Briefing, style: Style, note: Noter) -> None:
        refuse_unset(briefing)
        self.briefing, self.note = briefing, note
        self.terms: Terms = terms_of(style)
        self.labels: dict[str, str] = {}
        self.words = load_labels(briefing.properties.language)
        self.maker = Maker(self.terms, briefing, self.labels, note)
        self.canvas = TaggedCanvas(self.terms.page, description(briefing))
        self.facts: dict[int, PageFacts] = {}
        self.outlines: dict[str, list[Bookmark]] = {}
        self._running: Head | None = None
        self._filled = 0.0
        """Of the last page that was set, in points from the top."""
        self._front_from: int | None = None
        """How many pages there were when the front was begun, while it is set."""

    def lay_out(self) -> bytes:
        """Return the file."""
        self._set(self.briefing.body + self.briefing.back)
        body = list(self.canvas.pages)
        front = self._set_front()
        if not front and not body:
            self._new_page()
            body = list(self.canvas.pages)
        self._put_front_first(front, body)
        self._bookmark()
        self._draw_furniture(front, body)
        self.maker.report()
        return self.canvas.finish()

    def has_spilt(self, height: float) -> bool:
        """Tell whether the last of several pages is filled to no more than a height."""
        return len(self.canvas.pages) > 1 and self._filled <= height

    # ---- pages

    def _new_page(self) -> float:
        """Begin a page; return the left edge of its column: the inner margin is left on odd pages."""
        page = self.canvas.new_page()
        in_front = self._front_from is not None
        number = len(self.canvas.pages) - (self._front_from or 0)
        facts = PageFacts(roman(number) if in_front else str(number), self.terms.left_edge(number))
        if self._running is not None:
            facts.heads.append(self._running.continued(self.words["continued"]))
        self.facts[page.number] = facts
        return facts.edge

    # ---- sections

    def _set(self, sections: Iterable[m.Section]) -> None:
        """Set sections one after the other in a column of their own pages."""
        terms = self.terms
        self.maker.level = 0
        column = Column(self.canvas, terms.top, terms.bottom, terms.width, self._new_page)
        for section in sections:
            self._section(section, column)
            self._label_new()
        self._filled = column.top - column.y

    def _section(self, section: m.Section, column: Column) -> None:
        made = self._made(section)
        chart = None
        if section.role == "page_one":
            made, chart = self._within_budget(section, made, column)
        self._start(section, column, made)
        if made:
            made[0] = Noticed(made[0], lambda canvas, top: self._begin(section, canvas, top, column))
        column.add(made)
        if chart is not None:
            self._section(chart, column)

    def _made(self, section: m.Section) -> list[Flowable]:
        self.outlines[section.id] = self.maker.outline = []
        return self.maker.top(section, settable(section, self.words.language, self.note), self.canvas.root)

    def _start(self, section: m.Section, column: Column, made: Sequence[Flowable]) -> None:
        """Go to where a section begins: a new page, an odd one, this one if it fits or has the room it needs."""
        space = self.terms.style.space
        if self.facts == {} or column.y == column.bottom or section.start in ("page", "recto"):
            column.break_page()
        elif section.start == "fit":
            column.skip(space.article)
            column.needs(column.height_of(made))
        elif section.role == "article":
            column.skip(space.article)
            column.needs(self._opening(column, made))
        else:
            column.skip(space.section)
            needed = LEAST_UNDER_A_CHART_HEAD if section.role == "coverage" else self.terms.section_needs
            column.needs(min(needed, column.height_of(made)))
        if section.start == "recto" and not self._is_odd():
            column.break_page()

    def _is_odd(self) -> bool:
        return (len(self.canvas.pages) - (self._front_from or 0)) % 2 == 1

    def _opening(self, column: Column, made: Sequence[Flowable]) -> float:
        """Return the height of an article's head with its first paragraph and the first lines of its second."""
        count = next((at for at, flowable in enumerate(made) if not flowable.keeps_with_next), len(made)) + 1
        height = column.height_of(made[:count])
        if count < len(made):
            made[count].wrap(column.width)
            height += made[count - 1].after + made[count].least
        return min(height, UNDIVIDED * (column.top - column.bottom))

    def _begin(self, section: m.Section, canvas: TaggedCanvas, top: float, column: Column) -> None:
        """Note where a section begins, and have the running heads from here on name it."""
        canvas.destination(section.id, top)
        number = next((b.number for b in section.blocks if isinstance(b, m.Heading) and b.number), "") or ""
        head = Head(number, self.maker.say(section.running_head or section.title))
        facts = self.facts[canvas.page.number]
        if column.is_fresh:
            facts.heads.clear()
        facts.heads.append(head)
        self._running = head

    def _label_new(self) -> None:
        """Give each destination that was named since the label of its page."""
        named = self.canvas.destinations
        for name in islice(reversed(named), len(named) - len(self.labels)):
            self.labels[name] = self.facts[named[name][0].number].label

    # ---- front

    def _set_front(self) -> list[Page]:
        """Set the front on pages of its own, numbered in roman figures; return them."""
        if not self.briefing.front:
            return []
        self._front_from = len(self.canvas.pages)
        self._running = None
        behind = len(self.canvas.root.kids)
        self._set(self.briefing.front)
        kids = self.canvas.root.kids
        kids[:] = kids[behind:] + kids[:behind]
        return self.canvas.pages[self._front_from :]

    def _within_budget(
        self, section: m.Section, made: list[Flowable], column: Column
    ) -> tuple[list[Flowable], m.Section | None]:
        """Return page one with as many items of its front brief as it has room for, three at the least.

        Where it is too high with three, its chart is returned apart, to follow on the next page.
        """
        budget = (column.top - column.bottom) * max(1, self.briefing.edition.front_pages)
        dropped: list[str] = []
        while column.height_of(made) > budget and (shorter := without_last_item(section)) is not None:
            section, headline = shorter
            dropped.insert(0, headline)
            made = self._made_again(section)
        chart = None
        if column.height_of(made) > budget:
            section, chart = without_chart(section)
            made = self._made_again(section) if chart is not None else made
        if dropped:
            said = f"page one has no room for {len(dropped)} of its items: {'; '.join(dropped)}"
            self.note(Note("front-brief-shortened", said, "pdf"))
        return made, chart

    def _made_again(self, section: m.Section) -> list[Flowable]:
        self.canvas.root.kids.pop()
        return self._made(section)

    def _put_front_first(self, front: list[Page], body: list[Page]) -> None:
        """Put the front before the body, which begins on an odd sheet where the pages are mirrored.

        The sheet left blank for that has no number: `of y` counts what there is to read, as in Word.
        """
        if not front:
            self.canvas.labels = [(0, "D", 1)]
            return
        if self.terms.mirror and len(front) % 2 and body:
            page = self.canvas.new_page()
            self.facts[page.number] = PageFacts("", self.terms.left_edge(len(front) + 1))
            front.append(page)
        self.canvas.pages = [*front, *body]
        self.canvas.labels = [(0, "r", 1)]
        if body:
            self.canvas.labels.append((len(front), "D", 1))

    # ---- bookmarks, heads and feet

    def _bookmark(self) -> None:
        """Write an outline of sections, and of the heads inside them."""
        for section in self.briefing.sections:
            heading = next((b for b in section.blocks if isinstance(b, m.Heading) and b.level == 1), None)
            title = section.title or (plain(heading.content) if heading is not None else "")
            if title:
                number = f"{heading.number}  " if heading is not None and heading.number else ""
                self.canvas.bookmarks.append(Bookmark(number + title, 1, section.id))
                self.canvas.bookmarks += self.outlines.get(section.id, [])

    def _draw_furniture(self, front: Sequence[Page], body: Sequence[Page]) -> None:
        self.facts[self.canvas.pages[0].number].heads.clear()
        drawn = []
        for pages in (front, body):
            facts = [self.facts[page.number] for page in pages]
            total = next((each.label for each in reversed(facts) if each.label), "")
            drawn += [(page, each, total) for page, each in zip(pages, facts, strict=True)]
        furniture = Furniture(self.canvas, self.terms, self.briefing.furniture, self.maker.say)
        furniture.make_room((each.label, total) for _, each, total in drawn)
        for page, each, total in drawn:
            furniture.draw(page, each, total)
