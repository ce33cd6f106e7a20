"""Mails (.eml, .msg), mailboxes (.mbox) and pages saved as mails (.mhtml).

A mail is read for the article in it: a newsletter's, or the one that was forwarded. What stands round that is named in
a Note; attachments are Inputs of their own. A mailbox is a container of mails.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec.structs import replace

from convert.contracts import Input, Raw
from convert.errors import Noter
from convert.model import Record

name = "mail"
suffixes = ("eml", "msg", "mht", "mhtml")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MESSAGE_STREAM = "__properties_version1.0".encode("utf-16-le")
_FIELD = re.compile(
    rb"(?:>?From [^\r\n]*\r?\n)?(?P<fields>(?:[!-9;-~]+[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z))+)"
)
_BLANK = re.compile(rb"\A(?:[ \t]*\r?\n)+")
_NAME = re.compile(rb"^([!-9;-~]+)[ \t]*:", re.MULTILINE)
_SURE = frozenset(
    (
        *(b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"content-transfer-encoding"),
        *(b"references", b"in-reply-to", b"x-mailer", b"newsgroups", b"dkim-signature", b"envelope-to"),
    )
)


def recognises(head: bytes) -> bool:
    """Say yes to a mail by the names of its header, and to an Outlook message by a stream that only it has."""
    if head.startswith(OLE):
        return _MESSAGE_STREAM in head or b"__nameid_version1.0".decode().encode("utf-16-le") in head
    names = field_names(_BLANK.sub(b"", head.removeprefix(b"\xef\xbb\xbf"), count=1))
    sender = b"from" in names and b"to" in names and b"subject" in names
    return bool(names & _SURE and len(names) > 1) or (sender and bool(names & {b"date", b"sent"}))


def field_names(head: bytes) -> frozenset[bytes]:
    """Return the names, in lower case, of the fields that bytes begin with (RFC 5322, 2.2)."""
    block = _FIELD.match(head)
    return frozenset(each.lower() for each in _NAME.findall(block["fields"])) if block else frozenset()


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of a mail, then an Input for each attachment; raises NothingUsable where there is neither."""
    from convert.readers.mail.message import read_message

    with given.open() as stream:
        data = stream.read()
    whole = hashlib.sha256(data).hexdigest()
    for found in read_message(_message(data, given.name), given, note):
        yield replace(found, sha256=whole, size=len(data)) if isinstance(found, Raw) else found


def _message(data: bytes, name_: str) -> bytes:
    """Return a mail as RFC 5322 has it: of an Outlook message, and without blank lines over the header."""
    if not data.startswith(OLE):
        return _BLANK.sub(b"", data, count=1)
    from convert.readers.mail.outlook import as_message

    return as_message(data, name_)
