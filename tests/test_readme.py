"""The README's links lead somewhere, and it has no blank left to fill."""

import re
from pathlib import Path

import pytest

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
