"""What the Danish agency Ritzau's interface answers: `RBNews`, alone or in a list, its text HTML as characters."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from lxml import etree
from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Noter, NothingUsable
from convert.model import Record
from convert.readers.safe_xml import Element, children, descendants, local_name, name_of, tree_of, words_of
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.story import Story, form_of, raw_of

NAME = "ritzau"

_FIELDS = {
    "headline": "title",
    "subtitle": "subtitle",
    "strapline": "extra.slugline",
    "town": "place",
    "section": "section",
    "newsid": "extra.uri",
    "version": "extra.version",
    "priority": "extra.urgency",
    "tilredaktionen": "extra.ednote",
    "format": "extra.genre",
}


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of an item, or an Input for each of several; raises NothingUsable for an empty answer."""
    with given.open() as stream:
        data = stream.read()
    root = tree_of(data, given.path or given.name, note)
    items = [root] if name_of(root) == "rbnews" else list(descendants(root, "rbnews"))
    if not items:
        raise NothingUsable("the answer holds no news", where=given.path or given.name)
    if len(items) == 1:
        yield _article(items[0], data, given, note)
        return
    for number, item in enumerate(items, start=1):
        made = input_of(f"{given.name}#{number}", etree.tostring(item, encoding="utf-8", with_tail=False))
        yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)


def _article(item: Element, data: bytes, given: Input, note: Noter) -> Raw:
    said = Evidence("Ritzau")
    for child in children(item):
        words = unescape(words_of(child))
        if field := _FIELDS.get(name_of(child)):
            said.say(field, words, local_name(child))
        elif name_of(child) == "byline":
            said.byline(words, "byLine")
        elif name_of(child) == "publishdate":
            said.date("published", words, "PublishDate")
        elif name_of(child) == "origin":
            said.say("outlet", words.strip("/ "), "origin")
    content = "".join(words_of(each) for each in children(item, "content"))
    # escaped once for the answer, and in some items again before
    form = form_of(content.replace("&amp;", "&"), "content") if content else None
    return raw_of(Story(NAME, said, form), given, data, note)
