"""JSON and JSON Lines: records as they are, news objects by the names they give things, broken items alone."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from msgspec.structs import replace

from convert.contracts import Column, Input, Raw, input_of
from convert.errors import ConvertError, Note, NothingUsable
from convert.formats import reader_for
from convert.model import Article, Metadata, Paragraph, Record, Source, Text, encode
from convert.readers import json as json_reader
from convert.readers import json_lines

NEWS = {"maintext": "The lake froze on Monday.", "title": "Ice", "date_publish": "2025-01-13 07:30:00"}


def dropped(_: Note) -> None:
    """Take a note that the test does not look at."""


def read(value: Any, name: str = "a.json") -> Raw:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    (found,) = json_reader.read(input_of(name, data), dropped)
    assert isinstance(found, Raw)
    return found


def candidates(value: Any) -> list[tuple[str, str]]:
    return [(f.field, f.value) for f in read({"text": "Words.", **value}).candidates]


def record() -> Record:
    article = Article(
        source=Source("a.txt", "0" * 64, 3, "text"),
        metadata=Metadata(title="A"),
        body=(Paragraph((Text("One."),), number="1"),),
        source_text="One.",
    )
    return Record(article)


@pytest.mark.parametrize(
    ("head", "reader"),
    [
        (b'{"text": "a"}', "json"),
        (b'{"text": "a"}\n', "json"),
        (b'\xef\xbb\xbf{\n  "text": "a"\n}', "json"),
        (b'[{"text": "a"}, {"text": "b"}]', "json"),
        (b'{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        (b'{"text": "a"}\n\n{"text": ', "jsonl"),
        (b"[Update] The lake froze.", "text"),
        (b"{curly} things", "text"),
        ('{"text": "a"}'.encode("utf-16"), "json"),
        (gzip.compress(b'{"text": "a"}\n{"text": "b"}\n', mtime=0), "jsonl"),
    ],
)
def test_content_tells_the_kind_whatever_the_name(head: bytes, reader: str) -> None:
    assert reader_for(input_of("a.xyz", head)).name == reader


def test_a_record_comes_back_as_it_was() -> None:
    (found,) = json_reader.read(input_of("r.json", encode(record())), dropped)

    assert found == record()


def test_an_array_of_records_is_a_container() -> None:
    found = list(json_reader.read(input_of("r.json", encode((record(), record()))), dropped))

    assert [item.name for item in found if isinstance(item, Input)] == ["r.json#1", "r.json#2"]


def test_a_record_of_a_newer_version_is_refused() -> None:
    data = encode(record()).replace(b'"schema":1', b'"schema":99')

    with pytest.raises(ConvertError, match="newer version"):
        list(json_reader.read(input_of("r.json", data), dropped))


def test_a_record_with_an_unknown_key_says_where_it_stands() -> None:
    data = encode(record()).replace(b'"title"', b'"tittle"')

    with pytest.raises(NothingUsable, match="metadata"):
        list(json_reader.read(input_of("r.json", data), dropped))


def test_a_news_object_gives_its_text_and_its_metadata_with_their_place() -> None:
    raw = read({**NEWS, "source_domain": "lake.example", "authors": ["Ada Brandt", "Leo Ness"], "language": "en"})

    assert raw.text == "The lake froze on Monday."
    assert [(f.field, f.value, f.where.name) for f in raw.candidates] == [  # type: ignore[union-attr]
        ("title", "Ice", "JSON title"),
        ("byline", "Ada Brandt, Leo Ness", "JSON authors"),
        ("published", "2025-01-13T07:30", "JSON date_publish"),
        ("outlet", "lake.example", "JSON source_domain"),
        ("language", "en", "JSON language"),
    ]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-01-13", "2025-01-13"),
        ("2025-01", "2025-01"),
        ("2025-01-13 00:00:00", "2025-01-13"),
        ("2025-01-13T00:00:00+02:00", "2025-01-13T00:00+02:00"),
        ("2025-01-13T07:30:00.000Z", "2025-01-13T07:30Z"),
        ("2025-01-13T07:30:00+0200", "2025-01-13T07:30+02:00"),
        (1736753400, "2025-01-13T07:30Z"),
        (1736753400000, "2025-01-13T07:30Z"),
        ("1736753400", "2025-01-13T07:30Z"),
        ("1736753400.0", "2025-01-13T07:30Z"),
        ("Mon, 13 Jan 2025 07:30", "Mon, 13 Jan 2025 07:30"),
        ("2025-02-31", "2025-02-31"),
    ],
)
def test_a_date_is_a_moment_where_it_is_written_as_one_and_else_its_words(written: object, moment: str) -> None:
    assert candidates({"published": written}) == [("published", moment)]


@pytest.mark.parametrize("written", [None, "", True, 12, {}, [], 1e300])
def test_a_date_that_is_none_is_no_candidate(written: object) -> None:
    assert candidates({"published": written}) == []


def test_names_within_objects_are_found() -> None:
    assert candidates({"author": {"name": "Ada Brandt"}, "publisher": {"id": 7, "name": "The Lake"}}) == [
        ("byline", "Ada Brandt"),
        ("outlet", "The Lake"),
    ]


def test_tags_come_one_by_one() -> None:
    assert candidates({"keywords": "ice,lake"}) == candidates({"tags": ["ice", {"name": "lake"}]})


def test_halves_of_characters_are_replaced_and_noted() -> None:
    notes: list[Note] = []
    (raw,) = json_reader.read(input_of("a.json", b'{"text": "a\\ud800b \\ud83d\\ude00"}'), notes.append)

    assert isinstance(raw, Raw)
    assert raw.text == "a\ufffdb 😀"
    assert [note.code for note in notes] == ["lone-surrogates"]


def noted(value: dict[str, Any]) -> tuple[Raw, list[tuple[str, str]]]:
    notes: list[Note] = []
    (found,) = json_reader.read(input_of("a.json", json.dumps(value).encode()), notes.append)
    assert isinstance(found, Raw)
    return found, [(note.code, note.message) for note in notes if note.level == "warning"]


def test_halves_of_characters_in_a_title_are_replaced_as_in_the_text() -> None:
    found, notes = noted({"text": "Words.", "title": "Port \ud83d plan"})

    assert [f.value for f in found.candidates] == ["Port � plan"]
    assert [code for code, _ in notes] == ["lone-surrogates"]


def test_the_longest_text_is_the_article_and_another_is_named() -> None:
    found, notes = noted({"text": "Short teaser.", "content": "The lake froze on Monday, early in the morning."})

    assert found.text.startswith("The lake")
    assert notes == [("other-text", "“text” holds another text than “content” and is left out")]


def test_a_teaser_that_the_article_begins_with_is_no_other_text() -> None:
    found, notes = noted({"text": "The lake froze …", "content": "The lake froze on Monday."})

    assert (found.text, notes) == ("The lake froze on Monday.", [])


def test_plain_text_goes_before_its_own_markup() -> None:
    found, notes = noted({"content": "<p>The lake froze on Monday.</p><p>© A</p>", "body": "The lake froze on Monday."})

    assert found.text == "The lake froze on Monday."
    assert [code for code, _ in notes] == ["other-text"]


def test_a_rendered_title_of_wordpress_is_read() -> None:
    assert candidates({"title": {"rendered": "Port &amp; <em>quay</em>"}}) == [("title", "Port & quay")]


def test_a_value_of_which_nothing_is_read_is_named() -> None:
    found, notes = noted({"text": "Words.", "author": {"first": "Ann", "last": "Carter"}, "tags": []})

    assert found.candidates == ()
    assert notes == [("unread-value", "nothing could be read from the value of “author”")]


def test_plain_values_of_other_keys_are_kept_beside_the_metadata() -> None:
    assert candidates({"mood": "bright", "shares": 12, "id": 1}) == [("extra.mood", "bright"), ("extra.shares", "12")]


def test_keys_whose_values_are_nested_or_long_are_named() -> None:
    notes: list[Note] = []
    data = json.dumps({"text": "Words.", "moods": {"noon": "bright"}, "log": "x " * 900}).encode()
    list(json_reader.read(input_of("a.json", data), notes.append))

    assert [(note.code, note.level) for note in notes] == [("unused-keys", "info")]
    assert notes[0].message.endswith(": log, moods")


def test_names_in_other_languages_and_spellings_are_known() -> None:
    found = read({"Volltext": "Der See ist zu.", "Titel": "Eis", "datePublished": "2025-01-13", "Quelle": "Seeblatt"})

    assert found.text == "Der See ist zu."
    assert [(f.field, f.value) for f in found.candidates] == [
        ("title", "Eis"),
        ("published", "2025-01-13"),
        ("outlet", "Seeblatt"),
    ]


def test_the_editors_names_go_before_those_that_are_guessed() -> None:
    columns = (Column("long_copy", "text"), Column("Desk line", "title"), Column("wire", "extra.service"))
    data = b'{"text": "A teaser of the story.", "long_copy": "Words.", "title": "A", "desk_line": "B", "wire": "LNA"}'
    (raw,) = json_reader.read(replace(input_of("a.json", data), columns=columns), dropped)

    assert isinstance(raw, Raw)
    assert raw.text == "Words."
    assert [(f.field, f.value) for f in raw.candidates] == [("title", "B"), ("title", "A"), ("extra.service", "LNA")]


def test_a_text_in_markup_has_its_structure_and_no_tags() -> None:
    found = read({"content": "<h2>Ice</h2><p>The lake <b>froze</b>.</p><script>alert(1)</script>"})

    assert found.text == "Ice\n\nThe lake froze."
    assert found.structured
    assert {mark.kind for mark in found.marks} == {"heading", "paragraph", "strong"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"title": "x"}', "holds no article"),
        (b'{"text": "   "}', "holds no article"),
        (b'{"text": "x",}', "broken"),
        (b'{"text": "x"} trailing', "Extra data"),
        (b"[]", "empty"),
        (b'[{"text": "x"}', "broken"),
        (b'{"text": "\xff"}', "not in UTF-8"),
        (b'{"text": ' + b"[" * 100_000, "nested too deep"),
        (b'{"n": ' + b"9" * 10_000 + b"}", "thousands of digits"),
    ],
)
def test_json_without_an_article_says_what_is_wrong(data: bytes, message: str) -> None:
    with pytest.raises(NothingUsable, match=message) as raised:
        list(json_reader.read(input_of("a.json", data), dropped))
    assert "a.json" in raised.value.where


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_are_items_with_their_own_bytes(pack: Any) -> None:
    data = pack(b'\xef\xbb\xbf{"text": "a"}\r\n\n{"text": "b"}\n{"broken\n')
    items = list(json_lines.read(input_of("a.jsonl.gz", data), dropped))

    assert all(isinstance(item, Input) for item in items)
    assert [(item.name, item.head()) for item in items if isinstance(item, Input)] == [
        ("a.jsonl.gz#1", b'{"text": "a"}'),
        ("a.jsonl.gz#2", b'{"text": "b"}'),
        ("a.jsonl.gz#3", b'{"broken'),
    ]


@pytest.mark.parametrize("line", [b"{broken", b"Some words of prose.", b'"a string"', b"17"])
def test_a_line_that_is_no_object_is_no_article_in_prose(line: bytes) -> None:
    *_, item = json_lines.read(input_of("a.jsonl", b'{"text": "a"}\n{"text": "b"}\n' + line), dropped)

    assert isinstance(item, Input)
    with pytest.raises(NothingUsable, match="no JSON object") as raised:
        item.open()
    assert raised.value.where == "a.jsonl, line 3"


def test_lines_longer_than_what_a_reader_is_chosen_by_are_lines_all_the_same() -> None:
    line = json.dumps({"title": "Ice", "text": "The lake froze. " * 9000}).encode()
    given = input_of("a.jsonl", line + b"\n\n" + line + b"\n")

    found = list(reader_for(given).reader.read(given, dropped))

    assert [item.name for item in found if isinstance(item, Input)] == ["a.jsonl#1", "a.jsonl#2"]


def test_json_that_is_too_large_for_one_piece_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "MOST_IN_ONE", 100)

    with pytest.raises(NothingUsable, match="more than 100 bytes in one piece") as raised:
        list(json_reader.read(input_of("a.json", json.dumps([NEWS] * 9).encode()), dropped))
    assert "JSON Lines" in raised.value.hint


def test_an_archive_that_breaks_off_gives_what_is_whole_and_a_note() -> None:
    notes: list[Note] = []
    lines = b"".join(b'{"text": "%d %s"}\n' % (n, bytes(str(n * n), "ascii")) for n in range(20_000))
    data = gzip.compress(lines, mtime=0)[:-3000]

    items = list(json_lines.read(input_of("a.jsonl.gz", data), notes.append))

    assert 1000 < len(items) < 20_000
    assert [note.code for note in notes] == ["broken-archive"]


def test_a_line_beyond_all_measure_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 50)
    notes: list[Note] = []
    data = b'{"text": "a"}\n{"text": "' + b"x" * 500 + b'"}\n{"text": "b"}\n'

    items = list(json_lines.read(input_of("a.jsonl", data), notes.append))

    assert [item.head() for item in items if isinstance(item, Input)] == [b'{"text": "a"}', b'{"text": "b"}']
    assert [note.code for note in notes] == ["line-too-long"]
