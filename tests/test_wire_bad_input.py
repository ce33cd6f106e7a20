"""Agencies' formats that are broken, or made to do harm: a clear error or a Note, and all other items kept."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.contracts import Input, Raw, input_of
from convert.errors import ConvertError, Note, NothingUsable, unheard
from convert.formats import reader_for, reader_named
from convert.model import Record
from convert.normalise import normalise
from convert.readers.safe_xml import tree_of, words_of
from convert.testing import check_reader, no_network

TESTS = Path(__file__).parent
SEEDS = {
    "night-crossings.ninjs.json": "ninjs",
    "pike-count.nitf.xml": "nitf",
    "toll-vote.newsml-g2.xml": "newsml-g2",
    "quai-fermeture.newsml.xml": "newsml",
    "ferry-rope.iptc7901.tst": "iptc7901",
    "regatta.anpa.tst": "iptc7901",
    "shore-export.wxr.xml": "wxr",
}
SENTENCE = "The ferry crossed the lake in eleven minutes on its first trial."


def read_all(given: Input, notes: list[Note] | None = None) -> Iterator[Raw]:
    for found in reader_for(given).reader.read(given, unheard if notes is None else notes.append):
        if isinstance(found, Input):
            yield from read_all(found, notes)
        elif isinstance(found, Raw):
            yield found


def nitf(inner: str, head: str = "") -> bytes:
    return f"<nitf>{head}<body><body.content>{inner}</body.content></body></nitf>".encode()


# ---- every reader keeps the contract --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SEEDS)
def test_a_reader_knows_its_own_kind_and_damage_is_an_error(name: str) -> None:
    given = input_of(name, (TESTS.parent / "seeds" / name).read_bytes())

    found = check_reader(reader_named(SEEDS[name]).reader, given)

    assert reader_for(given).name == SEEDS[name]
    assert len(found) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_xml_in_another_utf_is_recognised_and_read(encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text = declaration + nitf(f"<p>{SENTENCE} Ünder way.</p>").decode()

    (raw,) = read_all(input_of("a.xml", text.encode(encoding)))

    assert raw.text == f"{SENTENCE} Ünder way."


# ---- harm -----------------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "subset",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://x.example/">',
    ],
    ids=["laughs", "file", "parameter"],
)
def test_entities_of_its_own_are_refused_at_once(subset: str) -> None:
    data = f"<!DOCTYPE nitf [{subset}]>".encode() + nitf(f"<p>&l9;&x; {SENTENCE}</p>")

    with no_network(), pytest.raises(NothingUsable, match="entities of its own"):
        list(read_all(input_of("a.xml", data)))


def test_an_external_dtd_is_not_fetched_and_its_letters_are_read() -> None:
    doctype = '<!DOCTYPE nitf SYSTEM "http://dtd.example/nitf.dtd">'

    with no_network():
        (raw,) = read_all(
            input_of("a.xml", doctype.encode() + nitf("<p>Caf&eacute;&nbsp;&mdash; five o&rsquo;clock.</p>"))
        )

    assert raw.text == "Café\xa0— five o’clock."


@pytest.mark.parametrize("depth", [300, 20_000])
def test_xml_that_nests_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(NothingUsable, match="nests too deep"):
        list(read_all(input_of("a.xml", nitf("<block>" * depth + SENTENCE + "</block>" * depth))))


def test_json_that_nests_too_deep_is_refused() -> None:
    data = b'{"uri": "urn:x:1", "pubstatus": "usable", "versioncreated": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"

    with pytest.raises(NothingUsable, match="nested too deep"):
        list(read_all(input_of("a.json", data)))


def test_packages_in_packages_come_to_an_end() -> None:
    inner: dict[str, object] = {"uri": "urn:x:0", "type": "text", "headline": "Last", "body_text": SENTENCE}
    for number in range(1, 40):
        inner = {"uri": f"urn:x:{number}", "type": "composite", "headline": "On", "body_text": SENTENCE} | {
            "pubstatus": "usable",
            "associations": {"again": inner},
        }

    found = list(reader_named("ninjs").reader.read(input_of("a.json", json.dumps(inner).encode()), unheard))

    assert [type(each) for each in found] == [Raw, Input]


def test_a_message_of_three_thousand_items_is_read_in_seconds() -> None:
    item = '<newsItem guid="urn:n:%d"><contentMeta><headline>Item %d</headline></contentMeta></newsItem>'
    items = "".join(item % (number, number) for number in range(3_000))
    begun = time.process_time()

    found = list(
        reader_named("newsml-g2").reader.read(
            input_of("a.xml", f"<newsMessage><itemSet>{items}</itemSet></newsMessage>".encode()), unheard
        )
    )

    assert len(found) == 3_000
    assert time.process_time() - begun < 10


def anpa(body: str) -> bytes:
    return f"\x01h0417\x1fnwlak\nr s\x13\x11 BC-LKL--Regatta 03-22\n\x02{body}\x03".encode()


def wxr(content: str) -> bytes:
    head = '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="urn:content">'
    item = f"<item><title>T</title><content:encoded>{content}</content:encoded></item>"
    return f"{head}<channel>{item}</channel></rss>".encode()


def ninjs(**body: str) -> bytes:
    return json.dumps({"uri": "urn:x:1", "pubstatus": "usable", "ednote": "x", **body}).encode()


N = 60_000
KEYWORDS = "".join(f"<keyword>k{number}</keyword>" for number in range(N // 10))
LONG = {
    "spaces in a line of ANPA's head": anpa(f"^{' ' * N}x\n\t   {SENTENCE}"),
    "capitals and dashes after the text": anpa(f"\t   {SENTENCE}") + b"A-" * N,
    "equals signs in a headline": b"\x01nwb0231 4 i 148  nw\n\nLake/\n\x02" + b"= " * N + SENTENCE.encode(),
    "spaces that begin a line": ninjs(body_text=f"{SENTENCE}\n{' ' * N}\nx"),
    "shortcodes that are never closed": wxr(SENTENCE + "[/a]" + "[a][caption]" * (N // 10)),
    "preformatted text that is never closed": wxr(SENTENCE + "&lt;/pre>" + "&lt;pre " * (N // 10)),
    "spaces in a post": wxr(f"{SENTENCE}{'&#32;' * N}x"),
    "heads that are never closed": ninjs(body_html=f"<p>{SENTENCE}</p>" + "<head>" * (N // 10)),
    "keywords": f"<newsItem><contentMeta>{KEYWORDS}<headline>x</headline></contentMeta></newsItem>".encode(),
}


@pytest.mark.parametrize("kind", LONG)
def test_what_has_no_end_is_read_in_linear_time(kind: str) -> None:
    begun = time.process_time()

    (raw,) = read_all(input_of("a.bin", LONG[kind]))

    assert raw.text
    assert time.process_time() - begun < 3


# ---- what is broken -------------------------------------------------------------------------------------------------


def test_one_broken_item_of_a_message_loses_no_other() -> None:
    text = (TESTS.parent / "seeds" / "toll-vote.newsml-g2.xml").read_text("utf-8")
    first = '<newsItem guid="urn:n:1"><itemMeta/></newsItem>'
    notes: list[Note] = []
    given = input_of("a.xml", text.replace("<newsItem ", f"{first}<newsItem ", 1).encode())

    found = [each for each in reader_for(given).reader.read(given, notes.append) if isinstance(each, Input)]

    with pytest.raises(NothingUsable, match="neither headline nor text"):
        list(read_all(found[0]))
    assert len(list(read_all(found[1]))) == 1


def test_names_that_are_none_are_looked_past() -> None:
    notes: list[Note] = []

    root = tree_of(b"<nitf><:a>one</:a><b::c>two</b::c><p a:b:c='1'>three</p></nitf>", "a.xml", notes.append)

    assert words_of(root).split() == ["onetwo", "three"]
    assert [note.code for note in notes] == ["broken-xml"]


def test_halves_of_characters_stand_as_replacements() -> None:
    text = "Half \\ud83d a sign stands here, and the sentence goes on."
    known = '"uri": "urn:x:1", "pubstatus": "usable", "versioncreated": "2025-03-20", "headline": "A \\ud83d half"'
    data = f'{{{known}, "body_text": "{text}"}}'.encode()

    (raw,) = read_all(input_of("a.json", data))
    article = normalise(raw, (), unheard)

    assert article.metadata.title == "A � half"
    assert "Half � a sign" in article.source_text


@pytest.mark.parametrize("value", ["[]", "{}", "7", "null", '"x"', "[[1]]", '{"a": {"b": 1}}'])
@pytest.mark.parametrize(
    "key", ["headline", "headlines", "bodies", "body_html", "associations", "subject", "renditions", "versioncreated"]
)
def test_a_value_of_another_type_breaks_nothing(key: str, value: str) -> None:
    rest = '"uri": "urn:x:1", "pubstatus": "usable", "ednote": "", "body_text": "The ferry runs."'

    (raw,) = read_all(input_of("a.json", f'{{{rest}, "{key}": {value}}}'.encode()))

    assert "The ferry runs." in raw.text


@pytest.mark.slow
def test_mutated_files_are_read_or_refused() -> None:
    """Three thousand mutations with a fixed seed; each reader gets a share of them."""
    chance = random.Random(7)  # noqa: S311 -- no secret
    files = [TESTS.parent / "seeds" / name for name in SEEDS] + sorted(TESTS.joinpath("cases", "wire").glob("*.txt"))
    for _ in range(3000):
        path = chance.choice(files)
        given = input_of("a.xml", _mutated(path.read_bytes().split(b"\n%% ")[0], chance))
        try:
            for raw in read_all(given):
                normalise(raw, (), unheard)
        except ConvertError:
            continue


_INSERTED = (b"<", b">", b"&", b'"', b"\0", b"\1", b"\2", b"\3", b"{", b"}", b"[", b"null", b"1e999", b"\xff", b"]]>")


def _mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + chance.randrange(1, 60) :]
            case 2:
                data = data[:at] + data[at : at + chance.randrange(1, 200)] + data[at:]
            case 3:
                data = data[:at] + chance.choice(_INSERTED) + data[at:]
            case _:
                data = data[:at] or data
    return data


def test_a_record_of_ours_stays_a_record() -> None:
    """ninjs is asked before the json reader: it must not take what is not its own."""
    path = TESTS.parent / "seeds" / "records.jsonl"
    found = list(
        reader_for(input_of(path.name, path.read_bytes())).reader.read(input_of(path.name, path.read_bytes()), unheard)
    )

    assert {reader_for(each).name for each in found if isinstance(each, Input)} == {"json"}
    assert not any(isinstance(each, Record) for each in found)
