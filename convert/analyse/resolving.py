"""The name that a speaker's words stand for: of a surname, a description or a pronoun, where only one can be meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from convert.analyse.joining import Person
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


class _Resolving:
    def __init__(self, people: Sequence[Person], paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> None:
        self.paragraphs = paragraphs
        self.words = words
        self.places: dict[int, list[tuple[int, Person]]] = {}
        self.ending: dict[tuple[int, int], tuple[int, Person]] = {}
        self.quoted = quoted_words([paragraph.text for paragraph in paragraphs])
        for person in people:
            for seen in person.forms:
                self._place(seen, person)
        for placed in self.places.values():
            placed.sort(key=lambda place: place[0])
        self.known: dict[tuple[int, int, int], tuple[Person | None, Standing | None]] = {}
        self.last: tuple[int, Person] | None = None

    def _place(self, seen: Seen, person: Person) -> None:
        """Keep where a name ends, and where it begins outside quotations: who is named there speaks himself."""
        self.ending[seen.paragraph, seen.end] = (seen.start, person)
        quoted = self.quoted[seen.paragraph]
        at = bisect_right(quoted, seen.start, key=lambda q: q.outer) - 1
        if at < 0 or seen.end > quoted[at].after:
            self.places.setdefault(seen.paragraph, []).append((seen.start, person))

    def statements(self, said: Iterable[Said]) -> Iterator[Statement]:
        for each in said:
            person, standing = self._resolved(each)
            if person is not None:
                self.last = each.paragraph, person
            yield self._statement(each, person, standing)

    def _statement(self, said: Said, person: Person | None, standing: Standing | None) -> Statement:
        paragraph = self.paragraphs[said.paragraph]
        speaker = said.named
        if said.speaker is not None:
            speaker = self.paragraphs[said.speaker_paragraph].text[slice(*said.speaker)]
        return Statement(
            words=paragraph.text[said.start : said.end],
            paragraph=paragraph.number,
            at=paragraph.extent(said.start, said.end),
            speaker=speaker,
            resolved=person.name if person is not None and person.name != speaker else None,
            cue=said.cue,
            standing=said.standing if said.standing == "contested" else standing or said.standing,
        )

    def _resolved(self, said: Said) -> tuple[Person | None, Standing | None]:
        """Return who a speaker is; the same words in the same place are the same person."""
        if said.speaker is None:
            return None, None
        key = (said.speaker_paragraph, *said.speaker)
        if key not in self.known:
            self.known[key] = self._looked_up(said.speaker_paragraph, said.speaker)
        return self.known[key]

    def _looked_up(self, paragraph: int, span: tuple[int, int]) -> tuple[Person | None, Standing | None]:
        start, end = span
        speaker = self.paragraphs[paragraph].text[start:end]
        gender = self.words.genders.get(speaker.lower())
        if gender in ("m", "f"):
            return self._antecedent(paragraph, start, gender), "supported"
        return self._named(paragraph, start, end), None

    def _named(self, paragraph: int, start: int, end: int) -> Person | None:
        """Return the person whose name ends the speaker's words, unless they speak of somebody else of his."""
        begin, person = self.ending.get((paragraph, end), (-1, None))
        if person is None or begin < start:
            return None
        before = self.paragraphs[paragraph].text[start:begin].lower().split()
        return None if any(word in self.words.joining for word in before) else person

    def _antecedent(self, paragraph: int, at: int, gender: str) -> Person | None:
        """Return the one person a pronoun can mean: named before it in its paragraph or in the one before."""
        near = list(self._people_before(paragraph, at))
        fitting = [person for person in near if person.gender in (None, gender)]
        if len({id(person) for person in fitting}) == 1:
            return fitting[0]
        if self.last is not None and self.last[0] >= paragraph - 1 and self.last[1] in fitting:
            others = [person for person in fitting if person is not self.last[1] and person.gender == gender]
            return None if others else self.last[1]
        return None

    def _people_before(self, paragraph: int, at: int) -> Iterator[Person]:
        """Yield the people last named before a place, in its paragraph and the one before."""
        for number in (paragraph - 1, paragraph):
            placed = self.places.get(number, [])
            end = bisect_left(placed, at, key=lambda place: place[0]) if number == paragraph else len(placed)
            yield from (person for _, person in placed[max(0, end - _NEAREST) : end])
