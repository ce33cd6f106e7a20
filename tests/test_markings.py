"""Markings: spelled loosely, printed exactly, compared within their scheme."""

import pytest

from convert.errors import UnknownName
from convert.markings import find_marking, highest, known_markings, marking


@pytest.mark.parametrize("spelled", ["TLP:AMBER", "tlp: amber", " TLP : Amber "])
def test_a_marking_is_read_however_it_is_spelled(spelled: str) -> None:
    assert marking(spelled).text == "TLP:AMBER"


def test_the_old_white_is_read_as_clear() -> None:
    assert marking("TLP:WHITE").text == "TLP:CLEAR"


def test_an_unknown_marking_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as error:
        marking("TLP:AMBRE")

    assert error.value.hint == "did you mean “TLP:AMBER”?"


def test_the_highest_of_each_scheme_is_taken() -> None:
    used = [marking(text) for text in ("TLP:GREEN", "OFFICIAL", "TLP:RED", "TLP:AMBER", "SECRET")]

    assert [top.text for top in highest(used)] == ["TLP:RED", "SECRET"]


def test_amber_strict_is_higher_than_amber() -> None:
    assert marking("TLP:AMBER+STRICT").rank > marking("TLP:AMBER").rank


def test_every_marking_finds_itself() -> None:
    assert all(find_marking(known.text) == known for known in known_markings())
