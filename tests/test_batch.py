"""`convert batch`: the same outputs as `brief`, each made once, whatever happened to earlier runs."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.bad_inputs.archives import zipped
from tests.command import Run, Said

STORY = "TALVIK, March 11 - The lake froze on Tuesday, the harbour office said, and the ferry stays in port.\n"


def put(name: str, text: str = STORY) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def lines(*texts: str) -> str:
    return "".join(json.dumps({"title": text, "text": f"{STORY}{text} was said."}) + "\n" for text in texts)


@pytest.fixture
def batch(run: Run) -> Run:
    """`convert batch -O out --to md` in this process: what it leaves is the same, whoever does the work."""

    def run_batch(*words: str) -> Said:
        given = " ".join(words)
        folder = () if "-O " in given else ("-O", "out")
        formats = () if "--to " in given else ("--to", "md")
        return run("batch", "--engine", "own", *words, *folder, *formats)

    return run_batch


def files(folder: str) -> dict[str, bytes]:
    """Return what is in a folder by name, but for the journal's own."""
    found = (path for path in Path(folder).rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in found if p.relative_to(folder).parts[0][0] != "."}


def stamps(folder: str) -> dict[str, tuple[int, int]]:
    return {name: (s.st_ino, s.st_mtime_ns) for name in files(folder) for s in [(Path(folder) / name).stat()]}


def status(run: Run, folder: str = "out") -> list[dict[str, object]]:
    return [json.loads(line) for line in run("batch", "--status", "--json", "-O", folder).out.splitlines()]


# ---- the same as brief ----------------------------------------------------------------------------------------------


def test_a_batch_makes_the_bytes_that_brief_makes(batch: Run, run: Run) -> None:
    (
        put("in/a.txt"),
        put("in/b.jsonl", lines("Ferry", "Toll", "Beacon")),
        put("in/two.txt", f"{STORY}\n==========\n\n{STORY}"),
    )

    assert batch("in", "--to", "md,html").code == 0
    assert run("brief", "in", "-O", "brief", "--to", "md,html").code == 0
    assert files("out") == files("brief")


def test_corrections_sidecars_and_styles_reach_every_article(batch: Run, run: Run) -> None:
    put("in/a.txt"), put("in/a.toml", 'outlet = "Courier"'), put("in/b.txt")
    options = ("in", "--to", "md", "--style", "plain", "-M", "section=Transport", "--mark", "TLP:GREEN")

    assert batch(*options).code == 0
    run("brief", *options, "-O", "brief")
    assert files("out") == files("brief")


def test_an_article_that_cannot_be_made_is_named_and_the_others_made(batch: Run, run: Run) -> None:
    put("a.jsonl", json.dumps({"text": STORY}) + "\n{broken\n" + json.dumps({"text": STORY, "title": "Third"}))

    said = batch("a.jsonl", "--to", "txt")

    assert (said.code, sorted(files("out"))) == (10, ["a-01.txt", "a-03.txt"])
    assert "where: a.jsonl" in said.err
    assert "1 article was not made; 2 are done" in said.err
    assert [row["state"] for row in status(run)] == ["done", "failed", "done"]


def test_an_operand_that_cannot_be_read_is_named_and_the_others_made(batch: Run) -> None:
    put("a.txt"), put("empty.txt", "")

    said = batch("a.txt", "empty.txt", "gone.txt")

    assert (said.code, list(files("out"))) == (10, ["a.md"])
    assert "the file is empty" in said.err
    assert "no such file" in said.err


# ---- taken up again -------------------------------------------------------------------------------------------------


def test_what_is_done_is_not_made_again(batch: Run) -> None:
    put("in/a.txt"), put("in/b.jsonl", lines("Ferry", "Toll"))
    batch("in", "--to", "md,html")
    before = stamps("out")

    said = batch("in", "--to", "md,html")

    assert (said.code, said.out) == (0, "")
    assert stamps("out") == before


def test_what_is_missing_is_made_and_nothing_else(batch: Run) -> None:
    put("in/a.txt"), put("in/b.jsonl", lines("Ferry", "Toll"))
    batch("in", "--to", "md,html")
    whole, before = files("out"), stamps("out")
    Path("out/b-02.md").unlink()

    assert batch("in", "--to", "md,html").code == 0
    assert files("out") == whole
    assert {name for name, stamp in stamps("out").items() if before[name] != stamp} == {"b-02.md"}


def test_a_further_format_is_made_beside_what_is_there(batch: Run) -> None:
    put("in/a.txt")
    batch("in")
    before = stamps("out")

    batch("in", "--to", "md,html")

    assert sorted(files("out")) == ["a.html", "a.md"]
    assert stamps("out")["a.md"] == before["a.md"]


def test_other_options_make_our_own_outputs_anew(batch: Run, run: Run) -> None:
    put("in/a.txt"), put("in/b.jsonl", lines("Ferry"))
    batch("in")

    said = batch("in", "--issuer", "Press Office")

    assert said.code == 0
    run("brief", "in", "-O", "brief", "--to", "md", "--issuer", "Press Office")
    assert files("out") == files("brief")


def test_a_source_that_has_changed_is_made_anew_under_its_name(batch: Run) -> None:
    put("in/a.txt"), put("in/b.txt")
    batch("in")
    before = stamps("out")
    put("in/a.txt", STORY.replace("Tuesday", "Wednesday"))

    assert batch("in").code == 0
    assert b"Wednesday" in files("out")["a.md"]
    assert stamps("out")["b.md"] == before["b.md"]


def test_names_stay_when_articles_are_added_before_them(batch: Run) -> None:
    put("in/x/a.txt", STORY.replace("lake", "bay")), put("in/y/a.txt")
    batch("in", "-r")
    before = stamps("out")
    put("in/b/a.txt", STORY.replace("lake", "river"))

    assert batch("in", "-r").code == 0
    assert sorted(files("out")) == ["a-2.md", "a-3.md", "a.md"]
    assert b"river" in files("out")["a-3.md"]
    assert {name: stamps("out")[name] for name in before} == before


def test_sources_that_were_moved_are_known_again(batch: Run) -> None:
    put("in/a.txt"), put("in/b.txt", STORY.replace("lake", "bay"))
    batch("in")
    before = stamps("out")
    Path("in").rename("archive")

    assert batch("archive").code == 0
    assert stamps("out") == before


def test_a_lost_journal_is_drawn_up_of_the_outputs(batch: Run) -> None:
    put("in/y/a.txt"), put("in/z/a.txt", STORY.replace("lake", "bay"))
    batch("in", "-r", "--to", "md,txt")
    before = stamps("out")
    for path in Path("out/.convert-batch").iterdir():
        path.unlink()
    put("in/x/a.txt", STORY.replace("lake", "river"))

    assert batch("in", "-r", "--to", "md,txt").code == 0
    assert b"river" in files("out")["a-3.md"]
    assert {name: stamps("out")[name] for name in before} == before


def test_what_failed_is_tried_again(batch: Run) -> None:
    put("in/a.txt"), put("in/b.txt", "")
    assert batch("in").code == 10
    put("in/b.txt")

    assert batch("in").code == 0
    assert sorted(files("out")) == ["a.md", "b.md"]


def test_what_failed_is_printed_as_operands(batch: Run, run: Run) -> None:
    put("in/a.txt"), put("in/b.txt", ""), put("in/c.jsonl", lines("Ferry") + "{broken\n")
    batch("in")

    said = run("batch", "--failed", "-O", "out")

    assert said.out.splitlines() == [str(Path("in/b.txt").absolute()), str(Path("in/c.jsonl").absolute())]


def test_what_lies_in_the_output_folder_stops_no_run(batch: Run) -> None:
    put("in/a.txt")
    Path("out").mkdir()
    Path("out/deep.txt").write_text('{"inputs":' * 3000)
    packed = zipped([("EPUB/provenance.json", b"{}" * 40)], zipfile.ZIP_LZMA)
    Path("out/hurt.epub").write_bytes(packed[:65] + b"\xff" * 15 + packed[80:])

    said = batch("in")

    assert (said.code, said.err) == (0, "")


def test_the_status_counts_and_says_why(batch: Run, run: Run) -> None:
    put("in/a.txt"), put("in/b.txt", "")
    batch("in")

    said = run("batch", "--status", "-O", "out")

    assert said.out.splitlines()[0] == "2 articles: 1 done, 1 failed, 0 to do"
    assert "b.txt: the file is empty" in said.out


def test_the_status_names_a_file_whose_name_is_no_text(batch: Run, run: Run) -> None:
    Path("in").mkdir()
    Path(os.fsdecode(b"in/caf\xe9.txt")).write_text(STORY)
    batch("in")

    (row,) = status(run)

    assert (Path(str(row["place"])).name, row["state"]) == ("caf\ufffd.txt", "done")


# ---- nothing is overwritten -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["md", "txt"])
def test_a_file_that_nobody_claims_fails_its_article_and_stays(batch: Run, format_: str) -> None:
    put("in/a.txt"), put("in/b.txt"), put(f"out/a.{format_}", "My own notes.")

    said = batch("in", "--to", format_)

    assert said.code == 10
    assert f"a file is in the way\nwhere: {Path(f'out/a.{format_}').absolute()}" in said.err
    assert Path(f"out/a.{format_}").read_text() == "My own notes."
    assert f"b.{format_}" in files("out")


def test_an_output_that_somebody_has_edited_stays(batch: Run) -> None:
    put("in/a.txt")
    batch("in")
    edited = Path("out/a.md").read_text("utf-8") + "\nMy own remark.\n"
    Path("out/a.md").write_text(edited, "utf-8")

    said = batch("in")

    assert said.code == 9
    assert "the output has been changed since it was made" in said.err
    assert Path("out/a.md").read_text("utf-8") == edited


def test_an_output_of_another_article_stays(batch: Run, run: Run) -> None:
    put("other/a.txt", STORY.replace("lake", "bay")), put("in/a.txt"), put("in/b.txt")
    batch("in")
    Path("out/a.md").unlink()
    run("brief", "other/a.txt", "-O", "out", "--to", "md")
    before = files("out")

    said = batch("in")

    assert (said.code, "a file is in the way" in said.err) == (10, False)
    assert "the output has been changed since it was made" in said.err
    assert files("out") == before


def test_outputs_of_brief_are_taken_for_what_they_are(batch: Run, run: Run) -> None:
    put("other/a.txt", STORY.replace("lake", "bay")), put("in/a.txt"), put("in/b.txt")
    run("brief", "other/a.txt", "in/b.txt", "-O", "out", "--to", "md")
    before = stamps("out")

    assert batch("in").code == 0
    assert sorted(files("out")) == ["a-2.md", "a.md", "b.md"]
    assert {name: stamps("out")[name] for name in before} == before


def test_a_link_in_the_place_of_an_output_is_not_followed(batch: Run) -> None:
    put("in/a.txt"), put("precious.md", "My own notes.")
    Path("out").mkdir()
    Path("out/a.md").symlink_to("../precious.md")

    assert batch("in").code == 9
    assert Path("precious.md").read_text() == "My own notes."


def test_outputs_are_no_sources_of_the_next_run(batch: Run, run: Run) -> None:
    put("a.txt")

    assert batch(".", "-r").code == 0
    assert batch(".", "-r").code == 0
    assert list(files("out")) == ["a.md"]
    assert "lies in the output folder" in run("batch", "out/a.md", "-O", "out").err


# ---- names ----------------------------------------------------------------------------------------------------------


def test_outputs_are_called_as_the_pattern_says(batch: Run) -> None:
    put("in/a.jsonl", lines("The ferry’s last crossing", "Toll"))
    put("in/b.txt", "Outlet: Lake Courier\nDate: 2025-03-11\nTitle: Ice\n\n" + STORY)

    said = batch("in", "--name", "{outlet}/{date}-{slug}-{n:03}")

    assert said.code == 0
    assert sorted(files("out")) == [
        "lake-courier/2025-03-11-ice-003.md",
        "no-outlet/undated-the-ferrys-last-crossing-001.md",
        "no-outlet/undated-toll-002.md",
    ]


def test_the_name_that_brief_gives_is_one_of_the_fields(batch: Run) -> None:
    put("in/a.jsonl", lines("Ferry", "Toll")), put("in/two.txt", f"{STORY}\n==========\n\n{STORY}")

    assert batch("in", "--name", "{language}/{stem}").code == 0
    assert sorted(files("out")) == ["en/a-01.md", "en/a-02.md", "en/two-01.md", "en/two-02.md"]


def test_articles_of_one_file_keep_their_names_when_another_joins_them(batch: Run) -> None:
    put("in/two.txt", f"{STORY}\n==========\n\n{STORY}")
    batch("in")
    put("in/two.txt", f"{STORY}\n==========\n\n{STORY}\n==========\n\n{STORY}")

    assert batch("in").code == 0
    assert sorted(files("out")) == ["two-01.md", "two-02.md", "two-03.md"]


def test_twins_by_case_and_unicode_form_are_told_apart_in_their_order(batch: Run) -> None:
    put("in/a.jsonl", lines("Caf\u00e9", "CAFE\u0301", "café", "Ferry"))

    batch("in", "--name", "{slug}")

    assert sorted(files("out")) == ["café-2.md", "café-3.md", "café.md", "ferry.md"]
    assert b"CAF\xc3\x89" in files("out")["café-2.md"] or b"CAFE\xcc\x81" in files("out")["café-2.md"]


def test_long_titles_are_cut_between_words_and_stay_apart(batch: Run) -> None:
    title = "The council of Merrow votes on the toll for the third time since the winter storms closed the crossing"
    put("in/a.jsonl", lines(title, title))

    batch("in", "--name", "{slug}-{n}")

    assert sorted(files("out")) == [
        "the-council-of-merrow-votes-on-the-toll-for-the-third-time-since-the-winter-1.md",
        "the-council-of-merrow-votes-on-the-toll-for-the-third-time-since-the-winter-2.md",
    ]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{stem}-{author}", "a name has no field “author”"),
        ("articles", "all articles would have one name"),
        ("{stem", "the pattern cannot be read"),
        ("{n:>7}", "filled with noughts"),
    ],
)
def test_a_pattern_that_is_none_names_the_fields(run: Run, pattern: str, words: str) -> None:
    put("a.txt")

    said = run("batch", "a.txt", "-O", "out", "--name", pattern)

    assert said.code == 2
    assert words in said.err
    assert not Path("out").exists()


# ---- what makes no sense --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a.txt",), "the output folder is missing"),
        (("-O", "out"), "there is nothing to read"),
        (("a.txt", "-O", "b.txt"), "the output folder is a file"),
        (("a.txt", "-O", "out", "--to", "latex,beamer"), "two of the formats would write the same .tex file"),
        (("a.txt", "-O", "out", "--as-of", "now"), "would be compiled at another hour"),
        (("a.txt", "-O", "out", "--jobs", "0"), "there is no run without a worker"),
        (("a.txt", "-O", "out", "--jobs", "1001"), "one machine runs up to 1,000 workers"),
        (("a.txt", "-O", "out", "-f", "nobody"), "no reader called “nobody”"),
    ],
)
def test_usage_errors_come_before_anything_is_made(run: Run, words: tuple[str, ...], said: str) -> None:
    put("a.txt"), put("b.txt")

    result = run("batch", *words)

    assert (result.code, said in result.err) == (2, True)
    assert not Path("out").exists() or files("out") == {}


def test_a_second_run_in_the_folder_is_refused(batch: Run) -> None:
    from convert.batch.lock import locked

    put("a.txt")
    batch("a.txt")

    with locked(Path("out")):
        said = batch("a.txt")

    assert said.code == 2
    assert f"another run is writing into this folder (process {os.getpid()})" in said.err
    assert batch("a.txt").code == 0


def test_a_journal_that_is_none_is_said(batch: Run) -> None:
    put("a.txt"), put("out/.convert-batch/journal.sqlite", "no journal at all, but long enough to be taken for one")

    said = batch("a.txt")

    assert (said.code, "the journal cannot be used" in said.err) == (1, True)


def test_a_journal_that_is_damaged_further_on_is_said(batch: Run, run: Run) -> None:
    put("in.jsonl", lines(*(f"Ferry {number}" for number in range(60))))
    batch("in.jsonl")
    journal = Path("out/.convert-batch/journal.sqlite")
    with sqlite3.connect(journal) as base:
        (size,), (pages,) = base.execute("PRAGMA page_size").fetchone(), base.execute("PRAGMA page_count").fetchone()
    data = bytearray(journal.read_bytes())
    for page in range(pages // 2, pages):
        data[page * size : page * size + 100] = b"\xff" * 100
    journal.write_bytes(data)

    said = run("batch", "-O", "out", "--status", "--json")

    assert said.code == 1
    assert said.err.startswith("error: the journal cannot be used")


def test_a_journal_of_another_version_is_left_alone(batch: Run, run: Run) -> None:
    put("a.txt")
    batch("a.txt")
    with sqlite3.connect("out/.convert-batch/journal.sqlite") as journal:
        journal.execute("UPDATE about SET value = '99' WHERE name = 'version'")

    for said in (batch("a.txt", "--issuer", "Press Office"), run("batch", "-O", "out", "--status")):
        assert (said.code, "its form is 99, here 2" in said.err) == (1, True)
    assert b"Press Office" not in files("out")["a.md"]


def test_the_status_can_be_read_while_a_run_goes_on(batch: Run, run: Run) -> None:
    put("a.txt"), put("b.txt", "")
    batch("a.txt", "b.txt")
    writer = sqlite3.connect("out/.convert-batch/journal.sqlite", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE article SET state = 'planned'")

    said = run("batch", "-O", "out", "--status")

    writer.execute("ROLLBACK")
    assert said.out.startswith("2 articles: 1 done, 1 failed, 0 to do")


def test_paths_are_printed_one_a_line_and_nothing_else(batch: Run) -> None:
    put("in/a.txt"), put("in/b.txt")

    said = batch("in")

    assert sorted(said.out.split()) == sorted(str(Path(f"out/{name}.md").absolute()) for name in "ab")


def test_the_journal_is_kept_in_wal_mode(batch: Run) -> None:
    put("a.txt")
    batch("a.txt")

    mode = sqlite3.connect("out/.convert-batch/journal.sqlite").execute("PRAGMA journal_mode").fetchone()

    assert mode == ("wal",)


def test_a_log_is_told_now_and_then_how_far_the_run_is(batch: Run) -> None:
    put("a.jsonl", lines(*map(str, range(60))))

    said = batch("a.jsonl", "--to", "txt")

    found = re.findall(r"^(\d+) of 60 articles, \d+ a second", said.err, re.MULTILINE)
    assert found == ["16", "32", "48", "60"]
    assert "of 60" not in batch("a.jsonl", "--to", "txt", "--issuer", "Press Office", "-q").err


# ---- containers -----------------------------------------------------------------------------------------------------


def test_what_a_container_knows_of_its_articles_reaches_them(batch: Run, run: Run) -> None:
    put("in/a.csv", "Überschrift,Fließtext\nFähre," + f'"{STORY.strip()}"\n')
    put("convert.toml", '[columns]\ntitle = "Überschrift"\ntext = "Fließtext"\n')

    assert batch("in").code == 0
    run("brief", "in", "-O", "brief", "--to", "md")
    assert files("out") == files("brief")
    assert b"title: F" in files("out")["a.md"] or b"F\xc3\xa4hre" in files("out")["a.md"]


def test_a_large_container_within_another_is_looked_into(batch: Run) -> None:
    many = "".join(json.dumps({"id": "0" * 30_000, "text": f"{number}. {STORY}"}) + "\n" for number in range(36))
    Path("in").mkdir()
    with zipfile.ZipFile("in/all.zip", "w") as archive:
        archive.writestr("one.jsonl", many)
        archive.writestr("small.jsonl", lines("Ferry", "Toll"))

    assert batch("in", "--to", "txt").code == 0
    assert len(many) > 1_000_000
    assert len(files("out")) == 38


def test_a_container_that_breaks_off_gives_what_it_holds_until_then(batch: Run) -> None:
    whole = gzip.compress(lines(*(os.urandom(500).hex() for _ in range(60))).encode())
    Path("a.jsonl.gz").write_bytes(whole[: len(whole) // 2])

    said = batch("a.jsonl.gz", "--to", "txt")

    assert "the archive breaks off after" in said.err
    assert 0 < len(files("out")) < 60


def test_standard_input_is_read_though_it_can_be_read_but_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines("Ferry", "Toll").encode())))

    said = run("batch", "-", "-O", "out", "--to", "txt", "--engine", "own")

    assert (said.code, sorted(files("out"))) == (0, ["stdin-01.txt", "stdin-02.txt"])


def test_a_larger_file_is_opened_by_its_worker(batch: Run, run: Run) -> None:
    put("in/a.html", f"<title>Ferry</title><!--{'-' * 1_000_000}--><article><p>{STORY}</p><p>{STORY}</p></article>")

    assert batch("in", "--to", "txt").code == 0
    run("brief", "in", "-O", "brief", "--to", "txt")
    assert files("out") == files("brief")
    assert b"The lake froze" in files("out")["a.txt"]


@pytest.mark.parametrize("wrong", [("--engine", "foo"), ("--jobs", "0"), ("--engine", "own", "--cluster", "tcp://a:1")])
def test_a_slip_in_how_it_is_run_leaves_no_folder(run: Run, wrong: tuple[str, ...]) -> None:
    put("story.txt")

    assert run("batch", "story.txt", "-O", "out", *wrong).code == 2
    assert not Path("out").exists()
