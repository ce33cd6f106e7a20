"""NewsML 1 (IPTC, 2000–2004): news items whose components nest, text and pictures side by side."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
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
from convert.readers.wire import nitf
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.markup import xhtml
from convert.readers.wire.newsml_facts import formal, gather
from convert.readers.wire.story import Form, Picture, Story, best_of, form_of, raw_of, say_withdrawn

NAME = "newsml"

_MEDIA = frozenset(
    ("photo", "picture", "image", "graphic", "logo", "video", "audio", "animation", "thumbnail", "quicklook")
)
_CAPTION = "caption"
_SILENT = frozenset(("stylesheet",))
_OF_THE_HEAD = {"headline": "title", "subheadline": "subtitle", "contact": "extra.contact"}


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of a document, or an Input for each of several news items; raises NothingUsable without any."""
    with given.open() as stream:
        data = stream.read()
    where = given.path or given.name
    root = tree_of(data, where, note)
    items = list(children(root, "newsitem"))
    if not items:
        raise NothingUsable("the NewsML holds no news item", where=where)
    if len(items) == 1:
        yield _article(items[0], data, given, note)
        return
    for number, item in enumerate(items, start=1):
        alone = etree.Element("NewsML")
        alone.append(item)
        made = input_of(f"{given.name}#{number}", etree.tostring(alone, encoding="utf-8"))
        yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)


def _article(item: Element, data: bytes, given: Input, note: Noter) -> Raw:
    said = Evidence("NewsML")
    parts = _Parts(item, said, given.name, note)
    gather(item, parts.of_text, said)
    for field, words, place in parts.of_the_head:
        said.say(field, words, place)
    say_withdrawn(said, given.name, note)
    form = best_of(parts.forms, given.name, note)
    return raw_of(Story(NAME, said, form, parts.pictures), given, data, note)


class _Text(Struct, frozen=True):
    """A text that an item holds, the part it plays, its language."""

    role: str
    language: str
    form: Form


class _Parts:
    """An item's components, sorted: those of its text, its pictures, and what stands in it in several languages."""

    def __init__(self, item: Element, said: Evidence, where: str, note: Noter) -> None:
        self.said, self.where, self.note = said, where, note
        self.of_text: list[Element] = []
        self.pictures: list[Picture] = []
        self.texts: list[_Text] = []
        self.of_the_head: list[tuple[str, str, str]] = []
        for component in children(item, "newscomponent"):
            self._take(component, "")

    @property
    def forms(self) -> list[Form]:
        """Return the item's text in each form, in the first of its languages."""
        if not self.texts:
            return []
        first = self.texts[0].language
        others = sorted({text.language for text in self.texts if text.language != first})
        if others:
            message = f"the item holds its text in other languages too, left out: {', '.join(others)}"
            self.note(Note("other-language", message, self.where))
        return [text.form for text in self.texts if text.language == first]

    def _take(self, component: Element, language: str) -> None:
        role = formal(component, "role").lower()
        language = formal(component, "descriptivemetadata/language") or language
        if role in _MEDIA or _is_media(component):
            self.pictures += _pictures(component)
            return
        if role not in _OF_THE_HEAD and role not in _SILENT:
            self.of_text.append(component)
        for content in children(component, "contentitem"):
            for text in at(content, "datacontent"):
                self._text(text, role, language)
            for encoding in children(content, "encoding"):
                message = f"content in another form is left out: {attribute(encoding, 'notation') or 'encoded'}"
                self.note(Note("other-content", message, self.where))
        for inner in children(component, "newscomponent"):
            self._take(inner, language)

    def _text(self, content: Element, role: str, language: str) -> None:
        if role in _SILENT:
            return
        if role in _OF_THE_HEAD:
            self.of_the_head.append((_OF_THE_HEAD[role], words_of(content), f"component {role}"))
            return
        form = _form(content, self.said)
        if form is not None:
            self.texts.append(_Text(role, language, form))


def _form(content: Element, said: Evidence) -> Form | None:
    """Return the text of a DataContent: NITF, XHTML or paragraphs as elements, or HTML or plain text as characters."""
    inner = list(children(content))
    if not inner:
        value = "".join(str(text) for text in content.itertext())
        return form_of(value, "DataContent") if value.strip() else None
    if name_of(inner[0]) == "nitf":
        nitf.gather(inner[0], said)
        return nitf.body_of(inner[0], "DataContent NITF")
    if name_of(inner[0]) in ("html", "body"):
        return form_of(xhtml(next(descendants(content, "body"), content)), "DataContent XHTML")
    return nitf.body_of(content, "DataContent")


def _is_media(component: Element) -> bool:
    """Tell a component whose content is pictures, sound or film, by what it says of its own files."""
    items = list(children(component, "contentitem"))
    kinds = [formal(each, "mediatype").lower() or formal(each, "mimetype").partition("/")[0].lower() for each in items]
    return bool(kinds) and all(kind in _MEDIA for kind in kinds)


def _pictures(component: Element) -> list[Picture]:
    captions = [*_captions(component), *(words_of(each) for each in descendants(component, "headline"))]
    credits_ = [words_of(each) for each in descendants(component, "creditline", "byline")]
    files = [each for each in descendants(component, "contentitem") if _is_image(each)]
    best = max(files, key=_width, default=None)
    caption = next(filter(None, captions), "")
    credit = next(filter(None, credits_), "")
    return [Picture(caption, credit, address=attribute(best, "href"))] if caption or files else []


def _captions(component: Element) -> Iterator[str]:
    for inner in descendants(component, "newscomponent"):
        if formal(inner, "role").lower() == _CAPTION:
            yield from (words_of(each) for each in descendants(inner, "datacontent"))


def _is_image(content: Element) -> bool:
    kind = formal(content, "mimetype").lower()
    return bool(attribute(content, "href")) and (kind.startswith("image/") or not kind)


def _width(content: Element) -> int:
    widths = (
        attribute(each, "value")
        for each in descendants(content, "property")
        if "width" in attribute(each, "formalname").lower()
    )
    return max((int(each) for each in widths if each.isdecimal() and len(each) < 9), default=0)
