"""What an article says, verbatim and located, and which articles tell the same story.

Nothing is rewritten: each item is words of the source with its span and paragraph. A part that cannot be done well in
the article's language is None, with a Note: a wrong line in print is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from convert.analyse.lexicon import LANGUAGES, Lexicon, lexicon
from convert.analyse.sentences import LocatedParagraph, before_numbers, located_paragraphs
from convert.errors import Note, Noter
from convert.model import (
    Abbreviation,
    Analysis,
    Article,
    Cluster,
    DatedSentence,
    ItemList,
    KeyPoint,
    Name,
    Record,
    Statement,
)

if TYPE_CHECKING:
    from convert.analyse.joining import Person
    from convert.analyse.names import Names, Seen
    from convert.analyse.statements import Said

ALL = frozenset(("key_points", "statements", "people", "organisations", "places", "dates", "abbreviations"))
"""The parts of an Analysis."""

_CAPITALS = 0.7
"""Share of capitals among the letters from which a text shows no names."""

_SAMPLE = 4000
"""Characters that are looked at to tell."""


def analyse(article: Article, note: Noter, parts: Collection[str] = ALL) -> Analysis:
    """Return what an article says, as far as `parts` asks for it; the others stay None and cost nothing.

    Notes `…_not_read` (info) say which part is absent and why: a language without data, a text all in capitals.
    """
    reading = _Reading(article, note)
    return Analysis(
        key_points=reading.key_points() if "key_points" in parts else None,
        statements=reading.statements() if "statements" in parts else None,
        people=reading.people() if "people" in parts else None,
        organisations=reading.organisations() if "organisations" in parts else None,
        places=reading.places() if "places" in parts else None,
        dates=reading.dates() if "dates" in parts else None,
        abbreviations=reading.abbreviations if "abbreviations" in parts else None,
    )


def cluster(records: Sequence[Record]) -> tuple[Cluster, ...]:
    """Return the groups of articles that tell one story; see `analyse.clusters`."""
    from convert.analyse.clusters import cluster as clusters_of

    return clusters_of(records)


def first_sentence(article: Article) -> tuple[str, str] | None:
    """Return the first sentence of an article after its dateline, and its paragraph's number; None without any.

    A line that is no sentence, such as a slug left at the beginning, is passed over where one follows.
    """
    found = (
        (paragraph.text[start:end], paragraph.number)
        for paragraph in located_paragraphs(article)
        if not paragraph.is_item
        for start, end in paragraph.sentences
    )
    first = next(found, None)
    return next((each for each in chain([first], found) if each is not None and _is_sentence(each[0])), first)


def _is_sentence(words: str) -> bool:
    """Tell a sentence from a slug, and from a place that a German dateline ends with a full stop."""
    return len(words) >= _SHORTEST and _ENDS.search(words) is not None


_SHORTEST = 15
"""Letters and signs; a shorter sentence says little on its own."""

_ENDS = re.compile(r"[.!?…。！？؟۔][\"'”’»«)\]]*$")


class _Reading:
    """One article being read: what several parts need is found once."""

    def __init__(self, article: Article, note: Noter) -> None:
        self.article = article
        self._note = note

    @cached_property
    def paragraphs(self) -> tuple[LocatedParagraph, ...]:
        if any(isinstance(block, ItemList) for block in before_numbers(self.article)):
            why = "the list that opens the text is not read: no numbered paragraph before it can be cited"
            self._note(Note("list_not_read", why, where=self.article.source.name, level="info"))
        return located_paragraphs(self.article)

    @cached_property
    def words(self) -> Lexicon | None:
        return lexicon(self.article.metadata.language)

    # ---- the parts

    def key_points(self) -> tuple[KeyPoint, ...] | None:
        from convert.analyse.key_points import find_key_points

        if self.words is None:
            self._say_absent("key_points", "key points are not found", LANGUAGES)
            return None
        own = [paragraph for paragraph in self.paragraphs if not paragraph.is_item]
        return find_key_points(own, self.article.metadata.title, self.words)

    def statements(self) -> tuple[Statement, ...] | None:
        from convert.analyse.resolving import resolved_statements

        if self.words is None or self._is_all_capitals:
            self._say_absent("statements", "statements are not read", LANGUAGES)
            return None
        people = self._people if self._said else ()
        return resolved_statements(self._said, people, self.paragraphs, self.words)

    def people(self) -> tuple[Name, ...] | None:
        if self._is_russian:
            return tuple(person.as_name(self.paragraphs) for person in self._people)
        return self._names.people if self._names is not None else None

    def organisations(self) -> tuple[Name, ...] | None:
        return self._names.organisations if self._names is not None else None

    def places(self) -> tuple[Name, ...] | None:
        return self._names.places if self._names is not None else None

    def dates(self) -> tuple[DatedSentence, ...] | None:
        from convert.analyse.timeline import dated_sentences

        return dated_sentences(self.article, self.paragraphs, self._note)

    @cached_property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        from convert.analyse.abbreviations import find_abbreviations

        return find_abbreviations(self.paragraphs)

    # ---- what they share

    @cached_property
    def _names(self) -> Names | None:
        from convert.analyse.names import LANGUAGES as WITH_NAMES
        from convert.analyse.names import find_names
        from convert.analyse.places import with_places

        if self.words is None or self.words.code not in WITH_NAMES or self._is_all_capitals:
            what = "organisations and places are" if self._is_russian else "people, organisations and places are"
            self._say_absent("names", f"{what} not found", WITH_NAMES)
            return None
        dateline = self.article.metadata.dateline
        seen = with_places(
            self._mentions, self._people, self.paragraphs, self.words, dateline.place if dateline else None
        )
        return find_names(seen, self._people, self.paragraphs, self.abbreviations)

    @cached_property
    def _said(self) -> list[Said]:
        from convert.analyse.statements import find_statements

        title = self.article.metadata.title
        return find_statements(self.paragraphs, self.words, title) if self.words is not None else []

    @cached_property
    def _mentions(self) -> list[Seen]:
        from convert.analyse.names import LANGUAGES as WITH_NAMES
        from convert.analyse.names import mentions_in

        if self.words is None or self.words.code not in WITH_NAMES:
            return []
        speakers = {(said.speaker_paragraph, said.speaker[1]) for said in self._said if said.speaker is not None}
        return mentions_in(self.paragraphs, self.words, speakers)

    @cached_property
    def _people(self) -> list[Person]:
        from convert.analyse.joining import people_of
        from convert.analyse.russian_names import russian_people

        if self._is_russian and self.words is not None:
            return russian_people(self.paragraphs, self.words)
        return people_of(self._mentions)

    @cached_property
    def _is_russian(self) -> bool:
        """Tell whether names are bent, so that people alone are found, in a way of their own."""
        return self.words is not None and self.words.code == "ru" and not self._is_all_capitals

    @cached_property
    def _is_all_capitals(self) -> bool:
        """Tell whether capitals show nothing, because nearly all letters have them."""
        text = "".join(paragraph.text for paragraph in self.paragraphs[:20])[:_SAMPLE]
        upper = sum(map(str.isupper, text))
        return upper > _CAPITALS * (upper + sum(map(str.islower, text)))

    def _say_absent(self, part: str, what: str, languages: Sequence[str]) -> None:
        """Say which part is absent, and why."""
        language = self.article.metadata.language
        if language is None:
            why = "in a text whose language is not known"
        elif language.split("-")[0].lower() in languages:
            why = "in a text all in capitals"
        else:
            why = f"in the language “{language}”; they are in {', '.join(languages)}"
        self._note(Note(f"{part}_not_read", f"{what} {why}", where=self.article.source.name, level="info"))
