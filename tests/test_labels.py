"""The words a briefing prints of its own accord: every language has them all, with the same blanks to fill in."""

import re
import tomllib

import pytest

from convert.compose.printing import printing_for
from convert.errors import Note
from convert.model import Edition
from convert.style import load_labels, load_style, styles_folder

LANGUAGES = ["en", "fr", "de", "es", "tr", "ru", "ar"]
FOLDER = styles_folder() / "labels"


def words_of(language: str) -> dict[str, str]:
    return dict(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["words"])


@pytest.mark.parametrize(
    ("asked", "of_article", "language", "codes"),
    [("xx", "fr", "en", ["no-labels"]), (None, "xx", "en", []), (None, "fr", "fr", []), ("de", "fr", "de", [])],
)
def test_a_language_without_labels_is_english_and_noted_where_it_was_asked_for(
    asked: str | None, of_article: str, language: str, codes: list[str]
) -> None:
    notes: list[Note] = []
    printing = printing_for(Edition(language=asked), load_style("press"), notes.append, of_article)

    assert printing.labels["page"] == load_labels(language)["page"]
    assert [note.code for note in notes] == codes


def test_the_promised_languages_are_there() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_that_english_has(language: str) -> None:
    english = words_of("en")

    assert words_of(language).keys() == english.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_the_blanks_of_the_english_one(language: str) -> None:
    english = words_of("en")

    for key, words in words_of(language).items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", english[key])), key
        assert words.strip() == words != "", key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_names_months_weekdays_and_languages(language: str) -> None:
    labels = load_labels(language)

    assert (len(labels.months), len(labels.months_alone), len(labels.weekdays)) == (12, 12, 7)
    assert labels.languages.keys() == load_labels("en").languages.keys()


def test_a_language_without_labels_speaks_english() -> None:
    assert load_labels("az-Latn") is load_labels("en")


def test_a_region_does_not_matter() -> None:
    assert load_labels("de-AT")["contents"] == "Inhalt"


@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_words_have_curly_apostrophes(language: str) -> None:
    straight = [words for words in words_of(language).values() if "'" in words]

    assert straight == []
