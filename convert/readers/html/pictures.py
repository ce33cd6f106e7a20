"""Pictures that came with a page: in the page itself (`data:` addresses) or beside it (MHTML)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from urllib.parse import unquote_to_bytes

from msgspec.structs import replace

from convert.model import Media
from convert.readers.addresses import absolute_address
from convert.readers.html.marking import Kept, sources_of
from convert.readers.html.runs import Picture

_DATA = re.compile(r"data:(image/[\w.+-]+)((?:;[\w=.-]+)*),(.*)", re.S)
SMALLEST = 400
"""Bytes; a smaller picture is a dot or a placeholder."""


def with_media(kept: Sequence[Kept], media: Sequence[Media], base: str) -> tuple[list[Kept], tuple[Media, ...]]:
    """Return the parts with their pictures' media named, and the media that are used, numbered in order."""
    by_address = {each.id: each for each in media}
    used: list[Media] = []
    made: list[Kept] = []
    for each in kept:
        found = _found(each.part, by_address, base) if isinstance(each.part, Picture) else None
        if found is not None:
            used.append(Media(f"picture-{len(used) + 1}", found.media_type, found.data))
            made.append(replace(each, value=used[-1].id))
        else:
            made.append(each)
    return made, tuple(used)


def _found(picture: Picture, by_address: dict[str, Media], base: str) -> Media | None:
    for address in sources_of(picture.element):
        if address.startswith("data:"):
            media = _in_address(address)
            if media is not None:
                return media
        elif (media := by_address.get(address) or by_address.get(absolute_address(address, base))) is not None:
            return media
    return None


def _in_address(address: str) -> Media | None:
    match = _DATA.fullmatch(address)
    if match is None:
        return None
    try:
        data = base64.b64decode(match[3]) if ";base64" in match[2] else unquote_to_bytes(match[3])
    except (binascii.Error, ValueError):
        return None
    return Media("", match[1], data) if len(data) >= SMALLEST else None
