"""WXR, what WordPress exports: an article for each post and page, the site its outlet.

Posts are written in HTML whose paragraphs are parted by blank lines alone, as the editor of WordPress 1–4 keeps them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape

from lxml import etree
from msgspec.structs import replace

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.readers.safe_xml import Element, attribute, children, tree_of, words_of
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.story import Form, Story, raw_of, say_abstract, say_withdrawn

NAME = "wxr"

_BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|section|hr|form|!--)\b|\s*<!--",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\[caption\b[^\[\]]*\]\s{0,20}(?P<image>(?:<a\b[^<>]*>)?\s{0,20}<img\b[^<>]*>(?:\s{0,20}</a>)?)"
    r"(?P<words>.{0,2000}?)\[/caption\]",
    re.DOTALL,
)
_CODE = re.compile(r"\[/?(?P<code>[a-z][a-z0-9_-]*)\b[^\[\]]*\]")
_CLOSED = re.compile(r"\[/([a-z][a-z0-9_-]*)\]")
_ALONE = re.compile(r"^[ \t]*\[(?P<code>[a-z][a-z0-9_-]*)(?:[ \t][^\]\n]*)?\][ \t]*$", re.MULTILINE)
"""Shortcodes: round words, which stay, and alone on a line, where WordPress puts something in their place."""

_NO_ARTICLES = frozenset(
    ("attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache")
)
_UNSET = "0000-00-00"


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield a Raw for each post or page; raises NothingUsable for an export without any."""
    with given.open() as stream:
        data = stream.read()
    root = tree_of(data, given.path or given.name, note)
    channel = next(children(root, "channel"), None)
    authors = dict(_authors(channel))
    left_out: Counter[str] = Counter()
    count = 0
    for number, item in enumerate(children(channel, "item"), start=1):
        kind = _value(item, "post_type") or "post"
        if kind in _NO_ARTICLES or kind.startswith("wp_") or _value(item, "status") == "trash":
            left_out["thrown away" if _value(item, "status") == "trash" else kind] += 1
            continue
        post = replace(given, name=f"{given.name}#{number}")
        try:
            yield _article(item, channel, authors, post, note)
            count += 1
        except NothingUsable as error:
            note(Note("empty-entry", f"left out: {error.message}", post.name))
    if left_out:
        said = ", ".join(f"{number} of “{kind}”" for kind, number in sorted(left_out.items()))
        note(Note("no-articles", f"left out, because they are no articles: {said}", given.name))
    if count == 0:
        raise NothingUsable("the export holds no post and no page", where=given.path or given.name)


def _authors(channel: Element | None) -> Iterator[tuple[str, str]]:
    for author in children(channel, "author"):
        yield _value(author, "author_login"), _value(author, "author_display_name")


def _value(element: Element, kind: str) -> str:
    return next((unescape(words_of(each)) for each in children(element, kind)), "")


def _article(item: Element, channel: Element | None, authors: Mapping[str, str], post: Input, note: Noter) -> Raw:
    said = Evidence("WXR")
    _gather(item, authors, said)
    for kind, field in (("title", "outlet"), ("language", "language")):
        words = _value(channel, kind) if channel is not None else ""
        if field == "language":
            said.language(words, "channel language")
        else:
            said.say(field, words, f"channel {kind}")
    say_withdrawn(said, post.name, note)
    html = _html(item, post.name, note)
    form = Form("html", html, "content:encoded") if html else None
    return raw_of(Story(NAME, said, form), post, etree.tostring(item, encoding="utf-8", with_tail=False), note)


def _gather(item: Element, authors: Mapping[str, str], said: Evidence) -> None:
    said.say("title", _value(item, "title"), "title")
    said.byline(authors.get(_value(item, "creator")) or _value(item, "creator"), "dc:creator")
    _dates(item, said)
    said.say("url", _value(item, "link"), "link")
    said.say("extra.uri", _value(item, "guid"), "guid")
    categories = list(children(item, "category"))
    for category in categories:
        said.say("tags", unescape(words_of(category)), f"category {attribute(category, 'domain')}".strip())
    section = (unescape(words_of(each)) for each in categories if attribute(each, "domain") == "category")
    said.say("section", next(section, ""), "category")
    # `excerpt:encoded` and `content:encoded` differ by their namespace alone
    for excerpt in children(item, "encoded"):
        if "excerpt" in str(excerpt.tag):
            say_abstract(said, re.sub(r"<[^<>]*>", " ", "".join(map(str, excerpt.itertext()))), "excerpt:encoded")
    say_abstract(said, re.sub(r"<[^<>]*>", " ", _value(item, "description")), "description")
    status = _value(item, "status")
    said.say("extra.status", status if status not in ("publish", "inherit", "future") else "", "wp:status")
    said.say("extra.status", "protected by a password" if _value(item, "post_password") else "", "wp:post_password")


def _dates(item: Element, said: Evidence) -> None:
    """Add the dates, in universal time where the export has it; a post that is to appear later is embargoed."""
    for field, kind in (("published", "post_date"), ("updated", "post_modified")):
        universal, local = _value(item, f"{kind}_gmt"), _value(item, kind)
        known = f"{universal}Z" if universal and not universal.startswith(_UNSET) else local
        if not known.startswith(_UNSET) and known.rstrip("Z") != said.value("published").rstrip("Z").replace("T", " "):
            said.date(field, known, f"wp:{kind}")
    if not said.has("published"):
        said.date("published", _value(item, "pubdate"), "pubDate")
    if _value(item, "status") == "future":
        said.date("embargo", said.value("published"), "wp:status future")


def _html(item: Element, where: str, note: Noter) -> str:
    content = next((each for each in children(item, "encoded") if "content" in str(each.tag)), None)
    text = "".join(map(str, content.itertext())) if content is not None else ""
    text = _without_pairs(_CAPTION.sub(r"<figure>\g<image><figcaption>\g<words></figcaption></figure>", text))
    if found := sorted(set(_ALONE.findall(text))):
        message = f"what WordPress shows in the place of these codes is not in the export: {', '.join(found)}"
        note(Note("shortcodes", message, where))
    text = _ALONE.sub("", text)
    return "".join(part if part.lower().startswith("<pre") else _paragraphs(part) for part in _around_pre(text)).strip()


def _without_pairs(text: str) -> str:
    """Return text without shortcodes that stand round words: those that are closed somewhere."""
    closed = frozenset(_CLOSED.findall(text))
    return _CODE.sub(lambda found: "" if found["code"] in closed else found[0], text)


def _around_pre(text: str) -> Iterator[str]:
    """Yield the parts of a text, each `pre` one of its own: its line ends are words."""
    lower, at = text.lower(), 0
    while (begins := lower.find("<pre", at)) >= 0 and (ends := lower.find("</pre>", begins)) >= 0:
        yield text[at:begins]
        yield text[begins : ends + 6]
        at = ends + 6
    yield text[at:]


def _paragraphs(text: str) -> str:
    """Return text with its paragraphs marked, as WordPress does when it shows them (`wpautop`)."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return "\n".join(part if _BLOCK.match(part) else _paragraph(part) for part in parts if part.strip())


def _paragraph(part: str) -> str:
    """Return a part as a paragraph, its line ends kept; a block that begins in it ends the paragraph."""
    match = re.search(r"\n(?=\s*<(?:ul|ol|h[1-6]|blockquote|figure|table|div)\b)", part)
    inline, block = (part[: match.start()], part[match.start() :]) if match else (part, "")
    lines = "<br>".join(line.strip() for line in inline.splitlines() if line.strip())
    return f"<p>{lines}</p>{block}"
