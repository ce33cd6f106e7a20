"""A page that a browser saved with its pictures in one file (MHTML, RFC 2557)."""

from __future__ import annotations

import hashlib
from email.message import Message

from msgspec.structs import replace

from convert.contracts import Input, Raw
from convert.errors import Noter, NothingUsable
from convert.model import Media
from convert.readers.html.article import Beside, read_page
from convert.readers.mail.hurt_heads import say_runs_on, text_in_head
from convert.readers.mail.message import bytes_of, header_text, leaves


def read_saved_page(message: Message, data: bytes, given: Input, note: Noter) -> Raw:
    """Return the article of the page; raises NothingUsable where the file holds none."""
    parts = [placed.part for placed in leaves(message, given.name, note)]
    page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if page is None:
        raise NothingUsable("the saved page holds no HTML", where=given.path or given.name)
    for part in parts:
        if text := text_in_head(header_text(part["Content-Type"])):
            say_runs_on(text, "it is left out", given.name, note)
    address = header_text(message["Snapshot-Content-Location"] or page["Content-Location"])
    beside = Beside(
        encoding=str(page.get_param("charset") or "") or None,
        address=address if address.startswith(("http://", "https://")) else "",
        media=tuple(_pictures(parts)),
    )
    raw = read_page(bytes_of(page), given.name, note, beside)
    return replace(raw, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


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
