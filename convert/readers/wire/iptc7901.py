"""Wires as text with control characters: IPTC 7901 (1995) and its American relation ANPA 1312.

Both open with SOH and a line of codes, give the text after STX, the hour of sending after ETX, and end with EOT. In
ANPA's the lines of the head begin with `^` and end with `<` or `=`. What an agency marks as not for publication is
kept as editors' information and no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.normalise.decode import decode
from convert.readers.text import say_decoded
from convert.readers.wire import MESSAGE, anpa, iptc7901_text
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.story import Story, raw_of

NAME = "iptc7901"

_SOH, _STX, _ETX, _EOT = b"\x01\x02\x03\x04"
_WORD = re.compile(r"\w+")
_ANPA = re.compile(r"\x01\w+\x1f")
MOST_AFTER_TEXT = 12
"""Words after an ETX that can be the hour of sending: more of them are text, and the ETX is damage."""


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of a message, or an Input for each of several; raises NothingUsable for one without text."""
    with given.open() as stream:
        data = stream.read()
    begins = [match.start() for match in MESSAGE.finditer(data)]
    if not begins:
        raise NothingUsable("there is no message in it: SOH and STX are missing", where=given.path or given.name)
    if len(begins) == 1:
        yield _article(data, given, note)
        return
    for number, (start, end) in enumerate(zip(begins, [*begins[1:], len(data)], strict=True), start=1):
        made = input_of(f"{given.name}#{number}", data[start:end])
        yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)


def _article(data: bytes, given: Input, note: Noter) -> Raw:
    decoded = decode(data)
    say_decoded(decoded, given.name, note)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    start = max(text.find(chr(_SOH)), 0)
    head, _, rest = text[start:].partition(chr(_STX))
    whole, _, behind = rest.partition(chr(_EOT))
    body, after = _parted(whole, given, note)
    outside = len(_WORD.findall(f"{text[:start]} {behind}"))
    if outside:
        note(Note("outside-message", f"what stands outside of the message is left out: {outside} words", given.name))
    kind = anpa if _ANPA.match(head) else iptc7901_text
    said = Evidence(kind.FORMAT)
    return raw_of(Story(NAME, said, kind.story(head[1:], body, after, said)), given, data, note)


def _parted(whole: str, given: Input, note: Noter) -> tuple[str, str]:
    """Return the text of a message, and what stands behind its first ETX: the hour of sending is in that."""
    text, end, after = whole.rpartition(chr(_ETX))
    if not end or len(_WORD.findall(after)) > MOST_AFTER_TEXT:
        text = whole
    if chr(_ETX) in text:
        said = "what ends a text (ETX) stands inside this one; what follows is kept, and may be of another message"
        note(Note("end-in-the-text", said, given.name))
    return text, whole.partition(chr(_ETX))[2]
