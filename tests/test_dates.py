"""Dates: their expressions in the press's own forms, and what the evidence for one comes to."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.model import Extent, Finding, NamedPlace
from convert.moments import is_real
from convert.normalise.date_expression import DateExpression
from convert.normalise.date_language import LANGUAGES, date_language, fold, lexicon, other_months
from convert.normalise.date_words import absolute_date, find_dates
from convert.normalise.dateline import find_dateline
from convert.normalise.dates import DatePlaces, address_date, file_name_date, gather, prefix_date
from convert.normalise.evidence import weigh

CASES = Path(__file__).parent / "cases" / "dates" / "expressions.txt"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def rows() -> list[tuple[str, str, str]]:
    lines = CASES.read_text("utf-8").splitlines()
    return [tuple(p.strip() for p in line.split("|")) for line in lines if line and line[0] != "#"]  # type: ignore[misc]


def said(found: DateExpression) -> str:
    if found.kind == "ambiguous":
        return " ".join(("?", *sorted(found.readings)))
    if found.kind == "relative":
        return found.step
    sense = {-1: "-", 0: "", 1: "+"}[found.sense]
    if found.kind == "weekday":
        return WEEKDAYS[found.weekday or 0] + sense + found.clock
    day = f"-{found.day:02}" if found.day else ""
    words = found.moment or f"--{found.month:02}{day}{found.clock}"
    return words + (f" {WEEKDAYS[found.weekday]}" if found.weekday is not None else "")


@pytest.mark.parametrize(("language", "marked", "expected"), rows(), ids=[f"{r[0]}: {r[1]}" for r in rows()])
def test_a_date_is_found_in_its_words_and_says_no_more_than_they_do(language: str, marked: str, expected: str) -> None:
    text = marked.replace("[", "").replace("]", "")

    found = find_dates(text, None if language == "-" else language)

    assert "; ".join(map(said, found)) == expected
    brackets = [part.split("]")[0] for part in marked.split("[")[1:]]
    for date, words in zip(found, brackets, strict=True):
        assert text[date.start : date.end] in words or words in text[date.start : date.end]


def test_a_value_with_two_dates_is_not_read_as_one() -> None:
    assert absolute_date("11 March 2025", "en") == "2025-03-11"
    assert absolute_date("11 March 2025 or 12 March 2025", "en") is None


def test_folding_keeps_every_letter_in_its_place() -> None:
    assert len(fold("İSTANBUL, 8 KASIM")) == len("İSTANBUL, 8 KASIM")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_names_twelve_months_and_seven_weekdays(code: str) -> None:
    words = date_language(code)

    assert words is not None
    assert (len(words.months), len(words.weekdays)) == (12, 7)
    assert set(lexicon(code).months.values()) == set(range(12))
    assert all(step == "" or step[0] in "dmy" for step in words.relative.values())


@pytest.mark.parametrize("code", other_months())
def test_every_other_language_names_twelve_months_and_none_twice(code: str) -> None:
    forms = [form for month in other_months()[code] for form in month.split()]

    assert code not in LANGUAGES
    assert len(other_months()[code]) == 12
    assert len(forms) == len(set(forms))
    assert [lexicon(code).foreign_months[month.split()[0]] for month in other_months()[code]] == list(range(12))


def test_digits_without_end_are_searched_in_linear_time() -> None:
    def seconds(size: int) -> float:
        text = "12 3-4 March 2025, 1 " * size
        start = time.process_time()
        find_dates(text, "en")
        return time.process_time() - start

    seconds(10)
    assert min(seconds(800) for _ in range(3)) < 8 * min(seconds(200) for _ in range(3))


# ---- evidence -------------------------------------------------------------------------------------------------------

STORY = (
    "The harbour office has opened the second quay to lorries, and the queue is gone for the first time since autumn. "
)


def weighed(head: str, story: str, language: str = "en", **rest: object) -> list[Finding]:
    text = head + story
    spans, at = [], 0
    for line in head.splitlines(keepends=True):
        spans.append((at, at + len(line.rstrip("\n"))))
        at += len(line)
    dateline = find_dateline(text, len(head), language)
    places = DatePlaces(text, tuple(spans), ((len(head), len(text)),), dateline, language, **rest)  # type: ignore[arg-type]
    return list(weigh(gather(places)))


def published(findings: list[Finding]) -> Finding:
    return next(f for f in findings if f.field == "published" and f.chosen)


def test_a_prefix_that_the_weekday_bears_out_is_supported() -> None:
    chosen = published(weighed("", "date 2023-04-03 " + STORY + "It said so on Monday."))

    assert (chosen.value, chosen.rule, chosen.standing) == ("2023-04-03", "prefix", "supported")
    assert "weekday" in chosen.reason


def test_a_prefix_that_nothing_bears_out_is_not_plainly_stated() -> None:
    chosen = published(weighed("", "2023-04-12 " + STORY))

    assert (chosen.value, chosen.standing) == ("2023-04-12", "supported")
    assert "nothing else" in chosen.reason


def test_a_first_of_the_month_is_called_a_likely_default() -> None:
    assert "first of the month" in published(weighed("", "date 2023-04-01 " + STORY)).reason


def test_a_day_told_as_past_contradicts_an_earlier_prefix_and_is_used() -> None:
    found = weighed("", "date 2022-05-01 " + STORY + "It was inspected on May 26.")

    chosen = published(found)
    assert (chosen.value, chosen.rule, chosen.standing) == ("2022-05-26", "text", "contested")
    prefix = next(f for f in found if f.rule == "prefix")
    assert (prefix.value, prefix.standing, prefix.chosen) == ("2022-05-01", "contested", False)


def test_a_day_told_as_to_come_contradicts_nothing() -> None:
    chosen = published(weighed("", "date 2022-05-04 " + STORY + "It will be inspected on May 26."))

    assert (chosen.value, chosen.rule) == ("2022-05-04", "prefix")


def test_a_time_stamp_is_stated_with_its_time_and_zone() -> None:
    chosen = published(weighed("Lake News\n12 March 2025, 14:30 (UTC+3)\n\n", STORY))

    assert (chosen.value, chosen.rule, chosen.standing) == ("2025-03-12T14:30+03:00", "timestamp", "stated")


def test_a_stated_date_and_a_prefix_of_another_week_are_both_contested() -> None:
    found = weighed("date 2025-03-19\nPublished: 11 March 2025\n", STORY)

    chosen = published(found)
    assert (chosen.value, chosen.standing) == ("2025-03-11", "contested")
    assert any(f.rule == "prefix" and f.standing == "contested" and f.reason for f in found)


def test_a_prefix_of_the_day_after_is_a_crawl_and_no_contradiction() -> None:
    assert published(weighed("date 2025-03-12\nPublished: 11 March 2025\n", STORY)).standing == "stated"


def test_a_dateline_takes_its_year_from_the_prefix() -> None:
    found = weighed("date 2025-03-11\n", "TALVIK, March 10 (Northern Wire) - " + STORY)

    chosen = published(found)
    assert (chosen.value, chosen.rule, chosen.standing) == ("2025-03-10", "dateline", "supported")


def test_a_dateline_without_any_year_leaves_the_date_unknown() -> None:
    found = weighed("", "TALVIK, March 10 (Northern Wire) - " + STORY)

    assert not any(f.chosen for f in found)
    assert [(f.value, f.reason) for f in found if f.rule == "dateline"] == [("March 10", "no year is given")]


def test_a_date_with_two_readings_is_settled_only_by_other_evidence() -> None:
    alone = weighed("Published: 3/4/2025\n", STORY)
    beside = weighed("Published: 3/4/2025\n", STORY, address="https://lake.example/2025/04/03/quay")

    assert not any(f.chosen for f in alone)
    assert published(beside).value == "2025-04-03"


def test_a_month_stays_a_month_unless_something_that_agrees_says_the_day() -> None:
    month = published(weighed("March 2025\n", STORY))
    day = published(weighed("March 2025\n", STORY, name="2025-03-11-quay.txt"))

    assert month.value == "2025-03"
    assert (day.value, day.rule) == ("2025-03-11", "file_name")


def test_what_the_editor_gives_is_used_and_what_it_replaced_is_kept() -> None:
    given = Finding("published", "2025-03-14", NamedPlace("command line"), "given", "given")
    found = weighed("12 March 2025\n", STORY, known=(given,))

    assert (published(found).value, published(found).standing) == ("2025-03-14", "given")
    assert any(f.value == "2025-03-12" and not f.chosen for f in found)


def test_a_value_in_which_no_date_is_read_is_kept_and_not_used() -> None:
    header = Finding("published", "yesterdey", NamedPlace("header"), "header")
    found = weighed("", STORY, known=(header,))

    assert [(f.value, f.chosen, f.reason) for f in found] == [("yesterdey", False, "no date can be read in it")]


def test_three_that_agree_outweigh_a_better_one() -> None:
    text = "date 2025-03-19\n11 March 2025\n"
    found = weighed(text, STORY, name="2025-03-19.txt", address="https://lake.example/2025/03/19/quay")

    assert published(found).value == "2025-03-19"
    assert published(found).standing == "contested"


def test_updates_and_embargoes_are_kept_apart_from_publication() -> None:
    head = "Published 3 March 2025, updated 4 March 2025\nEMBARGOED until 5 March 2025, 06:00 GMT\n"
    chosen = {f.field: f.value for f in weighed(head, STORY) if f.chosen}

    assert chosen == {"published": "2025-03-03", "updated": "2025-03-04", "embargo": "2025-03-05T06:00Z"}


def test_page_data_that_only_guesses_gives_way_to_a_dateline() -> None:
    guess = Finding("published", "2025-03-20", NamedPlace("file properties"), "candidate", "supported")
    found = weighed("", "TALVIK, March 10 (Northern Wire) - " + STORY, known=(guess,))

    assert published(found).value == "2025-03-10"


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-05", "9999-12-28", "9999-12-31", "9999-12-31T23:59:59-12:00"])
def test_at_the_ends_of_the_calendar_nothing_breaks_and_no_day_beyond_is_reckoned(day: str) -> None:
    body = "It said so on Monday. It will sail on Tuesday, tomorrow, next month and next year; it rose last year."

    given = Finding("published", day, NamedPlace("header Date"), "candidate", "supported")
    found = weighed("", STORY + body, known=(given,))

    assert published(found).value == day
    assert [f.value for f in found if not is_real(f.value)] == []


def test_a_weekday_that_does_not_fall_on_its_date_is_contested() -> None:
    assert published(weighed("Tuesday, 12 March 2025\n", STORY)).standing == "contested"


def test_a_prefix_is_read_glued_or_not_and_never_from_an_impossible_day() -> None:
    assert [prefix_date(t) is not None for t in ("2025-03-01Fish", " date 2025-03-01 Fish", "2025-02-30 Fish")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("address", "moment"),
    [
        ("https://lake.example/2025/03/12/pilots", "2025-03-12"),
        ("https://lake.example/news/2025-3-2-pilots.html", "2025-03-02"),
        ("https://lake.example/a/20250312/pilots", "2025-03-12"),
        ("https://lake.example/2025/03/pilots", "2025-03"),
        ("https://lake.example/2025/13/pilots", None),
        ("https://lake.example/notices/29-10-2025", "2025-10-29"),
        ("https://lake.example/notices/09-10-2025", None),
        ("https://lake.example/2010/11/pilots", "2010-11"),
        ("https://lake.example/budget-2010-11", None),
        ("https://lake.example/article-1987204", None),
    ],
)
def test_an_address_gives_its_date(address: str, moment: str | None) -> None:
    found = address_date(address)

    assert (found.expression.moment if found else None) == moment


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("2025-03-11-ferry.txt", "2025-03-11"),
        ("in/20250311_ferry.txt", "2025-03-11"),
        ("ferry_2025-03.txt", "2025-03"),
        ("000_23012c6c6b9bad74.txt", None),
        ("ferry-202503.txt", None),
        ("budget-2010-11.txt", None),
        ("budget-2010-10.txt", "2010-10"),
        ("budget-2010-11-12.txt", "2010-11-12"),
    ],
)
def test_a_file_name_gives_its_date(name: str, moment: str | None) -> None:
    found = file_name_date(name)

    assert (found.expression.moment if found else None) == moment


def test_every_value_chosen_is_a_real_moment_and_every_place_lies_in_the_text() -> None:
    text = "date 2025-03-01 " + STORY + "It was inspected on March 12."
    found = weigh(gather(DatePlaces(text, paragraphs=((0, len(text)),), language="en")))

    assert any(f.chosen for f in found)
    assert all(is_real(f.value) for f in found if f.chosen)
    assert all(isinstance(f.where, Extent) and text[f.where.start : f.where.end] for f in found)


@given(
    st.text(alphabet="0123456789 .,:/-–年月日Mayrchonİılundi12марта\n", max_size=80),
    st.sampled_from((None, *LANGUAGES)),
)
def test_of_any_text_the_dates_are_real_in_order_and_apart(text: str, language: str | None) -> None:
    found = find_dates(text, language)

    assert all(is_real(date.moment) for date in found if date.moment)
    assert all(is_real(reading) for date in found for reading in date.readings)
    assert all(0 <= date.start < date.end <= len(text) for date in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
