"""The dateline: its parts in every form of the press, and what only looks like one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from convert.normalise.dateline import find_dateline

CASES = Path(__file__).parent / "cases" / "dateline"


def lines(name: str) -> list[str]:
    return [line for line in (CASES / name).read_text("utf-8").splitlines() if line and line[0] != "#"]


@pytest.mark.parametrize("line", lines("found.txt"))
def test_place_agency_and_date_are_found_and_the_story_begins_after_them(line: str) -> None:
    text, place, agency, date, story = (part.strip().replace("\\n", "\n") for part in line.split(" | "))

    found = find_dateline(text)

    assert found is not None
    assert (found.dateline.place or "-", found.dateline.agency or "-") == (place, agency)
    assert (text[found.date.start : found.date.end] if found.date else "-") == date
    assert text[found.end :].startswith(story)


@pytest.mark.parametrize("line", lines("none.txt"))
def test_a_label_a_speaker_or_a_sentence_is_no_dateline(line: str) -> None:
    assert find_dateline(line + "\n\nThe story goes on here.") is None


def test_a_dateline_is_found_where_its_paragraph_begins_in_a_longer_text() -> None:
    text = "Ferries meet\n\nTALVIK, March 10 (Northern Wire) - Two ferries met."

    found = find_dateline(text, text.index("TALVIK"))

    assert found is not None
    assert found.date is not None
    assert text[found.start : found.end] == "TALVIK, March 10 (Northern Wire) - "
    assert text[found.date.start : found.date.end] == "March 10"


def test_a_paragraph_without_end_is_read_in_no_time() -> None:
    start = time.perf_counter()
    for text in ("A" * 240_000, "TALVIK, " * 30_000, "TALVIK " + "( " * 100_000, "A: " * 80_000):
        find_dateline(text)

    assert time.perf_counter() - start < 0.5
