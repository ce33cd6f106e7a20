"""One pass over a briefing: body and back first, then the front with their pages, then heads and feet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from convert import model as m
from convert.errors import CannotSet, Note, Noter
from convert.style import Style
from convert.typeset.canvas import Bookmark, Page, TaggedCanvas
from convert.typeset.column import Column
from convert.typeset.metadata import Description
from convert.typeset.paragraph import Flowable
from convert.typeset.tagging import Element
from convert.walk import blocks, content_of, is_right_to_left, plain
from convert.writers.pdf.blocks import Maker
from convert.writers.pdf.furniture import Furniture, PageFacts, roman
from convert.writers.pdf.terms import Terms, terms_of
from convert.writers.pdf.text import Setter
from convert.writers.provenance import generator, provenance_json

NAMESPACE = "urn:convert-briefings:provenance:1"
COMPLEX = (
    *("ARABIC", "HEBREW", "SYRIAC", "THAANA", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL"),
    *("TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER", "CJK", "HIRAGANA"),
    *("KATAKANA", "HANGUL", "MONGOLIAN"),
)
"""Scripts whose lines are not set here yet: right to left, or without spaces between words."""


class Layout:
    """A briefing being laid out. `labels` has the printed page of each block with an id, as far as it is set."""

    def __init__(self, briefing: m.Briefing, style: Style, note: Noter) -> None:
        self.briefing, self.note = briefing, note
        self.terms: Terms = terms_of(style)
        self.labels: dict[str, str] = {}
        self.setter = Setter(self.terms, self.labels, briefing.properties.language)
        self.maker = Maker(self.terms, self.setter, briefing.media, note)
        self.canvas = TaggedCanvas(self.terms.page, _description(briefing))
        self.facts: dict[int, PageFacts] = {}
        self.edges: dict[int, float] = {}
        self.running: list[tuple[str, str]] = []
        self._seen = 0
        self._is_front = False

    def lay_out(self) -> bytes:
        """Return the file."""
        self._refuse_unset_scripts()
        body, back = Element("Sect", self.canvas.root), Element("Sect", self.canvas.root)
        self._set(self.briefing.body, body)
        self._set(self.briefing.back, back)
        body_pages = list(self.canvas.pages)
        front_pages = self._set_front() if self.briefing.front else []
        self._put_front_first(front_pages, body_pages)
        self._bookmarks()
        self._draw_furniture(front_pages, body_pages)
        self._report_missing()
        return self.canvas.finish()

    # ---- pages

    def _column(self) -> Column:
        terms = self.terms
        return Column(self.canvas, terms.top, terms.bottom, terms.width, self._new_page)

    def _new_page(self) -> float:
        """Begin a page; return the left edge of its column: the inner margin is left on odd pages."""
        page = self.canvas.new_page()
        number = len(self.canvas.pages) - (self._seen if self._is_front else 0)
        recto = number % 2 == 1
        label = roman(number) if self._is_front else str(number)
        self.facts[page.number] = PageFacts(label, "", recto, list(self.running[-1:]))
        x = self.terms.inner if recto or not self.terms.mirror else self.terms.outer
        self.edges[page.number] = x
        return x

    def _set(self, sections: Sequence[m.Section], parent: Element) -> None:
        """Set sections one after the other in a column of their own pages."""
        if not sections:
            return
        if not hasattr(self, "_running_column"):
            self._running_column = self._column()
        column = self._running_column
        for section in sections:
            self._section(section, column, parent)
            self._label_new()

    def _section(self, section: m.Section, column: Column, parent: Element) -> None:
        language = section.language or self.briefing.properties.language
        outer, self.setter.language = self.setter.language, language
        element = Element("Sect", parent, language=language if language != outer else None)
        made = self._made(section, element)
        if section.role == "page_one":
            made = self._within_budget(section, element, made, column)
        self.setter.language = outer
        self._start(section, column, made)
        self._run_head(section, column)
        self.canvas.destination(section.id, column.y)
        column.add(made)

    def _made(self, section: m.Section, element: Element) -> list[Flowable]:
        settable = list(self._settable(section))
        return (
            self.maker.article(settable, element) if section.role == "article" else self.maker.blocks(settable, element)
        )

    def _within_budget(
        self, section: m.Section, element: Element, made: list[Flowable], column: Column
    ) -> list[Flowable]:
        """Return page one with as many items of its front brief as it has room for, three at the least."""
        budget = (self.terms.top - self.terms.bottom) * max(1, self.briefing.edition.front_pages)
        dropped = 0
        while column.height_of(made) > budget and (shorter := _without_last_item(section)) is not None:
            section, dropped = shorter, dropped + 1
            element.kids.clear()
            made = self._made(section, element)
        if dropped:
            self.note(
                Note("front-brief-shortened", f"page one has no room for {dropped} items of the front brief", "pdf")
            )
        return made

    def _start(self, section: m.Section, column: Column, made: Sequence[Flowable]) -> None:
        """Go to where a section begins: a new page, an odd one, this one if it fits or has the room it needs."""
        style = self.terms.style
        if not self.canvas.pages or section.start in ("page", "recto"):
            column.break_page()
        elif section.start == "fit":
            column.skip(style.space.article)
            column.needs(column.height_of(made))
        elif section.role == "article":
            column.skip(style.space.article)
            column.needs(100)
        else:
            column.skip(style.space.section)
            column.needs(self.terms.section_needs if section.role not in ("coverage", "notice") else 40)
        if section.start == "recto" and not self.facts[self.canvas.page.number].is_recto:
            column.break_page()

    def _run_head(self, section: m.Section, column: Column) -> None:
        """Have the running head of this page, and of those that follow, name the section."""
        number = next((b.number for b in section.blocks if isinstance(b, m.Heading) and b.number), "") or ""
        head = (number, section.running_head or section.title)
        facts = self.facts[self.canvas.page.number]
        if column.is_fresh:
            facts.heads = []
        facts.heads.append(head)
        self.running.append(head)

    def _label_new(self) -> None:
        """Give each destination that was named since its page's label."""
        for name, (page, _) in self.canvas.destinations.items():
            if name not in self.labels:
                self.labels[name] = self.facts[page.number].label

    # ---- front

    def _set_front(self) -> list[Page]:
        """Set the front on pages of its own, numbered in roman figures; return them."""
        self._seen = len(self.canvas.pages)
        self._is_front = True
        self.running = []
        front = Element("Sect", self.canvas.root)
        self.canvas.root.kids.insert(0, self.canvas.root.kids.pop())
        column = self._column()
        for section in self.briefing.front:
            self._section(section, column, front)
        self._label_new()
        return self.canvas.pages[self._seen :]

    def _put_front_first(self, front: list[Page], body: list[Page]) -> None:
        """Put the front before the body, which begins on an odd sheet where the pages are mirrored."""
        if not front:
            self.canvas.labels = [(0, "D", 1)]
            return
        blank: list[Page] = []
        if self.terms.mirror and len(front) % 2 and body:
            page = self.canvas.new_page()
            self.facts[page.number] = PageFacts(roman(len(front) + 1), "", is_recto=False)
            self.edges[page.number] = self.terms.outer
            blank = [page]
        self.canvas.pages = [*front, *blank, *body]
        self.canvas.labels = [(0, "r", 1), *([(len(front) + len(blank), "D", 1)] if body else [])]  # type: ignore[list-item]
        front += blank

    # ---- bookmarks, heads and feet

    def _bookmarks(self) -> None:
        """Write an outline of titles and sub-heads: articles, parts, and what they hold."""
        for section in self.briefing.sections:
            self._bookmark_section(section)

    def _bookmark_section(self, section: m.Section) -> None:
        heading = next((b for b in section.blocks if isinstance(b, m.Heading) and b.level == 1), None)
        title = section.title or (plain(heading.content) if heading is not None else "")
        if not title:
            return
        number = f"{heading.number}  " if heading is not None and heading.number else ""
        self.canvas.bookmarks.append(Bookmark(number + title, 1, section.id))

    def _draw_furniture(self, front: list[Page], body: list[Page]) -> None:
        furniture = Furniture(self.canvas, self.terms, self.briefing.furniture)
        for pages in (front, body):
            for page in pages:
                self.facts[page.number].total = self.facts[pages[-1].number].label
        first = self.canvas.pages[0]
        self.facts[first.number].opens = True
        for page in self.canvas.pages:
            furniture.draw(page, self.facts[page.number], self.edges[page.number])

    # ---- what cannot be set

    def _refuse_unset_scripts(self) -> None:
        if self.briefing.kind == "brief":
            for section in self.briefing.sections:
                script = _unset_script(section)
                if script is not None:
                    raise CannotSet(
                        f"{script} is not set in PDF yet",
                        hint="take another format: --to docx,epub,html has the whole text",
                    )

    def _settable(self, section: m.Section) -> Iterator[m.Block]:
        """Yield a section's blocks; of an article in a script that is not set, only what says where its text is."""
        script = _unset_script(section) if section.role == "article" else None
        if script is None:
            yield from section.blocks
            return
        from convert.style import load_labels

        words = load_labels(self.briefing.properties.language)["other_formats"]
        self.note(
            Note("text-not-in-pdf", f"{script} is not set in PDF yet: the text is in the other formats", section.id)
        )
        kept = ("source_line", "address", "date_note", "marking")
        for block in section.blocks:
            if isinstance(block, m.Heading) and block.level == 1:
                title = plain(block.content) if _script_of(plain(block.content)) is None else f"[{script}]"
                yield m.Heading((m.Text(title),), 1, block.role, block.number, block.id)
            elif isinstance(block, m.Paragraph) and block.role in kept and _script_of(plain(block.content)) is None:
                yield block
        yield m.Paragraph((m.Text(words),), role="note")

    def _report_missing(self) -> None:
        if self.maker.missing:
            named = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(self.maker.missing)[:12])
            more = "…" if len(self.maker.missing) > 12 else ""
            self.note(Note("no-glyph", f"no font has {named}{more}: they are printed as � in the PDF"))
        for url in sorted(self.setter.unsafe):
            self.note(Note("unsafe-link", f"a link is not kept: {url[:60]}"))


FEWEST_ITEMS = 3


def _without_last_item(page_one: m.Section) -> m.Section | None:
    """Return page one without the last item of its front brief, or None where three or fewer are left."""
    for at, block in enumerate(page_one.blocks):
        if isinstance(block, m.Section) and block.role == "front_brief":
            heads = [i for i, b in enumerate(block.blocks) if isinstance(b, m.Heading) and b.role == "front_head"]
            if len(heads) <= FEWEST_ITEMS:
                return None
            shorter = replace(block, blocks=block.blocks[: heads[-1]])
            return replace(page_one, blocks=(*page_one.blocks[:at], shorter, *page_one.blocks[at + 1 :]))
    return None


def _unset_script(section: m.Section) -> str | None:
    """Return the script of a section that is not set here, or None where all can be."""
    if is_right_to_left(section.language):
        return "a script written from right to left"
    for block in blocks([section]):
        script = _script_of(plain(content_of(block)))
        if script is not None:
            return script
    return None


def _script_of(words: str) -> str | None:
    """Return the first script in words that is not set here; a single word in one does not count."""
    if words.isascii() or max(words) < "\u0590":
        return None
    found = [c for c in words if c >= "\u0590" and c.isalpha() and unicodedata.name(c, "").startswith(COMPLEX)]
    if len(found) < 3:
        return None
    return unicodedata.name(found[0]).partition(" ")[0].capitalize()


def _description(briefing: m.Briefing) -> Description:
    about = briefing.properties
    own = {"provenance": provenance_json(briefing)}
    markings = ", ".join(each.text for each in briefing.furniture.markings)
    if markings:
        own["marking"] = markings
    return Description(
        title=about.title,
        language=about.language,
        author=about.creator,
        subject=about.subject,
        keywords=about.keywords,
        creator=generator(briefing),
        created=about.date,
        identifier=about.identifier,
        namespace=NAMESPACE,
        prefix="convert",
        own=own,
    )
