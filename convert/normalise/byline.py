"""The byline: who wrote it, on a line of its own or fused to the first sentence; and who published it.

Known shapes: `By Hanna Brask`, `By HANNA BRASK and PIET MOLDER, Northern Wire`, `By AFP`, `Von Renate Kolbe`,
`Par Solène Aubrac`, `Автор: Пётр Мельник`, `By Caspar LindqvistLake pilots have …`, and `Published by` over the
outlet's name. `By Friday`, `By 2026`, `By Christmas YouTube will …`, `Par ailleurs`, `Von Talvik aus` are sentences,
`By Popular Demand` is a headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from convert.normalise.date_language import LANGUAGES, date_language, fold
from convert.normalise.date_words import find_dates
from convert.normalise.dateline import is_agency
from convert.normalise.word_lists import begins_joined_name, listed, listed_under

Author = Literal["person", "agency", "desk"]


class FoundByline(Struct, frozen=True):
    """A byline: its span with its cue word, the names as the source gives them, and what stands after a comma.

    `fused` tells that the story's first sentence goes on at `end`. `sure` is False where it does and nothing but the
    number of capitalised words told where the name ends.
    """

    start: int
    end: int
    name: str
    author: Author = "person"
    credit: str = ""
    fused: bool = False
    sure: bool = True


class FoundPublisher(Struct, frozen=True):
    """`Published by` and the outlet named after it, on the same or the next line with words."""

    start: int
    end: int
    name: str


LONGEST_OUTLET = 160
"""Characters of the name of an outlet."""

_CUE = re.compile(
    r"(?:(?:By|BY|by|Von|VON|Par|PAR|Por|POR|Door|Av|(?:Written|Story|Reported|Words|Text) by|Texte? de)(?:\s?:)?"
    r"|(?:Author|AUTHOR|Byline|BYLINE|Autor(?:in|a|es)?|Auteure?|Autore|Yazan|Yazar|Haber|Muhabir|Авторы?|Автор\s+статьи|"
    r"Текст|Text|Texte|Reporter|بقلم|كتب|الكاتب)\s?:|Автор|بقلم)[ \t\xa0]+"
)
_ROLE = re.compile(
    r"(?:unsere[mrn]?|our|notre|nuestr[oa]) (?:\w+-)?(?:[Kk]orrespondent(?:in|en)?|[Rr]edakteur(?:in)?"
    r"|[Rr]eporter(?:in)?|[Mm]itarbeiter(?:in)?"
    r"|[Cc]orrespondante?|[Cc]orrespondent|[Ee]nvoyée? spéciale?|[Cc]orresponsal)"
    r",? (?=[^\Wa-zß-öø-ÿа-яё\d_])"
)
"""Who somebody is to the paper, between the cue and a name: `Von unserer Korrespondentin Wiebke Thomsen`."""

_PUBLISHED = re.compile(
    r"(?:(?:Published|Posted|Provided) by|Publié par|Veröffentlicht von|Publicado por|Pubblicato da|Опубликовано"
    r"|(?:Source|Quelle|Fuente|Fonte|Kaynak|Источник)\s?:)\s?:?[ \t]*"
    rf"(?:\n\s*)?(?P<name>[^\n]{{2,{LONGEST_OUTLET}}})(?=\n|$)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s[|•·–—-]\s|\s?[|•·]|\s\(|\s\S+@\S+|,?\s+(?:in|for|für|pour|para)\s+[A-Z]"
    r"|\s+(?:Updated|Published|Posted|Last modified|Aktualisiert|Publié|Mis à jour|Actualizado|Güncelleme)\b"
)
_NO_AUTHORS = "not_authors.txt"
_TOKEN = re.compile(r"[^\s,|•·–—]+|[,|•·–—]")
_PARTICLES = frozenset(
    ("de", "del", "della", "der", "den", "van", "von", "zu", "da", "di", "do", "dos", "la", "le")
) | frozenset(("al", "el", "bin", "ibn", "ben", "ter", "ten", "af", "av", "y"))
_JOINING = frozenset(["and", "und", "et", "y", "e", "en", "ve", "и", "&", "with", "mit", "avec", "con"])
_LONGEST = 90
_MOST_WORDS = 7
"""Words of a publisher's name that need no capitals."""
_REACH = 20_000
"""Characters of the story in which a word of the byline is looked for again."""


def find_byline(text: str, at: int = 0) -> FoundByline | None:
    """Return the byline that begins at `at`, the first letter of a line, or None."""
    cue = _CUE.match(text, at)
    if cue is None:
        return None
    line_end = text.find("\n", cue.end())
    if role := _ROLE.match(text, cue.end()):
        cue = role
    line = text[cue.end() : line_end if line_end >= 0 else len(text)]
    words = _name_words(line[:_LONGEST])
    if not words or _is_date_word(words[0][0]):
        return None
    whole = _whole_line(line, words, at, cue.end())
    if text[at].islower():
        return whole if _stands_apart(text, at, line_end) else None
    return whole or _fused(text, line, words, at, cue.end())


def find_publisher(text: str, at: int = 0) -> FoundPublisher | None:
    """Return the outlet that a `Published by` at `at` names, or None."""
    match = _PUBLISHED.match(text, at)
    if match is None:
        return None
    name = match["name"].strip()
    if name.endswith((".", ":", "?", "!")) or not (name[0].isupper() or "." in name) or not _is_title(name):
        return None
    return FoundPublisher(at, match.end("name"), name)


def author_of(names: str) -> Author:
    """Return whether a byline names people, an agency or a desk."""
    if is_agency(names):
        return "agency"
    return "desk" if _is_desk(names) else "person"


def _is_title(name: str) -> bool:
    """Tell a long name from a sentence without its stop: more than half of its words have capitals."""
    words = name.split()
    return len(words) <= _MOST_WORDS or sum(word[0].isupper() for word in words) > len(words) / 2


def _stands_apart(text: str, at: int, line_end: int) -> bool:
    """Tell whether a line has blank ones round it: `by` in small letters may begin any line of a wrapped paragraph."""
    before = text[max(0, at - 40) : at].rstrip(" \t")
    after = text[line_end + 1 :].split("\n", 1)[0] if line_end >= 0 else ""
    return (at == 0 or before.endswith("\n\n") or not before) and not after.strip()


# ---- a line of its own ----------------------------------------------------------------------------------------------


def _whole_line(line: str, words: list[tuple[str, int, int]], at: int, offset: int) -> FoundByline | None:
    """Read a line that is a byline to its end: names, then perhaps a role, an outlet or a date."""
    if len(line) > _LONGEST:
        return None
    cut = _credit_begins(line)
    names, rest = line[:cut].rstrip(" ,|•·–—-"), line[cut:].strip(" ,|•·–—-")
    if len(names.split()) > 9 or rest.endswith((".", "!", "?")):
        return None
    covered = words[-1][2] if words else 0
    if line[covered : len(names)].strip(" .") or not names:
        return None
    if not _is_name(names) or (len(rest.split()) > 5 and rest[:1].islower()):
        return None
    if re.search(r"[^\W\d_]{3}\.$", names):
        names = names[:-1]
    return FoundByline(at, offset + len(line.rstrip()), names, author_of(names), rest)


def _credit_begins(line: str) -> int:
    """Return where the names end: at a bar, a date, or a comma that no further `and` of names follows."""
    stops = [match.start() for match in _CREDIT.finditer(line)]
    stops += [d.start for d in find_dates(line) if d.kind in ("absolute", "partial")][:1]
    names_until = max((m.end() for m in re.finditer(r",[^,]+?\s(?:and|und|et|y|e|ve|и|&)\s", line)), default=0)
    comma = line.find(",", names_until)
    return min([*stops, *([comma] if comma >= 0 else []), len(line)])


def _is_name(names: str) -> bool:
    words = [w for w in re.split(r"[\s,]+", names) if w and w.lower() not in _JOINING]
    if words[0].lower() in listed_under(_NO_AUTHORS, "first") or words[-1].lower() in listed_under(_NO_AUTHORS, "last"):
        return False
    if len(words) == 1:
        return is_agency(words[0]) or _is_desk(names) or (words[0][0].isupper() and len(words[0]) > 2)
    return not _is_date_word(words[0]) and words[0].lower() not in listed("sentence_openers.txt") - {
        "the",
        "la",
        "le",
        "el",
    }


def _is_desk(names: str) -> bool:
    words = names.lower().split()
    return words[0] in ("the", "our") or any(word in listed("desks.txt") for word in words)


# ---- fused to the first sentence ------------------------------------------------------------------------------------


def _fused(text: str, line: str, words: list[tuple[str, int, int]], at: int, offset: int) -> FoundByline | None:
    """Read a name that runs into a sentence: `By Caspar LindqvistLake pilots have told …`."""
    if len(line.split()) < 6:
        return None
    glued = next((i for i, (word, _, _) in enumerate(words[:5]) if _seam(word)), None)
    if glued is not None and glued > 0:
        word, start, _ = words[glued]
        if _stands_again(word, text, offset + start + len(word)):
            return None
        return _fused_at(line, start + _seam(word), at, offset, sure=True)
    return _spaced(line, words, at, offset)


def _stands_again(word: str, text: str, after: int) -> bool:
    """Tell whether a word with a capital inside is a name, as the text has it more than once."""
    return re.search(rf"\b{re.escape(word)}\b", text[after : after + _REACH]) is not None


def _spaced(line: str, words: list[tuple[str, int, int]], at: int, offset: int) -> FoundByline | None:
    capitals = [word for word, _, _ in words if word.isupper() and len(word) > 1]
    if (
        len(capitals) > 1
        and words[: len(capitals)] == [w for w in words if w[0] in capitals]
        and len(capitals) < len(words)
    ):
        return _fused_at(line, words[len(capitals) - 1][2], at, offset, sure=True)
    opener = next(
        (i for i, (word, _, _) in enumerate(words) if i > 1 and word.lower() in listed("sentence_openers.txt")), None
    )
    if opener is not None and opener <= 5 and words[opener][0][0].isupper():
        return _fused_at(line, words[opener - 1][2], at, offset, sure=True)
    length = _name_length([word for word, _, _ in words])
    if length is None or length >= len(words):
        return None
    following = line[words[length][2] :].lstrip()
    if not following or not (following[0].islower() or following[0] in ","):
        return None
    return _fused_at(line, words[length - 1][2], at, offset, sure=False)


def _fused_at(line: str, end: int, at: int, offset: int, *, sure: bool) -> FoundByline | None:
    name = line[:end].strip()
    body = end + len(line[end:]) - len(line[end:].lstrip())
    if not name or "," in name or not _is_name(name):
        return None
    return FoundByline(at, offset + body, name, author_of(name), fused=True, sure=sure)


def _name_length(words: list[str]) -> int | None:
    """Return of how many words a name is by its usual form: two, and one more for an initial or a particle."""
    length = 2
    while length < len(words) and (
        words[length - 1].lower() in _PARTICLES or re.fullmatch(r"[^\W\d_]\.", words[length - 1])
    ):
        length += 1
    return length if len(words) > length else None


def _seam(word: str) -> int:
    """Return where two words are glued together (`LindqvistLake`, `BRASKThe`), or 0; `McKenna`, `DeVries` are one."""
    for i in range(3, len(word) - 1):
        if not (word[i].isupper() and word[i + 1].islower()):
            continue
        if word[:i].isupper() or (word[i - 1].islower() and not _goes_on_with_capital(word[:i])):
            return i
    return 0


def _goes_on_with_capital(begun: str) -> bool:
    """Tell whether the last part of a word is one that goes on with a capital: `You`, `Ann-Mc`."""
    last = next((at for at in range(len(begun) - 1, -1, -1) if begun[at].isupper()), 0)
    return begins_joined_name(begun[last:])


def _name_words(line: str) -> list[tuple[str, int, int]]:
    """Return the words from the start of a line that can be part of names, with their spans."""
    return list(_leading_names(line))


def _leading_names(line: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(line):
        word = match[0]
        if word in ",|•·–—":
            continue
        if not (word[0].isupper() or word.lower() in _PARTICLES or word.lower() in _JOINING or word == "&"):
            return
        yield word, match.start(), match.end()


def _is_date_word(word: str) -> bool:
    return fold(word.strip(".,")) in _date_words()


@cache
def _date_words() -> frozenset[str]:
    """Months and weekdays of every language, in full: no first name is among those of four letters and more but April,
    May, June and August, and a line of its own is none of them alone."""
    names = {"april", "may", "june", "august", "avril", "mai", "juin"}
    found: set[str] = set()
    for code in LANGUAGES:
        words = date_language(code)
        if words is not None:
            found.update(form for forms in (*words.months, *words.weekdays) for form in forms.split() if len(form) > 3)
    return frozenset(found - names)
