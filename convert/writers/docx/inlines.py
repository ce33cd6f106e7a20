"""Running text in Word: runs, links, references as fields, footnotes, comments, bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import assert_never

from convert import model as m
from convert.errors import Note, Noter
from convert.walk import is_right_to_left, shown, texts
from convert.writers.docx import markup as w
from convert.writers.docx.parts import Parts
from convert.writers.docx.template import Template
from convert.writers.nodes import SAFE_ADDRESS

SPAN_STYLES: Mapping[str, str] = {
    "outlet": "Outlet",
    "issuer": "Outlet",
    "editor": "Outlet",
    "badge": "Badge",
    "conflict": "Badge Conflict",
    "soft": "Soft",
    "hash": "Soft",
    "number": "Para Number",
    "label": "Label",
    "marking": "Marking",
    "right": "Label",
}

LONGEST_BOOKMARK = 40


class Inlines:
    """Makes the markup of inlines. `language` is what they are in now.

    `column` is how wide the text is, `bar_unit` how long a whole bar, both in twips.
    """

    def __init__(self, template: Template, parts: Parts, targets: Iterable[str], language: str, note: Noter) -> None:
        self.template, self.parts, self.note = template, parts, note
        self.targets = bookmark_names(targets)
        self.document_language = self.language = language
        self.column = template.terms.width
        self.bar_unit = self.column // 3
        self._in_link = False
        self._bookmarks = 0

    @contextmanager
    def speaking(self, language: str | None) -> Iterator[None]:
        """Set the language for a while; None leaves it."""
        before, self.language = self.language, language or self.language
        yield
        self.language = before

    def look(self, style: str = "") -> w.Look:
        """Return a run's look: a character style by name, the language where it is not the document's own."""
        own = self.language == self.document_language and not is_right_to_left(self.language)
        return w.Look(self.template.ids[style] if style else "", language="" if own else self.language)

    def marked(self, identifier: str | None, content: str = "") -> str:
        """Return content with a bookmark round it, which links and page references go to."""
        if identifier is None or identifier not in self.targets:
            return content
        self._bookmarks += 1
        return w.bookmarked(self._bookmarks, self.targets[identifier], content)

    def markup(self, content: Iterable[m.Inline], look: w.Look | None = None) -> str:
        """Return inlines as runs, in a look (that of plain text where none is given)."""
        seen = self.look() if look is None else look
        return "".join(self._inline(inline, seen) for inline in content)

    def _inline(self, inline: m.Inline, look: w.Look) -> str:
        match inline:
            case m.Text():
                return w.run(inline.text, look)
            case m.Emphasis():
                return self.markup(inline.content, look._replace(italic=True))
            case m.Strong():
                return self.markup(inline.content, look._replace(bold=True))
            case m.Link():
                return self._link(inline, look)
            case m.Break():
                return w.BREAK
            case m.Footnote():
                return self._footnote(inline, look)
            case m.Span():
                return self._span(inline, look)
            case m.Bar():
                return self._bar(inline, look)
            case m.Ref():
                return self.ref(inline, look)
            case m.Remark():
                return self.parts.commented(self.markup(inline.content, look), inline.message)
            case _:
                assert_never(inline)

    # ---- links and references

    def _link(self, inline: m.Link, look: w.Look) -> str:
        if self._in_link:
            return self.markup(inline.content, look)
        if inline.url.startswith("#"):
            return self.linked(inline.url[1:], self._inside(inline.content, look))
        if SAFE_ADDRESS.match(inline.url):
            return w.link_out(self.parts.address(inline.url), self._inside(inline.content, look))
        self.note(Note("unsafe-link", f"a link is not kept: {inline.url[:60]}"))
        return self.markup(inline.content, look)

    def _inside(self, content: Iterable[m.Inline], look: w.Look) -> str:
        """Return what a link holds: links in it are its words, as one cannot stand in another."""
        self._in_link = True
        made = self.markup(content, look)
        self._in_link = False
        return made

    def linked(self, target: str, content: str) -> str:
        """Return content as a link to a block, or as it is where there is no such block."""
        return w.link_to(self.targets[target], content) if target in self.targets else content

    def ref(self, ref: m.Ref, look: w.Look) -> str:
        """Return a reference: its page as a field whose result is filled, else its words as a link."""
        if ref.shows == "page" and ref.page is not None:
            return w.run(ref.lead, look) + self.page(ref, look)
        words = w.run(shown(ref), look)
        return words if self._in_link else self.linked(ref.target, words)

    def page(self, ref: m.Ref, look: w.Look) -> str:
        """Return the page of a reference's target, a field."""
        page = ref.page or ""
        if ref.target not in self.targets:
            return w.run(page, look)
        return w.field(f"PAGEREF {self.targets[ref.target]} \\h", page, look)

    # ---- spans, notes, bars

    def _span(self, inline: m.Span, look: w.Look) -> str:
        with self.speaking(inline.language):
            style = SPAN_STYLES.get(inline.role or "")
            if style is not None:
                here = self.look(style)
            elif inline.language is not None:
                here = look._replace(language=self.look().language)
            else:
                here = look
            content = self.markup(inline.content, here)
        if not content:
            return ""
        if inline.role in ("right", "series"):
            return w.TAB + content
        if inline.role in ("badge", "conflict"):
            bracketed = self.template.terms.bracketed_badges
            before, after = ("[", "]") if bracketed else ("\u00a0", "\u00a0")
            return w.run(before, here) + content + w.run(after, here)
        return content

    def _footnote(self, inline: m.Footnote, look: w.Look) -> str:
        if self.parts.in_note:
            self.note(Note("nested-footnote", "a footnote in a footnote is set in brackets"))
            words = " ".join(texts(inline.blocks))
            return w.run(f" [{words}]", look)
        self.parts.in_note = True
        paragraphs = [self._note_paragraph(block) for block in inline.blocks]
        self.parts.in_note = False
        return self.parts.footnote(paragraphs)

    def _note_paragraph(self, block: m.Block) -> str:
        if isinstance(block, m.Paragraph):
            with self.speaking(block.language):
                return self.markup(block.content)
        self.note(Note("footnote-flattened", "a footnote holds more than text; its words are kept"))
        return w.run(" ".join(texts((block,))), self.look())

    def _bar(self, inline: m.Bar, look: w.Look) -> str:
        """Return a bar as a picture, its figure after it."""
        twips = round(self.bar_unit * min(max(inline.share, 0.0), 1.0))
        return self.parts.bar(twips, inline.figure, outlined=inline.outlined) + w.run(f" {inline.figure}", look)


def bookmark_names(identifiers: Iterable[str]) -> dict[str, str]:
    """Return a bookmark's name for each id: at most 40 letters, figures and underscores, a letter first, none twice.

    Word takes names that differ in capitals alone for the same.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in identifiers:
        if identifier in names:
            continue
        safe = "".join(c if c.isalnum() and c.isascii() else "_" for c in identifier)
        base = (safe if safe[:1].isalpha() else f"b{safe}")[:LONGEST_BOOKMARK]
        name, at = base, 1
        while name.lower() in taken:
            at += 1
            name = f"{base[: LONGEST_BOOKMARK - len(str(at)) - 1]}_{at}"
        taken.add(name.lower())
        names[identifier] = name
    return names
