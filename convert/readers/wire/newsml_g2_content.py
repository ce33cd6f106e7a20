"""The content of a NewsML-G2 item: its text in whatever form, the pictures it names."""

from __future__ import annotations

from collections.abc import Iterator

from convert.errors import Note, Noter
from convert.normalise.headline import folded
from convert.readers.safe_xml import Element, at, attribute, children, descendants, name_of, words_of
from convert.readers.wire import nitf
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.markup import xhtml
from convert.readers.wire.newsml_g2_facts import captions_of
from convert.readers.wire.story import Form, Picture, form_of


def forms_of(item: Element, said: Evidence, where: str, note: Noter) -> list[Form]:
    """Return an item's text in each form it is given in; what NITF says of itself is added to the evidence."""
    return list(_forms(item, said, where, note))


def _forms(item: Element, said: Evidence, where: str, note: Noter) -> Iterator[Form]:
    sets = [item] if name_of(item) == "contentset" else list(children(item, "contentset"))
    for content in (each for set_ in sets for each in children(set_)):
        kind = attribute(content, "contenttype").lower()
        match name_of(content):
            case "inlinexml":
                yield from _inline_xml(content, said, where, note)
            case "inlinedata" if not attribute(content, "encoding") and (not kind or kind.startswith("text/")):
                value = "".join(str(text) for text in content.itertext())
                yield form_of(value, f"inlineData {kind}".strip())
            case "inlinedata":
                said_ = " ".join(filter(None, (kind, attribute(content, "encoding"))))
                note(Note("other-content", f"content in another form is left out: {said_}", where))
            case _:
                pass


def _inline_xml(content: Element, said: Evidence, where: str, note: Noter) -> Iterator[Form]:
    for root in children(content):
        match name_of(root):
            case "nitf":
                nitf.gather(root, said)
                if form := nitf.body_of(root, "inlineXML NITF"):
                    yield form
            case "html" | "body" | "div" | "section" | "article":
                body = next(children(root, "body"), root)
                yield form_of(_without_head(body, said), "inlineXML XHTML")
            case other:
                message = f"content in “{other}” is no text that is read here; it is left out"
                note(Note("other-content", message, where))


def _without_head(body: Element, said: Evidence) -> str:
    """Return the body of a page; a head that says the headline again, and what the metadata say, is left out."""
    titles = {folded(f.value) for f in said.found if f.field == "title"}
    for header in list(descendants(body, "header")):
        heads = {folded(words_of(each)) for each in descendants(header, "h1", "h2")}
        parent = header.getparent()
        if parent is not None and heads & titles:
            parent.remove(header)
    return xhtml(body)


def pictures_of(item: Element) -> list[Picture]:
    """Return the picture that an item without text is: its captions, who made it, the largest file it names."""
    captions = captions_of(item)
    credit = next((words_of(each) for each in at(item, "contentmeta/by") if words_of(each)), "")
    address = _largest(item)
    return [Picture(" ".join(captions), credit, address=address)] if captions or address else []


def _largest(item: Element) -> str:
    files = [
        each for each in at(item, "contentset/remotecontent") if attribute(each, "contenttype").startswith("image/")
    ]
    best = max(files, key=lambda each: _number(attribute(each, "width")), default=None)
    return attribute(best, "href")


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def say_other_content(item: Element, where: str, note: Noter) -> None:
    """Note content that lies elsewhere and is not fetched; a picture is shown by its caption."""
    kinds = {attribute(each, "contenttype") or "of no said kind" for each in at(item, "contentset/remotecontent")}
    others = sorted(kind for kind in kinds if not kind.startswith("image/"))
    if others:
        note(Note("not-fetched", f"content that lies elsewhere is not fetched: {', '.join(others)}", where))
