"""Going through a document: every block in reading order, plain text, ids, page references filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar, assert_never, cast

import msgspec

from convert import model as m

Node = TypeVar("Node", bound=msgspec.Struct)


def plain(content: Iterable[m.Inline]) -> str:
    """Return the words of inlines as one string: a Break is a line end, a Footnote's text is left where it stands out.

    A Ref reads as its page where it shows one and knows it, else as its text; a Bar as its figure.
    """
    return "".join(map(_plain_inline, content))


def _plain_inline(inline: m.Inline) -> str:
    match inline:
        case m.Text():
            return inline.text
        case m.Emphasis() | m.Strong() | m.Link() | m.Span() | m.Remark():
            return plain(inline.content)
        case m.Break():
            return "\n"
        case m.Bar():
            return inline.figure
        case m.Ref():
            return shown(inline)
        case m.Footnote():
            return ""
        case _:
            assert_never(inline)


def shown(ref: m.Ref) -> str:
    """Return what a reference prints: its page where it shows pages and one is known, else its text."""
    return ref.lead + ref.page if ref.shows == "page" and ref.page is not None else ref.text


def described(figure: m.Figure) -> tuple[m.Inline, ...]:
    """Return the words for a figure whose picture is not printed: its text alternative in brackets, its caption."""
    alternative = _told_by_picture(figure)
    between = " " if alternative and figure.caption else ""
    return (m.Text(f"[{alternative}]{between}"), *figure.caption) if alternative else figure.caption


def _told_by_picture(figure: m.Figure) -> str:
    """Return the text alternative of a figure, unless it only says what the caption begins with."""
    said = _letters(figure.alt)
    return "" if said and _letters(plain(figure.caption)).startswith(said) else figure.alt


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()


def index_refs(entry: m.IndexEntry) -> tuple[tuple[m.Ref, bool], ...]:
    """Return the references of an index entry as printed, with whether each is set strong: none reads like another."""
    printed: dict[str, tuple[m.Ref, bool]] = {}
    for ref in entry.refs:
        known, strong = printed.get(shown(ref), (ref, False))
        printed[shown(ref)] = (known, strong or ref.target in entry.quoted)
    return tuple(printed.values())


def entry_page(entry: m.ContentsEntry) -> str:
    """Return what a line of the contents ends with: its page, or its reference, unless that is only its number."""
    page = shown(entry.ref)
    return page if entry.ref.page is not None or page != entry.number else ""


def inner(block: m.Block) -> tuple[m.Block, ...]:
    """Return the blocks directly inside a block, in reading order (a table's row by row, its heads first)."""
    match block:
        case m.Section() | m.Quotation():
            return block.blocks
        case m.ItemList():
            return tuple(child for item in block.items for child in item)
        case m.Table():
            return tuple(child for row in block.head + block.rows for cell in row for child in cell.blocks)
        case m.Paragraph() | m.Heading() | m.Figure() | m.Rule() | m.Contents() | m.NameIndex():
            return ()
        case _:
            assert_never(block)


def blocks(roots: Iterable[m.Block]) -> Iterator[m.Block]:
    """Yield every block at any depth, parents before children, in reading order; never recurses."""
    stack = list(reversed(list(roots)))
    while stack:
        block = stack.pop()
        yield block
        stack.extend(reversed(inner(block)))


def content_of(block: m.Block) -> tuple[m.Inline, ...]:
    """Return a block's own inlines: its text, or its caption."""
    match block:
        case m.Paragraph() | m.Heading():
            return block.content
        case m.Table() | m.Figure():
            return block.caption
        case _:
            return ()


def inlines(content: Iterable[m.Inline]) -> Iterator[m.Inline]:
    """Yield every inline at any depth, in reading order, those inside footnotes included."""
    stack = list(reversed(list(content)))
    while stack:
        inline = stack.pop()
        yield inline
        match inline:
            case m.Emphasis() | m.Strong() | m.Link() | m.Span() | m.Remark():
                stack.extend(reversed(inline.content))
            case m.Footnote():
                stack.extend(reversed([i for b in blocks(inline.blocks) for i in content_of(b)]))
            case _:
                pass


def texts(roots: Iterable[m.Block]) -> Iterator[str]:
    """Yield the words a reader sees, a string for each text-bearing thing, in reading order.

    Numbers, contents lines, index entries, captions and text alternatives are included: it is what a writer must
    not lose.
    """
    for block in blocks(roots):
        match block:
            case m.Paragraph() | m.Heading():
                yield from (block.number,) if block.number else ()
                yield plain(block.content)
            case m.Table():
                yield from (block.number,) if block.number else ()
                yield plain(block.caption)
            case m.Figure():
                yield _told_by_picture(block)
                yield plain(block.caption)
            case m.Contents():
                for entry in block.entries:
                    yield " ".join(filter(None, (entry.number, entry.title, entry.detail, entry_page(entry))))
            case m.NameIndex():
                for name in block.entries:
                    yield " ".join((name.name, *(shown(ref) for ref, _ in index_refs(name))))
            case _:
                pass
        for footnote in inlines(content_of(block)):
            if isinstance(footnote, m.Footnote):
                yield from texts(footnote.blocks)


LIST_AFTER = "+"
"""Behind a paragraph's number: what is cited stands in the list after it, whose items have no number of their own."""


def numbered(body: Iterable[m.Block]) -> Iterator[m.Paragraph | m.Table]:
    """Yield the numbered blocks of an article, in order: what statements and key points point at."""
    for block in blocks(body):
        if isinstance(block, m.Paragraph | m.Table) and block.number is not None:
            yield block


def transform(node: Node, change: Callable[[msgspec.Struct], msgspec.Struct]) -> Node:
    """Return `node` with `change` applied to every struct in it, innermost first; what does not change is shared."""
    return cast("Node", _transform(node, change))


def _transform(value: object, change: Callable[[msgspec.Struct], msgspec.Struct]) -> object:
    if isinstance(value, tuple):
        new = tuple(_transform(item, change) for item in value)
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    if not isinstance(value, msgspec.Struct):
        return value
    changed = {}
    for field in value.__struct_fields__:
        old = getattr(value, field)
        if isinstance(old, tuple | msgspec.Struct):
            new_value = _transform(old, change)
            if new_value is not old:
                changed[field] = new_value
    return change(msgspec.structs.replace(value, **changed) if changed else value)


def with_pages(briefing: m.Briefing, pages: Mapping[str, str]) -> m.Briefing:
    """Return the briefing with each Ref's `page` filled from `pages` (block id → printed page label)."""

    def fill(node: msgspec.Struct) -> msgspec.Struct:
        if isinstance(node, m.Ref) and node.target in pages:
            return msgspec.structs.replace(node, page=pages[node.target])
        return node

    def fill_all(sections: tuple[m.Section, ...]) -> tuple[m.Section, ...]:
        return tuple(transform(section, fill) for section in sections)

    return msgspec.structs.replace(
        briefing,
        front=fill_all(briefing.front),
        body=fill_all(briefing.body),
        back=fill_all(briefing.back),
        pages=tuple(pages.items()),
    )


_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ps", "yi", "dv", "syr", "ckb", "sd", "ug"})


def is_right_to_left(language: str | None) -> bool:
    """Tell whether a language (BCP 47) is written from right to left."""
    return language is not None and language.split("-")[0].lower() in _RIGHT_TO_LEFT


def print_page(known: m.Metadata) -> str | None:
    """Return the page of the print edition that an article stood on, as its source gives it."""
    return dict(known.extra).get("page")


_OF_INDIA = ("hi", "bn", "as", "pa", "gu", "or", "ta", "te", "kn", "ml", "si", "mr", "ne", "sa")
_NOT_SET = frozenset(
    (*_OF_INDIA, "zh", "yue", "ja", "ko", "th", "lo", "km", "my", "bo", "am", "ti", "dv", "syr", "nqo")
)


def is_set_in_pdf(language: str | None) -> bool:
    """Tell whether a language is in a script that is set in PDF; of others a pack's PDF says where their text is."""
    return language is None or language.split("-")[0].lower() not in _NOT_SET


_MOST_DIGITS = 18


def count_of(said: str, most: int) -> int:
    """Return the whole number that a source writes in digits, or `most` where it is more; 0 where `said` is no number.

    However long the run of digits: `int` alone raises ValueError over 4,300 of them.
    """
    if not said.isdecimal():
        return 0
    return min(int(said), most) if len(said) <= _MOST_DIGITS else most
