"""The byline: on its line or fused to a sentence, and what only begins like one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from convert.normalise.byline import find_byline, find_publisher
from convert.normalise.sign_off import find_sign_off

CASES = Path(__file__).parent / "cases" / "byline"


def lines(name: str) -> list[str]:
    return [line for line in (CASES / name).read_text("utf-8").splitlines() if line and line[0] != "#"]


@pytest.mark.parametrize("line", lines("found.txt"))
def test_who_wrote_it_is_found_apart_from_role_and_story(line: str) -> None:
    text, name, author, credit, story = (part.strip() for part in line.split(" | "))

    found = find_byline(text)

    assert found is not None
    assert (found.name, found.author, found.credit or "-") == (name, author, credit)
    assert found.fused == (story != "-")
    assert text[found.end :].startswith(story if found.fused else "")


@pytest.mark.parametrize("line", lines("none.txt"))
def test_a_sentence_that_begins_with_by_is_no_byline(line: str) -> None:
    assert find_byline(line) is None


def test_a_name_whose_end_only_its_length_tells_is_not_sure() -> None:
    found = find_byline("By Caspar Lindqvist Lorries wait on the shore for days.")

    assert found is not None
    assert (found.name, found.sure) == ("Caspar Lindqvist", False)


def test_by_in_small_letters_inside_a_wrapped_paragraph_is_no_byline() -> None:
    text = "The tug was bought\nby Orme Brothers\nof Talvik."

    assert find_byline(text, text.index("by ")) is None


def test_the_outlet_is_named_after_published_by_even_below_a_blank_line() -> None:
    text = "Published by\n\nThe Merrow Gazette\n\nBy MERROW NEWSROOM"

    found = find_publisher(text)

    assert found is not None
    assert (found.name, text[found.end :].strip()) == ("The Merrow Gazette", "By MERROW NEWSROOM")
    assert find_publisher("Published by mistake, the letter was withdrawn.") is None


@pytest.mark.parametrize("line", lines("sign_offs.txt"))
def test_the_reporters_of_an_agency_are_named_in_the_sign_off_and_nobody_else(line: str) -> None:
    text, name = (part.strip() for part in line.split(" |"))

    found = find_sign_off(text)

    assert (found.name if found else "") == name


def test_a_publisher_is_named_in_full_or_not_at_all() -> None:
    body = "The Joint Commission for the Navigation, Fisheries and Waters of Lake Merrow and its Tributaries"

    found = find_publisher(f"Published by {body}\n\nThe ramp is shut.")
    endless = find_publisher(f"Published by {'The Joint Commission for the Waters ' * 9}")

    assert found is not None
    assert found.name == body
    assert endless is None


def test_a_capital_inside_a_word_that_the_text_has_again_is_a_name_s() -> None:
    text = "By Harvest Moon TallyHouse had sold out.\n\nTallyHouse is a shop."

    assert find_byline(text) is None


def test_a_line_without_end_is_read_in_no_time() -> None:
    start = time.perf_counter()
    for text in ("By " + "Aa, " * 60_000, "By " + "A" * 240_000, "Published by " + "x y " * 60_000):
        find_byline(text)
        find_publisher(text)
        find_sign_off(text)

    assert time.perf_counter() - start < 0.5
