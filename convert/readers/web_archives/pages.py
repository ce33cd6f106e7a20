"""From records to pages: which of them may hold an article, and what the archive knows of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from convert.contracts import Input, candidate, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.model import Finding
from convert.readers.web_archives.http import Answer, NotDecoded, answer_of
from convert.readers.web_archives.records import Record, agrees

_PAGES = re.compile(
    r"text/html|application/xhtml\+xml|text/plain|application/pdf|text/markdown"
    r"|(?:application|text)/(?:rss\+|atom\+|rdf\+)?xml|application/(?:msword|rtf)|text/rtf"
    r"|application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.document|oasis\.opendocument\.text)"
)
"""Media types of what may be an article; pictures, scripts, answers of interfaces are a page's parts."""

_CALLED = {"request": "requests", "revisit": "revisits", "response": "responses without HTTP"}
_FEED = re.compile(r"\bxml$")
_ADDRESS = re.compile(r"(?:https?|file)://", re.IGNORECASE)
_MACHINES = re.compile(r"https?://[^/]+/(?:robots|ads|security|humans)\.txt(?:\?|$)", re.IGNORECASE)


def pages_in(records: Iterable[Record], given: Input, note: Noter) -> Iterator[Input]:
    """Yield an Input for each page: `name#1`, `name#2` …; what is no page is counted in one Note at the end.

    Raises NothingUsable where there is none.
    """
    aside: Counter[str] = Counter()
    count = 0
    for record in records:
        try:
            answer = _answer(record)
        except NotDecoded as error:
            note(Note("broken-record", f"{record.place} is left out: {error}", given.name))
            continue
        if reason := _why_not(record, answer):
            aside[reason] += 1
            if answer is not None and answer.status >= 400:
                said = f"{record.place} is an error of the site, {answer.status}, and left out"
                note(Note("http-error", said, given.name, level="info"))
        elif answer is not None:
            count += 1
            made = input_of(f"{given.name}#{count}", answer.content)
            candidates = tuple(_candidates(record, is_feed=bool(_FEED.search(answer.kind))))
            made = replace(made, given=given.given, path=given.path, depth=given.depth + 1)
            yield replace(made, encoding=answer.charset, candidates=candidates)
    said = ", ".join(f"{reason} ({number:,})" for reason, number in sorted(aside.items()))
    if count == 0:
        raise NothingUsable("the archive holds no page" + (f": {said}" if said else ""), where=given.path or given.name)
    if said:
        note(Note("records-left-aside", f"records that are no pages: {said}", given.name, level="info"))


def _answer(record: Record) -> Answer | None:
    """Return what a record holds: an answer of HTTP, or the thing itself; None for a record without content."""
    if record.kind == "response" and not record.media_type.startswith("text/dns"):
        answer = answer_of(record.block)
        if answer is not None and not record.digest and not _agrees(answer, record.payload_digest):
            raise NotDecoded("its content has another digest than it says")
        return answer
    if record.kind in ("resource", "conversion"):
        kind, _, rest = record.media_type.partition(";")
        charset = re.search(r"charset=\"?([\w:.-]+)", rest)
        return Answer(200, kind.strip(), charset[1] if charset else None, record.block)
    return None


def _agrees(answer: Answer, digest: str) -> bool:
    """Tell whether a payload has its digest: crawlers take it of what was sent, of its chunks joined, or unpacked."""
    return any(agrees(form, digest) for form in (*answer.forms, answer.content))


def _why_not(record: Record, answer: Answer | None) -> str:
    """Return what a record is that is no page; nothing for a page."""
    if answer is None:
        return _CALLED.get(record.kind, record.kind)
    if answer.status != 200:
        return "redirections" if 300 <= answer.status < 400 else f"answers with status {answer.status}"
    if not _ADDRESS.match(record.address) or _MACHINES.match(record.address):
        return "files for machines"
    if answer.kind and not _PAGES.fullmatch(answer.kind):
        return answer.kind
    return "" if answer.content.strip() else "empty answers"


def _candidates(record: Record, *, is_feed: bool) -> Iterator[Finding]:
    """Yield what the archive says of a page; the address of a feed is not that of its articles."""
    place = f"WARC record {record.id}" if record.id else "web archive"
    if not is_feed and not record.address.lower().startswith("file:"):
        yield candidate("url", re.sub(r"\s", "%20", record.address), place, "web_archive")
    for field, value in (
        ("extra.captured", record.date),
        ("extra.warc record", record.id),
        ("extra.warc digest", record.payload_digest or record.digest),
    ):
        if value:
            yield candidate(field, value, place, "web_archive")
