"""What the README says is so: links lead somewhere, commands run in their order, output shown is what they print."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from convert.formats import WRITERS
from tests.command import Run

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(ROOT.glob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8"))

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_blank_is_left_in_the_readme() -> None:
    assert "@@" not in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("mark", ["make", "test"])
def test_the_two_commands_are_one_line_each(mark: str) -> None:
    text = (ROOT / "README.md").read_text("utf-8")

    block = re.search(rf"<!-- command: {mark} -->\n```sh\n(.*?)```", text, re.DOTALL)

    assert block is not None
    assert len(block[1].strip().splitlines()) == 1


def test_the_first_five_minutes_run_in_their_order(run: Run) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    Path("monday").mkdir()
    for source, copy in (
        ("ferry-prefix.txt", "article.txt"),
        ("accord-wire.txt", "monday"),
        ("liman-tr.txt", "monday"),
    ):
        shutil.copy(ROOT / "seeds" / source, copy)

    block = text.partition("<!-- first five minutes -->\n```sh\n")[2].partition("```")[0]
    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    said = {" ".join(line): run(*line[1:]) for line in lines}
    assert len(said) == 8
    assert {line: each.err for line, each in said.items() if each.code} == {}


def test_the_evidence_shown_is_what_explain_prints(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    monkeypatch.chdir(ROOT)

    command, _, shown = text.partition("```\n$ convert ")[2].partition("\n```")[0].partition("\n")
    assert run(*shlex.split(command)).out.rstrip("\n") == shown


def test_the_examples_hold_a_pack_in_every_format() -> None:
    held = {path.name.partition("011")[2] for path in (ROOT / "examples" / "pack").iterdir()}

    assert held == {f".{row.suffix}" for row in WRITERS if row.suffix} | {".manifest.json"}
