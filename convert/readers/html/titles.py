"""The headline of a page: what its heading, its data and its `title` agree on, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from convert.contracts import candidate
from convert.model import Finding
from convert.normalise.headline import folded
from convert.readers.html.page import Element, words_in

_BARS = re.compile(r"\s+[|\-–—/>»:·•~]+\s+|\s*[|»]\s*|\s+::\s+")
FEWEST_WORDS = 3


def page_title(root: Element) -> str:
    """Return the words of the page's `title` element."""
    element = next((each for each in root.iter("title") if each.text), None)
    return " ".join(element.text.split()) if element is not None and element.text else ""


def title_candidates(root: Element, found: Sequence[Finding]) -> list[Finding]:
    """Return the titles a page gives, the best first.

    A heading of level 1 that the page's `title` begins with, or that its data says as well, is the headline; else
    what the data says; else the `title` without the name of the site. Data that says what the `title` does not
    describes the article: there a heading that is the first part of the `title` is the headline, however short.
    """
    data = [f for f in found if f.field == "title"]
    outlets = [f.value for f in found if f.field == "outlet"]
    whole = page_title(root)
    stripped = without_site(whole, outlets)
    data_says = [folded(without_outlet(f.value, outlets)) for f in data]
    said = [*data_says, folded(stripped)]
    if data_says and not any(words in folded(whole) for words in data_says):
        said.append(folded(_BARS.split(without_outlet(whole, outlets))[0]))
    heads = [words for words in _heads(root) if len(words) <= 300]
    agreed = [
        words
        for words in heads
        if folded(words) in said or (len(words) > 15 and folded(whole).startswith(folded(words)))
    ]
    made = [candidate("title", words, "h1", "heading") for words in agreed[:1]]
    made += [candidate("title", without_outlet(f.value, outlets), _place(f), f.rule) for f in data]
    if stripped:
        made.append(candidate("title", stripped, "title element", "title_element"))
    made += [candidate("title", words, "h1", "heading") for words in heads[:1]]
    return _once(made)


def _place(finding: Finding) -> str:
    return getattr(finding.where, "name", "page data")


def _heads(root: Element) -> list[str]:
    heads = (words_in(each).strip("¶# ") for each in root.iter("h1"))
    return [words for words in heads if words]


def _once(found: Iterable[Finding]) -> list[Finding]:
    by_words: dict[str, Finding] = {}
    for each in found:
        if folded(each.value):
            by_words.setdefault(folded(each.value), each)
    return list(by_words.values())


def without_site(title: str, outlets: Sequence[str]) -> str:
    """Return a title without the site's name after (or before) a bar or dash, where what is left is a headline.

    Where the page names no outlet, a few words at the end are taken for the site's name; not where they begin with a
    small letter, as a clause of the headline does.
    """
    parts, bars = _BARS.split(title), _BARS.findall(title)
    if outlets or len(parts) < 2 or parts[-1][:1].islower():
        return without_outlet(title, outlets)
    shorter = _joined(parts[:-1], bars)
    return shorter if len(shorter.split()) >= FEWEST_WORDS and len(parts[-1].split()) <= 5 else title


def without_outlet(title: str, outlets: Sequence[str]) -> str:
    """Return a title without the name of an outlet that the page names and what follows it, or that it begins with."""
    parts, bars = _BARS.split(title), _BARS.findall(title)
    known = {folded(outlet) for outlet in outlets}
    for at in range(1, len(parts)):
        if known & {folded(parts[at]), folded(" ".join(parts[at:]))}:
            return _joined(parts[:at], bars)
    return _joined(parts[1:], bars[1:]) if len(parts) > 1 and folded(parts[0]) in known else title


def _joined(parts: Sequence[str], bars: Sequence[str]) -> str:
    whole = parts[0]
    for bar, part in zip(bars, parts[1:], strict=False):
        whole += bar + part
    return whole.strip()
