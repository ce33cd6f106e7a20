"""The plan of a pack: drafted, edited, and what is wrong in it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from tests.command import Run
from tests.packs import FERRY, TOLL, built, edit, headlines, plan, put

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


def test_force_goes_over_no_plan_that_is_read_and_no_sidecar(drafted: Run) -> None:
    put("press/a-ferry.toml", 'section = "Lake"\n')
    before = plan()

    assert drafted("pack", "pack.toml", "--to", "md", "-o", "pack.toml", "--force").code == 9
    assert drafted("pack", "press", "--draft", "press/a-ferry.toml", "--force").code == 9
    assert (plan(), Path("press/a-ferry.toml").read_text()) == (before, 'section = "Lake"\n')


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["-", "--draft", "pack.toml"], "put the articles into files"),
        (["@-", "--draft", "x.toml"], "put the articles into files"),
        (["-", "--draft", "x.toml"], "put the articles into files"),
        (["press", "--draft", "x.txt"], "--draft pack.toml"),
        (["press", "--draft", "x.toml", "-o", "y.pdf"], "--draft FILE names the plan"),
        (["press", "--draft", "x.toml", "-O", "out"], "--draft FILE names the plan"),
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


def test_whatever_files_and_headlines_are_called_the_plan_is_read_again(run: Run) -> None:
    Path("press").mkdir()
    Path(os.fsdecode(b"press/\xff#2.txt")).write_text(FERRY)
    put('press/a "quoted" \\ name.txt', TOLL.replace("Lake toll", 'The "toll" \\ [[article]] #'))

    assert run("pack", "press", "--draft", "pack.toml").code == 0
    said = run("pack", "pack.toml", "--to", "md")
    assert (said.code, "new since" in said.err) == (0, False), said.err
    made = Path("pack.md").read_text()
    assert "Ferry trials begin in April" in made
    assert "[[article]]" in made.replace("\\", "")


def test_a_plan_can_be_written_to_standard_output(drafted: Run) -> None:
    said = drafted("pack", "press", "--draft", "-", "--quiet")

    assert said.code == 0
    assert [row["file"] for row in tomllib.loads(said.out)["article"]] == [
        "press/a-ferry.txt",
        "press/b-toll.txt",
        "press/c-prefixed.txt",
    ]
