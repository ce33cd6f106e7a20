"""News objects and rows of tables: what their names call the text and the metadata of an article.

One list of names (`data/news_fields.txt`) serves JSON, CSV and Parquet; the editor's map of columns goes before it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Column, Mark, Raw, candidate
from convert.errors import Note, Noter
from convert.model import Finding, Media
from convert.moments import is_real
from convert.normalise.header import field_of
from convert.normalise.headline import folded

DATES = ("published", "updated", "embargo")

MOST_OF_IT = 0.8
"""Plain text with so many of the words that markup holds is taken in its place."""

LONGEST_EXTRA = 1000
"""Characters of a value that is kept beside the metadata; what is longer is a text of its own."""

_MOST_DEPTH = 200
_MARKUP = re.compile(r"</(?:p|div|h\d)>")
_IS_DATE = re.compile(
    r"(?P<day>\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](?P<time>\d\d:\d\d)(?P<seconds>:\d\d)?(?:\.\d+)?\s*"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?$"
)

_SECONDS = re.compile(r"1\d{9}(?:\.\d+)?|1\d{12}")

Values = Mapping[str, Any]


# ---- names ----------------------------------------------------------------------------------------------------------


class Roles(Struct, frozen=True):
    """What some names are for: those of texts and, by field, of metadata, the surest first; those that say nothing.

    `raw` is a name under which the source itself may stand: where no other text is.
    """

    texts: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    rest: tuple[str, ...]
    raw: str | None = None


@lru_cache(maxsize=512)
def roles_of(names: tuple[str, ...], columns: tuple[Column, ...] = ()) -> Roles:
    """Return what names are for: what the editor's columns say goes before what the list of names does."""
    said = {_key(column.name): column.field for column in columns}
    found = [(*_role(name, said), name) for name in names]
    found.sort(key=lambda each: each[:2])
    texts = [(rank, name) for _, rank, field, name in found if field == "text"]
    return Roles(
        # where the editor names the text no other is looked for
        texts=tuple(name for rank, name in texts if rank == texts[0][0] or texts[0][0] >= 0),
        fields=tuple((field, name) for _, _, field, name in found if field not in ("", "raw", "text", "technical")),
        rest=tuple(name for name in names if _role(name, said)[2] == ""),
        raw=next((name for _, _, field, name in found if field == "raw"), None),
    )


_FIELDS = (
    *("text", "title", "subtitle", "byline", "published", "updated", "embargo", "outlet", "section", "url"),
    *("language", "tags", "rights", "marking", "place", "agency"),
)


def _role(name: str, said: Mapping[str, str]) -> tuple[int, int, str]:
    """Return the place of a name's field among the fields, its own in that field, and the field; `` for none."""
    key, inner = _key(name), name.rpartition(".")[2]
    if key in said:
        field, rank = said[key], -1
    else:
        field, rank = _known().get(key) or _known().get(_key(inner)) or (field_of(inner) or "", 999)
    return _FIELDS.index(field) if field in _FIELDS else len(_FIELDS), rank, field


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Return the field of each name of the list, and how sure it is: 0 is surest."""
    lines = (Path(__file__).parent / "data" / "news_fields.txt").read_text("utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if not line.startswith("#"))
    named = ((field, rank, name) for field, names in pairs for rank, name in enumerate(names.split(" | ")))
    return {_key(name): (field, rank) for field, rank, name in named if field != "objects"}


@cache
def _objects() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "news_fields.txt").read_text("utf-8").splitlines()
    names = next(line.partition(": ")[2] for line in lines if line.startswith("objects: "))
    return frozenset(map(_key, names.split(" | ")))


def flattened(values: Values) -> Values:
    """Return values with those inside objects such as `metadata` beside the others, as `metadata.title`."""
    if not any(isinstance(value, dict) for value in values.values()):
        return values
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict) and _key(name) in _objects():
            flat |= {f"{name}.{inner}": each for inner, each in value.items()}
        else:
            flat[name] = value
    return flat


# ---- one object -----------------------------------------------------------------------------------------------------


class Told(Struct, frozen=True):
    """An object or a row: its values by their names, its own bytes, and where a value of it stands, for people."""

    values: Values
    name: str
    data: bytes
    reader: str
    encoding: str
    place: Callable[[str], str]


def raw_of(told: Told, roles: Roles, note: Noter) -> Raw | None:
    """Return the article of an object, or None where it holds no text; a text that is left out is noted."""
    texts = {name: text_of(told.values.get(name)) for name in (*roles.texts, *filter(None, [roles.raw]))}
    name = _longest({name: text for name, text in texts.items() if text.strip()}, roles)
    if name is None:
        return None
    text, candidates = texts[name], tuple(_candidates(told, roles, name))
    whole = _without_surrogates(text), tuple(replace(f, value=_without_surrogates(f.value)) for f in candidates)
    if whole != (text, candidates):
        note(Note("lone-surrogates", "halves of characters stand as �", told.name))
    _say_what_is_left_out(told, roles, name, texts, note)
    text, marks, media = _written(whole[0], told.name, note)
    return Raw(
        text=text,
        name=told.name,
        sha256=hashlib.sha256(told.data).hexdigest(),
        size=len(told.data),
        reader=told.reader,
        encoding=told.encoding,
        structured=bool(marks),
        marks=marks,
        candidates=whole[1],
        media=media,
    )


def text_of(value: object) -> str:
    """Return the text of a value: a list of paragraphs with blank lines between them, what an object renders."""
    match value:
        case str():
            return value
        case [str(), *_]:
            return "\n\n".join(each for each in value if isinstance(each, str))
        case {"rendered": str(text)} | {"text": str(text)} | {"value": str(text)}:
            return text
        case _:
            return ""


def _longest(texts: Mapping[str, str], roles: Roles) -> str | None:
    """Return the name of the longest text; plain text goes before markup that says hardly more."""
    found = {name: text for name, text in texts.items() if name != roles.raw}
    if len(found) < 2:
        return next(iter(found or texts), None)
    words = {name: len(_words_in(text)) for name, text in found.items()}
    plain = {name: count for name, count in words.items() if not _MARKUP.search(found[name])}
    longest, plainest = (max(each, key=lambda name: each[name], default="") for each in (words, plain))
    return plainest if plainest and plain[plainest] >= MOST_OF_IT * words[longest] else longest


def _words_in(text: str) -> list[str]:
    return folded(unescape(re.sub(r"<[^<>]*>", " ", text))).split()


def _without_surrogates(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _written(text: str, name: str, note: Noter) -> tuple[str, tuple[Mark, ...], tuple[Media, ...]]:
    """Return a text with its structure, where it is written in HTML."""
    if not _MARKUP.search(text):
        return text, (), ()
    from convert.readers.html.fragment import fragment

    found = fragment(text, name, note)
    return (found.text, found.marks, found.media) if found.text else (text, (), ())


def _candidates(told: Told, roles: Roles, text: str) -> Iterator[Finding]:
    for field, name in roles.fields:
        if name != text:
            for words in words_of(told.values.get(name), field):
                yield candidate(field, words, told.place(name), "candidate")
    for name in roles.rest:
        if words := _extra(told.values.get(name)):
            yield candidate(f"extra.{name.strip().casefold()}", words, told.place(name), "candidate")


def _extra(value: object) -> str:
    """Return a plain value in words; nothing for one that is nested or too long to stand beside the metadata."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    words = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return words if len(words) <= LONGEST_EXTRA else ""


def unused(values: Values, roles: Roles) -> list[str]:
    """Return the names of values that are neither metadata nor kept beside them: nested, or very long."""
    rest = ((name, values.get(name)) for name in roles.rest)
    return [name for name, value in rest if value not in (None, "", [], {}) and not _extra(value)]


def _say_what_is_left_out(told: Told, roles: Roles, text: str, texts: Mapping[str, str], note: Noter) -> None:
    """Note each other text that is not in the one that is taken, and each field's value of which nothing is read."""
    others = [name for name in roles.texts if name != text and texts[name].strip()]
    taken = " ".join(_words_in(texts[text])) if others else ""
    for name in others:
        if " ".join(_words_in(texts[name])) not in taken:
            message = f"“{name}” holds another text than “{text}” and is left out"
            note(Note("other-text", message, told.name))
    for field, name in roles.fields:
        value = told.values.get(name)
        if isinstance(value, dict | list) and value and not words_of(value, field):
            note(Note("unread-value", f"nothing could be read from the value of “{name}”", told.name))


# ---- values ---------------------------------------------------------------------------------------------------------


def words_of(value: object, field: str) -> list[str]:
    """Return what a value says of a field: tags one by one, authors joined, dates as moments where they are plain."""
    if field in DATES:
        moment = moment_of(value)
        return [moment] if moment else []
    value = _list_in(value) if isinstance(value, str) else value
    found = [words for words in _strings(value, 0) if words]
    if field == "tags":
        return [tag for words in found for tag in (words.split(",") if isinstance(value, str) else [words])]
    return [", ".join(found)] if found else []


_WRITTEN_LIST = re.compile(r"""\[\s*(?:'[^'\\\n]*'|"[^"\\\n]*")(?:\s*,\s*(?:'[^'\\\n]*'|"[^"\\\n]*"))*\s*\]|\[\s*\]""")
_LISTED = re.compile(r"'([^'\\\n]*)'|\"([^\"\\\n]*)\"")


def _list_in(words: str) -> str | list[str]:
    """Return the strings of a list that a program wrote into one cell: `['Ada Brandt', 'Leo Ness']`."""
    if not _WRITTEN_LIST.fullmatch(words.strip()):
        return words
    return [single or double for single, double in _LISTED.findall(words)]


def _strings(value: object, depth: int) -> Iterator[str]:
    match value:
        case str():
            yield re.sub(r"\s+", " ", value).strip()
        case list():
            for item in value if depth < _MOST_DEPTH else []:
                yield from _strings(item, depth + 1)
        case {"rendered": str(rendered)}:  # WordPress
            yield from _strings(unescape(re.sub(r"<[^<>]*>", "", rendered)), depth)
        case dict():
            # schema.org and news interfaces: {"name": …}, {"id": …, "title": …}
            named = next((value[k] for k in ("name", "title", "label", "term") if k in value), "")
            yield from _strings(named, depth + 1) if depth < _MOST_DEPTH else ()
        case _:
            pass


def moment_of(value: object) -> str:
    """Return a date as a Moment where it is written as one, else its words; seconds or milliseconds since 1970 too."""
    if isinstance(value, datetime | date):
        value = value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ") if seconds > 1e8 else ""
        except (OverflowError, ValueError, OSError):
            return ""
    if not isinstance(value, str):
        return ""
    words = value.strip()
    if _SECONDS.fullmatch(words):
        return moment_of(float(words))
    match = _IS_DATE.match(words)
    return words if match is None else _plain_moment(match) or words


def _plain_moment(match: re.Match[str]) -> str:
    time, zone = match["time"], match["zone"] or ""
    if not time or (time == "00:00" and match["seconds"] in (None, ":00") and not zone):
        # midnight without a zone is how databases write a day
        moment = match["day"]
    else:
        moment = f"{match['day']}T{time}" + (zone if len(zone) < 5 or ":" in zone else f"{zone[:3]}:{zone[3:]}")
    return moment if is_real(moment) else ""
