"""What is recorded of an output is read back as it was, and differences between two files are named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from convert.config import Options
from convert.contracts import Column, Given, Raw, input_of
from convert.model import InputHash, Outlet, Provenance
from convert.pipeline.differences import differences
from convert.pipeline.job import Job
from convert.pipeline.provenance import NOT_OF_THE_BYTES, OF_THE_STYLE, provenance_of
from convert.pipeline.reading import Item
from convert.pipeline.recorded import given_of, is_pack, options_of, reader_of, style_of
from convert.style import load_style

# ---- recorded and read back -----------------------------------------------------------------------------------------

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
_FIELDS = st.sampled_from(("title", "extra.desk", "extra.day of issue", "extra.note (late)"))
_PLACES = st.sampled_from(("command line", "sidecar a.toml", "sidecar of (x).json", "pack.toml"))
_GIVEN = st.lists(st.builds(Given, _FIELDS, _WORDS, _PLACES), max_size=3).map(tuple)


def job(options: Options, reader: str | None = None) -> Job:
    return Job((), options, load_style("press", paper=options.paper), (), Path(), reader=reader)


@over(
    st.lists(
        st.tuples(st.sampled_from(("a.txt", "b of (c).txt", "a.txt (2)", "d/e.jsonl#3")), _GIVEN),
        min_size=1,
        max_size=4,
    )
)
def test_what_was_given_is_read_back(articles: list[tuple[str, tuple[Given, ...]]]) -> None:
    items = [
        Item(input_of(name, b""), 1, Raw("", name, str(at), 0, "text"), given)
        for at, (name, given) in enumerate(articles)
    ]

    assert given_of(provenance_of(items, job(Options()))) == [item.given for item in items]


_OPTIONS = st.builds(
    Options,
    title=st.none() | _WORDS,
    number=st.none() | st.sampled_from(("007", "null", "1e3", "true")),
    as_of=st.none() | st.sampled_from(("2025", "2025-03-15", "2025-03-15T06:00+02:00")),
    outlets=st.lists(st.builds(Outlet, match=_WORDS, name=_WORDS, short=_WORDS, country=_WORDS), max_size=2).map(tuple),
    cover=st.booleans(),
    front_pages=st.integers(1, 10),
    group_by=st.sampled_from(("section", "none")),
    only=st.none() | st.just("front"),
)


@over(_OPTIONS)
def test_options_are_read_back(options: Options) -> None:
    assert options_of(provenance_of([], job(options, "text"))) == options


_OTHERS = {
    "as_of": "2025-03-15",
    "language": "fr",
    "outlets": (Outlet("lake.example", "Lake Mail"),),
    "columns": (Column("Langtext", "text"),),
}


@pytest.mark.parametrize(
    "name", sorted(set(Options.__struct_fields__) - NOT_OF_THE_BYTES - OF_THE_STYLE - {"reference_doc"})
)
def test_no_option_that_changes_bytes_is_forgotten(name: str) -> None:
    options = msgspec.structs.replace(Options(), **{name: _other_value(name)})

    assert options_of(provenance_of([], job(options))) == options


def _other_value(name: str) -> object:
    """Return a value of an option that is not its built-in one."""
    plain = getattr(Options(), name)
    kind = msgspec.inspect.type_info(get_type_hints(Options)[name])
    parts = kind.types if isinstance(kind, msgspec.inspect.UnionType) else (kind,)
    choices = [value for part in parts if isinstance(part, msgspec.inspect.LiteralType) for value in part.values]
    if any(isinstance(part, msgspec.inspect.BoolType) for part in parts):
        return not plain if isinstance(plain, bool) else False
    if isinstance(plain, int):
        return plain + 1
    return _OTHERS.get(name) or next((value for value in choices if value != plain), "some words")


def test_the_reader_and_the_kind_are_read_back() -> None:
    whole = provenance_of([], job(Options(), "jsonl"))

    assert (reader_of(whole), is_pack(whole)) == ("jsonl", True)
    assert not is_pack(provenance_of([], job(Options()), without=frozenset(Options.__struct_fields__)))


@pytest.mark.parametrize("name", ["press", "plain", "ministry"])
def test_a_style_is_read_back_whole(name: str) -> None:
    if not (load := [each for each in ("press", name) if _is_built_in(each)]):
        pytest.skip("no such style")
    changed = load_style(load[-1], paper="letter", changes={"look": {"hyphenate": False}, "page": {"inner": 31}})
    recorded = provenance_of([], msgspec.structs.replace(job(Options()), style=changed))

    assert style_of(recorded) == changed


def _is_built_in(name: str) -> bool:
    from convert.style import built_in_styles

    return name in built_in_styles()


def test_options_of_the_style_are_recorded_as_what_they_change() -> None:
    recorded = dict(provenance_of([], job(Options(paper="letter"))).options)

    assert OF_THE_STYLE.isdisjoint(recorded)
    assert recorded["page.paper"] == '"letter"'


# ---- differences ----------------------------------------------------------------------------------------------------


def packed(**members: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("there", "again", "said"),
    [
        (b"a\n", b"a\n", []),
        (b"a\nb\n", b"a\nc\n", ["line 2: “b”, made again “c”"]),
        (b"a\n", b"a\nb\n", ["line 2: “”, made again “b”, and 1 lines more"]),
        (b"\xff\x01", b"\xff\x02", ["from byte 1 on; 2 bytes, made again 2"]),
        (packed(a=b"1", b=b"2"), packed(a=b"1", c=b"2"), ["c is missing", "b is not ours"]),
        (packed(b=b"2", a=b"1"), packed(a=b"1", b=b"2"), ["its members are the same, but packed otherwise"]),
    ],
)
def test_differences_are_named(there: bytes, again: bytes, said: list[str]) -> None:
    assert differences(there, again) == said


def test_only_the_first_differences_are_named() -> None:
    there = packed(**{f"m{n}": b"1" for n in range(9)})
    again = packed(**{f"m{n}": b"2" for n in range(9)})

    assert differences(there, again)[-1] == "and 4 more"


def test_an_object_of_a_pdf_is_named() -> None:
    there = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /A 1 >>\nendobj\n2 0 obj\n<< /B 1 >>\nendobj\n"

    assert differences(there, there.replace(b"/A 1", b"/A 2"))[0].startswith("object 1 (Catalog): line 2:")


def test_a_provenance_without_articles_is_no_briefings() -> None:
    assert not is_pack(Provenance((InputHash("a", ""),), (("issuer", "x"),), "press", "", ()))
