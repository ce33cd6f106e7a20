"""The document model: every node that passes between the stages, frozen and checked.

An `Article` is what one source says; a `Record` adds what was found in it; a `Briefing` is what is printed, in
basic blocks that every writer knows. All of it goes to JSON and back; `Record` is the one JSON of the project.

Constructors do not validate (msgspec), so whoever reads a model from outside decodes it: `decode_record`.
Every `Extent` counts characters of `Article.source_text`, never of an intermediate text.

One long file on purpose: the nodes name one another, msgspec looks those names up where a node is written, and whoever
writes a plug-in reads all of them here.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Union

import msgspec
from msgspec import Meta, Struct

SCHEMA_VERSION = 1
"""Raised when a Record written by an older version could be misread."""

Moment = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?$",
        description="A point in time as an EDTF level 0 string (ISO 8601-2:2019): 2023, 2023-04, 2023-04-03,"
        " 2023-04-03T14:30+03:00. Its length is its precision; a zone is there only if the source gave one.",
    ),
]

Standing = Literal["stated", "supported", "contested", "given"]
"""How sure a finding is: said in so many words; borne out by other evidence; contradicted; given by the editor."""


# ---- where things stand -----------------------------------------------------------------------------------------


class Extent(Struct, frozen=True, forbid_unknown_fields=True, tag="extent"):
    """A run of characters of the source text: `source_text[start:end]`."""

    start: int
    end: int


class NamedPlace(Struct, frozen=True, forbid_unknown_fields=True, tag="named"):
    """A place that is not in the text: `file name`, `JSON-LD datePublished`, `sidecar`, `command line`."""

    name: str


Where = Union[Extent, NamedPlace]  # noqa: UP007 -- msgspec needs a real union at run time


class Finding(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One piece of evidence for one metadata field: why it says what it says, or what was rejected."""

    field: str
    value: str
    where: Where
    rule: str
    standing: Standing = "stated"
    chosen: bool = False
    reason: str = ""
    """In words, where a choice was made: why this was chosen over others, or not."""


class Edit(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the source text: `source_text[start:end] == before` was replaced by `after`.

    The edits of an article are sorted and disjoint, so that they can be undone (`normalise.draft.revert`).
    """

    start: int
    end: int
    before: str
    after: str
    rule: str


class Residue(Struct, frozen=True, forbid_unknown_fields=True):
    """Source text left out of the body because it is not the article: a widget, a share bar, a repeated headline."""

    start: int
    end: int
    rule: str


# ---- inlines ----------------------------------------------------------------------------------------------------

SpanRole = Literal[
    "outlet",
    "badge",
    "conflict",
    "soft",
    "number",
    "marking",
    "hash",
    "issuer",
    "series",
    "label",
    "editor",
    "right",
]
"""`right` and, in a masthead, `series` are set flush right where a format can, else where they stand."""


class Text(Struct, frozen=True, forbid_unknown_fields=True, tag="text"):
    text: str


class Emphasis(Struct, frozen=True, forbid_unknown_fields=True, tag="emphasis"):
    content: tuple[Inline, ...]


class Strong(Struct, frozen=True, forbid_unknown_fields=True, tag="strong"):
    content: tuple[Inline, ...]


class Link(Struct, frozen=True, forbid_unknown_fields=True, tag="link"):
    """A link to an address (`https:`, `http:`, `mailto:`, `tel:` only) or, as `#id`, to a block of this document."""

    content: tuple[Inline, ...]
    url: str


class Break(Struct, frozen=True, forbid_unknown_fields=True, tag="break"):
    """A line that ends here because the source's did."""


class Footnote(Struct, frozen=True, forbid_unknown_fields=True, tag="footnote"):
    blocks: tuple[Block, ...]


class Span(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="span"):
    """A run in another language or with a role of its own (a badge, a marking …)."""

    content: tuple[Inline, ...]
    role: SpanRole | None = None
    language: str | None = None


class Bar(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="bar"):
    """A bar of a chart, `share` (0–1) of its cell wide; its plain text is its figure."""

    share: float
    figure: str
    outlined: bool = False


class Ref(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="ref"):
    """A reference to the block `target`. `text` is what it reads without pages (a number or a title); `page`, the
    printed page label, is filled in once a writer has laid out pages, and is what `shows="page"` prints then, after
    the words of `lead` (`page `)."""

    target: str
    shows: Literal["page", "number", "title"]
    text: str
    page: str | None = None
    lead: str = ""


class Remark(Struct, frozen=True, forbid_unknown_fields=True, tag="remark"):
    """A doubt of the normaliser's, anchored to the words it concerns; Word comments come of it."""

    content: tuple[Inline, ...]
    message: str


Inline = Union[Text, Emphasis, Strong, Link, Break, Footnote, Span, Bar, Ref, Remark]  # noqa: UP007


# ---- blocks -----------------------------------------------------------------------------------------------------

ParagraphRole = Literal[
    "body",
    "masthead",
    "no_headline",
    "subtitle",
    "standfirst",
    "source_line",
    "address",
    "date_note",
    "key_point",
    "extract",
    "quote_cell",
    "timeline",
    "note",
    "notice",
    "tags",
    "provenance",
    "hash",
    "also_carried",
    "editor_note",
    "marking",
    "truncation",
    "caption",
]

HeadingRole = Literal[
    "title",
    "brief_title",
    "h1",
    "h1_long",
    "h1_xlong",
    "h1_none",
    "section",
    "front_head",
    "minor_head",
    "sub_head",
]

TableRole = Literal[
    "source",
    "facts",
    "coverage",
    "statements",
    "people",
    "names",
    "dates",
    "timeline",
    "same_story",
    "provenance",
    "sources",
    "details",
]

SectionRole = Literal[
    "cover",
    "page_one",
    "front_brief",
    "coverage",
    "contents",
    "article",
    "key_points",
    "statements",
    "timeline",
    "whos_who",
    "names",
    "people",
    "dates",
    "abbreviations",
    "same_story",
    "sources",
    "index",
    "tags",
    "provenance",
    "rights",
    "notice",
    "change_log",
]


class Paragraph(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="paragraph"):
    """Running text. `number` is printed in the gutter (`4` in a brief, `3.4` in a pack) and is the citation."""

    content: tuple[Inline, ...]
    role: ParagraphRole = "body"
    number: str | None = None
    id: str | None = None
    language: str | None = None
    at: Extent | None = None


class Heading(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="heading"):
    """A head of `level` 1–6; an article's number stands in `number`."""

    content: tuple[Inline, ...]
    level: int
    role: HeadingRole = "sub_head"
    number: str | None = None
    id: str | None = None
    language: str | None = None
    at: Extent | None = None


class ItemList(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="list"):
    """A list of the source's, each item a row of blocks; `start` is the first number of an ordered list."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


class Quotation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="quotation"):
    """A displayed quotation; its paragraphs carry their own numbers."""

    blocks: tuple[Block, ...]
    speaker: str | None = None


class Cell(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table cell; `columns` and `rows` say how many it spans."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1


Align = Literal["left", "right", "centre"]


class Column(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How wide a column is, as a share of the table (0: an equal part of what is left), and how it is set."""

    share: float = 0.0
    align: Align = "left"


class Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="table"):
    """Rows of cells; `head` rows are repeated on each page. `summary` is the text alternative of a chart."""

    rows: tuple[tuple[Cell, ...], ...]
    head: tuple[tuple[Cell, ...], ...] = ()
    columns: tuple[Column, ...] = ()
    caption: tuple[Inline, ...] = ()
    summary: str = ""
    role: TableRole = "source"
    number: str | None = None
    id: str | None = None
    at: Extent | None = None


class Figure(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="figure"):
    """A picture. `media` names one of the document's media, or is empty where the source gave only words for it."""

    alt: str
    media: str = ""
    caption: tuple[Inline, ...] = ()
    url: str = ""
    id: str | None = None
    at: Extent | None = None


class Rule(Struct, frozen=True, forbid_unknown_fields=True, tag="rule"):
    """A break between subjects."""


class ContentsEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of the contents: number, headline, what is known of its source, and where it is."""

    title: str
    ref: Ref
    level: int = 1
    number: str | None = None
    detail: str = ""


class Contents(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="contents"):
    """The contents, filled. `depth` is how many levels of headings a field that Word rebuilds should show."""

    entries: tuple[ContentsEntry, ...]
    depth: int = 1


class IndexEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A name and where it stands; references to a target in `quoted` are set strong.

    Several paragraphs may lie on one page: `walk.index_refs` gives what is printed.
    """

    name: str
    refs: tuple[Ref, ...]
    quoted: tuple[str, ...] = ()


class NameIndex(Struct, frozen=True, forbid_unknown_fields=True, tag="index"):
    """The index of names, sorted, each with its references."""

    entries: tuple[IndexEntry, ...]


class Section(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="section"):
    """A part of the document. `start` says where on paper it begins; `running_head` is the head of its pages."""

    role: SectionRole
    id: str
    blocks: tuple[Block, ...]
    title: str = ""
    language: str | None = None
    marking: str | None = None
    start: Literal["run_on", "fit", "page", "recto"] = "run_on"
    running_head: str = ""


Block = Union[  # noqa: UP007
    Paragraph, Heading, ItemList, Quotation, Table, Figure, Rule, Section, Contents, NameIndex
]


# ---- an article -------------------------------------------------------------------------------------------------


class Media(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture's bytes; they travel with the document, no writer opens a file for them."""

    id: str
    media_type: str
    data: bytes


class Dateline(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a story was filed and by which agency: `BEIRUT, April 3 (Reuters) -`."""

    place: str | None = None
    agency: str | None = None


class Metadata(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is known of an article. Absent means the source does not say; nothing is guessed to look complete."""

    title: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    published: Moment | None = None
    updated: Moment | None = None
    embargo: Moment | None = None
    outlet: str | None = None
    section: str | None = None
    url: str | None = None
    language: str | None = None
    """BCP 47."""
    tags: tuple[str, ...] = ()
    rights: str | None = None
    marking: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


class Source(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where an article came from: its item's name, SHA-256 and size in bytes, and how it was read."""

    name: str
    sha256: str
    size: int
    reader: str
    encoding: str = ""


class Article(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one source says, every word of it located.

    `body` holds Paragraphs (numbered `1`, `2` …), Headings, ItemLists, Quotations, Tables, Figures and Rules only.
    The extents of body, findings and residue together cover `source_text` but for white space.
    """

    source: Source
    metadata: Metadata
    body: tuple[Block, ...]
    source_text: str
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    residue: tuple[Residue, ...] = ()
    notes: tuple[str, ...] = ()
    """Doubts that concern the reader of the briefing: `text ends in the source with an ellipsis`."""
    truncated: bool = False
    media: tuple[Media, ...] = ()


# ---- what an article says ---------------------------------------------------------------------------------------


class KeyPoint(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence of the text, verbatim; `paragraph` is the number of its paragraph."""

    words: str
    paragraph: str
    at: Extent


class Statement(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A quotation: its words without the marks, who says it as the text names them, and the verb that says so.

    A `paragraph` of `5+` is the list after paragraph 5, here and in mentions, dates and abbreviations.
    One of standing `contested` was not said or is denied by the speaker; its cue says so: `never said`.
    """

    words: str
    paragraph: str
    at: Extent
    speaker: str | None = None
    resolved: str | None = None
    """The name a pronoun or a short name stands for, where it is unambiguous; for a body or an office without a name,
    the words that the text has for it.
    """
    cue: str | None = None
    standing: Standing = "stated"


class Mention(Struct, frozen=True, forbid_unknown_fields=True):
    paragraph: str
    at: Extent


class Name(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person, an organisation or a place, in the fullest form the text gives, with the title it gives."""

    name: str
    mentions: tuple[Mention, ...]
    title: str | None = None


class DatedSentence(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A date the text speaks of: the words that say it, what they come to, and their sentence."""

    moment: Moment
    words: str
    sentence: str
    paragraph: str
    at: Extent
    standing: Standing = "stated"
    reason: str = ""
    """In words, where the date was worked out: `from “Monday” and the article's date`."""
    until: Moment | None = None
    """The last day, where the words say several of one month: `8–9 May`."""


class Abbreviation(Struct, frozen=True, forbid_unknown_fields=True):
    short: str
    full: str
    paragraph: str
    at: Extent


class Analysis(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was found in an article: verbatim and located. A part that was not computed is None, not empty."""

    key_points: tuple[KeyPoint, ...] | None = None
    statements: tuple[Statement, ...] | None = None
    people: tuple[Name, ...] | None = None
    organisations: tuple[Name, ...] | None = None
    places: tuple[Name, ...] | None = None
    dates: tuple[DatedSentence, ...] | None = None
    abbreviations: tuple[Abbreviation, ...] | None = None


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """An article and what was found in it: the one JSON of the project."""

    article: Article
    analysis: Analysis = msgspec.field(default_factory=Analysis)
    schema: int = SCHEMA_VERSION


class Variant(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One article of a same-story group, held against the group's first: `article` is its place among the records.

    `similarity` (0–1) is the share of the first's text that stands in this one, word for word. `dropped` are numbers
    of the first's paragraphs, `added` of its own, `changed` pairs of both (the first's, its own).
    """

    article: int
    similarity: float
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


class Cluster(Struct, frozen=True, forbid_unknown_fields=True):
    """Articles that tell the same story, the earliest first (an undated one last); that one's similarity is 1."""

    variants: tuple[Variant, ...]


# ---- a briefing -------------------------------------------------------------------------------------------------


class Outlet(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the editor says of an outlet, known by its domain or by the name that articles give it."""

    match: str
    name: str
    short: str = ""
    country: str = ""


class Entry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An article of a pack and what the editor says of it; `lead` puts it on page one."""

    record: Record
    lead: bool = False
    note: str = ""
    translation: str = ""
    """An unofficial translation of the headline."""


class Edition(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the editor gives. Everything absent is left out of the print, never filled in."""

    title: str | None = None
    issuer: str | None = None
    unit: str | None = None
    series: str | None = None
    number: str | None = None
    period: str | None = None
    prepared_by: str | None = None
    prepared_for: str | None = None
    distribution: str | None = None
    as_of: Moment | None = None
    language: str | None = None
    """Of the briefing's own words; an article keeps its own."""
    marking: str | None = None
    declassify: str | None = None
    """The reason for printing a lower marking than an article carries."""
    rights: Literal["full", "extract", "link"] = "full"
    include_embargoed: bool = False
    outlets: tuple[Outlet, ...] = ()
    """In the order in which they are to stand."""
    group_by: Literal["section", "outlet", "country", "date", "none"] = "section"
    sort: Literal["given", "date", "outlet", "title"] = "given"
    run_on: bool = False
    cover: bool = False
    front_pages: int = 1
    only_front: bool = False
    licence: str | None = None
    """The line on the cover that says under which licence the pack is passed on."""
    change_log: str | None = None


class MarkingShown(Struct, frozen=True, forbid_unknown_fields=True):
    """A marking as printed: its words, and the colours its scheme prescribes (`#RRGGBB`)."""

    text: str
    ink: str
    ground: str


class Furniture(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What stands on every page. `folio` is a pattern with `{page}` and `{pages}`."""

    markings: tuple[MarkingShown, ...] = ()
    imprint: str = ""
    folio: str = "{page} / {pages}"


class Properties(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a file says of itself. `date` is `--as-of`, else the newest publication date, else absent."""

    title: str
    language: str
    identifier: str
    """A `urn:uuid:` made from the inputs' hashes and the options: the same inputs give the same one."""
    creator: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: Moment | None = None


class InputHash(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    sha256: str


class Provenance(Struct, frozen=True, forbid_unknown_fields=True):
    """How a briefing came to be: enough to make it again, byte for byte. Embedded in every output as JSON."""

    inputs: tuple[InputHash, ...]
    options: tuple[tuple[str, str], ...]
    style: str
    style_sha256: str
    versions: tuple[tuple[str, str], ...]


class Briefing(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is printed: front, body and back in basic blocks, and what every page and file says of itself."""

    kind: Literal["brief", "pack"]
    edition: Edition
    properties: Properties
    furniture: Furniture
    provenance: Provenance
    body: tuple[Section, ...]
    front: tuple[Section, ...] = ()
    back: tuple[Section, ...] = ()
    media: tuple[Media, ...] = ()
    records: tuple[Record, ...] = ()
    """The records as printed: after the rights cut, so that no writer can leak what was withheld."""
    pages: tuple[tuple[str, str], ...] = ()
    """Ids of blocks with their printed page labels, once a writer has laid out pages."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """Front, body and back, in reading order."""
        return self.front + self.body + self.back


# ---- JSON -------------------------------------------------------------------------------------------------------

_record_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def encode(node: Struct | tuple[Struct, ...]) -> bytes:
    """Return `node` as JSON, keys in the model's order.

    Raises UnicodeEncodeError on lone surrogates: readers remove them.
    """
    return without_controls(msgspec.json.encode(node))


def without_controls(data: bytes) -> bytes:
    """Return JSON with the control characters escaped that JSON allows: a terminal obeys U+009B as it does ESC."""
    return _CONTROLS.sub(lambda match: b"\\u%04x" % ord(match[0].decode()), data)


_CONTROLS = re.compile(rb"\x7f|\xc2[\x80-\x9f]")


def decode_record(data: bytes) -> Record:
    """Return the Record in `data`, checked whole; raises msgspec.ValidationError with the path of what is wrong."""
    return _record_decoder.decode(data)
