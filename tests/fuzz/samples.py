"""What is mutated: a good source for every reader, and the paragraphs of it that a mutation is to leave alone."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from convert.contracts import input_of
from convert.errors import ConvertError, unheard
from convert.formats import reader_for, writer_named
from convert.model import Record
from convert.pipeline.reading import Item, items_of, record_of
from convert.walk import content_of, plain
from tests.packs import FERRY
from tests.sample_briefings import STYLE, of_blocks, paragraph
from tests.test_normalise_cases import input_bytes, sections

TESTS = Path(__file__).parent.parent
MAX_SIZE = 20_000_000
AREAS = ("exports", "html", "feed", "mail", "office", "wire", "tables")
_FEWEST_WORDS = 6


class Sample(msgspec.Struct, frozen=True):
    """A good source; `kept` are places in it that hold a paragraph as it is printed, and that paragraph's words."""

    name: str
    data: bytes
    reader: str
    kept: tuple[tuple[int, int, str], ...] = ()


def samples() -> list[Sample]:
    """Return them in a fixed order: the seeds, the readers' cases, and containers of one of them."""
    files = [*_seeds(), *_cases(), *_containers()]
    return [sample for name, data in files for sample in _sampled(name, data)]


def _seeds() -> Iterator[tuple[str, bytes]]:
    for path in sorted((TESTS.parent / "seeds").iterdir()):
        yield path.name, path.read_bytes()


def _cases() -> Iterator[tuple[str, bytes]]:
    for area in AREAS:
        for path in sorted((TESTS / "cases" / area).glob("*.txt")):
            options, text = sections(path.read_text("utf-8"))["input"]
            name = next(word for word in options.split() if "." in word)
            yield f"{path.stem}-{name}", input_bytes(options, text)


def _containers() -> Iterator[tuple[str, bytes]]:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        member = tarfile.TarInfo("ferry.txt")
        member.size = len(FERRY.encode())
        archive.addfile(member, io.BytesIO(FERRY.encode()))
    yield "ferry.tar", target.getvalue()
    yield "ferry.txt.gz", gzip.compress(FERRY.encode(), mtime=0)
    yield "ferry.json", msgspec.json.encode({"title": "Ferry", "text": FERRY, "date": "2025-03-11"})
    yield "ferry.tex", rf"\documentclass{{article}}\begin{{document}}{FERRY}\end{{document}}".encode()
    yield "ferry.rst", f"Ferry\n=====\n\n{FERRY}".encode()
    mail = f"From ada Tue Mar 11 09:00:00 2025\nFrom: ada@lake.example\nSubject: Ferry\n\n{FERRY}\n"
    yield "ferry.mbox", (mail * 2).encode()
    yield "ferry.epub", writer_named("epub")[1].write(of_blocks(paragraph(FERRY)), STYLE, unheard).files[0].data


def _sampled(name: str, data: bytes) -> Iterator[Sample]:
    given = input_of(name, data)
    try:
        reader = reader_for(given).name
    except ConvertError:
        return
    found = list(items_of(given, None, MAX_SIZE, unheard))
    records = [record_of(item, frozenset(), unheard) for item in found if isinstance(item, Item)]
    yield Sample(name, data, reader, tuple(kept for record in records for kept in _paragraphs(record, data)))


def _paragraphs(record: Record, data: bytes) -> Iterator[tuple[int, int, str]]:
    for block in record.article.body:
        words = " ".join(plain(content_of(block)).split())
        at = data.find(words.encode())
        if len(words.split()) >= _FEWEST_WORDS and at >= 0 and data.count(words.encode()) == 1:
            yield at, at + len(words.encode()), words
