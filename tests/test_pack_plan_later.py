"""A plan that is older than its sources, drawn up again, or mistaken."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest

from tests.command import Run
from tests.packs import FERRY, PREFIXED, TOLL, built, edit, headlines, plan, put

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


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("press/a-ferry.txt", "press/a-ferry.txt stands in the plan twice"),
        ("press/a-ferry.txt#1", "press/a-ferry.txt#1 stands in the plan twice"),
        ("press/a-ferry.txt#2", "press/a-ferry.txt#2 is no article: the file holds no such one"),
        ("two.jsonl#3", "two.jsonl#3 is no article: the file holds no such one"),
        ("two.jsonl", "two.jsonl names no article: the file holds several"),
        ("press/none.txt#1", "press/none.txt#1 is gone"),
    ],
)
def test_a_row_without_an_article_says_why(drafted: Run, file: str, said: str) -> None:
    put("two.jsonl", '{"text": "The ferry left at noon."}\n{"text": "The mill stood still."}\n')
    put("pack.toml", f'{plan()}\n[[article]]\nfile = "{file}"\n')

    result = drafted("pack", "pack.toml", "--to", "md")

    assert (result.code, f"error: {said}" in result.err.splitlines()) == (10, True)


def test_an_article_alone_in_its_file_is_its_first(run: Run) -> None:
    put("press/a.txt", FERRY)
    put("pack.toml", '[[article]]\nfile = "press/a.txt#1"\nnote = "Reply due."\n')

    assert "Reply due." in built(run)


def test_a_table_that_stands_twice_is_not_called_gone(drafted: Run) -> None:
    put("pack.toml", f'{plan()}\n[[article]]\nfile = "press/b-toll.txt"\n')

    drafted("pack", "press", "--draft", "pack.toml")

    assert "# GONE" not in plan()


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


def test_the_style_of_a_plan_in_another_folder_is_found_from_it(run: Run) -> None:
    put("press/a.txt", FERRY)
    put("house.toml", 'name = "house"\nbase = "press"\n')
    run("pack", "press", "--draft", "day/pack.toml", "--style", "house.toml")

    assert tomllib.loads(Path("day/pack.toml").read_text())["style"] == "../house.toml"
    assert run("pack", "day/pack.toml", "--to", "md").code == 0
    os.chdir("day")
    assert run("pack", "pack.toml", "--to", "md").code == 0


def test_the_name_of_a_style_in_a_plan_is_no_path(run: Run) -> None:
    put("press/a.txt", FERRY)
    run("pack", "press", "--draft", "day/pack.toml", "--style", "plain")

    assert tomllib.loads(Path("day/pack.toml").read_text())["style"] == "plain"


def test_a_plan_is_not_drawn_up_again_in_another_folder(drafted: Run) -> None:
    said = drafted("pack", "pack.toml", "--draft", "other/pack.toml")

    assert said.code == 2
    assert said.err.startswith("error: the paths in a plan are told from its own folder\nwhere: other/pack.toml\n")
    assert not Path("other").exists()


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


@pytest.mark.parametrize("words", ["9" * 5000, "[" * 3000])
def test_a_plan_that_no_machine_can_hold_is_a_wrong_plan(run: Run, words: str) -> None:
    put("pack.toml", f"number = {words}")

    said = run("pack", "pack.toml")
    assert said.code == 2
    assert "the plan is not TOML" in said.err


@pytest.mark.parametrize("name", ["a\\u0000b.txt", "x" * 300])
def test_a_name_that_no_file_can_have_loses_no_other_article_of_a_plan(run: Run, name: str) -> None:
    put("a.txt", FERRY)
    put("pack.toml", f'sources = ["{name}"]\n[[article]]\nfile = "{name}"\n[[article]]\nfile = "a.txt"\n')

    said = run("pack", "pack.toml", "--to", "md")
    assert (said.code, "Ferry trials" in Path("pack.md").read_text()) == (10, True), said.err
    assert "please report" not in said.err


def test_a_plan_that_is_not_there_says_how_to_make_one(run: Run) -> None:
    said = run("pack", "pack.toml")

    assert said.code == 2
    assert "convert pack FOLDER --draft pack.toml" in said.err


def test_a_plan_that_leaves_everything_out_is_an_empty_pack(drafted: Run) -> None:
    Path("pack.toml").write_text(plan().replace("include = true", "include = false"))

    said = drafted("pack", "pack.toml", "--to", "md")
    assert said.code == 4
    assert "check `include` in the pack file" in said.err
