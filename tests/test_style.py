"""Styles: checked when read, merged over their base, and without a setting that changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from convert import formats
from convert import model as m
from convert.compose import Pack, compose_brief, compose_pack
from convert.errors import StyleError
from convert.style import Style, built_in_styles, load_style, styles_folder
from convert.walk import with_pages
from tests.builders import ACCORD, CONFLICT, NO_HEADLINE, ignore, provenance, record


def test_the_built_in_styles_are_press_and_plain() -> None:
    assert built_in_styles() == ["plain", "press"]


def test_nearly_every_key_of_the_default_style_says_what_it_is_for() -> None:
    lines = (styles_folder() / "press.toml").read_text("utf-8").splitlines()

    keys = [line for line in lines if " = " in line]
    assert len(keys) > 60
    assert sum("#" in line.replace('"#', "") for line in keys) > 0.75 * len(keys)


def test_a_style_based_on_another_holds_only_what_differs() -> None:
    press, plain = (tomllib.loads((styles_folder() / f"{name}.toml").read_text("utf-8")) for name in ("press", "plain"))

    tables = {key: table for key, table in plain.items() if isinstance(table, dict)}
    assert len(tables) > 4
    assert [(name, key) for name, of in tables.items() for key in of if of[key] == press[name].get(key)] == []


def test_an_unknown_key_names_its_path_and_the_nearest() -> None:
    with pytest.raises(StyleError) as error:
        load_style("press", changes={"page": {"papper": "A4"}})

    assert "page.papper" in error.value.message
    assert error.value.hint == "did you mean “paper”?"


def test_a_wrong_value_names_its_path() -> None:
    with pytest.raises(StyleError, match=r"size\.body"):
        load_style("press", changes={"size": {"body": [0, 15]}})


def test_a_marking_under_twelve_points_is_refused() -> None:
    with pytest.raises(StyleError, match="marking"):
        load_style("press", changes={"size": {"marking": 11}})


def test_a_style_of_ones_own_says_only_what_differs(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('name = "own"\nbase = "plain"\n[page]\ninner = 40\n')

    made, plain = load_style(str(own)), load_style("plain")

    assert made.page.inner == 40
    assert made.colour == plain.colour


def test_a_style_that_is_its_own_base_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f'base = "{own}"\n')

    with pytest.raises(StyleError, match="its own base"):
        load_style(str(own))


@pytest.mark.parametrize("changes", [{"text": ""}, {"fallback_text": [" "]}, {"docx": {"label": ""}}])
def test_a_family_without_a_name_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(StyleError, match=r"wrong value in the style: .*\$\.font"):
        load_style("press", changes={"font": changes})


def test_a_style_saved_by_an_editor_on_windows_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(b'\xef\xbb\xbfname = "own"\r\n[page]\r\ninner = 40\r\n')

    assert load_style(str(own)).page.inner == 40


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("base = 5", "the base of a style is a name, not 5"),
        ("page.inner = " + "9" * 5000, "not TOML"),
        ("page.inner = " + "[" * 3000, "nested too deep"),
    ],
    ids=["base", "digits", "lists"],
)
def test_a_style_that_is_none_is_refused(tmp_path: Path, words: str, said: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(words)

    with pytest.raises(StyleError, match=said) as raised:
        load_style(str(own))
    assert raised.value.where == str(own)


def test_a_built_in_name_cannot_be_shadowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "press.toml").write_text("[page]\ninner = 99\n")
    monkeypatch.chdir(tmp_path)

    assert load_style("press").page.inner == 32


def test_an_unknown_style_names_the_nearest() -> None:
    with pytest.raises(StyleError) as error:
        load_style("pres")

    assert error.value.hint == "did you mean “press”?"


# ---- no dead settings ---------------------------------------------------------------------------------


def leaves(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


FAR = {"section_needs_mm": 140.0}
"""Settings that a small change moves nothing by: what to set them to."""

CHOICES = {
    "paper": "letter",
    "table": "grid",
    "marking": "text",
    "badge": "brackets",
    "box": "frame",
    "articles": "run",
}
FAMILIES = {"text": "Fira Sans", "head": "Fira Sans", "label": "IBM Plex Serif", "label_strong": "IBM Plex Serif"}


def another(path: tuple[str, ...], value: Any) -> Any:
    """Return another value that the setting may have."""
    match value:
        case bool():
            return not value
        case int() | float():
            return FAR.get(path[-1], value + 3)
        case [float() | int(), float() | int()]:
            return [value[0] + 2, value[1] + 3]
        case [str(), *_]:
            return [] if path[0] == "font" else list(reversed(value))
        case str() if value.startswith("#"):
            return "#7A1F1F"
    if path[:2] == ("font", "docx"):
        return "Courier New"
    return FAMILIES[path[-1]] if path[0] == "font" else CHOICES[path[-1]]


def documents(style: Style) -> Iterator[bytes]:
    """Yield what a brief and a pack come to in the formats that have a look, the cheapest first."""
    statement = m.Statement("That is how an accord lasts.", "2", m.Extent(0, 1), speaker="Marta Quill", cue="said")
    point = m.KeyPoint("Both shores signed on Monday.", "1", m.Extent(0, 1))
    dated = m.DatedSentence("2025-03-10", "Monday", "Both shores signed on Monday.", "1", m.Extent(0, 1), "supported")
    long, very_long = (
        "Title: " + "A headline about the lake " * n + "\n\nThe ferry sails at noon, it says." for n in (4, 7)
    )
    greek = ACCORD.replace("Relief on both shores", "Ανακούφιση και στις δύο όχθες").replace(
        "Outlet: ", "Outlet: Ελλάς "
    )
    greek = greek.rstrip("\n") + "\n\nThe sign on the pier says Καλώς ορίσατε.\n"
    records = [
        record(greek, statements=(statement,), key_points=(point,), dates=(dated,)),
        record(NO_HEADLINE.replace("said on Tuesday", "said on Tuesday (https://a.example/x)")),
        record(CONFLICT),
        record(long),
        record(very_long),
        record(ACCORD.replace("Relief on both shores", "- one\n- two") + "\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
    ]
    edition = m.Edition(title="A title", issuer="Office", series="Review", marking="TLP:RED", as_of="2025-03-15")
    made_from = provenance(*(each.article for each in records))
    articles = Pack(tuple(m.Entry(each, note="A note of the editor's.") for each in records))
    briefings = [compose_brief(each, edition, style, made_from, ignore) for each in records]
    # where all runs on, the back matter begins under the last article, and its head may need more room than is left
    briefings.append(compose_pack(articles, msgspec.structs.replace(edition, run_on=True), style, made_from, ignore))
    pack = compose_pack(articles, edition, style, made_from, ignore)
    for name in ("html", "pdf", "docx"):
        for briefing in (*briefings, pack):
            # what a style is called and hashes to is in every file: here only its look counts
            bare = msgspec.structs.replace(briefing, provenance=m.Provenance((), (), "", "", ()))
            written = formats.writer_named(name)[1].write(bare, style, ignore)
            yield written.files[0].data
            if name == "pdf" and briefing is pack:
                pack = with_pages(pack, written.pages)


@pytest.mark.slow
def test_no_setting_is_dead() -> None:
    style = load_style("press", changes={"look": {"hyphenate": True}})
    plain = list(documents(style))
    dead = []

    for path, value in leaves(msgspec.to_builtins(style)):
        if path == ("name",):
            continue
        changes: dict[str, Any] = {"look": {"hyphenate": True}}
        inner = changes
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = another(path, value)
        changed = load_style("press", changes=changes)
        if all(one == other for one, other in zip(plain, documents(changed), strict=True)):
            dead.append(".".join(path))

    assert dead == []
