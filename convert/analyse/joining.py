"""Mentions made one person: in the fullest form, and only where nobody else of the article can be meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from convert.analyse.lexicon import first_names
from convert.model import Mention, Name

if TYPE_CHECKING:
    from convert.analyse.names import Seen
    from convert.analyse.sentences import LocatedParagraph

_PLACES_TOO = {"Milan": "m", "Chad": "m", "Israel": "m", "Adelaide": "f", "Georgia": "f", "Florence": "f"}
"""Given names that are places: they tell no person, but what a person is."""

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


@lru_cache(maxsize=4096)
def same_name(name: str) -> str:
    """Return a key that spellings of one name share: accents, full stops and case aside."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace(".", " ").split()
    return " ".join(bare[1:] if len(bare) > 1 and bare[0] == "the" else bare)


class Person:
    """A person as far as known: every form of the name, and where it stands."""

    def __init__(self, seen: Seen) -> None:
        self.name = seen.name
        self.forms = [seen]
        self.words = words_of(seen.name)
        self.gender = seen.gender or gender_of(seen.name)

    def add(self, seen: Seen) -> None:
        self.forms.append(seen)
        if len(words_of(seen.name)) > len(self.words):
            self.name, self.words = seen.name, words_of(seen.name)
        if self.gender is None:
            self.gender = seen.gender or gender_of(seen.name)

    @property
    def title(self) -> str | None:
        """The title that is most of an office: one with a capital first (`President`), else the first (`host`)."""
        titles = [seen.title for seen in self.forms if seen.title]
        return next((title for title in titles if title[0].isupper()), titles[0] if titles else None)

    def as_name(self, paragraphs: Sequence[LocatedParagraph]) -> Name:
        """Return the person with every mention located in the source."""
        placed = sorted(self.forms, key=lambda seen: (seen.paragraph, seen.start))
        mentions = (
            Mention(paragraphs[s.paragraph].number, paragraphs[s.paragraph].extent(s.start, s.end)) for s in placed
        )
        return Name(self.name, tuple(mentions), self.title)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as compared, without `Jr.` and its like."""
    return tuple(word for word in same_name(name).split() if word not in _SUFFIXES)


def gender_of(name: str) -> str | None:
    """Return `m` or `f` where the given name is known for one alone."""
    given = name.split(maxsplit=1)[0]
    gender = first_names().get(given) or _PLACES_TOO.get(given)
    return gender if gender in ("m", "f") and " " in name else None


def people_of(seen: Sequence[Seen]) -> list[Person]:
    """Return the people among mentions: full names first, then single ones that can mean only one of them."""
    people: list[Person] = []
    surnames: dict[str, list[Person]] = {}
    full = [each for each in seen if each.kind == "person" and len(words_of(each.name)) > 1]
    for each in sorted(full, key=lambda each: -len(words_of(each.name))):
        _add_full(each, people, surnames)
    given: dict[str, list[Person]] = {}
    for person in people:
        given.setdefault(person.words[0], []).append(person)
    for each in seen:
        if len(words_of(each.name)) == 1 or (each.kind is None and len(each.name.split()) > 1):
            _add_short(each, people, surnames, given)
    people.sort(key=lambda person: min((s.paragraph, s.start) for s in person.forms))
    return people


def _add_full(each: Seen, people: list[Person], surnames: dict[str, list[Person]]) -> None:
    words = words_of(each.name)
    known = surnames.setdefault(words[-1], [])
    same = [person for person in known if _is_same(person.words, words) or person.words[-len(words) :] == words]
    if len(same) == 1:
        same[0].add(each)
    elif not same:
        person = Person(each)
        people.append(person)
        known.append(person)


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two full names with one surname are one person's: `Elin Storrada`, `Elin M. Storrada`."""
    if (one[0] != other[0] and not (len(one[0]) == 1 or len(other[0]) == 1)) or one[0][0] != other[0][0]:
        return False
    middle, also = one[1:-1], other[1:-1]
    return not middle or not also or all(a[0] == b[0] for a, b in zip(middle, also, strict=False))


def _add_short(
    each: Seen, people: list[Person], surnames: dict[str, list[Person]], given: dict[str, list[Person]]
) -> None:
    """Join a surname, or a given name that no surname is, to the one person it can mean."""
    words = words_of(each.name)
    if len(words) != 1 or each.kind in ("organisation", "place"):
        return
    candidates = surnames.get(words[0], [])
    if each.gender is not None:
        candidates = [p for p in candidates if p.gender in (None, each.gender)]
    if not candidates and not surnames.get(words[0]) and each.title is None:
        candidates = given.get(words[0], [])
    if len(candidates) == 1:
        candidates[0].add(each)
    elif each.kind == "person" and not candidates:
        person = Person(each)
        people.append(person)
        surnames.setdefault(words[0], []).append(person)
