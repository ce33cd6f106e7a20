"""What the cases in `cases/html` cannot show: addresses of pictures, and dates weighed one against the other."""

from __future__ import annotations

import pytest

from convert.contracts import candidate
from convert.model import Finding
from convert.readers.html.date_votes import weighed
from convert.readers.html.fragment import fragment


def test_a_figure_whose_picture_a_script_loads_says_its_address_itself() -> None:
    figure = "<figure itemid='/boat.jpg?width=600' class=lazy><div></div><figcaption>The boat</figcaption></figure>"

    found = fragment(
        f"<p>One ferry came.</p>{figure}<p>Two more came later.</p>",
        "a",
        lambda _: None,
        "https://courier.example/ferry",
    )

    (mark,) = [mark for mark in found.marks if mark.kind == "figure"]
    assert found.text[mark.start : mark.end] == "The boat"
    assert mark.value.split("\t")[-1] == "https://courier.example/boat.jpg?width=600"


def published(value: str, rule: str = "meta") -> Finding:
    return candidate("published", value, rule, rule)


def stated(*found: Finding) -> list[str]:
    return [each.value for each in weighed(found) if each.field == "published" and each.standing == "stated"]


@pytest.mark.parametrize("local", ["2025-03-12T20:25-05:00", "2025-03-12T20:25"])
def test_universal_time_gives_way_to_the_outlets_own_clock(local: str) -> None:
    assert stated(published("2025-03-13T01:25:54Z"), published(local, "time")) == [local]


def test_universal_time_is_kept_beside_another_hour_of_the_day_before() -> None:
    assert "2025-03-13T01:25:54Z" in stated(published("2025-03-13T01:25:54Z"), published("2025-03-12T20:07", "time"))


def test_the_time_of_the_last_change_is_kept_where_most_places_give_it() -> None:
    change = "2025-06-19T15:24:33+02:00"
    places = (published(change, "json_ld"), *[published(change)] * 4, published("2025-06-18", "microdata"))

    assert stated(*places, candidate("updated", change, "meta", "meta")) == [change] * 5
