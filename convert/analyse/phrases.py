"""Noun phrases that can speak: found before a verb, after one, or at the head of a sentence, without a parser.

Names are runs of capitals; a description (`a spokesman for the yard`) is bounded by its determiner and by words that
no description holds. Where no bound is found the phrase is none: a missing speaker is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.analyse.lexicon import Lexicon
from convert.analyse.runs import PARTICLES
from convert.analyse.tokens import Token

Range = tuple[int, int]

_PARTICLES = PARTICLES | {"y", "e", "zu", "&", "’s"}
_LONGEST = 9
"""Words of a description; a longer run is a clause."""

_QUALIFIERS = frozenset(
    ("former", "acting", "senior", "top", "deputy", "chief", "lead", "prime", "vice", "foreign", "federal", "local")
) | {"state", "national", "new", "old"}


_BEFORE_DAY = ("on", "am", "le", "в", "во")
_TIMES = ("later", "earlier", "ago", "before", "später", "zuvor", "después", "antes")
"""Words after which a noun is a time: `Hours later, …`."""


class Sentence:
    """A sentence's tokens and the phrases in them."""

    def __init__(self, tokens: Sequence[Token], words: Lexicon) -> None:
        self.tokens = tokens
        self.words = words

    # ---- single words

    def is_name_word(self, at: int) -> bool:
        token = self.tokens[at]
        return (
            token.is_word
            and token.is_capital
            and token.text not in self.words.weekdays
            and token.low not in self.words.function
        )

    def is_content(self, at: int) -> bool:
        """Tell whether a description can hold this word."""
        token = self.tokens[at]
        low = token.low
        return (
            token.is_word
            and low not in self.words.function
            and token.text not in self.words.weekdays
            and (token.is_capital or low in self.words.nouns or low not in self.words.cue_words)
            and not (low.endswith("ly") and low not in self.words.nouns and self.words.code == "en")
        )

    def is_skipped(self, at: int) -> bool:
        """Tell whether this word may stand between a subject and its verb: an auxiliary, an adverb, a week day."""
        token = self.tokens[at]
        return (
            token.low in self.words.auxiliaries
            or token.low in self.words.adverbs
            or token.text in self.words.weekdays
            or token.text.isdigit()
            or (self.words.code == "en" and token.low.endswith("ly") and token.text.islower())
        )

    def is_pronoun(self, at: int) -> bool:
        low = self.tokens[at].low
        return low in self.words.genders and low not in self.words.relative

    # ---- before a verb

    def before(self, verb: int, lowest: int) -> Range | None:
        """Return the subject that ends before the verb and its auxiliaries, from `lowest` on."""
        at = verb - 1
        while at >= lowest and self.is_skipped(at):
            at -= 1
            if at >= lowest and self.tokens[at].low in _BEFORE_DAY and self.tokens[at + 1].text in self.words.weekdays:
                at -= 1
        if at < lowest:
            return None
        token = self.tokens[at]
        if token.text in ",)—–-":
            return self._across_comma(at, lowest)
        if token.low in self.words.relative:
            return self._antecedent(at, lowest)
        if self.is_pronoun(at):
            return at, at + 1
        return self.ending(at + 1, lowest)

    def _antecedent(self, relative: int, lowest: int) -> Range | None:
        end = relative - 1 if relative > lowest and self.tokens[relative - 1].text == "," else relative
        return self.ending(end, lowest) if end > lowest else None

    def _across_comma(self, comma: int, lowest: int) -> Range | None:
        """Return the subject before what stands between two commas: an apposition, an aside, a relative clause."""
        end = comma
        for _ in range(4):
            begin = self._comma_before(end, lowest)
            if begin is None:
                return None
            inner = self._as_name(begin + 1, end)
            subject = self._subject_at(begin, lowest)
            if subject is not None and inner is not None and not self._ends_in_name(subject):
                return inner
            if subject is not None:
                return subject
            end = begin
        return None

    def _subject_at(self, end: int, lowest: int) -> Range | None:
        if end <= lowest:
            return None
        if self.is_pronoun(end - 1):
            return end - 1, end
        return self.ending(end, lowest)

    def _comma_before(self, end: int, lowest: int) -> int | None:
        opening = {")": "("}.get(self.tokens[end].text, "")
        marks = opening or ",—–-"
        return next((at for at in range(end - 1, lowest, -1) if self.tokens[at].text in marks), None)

    def _as_name(self, start: int, end: int) -> Range | None:
        """Return the range if all of it is a name of two words or more."""
        is_name = end - start >= 2 and all(
            self.is_name_word(at) or self.tokens[at].low in _PARTICLES for at in range(start, end)
        )
        return (start, end) if is_name else None

    def has_name(self, phrase: Range) -> bool:
        """Tell whether a name is in a phrase; in German a noun has a capital too."""
        nouns = self.words.nouns if self.words.code == "de" else frozenset()
        return any(self.is_name_word(at) and self.tokens[at].low not in nouns for at in range(*phrase))

    def _ends_in_name(self, phrase: Range) -> bool:
        """Tell a name from the office of one: `the Commission’s chief statistician` ends in none."""
        return self.has_name((phrase[1] - 1, phrase[1]))

    def can_speak(self, phrase: Range) -> bool:
        """Tell whether a phrase after a verb is its subject rather than what it acts on: `said pilots`."""
        first = self.tokens[phrase[0]].low
        if self.words.code == "tr":
            return self.has_name(phrase)
        return (
            not self.words.determiners
            or first in self.words.determiners
            or first in self.words.genders
            or self.has_name(phrase)
            or any(token.low in self.words.nouns for token in self.tokens[slice(*phrase)])
        )

    def ending(self, end: int, lowest: int) -> Range | None:
        """Return the noun phrase whose last word is just before `end`."""
        last = end - 1
        if last < lowest or self._is_possessive(last):
            return None
        if self.is_name_word(last):
            return self._left_of_name(self._name_start(last, lowest), end, lowest)
        return self._description(end, lowest)

    def _name_start(self, last: int, lowest: int) -> int:
        start = last
        while start > lowest:
            if self.is_name_word(start - 1):
                start -= 1
            elif (
                start - 2 >= lowest and self.tokens[start - 1].low in _PARTICLES and self.is_name_word(start - 2)
            ) or self._follows_plural_possessive(start, lowest):
                start -= 2
            else:
                break
        return start

    def _follows_plural_possessive(self, at: int, lowest: int) -> bool:
        """Tell whether a body's name goes on before this word: `Pilots’ Association`."""
        return (
            self._is_plural_possessive(at, lowest)
            and self.is_name_word(at - 2)
            and self.tokens[at].text in self.words.organisations
        )

    def _is_plural_possessive(self, at: int, lowest: int) -> bool:
        """Tell whether `pilots’` stands before this word, its apostrophe a token of its own."""
        if at - 2 < lowest or self.tokens[at - 1].text not in ("’", "'"):
            return False
        owner = self.tokens[at - 2]
        return owner.low.endswith("s") and owner.end == self.tokens[at - 1].start and self.is_content(at - 2)

    def _left_of_name(self, start: int, end: int, lowest: int) -> Range:
        """Return a name with what describes it on the left: `the yard's director Hanna Brask`."""
        if start == lowest:
            return start, end
        before = self.tokens[start - 1].low
        if before in self.words.determiners:
            start -= 1
            return self._preposition(start, end, lowest)
        if before in self.words.joining:
            return self._preposition(start, end, lowest)
        if start - 1 > lowest and self.tokens[start - 2].low in self.words.joining and self.is_content(start - 1):
            wider = self._preposition(start - 1, end, lowest)
            if wider[0] < start - 1:
                return wider
        return self._titled(start, lowest), end

    def _preposition(self, start: int, end: int, lowest: int) -> Range:
        at = start - 1
        if at <= lowest or self.tokens[at].low not in self.words.joining:
            return start, end
        head = self.tokens[at - 1]
        if head.low in self.words.nouns or (
            self.is_name_word(at - 1) and self.tokens[at].low in ("of", "de", "del", "du")
        ):
            wider = self.ending(at, lowest)
            if wider is not None:
                return wider[0], end
        return start, end

    def _titled(self, start: int, lowest: int) -> int:
        """Return where the words that describe a name begin: those of its office, or all after a determiner."""
        at, offices = start, start
        while at > lowest and start - at < _LONGEST and self.is_content(at - 1):
            at -= 1
            low = self.tokens[at].low
            if offices == at + 1 and (low in self.words.nouns or low in _QUALIFIERS or self.is_name_word(at)):
                offices = at
        if at > lowest and at < start and self.tokens[at - 1].low in self.words.determiners:
            return at - 1
        return at if at < start and self._is_possessive(at) else offices

    def _is_possessive(self, at: int) -> bool:
        return self.tokens[at].low.endswith(("’s", "'s", "s’"))

    def _description(self, end: int, lowest: int) -> Range | None:
        at = end
        while at > lowest and end - at < _LONGEST:
            if self.is_content(at - 1):
                at -= 1
            elif at < end and self._is_plural_possessive(at, lowest):
                at -= 2
            else:
                break
        if at == end:
            return None
        is_bounded = self.words.code != "tr" or self.tokens[end - 1].low in self.words.nouns
        if at > lowest and self.tokens[at - 1].low in self.words.determiners and is_bounded:
            return self._preposition(at - 1, end, lowest)
        if (
            at > lowest
            and self.tokens[at - 1].low in self.words.joining
            and self.tokens[at - 2].low in self.words.nouns
        ):
            return self._preposition(at, end, lowest)
        if self.words.code == "ru":
            head = next((i for i in range(at, end) if self.tokens[i].low in self.words.nouns), None)
            return (head, end) if head is not None else None
        if self.tokens[end - 1].low not in self.words.nouns:
            return None
        owner = next((i for i in range(at, end - 1) if self._is_possessive(i) and self.is_name_word(i)), None)
        return (self._offices(at, end) if owner is None else self._name_start(owner, at)), end

    def _offices(self, at: int, end: int) -> int:
        start = end - 1
        while start > at and (
            self.tokens[start - 1].low in self.words.nouns
            or self.tokens[start - 1].low in _QUALIFIERS
            or self.is_name_word(start - 1)
        ):
            start -= 1
        return start

    # ---- after a verb, and at the head of a sentence

    def starting(self, start: int, highest: int) -> Range | None:
        """Return the noun phrase that begins at `start`: after `said`, after `according to`."""
        if start < highest and self._is_him(start, highest):
            return start, start + 1
        at = self._after_adverbs(start, highest)
        if at >= highest or not self.tokens[at].is_word:
            return None
        if self.is_pronoun(at) and not (at + 1 < highest and self.is_content(at + 1) and self.words.code == "en"):
            return at, at + 1
        first = at
        if self.tokens[at].low in self.words.determiners:
            at += 1
        end = self._content_end(at, highest)
        if end == at:
            return None
        return self.named_after_comma(first, self._joined(first, end, highest), highest)

    def _is_him(self, at: int, highest: int) -> bool:
        """Tell whether `according to` is followed by `him` and not by `her lawyer`."""
        is_owner = at + 1 < highest and self.is_content(at + 1)
        return self.tokens[at].low in self.words.oblique and not is_owner

    def _after_adverbs(self, start: int, highest: int) -> int:
        """Return where a subject after a verb begins: `said on Monday the mayor`."""
        at = start
        while at < highest:
            is_day = self.tokens[at].low in _BEFORE_DAY and at + 1 < highest
            if is_day and self.tokens[at + 1].text in self.words.weekdays:
                at += 2
            elif self.is_skipped(at) and self.tokens[at].low not in self.words.determiners:
                at += 1
            else:
                break
        return at

    def _content_end(self, at: int, highest: int) -> int:
        end = at
        while end < highest and end - at < _LONGEST:
            belongs = self.is_content(end) and not self._is_verb(end)
            if not belongs and not (end > at and self._is_particle(end, highest)):
                break
            end += 1
        return end

    def _is_particle(self, at: int, highest: int) -> bool:
        """Tell whether a small word stands between two parts of a name."""
        return (
            self.tokens[at].low in _PARTICLES
            and at + 1 < highest
            and self.is_name_word(at - 1)
            and self.is_name_word(at + 1)
        )

    def _is_verb(self, at: int) -> bool:
        """Tell a word after a name from the verb that follows it: it is no office."""
        token = self.tokens[at]
        if token.is_capital or token.low in self.words.nouns:
            return False
        return at > 0 and self.is_name_word(at - 1) and self.words.code in ("en", "fr", "es", "de", "tr", "ru")

    def _joined(self, first: int, end: int, highest: int) -> int:
        """Return the end with `for the yard`, `of Talvik` taken in, where a description or a determiner came before."""
        for _ in range(2):
            if end + 1 >= highest or self.tokens[end].low not in self.words.joining:
                return end
            is_description = self.tokens[first].low in self.words.determiners or not self.tokens[end - 1].is_capital
            if not is_description or self.tokens[end].low in ("in", "on", "to", "à", "en", "im", "по", "в", "на"):
                return end
            at = end + 1
            if self.tokens[at].low in self.words.determiners:
                at += 1
            wider = self._content_end(at, highest)
            if wider == at:
                return end
            end = wider
        return end

    def named_after_comma(self, first: int, end: int, highest: int) -> Range:
        """Return the name that an apposition gives to a description: `the director, Hanna Brask,`."""
        if end + 2 < highest and self.tokens[end].text == "," and not self.has_name((first, end)):
            name = end + 1
            while name < highest and (self.is_name_word(name) or self.tokens[name].low in _PARTICLES):
                name += 1
            if self._as_name(end + 1, name) and (name == highest or self.tokens[name].text in ",.;"):
                return end + 1, name
        return first, end

    def head(self, lowest: int, highest: int) -> Range | None:
        """Return the first subject of a sentence, after whatever clause leads up to it."""
        at = lowest
        while at < highest and (
            not self.tokens[at].is_word or self.tokens[at].low in self.words.clause_openers or self.is_skipped(at)
        ):
            at += 1
        if at < highest and self.tokens[at].low in self.words.subordinate:
            comma = next((i for i in range(at, highest) if self.tokens[i].text == ","), None)
            return self.head(comma + 1, highest) if comma is not None else None
        if at >= highest:
            return None
        if self.is_pronoun(at):
            return at, at + 1
        end = self._head_end(at, highest)
        if (
            end is not None
            and end + 1 < highest
            and self.tokens[end].low in _TIMES
            and self.tokens[end + 1].text == ","
        ):
            return self.head(end + 2, highest)
        return (at, self._joined(at, end, highest)) if end is not None else None

    def _head_end(self, start: int, highest: int) -> int | None:
        at = start
        if self.tokens[at].low in self.words.determiners:
            at += 1
        end = last = at
        while end < highest and end - at < _LONGEST and self.is_content(end):
            if self.is_name_word(end) or self.tokens[end].low in self.words.nouns:
                last = end + 1
            elif last > at:
                break
            end += 1
        return last if last > at else None
