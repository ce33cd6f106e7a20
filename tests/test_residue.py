"""Which lines belong to the page rather than to the article: a credit, a pointer; and which only look like it."""

import time
from pathlib import Path

import pytest

from convert.normalise.residue import LONGEST, residue_rule

_FURNITURE = Path(__file__).parent / "cases" / "furniture"


def _lines(name: str) -> list[str]:
    return [line for line in (_FURNITURE / name).read_text("utf-8").splitlines() if line[0] != "#"]


@pytest.mark.parametrize("line", _lines("sentences.txt"))
def test_a_line_of_the_story_that_begins_as_furniture_stays(line: str) -> None:
    assert residue_rule(line) is None


@pytest.mark.parametrize("line", _lines("lines.txt"))
def test_a_line_whose_whole_form_is_the_pages_goes(line: str) -> None:
    assert residue_rule(line) == "page-furniture"


@pytest.mark.parametrize("mark", ["(c)", "(C)"])
def test_a_third_item_is_no_copyright_where_a_second_or_fourth_stands_beside_it(mark: str) -> None:
    line = f"{mark} 2026 Harbour Fund"

    assert residue_rule(line) == "page-furniture"
    assert residue_rule(line, f"The council asks for:\n\n  (b) a new quay;\n\n{line}") is None


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Photo: AP",
            "PHOTO: AP",
            "Photos: Orvia News.",
            "Foto: dpa",
            "Foto: Renate Kolbe/Küstenbote",
            "Foto © Kolbe",
        ),
        *("Photo credit: Ada Brandt", "Photo by Marek Holt, Northern Wire", "Фото: Анна Сомова", "Fotoğraf: Ayşe Kaya"),
        *("Bild: Jan van der Holt", "Foto von Renate Kolbe"),
    ],
)
def test_whose_picture_it_was_is_a_credit(line: str) -> None:
    assert residue_rule(line) == "photo-credit"


@pytest.mark.parametrize(
    "line",
    [
        *("Photo: The harbour as it was before the first cars came", "image/jpeg", "Photo/Multimedia desk moves"),
        *("Photo: AP says it never took it", "Photographs: none survive", "Photo finish: Holt wins by a hand"),
        *("Read more about the ferry on Monday", "More: the ferry returns", "Source: https://courier.example/lake"),
    ],
)
def test_words_about_a_picture_or_a_source_are_the_articles(line: str) -> None:
    assert residue_rule(line) is None


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Read more: https://courier.example/lake",
            "READ MORE https://courier.example/lake",
            "Mehr dazu: https://a.b/c",
        ),
        *("Lire aussi : https://a.example/b", "Leer más: https://a.example/b", "Подробнее: https://a.example/b"),
        *("Devamı: https://a.example/b", "اقرأ المزيد: https://a.example/b"),
    ],
)
def test_a_pointer_to_an_address_is_the_pages_however_long_the_address(line: str) -> None:
    assert residue_rule(line) == "page-furniture"
    assert residue_rule(line + "x" * 2 * LONGEST) == "page-furniture"


@pytest.mark.parametrize("line", ["facebook twitter " * 9 + "!", "share x " * 19 + "!", "news > " * 22 + "!"])
def test_a_line_that_is_almost_a_share_bar_takes_no_time(line: str) -> None:
    began = time.process_time()

    rule = residue_rule(line)

    assert rule is None
    assert time.process_time() - began < 0.1
