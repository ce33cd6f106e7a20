"""The name that a speaker's words stand for: of a surname, a description or a pronoun, where only one can be meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from convert.analyse.described import Described, Subjects, may_stand_for
from convert.analyse.interrupted import without_interruptions
from convert.analyse.joining import Person, same_name
from convert.analyse.lexicon import Lexicon
from convert.analyse.names import Seen
from convert.analyse.quotations import quoted_words
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.statements import Said
from convert.model import Standing, Statement


def resolved_statements(
    said: Sequence[Said], people: Sequence[Person], paragraphs: Sequence[LocatedParagraph], words: Lexicon
) -> tuple[Statement, ...]:
    """Return the statements of an article with their speakers' names."""
    return tuple(_Resolving(people, paragraphs, words).statements(said))


_NEAREST = 40
"""Names before a pronoun that are looked at."""


_Who = tuple[Person | None, str | None, Standing | None]
"""The person a speaker is, or else the words that describe him elsewhere; and how sure that is, where inferred."""


class _Resolving:
    def __init__(self, people: Sequence[Person], paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> None:
        self.paragraphs = paragraphs
        self.words = words
        self.by_name = {same_name(person.name): person for person in people}
        self.places: dict[int, list[tuple[int, Person]]] = {}
        self.spans: dict[int, list[tuple[int, int, Person]]] = {}
        texts = [paragraph.text for paragraph in paragraphs]
        found = zip(texts, quoted_words(texts), strict=True)
        self.quoted = [list(without_interruptions(text, quoted, words)) for text, quoted in found]
        for person in people:
            for seen in person.forms:
                self._place(seen, person)
        for placed in self.places.values():
            placed.sort(key=lambda place: place[0])
        for spans in self.spans.values():
            spans.sort(key=lambda span: span[:2])
        self.subjects = Subjects(paragraphs, self.quoted, words)
        self.known: dict[tuple[int, int, int], _Who] = {}
        self.last: tuple[int, Person] | None = None
        self.described: tuple[int, Described] | None = None

    def _place(self, seen: Seen, person: Person) -> None:
        """Keep where a name stands, and where it begins outside quotations: who is named there speaks himself."""
        self.spans.setdefault(seen.paragraph, []).append((seen.start, seen.end, person))
        quoted = self.quoted[seen.paragraph]
        at = bisect_right(quoted, seen.start, key=lambda q: q.outer) - 1
        if at < 0 or seen.end > quoted[at].after:
            self.places.setdefault(seen.paragraph, []).append((seen.start, person))

    def statements(self, said: Iterable[Said]) -> Iterator[Statement]:
        for each in said:
            who = self._resolved(each)
            self._remember(each, who)
            yield self._statement(each, who)

    def _remember(self, said: Said, who: _Who) -> None:
        """Keep who spoke last: a person, or the words for one that has no name here."""
        person, words, _ = who
        if person is not None:
            self.last, self.described = (said.paragraph, person), None
        elif said.speaker is not None:
            speaker = words or self._words_of(said.speaker_paragraph, said.speaker)
            is_pronoun = speaker.lower() in self.words.genders.keys() | self.words.oblique.keys()
            spoke = Described(speaker, (said.cue or "").lower())
            self.described = None if is_pronoun else (said.paragraph, spoke)

    def _words_of(self, paragraph: int, span: tuple[int, int]) -> str:
        return self.paragraphs[paragraph].text[slice(*span)]

    def _statement(self, said: Said, who: _Who) -> Statement:
        person, described, standing = who
        paragraph = self.paragraphs[said.paragraph]
        speaker = said.named
        if said.speaker is not None:
            speaker = self._words_of(said.speaker_paragraph, said.speaker)
        resolved = person.name if person is not None else described
        return Statement(
            words=paragraph.text[said.start : said.end],
            paragraph=paragraph.number,
            at=paragraph.extent(said.start, said.end),
            speaker=speaker,
            resolved=resolved if resolved != speaker else None,
            cue=said.cue,
            standing=said.standing if said.standing == "contested" else standing or said.standing,
        )

    def _resolved(self, said: Said) -> _Who:
        """Return who a speaker is; the same words in the same place are the same person."""
        if said.speaker is None:
            person = self._of_name(said.named)
            return person, None if person is not None else self._without_office(said.named), None
        key = (said.speaker_paragraph, *said.speaker)
        if key not in self.known:
            self.known[key] = self._looked_up(said.speaker_paragraph, said.speaker)
        return self.known[key]

    def _of_name(self, named: str | None) -> Person | None:
        """Return the person whose name stands outside the text, perhaps behind an office."""
        words = same_name(named or "").split()
        tails = (" ".join(words[at:]) for at in range(len(words) - 1))
        return next((self.by_name[tail] for tail in tails if tail in self.by_name), None)

    def _without_office(self, named: str | None) -> str | None:
        """Return the name behind an office that stands outside the text, where two words are left of it."""
        words = (named or "").split()
        office = list(takewhile(lambda word: word in self.words.titles, words))
        return " ".join(words[len(office) :]) if office and len(words) > len(office) + 1 else None

    def _looked_up(self, paragraph: int, span: tuple[int, int]) -> _Who:
        pronoun = self._words_of(paragraph, span).lower()
        gender = self.words.genders.get(pronoun) or self.words.oblique.get(pronoun)
        if gender is None:
            return self._named(paragraph, *span), None, None
        spoke = self._spoke_before(paragraph, pronoun)
        fitting = self._fitting(paragraph, span[0], gender) if gender in ("m", "f") else []
        if not fitting:
            spoke = spoke or self.subjects.before(pronoun, paragraph, span[0])
            return None, spoke, "supported" if spoke or gender in ("m", "f") else None
        # who spoke before without a name may be one of those named, or another
        return None if spoke else self._antecedent(paragraph, span[0], fitting, gender), None, "supported"

    # ---- a name, or part of one

    def _named(self, paragraph: int, start: int, end: int) -> Person | None:
        """Return the person named in the speaker's words, unless they speak of somebody else of his."""
        spans = self.spans.get(paragraph, [])
        first = bisect_left(spans, start, key=lambda span: span[0])
        beyond = bisect_left(spans, end, key=lambda span: span[0])
        inside = [span for span in spans[first:beyond] if span[1] <= end]
        closing = [span for span in inside if span[1] == end]
        if not closing and (len(inside) != 1 or not self._is_affiliation(paragraph, inside[0][1], end)):
            return None
        begin, _, person = (closing or inside)[0]
        before = self._words_of(paragraph, (start, begin)).lower().split()
        # the article of an office is none of what it joins: `Der Abgeordnete`
        before = before[1:] if before[:1] != [] and before[0] in self.words.determiners else before
        return None if any(word in self.words.joining for word in before) else person

    def _is_affiliation(self, paragraph: int, start: int, end: int) -> bool:
        """Tell whether words after a name only say where he belongs: `of the harbour office`, `, fishery office`."""
        after = self._words_of(paragraph, (start, end)).lower()
        return after.startswith(",") or (after.split()[:1] != [] and after.split()[0] in self._belonging)

    @cached_property
    def _belonging(self) -> frozenset[str]:
        return self.words.joining & self.words.prepositions

    # ---- a pronoun

    def _spoke_before(self, paragraph: int, pronoun: str) -> str | None:
        """Return the words for the nameless office or body that spoke just before, if a pronoun can mean it."""
        if self.described is None or self.described[0] < paragraph - 1:
            return None
        return self.described[1].phrase if may_stand_for(pronoun, self.described[1], self.words) else None

    def _antecedent(self, paragraph: int, at: int, fitting: Sequence[Person], gender: str) -> Person | None:
        """Return the one person a pronoun can mean: named before it in its paragraph or in the one before."""
        if len({id(person) for person in fitting}) == 1:
            return fitting[0]
        here = {id(person): person for person in self._fitting(paragraph, at, gender, paragraphs=1)}
        if len(here) == 1 and (self.last is None or self.last[0] < paragraph or id(self.last[1]) in here):
            return next(iter(here.values()))
        if self.last is not None and self.last[0] >= paragraph - 1 and self.last[1] in fitting:
            others = [person for person in fitting if person is not self.last[1] and person.gender == gender]
            return None if others else self.last[1]
        return None

    def _fitting(self, paragraph: int, at: int, gender: str, *, paragraphs: int = 2) -> list[Person]:
        before = self._people_before(paragraph, at, paragraphs)
        return [person for person in before if person.gender in (None, gender)]

    def _people_before(self, paragraph: int, at: int, paragraphs: int) -> Iterator[Person]:
        """Yield the people last named before a place, in its paragraph and, of several, those before it."""
        for number in range(paragraph - paragraphs + 1, paragraph + 1):
            placed = self.places.get(number, [])
            end = bisect_left(placed, at, key=lambda place: place[0]) if number == paragraph else len(placed)
            yield from (person for _, person in placed[max(0, end - _NEAREST) : end])
