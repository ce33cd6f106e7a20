"""NewsML-G2 (IPTC, 2006–): news items alone, several in a message, and what a package says of them.

References are never followed, so a package that names or holds itself ends where it is written. Items without news
text (concepts, plans, catalogues) are named for what they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.readers.safe_xml import (
    Element,
    at,
    attribute,
    children,
    descendants,
    local_name,
    name_of,
    tree_of,
    words_of,
)
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.newsml_g2_content import forms_of, pictures_of, say_other_content
from convert.readers.wire.newsml_g2_facts import PICTURES, class_of, gather, name_in
from convert.readers.wire.story import Story, best_of, raw_of, say_withdrawn

NAME = "newsml-g2"

NOT_NEWS = {
    "packageitem": "a package: it orders news items and holds no text of its own",
    "conceptitem": "a concept item: an entry of a vocabulary, a person or an event, not news",
    "knowledgeitem": "a knowledge item: a vocabulary, not news",
    "catalogitem": "a catalogue item: names of vocabularies, not news",
    "planningitem": "a planning item: it announces coverage, and holds no news yet",
}
"""Items that hold no news text, by their element's name."""

_ITEMS = frozenset(("newsitem", *NOT_NEWS))
_PIECES = frozenset(
    ("itemmeta", "contentmeta", "contentset", "groupset", "rightsinfo", "hophistory", "itemset", "partmeta", "assert")
)
"""Parts of an item: a file that begins with one is a piece that was cut out."""


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of a news item, or an Input for each of several; raises NothingUsable where there is none."""
    with given.open() as stream:
        data = stream.read()
    where = given.path or given.name
    root = tree_of(data, where, note)
    items = _items(root)
    news = [item for item in items if name_of(item) == "newsitem"]
    if not news:
        yield _piece(root, items, given, data, note)
        return
    for item in items:
        if name_of(item) != "newsitem":
            _say_what_it_is(item, news, given, note)
    stories = list(_stories(news))
    if len(stories) == 1:
        yield article_of(stories[0], data, given, note)
        return
    for number, story in enumerate(stories, start=1):
        made = input_of(f"{given.name}#{number}", _alone(story))
        yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)


class _Items(Struct, frozen=True):
    """A news item and the items of the same message that are its pictures."""

    news: Element
    pictures: tuple[Element, ...] = ()


def _stories(news: list[Element]) -> Iterator[_Items]:
    """Yield news items, each with its pictures: those that a text links to, all of them where there is one text."""
    texts = [item for item in news if class_of(item) not in PICTURES]
    linking = {attribute(link, "residref"): text for text in reversed(texts) for link in at(text, "itemmeta/link")}
    only = texts[0] if len(texts) == 1 else None
    of_text: dict[Element, list[Element]] = {item: [] for item in texts}
    taken = set()
    for picture in (item for item in news if item not in of_text):
        owner = linking.get(attribute(picture, "guid") or " ", only)
        if owner is not None:
            of_text[owner].append(picture)
            taken.add(picture)
    yield from (_Items(item, tuple(of_text.get(item, ()))) for item in news if item not in taken)


def _alone(story: _Items) -> bytes:
    """Return an item as a document of its own, in a message with its pictures where it has any."""
    if not story.pictures:
        return etree.tostring(story.news, encoding="utf-8", with_tail=False)
    message = etree.Element("newsMessage")
    items = etree.SubElement(message, "itemSet")
    items.extend([story.news, *story.pictures])
    return etree.tostring(message, encoding="utf-8")


def _items(root: Element) -> list[Element]:
    """Return the items of a message, or the one item that the file is; those inside an item's content are its own."""
    if name_of(root) in _ITEMS:
        return [root]
    return [item for set_ in children(root, "itemset") for item in children(set_) if name_of(item) in _ITEMS]


def article_of(story: _Items, data: bytes, given: Input, note: Noter) -> Raw:
    """Return a news item as a Raw; `data` is what its hash is taken of."""
    item, said = story.news, Evidence("NewsML-G2")
    gather(item, said)
    say_withdrawn(said, given.name, note)
    if any(not words_of(each) for each in at(item, "itemmeta/embargoed")):
        message = "the item names an embargo without a time: see its notes to editors before it is printed"
        note(Note("embargo-without-time", message, given.name))
    form = best_of(forms_of(item, said, given.name, note), given.name, note)
    pictures = pictures_of(item) if form is None else []
    pictures += [picture for each in story.pictures for picture in pictures_of(each)]
    say_other_content(item, given.name, note)
    return raw_of(Story(NAME, said, form, pictures), given, data, note)


# ---- what is no news ------------------------------------------------------------------------------------------------


def _piece(root: Element, items: list[Element], given: Input, data: bytes, note: Noter) -> Raw:
    """Return the article of content that was cut out of its item; raises NothingUsable for all else."""
    where = given.path or given.name
    if name_of(root) == "contentset":
        said = Evidence("NewsML-G2")
        if form := best_of(forms_of(root, said, given.name, note), given.name, note):
            return raw_of(Story(NAME, said, form), given, data, note)
    if items:
        kinds = list(dict.fromkeys(NOT_NEWS[name_of(item)] for item in items))
        titles = [title for item in items for title in named_items(item)]
        hint = f"it names {_listed(titles)}: give those items too" if titles else ""
        raise NothingUsable(f"this is {'; and '.join(kinds)}", where=where, hint=hint)
    if name_of(root) in _PIECES:
        raise NothingUsable(f"this is only a piece of a NewsML-G2 item (“{local_name(root)}”)", where=where)
    raise NothingUsable("the message holds no news item", where=where)


def named_items(package: Element) -> list[str]:
    """Return what a package calls the items it names: their titles, or their identifiers."""
    references = list(descendants(package, "itemref"))
    titles = (next((words_of(each) for each in children(ref, "title", "headline")), "") for ref in references)
    return [title or attribute(ref, "residref") for title, ref in zip(titles, references, strict=True)]


def _say_what_it_is(item: Element, news: list[Element], given: Input, note: Noter) -> None:
    """Note an item of a message that is no news; of a package, which of its items are not in the message."""
    if name_of(item) != "packageitem":
        called = next((words_of(each) for each in at(item, "itemmeta/title")), "") or name_in(item)
        note(Note("no-news", f"left out: {NOT_NEWS[name_of(item)]}{f' (“{called}”)' if called else ''}", given.name))
        return
    there = {attribute(each, "guid") for each in (*news, item)}
    gone = [ref for ref in descendants(item, "itemref") if attribute(ref, "residref") not in there]
    if gone:
        titles = [
            next((words_of(each) for each in children(ref, "title")), "") or attribute(ref, "residref") for ref in gone
        ]
        note(Note("not-in-package", f"the package names items that are not in it: {_listed(titles)}", given.name))


def _listed(titles: list[str]) -> str:
    shown = ", ".join(f"“{title}”" for title in titles[:5])
    return f"{shown} and {len(titles) - 5} more" if len(titles) > 5 else shown
