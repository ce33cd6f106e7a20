"""Lists, tables and closing lines of the story; whether it is cut off; and what is left of it as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.normalise.columns import has_head, rows_from
from convert.normalise.draft import Draft
from convert.normalise.lines import Span
from convert.normalise.residue import names_site, residue_rule

_BULLET = re.compile(r"(?P<mark>[-*•–—·▪◦‣])[ \t]+(?=\S)")
_NUMBERED = re.compile(r"(?P<mark>\d{1,3})[.)][ \t]+(?=\S)")
_PIPE_ROW = re.compile(r"\|?.+\|.+\|?$")
_PIPE_RULE = re.compile(r"\|?[\s:|-]*-{2,}[\s:|-]*\|?$")
_RULE = re.compile(r"(?:[-_=~]\s?){5,}|(?:\*\s?){3,}|#|[-–—]{3,}")
_ONLY_TAGS = re.compile(r"(?:#[^\W\d_]\w*[\s,;]*)+")
_ENDS_OPEN = re.compile(r"[\w,]\s?(?:…|\.\.\.|\[(?:…|\.\.\.)\])$")


def take_out_residue(draft: Draft, blocks: Sequence[Span]) -> list[Span]:
    """Mark blocks of the story that are the page's, not the article's; return the others.

    Inside the story only whole short lines count, and a rule between parts is kept as one. What a colon announces is
    a list, though each of its lines be the name of a site.
    """
    kept: list[Span] = []
    announced = False
    for start, end in blocks:
        words = draft.source[start:end]
        rule = residue_rule(words, draft.source) if "\n" not in words else None
        if _ONLY_TAGS.fullmatch(words):
            rule = "tags"
        in_list = announced and names_site(words)
        if rule is not None and not in_list and not _RULE.fullmatch(words) and not _PIPE_RULE.fullmatch(words):
            draft.mark(start, end, "residue", value=rule)
        else:
            kept.append((start, end))
            announced = in_list or words.endswith(":")
    return kept


def find_lists_and_tables(draft: Draft, blocks: Sequence[Span]) -> list[Span]:
    """Mark list items, rules and tables; return the blocks that are running text."""
    text: list[Span] = []
    at = 0
    while at < len(blocks):
        rows = _table_rows(draft, blocks, at)
        if rows:
            _mark_table(draft, blocks[at : at + rows])
            at += rows
            continue
        if columns := rows_from(draft.source, blocks, at):
            _mark_columns(draft, columns)
            at += len(columns)
            continue
        start, end = blocks[at]
        words = draft.source[start:end]
        if _RULE.fullmatch(words):
            draft.mark(start, end, "rule")
        elif not _mark_item(draft, blocks, at):
            text.append((start, end))
        at += 1
    return text


def _mark_item(draft: Draft, blocks: Sequence[Span], at: int) -> bool:
    """Mark the words of a list item, without their bullet; a single dash before speech is no list."""
    start, end = blocks[at]
    words = draft.source[start:end]
    match = _BULLET.match(words) or _NUMBERED.match(words)
    if match is None or not _has_neighbour(draft, blocks, at, match["mark"].isdigit()):
        return False
    ordered = match["mark"].isdigit()
    column = start - (draft.source.rfind("\n", 0, start) + 1)
    draft.mark(
        start + match.end(),
        end,
        "item",
        level=1 + min(column // 2, 5),
        value=f"ordered {match['mark']}" if ordered else "",
    )
    return True


def _has_neighbour(draft: Draft, blocks: Sequence[Span], at: int, ordered: bool) -> bool:
    pattern = _NUMBERED if ordered else _BULLET
    around = (blocks[i] for i in (at - 1, at + 1) if 0 <= i < len(blocks))
    if not any(pattern.match(draft.source[start:end]) for start, end in around):
        return False
    # dashes open the lines of a dialogue in many languages: an em dash is no bullet
    return draft.source[blocks[at][0]] != "—"


def _table_rows(draft: Draft, blocks: Sequence[Span], at: int) -> int:
    """Return how many blocks from here are rows of a pipe table: two or more, with the same number of cells."""
    rows = 0
    while at + rows < len(blocks):
        words = draft.source[slice(*blocks[at + rows])]
        if "\n" in words or not (_PIPE_ROW.match(words) or _PIPE_RULE.match(words)):
            break
        rows += 1
    if rows < 2:
        return 0
    widths = {len(_cells(draft.source, block)) for block in blocks[at : at + rows]}
    return rows if len(widths) == 1 and widths.pop() > 1 else 0


def _cells(source: str, row: Span) -> list[Span]:
    start, end = row
    words = source[start:end]
    if words.startswith("|"):
        start += 1
    if words.endswith("|"):
        end -= 1
    cells: list[Span] = []
    at = start
    for part in source[start:end].split("|"):
        stripped = part.strip()
        inner = at + (len(part) - len(part.lstrip()) if stripped else 0)
        cells.append((inner, inner + len(stripped)))
        at += len(part) + 1
    return cells


def _mark_table(draft: Draft, rows: Sequence[Span]) -> None:
    draft.mark(rows[0][0], rows[-1][1], "table")
    head_rows = next((i for i, row in enumerate(rows) if _PIPE_RULE.match(draft.source[slice(*row)])), 0)
    for at, row in enumerate(rows):
        if at == head_rows and head_rows and _PIPE_RULE.match(draft.source[slice(*row)]):
            continue
        draft.mark(*row, "row", value="head" if at < head_rows else "")
        for start, end in _cells(draft.source, row):
            draft.mark(start, end, "cell")


def _mark_columns(draft: Draft, rows: Sequence[Sequence[Span]]) -> None:
    """Mark a table whose columns tabs or spaces set apart."""
    draft.mark(rows[0][0][0], max(rows[-1][-1][1], rows[-1][0][0]), "table")
    headed = has_head(draft.source, rows)
    for at, row in enumerate(rows):
        draft.mark(row[0][0], row[-1][1], "row", value="head" if headed and at == 0 else "")
        for start, end in row:
            draft.mark(start, end, "cell")


def is_cut_off(draft: Draft, blocks: Sequence[Span]) -> bool:
    """Tell whether the story breaks off: its last block ends with an ellipsis, and not with that of a quotation."""
    if not blocks:
        return False
    words = draft.source[slice(*blocks[-1])].rstrip()
    return bool(_ENDS_OPEN.search(words)) and len(words) > 40
