"""Names in the order of an index: surname first, particles with it, accents aside."""

from __future__ import annotations

from convert.compose.order import folded

_PARTICLES = frozenset(
    word
    for words in (
        ("von", "van", "vom", "zu", "zur", "zum", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "du"),
        ("la", "le", "al", "el", "bin", "ibn", "ben", "abu", "ter", "ten", "af", "av", "mac", "san", "st."),
    )
    for word in words
)
"""Words that go with the surname that follows them."""


def surname_key(name: str) -> tuple[str, str]:
    """Return a key that sorts a person by surname, then by the rest of the name."""
    given, surname = parted(name)
    return folded(surname), folded(given)


def inverted(name: str) -> str:
    """Return a person's name as an index has it: `Arrel, Tomas`; a name of one word as it stands."""
    given, surname = parted(name)
    return f"{surname}, {given}" if given else surname


def parted(name: str) -> tuple[str, str]:
    """Return given names and surname: the last word, with the particles before it."""
    words = name.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])
