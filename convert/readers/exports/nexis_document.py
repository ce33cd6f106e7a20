"""One document of Nexis: what leads it, the fields before its text, the text, the fields after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from convert.readers.exports.fields import Said, dated
from convert.readers.exports.sheet import Paragraph
from convert.readers.exports.story import Story
from convert.readers.exports.vendors import Vendor, extra_named, folded

_LABEL = re.compile(r"(?P<label>[^\W\d_][\w .'’/&-]{0,40}?)\s?:(?=\s|$)\s*")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž-]{2,30}")
_LEADING = frozenset(("title", "subtitle", "byline", "section", "place", "url", "extra.words", "extra.edition"))
"""Fields that stand before the text."""
_ADDRESS = re.compile(r"https?://\S+")

MOST_LEADING = 8
"""Paragraphs among which the date of an old document stands."""
MOST_TITLES = 4
"""Paragraphs between the date and the first field."""
LONGEST_DATE = 160
"""Characters of the line of a date, with its edition."""
MOST_CONTINUED = 12
"""Paragraphs that a correction or a legend may go on over."""
MOST_LEFT = 60
"""Words that may stand after the copyright and be no part of the article: more of them are its text."""


class Part(Struct, frozen=True):
    """A document's paragraphs. `is_old` where a line opened it, else one closed it; `is_first` where a cover may stand
    over it; `is_whole` where its end is there.
    """

    paragraphs: tuple[Paragraph, ...]
    is_old: bool
    is_first: bool
    is_whole: bool


class _Field(Struct, frozen=True):
    """A field: its label as it stands, what that is in the vendor's table (None: not known), its words."""

    label: str
    field: str | None
    words: str


class Document:
    """A document as it is understood: its `story` (None where it holds no article), and what there is to be noted."""

    def __init__(self, part: Part, vendor: Vendor) -> None:
        self._part, self._vendor, self._all = part, vendor, part.paragraphs
        self._said: list[Said] = []
        self._after: list[tuple[Paragraph, ...]] = []
        self._is_closed, self._is_foreign = part.is_whole, False
        self.cover: tuple[Paragraph, ...] = ()
        self.left: tuple[Paragraph, ...] = ()
        self.unknown: list[str] = []
        begin = self._read_old_head() if part.is_old else self._read_new_head()
        end = self._read_tail(begin)
        self.story = self._story(self._all[begin:end])

    def _story(self, body: tuple[Paragraph, ...]) -> Story | None:
        if not any(each.field in ("title", "published", "extra.words") for each in self._said):
            self.left = self._all
            return None
        return Story(
            said=tuple(self._said),
            body=body,
            whole="\n\n".join(each.words for each in self._all[len(self.cover) :] if each not in self.left),
            after=tuple(reversed(self._after)),
            heads=frozenset(each.place for each in self._all if self._is_head(each)),
            is_cut=not self._is_closed,
        )

    def _is_head(self, paragraph: Paragraph) -> bool:
        """Tell a line that stands over a legend or a correction."""
        field = self._field(paragraph)
        bare = field is not None and field.field == "printed" and not field.words
        return bare or (not self._part.is_old and folded(paragraph.line) in self._vendor.headings)

    def _say(self, field: str, words: str, place: str) -> None:
        self._said.append(Said(field, words, place))

    # ---- what leads it

    def _read_old_head(self) -> int:
        """Take outlet, date, headline and the first fields; return where the text begins."""
        leading = self._all[:MOST_LEADING]
        date_at = next((at for at, each in enumerate(leading) if self._is_date(each)), None)
        if date_at is None:
            date_at = next((at for at, each in enumerate(leading) if not each.is_inset), len(leading)) - 1
        over, at = leading[: date_at + 1], date_at + 1
        # some papers have their headline over the outlet's line: it is the one that is not centred
        titles = [each for each in over if not each.is_inset and not self._vendor.is_rights(each.line)]
        titles = titles if any(each.is_inset for each in over) else []
        for each in over:
            if each not in titles:
                self._read_leading(each)
        first = self._first_field(at) if not titles or not self._is_text(at) else at
        self._read_titles([*titles, *self._under_date(self._all[at:first])])
        return self._read_fields(first)

    def _is_text(self, at: int) -> bool:
        """Tell where no field follows soon."""
        return not any(self._is_field(each) for each in self._all[at : at + MOST_TITLES + 1])

    def _first_field(self, at: int) -> int:
        """Return where the fields begin after the headline at `at`; where there is none, the text does."""
        for n in range(at, min(at + MOST_TITLES + 1, len(self._all))):
            # a headline may begin with a word in capitals and a colon, that no field is called
            if self._is_known(n) or (n > at and self._is_field(self._all[n])):
                return n
        return min(at + 1, len(self._all))

    def _is_date(self, paragraph: Paragraph) -> bool:
        return len(paragraph.line) <= LONGEST_DATE and self._field(paragraph) is None and bool(dated(paragraph.words))

    def _read_leading(self, paragraph: Paragraph) -> None:
        line = paragraph.line
        date = dated(paragraph.words) if self._is_date(paragraph) else None
        if date is not None:
            self._say("published", date.date, "date line")
            self._say("extra.edition", date.rest, "date line")
        elif self._vendor.is_rights(line):
            self._say("rights", line, "copyright line")
        elif _ADDRESS.fullmatch(line):
            self._say("url", line, "address line")
        elif not any(each.field == "outlet" for each in self._said):
            self._say("outlet", line, "outlet line")
        else:
            self._say("extra.edition", line, "edition line")

    def _under_date(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """Take the centred lines under the date, which name the edition; return the headline's."""
        count = next((at for at, each in enumerate(paragraphs) if not each.is_inset), 0)
        for each in paragraphs[:count]:
            self._read_leading(each)
        return paragraphs[count:]

    def _read_titles(self, titles: Sequence[Paragraph]) -> None:
        if titles:
            self._say("title", titles[0].line, "headline")
        if rest := " ".join(each.line for each in titles[1:]):
            self._say("subtitle", rest, "headline")

    def _read_new_head(self) -> int:
        """Take headline, outlet, date and the first fields, a cover before them; return where the text begins."""
        text_at = next((at for at, each in enumerate(self._all) if folded(each.line) in self._vendor.text), None)
        dates = [at for at, each in enumerate(self._all[:text_at]) if at and self._is_date(each)]
        if not dates:
            return self._read_undated(text_at)
        # a cover has dates too: the article's is the last over its fields; without `Body`, only the first is
        fields_at = next((at for at in range(len(self._all[:text_at])) if self._is_known(at)), len(self._all))
        date_at = dates[0] if text_at is None else max((at for at in dates if at < fields_at), default=dates[-1])
        first = max(0, date_at - 2) if self._part.is_first else 0
        self.cover = self._all[:first]
        self._read_titles(self._all[first : date_at - 1] or self._all[date_at - 1 : date_at])
        if date_at > 1:
            self._say("outlet", self._all[date_at - 1].line, "outlet line")
        self._read_leading(self._all[date_at])
        if text_at is None:
            return self._read_fields(date_at + 1)
        self._read_fields(date_at + 1, text_at)
        return text_at + 1

    def _read_undated(self, text_at: int | None) -> int:
        first = next((at for at in range(len(self._all[:text_at])) if self._is_known(at)), text_at or 0)
        self._read_titles(self._all[:first][-1:] if self._part.is_first else self._all[:first])
        self.cover = self._all[: max(0, first - 1)] if self._part.is_first else ()
        begin = self._read_fields(first, text_at)
        return begin if text_at is None else text_at + 1

    # ---- fields

    def _field(self, paragraph: Paragraph) -> _Field | None:
        found = _LABEL.match(paragraph.words)
        if found is None or (self._part.is_old and not found["label"].isupper()):
            return None
        words = " ".join(paragraph.words[found.end() :].split())
        field = self._vendor.field_of(found["label"])
        # the German word for it, `UPDATE`, opens headlines as well
        return None if field == "extra.loaded" and not dated(words) else _Field(found["label"], field, words)

    def _is_known(self, at: int) -> bool:
        field = self._field(self._all[at])
        return field is not None and field.field is not None

    def _is_field(self, paragraph: Paragraph) -> bool:
        """Tell a field where fields stand, known or not; in old exports one not known is a word in capitals."""
        field = self._field(paragraph)
        if field is None:
            return False
        return field.field is not None or not self._part.is_old or _CAPITALS.fullmatch(field.label) is not None

    def _read_fields(self, start: int, end: int | None = None) -> int:
        """Take the fields from `start` on, to `end` where it is known, else to the first paragraph that is none.

        What stands between fields and is none goes on with the one before it.
        """
        at, stop, has_field = start, self._last_known(start) if end is None else end, False
        while at < stop:
            paragraph = self._all[at]
            field = self._field(paragraph) if self._is_field(paragraph) else None
            if field is not None and field.field == "body":
                return at if field.words else at + 1
            if field is not None:
                self._take(field, (paragraph,))
                has_field = field.field != "printed"
            elif self._vendor.is_rights(paragraph.line):
                self._say("rights", paragraph.line, "copyright line")
            elif has_field:
                last = self._said[-1]
                self._said[-1] = replace(last, words=f"{last.words} {paragraph.line}".strip())
            else:
                self._say("extra.edition", paragraph.line, "edition line")
            at += 1
        return at

    def _last_known(self, start: int) -> int:
        """Return where the fields that begin at `start` end: with the last that is known, where any is.

        Words in capitals before a colon that follow it are the text's (the name of a speaker), unless a field that
        stands before texts comes after them.
        """
        at = end = start
        while at < len(self._all) and (self._is_field(self._all[at]) or self._is_bare(at - 1, start)):
            field = self._field(self._all[at])
            at += 1
            if field is not None and field.field == "body":
                return at
            if field is None or field.field in _LEADING or (field.field is not None and end == at - 1):
                end = at
        self._is_foreign = end == start
        return end if end > start else at

    def _is_bare(self, at: int, start: int) -> bool:
        field = self._field(self._all[at]) if at >= start else None
        return field is not None and not field.words and field.field != "body"

    def _take(self, field: _Field, paragraphs: tuple[Paragraph, ...]) -> None:
        if field.field == "printed":
            self._after.append(paragraphs)
            return
        if field.field is None:
            self.unknown.append(field.label)
        words = " ".join((field.words, *(each.line for each in paragraphs[1:]))).strip()
        self._say(field.field or extra_named(field.label), words, field.label)

    # ---- what follows it

    def _read_tail(self, begin: int) -> int:
        """Take the fields and the copyright after the text, from the end upwards; return where the text ends."""
        end = self._take_rights(begin)
        if not self._part.is_old:
            end = self._take_classes(begin, end)
        taken: list[tuple[_Field, tuple[Paragraph, ...]]] = []
        while end > begin and (found := self._last_field(begin, end)) is not None:
            field, start = found
            taken.append((field, self._all[start:end]))
            end = start
        # words in capitals before a colon, over the first field that only a database has, are the text's
        while not self._is_foreign and any(field.field is None for field, _ in _over_fields(taken)):
            end += len(taken.pop()[1])
        self._is_closed = self._is_closed or (self._part.is_old and bool(taken))
        if not self._part.is_old and len(taken) == 1 and taken[0][0].field != "extra.loaded":
            # one line with a colon is as likely the text's
            return end + len(taken[0][1])
        for field, paragraphs in taken:
            self._take(field, paragraphs)
        return end

    def _take_rights(self, begin: int) -> int:
        """Take the copyright that closes an old document, and leave out what stands after it and is no field."""
        found = [at for at in range(begin, len(self._all)) if self._vendor.is_rights(self._all[at].line)]
        if not self._part.is_old or not found:
            return len(self._all)
        after = self._all[found[-1] + 1 :]
        if any(map(self._is_field, after)) or sum(len(each.words.split()) for each in after) > MOST_LEFT:
            return len(self._all)
        self._is_closed, self.left = True, after
        start = found[-1]
        while start - 1 in found:
            start -= 1
        self._say("rights", " ".join(each.line for each in self._all[start : found[-1] + 1]), "copyright line")
        return start

    def _take_classes(self, begin: int, end: int) -> int:
        """Take the fields under `Classification`, all of which are fields."""
        at = next((at for at in range(begin, end) if folded(self._all[at].line) in self._vendor.classes), None)
        if at is None:
            return end
        self._read_fields(at + 1, end)
        return at

    def _last_field(self, begin: int, end: int) -> tuple[_Field, int] | None:
        """Return the field that ends before `end` and where it begins; only what is printed goes on over paragraphs."""
        for at in range(end - 1, max(begin, end - MOST_CONTINUED) - 1, -1):
            field = self._field(self._all[at])
            if field is None or not (field.field or _CAPITALS.fullmatch(field.label)):
                continue
            goes_on = field.field == "printed" or not field.words
            return (field, at) if at == end - 1 or (goes_on and field.field is not None) else None
        return None


def _over_fields(
    taken: Sequence[tuple[_Field, tuple[Paragraph, ...]]],
) -> Iterator[tuple[_Field, tuple[Paragraph, ...]]]:
    """Yield those of the fields after the text, taken from the last up, over which no field of a database stands."""
    for each in reversed(taken):
        if each[0].field not in (None, "printed"):
            return
        yield each
