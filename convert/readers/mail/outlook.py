"""Outlook messages (.msg, [MS-OXMSG]) as mails, so that they are read like all others."""

from __future__ import annotations

import struct
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO

from convert.errors import NothingUsable


def as_message(data: bytes, name: str) -> bytes:
    """Return an Outlook message as a mail's bytes; raises NothingUsable where it is another kind or broken."""
    import oxmsg

    try:
        message = oxmsg.Message.load(BytesIO(data))
        made = _header(message)
        html, plain = message.html_body, message.body
        attachments = [
            (each.file_name or "attachment", each.mime_type or "", each.file_bytes) for each in message.attachments
        ]
    except (OSError, ValueError, KeyError, IndexError, AttributeError, TypeError, LookupError, struct.error) as error:
        raise NothingUsable(f"the Outlook message cannot be read: {error}", where=name) from error
    made.set_content((plain or "").encode("utf-8", "replace").decode("utf-8"))
    if html:
        made.add_alternative(html.encode("utf-8", "replace").decode("utf-8"), subtype="html")
    for file, kind, content in attachments:
        main, _, sub = (kind if "/" in kind else "application/octet-stream").partition("/")
        if content:
            made.add_attachment(content, maintype=main, subtype=sub, filename=file)
    return made.as_bytes()


def _header(message: object) -> EmailMessage:
    made = EmailMessage()
    subject, sender, sent = (getattr(message, each) for each in ("subject", "sender", "sent_date"))
    headers = getattr(message, "message_headers", {})
    for key, value in (
        ("Subject", subject),
        ("From", sender),
        ("Date", headers.get("Date") or (format_datetime(sent) if sent else "")),
        ("Content-Language", headers.get("Content-Language")),
    ):
        if value:
            made[key] = " ".join(str(value).split())
    return made
