"""From operands to files: what is made of what, under which names, with which provenance, whatever fails."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.contracts import Input, Raw, input_of
from convert.errors import ConvertError, Note
from convert.model import Record, decode_record
from convert.pipeline import Failure, Item, items_of, record_of
from convert.pipeline.job import Outcome
from tests.command import CLEAN, Run

ROOT = Path(__file__).parent.parent

STORY = "TALVIK, March 11 - The lake froze on Tuesday, the harbour office said, and the ferry stays in port.\n"


def put(name: str, text: str = STORY) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def unheard(_: Note) -> None:
    """Take a note that the test does not look at."""


# ---- names of outputs -----------------------------------------------------------------------------------------------


def test_several_articles_of_one_file_are_numbered(run: Run) -> None:
    put("a.jsonl", "\n".join(json.dumps({"text": STORY + str(n)}) for n in range(3)))
    put("b.txt")

    assert run("brief", "a.jsonl", "b.txt", "--to", "md").out.split() == ["a-01.md", "a-02.md", "a-03.md", "b.md"]


def test_twins_are_numbered_in_input_order(run: Run) -> None:
    put("x/a.txt"), put("y/A.txt"), put("z/a.md")

    assert run("brief", "x/a.txt", "y/A.txt", "z/a.md", "--to", "html").out.split() == [
        "a.html",
        "A-2.html",
        "a-3.html",
    ]


def test_a_name_does_not_move_when_an_earlier_article_fails(run: Run) -> None:
    put("a.jsonl", json.dumps({"text": STORY}) + "\n{broken\n" + json.dumps({"text": STORY, "title": "Third"}))

    said = run("brief", "a.jsonl", "--to", "txt")

    assert (said.code, said.out.split()) == (10, ["a-01.txt", "a-03.txt"])
    assert "where: a.jsonl" in said.err
    assert "Third" in Path("a-03.txt").read_text()


def test_two_formats_that_would_write_one_file_are_refused(run: Run) -> None:
    put("a.txt")

    said = run("brief", "a.txt", "--to", "latex,beamer")

    assert said.code == 2
    assert "would write one file" in said.err


def test_a_format_named_twice_is_made_once(run: Run) -> None:
    put("a.txt")

    assert run("brief", "a.txt", "--to", "md,markdown,gfm").out == "a.md\n"


# ---- what is read ---------------------------------------------------------------------------------------------------


def test_an_article_larger_than_the_limit_is_skipped(run: Run) -> None:
    put("a.txt", STORY * 50), put("b.txt")

    said = run("brief", "a.txt", "b.txt", "--to", "txt", "-O", "out", "--max-size", "1000")

    assert (said.code, said.out) == (10, "out/b.txt\n")
    assert "more than 1,000" in said.err


def test_a_container_may_be_larger_than_the_limit_its_items_may_not(run: Run) -> None:
    rows = [{"text": STORY}, {"text": STORY * 50}, {"text": STORY}]
    put("a.jsonl", "\n".join(map(json.dumps, rows)))

    said = run("brief", "a.jsonl", "--to", "txt", "--max-size", "1000")

    assert (said.code, said.out.split()) == (10, ["a-01.txt", "a-03.txt"])


def test_containers_nest_three_deep_and_no_deeper(run: Run) -> None:
    nested: object = {"text": STORY}
    for _ in range(3):
        nested = [nested]
    put("three.json", json.dumps(nested)), put("four.json", json.dumps([nested]))

    assert run("brief", "three.json", "--to", "txt").code == 0
    assert "nested more than 3 deep" in run("brief", "four.json", "--to", "txt").err


def test_the_reader_named_on_the_command_line_reads(run: Run) -> None:
    put("a.txt", '{"text": "The lake froze over on Tuesday."}')

    as_json, as_text = (run("brief", "a.txt", *more, "--to", "json", "-o", "-").out for more in ([], ["-f", "text"]))

    assert decode_record(as_json.encode()).article.source_text == "The lake froze over on Tuesday."
    assert decode_record(as_text.encode()).article.source_text == '{"text": "The lake froze over on Tuesday."}'


class Exploding:
    """A plug-in's reader that gives one article and then breaks."""

    suffixes = ("boom",)

    def recognises(self, _: bytes) -> bool:
        return True

    def read(self, *_: object) -> Iterator[Raw | Record | Input]:
        yield Raw(STORY, "boom#1", "0" * 64, len(STORY), "boom")
        raise KeyError("inside the plug-in")


def test_a_reader_that_breaks_loses_no_article_it_has_given(monkeypatch: pytest.MonkeyPatch) -> None:
    from convert.formats import Chosen

    monkeypatch.setattr("convert.pipeline.reading.reader_for", lambda *_: Chosen("boom", Exploding()))

    first, second = items_of(input_of("a.boom", b"x"), None, 1000, unheard)

    assert isinstance(first, Item)
    assert isinstance(second, Failure)
    assert "KeyError: 'inside the plug-in'" in second.error.message
    assert second.error.where == "a.boom"


# ---- what is given --------------------------------------------------------------------------------------------------


def test_a_sidecar_wins_over_the_text_and_the_command_line_over_both(run: Run) -> None:
    put("a.txt", "---\ntitle: From the text\n---\n\n" + STORY), put("a.toml", 'title = "From beside"')

    def title(*more: str) -> str | None:
        record = decode_record(run("inspect", "a.txt", "--json", *more).out.encode())
        return record.article.metadata.title

    assert (title(), title("-M", "title=From the line")) == ("From beside", "From the line")


def test_a_sidecars_own_keys_are_kept_and_named(run: Run) -> None:
    put("a.txt"), put("a.toml", 'desk_mood = "bright"\ntitel_ = "x"')

    said = run("brief", "a.txt", "--to", "json", "-o", "-")

    assert dict(decode_record(said.out.encode()).article.metadata.extra)["desk_mood"] == "bright"
    assert "“desk_mood” is no metadata field" in said.err


@pytest.mark.parametrize(
    ("pair", "field", "value"),
    [
        ("title=New", "title", "New"),
        ("date=2025-03-12", "published", "2025-03-12"),
        ("tags=a, b", "tags", ("a", "b")),
    ],
)
def test_corrections_hold_for_records_too(run: Run, pair: str, field: str, value: object) -> None:
    put("a.txt")
    put("r.json", run("inspect", "a.txt", "--json").out)

    record = decode_record(run("inspect", "r.json", "--json", "-M", pair).out.encode())

    assert getattr(record.article.metadata, field) == value
    assert [f.standing for f in record.article.findings if f.field == field and f.chosen][-1] == "given"


def test_a_record_keeps_its_analysis(run: Run) -> None:
    put("a.txt")
    (item,) = (i for i in items_of(input_of("a.txt", STORY.encode()), None, 1000, unheard) if isinstance(i, Item))
    record = record_of(item, frozenset(("key_points",)), unheard)

    again = record_of(Item(item.origin, 1, record), frozenset(("key_points",)), unheard)

    assert again == record
    assert again.analysis.people is None


# ---- provenance and bytes -------------------------------------------------------------------------------------------


def provenance(path: str) -> dict[str, object]:
    line = next(line for line in Path(path).read_text().splitlines() if line.startswith("provenance: "))
    found: dict[str, object] = json.loads(line.removeprefix("provenance: "))
    return found


def test_provenance_names_inputs_options_style_and_versions(run: Run) -> None:
    path = put("in/a.txt")
    run("brief", "in/a.txt", "--to", "md", "--issuer", "Press Unit", "-M", "title=T")

    found = provenance("a.md")

    assert found["inputs"] == [{"name": "a.txt", "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}]
    assert ["issuer", "Press Unit"] in found["options"]  # type: ignore[operator]
    assert ["given title", "T"] in found["options"]  # type: ignore[operator]
    assert found["style"] == "press"
    assert found["versions"][0][0] == "convert"  # type: ignore[index]


def test_the_same_input_gives_the_same_bytes_wherever_and_beside_whatever(run: Run) -> None:
    put("deep/in/a.txt")
    run("brief", "deep/in/a.txt", "--to", "md", "-O", "one")
    run("brief", "deep/in", "--to", "html,md,txt", "-O", "two")
    os.chdir("deep/in")
    run("brief", "a.txt", "--to", "md", "-O", "../../three", "--quiet")
    os.chdir("../..")

    made = [Path(f"{name}/a.md").read_bytes() for name in ("one", "two", "three")]
    assert made == [made[0]] * 3


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_whatever_the_machine_says(run: Run) -> None:
    put("a.txt")
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    ]
    made = []
    for number, setting in enumerate(settings):
        command = [sys.executable, "-m", "convert", "brief", "a.txt", "--to", "pdf,docx,epub,md,html,txt,json"]
        subprocess.run([*command, "-O", str(number)], env={**CLEAN, **setting}, check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in sorted(Path(str(number)).iterdir())})

    assert len(made[0]) == 7
    assert made[0] == made[1]


@pytest.mark.slow
def test_the_seeds_become_briefings_in_every_format(run: Run) -> None:
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    formats = ("pdf", "docx", "epub", "md", "html")

    said = run("brief", *map(str, seeds), "--to", ",".join(formats), "-O", "out")

    assert said.code == 0, said.err
    made = [Path(line) for line in said.out.splitlines()]
    assert len(made) == len(formats) * (len(seeds) + 1)  # one of the seeds holds two articles
    assert all(path.stat().st_size > 500 for path in made)


# ---- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "codes", "code"), [(1, [], 0), (0, [], 4), (1, [4], 10), (0, [8, 8], 8), (0, [8, 4], 4), (0, [1], 1)]
)
def test_what_came_of_it_is_one_code(made: int, codes: list[int], code: int) -> None:
    def failure(exit_code: int) -> Failure:
        kind = type("Kind", (ConvertError,), {"exit_code": exit_code})
        return Failure("a", kind("no"))

    assert Outcome(made, tuple(map(failure, codes))).exit_code == code


# ---- packs ----------------------------------------------------------------------------------------------------------


def test_a_pack_is_one_document_with_its_manifest(run: Run) -> None:
    put("in/a.txt"), put("in/b.txt", STORY.replace("lake", "river"))

    said = run("pack", "in", "--to", "md,html", "-O", "out")

    assert (said.code, said.out.split()) == (0, ["out/pack.md", "out/pack.html", "out/pack.manifest.json"])
    manifest = json.loads(Path("out/pack.manifest.json").read_text())
    assert [i["name"] for i in manifest["provenance"]["inputs"]] == ["a.txt", "b.txt"]
    outputs = {o["name"]: o["sha256"] for o in manifest["outputs"]}
    assert outputs["pack.md"] == hashlib.sha256(Path("out/pack.md").read_bytes()).hexdigest()


def test_a_pack_is_called_by_its_series_and_number(run: Run) -> None:
    put("a.txt")

    said = run("pack", "a.txt", "--to", "md", "--series", "Press Review", "--number", "2025/064")

    assert said.out.split("\n")[0] == "Press Review-2025-064.md"


def test_a_pack_names_what_it_could_not_read(run: Run) -> None:
    put("in/a.txt"), put("in/b.txt", "")

    said = run("pack", "in", "--to", "md")

    assert said.code == 10
    assert json.loads(Path("pack.manifest.json").read_text())["left_out"] == [
        {"name": "b.txt", "why": "the file is empty"}
    ]


def test_a_pack_is_refused_whole(run: Run) -> None:
    put("in/a.txt"), put("in/b.txt", f"---\ntitle: X\nembargo: 2030-01-01\n---\n\n{STORY}")

    said = run("pack", "in", "--to", "md", "--as-of", "2025-03-12")

    assert (said.code, list(Path().glob("pack*"))) == (8, [])
    assert run("pack", "in", "--to", "md", "--include-embargoed").code == 0


def test_an_empty_pack_is_nothing_usable(run: Run) -> None:
    put("in/a.txt", "")

    assert run("pack", "in", "--to", "md").code == 4
