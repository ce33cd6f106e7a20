"""What a ninjs item says of itself, in the names of all its generations: `versioncreated`, `versionCreated`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from convert.readers.wire.evidence import Evidence, is_other_time
from convert.readers.wire.story import say_abstract

Item = Mapping[str, Any]

_PLAIN = {
    "uri": "extra.uri",
    "guid": "extra.uri",
    "version": "extra.version",
    "urgency": "extra.urgency",
    "priority": "extra.priority",
    "slugline": "extra.slugline",
    "ednote": "extra.ednote",
    "copyrightnotice": "rights",
    "usageterms": "extra.usage_terms",
    "description_creditline": "extra.credit",
    "profile": "extra.profile",
    "section": "section",
}
"""Fields whose value is what it says, by their names in lower case."""

_NAMED = {
    "subject": "tags",
    "subjects": "tags",
    "keywords": "tags",
    "keyword": "tags",
    "genre": "extra.genre",
    "genres": "extra.genre",
    "person": "extra.people",
    "people": "extra.people",
    "organisation": "extra.organisations",
    "organisations": "extra.organisations",
    "place": "extra.places",
    "places": "extra.places",
    "object": "extra.objects",
    "objects": "extra.objects",
    "event": "extra.events",
    "events": "extra.events",
    "service": "extra.service",
}
"""Fields that are lists of things with names."""

_SUBHEAD = re.compile(r"sub|deck|kicker")
_ANCESTOR = "ancestor"


class Fields:
    """An item's values by their names in lower case, with the names as they are written for the places."""

    def __init__(self, item: Item) -> None:
        self._values = {key.lower(): (key, value) for key, value in item.items()}

    def __contains__(self, key: str) -> bool:
        return bool(self.value(key))

    def value(self, key: str) -> Any:
        return self._values.get(key, ("", None))[1]

    def name(self, key: str) -> str:
        """Return the name as the item writes it."""
        return self._values.get(key, (key, None))[0]

    def text(self, key: str) -> str:
        """Return a value in words: a string, a number, or the strings of a list."""
        return text_in(self.value(key))

    def starting(self, start: str) -> list[str]:
        """Return the names that begin so, in lower case, in their order."""
        return [key for key in self._values if key.startswith(start)]


def text_in(value: object) -> str:
    """Return a value in words; nothing where it is neither a string nor a number nor a list of them."""
    match value:
        case str():
            return value
        case bool():
            return ""
        case int() | float():
            return str(value)
        case list():
            return " ".join(filter(None, map(text_in, value)))
        case _:
            return ""


def items_in(value: object) -> list[Item]:
    """Return the objects of a list, or the one that stands in its place."""
    each = value if isinstance(value, list) else [value]
    return [item for item in each if isinstance(item, dict)]


def gather(item: Item, said: Evidence) -> None:
    """Add what an item says of itself."""
    fields = Fields(item)
    _headlines(fields, said)
    _dates(fields, said)
    for key, field in _PLAIN.items():
        said.say(field, fields.text(key), fields.name(key))
    said.byline(fields.text("by") or fields.text("byline"), "by" if "by" in fields else "byline")
    _origin(fields, said)
    _lists(fields, said)
    _descriptions(fields, said)
    _status(fields, said)
    said.language(fields.text("language"), "language")
    if re.match(r"https?://", fields.text("uri")):
        said.guess("url", fields.text("uri"), "uri")


def _headlines(fields: Fields, said: Evidence) -> None:
    said.say("title", fields.text("headline"), "headline")
    for headline in items_in(fields.value("headlines")):
        role = text_in(headline.get("role"))
        field = "subtitle" if _SUBHEAD.search(role.lower()) else "title"
        said.say(field, text_in(headline.get("value")), f"headlines {role}".strip())
    for key in fields.starting("headline_"):
        field = "subtitle" if _SUBHEAD.search(key) else "title"
        said.say(field, fields.text(key), fields.name(key))
    said.say("title", fields.text("title"), "title")


def _dates(fields: Fields, said: Evidence) -> None:
    """Add the dates: first created (the item's, else the content's), then this version's where that is another.

    A picture's content may be older than its item by years.
    """
    of_content = "" if fields.text("type") in ("picture", "graphic") else "contentcreated"
    keys = [key for key in ("firstcreated", of_content, "versioncreated") if key and fields.text(key)]
    if keys:
        said.date("published", fields.text(keys[0]), fields.name(keys[0]))
    if keys and is_other_time(fields.text("versioncreated"), fields.text(keys[0])):
        said.date("updated", fields.text("versioncreated"), fields.name("versioncreated"))
    for key in ("embargoeduntil", "embargoed", "embargo"):
        said.date("embargo", fields.text(key), fields.name(key))
    said.date("extra.expires", fields.text("expires"), "expires")
    said.date("extra.first_published", fields.text("firstpublished"), fields.name("firstpublished"))
    said.date("extra.content_created", fields.text("contentcreated"), fields.name("contentcreated"))


def _origin(fields: Fields, said: Evidence) -> None:
    """Add where an item comes from: its outlet by whatever name, the place it was written in."""
    for key in ("provider", "source"):
        said.say("outlet", fields.text(key), key)
    for key in ("infosources", "infosource"):
        for source in items_in(fields.value(key)):
            said.say("outlet", text_in(source.get("name")), fields.name(key))
    holder = fields.text("copyrightholder")
    said.say("extra.copyright_holder", holder, fields.name("copyrightholder"))
    said.guess("outlet", holder, fields.name("copyrightholder"))
    located = fields.text("located")
    said.say("extra.located", located, "located")
    said.guess("place", located, "located")
    for place in items_in(fields.value("datelinelocation")):
        parts = [text_in(place.get(key)) for key in ("city", "countryareaname", "countryname")]
        said.say("extra.located", ", ".join(filter(None, parts)), "datelinelocation")
        said.guess("place", parts[0], "datelinelocation")


def _lists(fields: Fields, said: Evidence) -> None:
    for key, field in _NAMED.items():
        names = list(_names(fields.value(key)))
        if field == "tags":
            for name in names:
                said.say(field, name, fields.name(key))
        else:
            said.say_all(field, names, fields.name(key))
    for details in items_in(fields.value("eventdetails")):
        for dates in items_in(details.get("dates")):
            for key, value in dates.items():
                said.say(f"extra.event_{_in_words(key)}", text_in(value), f"eventDetails {key}")
        said.say_all("extra.event_organiser", _names(details.get("organiser")), "eventDetails organiser")


def _in_words(name: str) -> str:
    """Return `startDate` as `start_date`."""
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


def _names(value: object) -> Iterator[str]:
    """Yield what things are called; what a machine added because it stands above another is left to that."""
    each = value if isinstance(value, list) else [value]
    for thing in each:
        if isinstance(thing, str):
            yield thing
        elif isinstance(thing, dict) and _ANCESTOR not in text_in(thing.get("rels")):
            name = text_in(thing.get("name")) or text_in(thing.get("literal"))
            if len(name) > 1:
                yield name


def _descriptions(fields: Fields, said: Evidence) -> None:
    for place, words in descriptions_in(fields):
        say_abstract(said, words, place)


def descriptions_in(fields: Fields) -> list[tuple[str, str]]:
    """Return what describes an item, without markup, each with the place where it stands."""
    found = [(fields.name(key), fields.text(key)) for key in fields.starting("description_") if "credit" not in key]
    found += [("descriptions", text_in(each.get("value"))) for each in items_in(fields.value("descriptions"))]
    plain = [(place, " ".join(re.sub(r"<[^<>]*>", " ", words).split())) for place, words in found]
    return [(place, words) for place, words in plain if words]


def _status(fields: Fields, said: Evidence) -> None:
    status = fields.text("pubstatus")
    said.say("extra.status", "" if status.lower() == "usable" else status, fields.name("pubstatus"))
    kind = fields.text("type")
    said.say("extra.type", "" if kind in ("", "text") else kind, "type")
