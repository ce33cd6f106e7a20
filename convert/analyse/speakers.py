"""Who says a quotation: the verb or phrase that tells it, and the noun phrase that goes with it.

The verb is looked for just before the quotation, just after it, in the rest of its sentence, in this order of trust
(after O'Keefe et al., "A Sequence Labelling Approach to Quote Attribution", 2012, whose rule baseline is this one).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convert.analyse.lexicon import Lexicon, Phrases
from convert.analyse.phrases import Range, Sentence
from convert.analyse.tokens import Token
from convert.analyse.turkish_subjects import full_name_at_head, subject_before

_FARTHEST = 30
"""Words between a verb and the quotation it introduces."""

_LONGEST_CLAUSE = 24
"""Words from a quotation to the verb of the clause after it: a subject may have an apposition."""

_LONGEST_SOURCE = 8
"""Words of a source before `zufolge`."""


class Attribution(NamedTuple):
    """The tokens that name the speaker and those of the cue; `near` where cue and quotation touch."""

    speaker: Range
    cue: Range
    near: bool


def attribute(tokens: Sequence[Token], at: int, words: Lexicon, *, ends_open: bool) -> Attribution | None:
    """Return who says the quotation `tokens[at]`, or None where its sentence does not tell.

    `ends_open` says that a comma ends it, as before `he said`.
    """
    search = _Search(tokens, at, words)
    return (search.open_ended() if ends_open else None) or search.run()


def bare_cue(tokens: Sequence[Token], at: int, words: Lexicon) -> Range | None:
    """Return the verb of saying that follows the quotation `tokens[at]` without a subject: `«…», añadió.`"""
    return _Search(tokens, at, words).bare_cue()


def saying(tokens: Sequence[Token], words: Lexicon) -> Attribution | None:
    """Return who speaks in a sentence that says so and leads up to a quotation after it."""
    return _Search(tokens, len(tokens), words).saying()


class _Search:
    def __init__(self, tokens: Sequence[Token], at: int, words: Lexicon) -> None:
        self.tokens = tokens
        self.at = at
        self.words = words
        self.sentence = Sentence(tokens, words)
        self.end = next((i for i in range(at + 1, len(tokens)) if tokens[i].quoted >= 0), len(tokens))

    def run(self) -> Attribution | None:
        if self._is_introduced():
            found = self._introduced() or self._after() or self._before(near=True) or self._after_far()
            return found or self._colon()
        return self._after() or self._before() or self._after_far() or self._leading() or self._colon()

    def open_ended(self) -> Attribution | None:
        """Read what follows first, unless a verb touches the quotation or another clause follows."""
        before = next((t for t in reversed(self.tokens[: self.at]) if t.text not in ":,"), None)
        after = self.tokens[self.at + 1].low if self.at + 1 < len(self.tokens) else ""
        touching = before.low if before is not None else ""
        if after in self.words.boundaries or (touching in self.words.cue_words and touching not in self.words.weak):
            return None
        return self._after()

    def bare_cue(self) -> Range | None:
        first = next((i for i in range(self.at + 1, self.end) if self.tokens[i].text not in ",—–-"), self.end)
        size = self._cue(first, self.end, self.words.speech) if first < self.end else 0
        is_alone = size and (first + size == len(self.tokens) or not self.tokens[first + size].is_word)
        return (first, first + size) if is_alone else None

    def saying(self) -> Attribution | None:
        """Return the first verb of saying with a subject of its own."""
        for verb in range(len(self.tokens)):
            size = self._cue(verb, self.at, self.words.speech)
            if size and not self._is_passive(verb) and not self._is_infinitive(verb, near=False):
                found = self._subject_after_comma(verb, size) or self._subject_of(verb)
                found = found or self._subject_at_end(verb + size)
                if found is not None:
                    return Attribution(found, (verb, verb + size), False)
        return self._according(self.at)

    def _subject_after_comma(self, verb: int, size: int) -> Range | None:
        """Return the Russian subject behind its verb and what it says: `Паром вышел, сообщила Агнес Торн.`"""
        found = self._subject_at_end(verb + size) if verb and self.tokens[verb - 1].text == "," else None
        return found if found is not None and self.sentence.has_name(found) else None

    def _subject_at_end(self, start: int) -> Range | None:
        """Return the Russian subject between its verb and the full stop: `Об этом заявила Агнес Торн.`"""
        if self.words.code != "ru" or start >= self.at:
            return None
        found = self.sentence.starting(start, self.at)
        return found if found is not None and found[1] >= self.at - 1 else None

    # ---- verbs

    def _cue(self, at: int, highest: int, *kinds: Phrases) -> int:
        """Return how many tokens from `at` on are a cue of these kinds; 0 if none."""
        low = self.tokens[at].low
        for kind in kinds:
            for phrase in kind.get(low, ()):
                if at + len(phrase) <= highest and all(
                    self.tokens[at + i].low == word for i, word in enumerate(phrase)
                ):
                    return len(phrase)
        return 0

    def _is_passive(self, at: int) -> bool:
        before = self.tokens[at - 1].low if at else ""
        if before in self.words.adverbs and at > 1:
            before = self.tokens[at - 2].low
        low = self.tokens[at].low
        # `had been interrupted by`; what is short for `is` is as often short for `has`
        is_done = self.words.code == "en" and low.endswith("ed") and before[:1].isalpha()
        return before in self.words.be and (is_done or low in self.words.passive)

    def _is_infinitive(self, at: int, *, near: bool) -> bool:
        """Tell whether a verb only says what somebody wants to say; just before the quotation it still says it."""
        return not near and at > 0 and self.words.code == "en" and self.tokens[at - 1].low == "to"

    # ---- before the quotation

    def _is_introduced(self) -> bool:
        """Tell whether a verb, a comma or a colon stands just before the quotation."""
        before = self.tokens[self.at - 1] if self.at else None
        return before is not None and (
            before.text in ":," or before.low in self.words.cue_words or before.low == "that"
        )

    def _introduced(self) -> Attribution | None:
        """Read `Hanna Brask said:`, `Brask told the paper in May,`, `Brask called it` before the quotation."""
        is_marked = self.tokens[self.at - 1].text in ":,"
        verbs = self._verbs(16 if is_marked else 6)
        found = self._nearest(verbs, True, self.words.speech, self.words.attitude)
        return found or (self._according(self.at - 1, near=True) if is_marked else None)

    def _before(self, *, near: bool = False) -> Attribution | None:
        verbs = self._verbs(_FARTHEST)
        found = self._nearest(verbs, near, self.words.speech, self.words.attitude)
        return found or self._nearest(verbs, near, self.words.weak)

    def _verbs(self, reach: int) -> range:
        """Return the places before the quotation where its verb may stand, the nearest first."""
        lowest = max(0, self.at - reach)
        semicolon = next((i for i in range(self.at - 1, lowest - 1, -1) if self.tokens[i].text == ";"), lowest)
        return range(self.at - 1, semicolon - 1, -1)

    def _nearest(self, verbs: range, near: bool, *kinds: Phrases) -> Attribution | None:
        for verb in verbs:
            size = self._cue(verb, self.at, *kinds)
            if size and not self._is_passive(verb) and not self._is_infinitive(verb, near=near):
                found = self._subject_of(verb)
                if found is not None:
                    return Attribution(found, (verb, verb + size), near)
                continue
            size = self._cue(verb, self.at, self.words.participles)
            if size and self.words.weak not in kinds:
                found = self._subject_of_participle(verb)
                if found is not None:
                    return Attribution(found, (verb, verb + size), near)
        return None

    def _subject_of(self, verb: int) -> Range | None:
        if verb and self.words.code == "en" and self.tokens[verb - 1].low == "to":
            return self.sentence.head(0, verb)
        found = self.sentence.before(verb, 0) or self._inverted(verb)
        if found is not None:
            return found
        before = self.tokens[verb - 1] if verb else None
        if before is None:
            # `Said Hanna Brask: “…”`
            return self.sentence.starting(verb + 1, self.at)
        if before.low in self.words.boundaries or before.text == "," or self.sentence.is_skipped(verb - 1):
            return self.sentence.head(0, verb)
        if self.words.code != "tr" or self._ends_phrase(verb):
            return None
        return full_name_at_head(verb, self.sentence)

    def _ends_phrase(self, verb: int) -> bool:
        """Tell whether a verb is the end of a longer cue: `şunları ekledi`."""
        before = self.tokens[verb - 1].low
        return any(phrase[1:2] == (self.tokens[verb].low,) for phrase in self.words.speech.get(before, ()))

    def _inverted(self, verb: int) -> Range | None:
        """Return the subject between a verb and the comma or colon before the quotation: `explained Brask, “…”`."""
        if verb + 2 >= self.at or self.tokens[self.at - 1].text not in ",:" or not self.sentence.is_name_word(verb + 1):
            return None
        found = self.sentence.starting(verb + 1, self.at)
        return found if found is not None and found[1] == self.at - 1 else None

    def _subject_of_participle(self, verb: int) -> Range | None:
        for at in range(verb, -1, -1):
            if self.words.code == "en" and self._cue(at, verb + 1, self.words.participles):
                own = self.sentence.before(at, 0)
                if own is not None and own[0] > 0 and self.tokens[own[0] - 1].low == "with":
                    return own
            if self._cue(at, verb, self.words.speech, self.words.attitude) and not self._is_passive(at):
                found = self._subject_of(at) or self.sentence.starting(at + 1, verb)
                if found is not None:
                    return found
        return self.sentence.head(0, verb)

    # ---- after it

    def _after(self) -> Attribution | None:
        """Read `he said`, `said Hanna Brask`, `according to the yard` just after the quotation."""
        first = self.at + 1
        while first < self.end and self.tokens[first].text in ",—–-":
            first += 1
        if first >= self.end:
            return None
        return self._of_next(first) or self._clause_at(first) or self._according_at(first)

    def _of_next(self, first: int) -> Attribution | None:
        """Read the Turkish `“…” diyen Ayla Günsel`: who says it follows."""
        size = self._cue(first, self.end, self.words.speech_of_next)
        found = self.sentence.starting(first + size, self.end) if size else None
        return Attribution(found, (first, first + size), True) if found is not None else None

    def _clause_at(self, first: int) -> Attribution | None:
        return (
            self._attached_pronoun(first)
            or self._clause(first, self.words.speech)
            or self._clause(first, self.words.attitude, self.words.weak)
        )

    def _attached_pronoun(self, first: int) -> Attribution | None:
        """Read `a-t-elle ajouté`."""
        for at in range(first + 1, min(first + 4, self.end)):
            if self.tokens[at].low in self.words.genders and self.tokens[at - 1].end == self.tokens[at].start:
                end = at + 2 if at + 1 < self.end and self.tokens[at + 1].is_word else at + 1
                return Attribution((at, at + 1), (first, end), True)
        return None

    def _clause(self, first: int, *kinds: Phrases) -> Attribution | None:
        for verb in range(first, min(first + _LONGEST_CLAUSE, self.end)):
            token = self.tokens[verb]
            if token.text in ";:" or (token.low in self.words.boundaries and token.low not in self.words.relative):
                return None
            size = self._cue(verb, self.end, *kinds)
            if not size or self._is_passive(verb):
                continue
            found = self._beside(first, verb, size)
            if found is not None:
                return Attribution(found, (verb, verb + size), True)
        return None

    def _beside(self, first: int, verb: int, size: int) -> Range | None:
        """Return the subject of a verb after the quotation, which begins where the clause begins."""
        if verb == first or all(self.sentence.is_skipped(i) for i in range(first, verb)):
            says = self._cue(verb, self.end, self.words.speech) or self._is_full_name(verb + size)
            if not says or any(t.low == "to" for t in self.tokens[first:verb]):
                return None
            found = self.sentence.starting(verb + size, self.end)
            return found if found is not None and self.sentence.can_speak(found) else self._verb_final()
        found = self.sentence.before(verb, first) if self.words.code != "tr" else None
        if found is None or not all(self.sentence.is_content(i) or self._leads(i) for i in range(first, found[0])):
            return None
        inside = [i for i in range(first, found[0]) if self.sentence.is_content(i)]
        # all between the quotation and a name describes it: `Senate minority leader Tomas Arrel`
        return (inside[0], found[1]) if inside and inside == list(range(inside[0], found[0])) else found

    def _is_full_name(self, at: int) -> bool:
        """Tell whether a full name begins here: `agrees Hanna Brask` says who speaks, `agrees the law` does not."""
        return at + 1 < self.end and self.sentence.is_name_word(at) and self.sentence.is_name_word(at + 1)

    def _leads(self, at: int) -> bool:
        """Tell whether a word may stand between a quotation and the subject of its verb."""
        token = self.tokens[at]
        if token.text in ",—–-" or self.sentence.is_skipped(at) or token.low in self.words.determiners:
            return True
        return token.low in ("and", "et", "und", "y", "и", "ve")

    def _verb_final(self) -> Range | None:
        """Return the subject that stands before the quotation whose verb follows it, as in Turkish."""
        if not self.at:
            return None
        if self.words.code == "tr":
            return subject_before(self.at, self.sentence)
        return self.sentence.head(0, self.at)

    def _after_far(self) -> Attribution | None:
        """Read `, Hanna Brask said` and `, according to the yard` at the end of the sentence."""
        tokens = self.tokens
        for comma in range(self.at + 1, len(tokens) - 2):
            if tokens[comma].text != "," and tokens[comma].quoted < 0:
                continue
            found = self._closing_clause(comma + 1) or self._according_at(comma + 1)
            if found is not None:
                return found
        for at in range(self.at + 1, len(tokens)):
            found = self._according_at(at)
            if found is not None:
                return found
        return None

    def _closing_clause(self, first: int) -> Attribution | None:
        for verb in range(first, min(first + 12, len(self.tokens))):
            if self.tokens[verb].quoted >= 0:
                return None
            size = self._cue(verb, len(self.tokens), self.words.speech)
            if size and verb == first:
                found = self.sentence.starting(verb + size, len(self.tokens))
                return Attribution(found, (verb, verb + size), False) if found is not None else None
            if size and not self._is_passive(verb) and self._closes(verb + size):
                found = self.sentence.before(verb, first)
                if found is not None and found[0] == first:
                    return Attribution(found, (verb, verb + size), False)
        return None

    def _closes(self, at: int) -> bool:
        """Tell whether nothing but time and place follows up to the end of the sentence."""
        if at >= len(self.tokens) or self.tokens[at].text in ".,":
            return True
        token = self.tokens[at]
        return token.text in self.words.weekdays or token.low in self.words.prepositions or self.sentence.is_skipped(at)

    # ---- according to

    def _according_at(self, at: int) -> Attribution | None:
        if at >= len(self.tokens):
            return None
        size = self._cue(at, len(self.tokens), self.words.according)
        if not size:
            return self._according_to_him(at)
        found = self.sentence.starting(at + size, len(self.tokens))
        return Attribution(found, (at, at + size), True) if found is not None else None

    def _according_to_him(self, at: int) -> Attribution | None:
        """Read the Russian `по его словам`, with the speaker inside the phrase."""
        if at + 2 >= len(self.tokens) or self.tokens[at + 1].low not in self.words.oblique:
            return None
        around = self.tokens[at].low, self.tokens[at + 2].low
        known = around in self.words.according.get(around[0], ())
        return Attribution((at + 1, at + 2), (at, at + 3), True) if known else None

    def _according_before(self, at: int) -> Attribution | None:
        """Read `Angaben der Polizei zufolge`, `Valiliğin açıklamasına göre`: the speaker stands before the cue."""
        size = self._cue(at, len(self.tokens), self.words.according_after)
        if not size:
            return None
        stops = (i + 1 for i in range(at - 1, -1, -1) if not (self.tokens[i].is_word or self.tokens[i].text in "’'"))
        start = next(stops, 0)
        # `buna göre` is no source, nor is the year that figures are held against
        is_source = any(self.tokens[i].low not in self.words.openers for i in range(start, at))
        if not 0 < at - start <= _LONGEST_SOURCE or not is_source or self.tokens[at - 1].text[0].isdigit():
            return None
        return Attribution((start, at), (at, at + size), True)

    def _according(self, highest: int, *, near: bool = False) -> Attribution | None:
        for at in range(highest):
            found = self._according_at(at) or self._according_before(at)
            if found is not None:
                return found._replace(near=near)
        return None

    def _leading(self) -> Attribution | None:
        return self._according(self.at)

    def _colon(self) -> Attribution | None:
        """Read `Hanna Brask: “…”` and a clause of one speaker that leads up to a colon."""
        colon = self.at - 1
        if colon <= 0 or self.tokens[colon].text != ":":
            return None
        found = self.sentence.ending(colon, 0) if self.sentence.is_name_word(colon - 1) else None
        if found is None or not self.sentence.has_name(found):
            found = self._one_clause(colon)
        elif found[0] and self.tokens[found[0] - 1].low in self.words.prepositions:
            return None
        return Attribution(found, (colon, colon + 1), False) if found is not None else None

    def _one_clause(self, colon: int) -> Range | None:
        """Return the subject of a clause that a colon ends, if nobody else can be meant: `The yard was firm: “…”`."""
        if self.words.code in ("tr", "ru"):
            return None
        found = self.sentence.head(0, colon)
        if found is None or self.sentence.is_pronoun(found[0]):
            return None
        found = self.sentence.named_after_comma(*found, colon)
        can_speak = any(token.low in self.words.nouns for token in self.tokens[slice(*found)])
        # the comma behind a name that is said of the subject
        is_apposition = found[0] > 0 and self.tokens[found[0] - 1].text == self.tokens[found[1]].text == ","
        then = found[1] + 1 if is_apposition else found[1]
        others = (token.text == "," or token.low in self.words.clause_openers for token in self.tokens[then:colon])
        return found if (can_speak or self.sentence.has_name(found)) and not any(others) else None
