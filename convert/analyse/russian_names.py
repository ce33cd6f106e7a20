"""People whom a Russian text names: a given name in any case, with the surname beside it.

Russian bends names, so that one person has many forms. They are one person's where given name and surname agree but for
their endings; one is listed only if the text has the name in its base form, which is what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from convert.analyse.joining import Person
from convert.analyse.lexicon import Lexicon
from convert.analyse.names import Seen
from convert.analyse.runs import PARTICLES, Word, words_in
from convert.analyse.sentences import LocatedParagraph

_DATA = Path(__file__).parent / "data"
_PARTICLES = PARTICLES | {"фон", "де", "ван", "дер", "ибн", "бен", "аль", "ди", "да", "ла", "ле"}
_LONGEST = 4
"""Words of a name."""
_LONGEST_OFFICE = 5
_ENDINGS = (
    *("ского", "скому", "ским", "ском", "ский", "ская", "ской", "скую"),
    *("ого", "ому", "ыми", "ими", "ым", "им", "ой", "ей", "ою", "ом", "ем", "ую", "ая", "ый", "ий"),
    *("а", "у", "е", "ы", "и", "я", "ю", "ь", "й"),
)
_SHORTEST_STEM = 3


class Given(NamedTuple):
    """A given name as a form tells it: its base form and the gender."""

    base: str
    gender: str


class _Bearer(NamedTuple):
    """What the forms of one person share."""

    given: str
    surname: str


def russian_people(paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> list[Person]:
    """Return the people of a text in the order of first mention."""
    texts = [words_in(paragraph.text, paragraph.begin, words) for paragraph in paragraphs]
    full = [each for at, found in enumerate(texts) for each in _full_names(at, found, paragraphs[at].text, words)]
    people: dict[_Bearer, Person] = {}
    for bearer, seen in full:
        if _is_base(seen.name):
            _add(people, bearer, seen)
    for bearer, seen in full:
        if bearer in people and not _is_base(seen.name):
            people[bearer].forms.append(seen)
    taken = {(seen.paragraph, seen.start): seen.end for _, seen in full}
    surnames: dict[str, list[Person]] = {}
    for bearer, person in people.items():
        surnames.setdefault(bearer.surname, []).append(person)
    for at, found in enumerate(texts):
        _add_surnames(at, found, surnames, taken)
    return sorted(people.values(), key=lambda person: min((s.paragraph, s.start) for s in person.forms))


def _add(people: dict[_Bearer, Person], bearer: _Bearer, seen: Seen) -> None:
    if bearer in people:
        people[bearer].add(seen)
    else:
        people[bearer] = Person(seen)


# ---- full names ---------------------------------------------------------------------------------------------------


def _full_names(at: int, found: Sequence[Word], text: str, words: Lexicon) -> Iterator[tuple[_Bearer, Seen]]:
    end = 0
    for begin, word in enumerate(found):
        given = given_name(word.text)
        if begin < end or given is None or (word.first and given.base in _common()):
            continue
        end = _name_end(found, begin, words)
        if end - begin < 2 or (begin and found[begin - 1].text.lower() == "имени"):
            continue
        start = word.start
        name = text[start : found[end - 1].end]
        title = _title(found, begin, text, words) if given.base == word.text else None
        seen = Seen(name, "person", at, start, start + len(name), title, given.gender)
        yield _Bearer(_stem(given.base), _stem(found[end - 1].text)), seen


def _name_end(found: Sequence[Word], begin: int, words: Lexicon) -> int:
    end = at = begin + 1
    while at < len(found) and at - begin < _LONGEST and found[at].start - found[at - 1].end == 1:
        text = found[at].text
        if text[0].isupper() and text not in words.weekdays | words.organisations and not text.isupper():
            end = at + 1
        elif not _is_initial(text) and text.lower() not in _PARTICLES:
            break
        at += 1
    return end


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 and word[0].isupper()


def _title(found: Sequence[Word], begin: int, text: str, words: Lexicon) -> str | None:
    """Return the office before a name, with what it is an office of: `министр транспорта`, `директор порта`."""
    at = begin
    head = None
    while at > 0 and begin - at < _LONGEST_OFFICE and found[at - 1].text.replace("-", "").isalpha():
        low = found[at - 1].text.lower()
        if low in words.function or low in words.cue_words:
            break
        at -= 1
        if low in words.nouns or low in words.titles:
            head = at
    return text[found[head].start : found[begin - 1].end] if head is not None else None


# ---- surnames alone -----------------------------------------------------------------------------------------------


def _add_surnames(
    at: int, found: Sequence[Word], surnames: dict[str, list[Person]], taken: dict[tuple[int, int], int]
) -> None:
    """Join a surname that stands alone to the one person it can mean."""
    end = 0
    for word in found:
        end = max(end, taken.get((at, word.start), 0))
        if word.start < end or not word.text[0].isupper() or given_name(word.text) is not None:
            continue
        known = surnames.get(_stem(word.text), [])
        if len(known) == 1:
            known[0].forms.append(Seen(word.text, "person", at, word.start, word.end))


# ---- words --------------------------------------------------------------------------------------------------------


def given_name(word: str) -> Given | None:
    """Return the given name that a word is a form of, or None: `Ольгой` is `Ольга`."""
    return _forms().get(word)


def _is_base(name: str) -> bool:
    first = name.split(maxsplit=1)[0]
    given = given_name(first)
    return given is not None and given.base == first


def _stem(name: str) -> str:
    """Return a name without the endings that tell its case, those of both parts of a double one."""
    return "-".join(map(_stem_of_part, name.lower().replace("ё", "е").split("-")))


def _stem_of_part(low: str) -> str:
    ending = next((e for e in _ENDINGS if low.endswith(e) and len(low) - len(e) >= _SHORTEST_STEM), "")
    return low[: len(low) - len(ending)] + ("ск" if ending.startswith("ск") else "")


@cache
def _forms() -> dict[str, Given]:
    """Return every form of every given name; one that is two names' (`Александра`) is left out."""
    forms: dict[str, set[Given]] = {}
    for gender in ("m", "f"):
        for base in _listed(gender):
            for form in _bent(base):
                forms.setdefault(form, set()).add(Given(base, gender))
    return {form: next(iter(given)) for form, given in forms.items() if len(given) == 1}


_SHORTENED = {"Пётр": "Петр", "Павел": "Павл", "Лев": "Льв"}
"""Names that lose or change a vowel in all cases but the first."""


def _bent(base: str) -> Iterator[str]:
    """Yield a given name in its base form and the five other cases."""
    yield base
    root, last = base[:-1], base[-1]
    if last in "а":
        yield from (root + ending for ending in ("ы", "и", "е", "у", "ой", "ей"))
    elif last == "я":
        yield from (root + ending for ending in ("и", "е", "ю", "ей"))
    elif last == "й" or base.endswith("рь"):
        yield from (root + ending for ending in ("я", "ю", "ем", "е", "и"))
    elif last not in "аеиоуыэюяь":
        yield from (_SHORTENED.get(base, base) + ending for ending in ("а", "у", "ом", "ем", "е"))


@cache
def _listed(group: str) -> frozenset[str]:
    groups: dict[str, list[str]] = {}
    name = ""
    for line in (_DATA / "first_names_ru.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            groups.setdefault(name, []).extend(line.split())
    return frozenset(groups[group])


def _common() -> frozenset[str]:
    return _listed("common")
