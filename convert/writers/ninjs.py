"""ninjs 3.1, the agencies' news in JSON: each article an item, valid for IPTC's schema but for one extension.

IPTC's own example of an extension is the schema's `#/$defs/ninjsType` with properties of one's own beside it. Ours is
`convert:evidence`: where the article came from with its hash, its metadata as exactly as they are known (a date without
its hour is no `date-time`), and what was found and rejected. It carries a hash of the rest of the item, so that whoever
reads it back knows whether somebody has edited the item since.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Note, Noter
from convert.moments import precision, zone_of
from convert.ninjs import EXTENSION, evidence_of
from convert.normalise.embargo_lines import has_open_embargo
from convert.style import Style
from convert.walk import blocks as walk_blocks
from convert.walk import plain
from convert.writers.ninjs_body import body_html
from convert.writers.nodes import clean

suffix = "ninjs.json"

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_PLAIN = {
    "version": "version",
    "slugline": "slugline",
    "ednote": "edNote",
    "copyright_holder": "copyrightHolder",
    "usage_terms": "usageTerms",
}
"""What agencies say beside metadata, by the names of `extra` and of ninjs."""


def write(briefing: m.Briefing, style: Style, note: Noter) -> Written:
    """Return an item, or an array of the items of several articles, indented, with a line end."""
    del style
    items = [item_of(record, note) for record in briefing.records]
    whole = items[0] if briefing.kind == "brief" and len(items) == 1 else items
    return Written((File(f".{suffix}", json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"),))


def item_of(record: m.Record, note: Noter) -> dict[str, Any]:
    """Return an article as an item of ninjs, its evidence in the extension."""
    article = record.article
    item = {key: value for key, value in _fields(record, note) if value not in (None, "", [])}
    if any(figure.media for figure in walk_blocks(article.body) if isinstance(figure, m.Figure)):
        message = "ninjs holds no pictures, only their captions and addresses"
        note(Note("picture-left-out", message, article.source.name))
    return {**item, EXTENSION: evidence_of(article, item)}


def _fields(record: m.Record, note: Noter) -> Iterator[tuple[str, Any]]:
    article, known = record.article, record.article.metadata
    extra = dict(reversed(known.extra))
    yield "standard", STANDARD
    yield "uri", _uri(article, extra)
    yield "type", "text"
    yield "representationType", "full" if article.body and not article.truncated else "partial"
    yield "firstCreated", _date_time(known.published)
    yield "versionCreated", _date_time(known.updated or known.published)
    yield "embargoedUntil", _date_time(known.embargo)
    yield "pubStatus", _status(article, extra, note)
    yield "urgency", int(extra["urgency"]) if re.fullmatch("[1-9]", extra.get("urgency", "")) else None
    yield from ((name, clean(extra.get(key, ""))) for key, name in _PLAIN.items())
    yield "copyrightNotice", clean(known.rights or "")
    yield "language", known.language
    yield "by", clean(known.byline or "")
    yield "located", clean(known.dateline.place or "") if known.dateline else None
    yield "headlines", _headlines(known)
    yield "descriptions", _descriptions(record)
    yield "bodies", _bodies(article)
    yield "subjects", [{"name": clean(tag)} for tag in known.tags]
    yield "infoSources", [{"name": clean(known.outlet), "role": "publisher"}] if known.outlet else []
    yield "altIds", _other_ids(known, extra)


def _uri(article: m.Article, extra: dict[str, str]) -> str:
    """Return what identifies an item: the agency's identifier, else its address, else its source's hash (RFC 6920)."""
    for known in (extra.get("uri"), article.metadata.url):
        if known and _URI.fullmatch(known):
            return known
    digest = base64.urlsafe_b64encode(bytes.fromhex(article.source.sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _other_ids(known: m.Metadata, extra: dict[str, str]) -> list[dict[str, str]]:
    """Return identifiers that are not the item's own: one that is no URI, an address beside a URI."""
    said = (("source", extra.get("uri") or ""), ("url", known.url or ""))
    own = next((value for _, value in said if _URI.fullmatch(value)), "")
    return [{"role": role, "value": clean(value)} for role, value in said if value and value != own]


def _date_time(moment: m.Moment | None) -> str | None:
    """Return a moment as RFC 3339 has it, or None where its hour or its zone is not known."""
    if moment is None or precision(moment) != "time" or zone_of(moment) is None:
        return None
    zone = zone_of(moment) or ""
    clock = moment.removesuffix(zone)
    return f"{clock}{':00' if len(clock) == 16 else ''}{zone}"


def _status(article: m.Article, extra: dict[str, str], note: Noter) -> str:
    """Return the status; an embargo whose hour or zone is not known withholds the item: ninjs cannot say it."""
    said = extra.get("status", "").lower()
    if said in ("canceled", "withheld"):
        return said
    if has_open_embargo(article):
        message = "ninjs cannot say an embargo that has no date: the item is marked as withheld"
        note(Note("embargo-inexact", message, article.source.name))
        return "withheld"
    embargo = article.metadata.embargo
    if embargo and _date_time(embargo) is None:
        message = f"ninjs cannot say an embargo without its hour and zone ({embargo}): the item is marked as withheld"
        note(Note("embargo-inexact", message, article.source.name))
        return "withheld"
    return "usable"


def _headlines(known: m.Metadata) -> list[dict[str, str]]:
    said = (("main", known.title), ("sub", known.subtitle))
    return [{"role": role, "contentType": "text/plain", "value": clean(words)} for role, words in said if words]


def _descriptions(record: m.Record) -> list[dict[str, str]]:
    """Return the abstract; under a rights cut that leaves no text, the sentences that may be printed."""
    abstract = dict(record.article.metadata.extra).get("abstract")
    said = [("summary", abstract)] if abstract else []
    if not record.article.body:
        said += [("keyPoint", point.words) for point in record.analysis.key_points or ()]
    return [{"role": role, "contentType": "text/plain", "value": clean(words)} for role, words in said]


def _bodies(article: m.Article) -> list[dict[str, Any]]:
    if not article.body:
        return []
    paragraphs = (b for b in walk_blocks(article.body) if isinstance(b, m.Paragraph | m.Heading))
    words = " ".join(plain(block.content) for block in paragraphs)
    counts = {"charCount": len(words), "wordCount": len(words.split())}
    return [{"role": "main", "contentType": "text/html", **counts, "value": body_html(article.body)}]
