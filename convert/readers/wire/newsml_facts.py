"""What a NewsML 1 item says of itself: identification, management, news lines, metadata of its components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.readers.safe_xml import Element, at, attribute, children, descendants, name_of, words_of
from convert.readers.wire.evidence import Evidence, is_other_time
from convert.readers.wire.story import say_abstract

_LINES = {
    "headline": "title",
    "subheadline": "subtitle",
    "creditline": "extra.credit",
    "copyrightline": "rights",
    "rightsline": "extra.usage_terms",
    "seriesline": "extra.series",
    "slugline": "extra.slugline",
    "keywordline": "tags",
}
"""The lines that are said of an item's text, and the fields they are."""

_PARTIES = {"provider": "outlet", "source": "outlet", "creator": "extra.creator", "contributor": "extra.contributor"}


def formal(element: Element, path: str) -> str:
    """Return the `FormalName` that stands first under a path of names; empty where there is none."""
    return next((attribute(each, "formalname") for each in at(element, path)), "")


def gather(item: Element, components: Sequence[Element], said: Evidence) -> None:
    """Add what an item says of itself; `components` are those of its text, outermost first."""
    _identification(item, said)
    _management(item, said)
    for component in components:
        for lines in children(component, "newslines"):
            _news_lines(lines, said)
        for administrative in children(component, "administrativemetadata"):
            _parties(administrative, said)
        for rights in children(component, "rightsmetadata"):
            _rights(rights, said)
        for descriptive in children(component, "descriptivemetadata"):
            _descriptive(descriptive, said)
        for metadata in children(component, "metadata"):
            _keywords(metadata, said)
    _subjects(item, components, said)
    said.language(attribute(item, "lang"), "xml:lang")


def _identification(item: Element, said: Evidence) -> None:
    """Add the identifier without the revision, which RFC 3085 puts after its last colon, and the revision."""
    identification = next(children(item, "identification"), None)
    for identifier in children(identification, "newsidentifier"):
        parts = [
            next((words_of(each) for each in children(identifier, part)), "")
            for part in ("providerid", "dateid", "newsitemid")
        ]
        public = next((words_of(each) for each in children(identifier, "publicidentifier")), "")
        revision = next((words_of(each) for each in children(identifier, "revisionid")), "")
        own = re.sub(rf":{re.escape(revision)}[A-Z]?$", "", public) if revision else public
        said.say("extra.uri", own or ":".join(filter(None, ("urn:newsml", *parts))), "NewsIdentifier")
        said.say("extra.version", revision, "RevisionId")
    for label in children(identification, "namelabel"):
        said.say("extra.name_label", words_of(label), "NameLabel")


def _management(item: Element, said: Evidence) -> None:
    management = next(children(item, "newsmanagement"), None)
    first = next((words_of(each) for each in children(management, "firstcreated")), "")
    revised = next((words_of(each) for each in children(management, "thisrevisioncreated")), "")
    said.date("published", first or revised, "FirstCreated" if first else "ThisRevisionCreated")
    if is_other_time(first, revised):
        said.date("updated", revised, "ThisRevisionCreated")
    if management is None:
        return
    said.say("extra.urgency", formal(management, "urgency"), "Urgency")
    _status(management, said)
    for instruction in children(management, "instruction"):
        said.say("extra.ednote", words_of(instruction), "Instruction")


def _status(management: Element, said: Evidence) -> None:
    """Add the status where it is not the usual one; what will be usable later is embargoed until then."""
    status = formal(management, "status")
    said.say("extra.status", status if status.lower() not in ("usable", "embargoed") else "", "Status")
    for change in children(management, "statuswillchange"):
        if formal(change, "futurestatus").lower() == "usable":
            said.date(
                "embargo", next((words_of(each) for each in children(change, "dateandtime")), ""), "StatusWillChange"
            )


def _news_lines(lines: Element, said: Evidence) -> None:
    for line in children(lines):
        kind, words = name_of(line), words_of(line)
        if kind in _LINES:
            said.say(_LINES[kind], words, _shown(line))
        elif kind == "byline":
            said.byline(words, "ByLine")
        elif kind == "dateline":
            said.dateline(words, "DateLine")
        elif kind == "newsline":
            _other_line(line, said)


def _shown(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _other_line(line: Element, said: Evidence) -> None:
    kind = formal(line, "newslinetype")
    words = " ".join(words_of(each) for each in children(line, "newslinetext"))
    field = {"slug": "extra.slugline", "slugline": "extra.slugline", "ednote": "extra.ednote"}.get(kind.lower())
    if kind.lower() in ("summary", "abstract", "lead"):
        say_abstract(said, words, f"NewsLine {kind}")
    elif kind:
        said.say(field or f"extra.{re.sub(r'[^a-z0-9]+', '_', kind.lower())}", words, f"NewsLine {kind}")


def _parties(administrative: Element, said: Evidence) -> None:
    for kind, field in _PARTIES.items():
        for party in at(administrative, f"{kind}/party"):
            said.say(field, attribute(party, "formalname"), kind.capitalize())


def _rights(rights: Element, said: Evidence) -> None:
    for copyright_ in children(rights, "copyright"):
        holder = " ".join(words_of(each) for each in children(copyright_, "copyrightholder"))
        date = " ".join(words_of(each) for each in children(copyright_, "copyrightdate"))
        said.say("rights", " ".join(filter(None, ("©", date, holder))) if holder else "", "Copyright")
    usage = [words_of(each) for each in descendants(rights, "usagetype", "limitations", "geography")]
    said.say_all("extra.usage_terms", usage, "UsageRights")


def _descriptive(descriptive: Element, said: Evidence) -> None:
    said.language(formal(descriptive, "language"), "Language")
    said.say_all("extra.genre", (attribute(each, "formalname") for each in children(descriptive, "genre")), "Genre")
    place = {attribute(each, "formalname").lower(): attribute(each, "value") for each in _places(descriptive)}
    whole = [place.get(each, "") for each in ("city", "countryarea", "country", "countryname")]
    said.say("extra.located", ", ".join(filter(None, whole)), "Location")
    said.guess("place", place.get("city"), "Location City")
    _keywords(descriptive, said)


def _places(descriptive: Element) -> Iterator[Element]:
    yield from at(descriptive, "location/property")
    yield from (
        each for each in children(descriptive, "property") if attribute(each, "formalname") in ("City", "Country")
    )


def _keywords(metadata: Element, said: Evidence) -> None:
    for each in children(metadata, "property"):
        if re.search(r"[Kk]eywords?$", attribute(each, "formalname")):
            said.say("tags", attribute(each, "value"), f"Property {attribute(each, 'formalname')}")


def _subjects(item: Element, components: Sequence[Element], said: Evidence) -> None:
    """Add subjects by the names that the item's own topics give their codes; those without one are kept by it."""
    topics = dict(_topics(item, said.value("language")))
    codes = []
    for component in components:
        for subject in descendants(next(children(component, "descriptivemetadata"), None), *_SUBJECTS):
            code = attribute(subject, "formalname")
            said.say("tags", topics.get(code, ""), "SubjectCode")
            codes.append("" if code in topics else code)
    said.say_all("extra.subject_codes", codes, "SubjectCode")


_SUBJECTS = ("subject", "subjectmatter", "subjectdetail", "subjectqualifier")


def _topics(item: Element, language: str) -> Iterator[tuple[str, str]]:
    """Yield codes and their names, in the language of the item where there is one in it."""
    for topic in descendants(item, "topic"):
        code = next((words_of(each) for each in children(topic, "formalname")), "")
        names = [each for each in children(topic, "description") if attribute(each, "variant").lower() in ("name", "")]
        own = [each for each in names if attribute(each, "lang").partition("-")[0] == language.partition("-")[0]]
        if code and names:
            yield code, words_of((own or names)[0])
