"""A page that a browser saved with its pictures in one file (MHTML, RFC 2557)."""

from __future__ import annotations

import hashlib
import re
from email.message import Message

from msgspec.structs import replace

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.model import Media
from convert.readers.html.article import Beside, read_page
from convert.readers.mail.hurt_heads import say_runs_on, text_in_head
from convert.readers.mail.message import bytes_of, fields_of, header_text, leaves

_MARKUP = re.compile(rb"<(script|style|head)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)


def read_saved_page(message: Message, data: bytes, given: Input, note: Noter) -> Raw:
    """Return the article of the page; raises NothingUsable where the file holds none."""
    parts = [placed.part for placed in leaves(message, given.name, note)]
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise NothingUsable("the saved page holds no HTML", where=given.path or given.name)
    page = pages[0]
    _say_other_pages(
        [*pages[1:], *(part for part in parts if part.get_content_type() == "text/plain")], given.name, note
    )
    for part in parts:
        if text := text_in_head(fields_of(part)):
            say_runs_on(text, "it is left out", given.name, note)
    address = header_text(message["Snapshot-Content-Location"] or page["Content-Location"])
    beside = Beside(
        encoding=str(page.get_param("charset") or "") or None,
        address=address if address.startswith(("http://", "https://")) else "",
        media=tuple(_pictures(parts)),
    )
    raw = read_page(bytes_of(page), given.name, note, beside)
    return replace(raw, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def _say_other_pages(pages: list[Message], name: str, note: Noter) -> None:
    """Note pages beside the first, in frames of it or behind hurt headers: they are not read."""
    if count := sum(len(_MARKUP.sub(b" ", bytes_of(each)).split()) for each in pages):
        said = f"other pages and texts in the file (frames of the page) are left out: {len(pages)}, with {count} words"
        note(Note("other-pages", said, name, level="info"))


def _pictures(parts: list[Message]) -> list[Media]:
    found: list[Media] = []
    for part in parts:
        if part.get_content_maintype() == "image":
            data = bytes_of(part)
            if location := header_text(part["Content-Location"]):
                found.append(Media(location, part.get_content_type(), data))
            if content_id := header_text(part["Content-ID"]).strip("<> "):
                found.append(Media(f"cid:{content_id}", part.get_content_type(), data))
    return found
