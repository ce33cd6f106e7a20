"""What a page says of its article outside its text: JSON-LD, OpenGraph, meta, `time`, classes that name a byline.

Every candidate is kept, the better evidence first; the normaliser chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import candidate
from convert.model import Finding
from convert.readers.addresses import absolute_address
from convert.readers.html.noise import in_comments
from convert.readers.html.page import MOST_CLASSES, Element, words_in
from convert.readers.html.structured_data import data_candidates
from convert.readers.no_dates import is_no_date


@cache
def _meta_names() -> dict[str, MetaName]:
    lines = (Path(__file__).parent / "data" / "meta_names.txt").read_text("utf-8").splitlines()
    names = [(line.partition(": ")[0], each) for line in lines if line[0] != "#" for each in line.split()[1:]]
    return {each.lstrip("~"): MetaName(field, at, each[0] == "~") for at, (field, each) in enumerate(names)}


class MetaName(Struct, frozen=True):
    """What a `meta` element of a name tells, its place among the evidence, whether it is weak evidence."""

    field: str
    order: int
    weak: bool


_BYLINE = re.compile(
    r"(?:^|[-_ ])(?:byline|author|writer|reporter|auteur|autor|firma|signature)(?:s|[-_]?name)?$", re.I
)
_NOT_NAME = re.compile(
    r"https?:|www\.|\.(?:com|php|html?)\b|[@{}<>=]|^\W*$|^(?:admin|user|null|none|undefined|staff)$", re.I
)
_CUE = re.compile(r"^\s*(?:(?:written |posted |story |reported |words |text )?by|autor(?:in)?|author)\b[\s:]+", re.I)
_SHOWN_CUE = re.compile(r"^\s*(?:(?:von|par|por|de)(?:\s*:\s*|\s+)|(?:Von|Par|Por|De)\s*:\s*)")
"""Words for `by` that names begin with as well (`De Clercq Jan`): read so only in small letters or with a colon, and
only where a page shows a byline."""

_CAPITAL_CUES = {"de": "Von", "fr": "Par", "es": "Por", "pt": "Por"}
"""By language of the page: there a shown byline begins with the word."""

LONGEST_BYLINE = 120
LONGEST_NAME = 60
"""Letters of one name in a byline longer than that."""
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·–—]|\s-\s|,? (?:published|updated|posted|on) |\d{1,2}[:./ ]"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day).*$",
    re.I | re.S,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.I)


def page_candidates(root: Element, text: str) -> list[Finding]:
    """Return every candidate of a page, the better evidence of each field first; addresses are absolute."""
    found = [*data_candidates(root), *_meta(root), *_addresses(root, text), *_language(root)]
    found += [*_bylines(root), *_tags(root)]
    return list(_cleaned(found))


def base_address(root: Element, candidates: Iterable[Finding]) -> str:
    """Return the address that links of the page are relative to, or nothing."""
    own = next((f.value for f in candidates if f.field == "url"), "")
    for base in root.iter("base"):
        if whole := absolute_address(base.get("href") or "", own):
            return whole
    return own


def _meta(root: Element) -> Iterator[Finding]:
    known = _meta_names()
    seen: list[tuple[str, str]] = []
    for meta in root.iter("meta"):
        names = f"{meta.get('property') or ''} {meta.get('name') or ''} {meta.get('http-equiv') or ''}".lower()
        value = " ".join((meta.get("content") or "").split())
        for name in _spelt(names).split():
            seen += [(name, value)] if name in known and value else []
    for name, value in sorted(_authors_joined(seen), key=lambda each: known[each[0]].order):
        told = known[name]
        values = re.split(r"\s*[,;]\s*", value) if told.field == "tags" else [value]
        for each in filter(None, values[:40]):
            finding = candidate(told.field, each, f"meta {name}", "meta")
            yield replace(finding, standing="supported") if told.weak else finding


def _authors_joined(seen: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield names and values; several authors under one name are one byline."""
    known = _meta_names()
    authors: dict[str, dict[str, None]] = {}
    for name, value in seen:
        if known[name].field == "byline":
            authors.setdefault(name, {})[value] = None
        else:
            yield name, value
    yield from ((name, ", ".join(values)) for name, values in authors.items())


def _spelt(names: str) -> str:
    """Return names of properties as the list spells them: `dc:title` as `dc.title`."""
    return names.replace("dc:", "dc.").replace("dcterm:", "dcterms.").replace("dcterms:", "dcterms.")


def _addresses(root: Element, text: str) -> Iterator[Finding]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            yield candidate("url", link.get("href"), "link canonical", "canonical")
    if found := _SAVED_FROM.search(text[:4096]):
        yield candidate("url", found[1], "saved from", "saved_from")


def _language(root: Element) -> Iterator[Finding]:
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    if said:
        yield candidate("language", said, "html lang", "html_lang")


def _bylines(root: Element) -> Iterator[Finding]:
    found = 0
    for element in root.iter("a", "span", "p", "div", "address", "cite", "li", "strong", "em", "h3", "h4", "b"):
        rel = "author" in (element.get("rel") or "").lower().split()
        name = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        if not rel and not (name and _says_byline(name)):
            continue
        words = words_in(element)
        if 3 <= len(words) <= 100 and len(words.split()) <= 12 and not in_comments(element):
            finding = candidate("byline", words, "rel author" if rel else "class byline", "byline_class")
            yield replace(finding, standing="supported")
            found += 1
        if found == 3:
            return


@lru_cache(MOST_CLASSES)
def _says_byline(name: str) -> bool:
    return any(_BYLINE.search(each) for each in name.split())


def _tags(root: Element) -> Iterator[Finding]:
    for element in root.iter("a"):
        if "tag" in (element.get("rel") or "").lower().split():
            words = words_in(element)
            if 2 <= len(words) <= 60:
                yield candidate("tags", words, "rel tag", "rel_tag")


# ---- cleaning -------------------------------------------------------------------------------------------------------


def _cleaned(found: list[Finding]) -> Iterator[Finding]:
    """Yield each value once for its field, in the form it is printed in; what is none of its kind is left out."""
    seen: set[tuple[str, str]] = set()
    outlets = {f.value.casefold() for f in found if f.field == "outlet"}
    language = next((f.value[:2].lower() for f in found if f.field == "language"), "")
    for finding in found:
        value = _clean(finding, outlets, language)
        key = (finding.field, value.casefold())
        if value and (key not in seen or finding.field in ("published", "updated")):
            seen.add(key)
            yield replace(finding, value=value)


def _clean(finding: Finding, outlets: set[str], language: str) -> str:
    value = " ".join(finding.value.split())
    match finding.field:
        case "byline":
            return _name_in(_without_cue(value, language) if finding.rule == "byline_class" else value, outlets)
        case "url":
            return absolute_address(value, "")
        case "language":
            tag = value.split(",")[0].replace("_", "-").strip()
            return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) else ""
        case "outlet":
            return "" if re.match(r"https?:|@", value) or len(value) > 80 else value
        case "section" | "tags":
            return "" if re.match(r"https?:", value) or len(value) > 80 else value
        case "published" | "updated":
            return "" if is_no_date(value) else value
        case _:
            return value


def _without_cue(shown: str, language: str) -> str:
    """Return a byline that a page shows without the word for `by` that it begins with."""
    capital = _CAPITAL_CUES.get(language)
    return _SHOWN_CUE.sub("", shown.removeprefix(f"{capital} ") if capital else shown)


def _name_in(value: str, outlets: set[str]) -> str:
    """Return a byline without its cue word and what stands after the names, or nothing where it names nobody."""
    name = _AFTER_NAME.sub("", _CUE.sub("", value)).strip(" ,;:|/-–—•")
    if _NOT_NAME.search(name) or name.casefold() in outlets or len(name) <= 2:
        return ""
    longest = max(map(len, re.split(r"\s*[,;]\s*", name)))
    return name if len(name) <= LONGEST_BYLINE or longest <= LONGEST_NAME else ""
