"""Places that no list knows: those an article is filed from, and those it says things are in, more than once.

`The canton of X` is a place. One `in X` is a language, a book or a firm as often as a place; two of them, or
`between X and Y` with a place, are seldom anything else. A name inside a quoted title (`‘For Services to …’`) is part
of the title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from convert.analyse.joining import Person, same_name, words_of
from convert.analyse.lexicon import Lexicon
from convert.analyse.sentences import LocatedParagraph

if TYPE_CHECKING:
    from convert.analyse.names import Seen

_ENOUGH = 2
"""Pieces of evidence that make a place."""

_IN = {"en": "in", "de": "in", "es": "en"}
"""The word before a place where something happens; French has one for people too (`à`), Turkish has none."""

_BETWEEN = {"en": ("between", "and"), "de": ("zwischen", "und"), "fr": ("entre", "et"), "es": ("entre", "y")}
_KINDS = frozenset(
    (
        "canton",
        "city",
        "town",
        "village",
        "province",
        "region",
        "county",
        "district",
        "island",
        "municipality",
        "capital",
    )
) | {"ville", "commune", "région", "ciudad", "provincia", "región", "isla", "stadt", "hafenstadt"}
"""Nouns whose `of X` is a place by itself: `the canton of X`."""

_LANGUAGE_NAME = re.compile(
    r"(?:ish|ese|ian|isch)$|^(?:French|German|Latin|Greek|Arabic|Hindi|Urdu|Hebrew|Thai|Dutch)$"
)
_QUOTED = tuple(
    map(
        re.compile,
        (
            r"‘([^‘“”]{3,90}?)’(?!\w)",
            r"“([^“”]{3,90})”",
            r"\"([^\"]{3,90})\"",
            r"«([^«»]{3,90})»",
            r"„([^„“]{3,90})“",
        ),
    )
)
"""Quotation marks and what may be a title between them; each pair by itself, as one stands inside another."""

_SMALL = 3
"""Letters of a word that a title may leave in small letters."""


def with_places(
    seen: Sequence[Seen],
    people: Sequence[Person],
    paragraphs: Sequence[LocatedParagraph],
    words: Lexicon,
    dateline: str | None = None,
) -> list[Seen]:
    """Return the mentions with those of places marked that the dateline and the text's own words show to be places."""
    filed = [part.strip() for part in re.split(r"[,/]", dateline or "") if len(part.strip()) > 1]
    titles = [_title_spans(paragraph.text) for paragraph in paragraphs]
    outside = [replace(s, kind=None) if s.kind == "place" and _is_inside(s, titles) else s for s in seen]
    shown = _shown(outside, people, paragraphs, words, [same_name(part) for part in filed])
    found = [
        replace(s, kind="place") if s.kind is None and same_name(s.name) in shown and not _is_inside(s, titles) else s
        for s in outside
    ]
    return [*_filed(filed, found, paragraphs), *found]


def _filed(filed: Sequence[str], seen: Sequence[Seen], paragraphs: Sequence[LocatedParagraph]) -> list[Seen]:
    """Return the mention of a place in the dateline, in small letters where the text has it so."""
    from convert.analyse.names import Seen

    if not filed or not paragraphs:
        return []
    start = paragraphs[0].text[: paragraphs[0].begin].find(filed[0])
    if start < 0:
        return []
    spelled = (s.name for s in seen if same_name(s.name) == same_name(filed[0]) and not s.name.isupper())
    return [Seen(next(spelled, filed[0]), "place", 0, start, start + len(filed[0]))]


def _shown(
    seen: Sequence[Seen],
    people: Sequence[Person],
    paragraphs: Sequence[LocatedParagraph],
    words: Lexicon,
    filed: Sequence[str],
) -> set[str]:
    """Return the keys of names with evidence enough."""
    named = {word for person in people for word in (*person.words, " ".join(person.words))}
    pairs = [pair for pair in pairwise(seen) if _are_between(*pair, paragraphs, words)]
    counts = Counter(same_name(s.name) for s in seen if _is_in(s, paragraphs, words))
    counts.update({same_name(s.name): _ENOUGH for s in seen if _is_of_kind(s, paragraphs, words)})
    counts.update(dict.fromkeys(filed, _ENOUGH))
    places = {same_name(s.name) for s in seen if s.kind == "place"}
    for one, other in [*pairs, *pairs]:
        keys = same_name(one.name), same_name(other.name)
        if any(key in places or counts[key] >= _ENOUGH for key in keys):
            counts.update(dict.fromkeys(keys, _ENOUGH))
    bodies = {same_name(s.name) for s in seen if s.kind == "organisation"}
    return {key for key, count in counts.items() if count >= _ENOUGH} - named - bodies


def _is_in(seen: Seen, paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> bool:
    """Tell whether `in X` stands here, X being all of what follows: not `in Talvik ferries`."""
    text = paragraphs[seen.paragraph].text
    before = text[max(0, seen.start - 12) : seen.start].split()
    after = re.match(r"\s*([^\W\d_]+)", text[seen.end :])
    goes_on = after is not None and after[1].lower() not in words.function and after[1] not in words.weekdays
    return bool(
        text[seen.start - 1 : seen.start].isspace()
        and before
        and before[-1].lower() == _IN.get(words.code)
        and not goes_on
        and _may_be_place(seen, words)
    )


def _is_of_kind(seen: Seen, paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> bool:
    """Tell whether `canton of X` stands here."""
    before = paragraphs[seen.paragraph].text[max(0, seen.start - 24) : seen.start].split()
    return (
        len(before) > 1
        and before[-1].lower() in ("of", "de")
        and before[-2].lower() in _KINDS
        and _may_be_place(seen, words)
    )


def _may_be_place(seen: Seen, words: Lexicon) -> bool:
    parts = seen.name.split()
    others: Collection[str] = words.things | words.organisations | words.not_names | words.titles
    return (
        seen.kind is None
        and len(parts) <= 2
        and not seen.name.isupper()
        and not _LANGUAGE_NAME.search(parts[-1])
        and not any(part in others for part in parts)
        and len(words_of(seen.name)) == len(parts)
    )


def _are_between(one: Seen, other: Seen, paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> bool:
    """Tell whether `between X and Y` stands here, neither of them known to be something else."""
    opening, joining = _BETWEEN.get(words.code, ("", ""))
    if not opening or one.paragraph != other.paragraph:
        return False
    text = paragraphs[one.paragraph].text
    before = text[max(0, one.start - 12) : one.start].split()[-1:]
    return (
        text[one.end : other.start].split() == [joining]
        and [word.lower() for word in before] == [opening]
        and all(s.kind == "place" or _may_be_place(s, words) for s in (one, other))
    )


# ---- quoted titles ----------------------------------------------------------------------------------------------


def _title_spans(text: str) -> list[tuple[int, int]]:
    """Return where words between quotation marks are written as a title is: every longer word with a capital."""
    return [match.span() for marks in _QUOTED for match in marks.finditer(text) if _is_title(match[1])]


def _is_title(words: str) -> bool:
    parts = re.findall(r"[^\W\d_]+", words)
    return len(parts) > 1 and all(part[0].isupper() for part in parts if len(part) > _SMALL) and parts[0][0].isupper()


def _is_inside(seen: Seen, titles: Sequence[Sequence[tuple[int, int]]]) -> bool:
    return any(start <= seen.start and seen.end <= end for start, end in titles[seen.paragraph])
