"""A pack end to end, as a press officer makes one: drafted, edited, built, drawn up again; and its page references."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Said, convert

FERRY = """Title: Ferry trials begin in April
Outlet: Talvik Courier
Date: 11 March 2025
Section: Shipping
URL: https://talvikcourier.example/ferry-trials

The first trials of the cable ferry begin in the second week of April. The harbour office said so on Tuesday.

"The hull is ahead of schedule," said Tomas Arrel, who runs the yard.
"""

TOLL = """Title: Lake toll frozen until the end of 2026
Outlet: Merrow Gazette
Date: 12 March 2025
Section: Region

The toll on the lake stays at 32 crowns until the end of 2026. Merrow's council votes on the accord next week.
"""

PREFIXED = """ date 2025-03-13 The transport minister of Lakeland has met the director of the yard.

In a statement, the ministry said on Thursday that the vessel would carry forty vehicles on each crossing.
"""

Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for key in [key for key in os.environ if key.startswith("CONVERT_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    return lambda *arguments: convert(capsys, *arguments)


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def drafted(run: Run) -> Run:
    """A folder of three articles and its plan."""
    put("press/a-ferry.txt", FERRY), put("press/b-toll.txt", TOLL), put("press/c-prefixed.txt", PREFIXED)
    assert run("pack", "press", "--draft", "pack.toml").code == 0
    return run


def plan() -> str:
    return Path("pack.toml").read_text("utf-8")


def edit(*changes: tuple[str, str], of: str | None = None) -> None:
    """Change the plan as an editor does: in the table of one file, or anywhere."""
    head, *tables = re.split(r"(?m)^(?=\[\[article\]\])", plan())
    parts = [head, *tables]
    at = next(n for n, part in enumerate(parts) if n and f'file = "{of}"' in part) if of else 0
    for before, after in changes:
        assert before in parts[at], f"{before} is not in the plan"
        parts[at] = parts[at].replace(before, after, 1)
    Path("pack.toml").write_text("".join(parts), "utf-8")


def built(run: Run, *more: str) -> str:
    """Build the pack as Markdown and return it without its YAML."""
    said = run("pack", "pack.toml", "--to", "md", "--force", *more)
    assert said.code in (0, 10), said.err
    return Path("pack.md").read_text("utf-8").split("\n---\n", 1)[1].replace("\u00a0", " ")


def headlines(markdown: str) -> list[str]:
    return re.findall(r'(?m)^# <a id="a\d+"></a>(?:\*\*)?\d+(?:\*\*)? (.*)$', markdown)


# ---- the draft ------------------------------------------------------------------------------------------------------


def test_a_draft_has_a_table_for_each_article_with_what_its_source_says(drafted: Run) -> None:
    rows = tomllib.loads(plan())["article"]

    assert [row["file"] for row in rows] == ["press/a-ferry.txt", "press/b-toll.txt", "press/c-prefixed.txt"]
    first = rows[0]
    assert (first["title"], first["date"], first["outlet"]) == (
        "Ferry trials begin in April",
        "2025-03-11",
        "Talvik Courier",
    )
    assert (first["section"], first["url"]) == ("Shipping", "https://talvikcourier.example/ferry-trials")
    assert (first["include"], first["lead"], first["note"], first["translation"]) == (True, False, "", "")


def test_a_doubt_stands_beside_the_line_it_concerns(drafted: Run) -> None:
    lines = plan().split('file = "press/c-prefixed.txt"')[1].splitlines()

    title = next(line for line in lines if line.startswith("title"))
    date = next(line for line in lines if line.startswith("date"))
    assert title.startswith('title = ""  # no headline in the source; the text begins: The transport minister')
    assert date.startswith('date = "2025-03-13"  # Date from scraped prefix; weekday agrees.')


def test_likely_duplicates_are_named_in_both_tables(drafted: Run) -> None:
    put("press/d-copy.txt", TOLL)
    put("press/e-other.txt", TOLL.replace("Merrow Gazette", "Lake Post").replace("stays at", "remains at"))
    drafted("pack", "press", "--draft", "two.toml")

    text = Path("two.toml").read_text("utf-8")
    assert "# DUPLICATE: letter by letter the same as press/d-copy.txt" in text
    assert "# DUPLICATE: letter by letter the same as press/b-toll.txt" in text
    assert "# likely duplicate: tells the same story as press/e-other.txt (Lake Post · 2025-03-12)" in text


def test_settings_of_the_command_line_are_recorded_at_the_top(drafted: Run) -> None:
    drafted("pack", "press", "--draft", "two.toml", "--issuer", 'The "Office"', "--sort", "date", "--to", "pdf,md")

    values = tomllib.loads(Path("two.toml").read_text("utf-8"))
    assert (values["issuer"], values["to"], values["sort"]) == ('The "Office"', ["pdf", "md"], "given")


def test_articles_of_a_draft_stand_in_the_order_of_print(drafted: Run) -> None:
    put("press/0-late.txt", FERRY.replace("Ferry trials", "Later trials").replace("11 March", "19 March"))
    drafted("pack", "press", "--draft", "two.toml", "--sort", "date", "--group-by", "none")
    rows = tomllib.loads(Path("two.toml").read_text("utf-8"))["article"]

    assert [row["file"][6] for row in rows] == ["a", "b", "c", "0"]


def test_an_unedited_draft_makes_the_pack_that_the_folder_makes(drafted: Run) -> None:
    drafted("pack", "press", "--to", "md,txt", "-O", "direct", "--group-by", "none")
    drafted("pack", "pack.toml", "--to", "md,txt", "-O", "planned", "--group-by", "none")

    for name in ("pack.md", "pack.txt"):
        assert Path("planned", name).read_bytes() == Path("direct", name).read_bytes()


def test_an_unreadable_file_is_in_the_draft_to_be_left_out(run: Run) -> None:
    put("press/a.txt", FERRY), put("press/b.txt", "")

    assert run("pack", "press", "--draft", "pack.toml").code == 10
    assert "# CANNOT BE READ: the file is empty" in plan()
    assert run("pack", "pack.toml", "--to", "md").code == 10
    edit(("include = true", "include = false"), of="press/b.txt")
    assert run("pack", "pack.toml", "--to", "md", "--force").code == 0
    assert "unreadable" not in Path("pack.md").read_text()


def test_a_draft_goes_over_no_other_file(drafted: Run) -> None:
    put("notes.toml", 'title = "not yours"\n')

    assert drafted("pack", "pack.toml", "--draft", "notes.toml").code == 9
    assert Path("notes.toml").read_text() == 'title = "not yours"\n'


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["-", "--draft", "x.toml"], "put the articles into files"),
        (["press", "--draft", "x.txt"], "--draft pack.toml"),
        (["press", "--draft", "x.toml", "-o", "y.pdf"], "--draft FILE names the plan"),
        (["pack.toml", "press"], "its `sources` name the rest"),
    ],
)
def test_what_cannot_be_drafted_is_said(drafted: Run, arguments: list[str], hint: str) -> None:
    said = drafted("pack", *arguments)

    assert said.code == 2
    assert hint in said.err


# ---- edits ----------------------------------------------------------------------------------------------------------


def test_what_the_editor_corrects_is_printed_as_given(drafted: Run) -> None:
    changes = (
        ('title = ""', 'title = "Minister visits the yard"'),
        ('date = "2025-03-13"', "date = 2025-03-12"),
        ('outlet = ""', 'outlet = "Lake Press Service"'),
        ('section = ""', 'section = "Region"'),
    )
    edit(*changes, of="press/c-prefixed.txt")
    made = built(drafted)

    assert "Minister visits the yard" in headlines(made)
    assert "**Lake Press Service** · 12 March 2025 ·" in made
    drafted("pack", "pack.toml", "--to", "json", "--force")
    records = json.loads(Path("pack.json").read_text("utf-8"))
    findings = records[-1]["article"]["findings"]
    given = [(f["field"], f["value"]) for f in findings if f.get("standing") == "given" and f.get("chosen")]
    assert given == [
        ("title", "Minister visits the yard"),
        ("published", "2025-03-12"),
        ("outlet", "Lake Press Service"),
        ("section", "Region"),
    ]
    assert {"type": "named", "name": "pack.toml"} in [f["where"] for f in findings]


def test_what_a_correction_replaced_stays_among_the_findings(drafted: Run) -> None:
    edit(('date = "2025-03-11"', 'date = "2025-03-10"'), of="press/a-ferry.txt")
    drafted("pack", "pack.toml", "--to", "json")

    findings = json.loads(Path("pack.json").read_text("utf-8"))[0]["article"]["findings"]
    rejected = next(f for f in findings if f["field"] == "published" and f["value"] == "2025-03-11")
    assert not rejected.get("chosen")
    assert rejected["reason"] == "the editor gives another"


def test_an_emptied_field_is_left_out_and_a_deleted_line_is_as_the_source_has_it(drafted: Run) -> None:
    edit(('date = "2025-03-11"', 'date = ""'), ('outlet = "Talvik Courier"\n', ""), of="press/a-ferry.txt")

    assert "**Talvik Courier** · date not stated" in built(drafted)


def test_the_command_line_wins_over_the_plan(drafted: Run) -> None:
    edit(('outlet = "Talvik Courier"', 'outlet = "The Plan"'), of="press/a-ferry.txt")

    made = built(drafted, "-M", "outlet=The Line")
    assert "**The Line**" in made
    assert "The Plan" not in made


def test_notes_translations_and_leads_are_printed(drafted: Run) -> None:
    edit(("lead = false", "lead = true"), ('note = ""', 'note = "Reply due on Friday."'), of="press/b-toll.txt")
    edit(('translation = ""', 'translation = "Essais du bac en avril"'), of="press/a-ferry.txt")
    made = built(drafted)

    assert "**Editor's note:** Reply due on Friday." in made.replace("’", "'")
    assert "**Headline, unofficial translation:** Essais du bac en avril" in made
    front = made.partition("Coverage at a glance")[0]
    assert "Lake toll frozen" in front
    assert "Ferry trials" not in front


def test_what_the_editor_writes_makes_another_document(drafted: Run) -> None:
    before = built(drafted), Path("pack.manifest.json").read_text()
    edit(('note = ""', 'note = "Reply due."'), of="press/b-toll.txt")
    after = built(drafted), Path("pack.manifest.json").read_text()

    assert ["note on b-toll.txt", "Reply due."] in json.loads(after[1])["provenance"]["options"]
    assert before[0] != after[0]


def test_moved_and_excluded_tables_move_and_exclude_articles(drafted: Run) -> None:
    edit(("include = true", "include = false"), of="press/a-ferry.txt")
    head, *tables = re.split(r"(?m)^(?=\[\[article\]\])", plan())
    Path("pack.toml").write_text(head.replace('"section"', '"none"') + tables[2] + "\n" + tables[1] + tables[0])

    assert headlines(built(drafted)) == [
        "The transport minister of Lakeland has met …",
        "Lake toll frozen until the end of 2026",
    ]


def test_settings_of_the_plan_hold_below_the_command_line(drafted: Run) -> None:
    edit(('# title = "The lake accord"', 'title = "From the plan"'))

    assert '# <a id="title"></a>From the plan' in built(drafted)
    assert '# <a id="title"></a>From the line' in built(drafted, "--title", "From the line")


def test_outlets_of_the_plan_name_and_order_what_articles_come_from(drafted: Run) -> None:
    outlets = '[[outlets]]\nmatch = "Merrow Gazette"\nname = "The Gazette of Merrow"\ncountry = "Merrow"\n'
    outlets += '[[outlets]]\nmatch = "talvikcourier.example"\nname = "The Courier"\ncountry = "Lakeland"\n\n'
    edit(('group_by = "section"', 'group_by = "outlet"'))
    text = plan()
    Path("pack.toml").write_text(text.replace("[[article]]", outlets + "[[article]]", 1))

    made = built(drafted)
    assert headlines(made)[:2] == ["Lake toll frozen until the end of 2026", "Ferry trials begin in April"]
    assert "**The Courier** · 11 March 2025" in made


def test_outlets_of_the_settings_file_serve_a_pack_as_well(drafted: Run) -> None:
    put("convert.toml", '[[outlets]]\nmatch = "talvikcourier.example"\nname = "The Courier"\n')

    assert "**The Courier** · 11 March 2025" in built(drafted)


# ---- a plan that is older than its sources --------------------------------------------------------------------------


def test_a_renamed_file_keeps_what_the_editor_said_of_it(drafted: Run) -> None:
    edit(('note = ""', 'note = "Reply due."'), of="press/b-toll.txt")
    Path("press/b-toll.txt").rename("press/zz-renamed.txt")

    said = drafted("pack", "pack.toml", "--to", "md")
    assert said.code == 0, said.err
    assert "Reply due." in Path("pack.md").read_text()


def test_a_changed_article_is_known_by_its_address(drafted: Run) -> None:
    edit(('note = ""', 'note = "Reply due."'), of="press/a-ferry.txt")
    Path("press/a-ferry.txt").unlink()
    put("press/x.txt", FERRY.replace("second week", "third week"))

    said = drafted("pack", "pack.toml", "--to", "md")
    made = Path("pack.md").read_text()
    assert said.code == 0, said.err
    assert "its text has changed since the plan was made" in said.err
    assert "Reply due." in made
    assert "third week" in made


def test_a_mended_article_without_an_address_is_known_by_file_and_headline(drafted: Run) -> None:
    edit(('note = ""', 'note = "Reply due."'), of="press/b-toll.txt")
    put("press/b-toll.txt", TOLL.replace("next week", "in two weeks"))

    assert "Reply due." in built(drafted)


def test_another_article_in_a_file_of_the_same_name_is_not_given_the_editors_words(drafted: Run) -> None:
    edit(('note = ""', 'note = "Reply due."'), of="press/b-toll.txt")
    put("press/b-toll.txt", TOLL.replace("Lake toll frozen", "Something else altogether"))

    said = drafted("pack", "pack.toml", "--to", "md")
    assert said.code == 10
    assert "press/b-toll.txt “Lake toll frozen until the end of 2026” is another text by now" in said.err
    assert "Reply due." not in Path("pack.md").read_text()


def test_a_vanished_article_is_named_with_its_line_and_on_page_one(drafted: Run) -> None:
    Path("press/b-toll.txt").unlink()

    said = drafted("pack", "pack.toml", "--to", "md")
    line = next(n for n, each in enumerate(plan().splitlines()) if each.startswith('file = "press/b-toll.txt"'))
    assert said.code == 10
    assert "press/b-toll.txt “Lake toll frozen until the end of 2026” is gone" in said.err
    assert f"where: pack.toml, line {line}\n" in said.err
    assert "press/b-toll.txt" in Path("pack.md").read_text().split("\n---\n", 1)[1]


def test_a_vanished_article_that_is_left_out_is_no_matter(drafted: Run) -> None:
    edit(("include = true", "include = false"), of="press/b-toll.txt")
    Path("press/b-toll.txt").unlink()

    assert drafted("pack", "pack.toml", "--to", "md").code == 0


def test_a_new_file_is_offered_and_not_slipped_in(drafted: Run) -> None:
    put("press/d-new.txt", FERRY.replace("Ferry trials", "Night trials").replace("ferry-trials", "night"))

    said = drafted("pack", "pack.toml", "--to", "md")
    assert said.code == 0
    assert "press/d-new.txt: new since the plan was made" in said.err
    assert "Night trials" not in Path("pack.md").read_text()


@pytest.mark.parametrize("operand", ["press", "pack.toml"])
def test_a_plan_drawn_up_again_keeps_every_letter_and_adds_what_is_new(drafted: Run, operand: str) -> None:
    edit(('note = ""', 'note = "Reply due."  # my own remark'), of="press/b-toll.txt")
    before = plan()
    put("press/0-new.txt", FERRY.replace("Ferry trials", "Night trials").replace("ferry-trials", "night"))

    assert drafted("pack", operand, "--draft", "pack.toml").code == 0
    assert plan().startswith(before)
    assert [row["file"] for row in tomllib.loads(plan())["article"]][-1] == "press/0-new.txt"
    again = plan()
    drafted("pack", operand, "--draft", "pack.toml")
    assert plan() == again


def test_a_plan_drawn_up_again_names_what_is_gone_once(drafted: Run) -> None:
    Path("press/b-toll.txt").unlink()
    for _ in range(2):
        drafted("pack", "press", "--draft", "pack.toml")

    assert plan().count("# GONE: press/b-toll.txt “Lake toll frozen") == 1


def test_a_plan_in_another_folder_finds_its_articles(run: Run) -> None:
    put("day/press/a.txt", FERRY)
    run("pack", "day/press", "--draft", "day/pack.toml")

    assert tomllib.loads(Path("day/pack.toml").read_text())["sources"] == ["press"]
    assert run("pack", "day/pack.toml", "--to", "md").code == 0
    os.chdir("day")
    assert run("pack", "pack.toml", "--to", "md").code == 0


def test_a_table_written_by_hand_needs_no_more_than_a_file(run: Run) -> None:
    put("one.txt", FERRY), put("two.txt", TOLL)
    put("pack.toml", '[[article]]\nfile = "two.txt"\n[[article]]\nfile = "one.txt"\nlead = true\n')

    assert headlines(built(run)) == ["Lake toll frozen until the end of 2026", "Ferry trials begin in April"]


def test_articles_of_one_file_are_planned_one_by_one(run: Run) -> None:
    put("in/a.jsonl", "\n".join(json.dumps({"title": f"Item {n}", "text": PREFIXED + str(n)}) for n in range(3)))
    run("pack", "in", "--draft", "pack.toml")
    edit(("include = true", "include = false"), of="in/a.jsonl#2")

    assert headlines(built(run)) == ["Item 0", "Item 2"]


def test_a_windows_editors_plan_is_read_and_kept(drafted: Run) -> None:
    Path("pack.toml").write_bytes(b"\xef\xbb\xbf" + plan().replace("\n", "\r\n").encode())
    put("press/d.txt", FERRY.replace("Ferry trials", "Night trials").replace("ferry-trials", "night"))

    assert drafted("pack", "press", "--draft", "pack.toml").code == 0
    data = Path("pack.toml").read_bytes()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert drafted("pack", "pack.toml", "--to", "md").code == 0


# ---- what is wrong in a plan ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "message", "hint"),
    [
        ("lead = false", "leed = true", "unknown key “leed” of an article", "did you mean “lead”?"),
        ("include = true", 'include = "yes"', "wrong value for include: 'yes'", "true or false"),
        ('date = "2025-03-11"', 'date = "11 March"', "this is no date: “11 March”", "write it as 2026-05-01"),
        ('date = "2025-03-11"', 'date = "2025-02-31"', "this is no date: “2025-02-31”", "write it as 2026-05-01"),
        ('url = "https:', 'url = "javascript:', "this is no address", "https://"),
        ('note = ""', "note = 3", "wrong value for note: 3", 'note = "…"'),
    ],
)
def test_a_mistake_in_a_table_is_named_with_its_line(
    drafted: Run, before: str, after: str, message: str, hint: str
) -> None:
    edit((before, after), of="press/a-ferry.txt")
    line = next(n for n, each in enumerate(plan().splitlines(), start=1) if each.startswith(after))

    said = drafted("pack", "pack.toml", "--to", "md")
    assert said.code == 2
    assert message in said.err
    assert f"where: pack.toml, line {line}\n" in said.err
    assert hint in said.err
    assert not Path("pack.md").exists()


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('isuer = "x"', "did you mean “issuer”?"),
        ('surces = ["x"]', "did you mean “sources”?"),
        ("lead = true", "it stands under [[article]]"),
        ('title = "un"closed"', "between quotation marks"),
        ('group_by = "colour"', "one of section, outlet, country, date, none"),
    ],
)
def test_a_mistake_at_the_top_is_named(drafted: Run, line: str, hint: str) -> None:
    text = plan().replace('group_by = "section"  # section, outlet, country, date or none', "")
    Path("pack.toml").write_text(line + "\n" + text)

    said = drafted("pack", "pack.toml", "--to", "md")
    assert said.code == 2
    assert hint in said.err


def test_a_plan_that_is_not_there_says_how_to_make_one(run: Run) -> None:
    said = run("pack", "pack.toml")

    assert said.code == 2
    assert "convert pack FOLDER --draft pack.toml" in said.err


def test_a_plan_that_leaves_everything_out_is_an_empty_pack(drafted: Run) -> None:
    Path("pack.toml").write_text(plan().replace("include = true", "include = false"))

    said = drafted("pack", "pack.toml", "--to", "md")
    assert said.code == 4
    assert "check `include` in the pack file" in said.err


# ---- pages ----------------------------------------------------------------------------------------------------------

WORDS = ("Anchor", "Beacon", "Cable", "Dredger", "Estuary", "Fender", "Gangway", "Hawser", "Icebreaker", "Jetty")
SURNAMES = ("Abrek", "Brask", "Caldon", "Dervan", "Estmar", "Fjeldo", "Gorrin", "Halvey", "Ingram", "Jorvik")


def story(n: int) -> str:
    """Return an article of its own words; some are longer than a page, one has no date."""
    date = "" if n == 4 else f"Date: {10 + n % 4} March 2025\n"
    body = f"The {WORDS[n].lower()} of the harbour was looked at on Monday by the lake board. " * 3
    more = "\n\n".join(
        f"Paragraph {k} tells of the {WORDS[n].lower()} at length. " * 12 for k in range(8 if n % 3 == 0 else 1)
    )
    said = f'"We shall mend the {WORDS[n].lower()}," said Marta {SURNAMES[n]}, who answers for the work.'
    return f"Title: {WORDS[n]} found wanting\nOutlet: Post {n % 3}\n{date}\n{body}\n\n{more}\n\n{said}\n"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each page of a pack in PDF, by the label that the page prints."""
    folder = tmp_path_factory.mktemp("pack")
    for n in range(len(WORDS)):
        (folder / f"{n}.txt").write_text(story(n))
    (folder / "torn.txt").write_text("")
    from convert.cli import run as run_command

    assert run_command(["pack", str(folder), "--to", "pdf", "-O", str(folder / "out"), "--quiet"]) == 10
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "out/pack.pdf"), "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    found = {}
    for page in text.split("\f")[:-1]:
        labels = re.findall(r"page (\w+) of (\w+)", page)
        assert labels, page
        found[labels[-1][0]] = page
    return found


def page_with(pages: dict[str, str], words: str) -> str:
    """Return the text of the front or back pages from the one that has these words at the start of a line."""
    return next(text for text in pages.values() if re.search(rf"(?m)^\s*{words}\s*$", text))


def test_pages_count_up_to_the_number_they_print(pages: dict[str, str]) -> None:
    for numbers in (r"[ivx]+", r"\d+"):
        labels = [label for label in pages if re.fullmatch(numbers, label)]
        last = {re.findall(rf"page {numbers} of ({numbers})", pages[label])[-1] for label in labels}
        assert last == {labels[-1]}


def test_every_page_of_the_contents_is_the_page_of_its_article(pages: dict[str, str]) -> None:
    contents = page_with(pages, "Contents")

    for n, word in enumerate(WORDS, start=1):
        line = re.search(rf"(?m)^\s*{n}\s+{word} found wanting\s+(\d+)\s*$", contents)
        assert line, f"{word} is not in the contents"
        assert re.search(rf"(?m)^\s*{n}\s+{word} found wanting\s*$", pages[line[1]])


def test_every_page_of_the_reference_parts_is_theirs(pages: dict[str, str]) -> None:
    contents = page_with(pages, "Contents").partition("Reference")[2]
    parts = (
        "Statements by speaker",
        "Timeline",
        "Who's who",
        "Source list",
        "Index of names",
        "Rights and distribution",
    )

    for part in parts:
        label = re.search(rf"{part}\s+(\d+)", contents.replace("’", "'"))
        assert label, f"{part} is not in the contents"
        assert re.search(rf"(?m)^\s*{part}", pages[label[1]].replace("’", "'"))


def test_every_page_of_the_front_brief_is_the_page_of_its_article(pages: dict[str, str]) -> None:
    found = re.findall(r"(?m)^\s*\d+\s+(\w+) found wanting\s+page (\d+)", pages["i"])

    assert len(found) == 4
    assert all(re.search(rf"(?m)^\s*\d+\s+{word} found wanting\s*$", pages[label]) for word, label in found)


def test_every_page_of_the_line_of_doubts_is_the_page_of_its_article(pages: dict[str, str]) -> None:
    label = re.search(r"1 article without a date \(page (\d+)\)", " ".join(pages["i"].split()))

    assert label
    assert "Estuary found wanting" in pages[label[1]]
    assert "date not stated" in pages[label[1]]
    assert "1 file unreadable (torn.txt)" in " ".join(pages["i"].split())


def test_every_page_of_the_index_has_the_name(pages: dict[str, str]) -> None:
    index = page_with(pages, "Index of names")

    for surname in SURNAMES:
        entry = re.search(rf"{surname}, Marta\s+(\d+(?:, \d+)*)", index)
        assert entry, f"{surname} is not in the index"
        assert all(surname in pages[label] for label in entry[1].split(", "))


def test_every_paragraph_number_of_the_statements_has_the_statement(pages: dict[str, str]) -> None:
    everything = "\n".join(pages.values())
    rows = re.findall(
        r"Marta (\w+)\s+“We shall mend the (\w+),”.*?(\d+\.\d+)", page_with(pages, "Statements by speaker")
    )

    assert len(rows) >= 5
    for surname, word, number in rows:
        assert re.search(rf"{re.escape(number)}\s+“We shall mend the {word},” said Marta {surname}", everything)


# ---- formats and bytes ----------------------------------------------------------------------------------------------


def test_a_pack_in_one_format_is_the_same_whatever_is_made_beside_it(drafted: Run) -> None:
    drafted("pack", "pack.toml", "--to", "pdf,docx,epub,md,html,txt", "-O", "all")
    for suffix in ("docx", "epub", "md", "html", "txt"):
        drafted("pack", "pack.toml", "--to", suffix, "-O", f"only-{suffix}")

    for suffix in ("docx", "epub", "md", "html", "txt"):
        alone, together = Path(f"only-{suffix}/pack.{suffix}"), Path(f"all/pack.{suffix}")
        assert alone.read_bytes() == together.read_bytes(), suffix


def test_the_same_plan_makes_the_same_bytes(drafted: Run) -> None:
    for folder in ("one", "two"):
        drafted("pack", "pack.toml", "--to", "pdf,docx,md", "-O", folder)

    assert {p.name: p.read_bytes() for p in Path("one").iterdir()} == {
        p.name: p.read_bytes() for p in Path("two").iterdir()
    }


def test_one_unreadable_among_many_is_skipped_named_and_counted(run: Run) -> None:
    for n in range(len(WORDS)):
        put(f"press/{n}.txt", story(n))
    Path("press/torn.txt").write_bytes(b"%PDF-1.7 torn \x00\x01\x02" * 3)

    said = run("pack", "press", "--to", "md")
    made = Path("pack.md").read_text().replace("\u00a0", " ")
    assert said.code == 10
    assert "1 file unreadable" in made
    assert "torn.txt" in made.split("\n---\n", 1)[1]
    assert "10 articles" in made


def test_the_front_alone_can_be_sent_as_plain_text(drafted: Run) -> None:
    said = drafted("pack", "pack.toml", "--only", "front", "--to", "txt", "-o", "-")

    assert said.code == 0
    assert "Front brief" in said.out
    assert "Ferry trials begin in April" in said.out
    assert "Statements by speaker" not in said.out
