"""What stands among an article's words and is the page's: a share bar, a newsletter box, pointers to other stories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from convert.normalise.notices import is_copyright, is_sentence
from convert.normalise.residue import residue_rule
from convert.readers.html.page import MOST_CLASSES, Element
from convert.readers.html.runs import HEADS, Run


@cache
def _class() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[-_ ])(?:{_alternatives('furniture_classes')})s?(?:$|[-_ ])", re.I)


@cache
def _first_words() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{_alternatives('furniture_words')})", re.I)


@cache
def _sentences() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{_alternatives('furniture_sentences')})", re.I)


def _alternatives(file: str) -> str:
    lines = (Path(__file__).parent / "data" / f"{file}.txt").read_text("utf-8").splitlines()
    return "|".join(line for line in lines if line and line[0] != "#")


_SIGNS_OFF = re.compile(r"^\W*\(?(?:reporting|editing|writing) by ", re.I)

_ADDRESS = re.compile(r"@\w|https?://|www\.", re.I)

_OF_COMMENTS = re.compile(
    r"(?:^|\s)(?!(?:has|no|with)[-_])(?:[\w-]*[-_])?(?:disqus|comments?|replies)"
    r"(?![-_]?(?:open|closed?|count|enabled|disabled|links?|number|off|on|status)s?\b)(?:$|[\s_-]|\d)",
    re.I,
)
_OF_PARTS = re.compile(r"\S*(?<![^\s_-])(?:has|no|with|without)[-_]\S*", re.I)
"""Classes that say what an element holds or lacks, and not what it is: `has-shares`, `no-sidebar`."""
_OF_MENU = re.compile(r"(?:^|[\s_-])(?:menu|nav(?:bar|igation)?)(?:$|[\s_-])", re.I)

MOST_WORDS = 40
"""A run of more words is no pointer or notice."""

MOST_IN_LINKS = 0.5
"""Of the letters of a sentence: one with more in links points elsewhere, if it begins so."""

NEAR = 4
"""Elements before and after an item, and pieces of text in each, among which another item of its list is looked for."""

MOST_ID_WORDS = 3
_STOPS = ("article", "main", "body", "html")


def is_noise(run: Run, region: Element) -> str:
    """Return the rule by which a run inside an article's `region` is the page's, or nothing where it is none."""
    if is_notice(run):
        return "page-furniture"
    if run.count < 60 and in_furniture(run.block, region):
        return "page-furniture"
    if run.count < 25 and run.block.tag not in HEADS and _share_in_links(run) > 0.8 and not _is_data(run.block):
        return "link-list"
    return ""


def is_notice(run: Run) -> bool:
    """Tell that a short run asks the reader for something or points elsewhere, and is no sentence that begins so."""
    words = " ".join(run.text.split())
    if run.count >= MOST_WORDS or _SIGNS_OFF.search(words):
        return False
    if is_copyright(words, _beside(run)) or _sentences().search(words):
        return True
    return _first_words().search(words) is not None and not _is_of_story(run, words)


def _is_of_story(run: Run, words: str) -> bool:
    """Tell a sentence of the story from one of the page: it is not by and large a link, and names no address."""
    if not is_sentence(words) or residue_rule(words) is not None:
        return False
    return _share_in_links(run) <= MOST_IN_LINKS and not _ADDRESS.search(words)


def _beside(run: Run) -> str:
    """Return the text round a run that begins as the third item of a list may."""
    if run.text.lstrip()[:3].lower() != "(c)":
        return ""
    before, after = (islice(run.block.itersiblings(preceding=way), NEAR) for way in (True, False))
    return "\n".join("".join(islice(each.itertext(), NEAR)) for each in (*before, *after))


def in_furniture(element: Element, region: Element) -> bool:
    """Tell by tags, classes and ids up to the region whether an element is furniture of the page."""
    at: Element | None = element
    while at is not None and at is not region and at.tag not in _STOPS:
        if at.tag in ("nav", "footer", "aside", "form", "button"):
            return True
        if _is_furniture(at.get("class") or "", at.get("id") or ""):
            return True
        at = at.getparent()
    return False


@lru_cache(MOST_CLASSES)
def _is_furniture(classes: str, identifier: str) -> bool:
    return _class().search(f"{_OF_PARTS.sub('', classes)} {_short(identifier)}") is not None


def in_comments(element: Element) -> bool:
    """Tell whether an element stands among what readers wrote under the page."""
    return any(
        _is_of_comments(each.get("class") or "") or (each.get("itemtype") or "").endswith("Comment")
        for each in _with_ancestors(element)
        if each.tag not in ("body", "html")
    )


@lru_cache(MOST_CLASSES)
def _is_of_comments(classes: str) -> bool:
    return _OF_COMMENTS.search(classes) is not None


def in_menu(element: Element) -> bool:
    """Tell whether an element stands in a menu of the page."""
    return any(
        each.tag == "nav" or _OF_MENU.search(each.get("class") or "")
        for each in _with_ancestors(element)
        if each.tag not in ("body", "html")
    )


def _with_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _short(identifier: str) -> str:
    """Return an id, unless it is a heading's words made one: `sharing-with-a-neighbour`."""
    return identifier if len(re.split(r"[-_ ]+", identifier)) <= MOST_ID_WORDS else ""


def _is_data(element: Element) -> bool:
    return element.tag in ("td", "th", "figcaption", "caption", "li") or any(
        up.tag in ("table", "figure", "li") for up in element.iterancestors()
    )


def _share_in_links(run: Run) -> float:
    linked = sum(len(p.text.strip()) for p in run.pieces if any(each.tag == "a" for each in p.inside))
    return linked / max(1, sum(len(p.text.strip()) for p in run.pieces))
