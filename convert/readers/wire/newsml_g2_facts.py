"""What a NewsML-G2 item says of itself: item metadata, content metadata, rights."""

from __future__ import annotations

from collections.abc import Iterator

from convert.readers.safe_xml import Element, at, attribute, children, local_name, words_of
from convert.readers.wire.evidence import Evidence, is_other_time
from convert.readers.wire.story import say_abstract

PICTURES = ("picture", "graphic")
"""Kinds of items whose content is a picture: what describes it is its caption."""

_SUBHEAD = ("sub", "deck")
_INTERNAL = ("private", "internal", "nonpublic", "contact", "closingline")
_ANCESTOR = "why:ancestor"


def gather(item: Element, said: Evidence) -> None:
    """Add what an item says of itself; the NITF in its content is read with that."""
    said.say("extra.uri", attribute(item, "guid"), "guid")
    said.say("extra.version", attribute(item, "version"), "version")
    _headlines(item, said)
    _item_meta(item, said)
    _content_meta(item, said)
    _rights(item, said)
    said.language(attribute(item, "lang"), "xml:lang")


def name_in(element: Element | None) -> str:
    """Return what an element of a controlled vocabulary is called, by its name or its literal; empty where neither."""
    names = [each for each in children(element, "name") if words_of(each)]
    usual = [each for each in names if not attribute(each, "role").endswith(("mnemonic", "short"))]
    if names:
        return words_of((usual or names)[0])
    return attribute(element, "literal") if not _code_in(element) else ""


def _code_in(element: Element | None) -> str:
    return attribute(element, "qcode") or attribute(element, "uri")


def _asserted(item: Element) -> dict[str, str]:
    """Return the names that an item gives codes once for all, in its assertions."""
    asserted = ((_code_in(each) or attribute(each, "literal"), name_in(each)) for each in children(item, "assert"))
    return {code: words for code, words in asserted if code and words}


def _headlines(item: Element, said: Evidence) -> None:
    for headline in at(item, "contentmeta/headline"):
        role = attribute(headline, "role").rpartition(":")[2].lower()
        if role.startswith(_SUBHEAD):
            said.say("subtitle", words_of(headline), f"headline {attribute(headline, 'role')}")
        else:
            said.say("title", words_of(headline), "headline")
    for title in at(item, "itemmeta/title"):
        said.say("title", words_of(title), "itemMeta title")


def _item_meta(item: Element, said: Evidence) -> None:
    for provider in at(item, "itemmeta/provider"):
        code = _code_in(provider)
        said.say("outlet", name_in(provider) or (code.partition(":")[2] if "://" not in code else ""), "provider")
    _dates(item, said)
    for status in at(item, "itemmeta/pubstatus"):
        code = _code_in(status).rpartition(":")[2]
        said.say("extra.status", code if code.lower() != "usable" else "", "pubStatus")
    notes = list(at(item, "itemmeta/ednote"))
    said.say_all("extra.ednote", (words_of(each) for each in notes if not _is_internal(each)), "edNote")
    said.say_all("extra.ednote_internal", (words_of(each) for each in notes if _is_internal(each)), "edNote")


def _is_internal(note: Element) -> bool:
    """Tell a note that is not for readers; one with markup repeats, for a screen, what the plain ones say."""
    role = f"{attribute(note, 'role')} {attribute(note, 'pubconstraint')}".lower()
    return any(word in role for word in _INTERNAL) or len(note) > 0


def _dates(item: Element, said: Evidence) -> None:
    """Add the dates: first created (the item's, else the content's), then this version's where that is another.

    A picture's content may be older than its item by years.
    """
    content = _date(item, "contentmeta/contentcreated")
    of_text = None if class_of(item) in PICTURES else content
    first = _date(item, "itemmeta/firstcreated") or of_text
    version = _date(item, "itemmeta/versioncreated")
    if first:
        said.date("published", *first)
    elif version:
        said.date("published", *version)
    changed = version if first else None
    changed = changed or _date(item, "contentmeta/contentmodified")
    if changed and first and is_other_time(changed[0], first[0]):
        said.date("updated", *changed)
    if content:
        said.date("extra.content_created", *content)
    for embargo in at(item, "itemmeta/embargoed"):
        said.date("embargo", words_of(embargo), "embargoed")
    for expires in at(item, "itemmeta/expires"):
        said.date("extra.expires", words_of(expires), "expires")


def class_of(item: Element) -> str:
    """Return what kind of content an item has: `text`, `picture`, `video` …"""
    return next((_code_in(each).rpartition(":")[2] for each in at(item, "itemmeta/itemclass")), "").lower()


def _date(item: Element, path: str) -> tuple[str, str] | None:
    return next(((words_of(each), local_name(each)) for each in at(item, path) if words_of(each)), None)


def _content_meta(item: Element, said: Evidence) -> None:
    for meta in children(item, "contentmeta"):
        said.say_all("extra.urgency", (words_of(each) for each in children(meta, "urgency")), "urgency")
        said.say_all("extra.slugline", (words_of(each) for each in children(meta, "slugline")), "slugline")
        said.say_all("extra.credit", (words_of(each) for each in children(meta, "creditline")), "creditline")
        said.say_all("extra.genre", (name_in(each) for each in children(meta, "genre")), "genre")
        for language in children(meta, "language"):
            said.language(attribute(language, "tag"), "language")
        _bylines(meta, said)
        _places(meta, said)
        _subjects(meta, _asserted(item), said)
        for description in children(meta, "description"):
            if not attribute(description, "role").lower().endswith("caption"):
                say_abstract(said, words_of(description), f"description {attribute(description, 'role')}".strip())
        for source in children(meta, "infosource"):
            said.say("outlet", name_in(source), "infoSource")


def _bylines(meta: Element, said: Evidence) -> None:
    for by in children(meta, "by"):
        said.byline(words_of(by), "by")
    for creator in children(meta, "creator"):
        if attribute(creator, "type").endswith(":person"):
            said.byline(name_in(creator), "creator")
        said.say("extra.creator", name_in(creator), "creator")
    said.say_all("extra.contributor", (name_in(each) for each in children(meta, "contributor")), "contributor")


def _places(meta: Element, said: Evidence) -> None:
    for dateline in children(meta, "dateline"):
        said.dateline(words_of(dateline), "dateline")
    located = [name_in(each) for each in children(meta, "located")]
    whole = (", ".join(dict.fromkeys(filter(None, _with_broader(each)))) for each in children(meta, "located"))
    said.say_all("extra.located", whole, "located")
    for place in located[:1]:
        said.guess("place", place, "located")


def _with_broader(located: Element) -> Iterator[str]:
    yield name_in(located)
    yield from (name_in(each) for each in children(located, "broader"))


def _subjects(meta: Element, asserted: dict[str, str], said: Evidence) -> None:
    """Add subjects by name; what a machine added because it stands above another subject is left to that."""
    codes = []
    for subject in children(meta, "subject"):
        facets = [name_in(each) for each in children(subject, "mainconcept", "facetconcept")]
        words = ": ".join(filter(None, facets)) or name_in(subject) or asserted.get(_code_in(subject), "")
        if attribute(subject, "why") == _ANCESTOR or (len(words) < 2 and words):
            continue
        said.say("tags", words, "subject")
        codes.append("" if words else _code_in(subject))
    said.say_all("extra.subject_codes", codes, "subject qcode")
    for keyword in children(meta, "keyword"):
        said.say("tags", words_of(keyword), "keyword")


def _rights(item: Element, said: Evidence) -> None:
    """Add rights; of notices in several languages the item's own comes first."""
    language = attribute(item, "lang").partition("-")[0]
    for info in children(item, "rightsinfo"):
        for notice in sorted(children(info, "copyrightnotice"), key=lambda each: _is_other(each, language)):
            said.say("rights", words_of(notice), "copyrightNotice")
        for terms in sorted(children(info, "usageterms"), key=lambda each: _is_other(each, language)):
            if not said.has("extra.usage_terms"):
                said.say("extra.usage_terms", words_of(terms), "usageTerms")
        for holder in children(info, "copyrightholder"):
            said.say("extra.copyright_holder", name_in(holder), "copyrightHolder")
            said.guess("outlet", name_in(holder), "copyrightHolder")


def _is_other(element: Element, language: str) -> bool:
    own = attribute(element, "lang").partition("-")[0]
    return bool(own and language and own != language)


def captions_of(item: Element) -> list[str]:
    """Return the captions of an item; a picture's are whatever describes it."""
    descriptions = [each for each in at(item, "contentmeta/description") if words_of(each)]
    captions = [each for each in descriptions if attribute(each, "role").lower().endswith("caption")]
    if not captions and class_of(item) in PICTURES:
        captions = descriptions
    return [words_of(each) for each in captions]
