"""Sections of a Word document: where each begins, its page number, its head and foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from convert import model as m
from convert.style import Style
from convert.walk import is_right_to_left
from convert.writers.docx import markup as w
from convert.writers.docx.template import Template, page_setup

FRONT_END, END = "_front_end", "_end"
"""Bookmarks at the last page of the front and of the body: `of y` refers to them."""


class Stretch(msgspec.Struct, frozen=True):
    """Sections of a briefing that share a section of the document: what opens on one page."""

    sections: tuple[m.Section, ...]
    is_front: bool
    start: int | None
    """Its first page number, where it is known or numbering begins."""


def stretches(briefing: m.Briefing) -> Iterator[Stretch]:
    """Yield the document's sections in order: a new one where a page opens, so that its head can say what it holds."""
    pages = dict(briefing.pages)
    for is_front, sections in ((True, briefing.front), (False, briefing.body), (False, briefing.back)):
        group: list[m.Section] = []
        begins = True
        for section in sections:
            if group and (section.start in ("page", "recto") or (section.role == "contents")):
                yield _stretch(group, pages, is_front=is_front, begins=begins)
                group, begins = [], False
            group.append(section)
        if group:
            yield _stretch(group, pages, is_front=is_front, begins=begins and sections is not briefing.back)


def _stretch(group: Sequence[m.Section], pages: dict[str, str], *, is_front: bool, begins: bool) -> Stretch:
    label = pages.get(group[0].id, "")
    known = int(label) if label.isdigit() else None
    return Stretch(tuple(group), is_front, 1 if begins and known is None else known)


class Furniture:
    """Heads and feet: their markup, and the properties of the sections they belong to."""

    def __init__(self, briefing: m.Briefing, style: Style, template: Template) -> None:
        self.briefing, self.style, self.template = briefing, style, template

    def header(self, stretch: Stretch, *, opens: bool) -> str:
        """Return a head: what the section holds at the left, the markings at the right."""
        first = stretch.sections[0]
        number = next((b.number for b in first.blocks if isinstance(b, m.Heading) and b.number), None)
        bold = w.run(f"{number}\u2002", "<w:b/>") if number else ""
        words = "" if opens else bold + w.run(first.running_head or first.title)
        content = words + w.TAB + w.TAB + self._markings()
        return f"<w:hdr {w.NAMESPACES}>{w.paragraph(self.template.ids['Header'], content)}</w:hdr>"

    def footer(self, *, is_front: bool) -> str:
        """Return a foot: imprint, folio, markings."""
        furniture = self.briefing.furniture
        before, _, rest = furniture.folio.partition("{page}")
        between, _, after = rest.partition("{pages}")
        total = self._total(is_front=is_front)
        bold = "<w:b/>"
        folio = w.run(before, bold) + w.field("PAGE", "1", bold) + w.run(between, bold)
        folio += w.field(f"PAGEREF {FRONT_END if is_front else END}", total, bold) + w.run(after, bold)
        content = w.run(furniture.imprint) + w.TAB + folio + w.TAB + self._markings()
        hair = self.style.colour.hair.lstrip("#")
        border = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{hair}"/></w:pBdr>'
        return f"<w:ftr {w.NAMESPACES}>{w.paragraph(self.template.ids['Footer'], content, border)}</w:ftr>"

    def _total(self, *, is_front: bool) -> str:
        """Return the last page label of a numbering, as far as it is known."""
        labels = [label for _, label in self.briefing.pages if label.isdigit() != is_front]
        if is_front:
            return max(labels, key=len, default="i")
        return str(max(map(int, labels), default=1))

    def _markings(self) -> str:
        style = f'<w:rStyle w:val="{self.template.ids["Marking"]}"/>'
        shown = []
        for each in self.briefing.furniture.markings:
            if self.style.look.marking == "box":
                look = f'{style}<w:color w:val="{each.ink.lstrip("#")}"/>'
                look += f'<w:shd w:val="clear" w:color="auto" w:fill="{each.ground.lstrip("#")}"/>'
                shown.append(w.run(f"\u00a0{each.text}\u00a0", look))
            else:
                shown.append(w.run(each.text, style))
        return w.run(" ").join(shown)

    def properties(
        self, stretch: Stretch, relations: tuple[str, str], *, continuous: bool = False, columns: int = 1
    ) -> str:
        """Return a section's properties: head and foot, page, numbering, columns, direction."""
        header, footer = relations
        kind = "continuous" if continuous else "nextPage"
        number = "" if stretch.start is None or continuous else f' w:start="{stretch.start}"'
        form = ' w:fmt="lowerRoman"' if stretch.is_front else ""
        numbering = f"<w:pgNumType{form}{number}/>" if form or number else ""
        cols = f'<w:cols w:num="{columns}" w:space="397"/>' if columns > 1 else '<w:cols w:space="720"/>'
        bidi = "<w:bidi/>" if is_right_to_left(self.briefing.properties.language) else ""
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
            f'<w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="{kind}"/>'
            f"{page_setup(self.style)}{numbering}{cols}{bidi}</w:sectPr>"
        )
