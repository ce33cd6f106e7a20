"""What stands over an article as fields: front matter between rules, or a block of `Key: value` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from convert.model import Extent, Finding
from convert.normalise.draft import Draft
from convert.normalise.lines import Span

FIELDS = (
    *("title", "subtitle", "byline", "published", "updated", "embargo", "outlet", "section", "url", "language", "tags"),
    *("rights", "marking", "place", "agency"),
)
"""The fields that a header or an editor can give; `data/fields.txt` has the keys that name them."""


@cache
def _field_of() -> dict[str, str]:
    lines = (Path(__file__).parent / "data" / "fields.txt").read_text("utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if not line.startswith("#"))
    return {key: field for field, keys in pairs for key in (field, *keys.split(" | "))}


_PAIR = re.compile(r"(?P<key>[^\W\d_][\w \-./]{0,28}?)[ \t]*:(?:[ \t]+|$)(?P<value>.*)$")
_MOST_LINES = 200


def field_of(key: str) -> str | None:
    """Return the field that a key names, or None where it names none."""
    folded = key.casefold().strip()
    return _field_of().get(folded.replace("_", " ")) or _field_of().get(folded)


def find_header(draft: Draft, lines: Sequence[Span]) -> int:
    """Find front matter or a header block at the top of the lines; return how many lines it takes."""
    first = next((at for at, (start, end) in enumerate(lines) if end > start), len(lines))
    if first == len(lines):
        return 0
    opening = draft.source[slice(*lines[first])]
    if opening in ("---", "+++"):
        closed = _closing(draft, lines, first, opening)
        if closed is not None:
            _front_matter(draft, lines[first + 1 : closed])
            draft.mark(lines[first][0], lines[closed][1], "header")
            return closed + 1
    return _block(draft, lines, first)


def _closing(draft: Draft, lines: Sequence[Span], first: int, fence: str) -> int | None:
    ends = (fence, "...") if fence == "---" else (fence,)
    for at in range(first + 1, min(len(lines), first + _MOST_LINES)):
        if draft.source[slice(*lines[at])] in ends:
            pairs = sum(1 for line in lines[first + 1 : at] if re.match(r"[\w-]+\s*[:=]", draft.source[slice(*line)]))
            return at if pairs else None
    return None


# ---- front matter -------------------------------------------------------------------------------------------------


def _front_matter(draft: Draft, lines: Sequence[Span]) -> None:
    """Read the YAML (or TOML) that press desks write: pairs, quoted strings, lists in brackets or with dashes."""
    key = ""
    folded: Span | None = None
    for start, end in lines:
        line = draft.source[start:end]
        item = re.match(r"-\s+(?P<value>.+)", line)
        pair = re.match(r"(?P<key>[\w-]+)\s*[:=]\s*(?P<value>.*)$", line)
        if folded is not None and line and draft.source[start - 1] in " \t":
            folded = (min(folded[0], start), end)
            continue
        if folded is not None and folded[0] < folded[1]:
            _add(draft, key, folded, "front_matter")
        folded = None
        if item and key:
            _add_item(draft, key, (start + item.start("value"), end))
        elif pair:
            key = pair["key"]
            if _FOLDED.fullmatch(pair["value"]):
                folded = (len(draft.source), 0)
            elif pair["value"]:
                _add(draft, key, (start + pair.start("value"), end), "front_matter")
        elif line and not line.startswith("#"):
            draft.note("front-matter", f"a line of the front matter is no pair: “{line[:60]}”")
    if folded is not None and folded[0] < folded[1]:
        _add(draft, key, folded, "front_matter")


_FOLDED = re.compile(r"[>|][+-]?\d?")
"""What YAML writes before a value of several lines, which are indented."""


def _add_item(draft: Draft, key: str, value: Span) -> None:
    """Add an item of a list: names under `authors` are one byline."""
    before = draft.findings[-1] if draft.findings else None
    count = len(draft.findings)
    _add(draft, key, value, "front_matter")
    added = draft.findings[count:]
    if field_of(key) != "byline" or len(added) != 1 or before is None or before.field != "byline":
        return
    if isinstance(before.where, Extent):
        at = Extent(before.where.start, value[1])
        draft.findings[-2:] = [replace(before, value=f"{before.value}, {added[0].value}", where=at)]


# ---- header block -------------------------------------------------------------------------------------------------


def _block(draft: Draft, lines: Sequence[Span], first: int) -> int:
    """Read `Key: value` lines, the first of which names a known field; two or more, or one with a blank line after."""
    at, known = first, 0
    while at < len(lines) and lines[at][1] > lines[at][0]:
        pair = _PAIR.match(draft.source[slice(*lines[at])])
        field = field_of(pair["key"]) if pair else None
        if pair is None or (field is None and (at == first or len(pair["key"].split()) > 2)):
            break
        known += field is not None
        at += 1
    ended = at < len(lines) and lines[at][1] == lines[at][0]
    if known < 2 and not (known == 1 and at == first + 1 and ended and _is_sure(draft, lines[first])):
        return 0
    for start, end in lines[first:at]:
        pair = _PAIR.match(draft.source[start:end])
        if pair is not None and pair["value"].strip():
            _add(draft, pair["key"], (start + pair.start("value"), end), "header")
    draft.mark(lines[first][0], lines[at - 1][1], "header")
    return at


def _is_sure(draft: Draft, line: Span) -> bool:
    """Tell whether a single pair is a field and no sentence: a title, a date, an address."""
    pair = _PAIR.match(draft.source[slice(*line)])
    return pair is not None and field_of(pair["key"]) in ("title", "published", "outlet", "url")


def _add(draft: Draft, key: str, value: Span, rule: str) -> None:
    field = field_of(key)
    for start, end in _values(draft.source, value, field):
        if field in ("title", "subtitle"):
            escapes = re.finditer(r'\\(?=")', draft.source[start:end])
            places = [
                (draft.to_text(start + match.start()), draft.to_text(start + match.end()), "") for match in escapes
            ]
            draft.change(places, "escapes")
        said = _unescaped(draft.source[start:end])
        if said:
            name = field or f"extra.{key.strip().casefold()}"
            draft.findings.append(Finding(name, said, Extent(start, end), rule))


def _values(source: str, value: Span, field: str | None) -> Iterator[Span]:
    """Yield the values of a pair, without quotes: each of a list, or of tags between commas or semicolons."""
    start, end = value
    quoted = re.match(r"(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')\s+#.*$", source[start:end])
    if quoted:
        end = start + quoted.end(1)  # a comment follows
    words = source[start:end]
    is_list = words.startswith("[") and words.endswith("]")
    if is_list:
        start, end = start + 1, end - 1
    if not is_list and field != "tags":
        yield _bare(source, start, end)
        return
    for match in re.finditer(r"\s*(\"[^\"]*\"|'[^']*'|[^,;]+)\s*(?:[,;]|$)", source[start:end]):
        inner = match.span(1)
        yield _bare(source, start + inner[0], start + inner[1])


def _bare(source: str, start: int, end: int) -> Span:
    while start < end and source[end - 1].isspace():
        end -= 1
    if end - start >= 2 and source[start] == source[end - 1] and source[start] in "\"'":
        return start + 1, end - 1
    return start, end


def _unescaped(value: str) -> str:
    return re.sub(r"\s+", " ", value.replace('\\"', '"')).lstrip("#").strip()
