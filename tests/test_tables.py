"""Tables of articles: what their rows give, what is streamed, what is refused. Shapes of CSV are in `cases/tables`."""

from __future__ import annotations

import datetime
import gzip
import io
import sys
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from convert.contracts import HEAD_SIZE, Column, Input, Raw, input_of
from convert.errors import ConvertError, MissingProgram, Note, NothingUsable
from convert.formats import reader_for
from convert.model import NamedPlace
from convert.pipeline import Failure, items_of
from convert.readers.tables import csv as csv_reader
from convert.readers.tables import lines, parquet, records
from tests.command import Run
from tests.mutations import damaged
from tests.test_json_reader import dropped

HEAD = "title,date,text\n"
ROW = "Ice,2025-01-13,The lake froze on Monday.\n"


def read(data: bytes | str, *, name: str = "a.csv", columns: tuple[Column, ...] = ()) -> tuple[list[Raw], list[Note]]:
    notes: list[Note] = []
    made = input_of(name, data if isinstance(data, bytes) else data.encode())
    found = list(reader_for(made).reader.read(replace(made, columns=columns), notes.append))
    assert all(isinstance(each, Raw) for each in found)
    return [each for each in found if isinstance(each, Raw)], notes


def texts(data: bytes | str) -> list[str]:
    return [raw.text for raw in read(data)[0]]


# ---- CSV ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (HEAD + ROW, "csv"),
        (HEAD.replace(",", "\t") + ROW, "csv"),
        (HEAD.replace(",", "|") + ROW, "csv"),
        (HEAD.replace(",", ";").encode("utf-16"), "csv"),
        (HEAD.encode("utf-16-be"), "csv"),
        (gzip.compress((HEAD + ROW).encode(), mtime=0), "csv"),
        ("Text, and nothing but text\nThe lake froze.\n", "text"),
        ("Number,Subject matter\n1,Ice\n", "text"),
        ("In the text, the title is missing; the date, too.\nThat is all.\n", "text"),
        ("title,text", "text"),
    ],
)
def test_a_table_is_known_by_what_its_columns_are_called(data: bytes | str, reader: str) -> None:
    assert reader_for(input_of("a.xyz", data if isinstance(data, bytes) else data.encode())).name == reader


def test_a_table_of_unusual_columns_is_known_by_its_suffix() -> None:
    assert reader_for(input_of("a.csv", b"Number,Subject matter\n1,Ice\n")).name == "csv"


def test_each_value_says_in_which_column_and_row_it_stood() -> None:
    (raw,), _ = read(HEAD + "\n" + ROW)

    places = [f.where.name for f in raw.candidates if isinstance(f.where, NamedPlace)]
    assert places == ["column title, row 3", "column date, row 3"]


def test_a_row_has_the_hash_of_its_own_lines() -> None:
    alone, among = read(HEAD + ROW)[0], read(HEAD + "x,,Other words.\n" + ROW)[0]

    assert alone[0].sha256 == among[1].sha256
    assert alone[0].size == len(ROW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_are_told_by_the_first_lines(encoding: str, end: str) -> None:
    table = f'title;text{end}Bac;"Le curé a béni « La Sirène », jeudi à l’aube, dit-il."{end}Glace;Le lac a gelé.{end}'

    found = texts(table.encode(encoding))

    assert found == ["Le curé a béni « La Sirène », jeudi à l’aube, dit-il.", "Le lac a gelé."]


def test_a_line_in_another_encoding_is_read_in_its_own() -> None:
    filler = "".join(f"A,2025-01-13,The lake froze in winter {n}.\n" for n in range(3000))

    raws, notes = read((HEAD + filler).encode() + "B,2025-01-14,Le curé a béni le bac.\n".encode("cp1252"))

    assert raws[-1].text == "Le curé a béni le bac."
    assert [(note.code, note.message) for note in notes] == [
        ("encoding", "line 3002 is not in utf-8; it is read as cp1252")
    ]


def test_an_article_longer_than_the_csv_modules_own_limit_is_read() -> None:
    story = "The lake froze on Monday. " * 20_000

    assert texts(f'{HEAD}Ice,2025-01-13,"{story}"\n') == [story]


def test_a_line_beyond_all_measure_is_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)

    raws, notes = read(HEAD + "Long,2025-01-13," + "x" * 100_000 + "\n" + ROW)

    assert [raw.text for raw in raws] == ["The lake froze on Monday."]
    assert [note.code for note in notes] == ["line-too-long"]


def test_a_row_that_grows_without_end_is_taken_to_end_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_ROW", 200)

    raws, notes = read(HEAD + 'Open,2025-01-12,"No end of it\n' + ROW * 20)

    assert [raw.text for raw in raws] == ["No end of it", *["The lake froze on Monday."] * 20]
    assert [note.code for note in notes] == ["open-quotation-mark"]


def test_a_table_full_of_open_quotation_marks_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_ROW", 60)
    row = 'A,2025-01-12,"The lake froze\n' + "A,2025-01-13,The lake did not freeze.\n" * 3

    raws, notes = read(HEAD + row * 30)

    assert len(raws) == 4 * (records.MOST_OPEN - 1) + 1
    assert [note.code for note in notes] == ["open-quotation-mark"] * 10 + ["broken-table", "open-quotation-mark"]
    assert notes[-1].message.startswith("10 more like this; the last: row 78 opens a quotation mark")


def test_nul_bytes_in_a_cell_do_not_end_the_table() -> None:
    assert texts(HEAD + "A,2025-01-12,The lake\0 froze.\n" + ROW) == ["The lake\0 froze.", "The lake froze on Monday."]


def test_what_programs_write_for_nothing_is_nothing() -> None:
    raws, notes = read("title,author,date,text\nNone,nan,NaT,The lake froze.\nIce,NULL,2025-01-13,nan\n")

    assert [(raw.text, raw.candidates) for raw in raws] == [("The lake froze.", ())]
    assert [note.message for note in notes] == ["row 3 has no text and is left out"]


def test_a_bare_return_ends_a_row_or_a_line_of_a_cell() -> None:
    assert texts(f'{HEAD}A,2025-01-12,Froze.\rB,2025-01-13,"One.\rTwo."\n{ROW}') == [
        "Froze.",
        "One.\rTwo.",
        "The lake froze on Monday.",
    ]


@pytest.mark.parametrize("form", ["csv", "csv in UTF-16", "csv.gz", "parquet"])
def test_a_damaged_table_gives_rows_or_an_error_that_is_ours(form: str) -> None:
    text = HEAD + 'A,2025-01-12,"The ""lake"", once\nmore"\n' + ROW * 9
    columns = {"text": ["Words of the lake."] * 90, "date": [datetime.date(2025, 1, 13)] * 90, "by": [["A"]] * 90}
    data = {
        "csv": text.encode,
        "csv in UTF-16": lambda: text.encode("utf-16"),
        "csv.gz": lambda: gzip.compress(text.encode(), mtime=0),
        "parquet": lambda: table_of(columns, row_group_size=30),
    }[form]()

    reader = reader_for(input_of("a", data)).reader
    whole = len(list(reader.read(input_of("a", data), dropped)))
    counts = []
    for each in damaged(data, 60):
        with suppress(ConvertError):
            counts.append(len(list(reader.read(input_of("a", each), dropped))))

    assert counts
    assert min(counts) < whole


def test_what_is_no_text_is_no_table() -> None:
    with pytest.raises(NothingUsable, match="no table in text"):
        list(csv_reader.read(input_of("a.csv", bytes(range(256)) * 9), dropped))


def test_rows_without_text_are_named_up_to_ten_and_then_counted() -> None:
    raws, notes = read(HEAD + "A,2025-01-12,\n" * 25 + ROW)

    assert len(raws) == 1
    assert [note.message for note in notes][-2:] == [
        "row 11 has no text and is left out",
        "15 more like this; the last: row 26 has no text and is left out",
    ]


def test_a_table_without_any_text_is_nothing_usable() -> None:
    with pytest.raises(NothingUsable, match="no row of the table has a text"):
        read(HEAD + "A,2025-01-12,\n")


def test_an_archive_that_breaks_off_gives_its_whole_rows() -> None:
    rows = "".join(f"A{n},2025-01-12,The lake froze for the {n * n}th time.\n" for n in range(6000))

    raws, notes = read(gzip.compress((HEAD + rows).encode(), mtime=0)[:-5000])

    assert 3000 < len(raws) < 6000
    assert [note.code for note in notes] == ["broken-archive"]


def test_a_bomb_in_gzip_is_refused_while_it_is_read() -> None:
    row = b'A,2025-01-12,"' + b"a" * 1_000_000 + b'"\n'

    with pytest.raises(NothingUsable, match="bomb"):
        read(gzip.compress(HEAD.encode() + row * 24, mtime=0))


def test_the_editors_columns_make_articles_of_any_table() -> None:
    table = "Nummer;Betreff;Langfassung;Amt\n1;Fähre;Die Fähre fährt ab April.;Hafen\n"
    columns = (Column("Langfassung", "text"), Column("betreff", "title"), Column("Amt", "extra.office"))

    (raw,), _ = read(table, columns=columns)

    assert raw.text == "Die Fähre fährt ab April."
    assert [(f.field, f.value) for f in raw.candidates] == [
        ("title", "Fähre"),
        ("extra.office", "Hafen"),
        ("extra.nummer", "1"),
    ]


def test_columns_of_the_settings_are_recorded_for_who_verifies_later(run: Run) -> None:
    Path("a.csv").write_text("Nummer;Betreff;Langfassung\n1;Fähre;Die Fähre fährt ab April.\n", "utf-8")
    Path("convert.toml").write_text('[columns]\ntext = "Langfassung"\ntitle = "Betreff"\n', "utf-8")

    made = run("brief", "a.csv", "--to", "md,pdf")
    Path("convert.toml").unlink()
    verified = run("verify", "a.md", "a.pdf")

    assert (made.code, verified.code) == (0, 0), made.err + verified.err
    assert "\ntitle: Fähre\n" in Path("a.md").read_text("utf-8")


def test_an_article_is_held_to_its_size_and_not_the_table_it_stands_in() -> None:
    long = "Long,2025-01-12," + "The lake froze again. " * 40 + "\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("press.csv", HEAD + ROW * 20 + long + ROW)

    found = list(items_of(input_of("a.zip", archive.getvalue()), None, 500, dropped))

    (failed,) = (each for each in found if isinstance(each, Failure))
    assert len(found) == 22
    assert failed.error.message == "the article has 897 bytes, more than 500"
    assert failed.error.where == "a.zip#press.csv#21"


def test_a_large_table_is_read_as_a_stream(tmp_path: Path) -> None:
    class Counting(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            Counting.most = max(Counting.most, self.tell())
            return data

        def readline(self, size: int | None = -1, /) -> bytes:
            data = super().readline(-1 if size is None else size)
            Counting.most = max(Counting.most, self.tell())
            return data

    table = (HEAD + ROW * 20_000).encode()
    first = next(iter(csv_reader.read(Input("a.csv", lambda: Counting(table)), dropped)))

    assert isinstance(first, Raw)
    assert Counting.most <= HEAD_SIZE < len(table) / 10


def test_without_pyarrow_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingProgram) as raised:
        list(parquet.read(input_of("a.parquet", b"PAR1"), dropped))
    assert raised.value.hint == "pip install 'convert-briefings[table]'"


# ---- Parquet --------------------------------------------------------------------------------------------------------


def table_of(columns: dict[str, Any], **how: Any) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    target = io.BytesIO()
    write_table(pyarrow.table(columns), target, **how)
    return target.getvalue()


def parquet_of(columns: dict[str, Any]) -> tuple[list[Raw], list[Note]]:
    return read(table_of(columns), name="a.parquet")


def told(raws: Iterable[Raw]) -> list[list[tuple[str, str]]]:
    return [[(f.field, f.value) for f in raw.candidates] for raw in raws]


def test_columns_of_parquet_are_read_whatever_they_hold() -> None:
    day = datetime.datetime(2025, 1, 13, 7, 30, tzinfo=datetime.UTC)
    raws, notes = parquet_of(
        {
            "maintext": ["The lake froze.", None],
            "authors": [["Ada Brandt", "Leo Ness"], []],
            "date_publish": [day, None],
            "source": [{"id": "7", "name": "Lake Mail"}, None],
            "metadata": [{"url": "https://lake.example/ice", "mood": "bright"}, None],
            "shares": [12, None],
            "links": [[{"to": "a"}], None],
            "picture": [b"\x89PNG", None],
        }
    )

    assert [raw.text for raw in raws] == ["The lake froze."]
    assert told(raws) == [
        [
            ("byline", "Ada Brandt, Leo Ness"),
            ("published", "2025-01-13T07:30+00:00"),
            ("outlet", "Lake Mail"),
            ("url", "https://lake.example/ice"),
            ("extra.metadata.mood", "bright"),
            ("extra.shares", "12"),
        ]
    ]
    assert [(note.code, note.level) for note in notes] == [("unused-columns", "info"), ("empty-text", "warning")]
    assert "“links”, “picture”" in notes[0].message


@pytest.mark.parametrize(
    "value",
    [
        ["The lake froze.", "It was cold."],
        {"text": "The lake froze.\n\nIt was cold."},
        b"The lake froze.\n\nIt was cold.",
    ],
)
def test_a_text_in_parts_is_one_text(value: object) -> None:
    assert parquet_of({"text": [value]})[0][0].text == "The lake froze.\n\nIt was cold."


def test_a_row_of_parquet_says_its_number_in_the_whole_file() -> None:
    data = table_of({"text": [f"Words {n}." for n in range(300)], "title": ["A"] * 300}, row_group_size=100)

    raws, _ = read(data, name="a.parquet")

    assert [f.where for f in raws[250].candidates] == [NamedPlace("column title, row 251")]
    assert raws[250].name == "a.parquet#251"


def test_a_damaged_row_group_loses_no_other() -> None:
    story = [f"The lake froze for the {n * n}th time." for n in range(3000)]
    data = bytearray(table_of({"text": story}, row_group_size=1000, use_dictionary=False))
    data[len(data) // 2 : len(data) // 2 + 60] = b"\xff" * 60

    raws, notes = read(bytes(data), name="a.parquet")

    assert {raw.text for raw in raws} >= {*story[:1000], *story[2000:]}
    assert [note.code for note in notes] == ["broken-rows"]
    assert "to 2000 are left out" in notes[0].message


@pytest.mark.parametrize("data", [b"PAR1 and no more", b"PAR1" + bytes(500), b"PARE" + bytes(500)])
def test_a_broken_parquet_file_is_nothing_usable(data: bytes) -> None:
    with pytest.raises(NothingUsable, match="Parquet file cannot be read") as raised:
        read(data, name="a.parquet")
    assert raised.value.where == "a.parquet"


def test_parquet_that_unpacks_to_too_much_is_refused() -> None:
    data = table_of({"text": ["a" * 11_000_000, "b" * 11_000_000]}, compression="gzip")

    with pytest.raises(NothingUsable, match="bomb"):
        read(data, name="a.parquet")


def test_parquet_without_a_text_lists_its_columns() -> None:
    with pytest.raises(NothingUsable, match="there are: “a”, “b”") as raised:
        parquet_of({"a": [1], "b": ["x"]})
    assert "[columns]" in raised.value.hint


def test_a_stream_that_cannot_be_sought_is_read_too() -> None:
    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

    given = Input("a.parquet", lambda: Once(table_of({"text": ["The lake froze."]})))

    assert [raw.text for raw in parquet.read(given, dropped) if isinstance(raw, Raw)] == ["The lake froze."]
