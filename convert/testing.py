"""The conformance kit: what every writer and reader must keep, ours and a plug-in's alike.

    from convert.testing import briefings, check_writer

    @given(briefings())
    def test_my_writer_conforms(briefing):
        check_writer(my_writer, briefing, words_of)

`words_of` returns the text of a document this writer made: it is the one thing that only the format knows. Needs
hypothesis (the extra `test`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import strategies as st

from convert import model as m
from convert.contracts import Input, Raw, Reader, Writer, Written
from convert.errors import ConvertError, Note
from convert.style import Style, load_style
from convert.walk import texts

# ---- random briefings ---------------------------------------------------------------------------------------------

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäéğıøßžəłЖдлпщ0123456789"
_MARKUP = ["<b>", "&amp;", "*", "_x_", "`", "#", "[1]", "$y$", "\\", "|", "~", "{@}", "“", "”", "'", "—", "…"]

words = st.one_of(st.text(_LETTERS, min_size=1, max_size=9), st.sampled_from(_MARKUP))
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
addresses = st.text("abcdefghij", min_size=1, max_size=12).map(lambda host: f"https://{host}.example/a?b=1&c=2")


def _text(said: str) -> tuple[m.Inline, ...]:
    return (m.Text(said),)


_plain = sentences.map(_text)


@st.composite
def _inlines(draw: st.DrawFn) -> tuple[m.Inline, ...]:
    """Return running text with one thing in it that is not plain."""
    marked = draw(
        st.one_of(
            st.builds(m.Emphasis, content=_plain),
            st.builds(m.Strong, content=_plain),
            st.builds(m.Link, content=_plain, url=addresses),
            st.builds(m.Span, content=_plain, role=st.sampled_from(["badge", "conflict", "soft", None])),
            st.builds(m.Span, content=_plain, language=st.sampled_from(["fr", "tr"])),
            st.builds(m.Remark, content=_plain, message=sentences),
        )
    )
    return (m.Text(draw(sentences) + " "), marked, m.Text(" " + draw(sentences)))


def _paragraph(content: tuple[m.Inline, ...]) -> m.Block:
    return m.Paragraph(content)


_paragraphs = st.one_of(_plain, _inlines()).map(_paragraph)


@st.composite
def _tables(draw: st.DrawFn) -> m.Table:
    width = draw(st.integers(1, 4))
    cells = st.builds(m.Cell, blocks=_plain.map(_paragraph).map(lambda block: (block,)))
    rows = st.tuples(*[cells] * width)
    return m.Table(
        rows=tuple(draw(st.lists(rows, min_size=1, max_size=3))),
        head=(draw(rows),),
        caption=draw(_plain),
        role="source",
    )


def _quotation(block: m.Block) -> m.Block:
    return m.Quotation(blocks=(block,))


def _list(items: list[m.Block], *, ordered: bool) -> m.Block:
    return m.ItemList(items=tuple((item,) for item in items), ordered=ordered)


_blocks = st.one_of(
    _paragraphs,
    _paragraphs,
    _paragraphs.map(_quotation),
    st.builds(_list, st.lists(_paragraphs, min_size=1, max_size=3), ordered=st.booleans()),
    _tables(),
    st.just(m.Rule()),
    st.builds(m.Figure, alt=sentences, caption=_plain),
)


@st.composite
def _articles(draw: st.DrawFn, number: int) -> m.Section:
    """Return an article's section with numbered paragraphs and ids, as compose makes them."""
    blocks: list[m.Block] = [
        m.Heading(draw(_plain), level=1, role="h1", number=str(number), id=f"a{number}"),
        m.Paragraph(draw(_inlines()), role="source_line"),
    ]
    for at, block in enumerate(draw(st.lists(_blocks, min_size=1, max_size=6)), start=1):
        if isinstance(block, m.Paragraph):
            blocks.append(m.Paragraph(block.content, number=f"{number}.{at}", id=f"a{number}p{at}"))
        else:
            blocks.append(block)
    blocks.insert(3, m.Heading(draw(_plain), level=2, role="sub_head"))
    return m.Section(role="article", id=f"s{number}", blocks=tuple(blocks), language="en", start="page")


@st.composite
def briefings(draw: st.DrawFn) -> m.Briefing:
    """Return a random briefing of one to three articles in blocks of every kind, with a marking and references."""
    many = draw(st.integers(1, 3))
    body = tuple(draw(_articles(number)) for number in range(1, many + 1))
    refs = tuple(m.Ref(target=f"a{n}", shows="number", text=str(n)) for n in range(1, many + 1))
    entries = tuple(m.ContentsEntry(title=draw(sentences), ref=ref, number=ref.text) for ref in refs)
    contents = m.Section(
        role="contents", id="contents", blocks=(m.Heading(draw(_plain), level=1, role="section"), m.Contents(entries))
    )
    index = m.Section(
        role="index",
        id="index",
        blocks=(m.Heading(draw(_plain), level=1, role="section"), m.NameIndex((m.IndexEntry(draw(sentences), refs),))),
    )
    title = draw(sentences)
    pack = many > 1
    return m.Briefing(
        kind="pack" if pack else "brief",
        edition=m.Edition(title=title),
        properties=m.Properties(title=title, language="en", identifier="urn:uuid:00000000-0000-8000-8000-000000000000"),
        furniture=m.Furniture(markings=(m.MarkingShown("TLP:GREEN", "#33FF00", "#000000"),), imprint="Port Office"),
        provenance=m.Provenance((m.InputHash("a.txt", "0" * 64),), (), "press", "0" * 64, (("convert", "0"),)),
        body=body,
        front=(contents,) if pack else (),
        back=(index,) if pack else (),
        records=tuple(_record(n) for n in range(1, many + 1)),
    )


def _record(number: int) -> m.Record:
    source = m.Source(name=f"{number}.txt", sha256="0" * 64, size=1, reader="text")
    paragraph = m.Paragraph(_text(f"Text {number}."), number="1", at=m.Extent(0, 7))
    return m.Record(m.Article(source, m.Metadata(title=f"Title {number}"), (paragraph,), f"Text {number}."))


# ---- what a writer must keep ----------------------------------------------------------------------------------------


def check_writer(writer: Writer, briefing: m.Briefing, words_of: Callable[[bytes], str]) -> Written:
    """Check that a writer loses no word, gives the same bytes twice, and opens neither its inputs nor a socket.

    Returns what it wrote, for checks of the format's own. Raises AssertionError with the first word that is lost.
    """
    style = load_style("press")
    with no_network():
        written = writer.write(briefing, style, _ignore)
    assert written.files, "a writer returns at least one file"
    again = writer.write(briefing, style, _ignore)
    assert [f.data for f in again.files] == [f.data for f in written.files], "the same briefing gives other bytes"
    lost = lost_words(briefing, words_of(written.files[0].data))
    assert not lost, f"lost: {lost[:5]}"
    return written


def check_record_writer(writer: Writer, briefing: m.Briefing, style: Style, titles_of: Callable[[bytes], str]) -> None:
    """Check that a writer of records brings every record out."""
    written = writer.write(briefing, style, _ignore)
    said = titles_of(written.files[0].data)
    for record in briefing.records:
        title = record.article.metadata.title
        assert title is None or title in said, f"the record “{title}” is not in the output"


def lost_words(briefing: m.Briefing, said: str) -> list[str]:
    """Return the words of the briefing that `said` lacks or has less often; marks and white space do not count."""
    have: dict[str, int] = {}
    for word in _words(said):
        have[word] = have.get(word, 0) + 1
    lost = []
    for word in (word for part in texts(briefing.sections) for word in _words(part)):
        have[word] = have.get(word, 0) - 1
        if have[word] < 0:
            lost.append(word)
    return lost


def _words(said: str) -> list[str]:
    return re.findall(r"[^\W_]+", said)


def _ignore(note: Note) -> None:
    del note


_watching = False
_opened: list[str] = []
_hooked = False


@contextmanager
def no_network() -> Iterator[None]:
    """Raise AssertionError where the block opens a connection (audit events `socket.connect`, `socket.getaddrinfo`)."""
    global _watching, _hooked  # noqa: PLW0603 -- an audit hook cannot be removed, only told to look away
    if not _hooked:
        sys.addaudithook(_watch)
        _hooked = True
    _opened.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
    assert not _opened, f"opened a connection: {_opened[0]}"


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event in ("socket.connect", "socket.getaddrinfo"):
        _opened.append(f"{event} {arguments[1:]!r}")


# ---- what a reader must keep ----------------------------------------------------------------------------------------


def check_reader(reader: Reader, given: Input) -> list[Raw | m.Record | Input]:
    """Check that a reader knows its own kind and reads it alike twice; that damage is a ConvertError or a Note.

    The input is read whole, cut in the middle and with a byte changed in each of eight places.
    """
    with given.open() as stream:
        data = stream.read()
    assert reader.recognises(data[:65536]), "a reader recognises what it reads"
    found = list(reader.read(given, _ignore))
    again = list(reader.read(given, _ignore))
    assert _comparable(found) == _comparable(again), "the same input is read in two ways"
    for damaged in _damaged(data):
        try:
            list(reader.read(_input(given, damaged), _ignore))
        except ConvertError:
            continue
    return found


def _comparable(found: list[Raw | m.Record | Input]) -> list[object]:
    return [item.name if isinstance(item, Input) else item for item in found]


def _damaged(data: bytes) -> Iterator[bytes]:
    yield data[: len(data) // 2]
    step = max(1, len(data) // 8)
    for at in range(0, len(data), step):
        yield data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def _input(given: Input, data: bytes) -> Input:
    from convert.contracts import input_of

    return input_of(given.name, data)
