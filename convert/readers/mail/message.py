"""One mail: its parts (MIME, RFC 2045–2049), its header, its attachments."""

from __future__ import annotations

import email
import hashlib
import re
from binascii import a2b_base64
from collections.abc import Iterator, Sequence
from email.errors import HeaderParseError
from email.header import Header, decode_header
from email.message import Message
from email.utils import parseaddr

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Input, Mark, Raw, candidate, input_of
from convert.errors import Level, Note, Noter, NothingUsable
from convert.model import Finding, Media
from convert.normalise.decode import decode
from convert.readers.html.fragment import fragment
from convert.readers.mail.around import Body, inner_article, inner_html, own_html, own_words
from convert.readers.mail.forms import Leaf, as_html, chosen, is_rich
from convert.readers.mail.hurt_heads import is_markup, say_runs_on, text_in_head
from convert.readers.mail.submitted import submitted_item
from convert.readers.text import say_decoded

DEEPEST = 50
"""Parts in parts; a mail of more is broken on purpose."""

MOST_PARTS = 2000
FEWEST_WORDS = 25
"""A mail with attachments and fewer words of its own is only their envelope."""

_LEFT_OUT = re.compile(
    r"(?:image|audio|video|font)/|application/(?:pkcs7|pgp|x-pkcs7|ics)|text/(?:calendar|vcard|x-vcard)"
)
_REPLY = re.compile(
    r"^\s*(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|antw|doorst|ynt|ilt|пересл|отв)\s*(?:\[\d+\])?\s*:\s*)+", re.I
)


_ENCODED = re.compile(r"=\?([\w-]+)\?[Qq]\?([^?]*)\?=")
_HEX = re.compile(r"(?:=[0-9A-Fa-f]{2})+")


class Parts(Struct):
    """What a mail is made of: its text in each form, its pictures, its attachments."""

    text: list[Leaf]
    pictures: list[Picture]
    attachments: list[Input]


class Picture(Struct, frozen=True):
    """A picture that stands in the mail, by the address that its HTML calls it, and its file."""

    media: Media
    file: str


class Placed(Struct, frozen=True):
    """A part that holds no others, and the alternatives it stands in, outermost first, and which of each it is."""

    part: Message
    branches: tuple[tuple[int, int], ...] = ()


def read_message(data: bytes, given: Input, note: Noter) -> Iterator[Raw | Input]:
    """Yield the article of a mail's bytes, then its attachments; raises NothingUsable where there is neither."""
    try:
        message = email.message_from_bytes(data)
    except RecursionError as error:
        raise NothingUsable("the mail nests its parts too deep to be read", where=given.name) from error
    if _is_page(message):
        from convert.readers.mail.saved_page import read_saved_page

        yield read_saved_page(message, data, given, note)
        return
    parts = _parts(message, given, note)
    if (form := _submitted(message, parts, given)) is not None:
        yield form
        yield from parts.attachments
        return
    raw = _article(message, parts, data, given, note)
    if raw is None and not parts.attachments:
        raw = _subject_alone(message, data, given, note)
    _say_which_pictures(parts, raw, given.name, note)
    if raw is not None:
        yield raw
    yield from parts.attachments
    if raw is None and not parts.attachments:
        raise NothingUsable("the mail holds no text", where=given.path or given.name)


def _is_page(message: Message) -> bool:
    """Tell a page that a browser saved (MHTML, RFC 2557) from a mail: nobody sent it."""
    if message.get_content_type() != "multipart/related" or message["To"] or message["Received"]:
        return False
    saved = "saved by" in str(message["From"] or "").lower() or "Snapshot-Content-Location" in message
    return saved or bool(message["Content-Location"]) or not message["From"]


# ---- parts ----------------------------------------------------------------------------------------------------------


def _parts(message: Message, given: Input, note: Noter) -> Parts:
    parts = Parts([], [], [])
    for placed in leaves(message, given.name, note):
        part = placed.part
        if text := text_in_head(fields_of(part)):
            say_runs_on(text, "it is kept", given.name, note)
            parts.text.append(Leaf("html" if is_markup(text) else "plain", text, placed.branches))
        kind, file = part.get_content_type(), file_name(part)
        attached = part.get_content_disposition() == "attachment" or (bool(file) and not kind.startswith("text/html"))
        if kind == "message/rfc822" or (attached and not (kind.startswith("image/") and part["Content-ID"])):
            _attach(part, file, parts, given, note)
        elif kind == "text/html":
            parts.text.append(Leaf("html", _text_of(part, given.name, note), placed.branches))
        elif kind.startswith("image/"):
            address = f"cid:{header_text(part['Content-ID']).strip('<> ')}"
            parts.pictures.append(Picture(Media(address, kind, bytes_of(part)), file or kind))
        elif (kind.startswith("text/") and not _LEFT_OUT.match(kind)) or kind.startswith("multipart/"):
            # a multipart in which no part was found: its boundary is missing or wrong
            parts.text.append(Leaf("plain", _text_of(part, given.name, note), placed.branches))
        else:
            _attach(part, file, parts, given, note)
    return parts


def leaves(message: Message, where: str, note: Noter) -> Iterator[Placed]:
    """Yield the parts that hold no others; a message in the message is one. Of alternatives all are yielded."""
    queue: list[tuple[Placed, int]] = [(Placed(message), 0)]
    count = 0
    while queue:
        placed, depth = queue.pop(0)
        count += 1
        if depth > DEEPEST or count > MOST_PARTS:
            note(Note("too-many-parts", "the mail has too many parts, or too deep; the rest is left out", where))
            return
        kind = placed.part.get_content_type()
        inner = placed.part.get_payload() if placed.part.is_multipart() else None
        if not isinstance(inner, list) or kind == "message/rfc822":
            yield placed
            continue
        found = [each for each in inner if isinstance(each, Message)]
        for number, each in reversed(list(enumerate(found))):
            branch = ((count, number),) if kind == "multipart/alternative" else ()
            queue.insert(0, (Placed(each, (*placed.branches, *branch)), depth + 1))


def _submitted(message: Message, parts: Parts, given: Input) -> Input | None:
    """Return what a form sent, as an Input of its own, where that is all the text there is; the mail is evidence."""
    item = submitted_item(parts.text[0].text) if len(parts.text) == 1 else None
    if item is None:
        return None
    made = input_of(f"{given.name}#form.json", item)
    header = ((key, header_text(message[key])) for key in ("Subject", "From", "Date"))
    known = tuple(candidate(f"extra.mail_{key.lower()}", said, f"mail {key}", "mail") for key, said in header if said)
    return replace(made, given=given.given, path=given.path, depth=given.depth + 1, candidates=known)


def _say_which_pictures(parts: Parts, raw: Raw | None, name: str, note: Noter) -> None:
    """Note the pictures that are not printed: no HTML shows them, or none of the article's."""
    used = {media.data for media in raw.media} if raw is not None else set()
    unused = [each for each in parts.pictures if each.media.data not in used]
    html = "".join(leaf.text for leaf in parts.text if leaf.form == "html")
    levels: dict[bool, Level] = {False: "warning", True: "info"}
    for called, level in levels.items():
        if files := [each.file for each in unused if (each.media.id in html) == called]:
            shown = ", ".join(files[:5]) + (" …" if len(files) > 5 else "")
            said = "in the mail outside its article" if called else "in the mail but not in its text"
            note(Note("picture-left-out", f"pictures are {said}, and left out: {shown}", name, level=level))


def _attach(part: Message, file: str, parts: Parts, given: Input, note: Noter) -> None:
    kind = part.get_content_type()
    if _LEFT_OUT.match(kind):
        # a signature says nothing that could be printed
        level: Level = "info" if kind.startswith("application/p") or "x-pkcs7" in kind else "warning"
        note(Note("attachment-left-out", f"an attachment is no text: {file or kind}", given.name, level=level))
        return
    data = bytes_of(part)
    if not data:
        return
    called = file or f"part-{len(parts.attachments) + 1}{'.eml' if kind == 'message/rfc822' else ''}"
    made = input_of(f"{given.name}#{called.replace('/', '_')}", data)
    parts.attachments.append(replace(made, given=given.given, path=given.path, depth=given.depth + 1))


def bytes_of(part: Message) -> bytes:
    """Return a part's content, decoded from its transfer encoding as far as it is sound."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload() if part.is_multipart() else None
        first = inner[0] if isinstance(inner, list) and inner else None
        return _message_bytes(part, first) if isinstance(first, Message) else b""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        part.del_param("charset")  # its name is none: Python looks it up before anything is decoded
        data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _message_bytes(part: Message, inner: Message) -> bytes:
    """Return a message in a mail; some programs encode it, which RFC 2046 (5.2.1) forbids."""
    encoded = str(part["Content-Transfer-Encoding"] or "").strip().lower() == "base64"
    if not encoded or inner.keys():
        return inner.as_bytes()
    try:
        return a2b_base64(str(inner.get_payload()).encode("ascii", "ignore"))
    except ValueError:
        return inner.as_bytes()


def _text_of(part: Message, name: str, note: Noter) -> str:
    """Return a part's text, by its declared encoding where that fits."""
    declared = str(part.get_param("charset") or "") or None
    read = decode(bytes_of(part), declared)
    is_declared = declared is not None and read.encoding == declared.lower()
    say_decoded(replace(read, encoding="utf-8") if is_declared else read, name, note)
    return read.text.replace("\r\n", "\n").replace("\r", "\n")


def fields_of(part: Message) -> Iterator[tuple[str, str]]:
    """Yield the fields of a part's header, decoded as far as they are sound."""
    yield from ((name, header_text(value)) for name, value in part.items())


def file_name(part: Message) -> str:
    """Return the name a part is to be saved under, without folders, or nothing."""
    try:
        said = part.get_filename() or ""
    except (TypeError, ValueError, LookupError, HeaderParseError):
        said = ""
    return re.split(r"[\\/]", header_text(said))[-1].strip()


def header_text(value: object) -> str:
    """Return a header's value with its encoded words (RFC 2047) decoded as far as they are sound."""
    said = "" if value is None else str(value)
    if isinstance(value, str) and "=?" not in said:
        return " ".join(decode(said.encode("utf-8", "surrogateescape")).text.split())
    try:
        pieces = decode_header(value if isinstance(value, Header) else said)  # a Header holds raw bytes beyond ASCII
    except (HeaderParseError, ValueError):
        return " ".join(said.split())
    words = (decode(each, charset).text if isinstance(each, bytes) else each for each, charset in pieces)
    return " ".join(_ENCODED.sub(_letters, "".join(words)).split())


def _letters(word: re.Match[str]) -> str:
    """Return an encoded word that holds letters beyond ASCII as they are, which RFC 2047 does not allow."""
    return _HEX.sub(
        lambda found: decode(bytes.fromhex(found[0].replace("=", "")), word[1]).text, word[2].replace("_", " ")
    )


# ---- the article ----------------------------------------------------------------------------------------------------


def _article(message: Message, parts: Parts, data: bytes, given: Input, note: Noter) -> Raw | None:
    body = _body(parts, given, note, is_reply=_is_reply(message))
    words = len(body.text.split())
    if not words or (parts.attachments and words < FEWEST_WORDS):
        if words:
            note(Note("envelope", f"the mail itself says only: “{' '.join(body.text.split())}”", given.name))
        return None
    if body.around:
        said = f"words round the article are left out: “{body.around}”"
        note(Note("around-the-article", said, given.name, level="info"))
    return _raw(message, body, data, given)


def _raw(message: Message, body: Body, data: bytes, given: Input) -> Raw:
    return Raw(
        text=body.text,
        name=given.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader="mail",
        encoding="utf-8",
        structured=body.structured,
        marks=body.marks,
        candidates=tuple(_candidates(message, body)),
        media=body.media,
    )


def _subject_alone(message: Message, data: bytes, given: Input, note: Noter) -> Raw | None:
    """Return a mail that says all in its subject, as flashes do, or None where it has none."""
    subject = _REPLY.sub("", header_text(message["Subject"])).strip()
    if not any(map(str.isalnum, subject)):
        return None
    note(Note("subject-alone", "the mail has a subject and no text", given.name))
    found = Body(subject, structured=True, marks=(Mark(0, len(subject), "headline", level=1),))
    return _raw(message, found, data, given)


def _is_reply(message: Message) -> bool:
    """Tell an answer, in which the mail it quotes is not the article, from a forwarded mail."""
    return (
        re.match(r"\s*(?:re|aw|rép|sv|vs|antw|ynt|отв)\s*(?:\[\d+\])?\s*:", header_text(message["Subject"]), re.I)
        is not None
    )


def _body(parts: Parts, given: Input, note: Noter, *, is_reply: bool) -> Body:
    """Return the mail's article from what is read of its forms, in the mail's order."""
    media = tuple(each.media for each in parts.pictures)
    made: dict[tuple[Leaf, ...], Body] = {}

    def body_of(read: tuple[Leaf, ...]) -> Body:
        if read not in made:
            made[read] = _plain(read) if not is_rich(read) else _rich(read)
        return made[read]

    def _plain(read: Sequence[Leaf]) -> Body:
        text = "\n\n".join(leaf.text for leaf in read)
        return own_words(text) if is_reply else inner_article(text)

    def _rich(read: Sequence[Leaf]) -> Body:
        found = fragment("\n".join(map(as_html, read)), given.name, note, media=media)
        return own_html(found) if is_reply else inner_html(found)

    return body_of(chosen(parts.text, lambda read: len(body_of(read).text.split()), given.name, note))


def _candidates(message: Message, body: Body) -> Iterator[Finding]:
    """Yield what the header of the forwarded mail says, then what the mail's own header does."""
    own = [
        (key, header_text(message[key])) for key in ("Subject", "Date", "From", "List-Id", "Archived-At", "Keywords")
    ]
    yield from _of_fields(body.fields, "forwarded")
    forwarded = {key for key, _ in body.fields}
    yield from _of_fields([(key, value) for key, value in own if key not in forwarded], "mail")
    if "From" in forwarded and (sender := header_text(message["From"])):
        yield candidate("extra.forwarded_by", sender, "mail From", "mail")
    if "Date" in forwarded and (sent := header_text(message["Date"])):
        yield candidate("extra.forwarded", sent, "mail Date", "mail")
    if body.address:
        yield candidate("url", body.address, "link to the mail on the web", "mail_link")
    if language := header_text(message["Content-Language"]).split(",")[0].strip():
        yield candidate("language", language, "mail Content-Language", "mail")


def _of_fields(fields: Sequence[tuple[str, str]], place: str) -> Iterator[Finding]:
    for key, value in fields:
        where = f"{place} {key}"
        if not value:
            continue
        match key:
            case "Subject":
                if title := _REPLY.sub("", value).strip():
                    yield candidate("title", title, where, "mail")
            case "Date" | "Sent":
                yield candidate("published", value, where, "mail")
            case "From":
                name, address = parseaddr(value)
                if name or address:
                    yield replace(candidate("outlet", name or address, where, "mail"), standing="supported")
            case "Archived-At":
                yield candidate("url", value.strip("<> "), where, "mail")
            case "Keywords":
                yield from (candidate("tags", each.strip(), where, "mail") for each in value.split(",") if each.strip())
            case _:
                pass
