"""A pack end to end: its page references against its pages, its formats, its bytes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.command import Run
from tests.packs import put

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


def test_where_the_font_of_the_style_is_missing_all_but_the_pdf_is_made(drafted: Run) -> None:
    Path("lost.toml").write_text('name = "lost"\nbase = "press"\n[font]\ntext = "Nowhere Serif"\n')

    said = drafted("pack", "press", "--to", "pdf,docx,md", "--style", "lost.toml")
    assert said.code == 10
    assert said.out.split() == ["pack.docx", "pack.md", "pack.manifest.json"]
    assert "warning: there are no page numbers to refer to: the font “Nowhere Serif” is not installed" in said.err


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
