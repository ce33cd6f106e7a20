"""From a briefing's sections to Word's: where a page opens, where columns change, and what the running head says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from convert import model as m
from convert.walk import blocks
from convert.writers.docx.body import Body


class Stretch(Struct):
    """Text that becomes one section of the document. `break_` is how it begins, `start` its first page's number."""

    text: str
    break_: str
    columns: int
    is_front: bool
    number: str = ""
    head: str = ""
    start: int | None = None
    opens: bool = False
    """Whether its first page has no running head: the document's first, and page one after a cover."""


def stretches(briefing: m.Briefing, body: Body, *, mirrored: bool) -> list[Stretch]:
    """Return the document's sections in order."""
    pages = dict(briefing.pages)
    made: list[Stretch] = []
    made_of: list[m.Section] = []
    first_of_body, first_of_back = 0, 0
    for is_front, sections in ((True, briefing.front), (False, briefing.body), (False, briefing.back)):
        first_of_body, first_of_back = first_of_back, len(made)
        for at, section in enumerate(sections):
            previous = made_of[-1] if made_of else None
            made_of.append(section)
            begins_body = not is_front and sections is briefing.body and at == 0
            break_ = _break(section, previous, pages, mirrored=mirrored, begins_part=at == 0)
            start = _start(section, pages) if break_ != "continuous" else None
            if begins_body and start is None:
                start = 1
            made += _of_section(section, body, break_, start, is_front=is_front)
    if made:
        made[0].opens = True
    for together in _sharing_pages(made[first_of_body:first_of_back]):
        _number_alike(together)
    for together in _sharing_pages(made[first_of_back:]):
        _name_alike(together, briefing.properties.title)
    return _merged(made)


def _sharing_pages(made: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return stretches in groups of which each begins a page.

    LibreOffice prints the head of the section in which a page began, to the last of those that run on, and where the
    head changes at the foot of a page it loses what follows: those of a group have one head.
    """
    groups: list[list[Stretch]] = []
    for each in made:
        if each.break_ != "continuous" or not groups:
            groups.append([])
        groups[-1].append(each)
    return groups


def _number_alike(articles: Sequence[Stretch]) -> None:
    """Give articles that share pages one running head: their numbers, the title of the first."""
    first, last = articles[0], articles[-1]
    if first.number and last.number and first.number != last.number:
        number = f"{first.number}–{last.number}"
        for each in articles:
            each.head, each.number = first.head, number


def _name_alike(parts: Sequence[Stretch], title: str) -> None:
    """Give parts of the back that share pages one running head, the document's title."""
    if len({each.head for each in parts}) > 1:
        for each in parts:
            each.head, each.number = title, ""


def _break(
    section: m.Section, previous: m.Section | None, pages: Mapping[str, str], *, mirrored: bool, begins_part: bool
) -> str:
    if section.start == "recto" and mirrored:
        return "oddPage"
    if section.start == "fit" and previous is not None:
        return "continuous" if _joins(section, previous, pages) else "nextPage"
    if section.start in ("page", "recto", "fit"):
        return "nextPage"
    if section.role in BACK and previous is not None:
        return "nextPage" if _opens_page(section, previous, pages) else "continuous"
    return "nextPage" if begins_part else "continuous"


BACK = ("statements", "timeline", "whos_who", "names", "abbreviations", "same_story", "sources", "index", "provenance")
"""Parts that run on after the articles where they do not ask for a page."""


def _joins(section: m.Section, previous: m.Section, pages: Mapping[str, str]) -> bool:
    """Tell whether an article that is to fit stands, in the PDF, on the page on which the one before it ends."""
    mine, last = _first_and_last(section, pages)[0], _first_and_last(previous, pages)[1]
    return mine is not None and mine == last


def _opens_page(section: m.Section, previous: m.Section, pages: Mapping[str, str]) -> bool:
    """Tell whether a part that runs on after the articles opens a page in the PDF."""
    mine, last = _first_and_last(section, pages)[0], _first_and_last(previous, pages)[1]
    return mine is not None and last is not None and mine != last and previous.role == "article"


def _first_and_last(section: m.Section, pages: Mapping[str, str]) -> tuple[str | None, str | None]:
    labels = [pages[i] for i in _ids(section) if i in pages]
    return (labels[0], labels[-1]) if labels else (None, None)


def _ids(section: m.Section) -> Iterator[str]:
    yield section.id
    for block in blocks(section.blocks):
        identifier = getattr(block, "id", None)
        if identifier is not None:
            yield identifier


def _start(section: m.Section, pages: Mapping[str, str]) -> int | None:
    """Return the number of the page on which a section begins, where it is known and arabic."""
    label = next((pages[i] for i in _ids(section) if i in pages), "")
    return int(label) if label.isdecimal() else None


def _of_section(section: m.Section, body: Body, break_: str, start: int | None, *, is_front: bool) -> Iterator[Stretch]:
    """Yield the stretches of a section: an index stands in columns of its own."""
    number = next((b.number for b in section.blocks if isinstance(b, m.Heading) and b.number), "") or ""
    head = section.running_head or section.title
    if break_ != "continuous":
        body.before = 0
    at = next((i for i, block in enumerate(section.blocks) if isinstance(block, m.NameIndex)), None)
    if at is None:
        opens = section.role in ("cover", "page_one")
        yield Stretch(body.section(section), break_, 1, is_front, number, head, start, opens)
        return
    parts = (section.blocks[:at], section.blocks[at : at + 1], section.blocks[at + 1 :])
    for part, columns in zip(parts, (1, 3, 1), strict=True):
        if part:
            identifier = section.id if columns == 1 and part is parts[0] else f"{section.id} {columns}"
            text = body.section(m.Section(section.role, identifier, part, language=section.language))
            yield Stretch(text, break_, columns, is_front, number, head, start)
            break_, start = "continuous", None


def _merged(made: Sequence[Stretch]) -> list[Stretch]:
    """Return stretches in which those that only run on under the same head are one."""
    merged: list[Stretch] = []
    for each in made:
        last = merged[-1] if merged else None
        same = last is not None and (last.columns, last.number, last.head, last.is_front) == (
            each.columns,
            each.number,
            each.head,
            each.is_front,
        )
        if last is not None and each.break_ == "continuous" and (same or not each.text):
            last.text += each.text
        else:
            merged.append(each)
    return merged
