"""RSS, Atom and RDF feeds: an article for each entry, the feed its outlet. What an entry links to is not fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record

name = "feed"
suffixes = ("rss", "atom", "rdf", "xml")

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|RDF|channel)[\s>]", re.IGNORECASE)
_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*", re.DOTALL
)
_FEED_SIGNS = re.compile(
    rb"<(?:[\w.-]+:)?(?:item|entry|channel|title|link|updated|id|author|items)[\s/>]|purl\.org/rss|/Atom"
)


def recognises(head: bytes) -> bool:
    """Say yes to XML whose outermost element is that of a feed."""
    if b"\0" in head[:64]:  # UTF-16 or UTF-32: what is looked for is ASCII
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").removeprefix(b"\xfe\xff")
    begins = _BEFORE.match(head)
    root = _ROOT.match(head, begins.end() if begins else 0)
    if root is None:
        return False
    return root[1].lower() in (b"rss", b"channel") or bool(_FEED_SIGNS.search(head, root.end()))


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield a Raw for each entry that says something; raises NothingUsable for a feed without any."""
    from convert.readers.feed_entries import article_of

    with given.open() as stream:
        data = stream.read()
    try:
        feed = parsed(data)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        where = given.path or given.name
        raise NothingUsable(f"the feed cannot be read: {error}", where=where) from error
    if feed.get("bozo") and not feed.get("entries"):
        raise NothingUsable(f"the feed cannot be read: {feed.get('bozo_exception')}", where=given.path or given.name)
    if feed.get("bozo"):
        note(Note("broken-feed", f"the feed is broken, read as far as it goes: {feed['bozo_exception']}", given.name))
    count = 0
    for number, entry in enumerate(feed["entries"], start=1):
        item = f"{given.name}#{number}"
        raw = article_of(entry, feed["feed"], item, note)
        if raw is None:
            note(Note("empty-entry", "an entry without title and text is left out", item))
        else:
            count += 1
            yield raw
    if count == 0:
        raise NothingUsable("the feed has no entries", where=given.path or given.name)


def parsed(data: bytes, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """Return what feedparser makes of a feed: no address fetched, no entity expanded from outside.

    `headers` are those of HTTP, in lower case, where the feed came with them: they may name its encoding.
    """
    from io import BytesIO

    import feedparser

    # a stream, so that no bytes are taken for an address; markup is cleaned by the HTML reader
    found: Mapping[str, Any] = feedparser.parse(
        BytesIO(data), sanitize_html=False, resolve_relative_uris=True, response_headers=dict(headers or {})
    )
    return found
