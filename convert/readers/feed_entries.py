"""An article for each entry of a feed: its text, what is said of it, the feed as its outlet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Mark, Raw, candidate
from convert.errors import Note, Noter
from convert.model import Finding
from convert.readers.html.fragment import Fragment, fragment

_SHORTENED = re.compile(r"(?:\[(?:…|\.\.\.|&#8230;)\]|…|\.\.\.)\s*$")
_DATES = (("published", "published"), ("created", "published"), ("updated", "updated"), ("expired", "extra.expired"))

Entry = Mapping[str, Any]


def article_of(entry: Entry, feed: Entry, name_: str, note: Noter) -> Raw | None:
    """Return an entry as an article; None for one without title and text."""
    title = _plain(entry.get("title_detail"), name_, note) or _plain(entry.get("title"), name_, note)
    body = _body(entry, name_, note)
    if not title and not body.text:
        return None
    text, marks = body.text, body.marks
    if title:
        by = len(title) + 2
        text = f"{title}\n\n{body.text}" if body.text else title
        moved = (replace(mark, start=mark.start + by, end=mark.end + by) for mark in body.marks)
        marks = (Mark(0, len(title), "headline", level=1), *moved)
    if _SHORTENED.search(body.text):
        note(Note("shortened-entry", "the feed gives only the beginning of the article", name_, level="info"))
    data = text.encode("utf-8", "surrogatepass")
    return Raw(
        text=text,
        name=name_,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader="feed",
        encoding="utf-8",
        structured=True,
        marks=tuple(marks),
        candidates=tuple(_candidates(entry, feed)),
        media=body.media,
    )


class _Content(Struct, frozen=True):
    value: str
    type: str
    base: str


def _body(entry: Entry, name_: str, note: Noter) -> Fragment:
    """Return the longest text an entry has: its content, or its summary."""
    contents = [_content(each) for each in entry.get("content") or ()]
    contents += [_content(entry.get("summary_detail") or {"value": entry.get("summary")})]
    best = max(contents, key=lambda each: len(each.value), default=_Content("", "", ""))
    if not best.value.strip():
        return Fragment()
    if best.type == "text/plain" and not re.search(r"<\w+[^>]*>|&\w+;", best.value):
        return _plain_paragraphs(best.value)
    return fragment(best.value, name_, note, base=best.base or str(entry.get("link") or ""))


def _content(said: Mapping[str, Any]) -> _Content:
    return _Content(str(said.get("value") or ""), str(said.get("type") or ""), str(said.get("base") or ""))


def _plain_paragraphs(text: str) -> Fragment:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    marks: list[Mark] = []
    at = 0
    for each in (" ".join(part.split()) for part in paragraphs):
        marks.append(Mark(at, at + len(each), "paragraph"))
        at += len(each) + 2
    return Fragment("\n\n".join(" ".join(part.split()) for part in paragraphs), tuple(marks))


def _plain(said: Mapping[str, Any] | str | None, name_: str, note: Noter) -> str:
    """Return a title as plain text: feeds put markup and twice escaped entities in it."""
    value = str((said or {}).get("value") or "") if not isinstance(said, str) else said
    if "<" in value:
        value = fragment(f"<p>{value}</p>", name_, note).text or value
    return " ".join(unescape(value).split())


# ---- metadata -------------------------------------------------------------------------------------------------------


def _candidates(entry: Entry, feed: Entry) -> Iterator[Finding]:
    for key, field in _DATES:
        # feedparser answers with the date of publication where an entry has no `updated`
        if dict.__contains__(entry, key) and (value := entry.get(key)):
            yield candidate(field, str(value), f"entry {key}", "feed_entry")
    if authors := ", ".join(_names(entry)):
        yield candidate("byline", authors, "entry author", "feed_entry")
    source = entry.get("source") or {}
    for where, place in ((source, "entry source"), (feed, "feed title")):
        if title := " ".join(str(where.get("title") or "").split()):
            yield candidate("outlet", unescape(title), place, "feed")
    for address in (entry.get("link"), entry.get("id") if entry.get("guidislink") else None):
        if address and re.match(r"https?://", str(address)):
            yield candidate("url", str(address), "entry link", "feed_entry")
    yield from _tags(entry.get("tags") or ())
    language = (entry.get("summary_detail") or {}).get("language") or entry.get("language") or feed.get("language")
    if language and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", str(language)):
        yield candidate("language", str(language).replace("_", "-"), "feed language", "feed")
    if rights := entry.get("rights") or feed.get("rights"):
        yield candidate("rights", " ".join(str(rights).split()), "feed rights", "feed")


def _names(entry: Entry) -> Iterator[str]:
    seen: set[str] = set()
    for author in [*(entry.get("authors") or ()), {"name": entry.get("author")}]:
        name_ = " ".join(str(author.get("name") or "").split())
        name_ = re.sub(r"\s*\(?\S+@\S+\)?\s*", " ", name_).strip(" ()")
        if name_ and name_.casefold() not in seen:
            seen.add(name_.casefold())
            yield name_


def _tags(tags: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    for tag in tags[:40]:
        said = tag.get("label") or tag.get("term")
        if said and not re.match(r"https?:", str(said)):
            yield candidate("tags", " ".join(str(said).split()), "entry category", "feed_entry")
