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
_EUROPRESSE = re.compile(rb"class=[\"']?DocPublicationName")


def may_be_factiva(head: bytes) -> bool:
    """Tell pages, XML, texts and documents of RTF that may be Factiva's."""
    if _is_rtf(head):
        return True
    if _is_markup(head):
        return b"activa" in head and bool(_FACTIVA_PAGE.search(head) or _FACTIVA_XML.search(head))
    return _is_factiva_text(_plain(head))


def is_factiva(given: Input) -> bool:
    """Tell whether the marks of Factiva's articles are in a file."""
    data = _beginning(given)
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
    before = text[text.rfind(b"\n", 0, number.start()) + 1 : number.start()].strip()
    after = text[number.end() :].split(b"\n", 1)[0].strip()
    return before in (b"", b"AN") and after in (b"", b".")


def may_be_nexis(head: bytes) -> bool:
    """Tell documents of Word and RTF, all of which may be Nexis', and pages and texts that are."""
    if head.startswith(_ZIP):
        return b"word/" in head
    if _is_rtf(head):
        return True
    text = _plain(head)
    return any(word in text for word in _WORDS) and _NEXIS_OPENING.search(text) is not None


def is_nexis(given: Input) -> bool:
    """Tell whether lines that part Nexis' documents are in a file."""
    data = _beginning(given)
    if data.startswith(_ZIP):
        return _is_nexis_word(given)
    return not _is_rtf(data) or _NEXIS_OPENING.search(data) is not None or _is_nexis_rtf(data)


def _is_nexis_word(given: Input) -> bool:
    from convert.readers.exports.word import first_words

    with given.open() as stream:
        text = first_words(stream, MOST_LOOKED_AT)
    lines = [" ".join(_TAG.sub("", part).replace("\xa0", " ").split()) for part in _PARAGRAPH_END.split(text)]
    return _are_of_nexis(lines)


def _is_nexis_rtf(data: bytes) -> bool:
    plain = re.sub(rb"\\par\b|\\line\b|\\cell\b", b"\n", data)
    plain = re.sub(rb"\\~|\\'a0", b" ", plain)
    plain = re.sub(rb"\\[a-z]+-?\d* ?|[{}\r]", b"", plain)
    return _are_of_nexis([line.strip() for line in plain.decode("latin-1").split("\n")])


def _are_of_nexis(lines: list[str]) -> bool:
    """Tell the lines of an export: those that part documents, or a length or cover beside the line over the text."""
    from convert.readers.exports.vendors import folded, vendor

    known = vendor("nexis")
    said = set(map(folded, lines))
    if any(known.opening.fullmatch(line) for line in lines):
        return True
    labels = {known.field_of(line.partition(":")[0]) for line in lines if ":" in line[:40]}
    covered = any(line.startswith(known.table.cover) for line in lines)
    signs = (
        bool(said & known.closing),
        bool(said & known.text),
        "extra.words" in labels,
        "extra.loaded" in labels,
        covered,
    )
    return sum(signs) >= 2 and (signs[0] or signs[1] or covered)


def may_be_europresse(head: bytes) -> bool:
    """Tell pages that speak of Europresse."""
    return _is_markup(head) and (b"DocPublicationName" in head or b"europresse.com" in head or b"eureka.cc" in head)


def is_europresse(given: Input) -> bool:
    """Tell whether a page has articles of Europresse."""
    return _EUROPRESSE.search(_beginning(given)) is not None


def _is_rtf(data: bytes) -> bool:
    return data[:64].lstrip().startswith(_RTF)


def _is_markup(head: bytes) -> bool:
    return _plain(head[:256]).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _plain(head: bytes) -> bytes:
    """Return bytes in which ASCII can be looked for, of UTF-16 too."""
    return head.replace(b"\0", b"") if b"\0" in head[:64] else head


def _beginning(given: Input) -> bytes:
    with given.open() as stream:
        return stream.read(MOST_LOOKED_AT)
