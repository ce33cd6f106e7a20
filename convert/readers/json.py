"""JSON: Records of this project as they are; news objects of crawlers and interfaces, by the names they give things.

An array is a container: each of its items is an Input of its own, with its own hash.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

import msgspec
from msgspec.structs import replace

from convert.contracts import Input, Raw, candidate, input_of
from convert.errors import ConvertError, Note, Noter, NothingUsable
from convert.model import SCHEMA_VERSION, Finding, Record
from convert.moments import is_real
from convert.normalise.headline import folded

name = "json"
suffixes = ("json",)

TEXT_KEYS = ("maintext", "text", "body_text", "body", "articleBody", "article_body", "full_text", "fulltext", "content")
"""Where the article itself is looked for, the surest first; `raw` is last: it may hold anything."""

FIELD_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "header"),
    "subtitle": ("subtitle", "subheadline", "standfirst", "deck", "kicker"),
    "byline": ("authors", "author", "byline", "creator", "dc:creator"),
    "published": (
        *("published", "date_publish", "date_published", "datePublished", "publish_date", "published_at"),
        *("publishedAt", "publication_date", "pub_date", "pubDate", "published_date", "datetime", "date", "timestamp"),
    ),
    "updated": ("updated", "date_modify", "date_modified", "dateModified", "modified", "updated_at", "updatedAt"),
    "embargo": ("embargo", "embargoed", "embargoed_until", "embargo_until"),
    "outlet": (
        *("outlet", "publisher", "source_name", "source", "sitename", "site_name", "newspaper", "publication"),
        *("source_domain", "domain", "hostname"),
    ),
    "section": ("section", "category", "articleSection", "desk"),
    "url": ("url", "link", "canonical_url", "web_url", "permalink", "uri"),
    "language": ("language", "lang", "inLanguage"),
    "tags": ("tags", "keywords", "subjects"),
    "rights": ("rights", "copyright", "license", "licence", "usageterms"),
    "marking": ("marking", "classification", "tlp"),
    "place": ("place", "dateline_place", "city"),
    "agency": ("agency",),
}
"""The keys of news objects by field, the surest first."""

_MOST_DEPTH = 200
_TECHNICAL = frozenset(("id", "_id", "filename", "localpath", "html", "hash", "date_download", "title_page"))
MOST_OF_IT = 0.8
"""Plain text with so many of the words that markup holds is taken in its place."""

_MARKUP = re.compile(r"</(?:p|div|h\d)>")
_IS_DATE = re.compile(
    r"(?P<day>\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](?P<time>\d\d:\d\d)(?P<seconds>:\d\d)?(?:\.\d+)?\s*"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?$"
)


def recognises(head: bytes) -> bool:
    """Say yes to what begins like a JSON object or an array of objects; a text may begin with a bracket too."""
    text = head.decode(json.detect_encoding(head[:8]), "replace").lstrip("\ufeff \t\r\n")
    return re.match(r'\{\s*["}]|\[\s*[\[{\]]', text) is not None


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield a Record, a Raw made of a news object, or an Input for each item of an array.

    Raises NothingUsable for JSON that holds no article, and ConvertError where the JSON itself is broken.
    """
    with given.open() as stream:
        data = stream.read()
    text = _text_of(data, given)
    if text.lstrip().startswith("["):
        yield from _items(text, given)
    else:
        yield _article(_decoded(text, given), data, given, note)


def _text_of(data: bytes, given: Input) -> str:
    try:
        return data.decode(json.detect_encoding(data[:8])).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NothingUsable(
            f"the JSON is not in UTF-8: {error.reason} at byte {error.start}", where=_place(given)
        ) from error


def _items(text: str, given: Input) -> Iterator[Input]:
    try:
        items = msgspec.json.decode(text, type=list[msgspec.Raw])
    except RecursionError as error:
        raise NothingUsable("the JSON is nested too deep", where=_place(given)) from error
    except msgspec.DecodeError as error:
        raise NothingUsable(f"the JSON is broken: {error}", where=_place(given)) from error
    if not items:
        raise NothingUsable("the array is empty", where=_place(given))
    for number, item in enumerate(items, start=1):
        made = input_of(f"{given.name}#{number}", bytes(item))
        yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)


def _decoded(text: str, given: Input) -> Mapping[str, Any]:
    try:
        # the standard decoder keeps halves of surrogate pairs, which crawlers do write; they are replaced below
        values = json.loads(text)
    except RecursionError as error:
        raise NothingUsable("the JSON is nested too deep", where=_place(given)) from error
    except json.JSONDecodeError as error:
        hint = "is it JSON Lines? then pass -f jsonl" if error.msg == "Extra data" else ""
        where = f"{_place(given)}, line {error.lineno}"
        raise NothingUsable(f"the JSON is broken: {error.msg}", where=where, hint=hint) from error
    except ValueError as error:
        raise NothingUsable("the JSON holds a number of thousands of digits", where=_place(given)) from error
    if not isinstance(values, dict):
        raise NothingUsable("the JSON is no object", where=_place(given))
    return values


def _article(values: Mapping[str, Any], data: bytes, given: Input, note: Noter) -> Raw | Record:
    if isinstance(values.get("article"), dict) and "source_text" in values["article"]:
        return _record(values, data, given)
    return _raw(values, data, given, note)


def _record(values: Mapping[str, Any], data: bytes, given: Input) -> Record:
    if isinstance(values.get("schema"), int) and values["schema"] > SCHEMA_VERSION:
        raise ConvertError(
            f"the record was written by a newer version (schema {values['schema']}, this one reads {SCHEMA_VERSION})",
            where=_place(given),
            hint="update convert",
        )
    try:
        return msgspec.json.decode(data.decode("utf-8-sig"), type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NothingUsable(f"this is no record: {error}", where=_place(given)) from error


# ---- news objects ---------------------------------------------------------------------------------------------------


def _raw(values: Mapping[str, Any], data: bytes, given: Input, note: Noter) -> Raw:
    key = _text_key(values)
    if key is None:
        known = ", ".join(TEXT_KEYS[:4])
        raise NothingUsable(
            "the object holds no article", where=_place(given), hint=f"the text is looked for under {known} …"
        )
    found = (values[key], tuple(_candidates(values, key)))
    text, candidates = _without_surrogates(found[0]), tuple(map(_whole, found[1]))
    if (text, candidates) != found:
        note(Note("lone-surrogates", "halves of characters stand as �", given.name))
    _say_what_is_left_out(values, key, given, note)
    _say_what_is_unused(values, key, given, note)
    return Raw(
        text=text,
        name=given.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader="json",
        encoding=json.detect_encoding(data[:8]).removesuffix("-sig"),
        candidates=candidates,
    )


def _text_key(values: Mapping[str, Any]) -> str | None:
    """Return the key of the longest text; plain text goes before markup that says hardly more."""
    words = {key: len(_words_in(values[key])) for key in TEXT_KEYS if _is_text(values.get(key))}
    if not words:
        return "raw" if _is_text(values.get("raw")) else None
    plain = {key: count for key, count in words.items() if not _MARKUP.search(values[key])}
    longest, plainest = (max(each, key=lambda key: each[key], default="") for each in (words, plain))
    return plainest if plainest and plain[plainest] >= MOST_OF_IT * words[longest] else longest


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _words_in(text: str) -> list[str]:
    return folded(unescape(re.sub(r"<[^<>]*>", " ", text))).split()


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole(finding: Finding) -> Finding:
    return replace(finding, value=_without_surrogates(finding.value))


def _candidates(values: Mapping[str, Any], text_key: str) -> Iterator[Finding]:
    for field, keys in FIELD_KEYS.items():
        for key in keys:
            if key == text_key or key not in values:
                continue
            for words in _words_of(values[key], field):
                yield candidate(field, words, f"JSON {key}", "candidate")


def _words_of(value: object, field: str) -> list[str]:
    """Return what a value says of a field: tags one by one, authors joined, dates as moments where they are plain."""
    if field in ("published", "updated", "embargo"):
        date = _moment(value)
        return [date] if date else []
    found = [words for words in _strings(value, 0) if words]
    if field == "tags":
        return [tag for words in found for tag in (words.split(",") if isinstance(value, str) else [words])]
    return [", ".join(found)] if found else []


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


def _moment(value: object) -> str:
    """Return a date as a Moment where it is written as one, else its words; seconds or milliseconds since 1970 too."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ") if seconds > 1e8 else ""
        except (OverflowError, ValueError, OSError):
            return ""
    if not isinstance(value, str):
        return ""
    words = value.strip()
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


def _say_what_is_left_out(values: Mapping[str, Any], text_key: str, given: Input, note: Noter) -> None:
    """Note each other text that is not in the one that is taken, and each field's value of which nothing is read."""
    taken = " ".join(_words_in(values[text_key]))
    for key in TEXT_KEYS:
        if key != text_key and _is_text(values.get(key)) and " ".join(_words_in(values[key])) not in taken:
            message = f"“{key}” holds another text than “{text_key}” and is left out"
            note(Note("other-text", message, given.name))
    for field, keys in FIELD_KEYS.items():
        for key in keys:
            if isinstance(values.get(key), dict | list) and values[key] and not _words_of(values[key], field):
                note(Note("unread-value", f"nothing could be read from the value of “{key}”", given.name))


def _say_what_is_unused(values: Mapping[str, Any], text_key: str, given: Input, note: Noter) -> None:
    used = {text_key, *_TECHNICAL, *(key for keys in FIELD_KEYS.values() for key in keys)}
    used |= {key for key in TEXT_KEYS if _is_text(values.get(key))}
    unused = sorted(key for key, value in values.items() if key not in used and value not in (None, "", [], {}))
    if unused:
        shown = _without_surrogates(", ".join(unused[:8])) + (" …" if len(unused) > 8 else "")
        note(Note("unused-keys", f"keys that say nothing of the article's metadata: {shown}", given.name, level="info"))
    if _MARKUP.search(values[text_key]):
        note(Note("markup-in-text", f"“{text_key}” holds markup, which is printed as it stands", given.name))


def _place(given: Input) -> str:
    """Return where a broken item stands: the operand, and which item of it."""
    if given.path is None or given.depth == 0:
        return given.path or given.name
    return f"{given.path}, item {given.name.rpartition('#')[2]}"
