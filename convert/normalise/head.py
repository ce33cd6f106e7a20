"""The head of a scraped text: prefix, headline, byline, outlet, time stamps, residue; what is left is the story.

The lines before the story are read one by one. What is recognised is marked and found; what is not stays in the
story: a line is never dropped because nothing explains it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from convert.model import Extent, Finding, Standing
from convert.normalise.beside_date import beside_dates
from convert.normalise.byline import LONGEST_OUTLET, find_byline, find_publisher
from convert.normalise.credit_line import TOLD_BY_CREDIT, credit_parts, take_credit
from convert.normalise.dateline import FoundDateline, find_dateline, is_sure_place
from convert.normalise.dates import is_plain_timestamp, timestamp_dates
from convert.normalise.draft import Draft
from convert.normalise.embargo import states_embargo
from convert.normalise.headline import (
    LONGEST_HEADLINE,
    SHORTEST_SUBTITLE,
    folded,
    goes_on_in,
    is_headline_with_stop,
    is_several_sentences,
    unwrapped,
    width,
)
from convert.normalise.lines import Span
from convert.normalise.outlets import names_outlet
from convert.normalise.over_headline import over_headline, take
from convert.normalise.prefix import after_prefix
from convert.normalise.releases import names_institution
from convert.normalise.residue import residue_rule
from convert.normalise.subject import stands_under_subject

MOST_HEAD_LINES = 14
MOST_STRAYS, MOST_LINES_TO_BYLINE = 2, 8
_PUBLISHED_BY = re.compile(r"(?:published|posted|provided) by:?|source:|publié par|veröffentlicht von", re.I)
_SENTENCE_END = re.compile(r"[.…。！？।۔؟][\"”’»')\]」』]*$")
_LIST_OR_TABLE = re.compile(r"(?:[-*•–—·▪◦‣]|\d{1,3}[.)])[ \t]+\S|\|.*\|$")
_LABEL = re.compile(r"[^\W\d_][\w. ’'-]{0,30}: ")
"""A speaker or a part of an interview: `MARTA QUILL: `, `Question: `."""


class _Line(Struct, frozen=True):
    at: int
    start: int
    end: int
    words: str


class Head(Struct, frozen=True):
    """Where the story begins, and the lines before it that may hold dates."""

    story: tuple[Span, ...]
    head: tuple[Span, ...]


def find_head(draft: Draft, lines: Sequence[Span], titled: bool) -> Head:
    """Return the lines of the story and those over it; `titled` says that a headline is known already.

    Adds the marks `prefix`, `headline`, `byline`, `residue` and findings of title, byline and outlet.
    """
    lines, stamp = after_prefix(draft, lines)
    reading = _Reading(draft, lines, titled=titled and not stands_under_subject(draft, lines))
    reading.head += stamp
    reading.run()
    return Head(tuple(reading.story), tuple(reading.head))


class _Reading:
    """The head, line by line, until the story begins."""

    def __init__(self, draft: Draft, lines: Sequence[Span], *, titled: bool) -> None:
        self.draft, self.lines, self.titled = draft, lines, titled
        self.head: list[Span] = []
        self.story: list[Span] = []
        self.candidates: list[_Line] = []
        self.repeats: list[_Line] = []
        self.beside: list[_Line] = []
        self.strays: list[_Line] = []
        self.over: set[str] = set()
        self.story_begins = False

    def run(self) -> None:
        at = taken = 0
        while at < len(self.lines) and taken < MOST_HEAD_LINES:
            start, end = self.lines[at]
            if start == end:
                at += 1
                continue
            line = _Line(at, start, end, self.draft.source[start:end])
            after = self._read(line)
            if after is None:
                break
            at, taken = after, taken + 1
            if self.story_begins:
                break
        self._choose_headline(at)
        kept = (*self.candidates, *self.beside, *self.strays, *self._unprinted_repeats())
        begins = sorted((line for line in kept if line.at < at), key=lambda line: line.at)
        self.story = [(line.start, line.end) for line in begins] + list(self.lines[at:])
        if begins:
            self.story = self._in_order(begins, at)

    def _in_order(self, kept: Sequence[_Line], at: int) -> list[Span]:
        """Return the story with the head lines that nothing explained, blank lines between them."""
        spans: list[Span] = []
        for line in kept:
            spans += [(line.start, line.end), (line.end, line.end)]
        return [*spans, *self.lines[at:]]

    # ---- one line

    def _read(self, line: _Line) -> int | None:
        """Take a line of the head and return where to go on, or None where the story begins here."""
        if self._is_repeated(line):
            self.repeats.append(line)
            return line.at + 1
        if _LIST_OR_TABLE.match(line.words):
            return None
        rule = residue_rule(line.words, self.draft.source)
        if rule is not None:
            self._residue(line, rule)
            return line.at + 1
        if (over := over_headline(line.words, self.over)) and not (over.field == "section" and self._named()):
            self.over.add(over.rule)
            take(self.draft, (line.start, line.end), over)
            return line.at + 1
        for reader in (self._credit_line, self._byline, self._publisher, self._dates, self._short):
            after = reader(line)
            if after is not None:
                return after
        if self._is_stray(line):
            self.strays.append(line)
            return line.at + 1
        return None

    def _named(self) -> list[_Line]:
        """Return the candidates that name no outlet: one of them may be the headline."""
        return [line for line in self.candidates if not names_outlet(line.words, self.draft.language)]

    def _is_stray(self, line: _Line) -> bool:
        """Tell a sentence over the headline by what follows: a short line and a byline. It stays in the text."""
        if self.titled or self._named() or len(self.strays) == MOST_STRAYS:
            return False
        below = first = self._following(line.at)
        for _ in range(MOST_LINES_TO_BYLINE):
            if below is None or len(below.words) > LONGEST_HEADLINE or _SENTENCE_END.search(below.words):
                return False
            found = find_byline(self.draft.source, below.start)
            if found is not None and found.sure and not found.fused:
                return below != first
            below = self._following(below.at)
        return False

    def _residue(self, line: _Line, rule: str) -> None:
        self.draft.mark(line.start, line.end, "residue", value=rule)

    def _is_repeated(self, line: _Line) -> bool:
        words = folded(line.words)
        if not words or len(line.words) > LONGEST_HEADLINE:
            return False
        return words in self._found("title") or words in {folded(c.words) for c in self.candidates}

    def _unprinted_repeats(self) -> list[_Line]:
        """Mark the repeated lines whose words are printed over the story as residue; return the others: they stay."""
        over = self._found("title", "subtitle", "outlet")
        for line in self.repeats:
            if folded(line.words) in over:
                self._residue(line, "repeated-headline")
        return [line for line in self.repeats if folded(line.words) not in over]

    def _found(self, *fields: str) -> set[str]:
        return {folded(f.value) for f in self.draft.findings if f.field in fields}

    def _credit_line(self, line: _Line) -> int | None:
        """Take a line of an outlet and its page, section or author; over the headline its date has to tell it."""
        parts = credit_parts(line.words, self.draft.language)
        fields = {part.field for part in parts}
        if not fields & TOLD_BY_CREDIT or not ("date" in fields or self.titled or self._named()):
            return None
        for part in parts:
            if part.field != "date":
                at = (line.start + part.start, line.start + part.end)
                self._find(part.field, part.value, at, part.rule, "supported")
        self.draft.mark(line.start, line.end, "byline")
        self.head.append((line.start, line.end))
        return line.at + 1

    def _byline(self, line: _Line) -> int | None:
        found = find_byline(self.draft.source, line.start)
        if found is None or found.end > line.end:
            return None
        standing: Standing = "stated" if found.sure else "supported"
        self._find("byline", found.name, (found.start, found.end), "byline", standing)
        if found.author == "agency":
            self._find("agency", found.name, (found.start, found.end), "byline", standing)
        self.head += take_credit(self.draft, found)
        self.draft.mark(found.start, found.end, "byline")
        if not found.fused:
            self.head.append((line.start, line.end))
            return line.at + 1
        after = self.draft.source[found.end : line.end]
        self.lines = [*self.lines[: line.at], (line.end - len(after.lstrip()), line.end), *self.lines[line.at + 1 :]]
        self.story_begins = True
        return line.at

    def _publisher(self, line: _Line) -> int | None:
        found = find_publisher(self.draft.source, line.start)
        if found is None:
            return self._publisher_below(line) if _PUBLISHED_BY.fullmatch(line.words) else None
        name_at = self.draft.source.index(found.name, found.start)
        self._find("outlet", found.name, (name_at, name_at + len(found.name)), "published_by")
        self.draft.mark(found.start, found.end, "byline")
        return next((at for at in range(line.at, len(self.lines)) if self.lines[at][0] >= found.end), len(self.lines))

    def _publisher_below(self, line: _Line) -> int | None:
        """Read `Published by`, a blank line, the outlet."""
        below = self._following(line.at)
        if below is None or len(below.words) > LONGEST_OUTLET:
            return None
        self._find("outlet", below.words, (below.start, below.end), "published_by")
        self.draft.mark(line.start, below.end, "byline")
        return below.at + 1

    def _dates(self, line: _Line) -> int | None:
        span = (line.start, line.end)
        language = self.draft.language
        if states_embargo(line.words, language):
            self._dateline_alone(line)
        elif self._goes_on_after_dateline(line):
            return None
        elif timestamp_dates(self.draft.source, [span], language) or self._is_dateline_alone(line):
            if self._is_headline_with_date(line):
                return None
            self._beside_date(line)
        else:
            return None
        self.head.append(span)
        if line in self.beside:
            return line.at + 1
        self.draft.mark(line.start, line.end, "dateline")
        # a dash after the place and date of a wire: its text begins, be it a line of figures
        self.story_begins = line.words.endswith(("-", "–", "—"))
        return line.at + 1

    def _beside_date(self, line: _Line) -> None:
        """Find what stands beside a date; the line stays in the story where its form does not say what that is."""
        parts = beside_dates(line.words, self.draft.language)
        if self._is_dateline_alone(line) and parts and parts[0].field in (None, "place"):
            self._dateline_alone(line)
            return
        for part in parts:
            at = line.start + part.start, line.start + part.end
            author = find_byline(self.draft.source, at[0])
            if part.field is not None:
                rule = "outlet_line" if part.field == "outlet" else "dateline"
                self._find(part.field, self.draft.source[slice(*at)], at, rule, "supported")
            elif author is not None and author.sure and author.end == at[1]:
                self._find("byline", author.name, at, "byline")
            elif line not in self.beside:
                self.beside.append(line)

    def _is_headline_with_date(self, line: _Line) -> bool:
        """Tell whether a line that reads as a time stamp or a dateline may be the headline, where none is known yet."""
        if self.titled or self.candidates or line.words.endswith(("-", "–", "—")):
            return False
        if is_plain_timestamp(self.draft.source, line.start, line.end, self.draft.language):
            return False
        found = self._dateline(line)
        return found is None or not is_sure_place(found, self.draft.source)

    def _is_dateline_alone(self, line: _Line) -> bool:
        found = self._dateline(line)
        return found is not None and found.date is not None and self._last_of(found) == line.end

    def _goes_on_after_dateline(self, line: _Line) -> bool:
        """Tell whether the story begins in this line, after its dateline: `COLOMBO, April 9 - The fund …`."""
        found = self._dateline(line)
        return found is not None and found.date is not None and self._last_of(found) < line.end

    def _last_of(self, found: FoundDateline) -> int:
        return len(self.draft.source[: found.end].rstrip())

    def _dateline_alone(self, line: _Line) -> None:
        """Find the place of a dateline that has a line to itself: `Baku, Azerbaijan, June 4`."""
        found = self._dateline(line)
        if found is not None and found.dateline.place and self._is_dateline_alone(line):
            place = (line.start, line.start + len(found.dateline.place))
            self._find("place", found.dateline.place, place, "dateline")
            if found.dateline.agency:
                self._find("agency", found.dateline.agency, (place[1], line.end), "dateline")

    def _dateline(self, line: _Line) -> FoundDateline | None:
        """Return the dateline that opens a line; its place and date stand on it, not on the next."""
        found = find_dateline(self.draft.source, line.start, self.draft.language)
        if found is None or (found.date is not None and found.date.end > line.end):
            return None
        after_comma = found.date is not None and self.draft.source[: found.date.start].rstrip().endswith(",")
        if found.date is not None and found.date.day is None and found.date.kind == "partial" and not after_comma:
            return None  # a headline: RESERVES RISE IN FEBRUARY
        return found

    def _short(self, line: _Line) -> int | None:
        """Take a short line without a stop as a candidate for headline or outlet; anything else begins the story."""
        words = line.words.split()
        if width(line.words) > LONGEST_HEADLINE or len(words) < 1 or self._begins_paragraph(line):
            return self._long_headline(line)
        self.candidates.append(line)
        return line.at + 1

    def _long_headline(self, line: _Line) -> int | None:
        """Take a very long line as the headline where it is all but marked as one: said twice, or in capitals."""
        below = self.lines[line.at + 1 : line.at + 4]
        again = any(self.draft.source[start:end] == line.words for start, end in below if end > start)
        if not again:
            return None
        self.candidates.append(line)
        return line.at + 1

    def _begins_paragraph(self, line: _Line) -> bool:
        if "\n" in line.words or is_several_sentences(line.words):
            return True
        if _SENTENCE_END.search(line.words) and not self._is_one_word(line) and not self._is_headline_with_stop(line):
            return True
        if self._dateline(line) is not None:
            return True
        if (self.titled and not names_outlet(line.words, self.draft.language)) or line.words.endswith(":"):
            return True
        following = self._following(line.at)
        if following is not None and _LABEL.match(line.words) and _LABEL.match(following.words):
            return True
        if following is None:
            return len(self.candidates) > 0 or len(line.words) > 120
        goes_on = goes_on_in(line.words, following.words, adjacent=following.at == line.at + 1)
        quoted = line.words[:1] in "\"“„«'‘" and line.words[-1:] in "\"”“»'’" and self.candidates
        return goes_on or bool(quoted)

    def _is_headline_with_stop(self, line: _Line) -> bool:
        below = self._following(line.at)
        if below is None or below.at == line.at + 1 or self.titled or self.candidates:
            return False
        opens = self._dateline(below) is not None or find_byline(self.draft.source, below.start) is not None
        return is_headline_with_stop(line.words, below.words, story_opens_below=opens)

    def _following(self, at: int) -> _Line | None:
        for i in range(at + 1, len(self.lines)):
            start, end = self.lines[i]
            if end > start:
                return _Line(i, start, end, self.draft.source[start:end])
        return None

    # ---- what the candidates were

    def _choose_headline(self, at: int) -> None:
        """Name the outlet and the headline among the candidates; the rest stays in the story."""
        outlets = [line for line in self.candidates if names_outlet(line.words, self.draft.language)]
        others = [line for line in self.candidates if line not in outlets]
        if not others and not self.titled and outlets and (len(outlets) > 1 or len(outlets[0].words.split()) > 4):
            longest = max(outlets, key=lambda line: len(line.words))
            others, outlets = [longest], [line for line in outlets if line is not longest]
        issued = not outlets and "release-label" in self.over and len(others) > 1
        if issued and names_institution(others[0].words):
            outlets, others = others[:1], others[1:]
        for line in outlets[:1]:
            known = issued or any(f.field == "outlet" for f in self.draft.findings)
            name = line.words.strip(" |·")
            self._find("outlet", name, (line.start, line.end), "outlet_line", "supported" if known else "stated")
            self.draft.mark(line.start, line.end, "byline")
            self.candidates.remove(line)
        if others and not self.titled and self._stands_over_text(others[0], at):
            headline = others[0]
            self._find("title", unwrapped(headline.words), (headline.start, headline.end), "headline")
            self.draft.mark(headline.start, headline.end, "headline")
            self.candidates.remove(headline)
            self._subtitle(others[1:2], at)

    def _is_one_word(self, line: _Line) -> bool:
        return line.words.isascii() and len(line.words.split()) == 1

    def _stands_over_text(self, headline: _Line, at: int) -> bool:
        """Tell whether anything is left for the story under a headline: a line alone is no headline of nothing."""
        below = (end > start for start, end in self.lines[at:])
        return any(line.at > headline.at for line in self.candidates) or any(below)

    def _subtitle(self, lines: Sequence[_Line], at: int) -> None:
        for line in lines:
            if SHORTEST_SUBTITLE < len(line.words) <= LONGEST_HEADLINE and line.at < at:
                self._find("subtitle", line.words, (line.start, line.end), "subtitle")
                self.draft.mark(line.start, line.end, "headline", level=2)
                self.candidates.remove(line)

    def _find(self, field: str, value: str, at: Span, rule: str, standing: Standing = "stated") -> None:
        self.draft.findings.append(Finding(field, value, Extent(*at), rule, standing))
