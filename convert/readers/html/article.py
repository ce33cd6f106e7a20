"""From a page's bytes to its article as a Raw."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from convert.contracts import Mark, Raw, candidate
from convert.errors import Note, Noter
from convert.model import Finding, Media
from convert.readers.addresses import absolute_address
from convert.readers.html.date_votes import weighed
from convert.readers.html.fragment import fragment
from convert.readers.html.main_text import main_text
from convert.readers.html.marking import Kept, Marked, Surroundings, marked, say_struck
from convert.readers.html.metadata import base_address, page_candidates
from convert.readers.html.page import Element, captions_in_figures, decoded, is_guessed, parsed, without_programs
from convert.readers.html.page_dates import element_dates, labelled_dates, nearby_dates
from convert.readers.html.pictures import with_media
from convert.readers.html.runs import Part, Run, parts_of
from convert.readers.html.selection import Selection
from convert.readers.html.structured_data import article_body
from convert.readers.html.titles import title_candidates
from convert.readers.html.walls import refuse_excuse, refuse_without_article


class Beside(Struct, frozen=True):
    """What came with a page: the encoding named outside it, its address, pictures by the addresses it calls them."""

    encoding: str | None = None
    address: str = ""
    media: tuple[Media, ...] = ()


class _Found(Struct, frozen=True):
    text: Marked
    candidates: tuple[Finding, ...]
    media: tuple[Media, ...] = ()


def read_page(data: bytes, name: str, note: Noter, beside: Beside | None = None) -> Raw:
    """Return the article of a page's bytes; raises NothingUsable where it holds none."""
    beside = beside or Beside()
    page = decoded(data, beside.encoding)
    if (lost := page.text.count("\ufffd")) > data.count(b"\xef\xbf\xbd"):
        note(Note("undecodable", f"{lost} letters fit no encoding and stand as �", name))
    if is_guessed(page, data, beside.encoding):
        note(Note("encoding", f"read as {page.encoding}", name, level="info"))
    found = _article(page.text, name, note, beside)
    return Raw(
        text=found.text.text,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader="html",
        encoding=page.encoding,
        structured=True,
        marks=found.text.marks,
        candidates=found.candidates,
        media=found.media,
    )


def _article(text: str, name: str, note: Noter, beside: Beside) -> _Found:
    page = parsed(text, name)
    if page.flattened:
        note(Note("flattened", "what the page nests too deep is set side by side; no words are lost", name))
    found = _candidates(page.root, text, beside)
    without_programs(page.root)
    captions_in_figures(page.root)
    parts = parts_of(page.root)
    main = main_text(page.root, parts)
    title = next((each.value for each in found if each.field == "title"), "")
    selection = Selection(page.root, parts, main, title)
    if selection.body:
        found += (*nearby_dates(parts, min(selection.body), max(selection.body)), *labelled_dates(parts))
    language = next((each.value for each in found if each.field == "language"), "")
    found = tuple(weighed(found, language or None))
    if main.text and not selection.body:
        note(Note("text-from-data", "the page shows no text; it is taken from the page's data", name, level="info"))
        said = article_body(page.root) or main.text
        refuse_excuse(said, name)
        return _from_data(said, found, name, note)
    kept = list(selection.kept())
    refuse_without_article(parts, kept, name)
    base = base_address(page.root, found)
    kept, media = with_media(kept, beside.media, base)
    surroundings = Surroundings(
        selection.figures,
        frozenset(selection.tables),
        lambda address: absolute_address(address, base),
        language,
    )
    _say_what_is_left(parts, kept, name, note)
    say_struck(kept, name, note)
    return _Found(marked(kept, surroundings), found, media)


def _candidates(root: Element, text: str, beside: Beside) -> tuple[Finding, ...]:
    found = [*page_candidates(root, text), *element_dates(root)]
    titles = title_candidates(root, found)
    addresses = [candidate("url", beside.address, "address of the page", "page_address")] if beside.address else []
    return (*titles, *addresses, *(each for each in found if each.field != "title"))


def _from_data(text: str, found: tuple[Finding, ...], name: str, note: Noter) -> _Found:
    if not re.search(r"</?(?:p|br|div|li)\b", text):
        return _Found(_paragraphs(text), found)
    inner = fragment(text, name, note)
    return _Found(Marked(inner.text, inner.marks), found, inner.media)


def _paragraphs(text: str) -> Marked:
    """Return a text that the page holds as data only: its paragraphs, no other structure."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ends = accumulate(len(line) + 2 for line in lines)
    marks = (Mark(end - len(line) - 2, end - 2, "paragraph") for end, line in zip(ends, lines, strict=True))
    return Marked("\n\n".join(lines), tuple(marks))


def _say_what_is_left(parts: Sequence[Part], kept: Sequence[Kept], name: str, note: Noter) -> None:
    there = sum(part.count for part in parts if isinstance(part, Run))
    taken = sum(each.part.count for each in kept if isinstance(each.part, Run))
    if there > taken:
        message = f"{there - taken:,} words of the page are outside the article and left out"
        note(Note("outside-the-article", message, name, level="info"))
