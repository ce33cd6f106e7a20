"""Which lines belong to the page rather than to the article: a credit, a pointer; and which only look like it."""

import pytest

from convert.normalise.residue import LONGEST, residue_rule


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
