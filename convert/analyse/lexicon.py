"""The words by which a language says who speaks and who is who: `data/xx.json`, read when first needed.

A file's values are words apart by spaces, or phrases apart by `|`. Words are compared in lower case and with curly
apostrophes, except titles, honorifics, organisations, places, countries and week days, whose capital letter counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

LANGUAGES = ("en", "fr", "de", "es", "tr", "ru")

_FOLDER = Path(__file__).parent / "data"

Phrases = dict[str, tuple[tuple[str, ...], ...]]
"""Phrases by their first word, the longest first."""


class LanguageFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's file as it stands.

    `weak` are verbs that say something only where no other does; `speech_of_next` stand before their subject (`diyen`).
    `negations` and `denials` (`denied`) take back what a verb of saying says, but not before `merely` (`not only`);
    `nobody` are speakers who are none. `pronouns` and `oblique` (`him`) are by gender, as are `articles`; `bodies` are
    what `it` can mean; `adding` are infinitives by which one goes on; `courtesies` (`H.E.`) are no offices. `voices`
    (`I`, `you`) name nobody, nor do `writings` that are somebody's (`her letter`).
    """

    speech: str
    attitude: str
    weak: str
    participles: str
    passive: str
    be: str
    auxiliaries: str
    adverbs: str
    according: str
    according_after: str
    negations: str
    denials: str
    nobody: str
    merely: str
    pronouns: dict[str, str]
    determiners: str
    boundaries: str
    prepositions: str
    joining: str
    relative: str
    subordinate: str
    nouns: str
    title_nouns: str
    weekdays: str
    honorifics: dict[str, str]
    titles: str
    weak_titles: str
    organisations: str
    places: str
    place_heads: str
    things: str
    countries: str
    not_names: str
    of_people: str
    of_things: str
    possessives: str
    openers: str
    stop: str
    bodies: str = ""
    articles: dict[str, str] = {}
    oblique: dict[str, str] = {}
    speech_of_next: str = ""
    courtesies: str = ""
    voices: str = ""
    adding: str = ""
    writings: str = ""


class Lexicon:
    """One language's words, ready to be looked up."""

    def __init__(self, code: str, file: LanguageFile) -> None:
        self.code = code
        self._read_cues(file)
        self._read_names(file)
        self._read_small_words(file)

    def _read_cues(self, file: LanguageFile) -> None:
        self.speech = _phrases(file.speech)
        self.attitude = _phrases(file.attitude)
        self.weak = _phrases(file.weak)
        self.participles = _phrases(file.participles)
        self.according = _phrases(file.according)
        self.according_after = _phrases(file.according_after)
        self.speech_of_next = _phrases(file.speech_of_next)
        self.cue_words = frozenset((*self.speech, *self.attitude, *self.weak, *self.participles))
        self.negations = _words(file.negations)
        self.denials = _words(file.denials)
        self.nobody = _words(file.nobody)
        self.merely = _words(file.merely)
        self.voices = _words(file.voices)
        self.adding = _words(file.adding)
        self.writings = _words(file.writings)
        self.cue_parts = frozenset(
            w for group in self.speech.values() for phrase in group for w in phrase if len(w) > 3
        )
        self.passive = _words(file.passive)
        self.be = _words(file.be)
        self.auxiliaries = _words(file.auxiliaries)
        self.adverbs = _words(file.adverbs)

    def _read_names(self, file: LanguageFile) -> None:
        self.bodies = _words(file.bodies)
        self.title_nouns = _words(file.title_nouns)
        self.weekdays = frozenset(file.weekdays.split())
        self.honorifics = {word: gender for gender, words in file.honorifics.items() for word in words.split()}
        self.courtesies = frozenset(file.courtesies.split()) | frozenset(self.honorifics)
        self.titles = frozenset(file.titles.split()) | self.courtesies
        self.weak_titles = frozenset(file.weak_titles.split())
        self.organisations = frozenset(file.organisations.split())
        self.places = frozenset(file.places.split())
        self.place_heads = frozenset(file.place_heads.split())
        self.things = frozenset(file.things.split())
        self.countries = frozenset(name.strip() for name in file.countries.split("|"))
        self.not_names = frozenset(file.not_names.split())

    def _read_small_words(self, file: LanguageFile) -> None:
        self.articles = {word: gender for gender, words in file.articles.items() for word in words.split()}
        self.genders = {word: gender for gender, words in file.pronouns.items() for word in words.split()}
        self.oblique = {word: gender for gender, words in file.oblique.items() for word in words.split()}
        self.determiners = _words(file.determiners)
        self.prepositions = _words(file.prepositions)
        self.joining = _words(file.joining)
        self.relative = _words(file.relative)
        self.boundaries = _words(file.boundaries) | self.relative
        # in German `der`, `die`, `das` begin subjects as often as clauses
        articles = self.determiners if self.code == "de" else frozenset()
        self.clause_openers = self.boundaries - articles
        self.subordinate = _words(file.subordinate)
        self.nouns = _words(file.nouns.lower()) | _words(file.title_nouns)
        self.of_people = _words(file.of_people)
        self.of_things = _words(file.of_things)
        self.possessives = _words(file.possessives)
        self.openers = _words(file.openers)
        self.function = self.boundaries.union(
            self.prepositions, self.determiners, self.auxiliaries, self.adverbs, self.genders
        )
        self.stop = self.function | _words(file.stop)


@cache
def lexicon(language: str | None) -> Lexicon | None:
    """Return the words of a language (BCP 47), or None where there is no file for it."""
    code = (language or "").split("-")[0].lower()
    if code not in LANGUAGES:
        return None
    return Lexicon(code, msgspec.json.decode((_FOLDER / f"{code}.json").read_bytes(), type=LanguageFile))


@cache
def first_names() -> dict[str, str]:
    """Return given names with the gender they are known for: `m`, `f` or `both`."""
    names: dict[str, str] = {}
    gender = ""
    for line in (_FOLDER / "first_names.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            gender = line.strip("[]")
        elif not line.startswith("#"):
            names.update(dict.fromkeys(line.split(), gender))
    return names


@cache
def known_places() -> frozenset[str]:
    """Return places known the world over, by their English names; a language's own countries are in its file."""
    return frozenset((_FOLDER / "places.txt").read_text("utf-8").splitlines())


@cache
def known_organisations() -> frozenset[str]:
    """Return organisations known by a name that does not tell that it is one."""
    return frozenset((_FOLDER / "organisations.txt").read_text("utf-8").splitlines())


def _words(words: str) -> frozenset[str]:
    return frozenset(words.replace("'", "’").split())


def _phrases(phrases: str) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in filter(None, map(str.split, phrases.lower().replace("'", "’").split("|"))):
        found.setdefault(phrase[0], []).append(tuple(phrase))
    return {first: _longest_first(group) for first, group in found.items()}


def _longest_first(phrases: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
