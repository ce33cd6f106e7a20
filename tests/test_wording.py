"""The words a briefing prints of its own accord stand in their order beside names that run against them."""

from __future__ import annotations

import pytest

from convert.compose.wording import facts, say_days, text
from convert.style import load_labels
from convert.walk import plain

OUTLET = "رسول البحيرة"
LEFT, RIGHT = "\u200e", "\u200f"


def test_a_name_from_right_to_left_turns_no_date_beside_it() -> None:
    line = facts([text(OUTLET), text("14 March 2025")], load_labels("en"))

    assert plain(line) == f"{OUTLET}{LEFT} · 14 March 2025"


def test_a_name_from_left_to_right_turns_none_in_an_arabic_briefing() -> None:
    line = facts([text("Jane Holt"), text("14 مارس 2025")], load_labels("ar"))

    assert plain(line) == f"Jane Holt{RIGHT} · 14 مارس 2025"


def test_words_that_run_with_the_briefing_get_no_mark() -> None:
    assert plain(facts([text("Jane Holt"), text("Küstenbote"), ()], load_labels("de"))) == "Jane Holt · Küstenbote"


@pytest.mark.parametrize(
    ("language", "printed"),
    [("en", "8–9 May 2026"), ("de", "8.–9. Mai 2026"), ("es", "8–9 de mayo de 2026"), ("ru", "8–9 мая 2026")],
)
def test_days_of_one_month_are_printed_as_a_span(language: str, printed: str) -> None:
    said = say_days("2026-05-08", "2026-05-09", load_labels(language))

    assert said.replace("\u00a0", " ") == printed
