"""Dates that stand on a page itself: `time` elements, classes that name a date, short lines beside the headline.

A reader's comment has a date of its own, which is none of the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from convert.contracts import candidate
from convert.model import Finding
from convert.readers.html.noise import in_comments, in_menu
from convert.readers.html.page import MOST_CLASSES, Element
from convert.readers.html.runs import HEADS, Part, Run

_DATED = re.compile(
    r"(?:^|[-_ ])(?:date|published?|pub-?date|post(?:ed)?-?(?:date|on|time)?|time-?stamp|publish(?:ed)?-?(?:date|time)"
    r"|article-?(?:date|time|info)|(?:entry|story|news|meta)-?date|dateline|fecha|datum|meta|byline|info|time)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_TAGS = ("span", "p", "div", "li", "small", "em", "td", "h2", "h3", "h4", "h5", "h6", "b", "abbr", "i", "font", "a")
_FIGURES = re.compile(r"\d{1,4}")
_DAY = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d\b|\b(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|\.|º|er)?,?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d\s*[年년]\s*\d{1,2}\s*[月월]\s*\d{1,2}",
    re.IGNORECASE,
)
_IN_SCRIPT = re.compile(
    r"[\"'](date_?published|published_?(?:at|date|on|time)?|publi(?:sh|cation)_?(?:date|time)|first_?published(?:_?at)?"
    r"|pub_?date|date_?created|created_?(?:at|date)|article_?date)\\?[\"']\s*[:,=]\s*\\?[\"'](\d{4}-\d\d-\d\d[^\"'\\]{0,22})",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:date|fecha|data) (?:of |de |di )?)?(?:publi(?:shed|cation|ée?|cado|cación)|posted|online since"
    r"|pubblicat[oa]|pubblicazione|(?:mise?|publiée?) en ligne|veröffentlicht|erschienen|gepubliceerd"
    r"|(?:дата )?публикации|опубликовано|تاريخ النشر|yayın tarihi)(?: (?:on|am|le|el|il|op))?\s*:?$",
    re.IGNORECASE,
)
_MOST_WORDS_OF_DATE = 7
_MOST_SCRIPT = 500_000
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST = 120
_MOST_WORDS = 14
_NEAR = 25
"""Runs over the story's first, and after its last, among which a date is looked for."""


def element_dates(root: Element) -> Iterator[Finding]:
    """Yield what `time` elements and classes say: those that name the publication first, at most two weak ones."""
    yield from _times(root)
    yield from _of_classes(root)
    yield from _of_scripts(root)


def _times(root: Element) -> Iterator[Finding]:
    plain: list[Finding] = []
    for element in root.iter("time"):
        value = (element.get("datetime") or "").strip() or _words(element)
        if not _FIGURES.search(value) or len(value) > _LONGEST or in_comments(element):
            continue
        parent = element.getparent()
        said = " ".join(filter(None, (element.get("class"), element.get("itemprop"), _class(parent)))).lower()
        if re.search(r"updat|modif", said):
            yield candidate("updated", value, "time updated", "time")
        elif element.get("pubdate") is not None or re.search(r"publish|pubdate|entry-date|posted", said):
            yield candidate("published", value, "time published", "time")
        elif not (_is_elsewhere(element) or any(up.tag in ("aside", "footer") for up in element.iterancestors())):
            plain.append(replace(candidate("published", value, "time", "time"), standing="supported"))
    yield from plain[:1]


def _class(element: Element | None) -> str:
    return (element.get("class") or "") if element is not None else ""


def _of_classes(root: Element) -> Iterator[Finding]:
    found = 0
    for element in root.iter(*_TAGS):
        name = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        if not name or not _says_date(name) or len(element) > 6:
            continue
        words = (element.get("title") if element.tag == "abbr" else None) or _words(element)
        dated = 6 <= len(words) <= _LONGEST and (_DAY.search(words) or _ISO.search(words))
        if dated and not _is_elsewhere(element):
            yield replace(candidate("published", words, "class date", "date_class"), standing="supported")
            found += 1
        if found == 2:
            return


@lru_cache(MOST_CLASSES)
def _says_date(name: str) -> bool:
    return _DATED.search(name) is not None


def _is_elsewhere(element: Element) -> bool:
    return in_comments(element) or in_menu(element) or _is_of_another_story(element)


def _is_of_another_story(element: Element) -> bool:
    """Tell whether an element stands in a list's item under a head that is a link: a pointer to another story."""
    item = next(element.iterancestors("li"), None)
    return item is not None and any(head.find(".//a") is not None for head in item.iter(*HEADS))


def _of_scripts(root: Element) -> Iterator[Finding]:
    """Yield the first date that the state of a page built by scripts names as its publication's."""
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") and (found := _IN_SCRIPT.search(text, 0, _MOST_SCRIPT)):
            yield replace(candidate("published", found[2], f"script {found[1]}", "script"), standing="supported")
            return


def _words(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def nearby_dates(parts: Sequence[Part], first: int, last: int) -> Iterator[Finding]:
    """Yield the dates of short runs that stand nearest over the story's first run, or soon after its last."""
    before = [part for part in parts[max(0, first - _NEAR) : first + 2] if isinstance(part, Run)]
    after = [part for part in parts[last : last + _NEAR] if isinstance(part, Run)]
    found = 0
    for run in (*reversed(before), *after):
        if run.count <= _MOST_WORDS and _DAY.search(run.text) and not _is_elsewhere(run.block):
            said = candidate("published", run.text, "beside the story", "nearby_date")
            yield replace(said, standing="supported")
            found += 1
        if found == 2:
            return


def labelled_dates(parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield the first date under a label of its own, as lists of facts set it: `Published`, `12 March 2025` below."""
    runs = [part for part in parts if isinstance(part, Run)]
    for label, run in pairwise(runs):
        dated = run.count <= _MOST_WORDS_OF_DATE and _LABEL.match(label.text) and _DAY.search(run.text)
        if dated and not _is_elsewhere(run.block):
            yield replace(candidate("published", run.text, "labelled date", "labelled_date"), standing="supported")
            return
