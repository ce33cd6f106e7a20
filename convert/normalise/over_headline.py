"""Lines over a headline that are neither it nor a byline: a page's furniture, a release's label, an agency's header.

A page pasted whole opens with its cookie notice and menus, a press release with `FOR IMMEDIATE RELEASE` and a contact,
an agency's copy with its slug and a note to editors. What such a line says of the article is evidence: its section, the
slug, the contact; what says nothing is residue. Any other line is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from msgspec import Struct

from convert.model import Extent, Finding
from convert.normalise.draft import Draft
from convert.normalise.word_lists import listed

FoundField = str
"""`section`, `outlet`, or an `extra.` of the names that readers of agencies' formats use."""


class OverHeadline(Struct, frozen=True):
    """What a line is: the rule it was known by; the field it gives, if any, and where in the line its value is."""

    rule: str
    field: FoundField = ""
    start: int = 0
    end: int = 0


LONGEST = 400
"""Characters of such a line: cookie notices are the longest."""

_BREADCRUMB = re.compile(
    r"(?:[^\W\d_][\w&.’'-]*(?: [\w&.’'-]+){0,2}\s*[>»›]\s*){1,4}(?P<last>[^\W\d_][\w&’'-]*(?: [\w&’'-]+){0,2})"
)
_REACHED = re.compile(r"\S+@\S+\.\w{2,}|(?:\+|\b0|\(0)\d[\d ()/.-]{5,}\d")
_SLUG = re.compile(r"(?:BC-[\w-]+|[A-Z]{2,}(?:-[A-Z0-9]{2,}){2,}|[A-Z]{2,}(?:-[A-Z0-9]{2,})+(?=/\d))(?:/\w{1,8})?")
_TRANSMISSION = re.compile(
    r"(?:[a-z] ){1,3}(?:BC-)?\S+(?: \S+)?\s+\d\d-\d\d(?:-\d\d)?\s+\d{3,4}|[a-z]\d{4}(?: ?[a-z]{1,6}){0,4}"
)
_KEYWORDS = re.compile(
    r"[A-Z][\w&-]*(?:[ -][\w&-]+){0,4}\s?,\s?\d+(?:st|nd|rd|th) "
    r"(?:ld|lead|add|sub|update|version|take|write-?thr(?:u|ough))\b.{0,30}",
    re.IGNORECASE,
)
_PRIORITY = re.compile(
    r"URGENT|BULLETIN|FLASH|NEWS ?ALERT|ALERT|SNAP|UPDATE \d+|\(?UPDATES?\)?|REFILE|CORRECTED", re.IGNORECASE
)
_TO_EDITORS = re.compile(r"(?:eds|note to editors|eds? note|attention editors)\s?[:.]\s+(?P<said>\S.*)", re.IGNORECASE)


def over_headline(line: str, before: Collection[str] = ()) -> OverHeadline | None:
    """Return what a line over the headline is, or None; `before` are the rules of such lines above it."""
    if len(line) > LONGEST:
        return None
    if _pattern("cookies").match(line):
        return OverHeadline("cookie-notice")
    if _row_of("menu").fullmatch(line) or _row_of("share").fullmatch(line):
        return OverHeadline("page-furniture")
    if _release().fullmatch(line):
        return OverHeadline("release-label")
    if (crumbs := _BREADCRUMB.fullmatch(line)) is not None:
        return OverHeadline("breadcrumb", "section", *crumbs.span("last"))
    if line.casefold() in listed("sections.txt"):
        return OverHeadline("section", "section", 0, len(line))
    if is_contact(line):
        return OverHeadline("contact", "extra.contact", 0, len(line))
    return _of_agency(line, before)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_listed(name), re.IGNORECASE)


def _listed(listed_name: str) -> str:
    lines = (Path(__file__).parent / "data" / "over_headline.txt").read_text("utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if line[0] != "#")
    return "|".join(f"(?:{pattern})" for name, pattern in pairs if name == listed_name)


@cache
def _row_of(name: str) -> re.Pattern[str]:
    """Return the pattern of a line that is two or more items of a menu or of a sharing bar."""
    item = rf"(?:share (?:on|via|with) )?(?:{_listed(name)})"
    return re.compile(rf"{item}(?:(?:\s*[|·•/,]\s*|\s+){item})+", re.IGNORECASE)


@cache
def _release() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_listed('release')})(?:\W+(?:{_listed('number')}))*\W*", re.IGNORECASE)


def _of_agency(line: str, before: Collection[str]) -> OverHeadline | None:
    if _SLUG.fullmatch(line) or _KEYWORDS.fullmatch(line):
        return OverHeadline("slug", "extra.slugline", 0, len(line))
    if _TRANSMISSION.fullmatch(line):
        return OverHeadline("transmission")
    if (note := _TO_EDITORS.fullmatch(line)) is not None:
        return OverHeadline("note_to_editors", "extra.ednote", *note.span("said"))
    if _AGENCY_RULES & set(before) and _PRIORITY.fullmatch(line):
        return OverHeadline("priority", "extra.urgency", 0, len(line))
    return None


_AGENCY_RULES = frozenset(("slug", "transmission", "priority"))
"""Rules by which an agency's header is known."""


def is_contact(line: str) -> bool:
    """Tell whether a line tells the press whom to call: its label, and a number or an address."""
    return _pattern("contact").match(line) is not None and _REACHED.search(line) is not None


def opens_contact(line: str) -> bool:
    """Tell whether a line is the label of a contact, whatever follows it."""
    return _pattern("contact").match(line) is not None


def is_reached(line: str) -> bool:
    """Tell whether a line has a telephone number or an address for mail."""
    return _REACHED.search(line) is not None


def take(draft: Draft, line: tuple[int, int], found: OverHeadline) -> None:
    """Mark a line over the headline: as evidence of the field that it gives, or as residue."""
    if not found.field:
        draft.mark(*line, "residue", value=found.rule)
        return
    at = Extent(line[0] + found.start, line[0] + found.end)
    draft.findings.append(Finding(found.field, draft.source[at.start : at.end], at, found.rule, "supported"))
    draft.mark(*line, "dateline")
    if found.rule == "contact":
        note_contact(draft, *line)


def note_contact(draft: Draft, start: int, end: int) -> None:
    """Tell the user that a contact is not printed: who answers the press is no one of the story."""
    words = " ".join(draft.source[start:end].split())
    draft.tell(
        "contact", f"the contact for the press is kept as `extra.contact`, not printed: “{words[:LONGEST_QUOTED]}”"
    )


LONGEST_QUOTED = 160
"""Characters of a contact by which its reader finds it."""
