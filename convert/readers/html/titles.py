"""The headline of a page: what its heading, its data and its `title` agree on, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from convert.contracts import candidate
from convert.model import Finding
from convert.normalise.headline import folded
from convert.readers.html.page import Element

_BARS = re.compile(r"\s+[|\-–—/>»:·•~]+\s+|\s*[|»]\s*|\s+::\s+")
FEWEST_WORDS = 3


def page_title(root: Element) -> str:
    """Return the words of the page's `title` element."""
    element = next((each for each in root.iter("title") if each.text), None)
    return " ".join(element.text.split()) if element is not None and element.text else ""


def title_candidates(root: Element, found: Sequence[Finding]) -> list[Finding]:
    """Return the titles a page gives, the best first.

    A heading of level 1 that the page's `title` begins with, or that its data says as well, is the headline; else
    what the data says; else the `title` without the name of the site.
    """
    data = [f for f in found if f.field == "title"]
    outlets = [f.value for f in found if f.field == "outlet"]
    whole = page_title(root)
    stripped = without_site(whole, outlets)
    said = [folded(without_site(f.value, outlets)) for f in data] + [folded(stripped)]
    heads = [words for words in _heads(root) if len(words) <= 300]
    agreed = [
        words
        for words in heads
        if folded(words) in said or (len(words) > 15 and folded(whole).startswith(folded(words)))
    ]
    made = [candidate("title", words, "h1", "heading") for words in agreed[:1]]
    made += [candidate("title", without_site(f.value, outlets), _place(f), f.rule) for f in data]
    if stripped:
        made.append(candidate("title", stripped, "title element", "title_element"))
    made += [candidate("title", words, "h1", "heading") for words in heads[:1]]
    return _once(made)


def _place(finding: Finding) -> str:
    return getattr(finding.where, "name", "page data")


def _heads(root: Element) -> list[str]:
    heads = (" ".join("".join(each.itertext()).split()).strip("¶# ") for each in root.iter("h1"))
    return [words for words in heads if words]


def _once(found: Iterable[Finding]) -> list[Finding]:
    by_words: dict[str, Finding] = {}
    for each in found:
        if folded(each.value):
            by_words.setdefault(folded(each.value), each)
    return list(by_words.values())


def without_site(title: str, outlets: Sequence[str]) -> str:
    """Return a title without the site's name after (or before) a bar or dash, where what is left is a headline."""
    parts = _BARS.split(title)
    bars = _BARS.findall(title)
    if len(parts) < 2:
        return title
    known = {folded(outlet) for outlet in outlets}
    if folded(parts[-1]) in known:
        return _joined(parts[:-1], bars)
    if folded(parts[0]) in known:
        return _joined(parts[1:], bars[1:])
    shorter = _joined(parts[:-1], bars)
    return shorter if len(shorter.split()) >= FEWEST_WORDS and len(parts[-1].split()) <= 5 else title


def _joined(parts: Sequence[str], bars: Sequence[str]) -> str:
    whole = parts[0]
    for bar, part in zip(bars, parts[1:], strict=False):
        whole += bar + part
    return whole.strip()
