"""Settings: which place wins, what is refused, what is shown."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from convert.config import Config, Layer, Options, printed, resolve
from convert.contracts import Column
from convert.errors import ConfigError
from convert.model import Edition, Outlet


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settle(here: str = "", home: str = "", environment: dict[str, str] | None = None, **flags: Any) -> Config:
    if here:
        Path("convert.toml").write_text(here, "utf-8")
    if home:
        Path("home/convert").mkdir(parents=True)
        Path("home/convert/convert.toml").write_text(home, "utf-8")
    return resolve(flags, environment={"XDG_CONFIG_HOME": "home", **(environment or {})})


def test_without_settings_all_is_built_in() -> None:
    assert settle().options == Options()


def test_each_place_wins_over_the_next() -> None:
    home, here, environment = 'issuer = "home"', 'issuer = "here"', {"CONVERT_ISSUER": "environment"}
    pack = Layer("pack.toml", {"issuer": "pack"})
    config = settle(here, home, environment)
    with_pack = resolve({}, pack=pack, environment=environment)
    with_flag = resolve({"issuer": "flag"}, pack=pack, environment=environment)

    assert [c.options.issuer for c in (with_flag, with_pack, config)] == ["flag", "pack", "environment"]
    assert [c.settings["issuer"].source for c in (with_flag, with_pack, config)] == [
        "--issuer",
        "pack.toml",
        "CONVERT_ISSUER",
    ]
    assert resolve({}, environment={"XDG_CONFIG_HOME": "home"}).options.issuer == "here"
    Path("convert.toml").unlink()
    assert resolve({}, environment={"XDG_CONFIG_HOME": "home"}).options.issuer == "home"


def test_the_users_settings_are_found_in_the_home_folder() -> None:
    Path(".config/convert").mkdir(parents=True)
    Path(".config/convert/convert.toml").write_text('series = "Daily"')

    assert resolve({}, environment={"HOME": "."}).options.series == "Daily"


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="isuer") as raised:
        settle('isuer = "x"')
    assert (raised.value.where, raised.value.hint) == ("./convert.toml", "did you mean “issuer”?")


def test_variables_of_other_programs_are_left_alone() -> None:
    assert settle(environment={"CONVERT_SOMETHING": "x"}).options == Options()


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("rights", "half", "one of full, extract, link"),
        ("as_of", "yesterday", "write it as 2026-05-01"),
        ("as_of", "2026-02-31", "write it as 2026-05-01"),
        ("front_pages", "many", "Expected `int`"),
        ("paper", "A3", "one of A4, letter"),
        ("max_size", "99999999999999999999999", "<= 1000000000000"),
        ("memory", "9999999999999", "<= 1000000000"),
        ("timeout", "inf", "<= 10000000"),
        ("timeout", "nan", "> 0"),
        ("language", "English!", "regex"),
    ],
)
def test_a_wrong_value_says_where_and_what_would_be_right(key: str, value: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=f"wrong value for {key}|no such moment") as raised:
        settle(environment={f"CONVERT_{key.upper()}": value})
    assert raised.value.where == f"CONVERT_{key.upper()}"
    assert hint in raised.value.hint


def test_names_are_taken_with_hyphens_and_by_their_flags_names() -> None:
    options = settle('prepared-by = "Desk"\nmark = "TLP:GREEN"\nlang = "fr"\nas-of = 2026-05-01').options

    assert (options.prepared_by, options.marking, options.language, options.as_of) == (
        "Desk",
        "TLP:GREEN",
        "fr",
        "2026-05-01",
    )


def test_formats_are_a_list_or_joined_by_commas() -> None:
    assert settle('to = "pdf, docx"').options.to == ("pdf", "docx")
    assert settle('to = ["pdf", "md"]').options.to == ("pdf", "md")
    assert settle(to=["pdf,docx", "md"]).options.to == ("pdf", "docx", "md")


def test_columns_are_a_table_of_fields_and_what_they_are_called() -> None:
    config = settle('[columns]\ntext = "Langtext"\ntitle = ["Titel", "Kopf"]\n"extra.desk" = "Ressort"')

    assert config.options.columns == (
        Column("Langtext", "text"),
        Column("Titel", "title"),
        Column("Kopf", "title"),
        Column("Ressort", "extra.desk"),
    )
    shown = tomllib.loads("\n".join(printed(config, {})))
    assert resolve({"columns": shown["columns"]}, environment={}).options.columns == config.options.columns


@pytest.mark.parametrize(
    ("here", "message", "hint"),
    [
        ('[columns]\ntitel = "Kopf"', "unknown field “titel”", "did you mean “title”?"),
        ("[columns]\ntext = 3", "“text” of .columns. names no column", 'text = "what the column is called"'),
        ('[columns]\ntext = ["a", ""]', "“text” of .columns. names no column", 'text = "what the column is called"'),
        ('columns = "Langtext"', "“columns” is a table", "a line [columns]"),
    ],
)
def test_columns_that_are_none_say_how_they_are_written(here: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=message) as raised:
        settle(here)
    assert raised.value.hint.startswith(hint)


def test_outlets_are_a_table() -> None:
    options = settle('[[outlets]]\nmatch = "a.example"\nname = "The A"\ncountry = "Lakeland"').options

    assert options.edition.outlets == (Outlet(match="a.example", name="The A", country="Lakeland"),)


def test_tables_of_a_style_are_changes_to_it_and_merge_key_by_key() -> None:
    config = settle("[look]\njustify = true\nhyphenate = true", "[look]\njustify = false\n[page]\ntop = 20")

    assert config.style_changes == {"look": {"justify": True, "hyphenate": True}, "page": {"top": 20}}


def test_printing_for_the_screen_takes_the_mirrored_margins_away() -> None:
    assert settle(print="screen").style_changes == {"page": {"mirror": False}}


def test_source_date_epoch_is_the_moment_where_nothing_else_says_one() -> None:
    environment = {"SOURCE_DATE_EPOCH": "1700000000"}

    assert settle(environment=environment).options.as_of == "2023-11-14T22:13:20Z"
    assert settle("as_of = 2026-05-01", environment=environment).options.as_of == "2026-05-01"


@pytest.mark.parametrize("key", ["style", "reference_doc"])
def test_a_name_that_no_file_can_have_is_a_wrong_setting(key: str) -> None:
    with pytest.raises(ConfigError, match=f"no file can have the name that {key} gives") as raised:
        settle(f'{key} = "a\\u0000.toml"')

    assert raised.value.where == "./convert.toml"


def test_broken_settings_say_where() -> None:
    with pytest.raises(ConfigError, match="not TOML") as raised:
        settle("issuer = ")
    assert raised.value.where == "./convert.toml"


@pytest.mark.parametrize(
    "words", ["9" * 5000, "[" * 3000, "{a=" * 400 + "1" + "}" * 400], ids=["digits", "lists", "tables"]
)
def test_settings_that_no_machine_can_hold_are_wrong_settings(words: str) -> None:
    with pytest.raises(ConfigError, match="not TOML"):
        settle(f"front_pages = {words}")


def test_keys_that_nest_without_end_are_wrong_settings() -> None:
    with pytest.raises(ConfigError, match="nested too deep"):
        settle(f"look.{'a.' * 3000}b = 1")


def test_a_table_that_meets_a_value_takes_its_place() -> None:
    assert settle("[look.justify]\nx = 1", "[look]\njustify = true").style_changes == {"look": {"justify": {"x": 1}}}


def test_a_value_in_the_place_of_a_table_is_told_how_a_table_is_written() -> None:
    with pytest.raises(ConfigError, match="“page” is a table of the style, not “A4”") as raised:
        settle('page = "A4"')
    assert (raised.value.where, raised.value.hint) == ("./convert.toml", 'paper = "A4"')


def test_every_setting_of_an_edition_is_an_option() -> None:
    assert set(Edition.__struct_fields__) - {"only_front"} <= set(Options.__struct_fields__)
    assert settle(only="front").options.edition.only_front


def test_what_is_printed_is_itself_a_settings_file() -> None:
    config = settle('issuer = "A \\"B\\""', to=["md"], front_pages=2)

    lines = list(printed(config, {}))

    values = tomllib.loads("\n".join(lines))
    assert (values["issuer"], values["to"], values["front_pages"]) == ('A "B"', ["md"], 2)
    assert any(line.startswith("issuer") and line.endswith("# ./convert.toml") for line in lines)
    assert any(line.startswith("rights") and line.endswith("# built in") for line in lines)
