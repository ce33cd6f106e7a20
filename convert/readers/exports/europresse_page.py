"""Europresse and Eureka: an `article` element for each document, in older exports a cell with a row of spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from convert.errors import Note
from convert.readers.exports.around import outermost, say_astray, words_outside
from convert.readers.exports.fields import Said, dated
from convert.readers.exports.sheet import PageSheet, Paragraph
from convert.readers.exports.story import Export, Story
from convert.readers.exports.vendors import folded
from convert.readers.html.page import Element

_ISSUE = re.compile(r"(?P<name>.+?),?\s+(?P<issue>(?:n[o°º]\.?|no\.|Nr\.)\s?\d.*)", re.IGNORECASE)
_PAGE = re.compile(r"(?:pp?|S)\.\s*(?P<page>\S.*)", re.IGNORECASE)
LONGEST_BYLINE = 90
"""Characters of a line under the headline that can be a byline, and no text."""


class Article(Struct, frozen=True):
    """An article and the sheet it stands on."""

    story: Story
    sheet: PageSheet


def articles(root: Element, export: Export) -> Iterator[Article]:
    """Yield the articles of a page in order."""
    elements = _elements(root, export.vendor.table.fields["outlet"])
    say_astray(words_outside(root, elements), export)
    left: list[Paragraph] = []
    for element in elements:
        sheet = PageSheet(element)
        document = _Document(element, sheet, export)
        left += document.left
        yield Article(document.story, sheet)
    if count := sum(len(paragraph.words.split()) for paragraph in left):
        said = f"the certificates under the articles are left out: {count} words"
        export.note(Note("export-cover", said, export.name, level="info"))


def _elements(root: Element, outlet: Sequence[str]) -> list[Element]:
    """Return the elements that are articles: a page in which one names its outlet has no others, in the newer form."""
    found = [each for each in root.iter("article") if any(map(str.isalnum, each.text_content()))]
    if not any(_with_class(each, *outlet) for each in found):
        found = list(dict.fromkeys(_cell_of(each) for each in _with_class(root, *outlet)))
    return outermost(found)


def _cell_of(element: Element) -> Element:
    """Return the cell of a table that an article of the older form stands in."""
    return next((up for up in element.iterancestors("td")), element.getparent())


def _with_class(root: Element, *names: str) -> list[Element]:
    """Return the elements of any of these classes, in whatever case of letters."""
    wanted = set(map(folded, names))
    return [each for each in root.iter("*") if wanted & set(folded(each.get("class") or "").split())]


def _words(elements: Sequence[Element]) -> str:
    return " ".join(" ".join(each.text_content().split()) for each in elements).strip()


class _Document:
    """One article as it is understood."""

    def __init__(self, element: Element, sheet: PageSheet, export: Export) -> None:
        self._element, self._sheet, self._vendor = element, sheet, export.vendor
        self._said: list[Said] = []
        self._titles = self._of("title")
        self._read_head()
        paragraphs = sheet.paragraphs
        begin = self._read_under_title()
        end = next((at for at in range(begin, len(paragraphs)) if self._closes(paragraphs[at])), len(paragraphs))
        foot = self._read_foot(paragraphs[end:])
        self.left = paragraphs[end + foot :]
        aside = next((at for at in range(begin, end) if self._is_in(paragraphs[at], "aside")), end)
        self.story = Story(
            said=tuple(self._said),
            body=paragraphs[begin:aside],
            whole="\n\n".join(paragraph.words for paragraph in paragraphs[: end + foot]),
            after=tuple(self._beside(paragraphs[aside:end])),
            heads=frozenset(each.place for each in paragraphs[aside:end] if _is_label(each)),
            is_cut=not any(each.field == "extra.accession" for each in self._said),
        )

    def _of(self, field: str) -> list[Element]:
        """Return the elements of a field, by their classes."""
        return _with_class(self._element, *self._vendor.table.fields[field])

    def _say(self, field: str, words: str, place: str) -> None:
        self._said.append(Said(field, words, place))

    # ---- over the text

    def _read_head(self) -> None:
        outlet = _words(self._of("outlet"))
        issue = _ISSUE.fullmatch(outlet)
        self._say("outlet", issue["name"] if issue else outlet, "DocPublicationName")
        self._say("extra.issue", issue["issue"] if issue else "", "DocPublicationName")
        self._read_line(_words(self._of("published")))
        self._say("title", _words(self._titles), "titreArticleVisu")

    def _read_line(self, line: str) -> None:
        """Read `Politique, mardi 14 mars 2006, p. 12`: a section, a date and a page, each of which may be missing."""
        parts = re.split(r",\s+", line)
        date_at = next((at for at in range(len(parts)) if dated(", ".join(parts[at:]))), None)
        if date_at is None:
            self._say("section", line, "DocHeader")
            return
        self._say("section", ", ".join(parts[:date_at]), "DocHeader")
        date = dated(", ".join(parts[date_at:]))
        if date is not None:
            self._say("published", date.date, "DocHeader")
            for part in filter(None, re.split(r",\s+", date.rest)):
                self._read_after_date(part)

    def _read_after_date(self, part: str) -> None:
        page = _PAGE.fullmatch(part)
        if page is not None:
            self._say("extra.page", page["page"], "DocHeader")
        else:
            is_count = self._vendor.count.fullmatch(part) is not None
            self._say("extra.words" if is_count else "extra.edition", part, "DocHeader")

    def _read_under_title(self) -> int:
        """Take what stands round the headline: lines over it, a byline under it; return where the text begins."""
        paragraphs = self._sheet.paragraphs
        at = next((n for n, each in enumerate(paragraphs) if self._holds_title(each)), -1)
        title = next((each.words for each in self._said if each.field == "title"), "")
        for each in paragraphs[: at + 1]:
            self._read_over(each, title)
        at += 1
        if any(self._is_in(each, "section") for each in paragraphs):
            begin = next(n for n, each in enumerate(paragraphs) if self._is_in(each, "section"))
            self._read_between(paragraphs[at:begin])
            return begin
        if at + 1 < len(paragraphs) and _is_byline(paragraphs[at]) and not self._closes(paragraphs[at + 1]):
            self._say("byline", paragraphs[at].line, "byline")
            at += 1
        return at

    def _read_between(self, paragraphs: Sequence[Paragraph]) -> None:
        """Take what stands between headline and text: beside the headline its second line, else the byline."""
        beside = {title.getparent() for title in self._titles}
        own = [each for each in paragraphs if self._sheet.element_of(each).getparent() in beside]
        self._say("subtitle", " ".join(each.line for each in own), "under the headline")
        rest = [each for each in paragraphs if each not in own]
        self._say("byline", " ".join(each.line for each in rest), "under the headline")

    def _holds_title(self, paragraph: Paragraph) -> bool:
        block = self._sheet.element_of(paragraph)
        return any(each in self._titles for each in (block, *block.iterancestors(), *self._sheet.inside(paragraph)))

    def _read_over(self, paragraph: Paragraph, title: str) -> None:
        """Take a line over the headline that is neither outlet nor date."""
        known = {_letters(_words([each])) for each in (*self._of("outlet"), *self._of("published"))}
        header = _letters(_words(self._of("published")))
        known |= {header, _letters(_words(self._of("outlet"))) + header}
        is_title = paragraph.words.replace("\n", " ").endswith(title)
        for line in paragraph.words.split("\n"):
            if _letters(line) not in known and not (is_title and line in title):
                self._say("extra.kicker", line, "over the headline")

    # ---- after the text

    def _is_in(self, paragraph: Paragraph, tag: str) -> bool:
        block = self._sheet.element_of(paragraph)
        return any(up.tag == tag for up in (block, *block.iterancestors(tag)))

    def _closes(self, paragraph: Paragraph) -> bool:
        line = paragraph.line
        is_rights = self._vendor.is_rights(line) and len(line) < 300
        return is_rights or self._number_in(line) is not None or self._is_in(paragraph, "footer")

    def _number_in(self, line: str) -> str | None:
        label, colon, number = line.partition(":")
        return number.strip() if colon and label.strip() in self._vendor.table.documents else None

    def _read_foot(self, paragraphs: Sequence[Paragraph]) -> int:
        """Take copyright and number; return how many paragraphs they take. The certificate of the copy follows."""
        for at, paragraph in enumerate(paragraphs, start=1):
            number = self._number_in(paragraph.line)
            if number is not None:
                self._say("extra.accession", number, "document number")
                return at
            if self._vendor.is_rights(paragraph.line):
                self._say("rights", paragraph.line, "copyright line")
        return len(paragraphs)

    def _beside(self, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
        """Yield notes and legends, each with its label; a label without words is left out."""
        if not paragraphs:
            return
        starts = [at for at, each in enumerate(paragraphs) if at == 0 or _is_label(each)]
        for start, end in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
            if end - start > 1 or not _is_label(paragraphs[start]):
                yield tuple(paragraphs[start:end])


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _is_label(paragraph: Paragraph) -> bool:
    return paragraph.line.endswith(":") and len(paragraph.line) <= 40


def _is_byline(paragraph: Paragraph) -> bool:
    line = paragraph.line
    return len(line) <= LONGEST_BYLINE and not paragraph.is_bold and not line.endswith((".", "!", "?", "…"))
