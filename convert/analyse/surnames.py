"""Full names of which only this tells that they are people's: that the surname alone speaks elsewhere in the text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from convert.analyse.joining import same_name
from convert.analyse.lexicon import Lexicon, known_places

if TYPE_CHECKING:
    from convert.analyse.names import Seen
    from convert.analyse.sentences import LocatedParagraph

_OPENS = '.!?:;…“”"«»„‘*•|—–'


def with_speakers(
    seen: Sequence[Seen],
    speakers: Mapping[int, Collection[int]],
    paragraphs: Sequence[LocatedParagraph],
    words: Lexicon,
) -> list[Seen]:
    """Return mentions, those of two words made people whose second word is a speaker: `Milan Dvorak`, `Dvorak said`.

    The name must stand inside a sentence once, where its first word has no capital but its own. `speakers` are the ends
    of the words that name them, by paragraph.
    """
    surnames = {same_name(each.name) for each in seen if _speaks(each, speakers)}
    if not surnames:
        return list(seen)
    full = [each for each in seen if each.kind is None and _surname(each, words) in surnames]
    names = {each.name for each in full if _is_inside(paragraphs[each.paragraph].text, each.start)}
    people = {id(each) for each in full if each.name in names}
    return [replace(each, kind="person") if id(each) in people else each for each in seen]


def _speaks(each: Seen, speakers: Mapping[int, Collection[int]]) -> bool:
    return each.kind is None and " " not in each.name and each.end in speakers.get(each.paragraph, ())


def _surname(each: Seen, words: Lexicon) -> str | None:
    """Return the second word of two, unless it is that of a place, a body or a thing."""
    parts = each.name.split()
    if len(parts) != 2 or any(part.isupper() for part in parts):
        return None
    groups = words.organisations, words.places, words.things, words.not_names, known_places()
    return None if any(parts[1] in group for group in groups) else same_name(parts[1])


def _is_inside(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return bool(before) and before[-1] not in _OPENS
