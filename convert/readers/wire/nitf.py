"""NITF, the news industry's text format (IPTC, 1998–2012): alone in a file, or as the text of another agency format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from convert.contracts import Input, Raw
from convert.errors import Noter, NothingUsable
from convert.model import Record
from convert.readers.safe_xml import (
    Element,
    at,
    attribute,
    children,
    descendants,
    name_of,
    tree_of,
    words_of,
)
from convert.readers.wire.evidence import Evidence, is_after, is_other_time
from convert.readers.wire.markup import html_of
from convert.readers.wire.story import Form, Picture, Story, raw_of, say_abstract, say_withdrawn

NAME = "nitf"

_NAMES = {
    **{each: each for each in ("p", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot")},
    **{each: each for each in ("tr", "th", "td", "hr", "pre", "a", "em", "q", "sub", "sup", "br", "col", "blockquote")},
    "block": "div",
    "hedline": "div",
    "hl1": "h2",
    "hl2": "h2",
    "bq": "blockquote",
    "credit": "p",
    "note": "div",
    "strong": "strong",
    "b": "b",
    "i": "i",
    "h1": "h2",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "div": "div",
    "nitf-table": "div",
    "datasource": "p",
    "tagline": "p",
    "bibliography": "p",
    "dateline": "p",
    "byline": "p",
}
"""NITF's elements that print as blocks or inlines of HTML; names of persons, places and times are plain words."""

_SILENT = frozenset(("nitf-table-metadata", "nitf-colgroup", "media-metadata", "media-object", "classifier"))
_WRAPPED = range(40, 85)
"""Letters of a line that was broken to fit a terminal, not because the writer ended it there."""


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of a document; raises NothingUsable for one without headline and text."""
    with given.open() as stream:
        data = stream.read()
    root = tree_of(data, given.path or given.name, note)
    if name_of(root) != "nitf":
        raise NothingUsable("the XML is no NITF", where=given.path or given.name)
    said = Evidence("NITF")
    gather(root, said)
    say_withdrawn(said, given.name, note)
    yield raw_of(Story(NAME, said, body_of(root, "body.content"), pictures_of(root)), given, data, note)


# ---- the text -------------------------------------------------------------------------------------------------------


def body_of(root: Element, where: str) -> Form | None:
    """Return the text of an `nitf` element, or of any that holds NITF's blocks; `where` names it for people."""
    content = next(descendants(root, "body.content"), None)
    if content is None:
        content = next(children(root, "body"), root) if name_of(root) == "nitf" else root
    html = html_of(content, _NAMES, _own)
    return Form("html", html, where) if html.strip() else None


def _own(element: Element) -> str | None:
    """Return what is set in a way of its own: pictures go after the text, wrapped lines are joined."""
    kind = name_of(element)
    if kind in _SILENT or kind == "media":
        return ""
    if kind == "fn":
        return f" [{escape(words_of(element))}]"
    return _joined(element) if kind == "p" and _is_wrapped(element) else None


def _is_wrapped(paragraph: Element) -> bool:
    """Tell a paragraph whose lines end where a terminal's did: all but the last long, none at the end of a sentence."""
    lines = _lines(paragraph)
    return (
        len(lines) > 1
        and all(len(line) in _WRAPPED and line[-1] not in ".!?:;" for line in lines[:-1])
        and all(name_of(child) == "br" for child in children(paragraph))
    )


def _lines(paragraph: Element) -> list[str]:
    return [" ".join(part.split()) for part in (paragraph.text, *(child.tail for child in paragraph)) if part]


def _joined(paragraph: Element) -> str:
    return f"<p>{escape(' '.join(_lines(paragraph)), quote=False)}</p>"


def pictures_of(root: Element) -> list[Picture]:
    """Return the pictures of a document (`media`), each with its caption and who made it."""
    return [_picture(media) for media in descendants(root, "media")]


def _picture(media: Element) -> Picture:
    caption = " ".join(words_of(each) for each in children(media, "media-caption"))
    producer = " ".join(words_of(each) for each in children(media, "media-producer"))
    reference = next(children(media, "media-reference"), None)
    address = attribute(reference, "source") if attribute(media, "media-type").lower() in ("image", "") else ""
    return Picture(caption, producer, attribute(reference, "alternate-text"), address)


# ---- what it says of itself -----------------------------------------------------------------------------------------


def gather(root: Element, said: Evidence) -> None:
    """Add what an `nitf` element says of itself, head and body."""
    head = next(children(root, "head"), None)
    over = next((each for body in children(root, "body") for each in children(body, "body.head")), None)
    said.language(attribute(root, "baselang") or attribute(root, "lang"), "baselang")
    _headlines(head, over, said)
    _bylines(over, said)
    _datelines(over, said)
    for abstract in children(over, "abstract"):
        say_abstract(said, _own_words(abstract), "abstract")
    for data in children(head, "docdata"):
        _docdata(data, said)
    _urgency(head, said)
    _subjects(head, said)
    _metas(head, said)
    _publication(head, over, said)
    for end in at(root, "body/body.end"):
        said.say_all("extra.tagline", (words_of(each) for each in children(end)), "body.end")


def _own_words(element: Element) -> str:
    """Return the words of an element without those of media in it."""
    return " ".join(words_of(each) for each in children(element)) if len(element) else words_of(element)


def _headlines(head: Element | None, over: Element | None, said: Evidence) -> None:
    lines = list(descendants(over, "hl1")) or list(children(over, "hedline", "headline"))
    for line in lines:
        said.say("title", words_of(line), "hl1")
    for line in descendants(over, "hl2"):
        said.say("subtitle", words_of(line), "hl2")
    for title in children(head, "title"):
        said.say("title", words_of(title), "title")


def _bylines(over: Element | None, said: Evidence) -> None:
    for byline in children(over, "byline"):
        title = " ".join(words_of(each) for each in children(byline, "byttl"))
        names = _spaced(byline, "byttl")
        said.byline(names if re.search(r"\w{3}", names) else title, "byline")
        said.say("extra.byline_title", title if re.search(r"\w{3}", names) else "", "byttl")


def _spaced(element: Element, but: str) -> str:
    """Return the words of an element with a space between those of its parts, `but` one kind of them."""
    parts = [element.text or ""]
    for child in element:
        parts += ["" if name_of(child) == but else words_of(child), child.tail or ""]
    return re.sub(r"\s+([,;.])", r"\1", " ".join(" ".join(parts).split()))


def _datelines(over: Element | None, said: Evidence) -> None:
    for dateline in children(over, "dateline"):
        city = next((words_of(each) for each in descendants(dateline, "city")), "")
        places = [words_of(each) for each in descendants(dateline, "city", "state", "region", "country")]
        marked = next(descendants(dateline, "location"), None)
        said.say_all("extra.located", [", ".join(dict.fromkeys(filter(None, places)))], "dateline location")
        said.dateline(_spaced(dateline, "story.date"), "dateline", city or (words_of(marked) if not places else ""))
        for date in descendants(dateline, "story.date"):
            said.date("published", attribute(date, "norm") or words_of(date), "story.date")


def _docdata(data: Element, said: Evidence) -> None:
    """Add the document's own data; one that is released later than it was issued is embargoed until then."""
    issued, released = (_norm(data, each) for each in ("date.issue", "date.release"))
    said.date("published", issued or released, "date.issue" if issued else "date.release")
    if is_after(released, issued):
        said.date("embargo", released, "date.release")
    said.date("extra.expires", _norm(data, "date.expire"), "date.expire")
    for id_ in children(data, "doc-id"):
        said.say("extra.uri", attribute(id_, "id-string"), "doc-id")
        said.say("outlet", attribute(id_, "regsrc"), "doc-id regsrc")
    for key in children(data, "du-key"):
        said.say("extra.version", attribute(key, "version"), "du-key version")
    for source in at(data, "del-list/from-src"):
        said.say("outlet", attribute(source, "src-name"), "from-src")
    said.say_all("extra.ednote", [attribute(each, "info") for each in children(data, "ed-msg")], "ed-msg")
    said.say("extra.status", _unusual(attribute(data, "management-status")), "management-status")
    _rights(data, said)


def _norm(data: Element, kind: str) -> str:
    found = next(children(data, kind), None)
    value = attribute(found, "norm")
    return value if re.match(r"\d{4}", value) else ""


def _unusual(status: str) -> str:
    return "" if status.lower() == "usable" else status


def _rights(data: Element, said: Evidence) -> None:
    for notice in children(data, "doc.copyright"):
        holder = attribute(notice, "holder")
        said.say("rights", " ".join(filter(None, ("©", attribute(notice, "year")[:4], holder))), "doc.copyright")
        said.guess("outlet", holder if not re.search(r"[Rr]ights", holder) else "", "doc.copyright holder")
    for terms in children(data, "doc.rights"):
        said.say_all("extra.usage_terms", [attribute(terms, "type"), attribute(terms, "limitations")], "doc.rights")


def _urgency(head: Element | None, said: Evidence) -> None:
    for urgency in descendants(head, "urgency"):
        said.say("extra.urgency", attribute(urgency, "ed-urg"), "urgency")


def _subjects(head: Element | None, said: Evidence) -> None:
    """Add subjects by the most exact name that is given; those that only have a number are kept by it."""
    numbers = []
    for subject in descendants(head, "tobject.subject"):
        levels = (attribute(subject, f"tobject.subject.{each}") for each in ("detail", "matter", "type"))
        words = next(filter(None, levels), "")
        said.say("tags", words, "tobject.subject")
        numbers.append("" if words else attribute(subject, "tobject.subject.refnum"))
    said.say_all("extra.subject_codes", numbers, "tobject.subject refnum")
    for keyword in descendants(head, "keyword"):
        said.say("tags", attribute(keyword, "key") or words_of(keyword), "keyword")
    genres = (attribute(each, "tobject.property.type") for each in descendants(head, "tobject.property"))
    said.say_all("extra.genre", genres, "tobject.property")
    said.say_all("extra.scope", (attribute(each, "scope") for each in descendants(head, "doc-scope")), "doc-scope")
    said.say_all("extra.event_location", (_place(each) for each in descendants(head, "evloc")), "evloc")


def _place(location: Element) -> str:
    parts = [attribute(location, each) for each in ("city", "county-dist", "state-prov", "country")]
    return ", ".join(dict.fromkeys(filter(None, parts)))


_METAS = {
    "anpa-keyword": "extra.slugline",
    "slugline": "extra.slugline",
    "anpa-takekey": "extra.take",
    "aap-source": "outlet",
}


def _metas(head: Element | None, said: Evidence) -> None:
    for meta in children(head, "meta"):
        field = _METAS.get(attribute(meta, "name").lower())
        if field:
            said.say(field, attribute(meta, "content"), f"meta {attribute(meta, 'name')}")


def _publication(head: Element | None, over: Element | None, said: Evidence) -> None:
    for data in children(head, "pubdata"):
        said.say("outlet", attribute(data, "name"), "pubdata name")
        said.say("section", attribute(data, "position.section"), "pubdata position.section")
        said.say("url", attribute(data, "ex-ref"), "pubdata ex-ref")
        if not said.has("published"):
            said.date("published", attribute(data, "date.publication"), "pubdata date.publication")
    for distributor in children(over, "distributor"):
        said.say("outlet", words_of(distributor), "distributor")
    for revision in children(head, "revision-history"):
        _updated(attribute(revision, "norm"), said)
    _notes(children(over, "note"), said)
    for rights in children(over, "rights"):
        said.say("rights", words_of(rights), "rights")


def _updated(norm: str, said: Evidence) -> None:
    if is_other_time(norm, said.value("published")):
        said.date("updated", norm, "revision-history")


def _notes(notes: Iterable[Element], said: Evidence) -> None:
    said.say_all("extra.note", [words_of(each) for each in notes], "note")
