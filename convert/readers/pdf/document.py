"""One PDF document as a Raw."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from convert.contracts import Input, Mark, Raw, candidate
from convert.errors import MissingProgram, Note, Noter, NothingUsable
from convert.model import Finding
from convert.readers.pdf.engine import pdfium
from convert.readers.pdf.lines import Line, lines_of
from convert.readers.pdf.order import in_reading_order
from convert.readers.pdf.paragraphs import Piece, body_size, pieces_of
from convert.readers.pdf.running import running_lines

MOST_PAGES = 1000
"""The rest of a longer document is left out with a Note."""

HEADLINE_WITHIN = 4
"""The largest type is the headline if it is among the first so many paragraphs."""

_FIELDS = (
    ("Title", "title"),
    ("Author", "byline"),
    ("Keywords", "tags"),
    ("CreationDate", "published"),
    ("ModDate", "updated"),
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?\d*(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
_NO_TITLE = re.compile(
    r"untitled|microsoft (?:word|powerpoint|excel) -|\.(?:docx?|pdf|indd|qxd|qxp|tex|odt|rtf|pages)$|^document\d*$"
    r"|^\W*$|^https?:",
    re.IGNORECASE,
)


def read_pdf(data: bytes, given: Input, note: Noter) -> Raw:
    """Return the article of a PDF's bytes; raises NothingUsable, or MissingProgram where the extra is not installed."""
    pages, heights, properties = _pages(data, given, note)
    where = given.path or given.name
    if not any(pages):
        raise NothingUsable(
            "the pages are pictures: there is no text in them",
            where=where,
            hint="recognise the text first: `ocrmypdf FILE FILE` does it",
        )
    if empty := sum(not lines for lines in pages):
        note(Note("pages-without-text", f"{empty} of {len(pages)} pages hold no text", given.name))
    running = running_lines(pages, heights)
    size = body_size(line for lines in pages for line in lines if line not in running)
    columns = [
        column for lines in pages for column in in_reading_order([line for line in lines if line not in running])
    ]
    text, marks = _marked(pieces_of(columns, size))
    if not any(map(str.isalnum, text)):
        raise NothingUsable("the document holds no words", where=where)
    if running:
        message = f"{len(running)} running heads and page numbers are left out"
        note(Note("running-heads", message, given.name, level="info"))
    return Raw(
        text=text,
        name=given.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader="pdf",
        structured=True,
        marks=marks,
        candidates=tuple(_candidates(properties)),
    )


def _pages(data: bytes, given: Input, note: Noter) -> tuple[list[list[Line]], list[float], dict[str, str]]:
    try:
        pypdfium2 = pdfium()
    except ModuleNotFoundError as error:
        raise MissingProgram(
            "reading PDF needs the package pypdfium2", where=given.name, hint="pip install 'convert-briefings[pdf]'"
        ) from error
    where = given.path or given.name
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NothingUsable("the document is encrypted", where=where, hint="save it without a password") from error
        raise NothingUsable(f"the document is broken: {error}", where=where) from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            note(Note("too-many-pages", f"only {MOST_PAGES:,} of {count:,} pages are read", given.name))
        pages, heights = [], []
        for number in range(min(count, MOST_PAGES)):
            lines, height = _page(document, number, given, note)
            pages.append(lines)
            heights.append(height)
        return pages, heights, dict(document.get_metadata_dict(skip_empty=True))
    finally:
        document.close()


def _page(document: object, number: int, given: Input, note: Noter) -> tuple[list[Line], float]:
    pypdfium2 = pdfium()
    try:
        page = document[number]  # type: ignore[index]
        lines, height = lines_of(page, number), float(page.get_height())
        page.close()
    except pypdfium2.PdfiumError as error:
        note(Note("broken-page", f"page {number + 1} cannot be read: {error}", given.name))
        return [], 1.0
    return lines, height


def _marked(pieces: Sequence[Piece]) -> tuple[str, tuple[Mark, ...]]:
    marks: list[Mark] = []
    at = 0
    first = next((n for n, piece in enumerate(pieces) if piece.kind == "heading"), None)
    for number, piece in enumerate(pieces):
        end = at + len(piece.text)
        if number == first and piece.level == 1 and number < HEADLINE_WITHIN:
            marks.append(Mark(at, end, "headline", 1))
        elif piece.kind == "item":
            marks.append(Mark(at, end, "item", 1, f"ordered {piece.number}" if piece.number else ""))
        else:
            marks.append(Mark(at, end, piece.kind, piece.level))
        at = end + 2
    return "\n\n".join(piece.text for piece in pieces), tuple(marks)


def _candidates(properties: dict[str, str]) -> Iterator[Finding]:
    """Yield what the properties say, as evidence that nothing else bears out: programs fill them in."""
    for key, field in _FIELDS:
        value = " ".join(properties.get(key, "").split())
        if field in ("published", "updated"):
            value = _moment(value)
        if not value or (field == "title" and _NO_TITLE.search(value)):
            continue
        values = re.split(r"\s*[,;]\s*", value) if field == "tags" else [value]
        for each in filter(None, values):
            yield replace(candidate(field, each, f"PDF {key}", "properties"), standing="supported")


def _moment(said: str) -> str:
    """Return a PDF date (ISO 32000-2, 7.9.4) in ISO 8601, as far as it goes; nothing where it is none."""
    match = _DATE.match(said)
    if match is None or match[0].startswith(("D:20000101000000", "D:19700101000000")):  # set so as to set no date
        return ""
    year, month, day, hour, minute, utc, zone, rest = match.groups()
    moment = "-".join(filter(None, (year, month, day)))
    if hour and minute:
        moment += f"T{hour}:{minute}" + ("Z" if utc else f"{zone}:{rest or '00'}" if zone else "")
    return moment
