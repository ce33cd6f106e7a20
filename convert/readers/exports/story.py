"""One article of an export: what its fields say, and its text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from convert.contracts import Mark, Raw
from convert.errors import Note, Noter
from convert.readers.exports.fields import IN_FULL, Said, findings_of
from convert.readers.exports.sheet import Paragraph, Sheet
from convert.readers.exports.vendors import Vendor
from convert.readers.html.marking import Marked


class Story(Struct, frozen=True):
    """An article as its export lays it out.

    `body` is its text; `after` what is printed after it, each part of its own: a correction, the legend of a picture.
    `heads` are those of the paragraphs that head others. `whole` is all of it, its fields too; `is_cut` where the
    export breaks off in it.
    """

    said: tuple[Said, ...]
    body: tuple[Paragraph, ...]
    whole: str
    after: tuple[tuple[Paragraph, ...], ...] = ()
    heads: frozenset[int] = frozenset()
    is_cut: bool = False


class Export(Struct, frozen=True):
    """Where stories stand: the vendor, the file's name, the reader's, its encoding; labels that were noted already."""

    vendor: Vendor
    name: str
    reader: str
    encoding: str
    note: Noter
    noted: set[str] = field(default_factory=set)


def raw_of(story: Story, sheet: Sheet, number: int, export: Export) -> Raw:
    """Return the article, and note what is not whole about it."""
    name = f"{export.name}#{number}"
    text = _text_of(story, sheet)
    said = findings_of(story.said, export.vendor)
    if story.is_cut:
        export.note(Note("export-cut", "the export breaks off in this article: it may go on, or lack fields", name))
    for each in said:
        if each.rule == IN_FULL:
            message = f"the field “{each.field.removeprefix('extra.')}” says more than that: it is kept as it is"
            export.note(Note("field-too-long", message, name))
    if count := sheet.pictures_in(story.body):
        export.note(Note("picture-left-out", f"pictures in the text are left out: {count}", name))
    is_structured = sheet.is_structured
    if not any(map(str.isalnum, text.text)):
        text, is_structured = _only_title(story.said), True
        export.note(Note("no-text", "the export gives no text of this article, only its fields", name, level="info"))
    data = story.whole.encode("utf-8", "surrogatepass")
    return Raw(
        text=text.text,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader=export.reader,
        encoding=export.encoding,
        structured=is_structured,
        marks=text.marks,
        candidates=said,
    )


def _only_title(said: Sequence[Said]) -> Marked:
    title = next((each.words for each in said if each.field == "title"), "")
    return Marked(title, (Mark(0, len(title), "headline", level=1),) if title else ())


def _text_of(story: Story, sheet: Sheet) -> Marked:
    """Return the body and what follows it, apart by a rule where the form has such."""
    made = _headed(sheet.text_of(story.body), story, sheet)
    for number, part in enumerate(story.after):
        gap = "\n\n" if made.text else ""
        rules: tuple[Mark, ...] = ()
        if sheet.is_structured and made.text and number == 0:
            gap, rules = "\n\n\n\n", (Mark(len(made.text) + 2, len(made.text) + 2, "rule"),)
        more = _headed(sheet.text_of(part), story, sheet)
        by = len(made.text) + len(gap)
        moved = tuple(replace(mark, start=mark.start + by, end=mark.end + by) for mark in more.marks)
        made = Marked(f"{made.text}{gap}{more.text}", (*made.marks, *rules, *moved))
    return made


def _headed(text: Marked, story: Story, sheet: Sheet) -> Marked:
    """Return the text with those paragraphs made headings that head others; a heading needs no bold words."""
    if not story.heads:
        return text
    heads = {each.words for each in sheet.paragraphs if each.place in story.heads}
    spans = {
        (mark.start, mark.end)
        for mark in text.marks
        if mark.kind == "paragraph" and text.text[mark.start : mark.end].strip() in heads
    }
    marks = (
        replace(mark, kind="heading", level=2) if mark.kind == "paragraph" and (mark.start, mark.end) in spans else mark
        for mark in text.marks
        if mark.kind != "strong" or not any(start <= mark.start and mark.end <= end for start, end in spans)
    )
    return replace(text, marks=tuple(marks))
