"""Mailboxes (.mbox, RFC 4155): a container of mails, read as a stream, whatever its size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.readers.mail import field_names
from convert.readers.mail import recognises as is_mail

name = "mbox"
suffixes = ("mbox", "mbx")

LONGEST_MAIL = 50_000_000
"""Bytes; a longer mail is left out with a Note, and never held in memory."""

_OPENING = re.compile(rb"From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def recognises(head: bytes) -> bool:
    """Say yes where the first line is `From `, a sender and a time, and a header or an empty line follows."""
    opening = _OPENING.match(head)
    if opening is None:
        return False
    rest = head[opening.end() :]
    return rest.startswith((b"\n", b"\r\n")) or bool(field_names(rest))


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield an Input for each mail: `name#1`, `name#2` …"""
    count = 0
    with given.open() as stream:
        for mail in _mails(stream, given.name, note):
            count += 1
            made = input_of(f"{given.name}#{count}", mail if is_mail(mail) else _with_header(mail))
            yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)
    if count == 0:
        raise NothingUsable("the mailbox is empty", where=given.path or given.name)


def _with_header(mail: bytes) -> bytes:
    """Return a mail whose header says too little with fields that make it known for a mail when it is looked up."""
    gap = b"" if field_names(mail) or mail.startswith((b"\n", b"\r\n")) else b"\n"
    return b"MIME-Version: 1.0\nX-Mailer: none\n" + gap + mail


def _mails(stream: BinaryIO, name_: str, note: Noter) -> Iterator[bytes]:
    lines: list[bytes] = []
    size, blank, number = 0, True, 0
    for line in stream:
        if blank and _OPENING.match(line):
            if lines:
                yield _unquoted(lines)
            lines, size = [], 0
            number += 1
        else:
            size += len(line)
            if size <= LONGEST_MAIL:
                lines.append(line)
            elif lines:
                note(Note("mail-too-long", f"mail {number} is longer than {LONGEST_MAIL:,} bytes and left out", name_))
                lines = []
        blank = line in (b"\n", b"\r\n")
    if lines:
        yield _unquoted(lines)


def _unquoted(lines: list[bytes]) -> bytes:
    return _QUOTED.sub(rb"\1", b"".join(lines)).rstrip(b"\r\n") + b"\n"
