"""Sources that ask for something outside them, a file or an address: nothing is opened, nothing fetched."""

from __future__ import annotations

import io
import re
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from convert import pandoc
from convert.contracts import Input, Raw, input_of
from convert.errors import ConvertError
from convert.formats import reader_for

SENTENCE = (
    "The ferry crossed the lake in eleven minutes on its first trial, the harbour master told reporters on the quay."
)
HIDDEN = "bluebeardsroom"  # one word, so that no line end can part it


class Outside(Struct, frozen=True):
    """What a source asks for: a file that holds what is hidden, an address that somebody listens at."""

    file: str
    address: str
    listener: socket.socket

    def was_asked(self) -> bool:
        try:
            self.listener.accept()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    path = tmp_path / "hidden.txt"
    path.write_text(HIDDEN)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Outside(path.as_uri(), f"http://127.0.0.1:{listener.getsockname()[1]}/x", listener)


def texts(given: Input) -> Iterator[str]:
    for found in reader_for(given).reader.read(given, lambda _: None):
        if isinstance(found, Input):
            yield from texts(found)
        elif isinstance(found, Raw):
            yield " ".join((found.text, *(each.value for each in found.candidates)))


def outcome(given: Input) -> str:
    try:
        return " ".join(texts(given))
    except ConvertError as error:
        return str(error)


def doctype(root: str, there: Outside) -> str:
    """Return an external DTD, an entity that is a file, one that is an address, one that asks through another."""
    entities = (
        f"<!ENTITY f SYSTEM '{there.file}'><!ENTITY a SYSTEM '{there.address}'><!ENTITY % p SYSTEM '{there.address}'>"
    )
    return f"<!DOCTYPE {root} SYSTEM '{there.address}.dtd' [{entities} %p;]>"


def page(there: Outside) -> bytes:
    asked = f"<link rel=stylesheet href='{there.address}'><script src='{there.address}'></script>"
    shown = f"<img src='{there.address}'><iframe src='{there.file}'></iframe><object data='{there.file}'></object>"
    return (
        f"{doctype('html', there)}<html><head><title>T</title><base href='{there.address}'>{asked}</head>"
        f"<body><article><p>{SENTENCE} &f; &a;</p>{shown}<p>{SENTENCE}</p></article></body></html>"
    ).encode()


def feed(there: Outside) -> bytes:
    entry = f"<item><title>T</title><link>{there.address}</link><description>{SENTENCE} &f; &a;</description></item>"
    return f"{doctype('rss', there)}<rss version='2.0'><channel><title>L</title>{entry}</channel></rss>".encode()


def nitf(there: Outside) -> bytes:
    told = f"<body.content><p>{SENTENCE} &f; &a;</p></body.content>"
    body = f"<body><body.head><hedline><hl1>T</hl1></hedline></body.head>{told}</body>"
    return f"<?xml version='1.0'?>{doctype('nitf', there)}<nitf><head><title>T</title></head>{body}</nitf>".encode()


def mail(there: Outside) -> bytes:
    said = f"<html><body><p>{SENTENCE}</p><img src='{there.address}'><link href='{there.address}'></body></html>"
    outer = "Content-Type: message/external-body; access-type=local-file; name=" + there.file.removeprefix("file://")
    return (
        "From: a@b.example\nSubject: T\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/html\n\n{said}\n--b\n{outer}\n\nContent-Type: text/plain\n\n--b--\n"
    ).encode()


def office(kind: str, member: str) -> Callable[[Outside], bytes]:
    """Return what makes a document of pandoc's with a document type of ours in one of its parts."""

    def made(there: Outside) -> bytes:
        target = io.BytesIO()
        whole = pandoc.convert(SENTENCE.encode(), "markdown", kind)
        with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(target, "w") as archive:
            for name in source.namelist():
                data = source.read(name)
                archive.writestr(name, poisoned(data.decode(), there) if name == member else data)
        return target.getvalue()

    return made


def poisoned(part: str, there: Outside) -> str:
    declaration, end, rest = part.partition("?>")
    asking = re.sub("harbour|<dc:title>", lambda found: f"{found[0]} &f; &a; ", rest)
    return f"{declaration}{end}{doctype('x', there)}{asking}"


def markdown(there: Outside) -> bytes:
    return f"# T\n\n{SENTENCE} ![a]({there.file}) ![b]({there.address})\n\n<img src='{there.address}'>\n".encode()


def rst(there: Outside) -> bytes:
    path = there.file.removeprefix("file://")
    asks = f".. include:: {path}\n\n.. csv-table:: t\n   :file: {path}\n\n.. image:: {there.address}\n"
    return f"T\n=\n\n{SENTENCE}\n\n{asks}\n{SENTENCE}\n".encode()


def latex(there: Outside) -> bytes:
    path = there.file.removeprefix("file://")
    asks = rf"\input{{{path}}} \include{{{path}}} \lstinputlisting{{{path}}} \includegraphics{{{there.address}}}"
    return rf"\documentclass{{article}}\begin{{document}}{SENTENCE} {asks} {SENTENCE}\end{{document}}".encode()


SOURCES: dict[str, Callable[[Outside], bytes]] = {
    "a.html": page,
    "a.rss": feed,
    "a.xml": nitf,
    "a.eml": mail,
    "a.docx": office("docx", "word/document.xml"),
    "a.odt": office("odt", "content.xml"),
    "properties.docx": office("docx", "docProps/core.xml"),
    "a.md": markdown,
    "a.rst": rst,
    "a.tex": latex,
}


REFUSED = {"a.xml": "entities", "a.rst": "not found", "a.docx": "cannot be read", "a.odt": "cannot be read"}
"""What is said of those of which nothing is read."""


@pytest.mark.parametrize("name", SOURCES)
def test_what_a_source_asks_for_outside_it_is_neither_opened_nor_fetched(name: str, outside: Outside) -> None:
    found = outcome(input_of(name, SOURCES[name](outside)))

    assert HIDDEN not in found
    assert not outside.was_asked()
    assert REFUSED.get(name, "harbour master") in found


def test_the_trap_would_be_sprung(outside: Outside) -> None:
    with socket.create_connection(outside.listener.getsockname()):
        assert outside.was_asked()
