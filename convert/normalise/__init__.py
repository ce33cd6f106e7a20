"""From a Raw to an Article: what the text says of itself is found, what is no part of it left out, its typography set.

The passes, in this order; each is a function of the Draft that adds findings, marks or edits, and nothing else:

 1. decode       control characters, line ends (bytes are decoded by the reader, with `decode.decode`)
 2. header       front matter, a block of `Key: value` lines
 3. language     what language it is in
 4. head         scraped prefix, headline, byline, outlet, time stamps, residue over the story
 5. lines        paragraphs; residue, sub-heads, lists and tables among them
 6. dateline     place, agency; it stays in the first paragraph
 7. dates        all evidence gathered, then weighed (`dates`, `evidence`)
 8. typography   lines joined, hyphens at line ends undone, spaces, quotation marks
 9. tags         hashtags, handles, addresses
10. metadata     the best finding of each field chosen
11. build        blocks made of the marks

A Raw whose reader knew the structure (`structured`) has its blocks marked already: the head is read in its leading
paragraphs (`structured`), lines are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from convert.contracts import Given, MarkKind, Raw
from convert.errors import Noter, NothingUsable
from convert.model import Article, Extent, Finding, NamedPlace, Residue, Source
from convert.normalise.build import build_body
from convert.normalise.dateline import FoundDateline, find_dateline
from convert.normalise.dates import HOW_TO_WRITE, DateEvidence, DatePlaces, gather
from convert.normalise.decode import take_out_unprintable, without_halves
from convert.normalise.draft import Draft
from convert.normalise.embargo_lines import note_mentioned, take_out_marked_embargo, without_embargo_lines
from convert.normalise.evidence import weigh
from convert.normalise.head import find_head
from convert.normalise.header import find_header
from convert.normalise.headline import unwrapped
from convert.normalise.language import find_language
from convert.normalise.left_out import note_left_out
from convert.normalise.lines import Span, join_lines, paragraphs, single_spaces, source_lines
from convert.normalise.lost import report_lost_marks, report_lost_spaces
from convert.normalise.metadata import DATE_FIELDS, choose, metadata_of, take_given
from convert.normalise.quotes import set_quotes
from convert.normalise.releases import without_foot
from convert.normalise.sign_off import find_sign_off
from convert.normalise.structure import find_lists_and_tables, is_cut_off, take_out_residue
from convert.normalise.structured import (
    find_marked_head,
    keep_story,
    leading_paragraphs,
    take_out_marked_residue,
    unmarked,
)
from convert.normalise.subheads import find_subheads
from convert.normalise.tags import find_tags, link_addresses
from convert.normalise.uncovered import left_over

TEXT_BLOCKS: tuple[MarkKind, ...] = ("paragraph", "heading", "item", "cell", "figure")


MOST_WORDS_OF_A_DATE = 14
"""Words in one place with a date, its hour, its zone and what introduces it: more of them are a text."""

_OF_FIELDS = frozenset(("agency_metadata", "export", "mail", "candidate", "feed_entry", "front_matter"))
"""Rules of dates that have a field of their own; on a page they stand among words."""

LONGEST_QUOTED = 60
"""Characters of words that are left out, by which their reader finds them."""


def normalise(raw: Raw, given: Sequence[Given], note: Noter) -> Article:
    """Return the article of a raw text, every finding and edit located in the source.

    `given` are the editor's values, the first of a field winning. Raises NothingUsable for a text without words,
    UsageError for a given field that nobody knows.
    """
    if not any(map(str.isalnum, raw.text)):
        raise NothingUsable("there is no text in it", where=raw.name, hint="is this the right file?")
    source, halves = without_halves(raw.text)
    draft = Draft(source, raw.name, note, raw.marks)
    if halves:
        draft.note("lone-surrogates", f"characters of which a half is missing stand as �: {halves}")
    draft.findings += raw.candidates
    take_given(draft, given)
    take_out_unprintable(draft)
    head = _structured(draft) if raw.structured else _flat(draft)
    blocks = [(mark.start, mark.end) for mark in draft.marked(*TEXT_BLOCKS)]
    story = [(mark.start, mark.end) for mark in draft.marked("paragraph", "item")]
    dateline = _find_dateline(draft, story)
    _find_dates(draft, raw, head, story, dateline)
    truncated = is_cut_off(draft, story)
    if truncated:
        draft.note("cut-off", "the text breaks off in the source with an ellipsis")
    if not raw.structured:
        join_lines(draft, blocks)
    _set_type(draft, blocks)
    _set_titles(draft)
    find_tags(draft, [*blocks, *((mark.start, mark.end) for mark in draft.marked("residue") if mark.value == "tags")])
    link_addresses(draft, [(m.start, m.end) for m in draft.marked("paragraph", "item", "cell")])
    choose(draft)
    note_left_out(draft)
    return _article(draft, raw, truncated=truncated)


def _article(draft: Draft, raw: Raw, *, truncated: bool) -> Article:
    body = build_body(draft)
    residue = [Residue(mark.start, mark.end, mark.value or "page-furniture") for mark in draft.marked("residue")]
    residue += left_over(draft, body, residue)
    return Article(
        source=Source(raw.name, raw.sha256, raw.size, raw.reader, raw.encoding),
        metadata=metadata_of(draft.findings),
        body=body,
        source_text=draft.source,
        edits=tuple(draft.edits),
        findings=tuple(draft.findings),
        residue=tuple(sorted(residue, key=lambda r: r.start)),
        notes=tuple(dict.fromkeys(doubt.message for doubt in draft.doubts)),
        truncated=truncated,
        media=raw.media,
    )


# ---- structure ----------------------------------------------------------------------------------------------------


def _flat(draft: Draft) -> Sequence[Span]:
    """Find the structure of a text that has only lines; return the lines over the story."""
    lines = source_lines(draft)
    lines = lines[find_header(draft, lines) :]
    find_language(draft)
    # a title that the editor gives replaces the source's own, which is found all the same
    titled = any(f.field == "title" and f.rule != "given" for f in draft.findings)
    head = find_head(draft, lines, titled)
    blocks = take_out_residue(draft, paragraphs(draft, without_foot(draft, without_embargo_lines(draft, head.story))))
    text = find_lists_and_tables(draft, blocks)
    heads = find_subheads(draft, blocks, text)
    for start, end in text:
        if (start, end) not in heads:
            draft.mark(start, end, "paragraph")
    return head.head


def _structured(draft: Draft) -> Sequence[Span]:
    """Read the head of a text whose reader marked its blocks; return the lines over the story."""
    find_language(draft)
    for start, end in unmarked(draft):
        draft.mark(start, end, "paragraph")
    find_marked_head(draft)
    lead = leading_paragraphs(draft)
    titled = any(f.field == "title" and f.rule != "given" for f in draft.findings)
    head = find_head(draft, [span for each in lead for span in ((each.start, each.end), (each.end, each.end))], titled)
    keep_story(draft, lead, head.story)
    take_out_marked_embargo(draft)
    take_out_marked_residue(draft)
    return head.head


# ---- dateline and dates ---------------------------------------------------------------------------------------------


def _find_dateline(draft: Draft, story: Sequence[Span]) -> FoundDateline | None:
    """Find the dateline that opens the story, and the reporter of an agency's closing line."""
    if not any(f.field == "byline" for f in draft.findings) and (signed := find_sign_off(draft.source)) is not None:
        draft.findings.append(Finding("byline", signed.name, Extent(signed.start, signed.end), "sign_off", "supported"))
    if not story:
        return None
    found = find_dateline(draft.source, story[0][0], draft.language)
    if found is None:
        return None
    at = Extent(found.start, found.end)
    draft.findings.append(Finding("dateline", draft.source[at.start : at.end].strip(), at, "dateline", chosen=True))
    for field, value in (("place", found.dateline.place), ("agency", found.dateline.agency)):
        if value:
            draft.findings.append(Finding(field, value, at, "dateline"))
    return found


def _find_dates(
    draft: Draft, raw: Raw, head: Sequence[Span], story: Sequence[Span], dateline: FoundDateline | None
) -> None:
    known = [f for f in draft.findings if f.field in DATE_FIELDS]
    address = next((f.value for f in draft.findings if f.field == "url"), "")
    places = DatePlaces(
        draft.source, tuple(head), tuple(story), dateline, draft.language, raw.name, address=address, known=tuple(known)
    )
    evidence = gather(places)
    draft.findings = [f for f in draft.findings if f not in known]
    weighed = weigh(evidence)
    _note_unread(draft, evidence, weighed)
    _note_words_beside(draft, known)
    draft.findings += weighed
    note_mentioned(draft)


def _note_unread(draft: Draft, evidence: Sequence[DateEvidence], weighed: Sequence[Finding]) -> None:
    """Warn of each date that a header states and nobody can read: it is a slip that only the editor can mend."""
    unresolved = {(f.where, f.value) for f in weighed if not f.chosen}
    for each in evidence:
        stated = each.rule in ("header", "front_matter") and (each.where, each.words) in unresolved
        if not stated or each.expression.kind != "ambiguous" or not isinstance(each.where, Extent):
            continue
        two = f"“{each.words}” is one of two days"
        said = two if each.expression.readings else f"cannot find a date in “{each.words}”"
        line = draft.source.count("\n", 0, each.where.start) + 1
        draft.note("unreadable-date", f"{said}; {HOW_TO_WRITE}", f"line {line}")


def _note_words_beside(draft: Draft, known: Sequence[Finding]) -> None:
    """Warn of words in a field that is a date's own, more than can belong to it: damage has joined a text to it."""
    for each in known:
        if (
            each.rule in _OF_FIELDS
            and isinstance(each.where, NamedPlace)
            and len(each.value.split()) > MOST_WORDS_OF_A_DATE
        ):
            said = f"words that stand in the place of a date are left out: “{each.value[:LONGEST_QUOTED]}”"
            draft.note("words-beside-date", said, each.where.name)


# ---- typography -----------------------------------------------------------------------------------------------------


def _set_type(draft: Draft, blocks: Sequence[Span]) -> None:
    report_lost_spaces(draft, blocks)
    report_lost_marks(draft, blocks)
    single_spaces(draft, blocks)
    set_quotes(draft, blocks)


def _set_titles(draft: Draft) -> None:
    """Set the quotation marks of titles that stand in the source; a finding says what is printed."""
    located = [f for f in draft.findings if f.field in ("title", "subtitle") and isinstance(f.where, Extent)]
    spans = sorted({(f.where.start, f.where.end) for f in located if isinstance(f.where, Extent)})
    set_quotes(draft, spans)
    draft.findings = [_as_printed(draft, f) if f in located else f for f in draft.findings]


def _as_printed(draft: Draft, finding: Finding) -> Finding:
    if not isinstance(finding.where, Extent):
        return finding
    return replace(finding, value=unwrapped(draft.words(finding.where.start, finding.where.end)))
