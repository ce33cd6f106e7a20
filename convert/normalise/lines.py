"""Lines of the source: what each is (blank, head, residue, text), and paragraphs made of those of the text.

A press text comes either with a line for each paragraph or hard-wrapped, with a blank line between paragraphs, or
both. Lines are joined only where the text itself shows that it is wrapped: by most lines ending near one width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.normalise.columns import rows_from
from convert.normalise.draft import Change, Draft

Span = tuple[int, int]
"""A span of the source."""

NARROWEST, WIDEST = 40, 100
"""Characters: hard-wrapped text is as wide as this."""

MOST_LINES = 2000
"""Lines without a blank one among them whose usual indent is counted out."""

_HYPHENATED = re.compile(r"(?<=[^\W\d_]{2})[-\u2010]$")
_BULLET = re.compile(r"(?P<mark>[-*•–·▪◦‣]|\d{1,2}[.)]|[a-z]\))[ \t]+(?=\S)")
_TABLE_ROW = re.compile(r"\|.*\|\s*$|[^|\n]+\|[^|\n]+\|")


def source_lines(draft: Draft) -> list[Span]:
    """Return the lines of the source without their ends and outer white space; blank ones are empty spans."""
    lines: list[Span] = []
    at = 0
    for end in (*(match.span() for match in _END_OF_LINE.finditer(draft.source)), (len(draft.source),) * 2):
        line = draft.source[at : end[0]]
        stripped = line.strip(_WHITE)
        start = at + (len(line) - len(line.lstrip(_WHITE)) if stripped else 0)
        lines.append((start, start + len(stripped)))
        at = end[1]
    return lines


_END_OF_LINE = re.compile("[\n\r\x0c\u2028\u2029](?:(?<=\r)\n\x0c?|(?<=\n)\x0c)?")
"""A form feed at a line's end is no blank line: sentences go on over pages."""

_WHITE = " \t\r\u00a0\u3000\x0b\x00\ufeff"


def is_wrapped(draft: Draft, lines: Sequence[Span]) -> bool:
    """Tell whether running text is hard-wrapped: its lines end within one width, in the middle of sentences."""
    runs = [run for run in _runs(lines) if len(run) >= 2]
    wrapped = broken = 0
    for run in runs:
        widest = max(end - start for start, end in run)
        for start, end in run[:-1]:
            mid_sentence = draft.source[end - 1] not in ".!?:”\"»…’'"
            if NARROWEST <= widest <= WIDEST and end - start >= widest * 0.62 and mid_sentence:
                wrapped += 1
            else:
                broken += 1
    return wrapped >= 2 and wrapped >= 2 * broken


def _runs(lines: Sequence[Span]) -> Iterator[list[Span]]:
    run: list[Span] = []
    for start, end in lines:
        if start == end:
            if run:
                yield run
            run = []
        else:
            run.append((start, end))
    if run:
        yield run


def paragraphs(draft: Draft, lines: Sequence[Span]) -> list[Span]:
    """Return the paragraphs of the lines, those of a wrapped text or of a hyphenated word joined.

    A single line that goes on mid-word or in small letters after an unfinished one is joined in any text.
    """
    wrapped = is_wrapped(draft, lines)
    found: list[Span] = []
    for run in _runs(lines):
        part = [run[0]]
        listed = sum(bool(_BULLET.match(draft.source, start, end)) for start, end in run) > 1
        indented = _indented(draft, run) if wrapped else frozenset()
        in_columns = _in_columns(draft, run)
        for line in run[1:]:
            hangs = line in indented and _BULLET.match(draft.source, *part[0])
            begins = line in indented and not hangs
            in_table = line in in_columns or part[-1] in in_columns
            if not begins and not in_table and _goes_on(draft, part[-1], line, wrapped=wrapped, listed=listed):
                part.append(line)
            else:
                found.append((part[0][0], part[-1][1]))
                part = [line]
        found.append((part[0][0], part[-1][1]))
    return found


def _in_columns(draft: Draft, run: Sequence[Span]) -> frozenset[Span]:
    """Return the lines of a run that are rows of a table set in columns."""
    found: set[Span] = set()
    at = 0
    while at < len(run):
        rows = len(rows_from(draft.source, run, at))
        found.update(run[at : at + rows])
        at += rows or 1
    return frozenset(found)


def _indented(draft: Draft, run: Sequence[Span]) -> frozenset[Span]:
    """Return the lines of a run that begin further in than most: so wires and printed pages begin a paragraph."""
    columns = [start - (draft.source.rfind("\n", max(0, start - WIDEST), start) + 1) for start, _ in run]
    usual = (
        min(columns, key=lambda column: (-columns.count(column), column)) if len(run) <= MOST_LINES else min(columns)
    )
    return frozenset(line for line, column in zip(run, columns, strict=True) if usual + 2 <= column <= usual + 10)


def _goes_on(draft: Draft, line: Span, following: Span, *, wrapped: bool, listed: bool) -> bool:
    before, after = draft.source[line[0] : line[1]], draft.source[following[0] : following[1]]
    if _BULLET.match(after):  # one dash alone is the sentence's, in a wrapped text
        return wrapped and not listed and after[0] in "-–"
    if _TABLE_ROW.match(after) or _TABLE_ROW.match(before):
        return False
    if _HYPHENATED.search(before) and after[:1].islower():
        return True
    if wrapped:
        return len(before) >= NARROWEST * 0.62
    return len(before) >= NARROWEST and before[-1:].isalpha() and after[:1].islower()


_COMPOUND = re.compile(r"\b[^\W\d_]{1,30}-[^\W\d_]{1,30}\b")
"""A hyphenated word. Bounded, for a word of 200,000 letters is tried at each of them otherwise."""

_LINE_END = re.compile(r"\n\s*")


def join_lines(draft: Draft, blocks: Sequence[Span]) -> None:
    """Join the lines of each block: a space for a line end; a word divided over it is put together again.

    A hyphen at a line end is the word's own where the part before it stands with one elsewhere (`well-known`) or the
    next begins with a capital: then it stays.
    """
    changes: list[Change] = []
    hyphenated = {word.lower() for word in _COMPOUND.findall(draft.text)}
    for start, end in blocks:
        first, last = draft.to_text(start), draft.to_text(end)
        changes += (_joint(draft.text, match, hyphenated) for match in _LINE_END.finditer(draft.text, first, last))
    draft.change(changes, "joined-lines")


def _joint(text: str, match: re.Match[str], hyphenated: set[str]) -> Change:
    start, end = match.span()
    while start and text[start - 1] in " \t\u00a0":
        start -= 1
    divided = re.search(r"([^\W\d_]{2,})[-\u2010]$", text[max(0, start - 40) : start])
    rest = re.match(r"[^\W\d_]+", text[end : end + 40])
    if divided is None or rest is None or not rest[0][0].islower():
        return start, end, " " if divided is None else ""
    if f"{divided[1]}-{rest[0]}".lower() in hyphenated:
        return start, end, ""
    return start - 1, end, ""


_SPACES = re.compile(r"[ \t\u00a0\u3000]{2,}|\t")


def single_spaces(draft: Draft, blocks: Sequence[Span]) -> None:
    """Make runs of spaces inside a block one space."""
    changes: list[Change] = []
    for start, end in blocks:
        first, last = draft.to_text(start), draft.to_text(end)
        runs = _SPACES.finditer(draft.text, first, last)
        changes += ((run.start(), run.end(), " ") for run in runs if run.start() > first and run.end() < last)
    draft.change(changes, "spaces")
