"""Heads and feet of a Word document, and the properties of the sections they belong to."""

from __future__ import annotations

import re

from convert import model as m
from convert.walk import is_right_to_left
from convert.writers.docx import markup as w
from convert.writers.docx.house import colour
from convert.writers.docx.relations import Relations, relations_part
from convert.writers.docx.sections import Stretch
from convert.writers.docx.template import HouseFurniture, Template, page_setup

FRONT_END, END = "_front_end", "_end"
"""Bookmarks at the last page of the front and of the body: `of y` refers to them."""

COLUMN_GAP = 397
"""Twips between the columns of the index: 7 mm."""

CAPITAL = 0.65
"""Of its size: the room of a bold capital in the widest family that may stand in for ours."""

GAP = 12
"""Points between what stands side by side."""

_PAGE_FIELD = re.compile(r"(?:instr=\"|instrText[^>]*>)\s*PAGE\b")
"""A page number in a house's own head or foot."""

TAGS = {"header": "hdr", "footer": "ftr"}


class Furniture:
    """Makes heads and feet, each once; `parts` are their files, with the relations of those that have any."""

    def __init__(self, briefing: m.Briefing, template: Template, relations: Relations) -> None:
        self.briefing, self.template, self.relations = briefing, template, relations
        self.parts: dict[str, bytes] = {}
        self._known: dict[str, str] = {}
        self._house = {(each.place, each.kind): each for each in template.furniture}
        self._feet = {is_front: self._foot(is_front=is_front) for is_front in (True, False)}

    def properties(self, stretch: Stretch) -> str:
        """Return a section's properties: heads and feet, page, numbering, columns, direction."""
        first = stretch.opens and (("header", "first") in self._house or not self._has_house("header"))
        foot = self._feet[stretch.is_front]
        wanted = [("header", "default", self._head(stretch)), ("footer", "default", foot)]
        if first:
            wanted += [("header", "first", self._line("Header", "")), ("footer", "first", foot)]
        wanted += [(place, kind, "") for place, kind in self._house if kind == "even"]
        references = [self._reference(*each, is_front=stretch.is_front) for each in wanted]
        return (
            f'<w:sectPr>{"".join(references)}<w:type w:val="{stretch.break_}"/>{page_setup(self.template)}'
            f"{self._numbering(stretch)}{_columns(stretch)}{'<w:titlePg/>' if first else ''}"
            f"{'<w:bidi/>' if is_right_to_left(self.briefing.properties.language) else ''}</w:sectPr>"
        )

    def _has_house(self, place: str) -> bool:
        return any(known == place for known, _ in self._house)

    def _numbering(self, stretch: Stretch) -> str:
        number = "" if stretch.start is None else f' w:start="{stretch.start}"'
        form = ' w:fmt="lowerRoman"' if stretch.is_front else ""
        return f"<w:pgNumType{form}{number}/>" if form or number else ""

    # ---- parts

    def _reference(self, place: str, kind: str, content: str, *, is_front: bool) -> str:
        """Return a section's reference to a head or foot: the house's own where it has one, with the markings."""
        house = self._house.get((place, kind)) or (self._house.get((place, "default")) if kind == "first" else None)
        if house is not None:
            made = f"{house.content}{self._house_line(place, is_front=is_front)}</w:{TAGS[place]}>"
        else:
            made = f"<w:{TAGS[place]} {w.NAMESPACES}>{content}</w:{TAGS[place]}>"
        key = f"{place} {kind} {made}"
        if key not in self._known:
            name = f"{place}{len(self._known) + 1}.xml"
            self._known[key] = self.relations.add(place, name)
            self._keep(name, made, house)
        return f'<w:{place}Reference w:type="{kind}" r:id="{self._known[key]}"/>'

    def _keep(self, name: str, made: str, house: HouseFurniture | None) -> None:
        self.parts[f"word/{name}"] = (w.DECLARATION + made).encode("utf-8")
        if house is not None and house.relations:
            self.parts[f"word/_rels/{name}.rels"] = relations_part(house.relations)

    def _house_line(self, place: str, *, is_front: bool) -> str:
        """Return what a house's head or foot lacks, as a line under it: the markings; in a foot the folio too."""
        counts = any(_PAGE_FIELD.search(each.content) for each in self._house.values())
        folio = "" if place == "header" or counts else self._folio(is_front=is_front)
        shown = w.run("\u2003").join(filter(None, (folio, self._markings())))
        if not shown:
            return ""
        return w.paragraph(self.template.ids[place.capitalize()], shown, '<w:jc w:val="right"/>')

    # ---- what they say

    def _head(self, stretch: Stretch) -> str:
        """Return number and title of what stands on the page, and the markings: over it where it leaves no room."""
        bold = w.run(f"{stretch.number}\u2002", w.Look(bold=True)) if stretch.number else ""
        words = bold + w.run(stretch.head)
        terms = self.template.terms
        taken = terms.room_of(stretch.number + stretch.head, "Header") + self._room_of_markings()
        if taken + GAP <= terms.width / 20:
            return self._line("Header", words)
        return self._line("Header", "") + w.paragraph(self.template.ids["Header"], words)

    def _line(self, style: str, words: str) -> str:
        return w.paragraph(self.template.ids[style], words + w.TAB + self._markings())

    def _foot(self, *, is_front: bool) -> str:
        """Return imprint, folio, markings in a line; what leaves the folio no room stands over it, markings under it.

        Word sends what has passed a tab stop to the next one: nothing would stand where it does on other pages.
        """
        folio, style = self._folio(is_front=is_front), self.template.ids["Footer"]
        terms = self.template.terms
        widest = terms.room_of(self.briefing.furniture.folio.format(page="888", pages="888"), "Footer")
        beside = (terms.width / 20 - widest) / 2 - GAP
        imprint, markings = w.run(self.briefing.furniture.imprint), self._markings()
        over, under = "", ""
        if terms.room_of(self.briefing.furniture.imprint, "Footer") > beside:
            over, imprint = imprint, ""
        if self._room_of_markings() > beside:
            under, markings = markings, ""
        border = f"<w:pBdr>{w.border('top', terms.lines.thin, terms.lines.hair, 6)}</w:pBdr>"
        rows = [over] if over else []
        rows.append(imprint + w.TAB + folio + w.TAB + markings)
        direction = "<w:bidi/>" if is_right_to_left(self.briefing.properties.language) else ""
        made = [w.paragraph(style, row, direction if at else border + direction) for at, row in enumerate(rows)]
        return "".join(made) + (w.paragraph(style, under, '<w:jc w:val="right"/>') if under else "")

    def _room_of_markings(self) -> float:
        shown = self.briefing.furniture.markings
        return sum(len(each.text) + 3 for each in shown) * CAPITAL * self.template.terms.size_of("Marking")

    def _folio(self, *, is_front: bool) -> str:
        """Return the page and the count of pages, fields both."""
        before, _, rest = self.briefing.furniture.folio.partition("{page}")
        between, found, after = rest.partition("{pages}")
        language = self.briefing.properties.language
        bold = w.Look(bold=True, language=language if is_right_to_left(language) else "")
        page = w.run(before, bold) + w.field("PAGE", "i" if is_front else "1", bold) + w.run(between, bold)
        return page + (w.field(*self._total(is_front=is_front), bold) if found else "") + w.run(after, bold)

    def _total(self, *, is_front: bool) -> tuple[str, str]:
        """Return the field that gives the last page's label, and the label as far as it is known.

        Where one numbering runs through, Word counts the pages itself, whatever is edited.
        """
        labels = [label for _, label in self.briefing.pages if label.isdecimal() != is_front]
        if is_front:
            return f"PAGEREF {FRONT_END}", labels[-1] if labels else "i"
        known = str(max(map(int, labels), default=1))
        return ("NUMPAGES", known) if not self.briefing.front else (f"PAGEREF {END}", known)

    def _markings(self) -> str:
        """Return the markings, the first rightmost, as in PDF."""
        terms, style = self.template.terms, self.template.ids["Marking"]
        shown = []
        for each in reversed(self.briefing.furniture.markings):
            if terms.boxed_markings:
                look = w.Look(style, ink=colour(each.ink), ground=colour(each.ground))
                shown.append(w.run(f"\u00a0{each.text}\u00a0", look))
            else:
                shown.append(w.run(each.text, w.Look(style)))
        return w.run(" ").join(shown)


def _columns(stretch: Stretch) -> str:
    if stretch.columns > 1:
        return f'<w:cols w:num="{stretch.columns}" w:space="{COLUMN_GAP}"/>'
    return '<w:cols w:space="720"/>'
