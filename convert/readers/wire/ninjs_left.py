"""Words of a ninjs item that nothing is read of: those under an agency's own names, and those that damage has moved."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from convert.errors import Note, Noter
from convert.ninjs import EXTENSION

FEWEST_WORDS = 6
"""Words of a value that can be a text, and no name."""
FEWEST_UNTOLD = 4
"""Different words of it that are told nowhere else."""
LONGEST_QUOTED = 60
"""Characters of a value by which its reader finds it."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<[^<>]*>")
_OF_PICTURES = frozenset(("ednote", "usageterms", "copyrightnotice"))
"""What is said of an associated item to those who print it, and not of what it shows."""
_DEEPEST = 50


def say_left(item: Mapping[str, Any], read: Collection[int], told: Iterable[str], where: str, note: Noter) -> None:
    """Warn of each text in an item that is not among what is `told`; `read` are associated items read on their own."""
    known = {word for words in told for word in _WORD.findall(_TAG.sub(" ", words))}
    for key, value in _texts(_without_forms(item), read):
        words = _TAG.sub(" ", value).split()
        if len(words) >= FEWEST_WORDS and len(set(_WORD.findall(" ".join(words))) - known) >= FEWEST_UNTOLD:
            quoted = " ".join(words)[:LONGEST_QUOTED]
            note(Note("unread-text", f"words under “{key}” are not read, and left out: “{quoted}”", where))


def _without_forms(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an item without its text, of whose forms one is read; what is said of each form stays."""
    rest = {key: value for key, value in item.items() if not key.lower().startswith("body") and key != EXTENSION}
    for key, value in item.items():
        if key.lower() == "bodies" and isinstance(value, list):
            rest[key] = [
                {k: v for k, v in each.items() if k != "value"} if isinstance(each, dict) else each for each in value
            ]
    return rest


def _texts(value: object, read: Collection[int], key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield each string in a value with the names that it stands under; a name may have run into one."""
    match value:
        case str():
            yield key, value
        case list() if depth < _DEEPEST:
            for each in value:
                yield from _texts(each, read, key, depth + 1)
        case dict() if depth < _DEEPEST and id(value) not in read:
            for name, inner in value.items():
                yield key, name
                if not (key.lower().startswith("associations") and name.lower() in _OF_PICTURES):
                    yield from _texts(inner, read, f"{key}.{name}" if key else name, depth + 1)
        case _:
            pass
