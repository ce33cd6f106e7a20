"""Factiva: documents of fields with codes (`HD`, `LP`, `TD` …), or of lines without them in the order of the codes.

A document ends with its number (`Document ACCORD0020250314el3e0001b`, in the language of the interface).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from convert.normalise.byline import find_byline
from convert.readers.exports.around import say_cover, say_unknown, say_what_follows
from convert.readers.exports.fields import Said, dated
from convert.readers.exports.sheet import Paragraph, Sheet
from convert.readers.exports.story import Export, Story
from convert.readers.exports.vendors import Vendor, extra_named, language_named, vendor

_NUMBER = r"[A-Z0-9]{4,12}\d{8}[a-z0-9]{6,12}"
_CODE = re.compile(r"[A-Z]{2,4}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s\(?[A-Z]{2,5}\)?)?")
_SOURCE = re.compile(r"[A-Z0-9]{1,10}")
_PAGE = re.compile(r"[A-Za-z]{0,4}[ -]?\d{1,4}[A-Za-z]?(?:[,/-] ?\w{1,6})*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

LONGEST_LINE = 160
"""Characters of a line before the text of a document without codes."""
MOST_TITLES = 4
"""Lines over the number of words, in the first document, that can be its section, headline and byline."""


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of the fields."""
    labels = (label for labels in vendor("factiva").table.fields.values() for label in labels)
    return tuple(sorted(label for label in labels if _CODE.fullmatch(label)))


@cache
def begins() -> re.Pattern[str]:
    """Return what begins a paragraph of plain text: every line, and what follows a code on its line."""
    known = "|".join(codes())
    code = rf"(?:{known})(?:[\t\u2003\xa0]|[ ]{{2,}}|[ ]*$)|[A-Z]{{2,4}}(?:[\t\u2003]|[ ]{{3,}})(?=\S)"
    return re.compile(rf"^(?P<apart>{code})|^(?=[^\S\n]*\S)", re.MULTILINE)


@cache
def closing() -> re.Pattern[str]:
    """Return the line that closes a document."""
    words = "|".join(vendor("factiva").table.documents)
    return re.compile(rf"(?:AN\s+)?(?:{words})\s+(?P<number>{_NUMBER})\.?")


class _Field(Struct, frozen=True):
    """A field with its code, and the paragraphs of its words."""

    code: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def words(self) -> str:
        return " ".join(paragraph.line for paragraph in self.paragraphs)


def stories(sheet: Sheet, export: Export, number: int = 1) -> Iterator[Story]:
    """Yield the documents of a sheet in order; `number` is that of the first among those of its file."""
    if any(paragraph.words == "HD" for paragraph in sheet.paragraphs):
        yield from _coded_stories(sheet, export, number)
    else:
        yield from _plain_stories(sheet, export)


# ---- with codes -----------------------------------------------------------------------------------------------------


def _coded_stories(sheet: Sheet, export: Export, number: int) -> Iterator[Story]:
    starts = list(_code_places(sheet, export.vendor))
    say_cover(sheet.paragraphs[: starts[0]], export)
    fields: list[_Field] = []
    follows: list[Paragraph] = []
    for start, end in zip(starts, [*starts[1:], len(sheet.paragraphs)], strict=True):
        field = _Field(sheet.paragraphs[start].words, sheet.paragraphs[start + 1 : end])
        if fields and _begins_anew(field, fields):
            yield _coded_story(fields, export, number, is_cut=False)
            number, fields = number + 1, []
        if field.code == "AN":
            # what follows a document's number is no part of it: the summary of the search, the foot of the page
            follows += field.paragraphs[1:]
            field = _Field("AN", field.paragraphs[:1])
        fields.append(field)
    if any(field.code == "HD" or export.vendor.field_of(field.code) == "body" for field in fields):
        yield _coded_story(fields, export, number, is_cut=all(field.code != "AN" for field in fields))
    else:
        follows += [paragraph for field in fields for paragraph in field.paragraphs]
    say_what_follows(follows, export)


def _code_places(sheet: Sheet, known: Vendor) -> Iterator[int]:
    """Yield where codes stand: those of the table, and others that stand apart as theirs do, but not within a text."""
    apart = any(each.is_apart and each.words == "HD" for each in sheet.paragraphs)
    inside: str | None = None
    for at, each in enumerate(sheet.paragraphs):
        if _CODE.fullmatch(each.words) is None or (apart and not each.is_apart):
            continue
        field = known.field_of(each.words)
        if field is not None or sheet.is_structured or inside not in ("body", "printed"):
            inside = field
            yield at


def _begins_anew(field: _Field, before: Sequence[_Field]) -> bool:
    if before[-1].code == "AN":
        return True
    return field.code in ("HD", "SE", "CLM") and any(each.code == "HD" for each in before)


def _coded_story(fields: Sequence[_Field], export: Export, number: int, *, is_cut: bool) -> Story:
    said: list[Said] = []
    body: list[Paragraph] = []
    after: list[tuple[Paragraph, ...]] = []
    for field in fields:
        name = export.vendor.field_of(field.code)
        if name == "body":
            body += field.paragraphs
        elif name == "printed":
            after.append(field.paragraphs)
        else:
            if name is None:
                say_unknown(field.code, number, export)
            said.append(Said(name or extra_named(field.code), field.words, field.code))
    whole = "\n\n".join(f"{field.code} {paragraph.words}" for field in fields for paragraph in field.paragraphs)
    return Story(tuple(said), tuple(body), whole, tuple(after), is_cut=is_cut)


# ---- without codes --------------------------------------------------------------------------------------------------


def _plain_stories(sheet: Sheet, export: Export) -> Iterator[Story]:
    start = 0
    paragraphs = sheet.paragraphs
    for end in [at for at, each in enumerate(paragraphs) if closing().fullmatch(each.line)]:
        part = _uncovered(paragraphs[start : end + 1], export) if start == 0 else paragraphs[start : end + 1]
        yield _Plain(part, export.vendor).story
        start = end + 1
    rest = paragraphs[start:]
    if any(export.vendor.count.fullmatch(each.line) for each in rest):
        yield _Plain(rest, export.vendor).story
    elif start:
        say_what_follows(rest, export)


def _uncovered(paragraphs: tuple[Paragraph, ...], export: Export) -> tuple[Paragraph, ...]:
    """Return the first document without what stands over it."""
    count_at = next((at for at, each in enumerate(paragraphs) if export.vendor.count.fullmatch(each.line)), 0)
    bold = next((at for at in range(count_at) if paragraphs[at].is_bold), None)
    first = max(0, count_at - 2) if bold is None else max(0, bold - 1)
    if count_at <= MOST_TITLES:
        return paragraphs
    say_cover(paragraphs[:first], export)
    return paragraphs[first:]


class _Plain:
    """A document whose lines say what they are by their order: the codes' own."""

    def __init__(self, paragraphs: Sequence[Paragraph], known: Vendor) -> None:
        self._known = known
        self._all = paragraphs
        self._said: list[Said] = []
        last = closing().fullmatch(paragraphs[-1].line)
        body_end = len(paragraphs) - 1 if last else len(paragraphs)
        begin = min(self._read_head(), body_end)
        if last:
            self._say("extra.accession", paragraphs[-1].line, "AN")
        whole = "\n\n".join(paragraph.words for paragraph in paragraphs)
        self.story = Story(tuple(self._said), tuple(paragraphs[begin:body_end]), whole, is_cut=last is None)

    def _say(self, field: str, words: str, code: str, *, is_guess: bool = False) -> None:
        self._said.append(Said(field, words, code, is_guess))

    def _read_head(self) -> int:
        """Take the lines over the text; return where it begins."""
        lines = [paragraph.line for paragraph in self._all]
        count_at = next((at for at, line in enumerate(lines) if self._known.count.fullmatch(line)), None)
        if count_at is None:
            self._say("title", lines[0], "HD")
            return 1
        self._read_titles(self._all[:count_at])
        self._say("extra.words", lines[count_at], "WC")
        at = count_at + 1
        if at < len(lines) and (date := dated(lines[at])):
            self._say("published", date.date, "PD")
            at += 1
        if at < len(lines) and _CLOCK.fullmatch(lines[at]):
            self._say("time", lines[at], "ET")
            at += 1
        if at < len(lines):
            self._say("outlet", lines[at], "SN")
            at += 1
        return self._read_source(at)

    def _read_titles(self, titles: Sequence[Paragraph]) -> None:
        """Take section, headline and byline: the headline is the bold one, or the longest of two."""
        lines = [each.line for each in titles]
        if lines and (len(lines) > 1 and find_byline(lines[-1]) is not None):
            self._say("byline", lines.pop(), "BY")
        bold = [at for at, line in enumerate(lines) if titles[at].is_bold]
        if bold and bold[-1] < len(lines):
            first, last = bold[0], bold[-1]
        elif len(lines) == 2:
            first = last = 0 if len(lines[0]) >= len(lines[1]) else 1
        else:
            first, last = 0, len(lines) - 1
        is_guess = not bold and len(lines) > 1
        self._say("section", " ".join(lines[:first]), "SE", is_guess=is_guess)
        self._say("title", " ".join(lines[first : last + 1]), "HD", is_guess=is_guess)
        self._say("byline", " ".join(lines[last + 1 :]), "BY", is_guess=is_guess)

    def _read_source(self, at: int) -> int:
        """Take the source's code, edition, page, language and copyright, as far as they are there."""
        lines = [paragraph.line for paragraph in self._all]
        language_at = next((n for n in range(at, min(at + 7, len(lines))) if language_named(lines[n])), None)
        if language_at is None:
            return self._read_code(at)
        for n in range(at, language_at):
            if _SOURCE.fullmatch(lines[n]) and n == at:
                self._say("extra.source_code", lines[n], "SC")
            elif _PAGE.fullmatch(lines[n]):
                self._say("extra.page", lines[n], "PG")
            else:
                self._say("extra.edition", lines[n], "ED")
        self._say("language", lines[language_at], "LA")
        at = language_at + 1
        if at < len(lines) and len(lines[at]) <= LONGEST_LINE and self._is_rights(lines[at]):
            self._say("rights", lines[at], "CY")
            at += 1
        return at

    def _is_rights(self, line: str) -> bool:
        return self._known.is_rights(line) or _YEAR.search(line) is not None

    def _read_code(self, at: int) -> int:
        lines = [paragraph.line for paragraph in self._all]
        if at < len(lines) and _SOURCE.fullmatch(lines[at]):
            self._say("extra.source_code", lines[at], "SC")
            at += 1
        if at < len(lines) and self._known.is_rights(lines[at]):
            self._say("rights", lines[at], "CY")
            at += 1
        return at
