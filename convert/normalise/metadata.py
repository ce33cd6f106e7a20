"""From findings to metadata: for each field the best is chosen, the others are kept with the reason they were not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from convert.contracts import Given
from convert.errors import UsageError, nearest
from convert.model import Dateline, Finding, Metadata, NamedPlace
from convert.moments import is_moment
from convert.normalise.dates import given_date
from convert.normalise.draft import Draft
from convert.normalise.header import FIELDS, field_of
from convert.normalise.headline import folded

DATE_FIELDS = ("published", "updated", "embargo")
SINGLE = ("title", "subtitle", "byline", "outlet", "section", "url", "language", "rights", "marking", "place", "agency")

_RANK = {"given": 0, "front_matter": 1, "header": 2}
_RANK_OF_TEXT = {
    "headline": 5,
    "byline": 5,
    "outlet_line": 5,
    "published_by": 5,
    "subtitle": 5,
    "dateline": 6,
    "sign_off": 7,
    "detected": 8,
}
_FROM_READER = 3
_GUESSED = 9
"""A document's properties, a class that sounds like a byline's: what the text itself says is better evidence."""
_SAID = {
    "given": "the editor gives another",
    "front_matter": "the front matter gives another",
    "header": "the header gives another",
}
_TAG = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_SAFE_ADDRESS = re.compile(r"https?://[^\s/]+", re.IGNORECASE)


def take_given(draft: Draft, given: Sequence[Given]) -> None:
    """Take what the editor gives as findings of standing `given`; the first of a field wins, tags add up.

    Raises UsageError for a field that nobody knows and a date that cannot be read.
    """
    for each in given:
        field = field_of(each.field)
        if field is None and not each.field.startswith("extra."):
            raise UsageError(
                f"unknown metadata field “{each.field}”", where=each.where, hint=nearest(each.field, FIELDS)
            )
        name = field or each.field
        values = re.split(r"\s*[,;]\s*", each.value) if name == "tags" else [each.value]
        for value in filter(None, (v.strip() for v in values)):
            said = given_date(value, each.where) if name in DATE_FIELDS else value
            draft.findings.append(Finding(name, said, NamedPlace(each.where), "given", "given"))


def choose(draft: Draft) -> None:
    """Choose one finding of each single field; those that were chosen already stay, those that cannot be are noted."""
    draft.findings = [finding for finding in draft.findings if _is_usable(draft, finding)]
    for field in SINGLE:
        found = [f for f in draft.findings if f.field == field]
        if not found or any(f.chosen for f in found):
            continue
        best = min(found, key=_rank)
        draft.findings = [_judged(f, best) if f.field == field else f for f in draft.findings]
    draft.findings = [
        replace(f, chosen=True) if f.field == "tags" or f.field.startswith("extra.") else f for f in draft.findings
    ]


def _rank(finding: Finding) -> int:
    rank = _RANK.get(finding.rule, _RANK_OF_TEXT.get(finding.rule))
    if rank is None:
        return _FROM_READER if finding.standing == "stated" else _GUESSED
    return rank


def _judged(finding: Finding, best: Finding) -> Finding:
    if finding is best:
        return replace(finding, chosen=True)
    if folded(finding.value) == folded(best.value):
        return replace(finding, reason="says the same")
    return replace(finding, reason=_SAID.get(best.rule, f"{best.rule.replace('_', ' ')} is better evidence"))


def _is_usable(draft: Draft, finding: Finding) -> bool:
    if finding.field == "url" and not _SAFE_ADDRESS.match(finding.value):
        draft.note("unusable-address", f"an address is not used: “{finding.value[:80]}”")
        return False
    if finding.field == "language" and not _TAG.match(finding.value):
        draft.note(
            "unusable-language", f"a language is not used: “{finding.value[:40]}”; write it as a code, such as en"
        )
        return False
    return True


def metadata_of(findings: Iterable[Finding]) -> Metadata:
    """Return the metadata that the chosen findings say; an embargo without a date is a finding alone."""
    chosen = [finding for finding in findings if finding.chosen]
    value = {f.field: f.value for f in reversed(chosen)}
    place, agency = value.get("place"), value.get("agency")
    tags = dict.fromkeys(f.value for f in chosen if f.field == "tags")
    extra = tuple((f.field.removeprefix("extra."), f.value) for f in chosen if f.field.startswith("extra."))
    return Metadata(
        title=value.get("title"),
        subtitle=value.get("subtitle"),
        byline=value.get("byline"),
        dateline=Dateline(place, agency) if place or agency else None,
        published=value.get("published"),
        updated=value.get("updated"),
        embargo=next((f.value for f in chosen if f.field == "embargo" and is_moment(f.value)), None),
        outlet=value.get("outlet"),
        section=value.get("section"),
        url=value.get("url"),
        language=value.get("language"),
        tags=tuple(tags),
        rights=value.get("rights"),
        marking=value.get("marking"),
        extra=extra,
    )
