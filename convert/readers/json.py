"""JSON: Records of this project as they are; news objects of crawlers and interfaces, by the names they give things.

An array is a container: each of its items is an Input of its own, with its own hash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from convert.contracts import HEAD_SIZE, Input, Raw, input_of
from convert.errors import ConvertError, Note, Noter, NothingUsable
from convert.model import SCHEMA_VERSION, Record
from convert.readers import json_lines
from convert.readers.json_objects import object_of, place_of, text_of
from convert.readers.news_fields import Told, flattened, raw_of, roles_of, unused

name = "json"
suffixes = ("json",)


MOST_IN_ONE = 200_000_000
"""Bytes of JSON that are read in one piece, into memory."""


def recognises(head: bytes) -> bool:
    """Say yes to what begins like a JSON object or an array of objects; a text may begin with a bracket too."""
    text = head.decode(json.detect_encoding(head[:8]), "replace").lstrip("\ufeff \t\r\n")
    return re.match(r'\{\s*["}]|\[\s*[\[{\]]', text) is not None


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield a Record, a Raw made of a news object, or an Input for each item of an array.

    Raises NothingUsable for JSON that holds no article, and ConvertError where the JSON itself is broken.
    """
    with given.open() as stream:
        data = stream.read(MOST_IN_ONE + 1)
    if _are_lines(data):
        yield from json_lines.read(given, note)
        return
    if len(data) > MOST_IN_ONE:
        raise NothingUsable(
            f"the JSON has more than {MOST_IN_ONE:,} bytes in one piece",
            where=place_of(given),
            hint="write it as JSON Lines, one article a line: these are read as a stream",
        )
    text = text_of(data, given)
    if text.lstrip().startswith("["):
        yield from _items(text, given)
    else:
        yield _article(object_of(text, given), data, given, note)


def _are_lines(data: bytes) -> bool:
    """Tell JSON Lines whose first line is longer than what they are recognised by."""
    end = data.find(b"\n")
    return end >= HEAD_SIZE and json_lines.recognises(data[: end + 64])


def _items(text: str, given: Input) -> Iterator[Input]:
    try:
        items = msgspec.json.decode(text, type=list[msgspec.Raw])
    except RecursionError as error:
        raise NothingUsable("the JSON is nested too deep", where=place_of(given)) from error
    except msgspec.DecodeError as error:
        raise NothingUsable(f"the JSON is broken: {error}", where=place_of(given)) from error
    if not items:
        raise NothingUsable("the array is empty", where=place_of(given))
    for number, item in enumerate(items, start=1):
        made = input_of(f"{given.name}#{number}", bytes(item))
        yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)


def _article(values: Mapping[str, Any], data: bytes, given: Input, note: Noter) -> Raw | Record:
    if isinstance(values.get("article"), dict) and "source_text" in values["article"]:
        return _record(values, data, given)
    return _raw(values, data, given, note)


def _record(values: Mapping[str, Any], data: bytes, given: Input) -> Record:
    if isinstance(values.get("schema"), int) and values["schema"] > SCHEMA_VERSION:
        raise ConvertError(
            f"the record was written by a newer version (schema {values['schema']}, this one reads {SCHEMA_VERSION})",
            where=place_of(given),
            hint="update convert",
        )
    try:
        return msgspec.json.decode(data.decode("utf-8-sig"), type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NothingUsable(f"this is no record: {error}", where=place_of(given)) from error


# ---- news objects ---------------------------------------------------------------------------------------------------


def _raw(values: Mapping[str, Any], data: bytes, given: Input, note: Noter) -> Raw:
    values = flattened(values)
    roles = roles_of(tuple(values), given.columns)
    encoding = json.detect_encoding(data[:8]).removesuffix("-sig")
    raw = raw_of(Told(values, given.name, data, "json", encoding, lambda key: f"JSON {key}"), roles, note)
    if raw is None:
        hint = "the text is looked for under maintext, text, body, content …; [columns] in convert.toml names another"
        raise NothingUsable("the object holds no article", where=place_of(given), hint=hint)
    if keys := sorted(unused(values, roles)):
        shown = ", ".join(keys[:8]).encode("utf-8", "replace").decode() + (" …" if len(keys) > 8 else "")
        note(Note("unused-keys", f"keys that say nothing of the article's metadata: {shown}", given.name, level="info"))
    return raw
