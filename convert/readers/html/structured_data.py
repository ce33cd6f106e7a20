"""What a page says of its article in JSON-LD (schema.org) and microdata: https://schema.org/Article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from convert.contracts import candidate
from convert.model import Finding
from convert.readers.html.noise import in_comments
from convert.readers.html.page import Element, words_in

_ARTICLES = re.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|Report|Review|Posting|MediaObject|CreativeWork|Recipe)$"
)
_PAGES = re.compile(r"(?:WebPage|ItemPage|AboutPage|QAPage)$")
_FIELDS = (
    ("headline", "title"),
    ("alternativeHeadline", "subtitle"),
    ("author", "byline"),
    ("creator", "byline"),
    ("datePublished", "published"),
    ("dateCreated", "published"),
    ("dateModified", "updated"),
    ("articleSection", "section"),
    ("publisher", "outlet"),
    ("sourceOrganization", "outlet"),
    ("inLanguage", "language"),
    ("url", "url"),
    ("mainEntityOfPage", "url"),
    ("keywords", "tags"),
    ("license", "rights"),
    ("copyrightNotice", "rights"),
    ("dateline", "extra.dateline"),
)
_MOST_NODES = 2000
_MOST_LETTERS = 2_000_000
Node = Mapping[str, Any]


def data_candidates(root: Element) -> Iterator[Finding]:
    """Yield what the page's data says of its article, each with the property it stood in."""
    nodes = list(_nodes(root))
    for kind in (_ARTICLES, _PAGES):
        about = [node for node in nodes if any(kind.search(each) for each in _types(node))]
        if about:
            yield from _of(max(about, key=_fullness), nodes)
            break
    yield from _microdata(root)


def article_body(root: Element) -> str:
    """Return the longest article text that the page holds as data only, or nothing."""
    bodies = [node["articleBody"] for node in _nodes(root) if isinstance(node.get("articleBody"), str)]
    return max(bodies, key=len, default="")


def _fullness(node: Node) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "datePublished", "author", "articleBody", "publisher"))


def _nodes(root: Element) -> Iterator[Node]:
    """Yield every object in the page's JSON-LD, outer ones first; data that is no JSON is passed over."""
    count = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or len(script.text or "") > _MOST_LETTERS:
            continue
        queue: list[Any] = [_loaded(script.text or "")]
        while queue and count < _MOST_NODES:
            each = queue.pop(0)
            if isinstance(each, list):
                queue = each + queue
            elif isinstance(each, dict):
                count += 1
                yield each
                inner = (each.get("@graph"), each.get("mainEntity"), each.get("itemListElement"), each.get("item"))
                queue += [value for value in inner if isinstance(value, list | dict)]


def _loaded(text: str) -> object:
    text = (
        re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text).strip().rstrip(";")
    )
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: Node) -> list[str]:
    said = node.get("@type")
    return [str(each) for each in said] if isinstance(said, list) else [str(said)]


def _of(node: Node, nodes: list[Node]) -> Iterator[Finding]:
    known = {str(each["@id"]): each for each in nodes if "@id" in each and len(each) > 1}
    for name, field in _FIELDS:
        values: Iterable[str] = _values(node.get(name), known)
        if field == "byline":
            values = filter(None, [", ".join(dict.fromkeys(values))])
        for value in values:
            if field == "tags":
                yield from (candidate("tags", tag, f"JSON-LD {name}", "json_ld") for tag in _parted(value))
            else:
                yield _standing(candidate(field, value, f"JSON-LD {name}", "json_ld"), name)


def _standing(finding: Finding, name: str) -> Finding:
    """Return a finding, a mere date of creation as weak evidence: a page may wait for years to be published."""
    return replace(finding, standing="supported") if name == "dateCreated" else finding


def _values(value: object, known: Mapping[str, Node]) -> Iterator[str]:
    """Yield a property's values as text: a person's, an organisation's or a language's by its name."""
    if isinstance(value, list):
        for each in value[:50]:
            yield from _values(each, known)
    elif isinstance(value, dict):
        named = value if any(key in value for key in ("name", "url")) else known.get(str(value.get("@id")), value)
        said = named.get("name") or named.get("alternateName") or named.get("url") or named.get("@id")
        if isinstance(said, list):
            yield from (str(each) for each in said[:10] if isinstance(each, str))
        elif isinstance(said, str) and said.strip():
            yield said.strip()
    elif isinstance(value, str) and value.strip():
        yield " ".join(value.split())


def _parted(value: str) -> Iterator[str]:
    """Yield keywords: parted by commas, without the prefixes machines put before them (`Tag:ferry`)."""
    for word in re.split(r"\s*[,;|]\s*", value):
        tag = word.strip()
        if tag and not re.match(r"^[\w-]+:\S", tag) and len(tag) <= 60:
            yield tag


def _microdata(root: Element) -> Iterator[Finding]:
    """Yield microdata of the page (WHATWG HTML, 5), without regard to which item it belongs to."""
    named: dict[str, list[Element]] = {}
    for element in root.xpath("//*[@itemprop]"):
        named.setdefault(element.get("itemprop") or "", []).append(element)
    for name, field in (("headline", "title"), ("author", "byline"), *_FIELDS[4:8]):
        for element in named.get(name, ())[:5]:
            inner = element.xpath(".//*[@itemprop='name']")
            value = _said(inner[0] if inner else element)
            if value and len(value) < 300 and not in_comments(element):
                yield _standing(candidate(field, value, f"itemprop {name}", "microdata"), name)


def _said(element: Element) -> str:
    for name in ("content", "datetime", "title"):
        if value := element.get(name):
            return str(value).strip()
    return words_in(element)
