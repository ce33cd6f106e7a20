"""Pages, mails, feeds and office documents that are broken, deep, or say what they are not."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.bad_inputs.archives import zipped
from tests.bad_inputs.bad import PROSE, Bad, text

PARAGRAPH = f"<p>{PROSE}</p>"


def made(noise: random.Random) -> Iterator[Bad]:
    """Yield them."""
    yield from _pages()
    yield from _mails()
    yield from _feeds()
    yield from _office()
    yield from _binary(noise)


def _pages() -> Iterator[Bad]:
    for about, page in {
        "nothing": "",
        "no end tags": f"<html><body><article><p>{PROSE}<p>{PROSE}<div><b><i>",
        "ends before it begins": f"</html></body>{PARAGRAPH}",
        "deep": "<div>" * 3000 + PARAGRAPH + "</div>" * 3000,
        "a script alone": "<script>var a = 1</script>",
        "comments never closed": f"{PARAGRAPH}<!-- {PARAGRAPH}",
        "attributes twice": f"<p id=a id=b class=x class=y>{PROSE}</p>",
        "long attributes": f"<p title='{'x' * 100_000}'>{PROSE}</p>",
        "entities": f"{PARAGRAPH}&#0;&#x1b;&#xd800;&#x110000;&bogus;&#99999999999;",
        "tables in tables": "<table><tr><td>" * 60 + PARAGRAPH,
        "a span of 100000": f"<table><tr><td colspan=100000 rowspan=100000>{PROSE}</td></tr></table>",
        "frames": f"<iframe srcdoc='{PARAGRAPH}'></iframe>{PARAGRAPH}",
        "plaintext": f"{PARAGRAPH}<plaintext>{PROSE}",
        "hidden words": f"{PARAGRAPH}<p style='display:none'>never seen</p>",
        "a template": f"<template>{PARAGRAPH}</template>{PARAGRAPH}",
        "broken data": f"<script type='application/ld+json'>{{\"headline\": [}}</script>{PARAGRAPH}",
        "XML": f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>{PARAGRAPH}",
        "many attributes": f"<p {' '.join(f'a{n}=1' for n in range(5000))}>{PROSE}</p>",
        "svg": f"<svg><text>Ice</text><foreignObject>{PARAGRAPH}</foreignObject></svg>{PARAGRAPH}",
    }.items():
        yield text(
            f"page: {about}", f"<!doctype html><title>Ice</title><body>{page}" if page else "<!doctype html>", "html"
        )


def _mails() -> Iterator[Bad]:
    head = "From: Ada <ada@lake.example>\nTo: desk@lake.example\nSubject: Ice\nDate: Tue, 11 Mar 2025 09:00:00 +0000\n"
    for about, rest in {
        "no body": "",
        "no boundary": "Content-Type: multipart/mixed\n\n" + PROSE,
        "a boundary that never comes": 'Content-Type: multipart/mixed; boundary="x"\n\n' + PROSE,
        "never closed": f'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n{PROSE}',
        "an unknown charset": f"Content-Type: text/plain; charset=x-lake\n\n{PROSE}",
        "broken base64": "Content-Transfer-Encoding: base64\n\n!!!!SWNl====\n",
        "broken quoted-printable": f"Content-Transfer-Encoding: quoted-printable\n\n{PROSE}=ZZ=\n",
        "an unknown encoding": f"Content-Transfer-Encoding: x-lake\n\n{PROSE}",
        "deep": "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(60))
        + f"Content-Type: text/plain\n\n{PROSE}",
        "a head without end": "X-Long: " + "x" * 50_000 + f"\n\n{PROSE}",
        "a page of scripts": "Content-Type: text/html\n\n<script>alert(1)</script>" + PARAGRAPH,
        "encoded words broken": f"Subject: =?utf-8?B?SWN?= =?x?Q?=ZZ?=\n\n{PROSE}",
        "a mail in a mail": f"Content-Type: message/rfc822\n\nSubject: Inner\n\n{PROSE}",
    }.items():
        yield text(f"mail: {about}", head + (rest or "\n"), "eml")
    yield text(
        "mbox: a broken second mail",
        f"From ada Tue Mar 11 09:00:00 2025\n{head}\n{PROSE}\n\nFrom ada Tue Mar 11 09:00:00 2025\nnonsense",
        "mbox",
    )


def _feeds() -> Iterator[Bad]:
    item = f"<item><title>Ice</title><description>{PROSE}</description></item>"
    page = item.replace(PROSE, f"<![CDATA[{PARAGRAPH}<script>x</script>]]>").replace("Ice", "&lt;b&gt;Ice")
    laughs = (
        "<!DOCTYPE rss [" + "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(9)) + "<!ENTITY e0 'ha'>]>"
    )
    outside = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    for about, feed in {
        "no items": "<channel><title>Lake</title></channel>",
        "cut off": f"<channel>{item}<item><title>Tw",
        "items outside": item,
        "an empty item": f"<channel><item/>{item}</channel>",
        "dates that are none": f"<channel>{item.replace('<desc', '<pubDate>soon</pubDate><desc', 1)}</channel>",
        "pages in it": f"<channel>{page}</channel>",
    }.items():
        yield text(
            f"feed: {about}",
            f"<?xml version='1.0'?><rss version='2.0'>{feed}" + ("" if about == "cut off" else "</rss>"),
            "xml",
        )
    for about, kind in (("laughs", laughs), ("what is outside", outside)):
        name = "e9" if about == "laughs" else "x"
        feed = f"<channel><item><title>Ice</title><description>{PROSE} &{name};</description></item></channel>"
        yield text(f"feed: {about}", f"<?xml version='1.0'?>{kind}<rss version='2.0'>{feed}</rss>", "xml")


_WORDS = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_SCHEMAS = "http://schemas.openxmlformats.org"
_VENDOR = "application/vnd.openxmlformats"
_TYPES = (
    f'<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_VENDOR}-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"'
    f' ContentType="{_VENDOR}-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships"><Relationship Id="r1"'
    f' Type="{_SCHEMAS}/officeDocument/2006/relationships/officeDocument" Target="{{}}"/></Relationships>'
)


def _docx(body: str, target: str = "word/document.xml") -> bytes:
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(target),
        "word/document.xml": _DOCUMENT.format(body),
    }
    return zipped([(name, data.encode()) for name, data in parts.items()])


def _office() -> Iterator[Bad]:
    plain = PROSE.replace("\n", " ").replace("WORD", "Talvik")
    good = _docx(_WORDS.format(plain))
    for about, data in {
        "plain": good,
        "cut off": good[:-60],
        "no document": zipped([("[Content_Types].xml", _TYPES.encode())]),
        "a document elsewhere": _docx("", "../../../etc/passwd"),
        "broken XML": _docx("<w:p><w:r>"),
        "deep": _docx("<w:tbl><w:tr><w:tc>" * 300 + _WORDS.format(plain) + "</w:tc></w:tr></w:tbl>" * 300),
        "a field": _docx(
            f'<w:p><w:fldSimple w:instr=" INCLUDETEXT /etc/passwd ">{"<w:r><w:t>old</w:t></w:r>"}</w:fldSimple></w:p>'
            + _WORDS.format(plain)
        ),
        "nothing in it": _docx(""),
    }.items():
        yield Bad(f"Word: {about}", data, "docx")
    for about, rtf in {
        "never closed": "{\\rtf1 " + plain,
        "deep": "{\\rtf1" + "{" * 2000 + plain,
        "an object": "{\\rtf1{\\object\\objdata 0105}" + plain + "}",
        "pictures": "{\\rtf1{\\pict ffd8}" + plain + "}",
    }.items():
        yield text(f"RTF: {about}", rtf, "rtf")
    for about, members in {
        "ODT: nothing": [("mimetype", b"application/vnd.oasis.opendocument.text")],
        "ODT: broken": [("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<office")],
        "EPUB: nothing": [("mimetype", b"application/epub+zip")],
        "EPUB: no package": [("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<container/>")],
    }.items():
        yield Bad(about, zipped(members), about[:4].rstrip(":").lower())


def _binary(noise: random.Random) -> Iterator[Bad]:
    pages = b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj " + pages + b"\ntrailer<</Root 1 0 R>>\n%%EOF"
    for about, data, suffix in (
        ("PDF: no pages", pdf, "pdf"),
        ("PDF: cut off", pdf[:40], "pdf"),
        ("PDF: the head alone", b"%PDF-1.7\n", "pdf"),
        ("PDF: noise", b"%PDF-1.4\n" + noise.randbytes(3000), "pdf"),
        ("PDF: a page that holds itself", pdf.replace(b"Kids[]", b"Kids[2 0 R]"), "pdf"),
        ("a picture", b"\x89PNG\r\n\x1a\n" + noise.randbytes(500), "png"),
        ("a photograph", b"\xff\xd8\xff\xe0" + noise.randbytes(500), "jpg"),
        ("a program", b"\x7fELF\x02\x01\x01" + noise.randbytes(900), "txt"),
        ("sound", b"RIFF\x24\0\0\0WAVEfmt " + noise.randbytes(300), "wav"),
        ("noise", noise.randbytes(5000), "txt"),
        ("noise called a page", noise.randbytes(2000), "html"),
        ("Outlook's, broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise.randbytes(600), "msg"),
        ("SQLite", b"SQLite format 3\0" + noise.randbytes(500), "db"),
        ("Parquet, broken", b"PAR1" + noise.randbytes(200) + b"PAR1", "parquet"),
        (
            "WARC, broken",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "warc",
        ),
    ):
        yield Bad(about, data, suffix)
