"""The text of a ninjs item in its forms (HTML, NITF, plain), and its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.errors import Noter, NothingUsable
from convert.readers.safe_xml import tree_of
from convert.readers.wire import nitf
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.ninjs_facts import Fields, Item, descriptions_in, items_in, text_in
from convert.readers.wire.story import Form, Picture, form_of

_PICTURES = ("picture", "graphic", "image")
_PAGE_HEAD = re.compile(
    r"\A\s*(?:<!doctype[^>]*>\s*)?(?:<html\b[^>]*>\s*)?<head\b.*?</head>", re.IGNORECASE | re.DOTALL
)
_MARKUP_OF_OTHERS = re.compile(r"\s*<(?:TTNITF|NewsML)\b", re.IGNORECASE)
"""Bodies in an agency's own markup, which stand beside the same text in HTML."""


def forms_of(item: Item, said: Evidence, where: str, note: Noter) -> list[Form]:
    """Return an item's text in each form; what NITF says of itself is added to the evidence."""
    return list(_forms(Fields(item), said, where, note))


def _forms(fields: Fields, said: Evidence, where: str, note: Noter) -> Iterator[Form]:
    for key in fields.starting("body"):
        yield from _form(fields.text(key), fields.name(key), said, where, note)
    for body in items_in(fields.value("bodies")):
        place = f"bodies {text_in(body.get('role'))}".strip()
        yield from _form(text_in(body.get("value")), place, said, where, note)
    if fields.text("type") in ("event", "planning") or "eventdetails" in fields:
        for place, words in descriptions_in(fields):
            yield Form("plain", words, place)


def _form(value: str, place: str, said: Evidence, where: str, note: Noter) -> Iterator[Form]:
    if not value.strip() or _MARKUP_OF_OTHERS.match(value):
        return
    if re.search(r"<(?:nitf|body\.content|block)\b", value):
        form = _nitf(value, place, said, where, note)
        if form is not None:
            yield form
    elif re.match(r"\s*<", value) or "html" in place.lower():
        yield form_of(_PAGE_HEAD.sub("", value, count=1), place)
    else:
        yield form_of(value, place)


def _nitf(value: str, place: str, said: Evidence, where: str, note: Noter) -> Form | None:
    try:
        root = tree_of(value.encode("utf-8", "replace"), where, note)
    except NothingUsable:
        return form_of(value, place)
    nitf.gather(root, said)
    return nitf.body_of(root, place)


def pictures_of(item: Item) -> list[Picture]:
    """Return the picture that an item is, where it is one: its caption with its credit, its largest file."""
    fields = Fields(item)
    if fields.text("type") not in _PICTURES:
        return []
    captions = [words for _, words in descriptions_in(fields)] or [_headline(fields)]
    caption = max(captions, key=len)
    credit = " ".join((fields.text("by") or fields.text("byline")).split())
    return [Picture(caption, credit, address=_largest(fields))]


def _headline(fields: Fields) -> str:
    headlines = (text_in(each.get("value")) for each in items_in(fields.value("headlines")))
    return fields.text("headline") or next(headlines, "") or fields.text("title")


def _largest(fields: Fields) -> str:
    renditions = fields.value("renditions")
    each = renditions.values() if isinstance(renditions, dict) else renditions
    files = [file for file in items_in(list(each or ())) if text_in(file.get("href"))]
    best = max(files, key=lambda file: _width(file.get("width")), default=None)
    return text_in(best.get("href")) if best else ""


def _width(value: object) -> int:
    digits = text_in(value)
    return int(digits) if digits.isdecimal() and len(digits) < 9 else 0
