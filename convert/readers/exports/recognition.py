"""Which files are exports of which database, by what only they say; ordinary files cost a search or two.

What the first 64 KiB cannot tell (a document of Word is packed, a page opens with its style sheets) is looked for in
the first megabytes of the file.
"""

from __future__ import annotations

import re

from convert.contracts import Input

_ZIP, _RTF = b"PK\x03\x04", b"{\\rtf"
MOST_LOOKED_AT = 4_000_000
"""Bytes of a file that are searched."""

_TAG = re.compile(r"<[^<>]*>")
_PARAGRAPH_END = re.compile(r"</w:p>|<w:br[ /]", re.IGNORECASE)

_NUMBER = rb"\b(?:Document|Dokument|Documento|Documentnummer)[ \t]+[A-Z0-9]{4,12}\d{8}[a-z0-9]{6,12}\b"
_FACTIVA_NUMBER = re.compile(_NUMBER)
_FACTIVA_CODES = (
    re.compile(rb"^HD(?:[ \t\xa0\xc2]|\r?$)", re.MULTILINE),
    re.compile(rb"^(?:LP|TD|AN)(?:[ \t\xa0\xc2]|\r?$)", re.MULTILINE),
)
_FACTIVA_XML = re.compile(rb"global\.factiva\.com/|<(?:\w+:)?ppsArticleResponse\b")
_FACTIVA_PAGE = re.compile(
    rb"<title>\s*(?:Dow Jones )?Factiva|articleParagraph|class=[\"']article \w\wArticle", re.IGNORECASE
)
_FACTIVA_ARTICLE = re.compile(rb"class=[\"']?(?:article \w\wArticle|articleParagraph|fcpNavContainer)|" + _NUMBER)

_NEXIS_OPENING = re.compile(
    rb"(?:^|>)[ \t]*(?:FOCUS - )?(?:\d+ (?:of|de|von|di|van|sur|su) \d+ (?:DOCUMENT|DOKUMENT)\w*"
    rb"|(?:Document|Dokument|Documento) \d+ (?:of|de|von|di|van|sur|su) \d+)[ \t]*(?:\r?$|<|\\par|\})",
    re.MULTILINE,
)
_WORDS = (b"DOCUMENT", b"Document", b"DOKUMENT", b"Dokument")
"""What a text has that is an export: looked for first, since most have none."""
_CLOSING = b"End of Document"
_EUROPRESSE = re.compile(rb"class=[\"']?DocPublicationName")


def may_be_factiva(head: bytes) -> bool:
    """Tell pages, XML and texts that may be Factiva's, and documents of Word and RTF, all of which may."""
    if _is_rtf(head) or _is_word(head):
        return True
    if _is_markup(head):
        return b"activa" in head and bool(_FACTIVA_PAGE.search(head) or _FACTIVA_XML.search(head))
    return _is_factiva_text(_plain(head))


def is_factiva(given: Input) -> bool:
    """Tell whether the marks of Factiva's articles are in a file."""
    data = _beginning(given)
    if _is_word(data):
        return any(_is_factiva_number(line.encode()) for line in _lines_of_word(given))
    if _is_rtf(data):
        return _FACTIVA_NUMBER.search(data) is not None
    if _is_markup(data):
        return bool(_FACTIVA_ARTICLE.search(data) or _FACTIVA_XML.search(data[:65536]))
    return True


def _is_factiva_text(text: bytes) -> bool:
    if b"HD" not in text and not any(word in text for word in _WORDS):
        return False
    number = _FACTIVA_NUMBER.search(text)
    if number is None:
        return (
            all(code.search(text) for code in _FACTIVA_CODES)
            and re.search(rb"^(?:PD|WC|SN)[ \t]", text, re.M) is not None
        )
    start = text.rfind(b"\n", 0, number.start()) + 1
    return _is_factiva_number(text[start:].split(b"\n", 1)[0])


def _is_factiva_number(line: bytes) -> bool:
    """Tell the line that closes an article, with its code or without."""
    return _FACTIVA_NUMBER.fullmatch(line.strip().removeprefix(b"AN").strip(b". \t\r")) is not None


def may_be_nexis(head: bytes) -> bool:
    """Tell documents of Word and RTF, all of which may be Nexis', and pages and texts that are."""
    if _is_rtf(head) or _is_word(head):
        return True
    text = _plain(head)
    if not any(word in text for word in _WORDS):
        return False
    return _NEXIS_OPENING.search(text) is not None or (_CLOSING in text and _are_of_nexis(_decoded_lines(text)))


def is_nexis(given: Input) -> bool:
    """Tell whether lines that part Nexis' documents are in a file."""
    data = _beginning(given)
    if _is_word(data):
        return _are_of_nexis(_lines_of_word(given))
    return not _is_rtf(data) or _NEXIS_OPENING.search(data) is not None or _is_nexis_rtf(data)


def _lines_of_word(given: Input) -> list[str]:
    from convert.readers.exports.word import first_words

    with given.open() as stream:
        text = first_words(stream, MOST_LOOKED_AT)
    return [" ".join(_TAG.sub("", part).replace("\xa0", " ").split()) for part in _PARAGRAPH_END.split(text)]


def _decoded_lines(text: bytes) -> list[str]:
    return [line.strip() for line in text.decode("utf-8", "replace").split("\n")]


def _is_nexis_rtf(data: bytes) -> bool:
    plain = re.sub(rb"\\par\b|\\line\b|\\cell\b", b"\n", data)
    plain = re.sub(rb"\\~|\\'a0", b" ", plain)
    plain = re.sub(rb"\\[a-z]+-?\d* ?|[{}\r]", b"", plain)
    return _are_of_nexis(_decoded_lines(plain))


def _are_of_nexis(lines: list[str]) -> bool:
    """Tell the lines of an export: those that part documents, or a length or cover beside the line over the text."""
    from convert.readers.exports.vendors import folded, vendor

    known = vendor("nexis")
    said = set(map(folded, lines))
    if any(known.opening.fullmatch(line) for line in lines):
        return True
    labelled = [
        (known.field_of(label), words) for label, colon, words in (line.partition(":") for line in lines) if colon
    ]
    counted = any(field == "extra.words" and known.count.fullmatch(words.strip()) for field, words in labelled)
    loaded = any(field == "extra.loaded" for field, _ in labelled)
    covered = any(line.startswith(known.table.cover) for line in lines)
    parted, headed = bool(said & known.closing), bool(said & known.text)
    return sum((parted, headed, counted, loaded, covered)) >= 2 and (parted or headed or covered)


def may_be_europresse(head: bytes) -> bool:
    """Tell pages that speak of Europresse."""
    return _is_markup(head) and (b"DocPublicationName" in head or b"europresse.com" in head or b"eureka.cc" in head)


def is_europresse(given: Input) -> bool:
    """Tell whether a page has articles of Europresse."""
    return _EUROPRESSE.search(_beginning(given)) is not None


def _is_rtf(data: bytes) -> bool:
    return data[:64].lstrip().startswith(_RTF)


def _is_word(data: bytes) -> bool:
    return data.startswith(_ZIP) and b"word/" in data[:65536]


def _is_markup(head: bytes) -> bool:
    return _plain(head[:256]).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _plain(head: bytes) -> bytes:
    """Return bytes in which ASCII can be looked for, of UTF-16 too."""
    return head.replace(b"\0", b"") if b"\0" in head[:64] else head


def _beginning(given: Input) -> bytes:
    with given.open() as stream:
        return stream.read(MOST_LOOKED_AT)
