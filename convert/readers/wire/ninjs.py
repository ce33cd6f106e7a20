"""ninjs (IPTC, 2013–), the agencies' news in JSON: generations 1 to 3, alone or wrapped in an interface's answer.

Arrays and lines of JSON are taken apart by the readers of those; each item comes here alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.readers.json_objects import object_of, text_of
from convert.readers.wire import ENOUGH_NAMES, NINJS_NAMES
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.ninjs_facts import gather, text_in
from convert.readers.wire.ninjs_left import say_left
from convert.readers.wire.ninjs_text import forms_of, pictures_of
from convert.readers.wire.own_ninjs import known_beside, restored
from convert.readers.wire.story import Story, best_of, raw_of, say_withdrawn

NAME = "ninjs"

_WRAPPERS = ("item", "items", "data", "_items", "results", "news")
_OTHERS = ("picture", "graphic", "image", "audio", "video", "component", "event", "planning")
"""Types of associated items that are no texts; one that is not known, or hurt, is a text where it holds one."""
_DEEPEST = 4


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of an item, then an Input for each text that is associated with it.

    Of an item that convert wrote it is the record that it was made of. Of an answer that wraps several items an Input
    for each is yielded. Raises NothingUsable where there is no item.
    """
    with given.open() as stream:
        data = stream.read()
    values = object_of(text_of(data, given), given)
    if _is_item(values):
        yield restored(values, data, given, note) or _article(values, data, given, note)
        yield from _inputs(list(_associated_texts(values)), given, 2)
        return
    items = list(_wrapped(values, 0))
    if not items:
        raise NothingUsable("the JSON holds no item of ninjs", where=given.path or given.name)
    if len(items) == 1:
        yield _article(items[0], data, given, note)
    else:
        yield from _inputs(items, given, 1)


def _is_item(values: Mapping[str, Any]) -> bool:
    keys = {key.lower() for key in values}
    return bool(keys & {"uri", "guid"}) or len(keys & NINJS_NAMES) >= ENOUGH_NAMES


def _wrapped(values: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the items in an answer: under the names that interfaces give what they return."""
    if isinstance(values, list):
        for each in values:
            yield from _wrapped(each, depth + 1)
    elif isinstance(values, dict) and depth <= _DEEPEST:
        if depth and _is_item(values):
            yield values
            return
        for key in _WRAPPERS:
            yield from _wrapped(values.get(key), depth + 1)


def _inputs(items: list[Mapping[str, Any]], given: Input, first: int) -> Iterator[Input]:
    for number, item in enumerate(items, start=first):
        made = input_of(f"{given.name}#{number}", json.dumps(item, ensure_ascii=False).encode("utf-8", "replace"))
        yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)


def _associated_texts(values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield associated items that are texts of their own: the parts of a package."""
    for item in associations(values):
        if text_in(item.get("type")) not in _OTHERS and forms_of(item, Evidence("ninjs"), "", lambda _: None):
            yield item


def associations(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the associated items, an array in generations 2 and 3, named in 1."""
    found = values.get("associations") or ()
    each = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [item for item in each if isinstance(item, dict)]


def _article(values: Mapping[str, Any], data: bytes, given: Input, note: Noter) -> Raw:
    said = Evidence("ninjs")
    gather(values, said)
    said.found += known_beside(values)
    say_withdrawn(said, given.name, note)
    form = best_of(forms_of(values, said, given.name, note), given.name, note)
    pictures = [] if form is not None else pictures_of(values)
    pictures += [picture for each in associations(values) for picture in pictures_of(each)]
    _say_what_is_elsewhere(values, given.name, note)
    told = [*(each.value for each in said.found), form.value if form else "", *(each.words for each in pictures)]
    say_left(values, {id(each) for each in _associated_texts(values)}, told, given.name, note)
    return raw_of(Story(NAME, said, form, pictures), given, data, note)


def _say_what_is_elsewhere(values: Mapping[str, Any], where: str, note: Noter) -> None:
    """Note sound and film, of the item itself or associated with it: they lie elsewhere, and nothing is fetched."""
    kinds = [text_in(each.get("type")) for each in (values, *associations(values))]
    elsewhere = sorted({kind for kind in kinds if kind in ("audio", "video", "component")})
    if elsewhere:
        note(Note("not-fetched", f"content that lies elsewhere is not fetched: {', '.join(elsewhere)}", where))
