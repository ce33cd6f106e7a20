"""`verify`: what is recorded in an output is enough to make it again, and whatever is amiss is said."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from convert import __version__
from tests.command import Run, Said

LAKE = """2025-03-11 Pilots refuse night crossings

By Ada Brandt

TALVIK, March 11 - The pilots of the lake said on Tuesday that they would not cross after dark.

"We have lost one boat and one is enough," said Agnes Thorne, who speaks for the pilots.
"""
MILL = """The mill at Orrin closes

ORRIN, 12 March 2025 - The paper mill at Orrin will close in June, its owner said on Wednesday.

"There is no more wood to be had at this price," said Piet Maas, who runs it.
"""


@pytest.fixture
def run(run: Run) -> Run:
    put("in/lake.txt", LAKE), put("in/mill.txt", MILL)
    return run


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def made(run: Run, *arguments: str, code: int = 0) -> None:
    said = run(*arguments, "-O", "out")
    assert said.code == code, said.err


def verdicts(said: Said) -> dict[str, str]:
    """Return what came of each output, by its name."""
    found = [json.loads(line) for line in said.out.splitlines()]
    return {Path(each["path"]).name: each["kind"] for each in found}


def agreed(said: Said, *names: str) -> None:
    assert said.code == 0, said.out + said.err
    assert [re.split(r"\s{2,}", line) for line in said.out.splitlines()] == [["agrees", f"out/{n}"] for n in names]


# ---- it suffices ----------------------------------------------------------------------------------------------------

BRIEFS = {
    "nothing": (),
    "an edition": ("--issuer", "Press Unit", "--series", "Daily", "--number", "2025/07", "--prepared-by", "A. Keel"),
    "words that look like others": ("--issuer", "null", "--number", "007", "--title", "true"),
    "a marking": ("--mark", "TLP:AMBER"),
    "a moment": ("--as-of", "2025-03-15T06:00+02:00"),
    "now": ("--as-of", "now"),
    "rights": ("--rights", "extract"),
    "a language": ("--lang", "fr"),
    "paper": ("--paper", "letter", "--print", "duplex"),
    "no numbers": ("--no-number-paragraphs",),
    "a correction": ("-M", "title=Night ban = no ferries", "-M", "published=2025-03-12"),
    "fields of one's own": ("-M", "extra.desk of the day=harbour (north)"),
    "the reader": ("-f", "text"),
}


@pytest.mark.parametrize("options", BRIEFS.values(), ids=BRIEFS.keys())
def test_a_brief_is_made_again_of_what_it_records(run: Run, options: tuple[str, ...]) -> None:
    made(run, "brief", "in/lake.txt", "--to", "md,html", *options)

    agreed(run("verify", "out"), "lake.html", "lake.md")


PACKS = {
    "nothing": (),
    "an order": ("--sort", "title", "--group-by", "outlet", "--run-on", "--cover"),
    "page one alone": ("--only", "front", "--front-pages", "2"),
    "its papers": ("--licence", "For the desk alone.", "--change-log", "Second issue.", "--period", "Week 11"),
    "a correction of all": ("-M", "outlet=Orrin Mail", "-M", "tags=lake, mill"),
}


@pytest.mark.parametrize("options", PACKS.values(), ids=PACKS.keys())
def test_a_pack_is_made_again_of_what_it_records(run: Run, options: tuple[str, ...]) -> None:
    made(run, "pack", "in", "--to", "md,html", "--series", "Review", "--number", "3", *options)

    agreed(run("verify", "out"), "Review-3.html", "Review-3.manifest.json", "Review-3.md")


@pytest.mark.parametrize("command", ["brief", "pack"])
@pytest.mark.parametrize("format_", ["pdf", "docx", "epub", "md", "html", "odt", "rtf", "latex", "docbook", "org"])
def test_every_format_that_has_room_for_it_carries_what_suffices(run: Run, command: str, format_: str) -> None:
    note = "M\u00e9mo \u2013 {a\\b} 100 % \U0001f6a2 -- <ok>"
    made(run, command, "in", "--to", format_, "--distribution", note, "-M", f"section={note}")

    said = run("verify", "out", "--json")

    assert said.code == 0, said.out + said.err
    assert set(verdicts(said).values()) == {"agrees"}


def test_text_and_json_of_a_pack_are_verified_by_its_manifest(run: Run) -> None:
    made(run, "pack", "in", "--to", "txt,json,csljson")

    agreed(run("verify", "out"), "pack.csl.json", "pack.json", "pack.manifest.json", "pack.txt")


def test_sidecars_are_recorded(run: Run) -> None:
    put("in/lake.toml", 'title = "Night ban"\nurl = ""\ntags = ["boats", "night"]\n"date of issue" = "Monday (late)"\n')
    put("in/mill.json", json.dumps({"title": "No wood", "outlet": "Orrin Mail"}))
    made(run, "pack", "in", "--to", "md,html")
    Path("in/lake.toml").unlink()
    Path("in/mill.json").unlink()

    assert "Night ban" in Path("out/pack.md").read_text("utf-8")
    agreed(run("verify", "out"), "pack.html", "pack.manifest.json", "pack.md")


def test_sources_of_one_name_are_told_apart(run: Run) -> None:
    put("east/a.txt", LAKE), put("west/a.txt", MILL)
    put("east/a.toml", 'outlet = "East Mail"\n'), put("west/a.toml", 'outlet = "West Mail"\n')
    made(run, "pack", "east/a.txt", "west/a.txt", "--to", "md", "-M", "section=Ports")

    agreed(run("verify", "out"), "pack.manifest.json", "pack.md")


def test_the_same_text_twice_keeps_what_was_given_for_each(run: Run) -> None:
    put("east/a.txt", LAKE), put("west/b.txt", LAKE)
    put("east/a.toml", 'outlet = "East Mail"\n'), put("west/b.toml", 'outlet = "West Mail"\n')
    made(run, "pack", "east", "west", "--to", "md")

    agreed(run("verify", "out"), "pack.manifest.json", "pack.md")


def test_a_plan_is_recorded(run: Run) -> None:
    assert run("pack", "in", "--draft", "pack.toml").code == 0
    plan = tomled(Path("pack.toml"))
    put("pack.toml", plan)
    made(run, "pack", "pack.toml", "--to", "md,html", "-M", "section=Ports")
    Path("pack.toml").unlink()

    text = Path("out/pack.md").read_text("utf-8")
    assert "Read this first" in text
    assert "Die M\u00fchle schlie\u00dft" in text
    agreed(run("verify", "out"), "pack.html", "pack.manifest.json", "pack.md")


def tomled(plan: Path) -> str:
    """Return a plan with its articles turned round, one of them annotated and corrected."""
    head = plan.read_text("utf-8").partition("[[article]]")[0]
    return (
        f'{head}\n[[outlets]]\nmatch = "orrinmail.example"\nname = "Orrin Mail"\ncountry = "OR"\n\n'
        "[look]\njustify = true\n\n"
        '[[article]]\nfile = "in/mill.txt"\nlead = true\nnote = "Read this first: (in/mill.txt) of all."\n'
        'translation = "Die M\u00fchle schlie\u00dft"\ntitle = "The last mill"\noutlet = "Orrin Mail"\n\n'
        '[[article]]\nfile = "in/lake.txt"\ndate = ""\n'
    )


def test_articles_that_could_not_be_read_are_recorded(run: Run) -> None:
    put("in/empty.txt", "")
    made(run, "pack", "in", "--to", "md,html", code=10)
    Path("in/empty.txt").unlink()

    agreed(run("verify", "out"), "pack.html", "pack.manifest.json", "pack.md")


def test_changes_to_the_style_are_recorded(run: Run) -> None:
    settings = put("convert.toml", '[look]\njustify = true\n[size]\nbody = [11, 16.5]\n[font.docx]\ntext = "Georgia"\n')
    made(run, "brief", "in/lake.txt", "--to", "html,docx")
    settings.unlink()

    agreed(run("verify", "out"), "lake.docx", "lake.html")


def test_a_style_of_ones_own_may_be_gone(run: Run) -> None:
    style = put("styles/harbour.toml", 'name = "harbour"\n[colour]\naccent = "#204060"\n[parts]\nbrief = ["dates"]\n')
    made(run, "brief", "in/lake.txt", "--to", "html,epub", "--style", "harbour", "--paper", "letter")
    style.unlink()

    agreed(run("verify", "out"), "lake.epub", "lake.html")


def test_a_template_of_the_house_is_a_source(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "docx")
    Path("house").mkdir()
    Path("out/lake.docx").rename("house/letter.docx")
    made(run, "brief", "in/mill.txt", "--to", "docx,md", "--reference-doc", "house/letter.docx", "--comments")
    Path("house/letter.docx").rename("house/renamed.docx")

    assert "house/" not in Path("out/mill.md").read_text("utf-8")
    agreed(run("verify", "out"), "mill.docx", "mill.md")
    Path("house/renamed.docx").unlink()
    assert "the source of --reference-doc is not under" in run("verify", "out").out


def test_articles_are_found_in_containers(run: Run) -> None:
    put("in/all.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in (LAKE, MILL)))
    made(run, "brief", "in/all.jsonl", "--to", "md")

    agreed(run("verify", "out"), "all-01.md", "all-02.md")


def test_a_source_is_found_under_another_name_in_another_folder(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "md")
    Path("archive/2025").mkdir(parents=True)
    Path("in/lake.txt").rename("archive/2025/0001.dat")

    agreed(run("verify", "out/lake.md", "--sources", "archive"), "lake.md")


def test_a_record_is_a_source_too(run: Run) -> None:
    assert run("brief", "in/lake.txt", "--to", "json", "-o", "records/lake.json").code == 0
    made(run, "brief", "records/lake.json", "--to", "md")
    Path("in/lake.txt").unlink()

    agreed(run("verify", "out"), "lake.md")


def test_a_document_of_another_name_is_told_by_its_content(run: Run) -> None:
    assert run("brief", "in/lake.txt", "--to", "html", "-o", "out/page.bak").code == 0

    agreed(run("verify", "out/page.bak"), "page.bak")


# ---- what is amiss --------------------------------------------------------------------------------------------------


def test_a_changed_output_is_shown_with_the_line(run: Run) -> None:
    made(run, "brief", "in", "--to", "md")
    path = Path("out/lake.md")
    path.write_text(path.read_text("utf-8").replace("after dark", "after noon"), "utf-8")

    said = run("verify", "out")

    assert said.code == 7
    assert re.search(r"differs +out/lake.md\n +line \d+: “.*after noon.*”, made again “.*after dark", said.out)
    assert re.search(r"agrees +out/mill.md\n", said.out)
    assert "1 of 2 outputs" in said.err


def test_another_version_is_named_and_nothing_compared(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "md")
    path = Path("out/lake.md")
    path.write_text(path.read_text("utf-8").replace(f'["convert","{__version__}"]', '["convert","0.0.3"]'), "utf-8")

    said = run("verify", "out/lake.md")

    assert said.code == 7
    assert f"made by 0.0.3, this is {__version__}" in said.out
    assert "line" not in said.out


def test_another_version_of_pandoc_or_a_font_is_named(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "md")
    path = Path("out/lake.md")
    text = re.sub(r'\["pypandoc_binary","[^"]+"\]', '["pypandoc_binary","1.0"]', path.read_text("utf-8"))
    path.write_text(text, "utf-8")

    said = run("verify", "out/lake.md", "--json")

    assert (said.code, verdicts(said)) == (7, {"lake.md": "version"})
    assert "pypandoc_binary 1.0, here is" in said.out


def test_a_source_that_changed_is_named(run: Run) -> None:
    made(run, "brief", "in", "--to", "md")
    put("in/lake.txt", LAKE + "\nMore.\n")

    said = run("verify", "out", "--json")

    assert (said.code, verdicts(said)) == (7, {"lake.md": "changed", "mill.md": "agrees"})
    assert "the source lake.txt has changed since: in/lake.txt" in said.out


def test_a_source_that_changed_is_said_in_a_word(run: Run) -> None:
    made(run, "brief", "in", "--to", "md")
    put("in/lake.txt", LAKE + "\nMore.\n")
    Path("in/mill.txt").unlink()

    said = run("verify", "out")

    words = [re.split(r"\s{2,}", line)[:2] for line in said.out.splitlines() if not line.startswith(" ")]
    assert words == [["source changed", "out/lake.md"], ["no source", "out/mill.md"]]
    assert "1 source changed, 1 no source" in said.err


def test_a_source_that_is_gone_is_named(run: Run) -> None:
    made(run, "pack", "in", "--to", "html")
    Path("in/lake.txt").unlink()

    said = run("verify", "out/pack.html", "--json")

    assert (said.code, verdicts(said)) == (7, {"pack.html": "source"})
    assert "the source lake.txt is not under" in said.out


def test_an_article_that_a_container_lost_is_named(run: Run) -> None:
    put("in/all.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in (LAKE, MILL)))
    made(run, "brief", "in/all.jsonl", "--to", "md")
    put("in/all.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in (LAKE, MILL.replace("June", "July"))))

    said = run("verify", "out", "--json")

    assert verdicts(said) == {"all-01.md": "agrees", "all-02.md": "changed"}
    assert "in/all.jsonl holds no such article" in said.out


def test_a_manifest_tells_which_outputs_are_gone_or_changed(run: Run) -> None:
    made(run, "pack", "in", "--to", "md,txt,html")
    Path("out/pack.html").unlink()
    Path("out/pack.txt").write_text("Nothing of it.\n")

    said = run("verify", "out", "--json")

    assert said.code == 7
    assert verdicts(said) == {"pack.manifest.json": "differs", "pack.md": "agrees", "pack.txt": "differs"}
    assert "pack.html is missing" in said.out
    assert "pack.txt has changed since" in said.out


def test_a_member_of_an_archive_is_named(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "epub")
    path = Path("out/lake.epub")
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["EPUB/style.css"] += b"p { color: red }\n"
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)

    said = run("verify", "out")

    assert said.code == 7
    assert re.search(r"EPUB/style.css: line \d+: “p \{ color: red \}”", said.out)


def test_a_damaged_output_is_an_output_that_differs(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "epub,pdf")
    for path in map(Path, ("out/lake.epub", "out/lake.pdf")):
        path.write_bytes(path.read_bytes()[:-700])

    said = run("verify", "out", "--json")

    assert (said.code, verdicts(said)) == (7, {"lake.epub": "differs", "lake.pdf": "differs"})


@pytest.mark.parametrize("format_", ["json", "txt", "ris"])
def test_a_format_without_room_for_it_is_said_to_have_none(run: Run, format_: str) -> None:
    made(run, "brief", "in/lake.txt", "--to", format_)

    said = run("verify", f"out/lake.{format_}")

    assert said.code == 4
    assert "no provenance" in said.out
    assert "nothing here says how it was made" in said.err


def test_sources_beside_the_outputs_are_no_outputs(run: Run) -> None:
    assert run("brief", "in/lake.txt", "--to", "md", "-O", "in").code == 0

    said = run("verify", "in")

    assert (said.code, said.out.split()) == (0, ["agrees", "in/lake.md"])
    assert "2 files say nothing of how they were made" in said.err


def test_provenance_that_was_tampered_with_is_no_crash(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "md,html")
    for path in map(Path, ("out/lake.md", "out/lake.html")):
        path.write_text(path.read_text("utf-8").replace("sha256", "md5"), "utf-8")

    said = run("verify", "out", "--json")

    assert set(verdicts(said).values()) == {"differs"}
    assert said.code == 7


def test_a_number_without_end_in_an_output_is_no_crash(run: Run) -> None:
    made(run, "brief", "in/lake.txt", "--to", "rtf")
    put("out/lake.rtf", '{\\rtf1 \\{"inputs":\\u' + "9" * 5000 + "?}")

    said = run("verify", "out/lake.rtf")

    assert said.code == 4
    assert "no provenance" in said.out


@pytest.mark.parametrize(("words", "code"), [((), 2), (("none.md",), 2), (("in", "--sources", "nowhere"), 2)])
def test_what_makes_no_sense_is_refused(run: Run, words: tuple[str, ...], code: int) -> None:
    assert run("verify", *words).code == code


def test_a_source_whose_name_holds_what_no_format_prints_is_found_again(run: Run) -> None:
    put("odd/a\u2066b\u2028c\x9bd\ufeff.txt", LAKE)

    made(run, "brief", "odd", "--to", "pdf,docx,epub,md,html")
    said = run("verify", "out", "--sources", "odd", "--json")

    assert list(verdicts(said).values()) == ["agrees"] * 5, said.out
