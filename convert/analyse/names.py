"""Who and what an article names: people with the title it gives them, organisations, places.

A run of capitals is a person only on evidence: a title before it, a known given name, an age or an office behind it,
or an earlier mention in full. What shows nothing is left out. Names are joined only where nobody else can be meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from msgspec import Struct

from convert.analyse.bodies import body_begin
from convert.analyse.joining import Person, same_name
from convert.analyse.lexicon import Lexicon, first_names, known_organisations, known_places
from convert.analyse.roles import GERMAN_OFFICES, affiliation_after, office_after, office_before
from convert.analyse.runs import Run, Word, runs_in, without_ending, words_in
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.surnames import with_speakers
from convert.model import Abbreviation, Mention, Name

LANGUAGES = ("en", "fr", "de", "es", "tr")
"""Languages whose names are found here; Russian bends them: its people are found in `russian_names`."""

Kind = Literal["person", "organisation", "place"]


class Seen(Struct, frozen=True):
    """One mention: its words without title and possessive, and where they stand in the paragraph's text."""

    name: str
    kind: Kind | None
    paragraph: int
    start: int
    end: int
    title: str | None = None
    gender: str | None = None


class Names(Struct, frozen=True):
    """The names of an article, each in the order of first mention."""

    people: tuple[Name, ...]
    organisations: tuple[Name, ...]
    places: tuple[Name, ...]


def mentions_in(
    paragraphs: Sequence[LocatedParagraph], words: Lexicon, speakers: Collection[tuple[int, int]] = ()
) -> list[Seen]:
    """Return all that may be names, in the order of the text.

    `speakers` are ends of the words that name speakers (paragraph, position): a full name there is a person's.
    """
    ends: dict[int, set[int]] = {}
    for at, end in speakers:
        ends.setdefault(at, set()).add(end)
    found: list[Seen] = []
    for at, paragraph in enumerate(paragraphs):
        found += _Reading(at, paragraph, words, ends.get(at, ())).seen()
    return with_speakers(found, ends, paragraphs, words)


def find_names(
    seen: Sequence[Seen],
    people: Sequence[Person],
    paragraphs: Sequence[LocatedParagraph],
    abbreviations: Sequence[Abbreviation] = (),
) -> Names:
    """Return the people, organisations and places of an article from its mentions and who was made of them."""
    named = tuple(person.as_name(paragraphs) for person in people)
    taken = {(m.paragraph, m.at.start) for person in named for m in person.mentions}
    return Names(
        people=named,
        organisations=_grouped(seen, "organisation", paragraphs, taken, abbreviations),
        places=_grouped(seen, "place", paragraphs, taken, ()),
    )


def _grouped(
    seen: Sequence[Seen],
    kind: Kind,
    paragraphs: Sequence[LocatedParagraph],
    taken: set[tuple[str, int]],
    abbreviations: Sequence[Abbreviation],
) -> tuple[Name, ...]:
    """Return organisations or places; an abbreviation that the article introduced stands for its full name."""
    full = {a.short: a.full for a in abbreviations}
    groups: dict[str, tuple[str, list[Mention]]] = {}
    for each in seen:
        name = full.get(each.name, each.name)
        if each.kind != kind and not (kind == "organisation" and each.kind is None and each.name in full):
            continue
        paragraph = paragraphs[each.paragraph]
        mention = Mention(paragraph.number, paragraph.extent(each.start, each.end))
        if (mention.paragraph, mention.at.start) not in taken:
            groups.setdefault(same_name(name), (name, []))[1].append(mention)
    return tuple(Name(name, tuple(mentions)) for name, mentions in groups.values())


class _Reading:
    """The runs of one paragraph, each looked at with what stands around it."""

    def __init__(self, at: int, paragraph: LocatedParagraph, words: Lexicon, speakers: Collection[int]) -> None:
        self.at = at
        self.speakers = speakers
        self.text = paragraph.text
        self.words = words
        self.found: list[Word] = words_in(paragraph.text, paragraph.begin, words)

    def seen(self) -> list[Seen]:
        seen: list[Seen] = []
        end = 0
        for run in runs_in(self.found, self.words):
            if run.begin < end:
                continue
            each, end = self._named(run)
            if each is not None:
                seen.append(each)
        return seen

    def _named(self, run: Run) -> tuple[Seen | None, int]:
        organisation = self._organisation(run)
        if organisation is not None:
            return organisation
        begin = self._after_titles(run)
        if begin == run.end:
            return None, run.end
        name = self._words(begin, run.end)
        if begin == run.begin and self._is_known_place(name):
            return self._mention(begin, run.end, "place"), run.end
        if name in known_organisations():
            return self._mention(begin, run.end, "organisation"), run.end
        title = self._title(run.begin, begin)
        if self._is_person(begin, run.end, title):
            return self._person(begin, run.end, title), run.end
        return self._mention(begin, run.end, None), run.end

    # ---- organisations and places

    def _organisation(self, run: Run) -> tuple[Seen, int] | None:
        """Read `Lake Transport Authority`, `Ministry of Public Works`, and what is known by name."""
        begin, end = body_begin(self.found, run, self.words), run.end
        last = self._bare(end - 1)
        if last in self.words.organisations and end - begin > 1:
            end = self._with_of(end)
            return self._mention(begin, end, "organisation"), end
        first = self._bare(begin)
        if first in self.words.organisations:
            wider = self._with_of(end)
            if wider > end or (end - begin > 1 and self.words.code in ("fr", "es")):
                return self._mention(begin, wider, "organisation"), wider
        name = self._words(begin, end)
        if name in known_organisations():
            return self._mention(begin, end, "organisation"), end
        if end - begin > 1 and (last in self.words.places or first in self.words.place_heads):
            return self._mention(begin, end, "place"), end
        return None

    def _with_of(self, end: int) -> int:
        """Return the end of a name with `of Foreign Affairs` taken in."""
        at = end
        if at < len(self.found) and self.found[at].text in _OF:
            at += 1
            if at < len(self.found) and self.found[at].text in ("the", "la", "el", "los", "las"):
                at += 1
            start = at
            while at < len(self.found) and self.found[at].text[0].isupper() and self.found[at].text.isalpha():
                at += 1
            if at > start and self.found[start].text not in self.words.weekdays:
                return at
        return end

    def _is_known_place(self, name: str) -> bool:
        return name in known_places() or name in self.words.countries

    # ---- people

    def _after_titles(self, run: Run) -> int:
        """Return where a run's name begins: after its last title, unless nothing is left."""
        titles = [at for at in range(run.begin, run.end) if self._is_title(self.found[at])]
        return titles[-1] + 1 if titles else run.begin

    def _is_title(self, word: Word) -> bool:
        if word.text in self.words.titles or (word.first and word.text.lower() in self.words.title_nouns):
            return True
        return self.words.code == "de" and word.text[0].isupper() and word.text.lower().endswith(GERMAN_OFFICES)

    def _title(self, begin: int, name: int) -> str | None:
        """Return the title that stands before a name: capitals of its run and the words of an office before them."""
        at = begin
        if at == name and at > 0 and self.found[at - 1].text in _OF:
            return None
        while at > 0 and self._belongs_to_title(at - 1):
            at -= 1
        at = self._described(at) if at < name else at
        return self.text[self.found[at].start : self.found[name - 1].end] if at < name else None

    def _belongs_to_title(self, at: int) -> bool:
        word, after = self.found[at].text, self.found[at + 1].text
        if self.found[at].first and word[0].isupper() and self._heads_title(word, after):
            return True
        if word in _OF:
            return at > 0 and self.found[at - 1].text in self.words.titles and after[0].isupper()
        if word in self.words.titles or word in self.words.title_nouns or word in _QUALIFIERS:
            return True
        if self.words.code == "tr":
            owns = (
                _is_owned(after) and after[0].islower() and self._describes(word) and "’" not in word.replace("'", "’")
            )
            return word in self.words.nouns or owns
        return word in self.words.nouns and after in self.words.title_nouns

    def _described(self, office: int) -> int:
        """Return where the small words before an office begin that only describe it: `the former ferry pilot`.

        A determiner or a qualifier bounds them, else they may belong to a verb; `during the visit Minister …` has a
        noun of its own.
        """
        at = office
        if self.found[office].text[0].isupper():
            return office
        while (
            self.words.code == "en"
            and office - at < _DESCRIBING
            and at > 0
            and self._describes(self.found[at - 1].text)
        ):
            at -= 1
            before = self.found[at - 1].text.lower() if at else ""
            if before in self.words.speech or before in (",", ";"):
                return at
            if before in self.words.determiners and at > 1 and self.found[at - 2].text.lower() in _WHEN:
                return office
            if before in self.words.determiners or self.found[at].text.lower() in _QUALIFIERS:
                return at
            if self.found[at].first:
                break
        return office

    def _describes(self, word: str) -> bool:
        is_free = word.lower() in self.words.function or word.lower() in self.words.cue_words or word.endswith("ly")
        return word[0].isalpha() and not is_free

    def _heads_title(self, word: str, after: str) -> bool:
        """Tell whether the first word of a sentence, capital as it is, describes the office after it: `Yard director`.

        A word of its own clause (`Yesterday director …`) is none.
        """
        low = word.lower()
        if self.words.code not in ("en", "de") and low not in self.words.nouns:
            return False
        if not self._describes(low) or word in self.words.not_names or word in self.words.weekdays:
            return False
        return after in self.words.title_nouns or after in _QUALIFIERS or (low in self.words.nouns and after.islower())

    def _is_person(self, begin: int, end: int, title: str | None) -> bool:
        size = end - begin
        words = [self._bare(at) for at in range(begin, end)]
        if size > 5 or any(word in group for group in self._not_in_people for word in words):
            return False
        if "&" in (self.found[begin - 1].text if begin else "", self.found[end].text if end < len(self.found) else ""):
            return False
        if "-" in words[-1] and words[-1].rpartition("-")[2].islower():
            return False
        if self.words.code == "tr" and _is_turkish_thing(words):
            return False
        if title is None and begin > 0 and self.found[begin - 1].text.lower() in ("the", "les", "los", "las"):
            return False
        if len(words[-1]) < 2 or (self._is_known_place(words[-1]) and size == 1 and not self._is_honorific(begin)):
            return False
        if size >= 2 and words[0] in first_names():
            return self._is_surname(words[-1], title)
        if title is None:
            return (
                size >= 2
                and self._is_surname(words[-1], None)
                and (
                    self._has_age(end)
                    or self._says(begin, end)
                    or self._speaks(begin, end)
                    or self._is_in_apposition(begin, end)
                )
            )
        if size == 1:
            return self._is_strong(title) and words[0] not in self.words.weekdays and not words[0].isupper()
        return (
            self._is_strong(title)
            or words[0] in first_names()
            or title.rsplit(maxsplit=1)[-1] in self.words.title_nouns
        )

    @property
    def _not_in_people(self) -> tuple[frozenset[str], ...]:
        return self.words.organisations, self.words.places, self.words.things, self.words.not_names

    def _is_surname(self, word: str, title: str | None) -> bool:
        return (title is not None or not self._is_known_place(word)) and not (word.isupper() and len(word) < 4)

    def _is_strong(self, title: str) -> bool:
        *offices, last = title.split()
        if last in self.words.honorifics and any(word in self.words.title_nouns for word in offices):
            return True
        return last not in self.words.weak_titles and not (self.words.code == "tr" and last[0].islower())

    def _is_honorific(self, begin: int) -> bool:
        return begin > 0 and self.found[begin - 1].text in self.words.honorifics

    def _is_in_apposition(self, begin: int, end: int) -> bool:
        """Tell whether words between commas name who bears the office before them: `Its chairman, Osric Vane,`."""
        words = [word.text for word in self.found[begin:end]]
        is_name = len(words) <= 3 and not any("." in word[:-1] or (word.isupper() and len(word) > 2) for word in words)
        return is_name and office_before(self.found, begin, end, self.words) is not None

    def _speaks(self, begin: int, end: int) -> bool:
        """Tell whether these two or three words, not after an article, are what the text calls a speaker."""
        is_short = end - begin <= 3 and not any(w.text.isupper() and len(w.text) > 2 for w in self.found[begin:end])
        before = self.found[begin - 1].text.lower() if begin else ""
        return is_short and self.found[end - 1].end in self.speakers and before not in self.words.determiners

    def _says(self, begin: int, end: int) -> bool:
        """Tell whether a run of two or three words, none of them all capitals, stands beside a verb of saying."""
        if end - begin > 3 or any(word.text.isupper() and len(word.text) > 2 for word in self.found[begin:end]):
            return False
        before = self.found[begin - 1].text if begin else ""
        after = self.found[end].text if end < len(self.found) else ""
        return (before in _SAID and after in (",", ".")) or (after in _SAID and before.lower() not in self._no_person)

    @property
    def _no_person(self) -> frozenset[str]:
        return self.words.determiners | self.words.prepositions

    def _has_age(self, end: int) -> bool:
        """Tell whether an age follows between commas: `Tomas Arrel, 42,`."""
        after = [word.text for word in self.found[end : end + 3]]
        return len(after) == 3 and after[0] == "," and after[1].isdigit() and len(after[1]) == 2 and after[2] in ",."

    def _person(self, begin: int, end: int, title: str | None) -> Seen:
        gender = next((self.words.honorifics[w] for w in (title or "").split() if w in self.words.honorifics), None)
        lead = begin
        while lead > 0 and self.found[lead - 1].text in self.words.courtesies:
            lead -= 1
        role = (
            office_after(self.found, end, self.words)
            or office_before(self.found, lead, end, self.words)
            or affiliation_after(self.found, end, self.words)
        )
        said = self.text[self.found[role.begin].start : self.found[role.end - 1].end] if role is not None else None
        return self._mention(begin, end, "person", self._office(title) or said, gender)

    def _office(self, title: str | None) -> str | None:
        """Return a title without the courtesies around it: `chief executive` of `chief executive Sir`."""
        said = (title or "").split(" ")
        offices = [at for at, word in enumerate(said) if word and word not in self.words.courtesies]
        return " ".join(said[offices[0] : offices[-1] + 1]) if offices else None

    # ---- words

    def _bare(self, at: int) -> str:
        return without_ending(self.found[at].text, self.words.code)

    def _words(self, begin: int, end: int) -> str:
        start = self.found[begin].start
        return without_ending(self.text[start : self.found[end - 1].end], self.words.code)

    def _mention(
        self, begin: int, end: int, kind: Kind | None, title: str | None = None, gender: str | None = None
    ) -> Seen:
        name = self._words(begin, end)
        start = self.found[begin].start
        return Seen(name, kind, self.at, start, start + len(name), title, gender)


def _is_owned(noun: str) -> bool:
    """Tell whether a Turkish noun belongs to the one before it: `birlik sözcüsü`, `yönetim kurulu başkanı`."""
    return noun.endswith(("ı", "i", "u", "ü"))


_TURKISH_PLURALS = ("leri", "ları")
_LONGEST_TURKISH = 4


def _is_turkish_thing(words: Sequence[str]) -> bool:
    """Tell a compound from a name: `Deniz Kuvvetleri` ends in a plural; a capital word after a name is another's."""
    is_compound = words[-1].endswith(_TURKISH_PLURALS) or len(words) > _LONGEST_TURKISH
    return is_compound or (words[-1].isupper() and not words[0].isupper())


_OF = ("of", "for", "de", "des", "du", "del", "für")
_QUALIFIERS = ("prime", "vice", "foreign", "deputy", "former", "acting")
_WHEN = ("during", "after", "before", "since", "until", "in", "at", "on")
_DESCRIBING = 3
"""Words that describe an office."""

_SAID = ("said", "says", "told", "added", "explained", "dit", "déclaré", "sagte", "erklärte", "dijo", "afirmó")
