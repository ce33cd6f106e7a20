"""Small damage to a source, as transfers, editors and scrapers do it, and as nobody would."""

from __future__ import annotations

import random
from collections.abc import Callable

INTERESTING = (
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\n\n\n",
    b"\t",
    b"\xc2\xa0",
    b"\xe2\x80\xa8",
    b"<",
    b">",
    b"&",
    b"&amp;",
    b"</",
    b"<p>",
    b"</p>",
    b"<div>",
    b"]]>",
    b'"',
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\\",
    b"\\u0000",
    b"---\n",
    b"===\n",
    b"%",
    b"$",
    b"#",
    b"*",
    b"_",
    b"|",
    b"`",
    b"99999999999999999999",
    b"-1",
    b"2025-02-30",
    b"0000",
    b"\x1b[31m",
    b"=?utf-8?Q?=FF?=",
    b"PK\x03\x04",
    b"%PDF-",
    b"{\\rtf1",
    "“".encode(),
    "«".encode(),
    "—".encode(),
    "\u202e".encode(),
)

Mutation = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, noise: random.Random) -> bytes:
    """Return the bytes with one to four things done to them."""
    for _ in range(noise.choice((1, 1, 1, 2, 4))):
        data = noise.choice(_ALL)(data, noise)
    return data


def _place(data: bytes, noise: random.Random) -> int:
    return noise.randrange(len(data) + 1)


def _flipped(data: bytes, noise: random.Random) -> bytes:
    at = _place(data, noise)
    return data[:at] + bytes([letter ^ (1 << noise.randrange(8)) for letter in data[at : at + 1]]) + data[at + 1 :]


def _put_in(data: bytes, noise: random.Random) -> bytes:
    at = _place(data, noise)
    return data[:at] + noise.choice(INTERESTING) + data[at:]


def _put_over(data: bytes, noise: random.Random) -> bytes:
    at, piece = _place(data, noise), noise.choice(INTERESTING)
    return data[:at] + piece + data[at + len(piece) :]


def _cut_out(data: bytes, noise: random.Random) -> bytes:
    at = _place(data, noise)
    return data[:at] + data[at + noise.randrange(1, 60) :]


def _cut_off(data: bytes, noise: random.Random) -> bytes:
    return data[: _place(data, noise)]


def _doubled(data: bytes, noise: random.Random) -> bytes:
    at = _place(data, noise)
    piece = data[at : at + noise.randrange(1, 200)]
    return data[:at] + piece * noise.choice((2, 2, 3, 40)) + data[at + len(piece) :]


def _piece_moved(data: bytes, noise: random.Random) -> bytes:
    at, start = _place(data, noise), _place(data, noise)
    return data[:at] + data[start : start + noise.randrange(1, 200)] + data[at:]


def _noise(data: bytes, noise: random.Random) -> bytes:
    at = _place(data, noise)
    return data[:at] + noise.randbytes(noise.randrange(1, 12)) + data[at:]


def _line_moved(data: bytes, noise: random.Random) -> bytes:
    lines = data.split(b"\n")
    line = lines.pop(noise.randrange(len(lines)))
    lines.insert(noise.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def _lines_joined(data: bytes, noise: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = noise.randrange(len(lines))
    return b"\n".join([*lines[:at], b"".join(lines[at : at + 2]), *lines[at + 2 :]])


def _digits(data: bytes, noise: random.Random) -> bytes:
    places = [at for at, letter in enumerate(data[:20_000]) if 48 <= letter <= 57]
    if not places:
        return data
    at = noise.choice(places)
    return data[:at] + noise.choice((b"0", b"9", b"99", b"-", b"x")) + data[at + 1 :]


_ALL: tuple[Mutation, ...] = (
    _flipped,
    _put_in,
    _put_in,
    _put_over,
    _cut_out,
    _cut_off,
    _doubled,
    _noise,
    _piece_moved,
    _line_moved,
    _lines_joined,
    _digits,
)
