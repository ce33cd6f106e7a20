"""An agency's item in several versions: the newest is used, the others are named, wherever they were read."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command import Run
from tests.packs import plan, put

URI = "urn:newsml:lakewire.example:20250321:ferry"


def item(version: str, words: str, hour: str = "09:00", uri: str = URI, status: str = "usable") -> dict[str, object]:
    body = f"The ferry on the lake {words}, the harbour office said on Friday morning."
    known: dict[str, object] = {"uri": uri, "headline": f"The ferry {words}", "body_text": body, "pubstatus": status}
    known |= {"versioncreated": f"2025-03-21T{hour}:00+01:00", "firstcreated": "2025-03-21T08:00:00+01:00"}
    return known | ({"version": version} if version else {})


def put_item(name: str, version: str, words: str, **rest: str) -> None:
    put(name, json.dumps(item(version, words, **rest)))


def headline(path: str) -> str:
    return str(json.loads(Path(path).read_text())["article"]["metadata"]["title"])


def extra(path: str) -> dict[str, str]:
    return dict(json.loads(Path(path).read_text())["article"]["metadata"]["extra"])


def test_the_newer_of_two_files_is_used_whichever_comes_first(run: Run) -> None:
    put_item("a.json", "12", "runs")
    put_item("b.json", "9", "is late")

    said = run("brief", "a.json", "b.json", "--to", "json", "-O", "out")

    assert (said.code, said.out.split()) == (0, ["out/a.json"])
    assert f"version 9 (b.json) of {URI} is left out: version 12 (a.json) is newer" in said.err
    assert extra("out/a.json")["supersedes"] == "version 9 (b.json)"


def test_versions_in_one_container_are_told_apart(run: Run) -> None:
    put(
        "wire.jsonl",
        "\n".join(json.dumps(item(n, words)) for n, words in (("1", "stops"), ("2", "runs"), ("3", "sinks"))),
    )

    run("brief", "wire.jsonl", "--to", "json", "-O", "out")

    assert [path.name for path in sorted(Path("out").iterdir())] == ["wire-03.json"]
    assert extra("out/wire-03.json")["supersedes"] == "version 1 (wire.jsonl#1); version 2 (wire.jsonl#2)"


def test_without_numbers_the_hour_of_the_version_counts_in_its_zone(run: Run) -> None:
    put_item("a.json", "", "runs", hour="09:00")
    late = item("", "is late") | {"versioncreated": "2025-03-21T08:30:00Z"}
    put("b.json", json.dumps(late))

    run("brief", "a.json", "b.json", "--to", "json", "-O", "out")

    assert headline("out/b.json") == "The ferry is late"
    assert not Path("out/a.json").exists()


def test_of_two_that_nothing_tells_apart_both_stay(run: Run) -> None:
    put_item("a.json", "2", "runs")
    put_item("b.json", "2", "runs again")

    said = run("brief", "a.json", "b.json", "--to", "json", "-O", "out")

    assert len(said.out.split()) == 2
    assert "left out" not in said.err


def test_a_cancelled_version_takes_the_place_of_the_story_it_cancels(run: Run) -> None:
    put_item("a.json", "1", "has sunk")
    put_item("b.json", "2", "story is killed", status="canceled")

    said = run("brief", "a.json", "b.json", "--to", "json", "-O", "out")

    assert said.out.split() == ["out/b.json"]
    assert "the agency marks this item as “canceled”" in said.err


def test_a_record_of_an_older_version_gives_way_too(run: Run) -> None:
    put_item("a.json", "1", "stops")
    run("brief", "a.json", "--to", "json", "-o", "record.json")
    put_item("b.json", "2", "runs")

    said = run("brief", "record.json", "b.json", "--to", "json", "-O", "out")

    assert said.out.split() == ["out/b.json"]


def test_what_was_superseded_is_verified_with_the_rest(run: Run) -> None:
    put_item("in/a.json", "1", "stops")
    put_item("in/b.json", "2", "runs")
    put_item("in/c.json", "1", "is painted", uri=f"{URI}-2")
    run("pack", "in", "--to", "md,json", "-O", "out")

    said = run("verify", "out", "--sources", "in")

    assert said.code == 0
    assert "differs" not in said.out


def test_a_plan_that_names_the_older_version_keeps_it(run: Run) -> None:
    put_item("in/a.json", "1", "stops")
    run("pack", "in", "--draft", "pack.toml")
    put_item("in/b.json", "2", "runs")

    said = run("pack", "pack.toml", "--to", "md")

    assert 'title = "The ferry stops"' in plan()
    assert (
        "a newer version has come: version 2 (in/b.json); the plan names version 1 (in/a.json), which stays" in said.err
    )
    assert "The ferry stops" in Path("pack.md").read_text()


# ---- a batch --------------------------------------------------------------------------------------------------------


def test_a_batch_makes_every_version_and_says_once_which_are_older(run: Run) -> None:
    put_item("in/a.json", "12", "runs")
    put("in/b.jsonl", "\n".join(json.dumps(item(n, words)) for n, words in (("9", "is late"), ("10", "waits"))))
    put_item("in/c.json", "1", "is new", uri="urn:newsml:lakewire.example:20250321:toll")
    options = ("batch", "in", "-O", "out", "--to", "md", "--engine", "own")

    first, again = run(*options), run(*options)

    older = {f"version 9 (b.jsonl#1) of {URI}", f"version 10 (b.jsonl#2) of {URI}"}
    assert {path.name for path in Path("out").glob("*.md")} == {"a.md", "b-01.md", "b-02.md", "c.md"}
    assert {each for each in older if f"{each} is made, but version 12 (a.json) is newer" in first.err} == older
    assert first.err.count("is made, but") == 2
    assert (again.code, again.err) == (0, "")


def test_a_batch_says_what_a_version_that_comes_later_makes_old(run: Run) -> None:
    put_item("in/a.json", "1", "has sunk")
    run("batch", "in", "-O", "out", "--to", "md", "--engine", "own")
    put_item("in/b.json", "2", "story is killed", status="canceled")

    said = run("batch", "in", "-O", "out", "--to", "md", "--engine", "own")

    assert f"version 1 (a.json) of {URI} is made, but version 2 (b.json) is newer" in said.err
    rows = [json.loads(line) for line in run("batch", "--status", "--json", "-O", "out").out.splitlines()]
    assert ["superseded" in (note["code"] for note in row["notes"]) for row in rows] == [True, False]


def test_what_is_no_version_any_more_is_not_called_older(run: Run) -> None:
    put_item("in/a.json", "1", "has sunk"), put_item("in/b.json", "2", "runs")
    options = ("batch", "in", "-O", "out", "--to", "md", "--engine", "own")
    run(*options)
    put_item("in/a.json", "1", "has sunk", uri="urn:newsml:lakewire.example:20250321:toll")

    assert "is made, but" not in run(*options).err


def test_packs_of_a_batch_have_the_newest_version_as_a_pack_has(run: Run) -> None:
    put_item("in/a.json", "12", "runs"), put_item("in/b.json", "9", "is late")

    said = run("batch", "in", "-O", "out", "--to", "md", "--pack-by", "date", "--engine", "own")
    run("pack", "in", "-O", "pack", "--to", "md")

    assert f"version 9 (in/b.json) of {URI} is left out: version 12 (in/a.json) is newer" in said.err
    assert Path("out/2025-03-21.md").read_bytes() == Path("pack/pack.md").read_bytes()
