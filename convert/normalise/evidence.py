"""What the evidence for a date comes to: which is used, which agrees with it, which contradicts it, and why.

A date that the source states as its own (front matter, a header, page data, a line of its own) outranks a dateline,
that an address or a file's name, and that the scraper's prefix, which is often the day of the crawl or, on a first of
the month, a value put in where no day was known. Pieces that agree raise each other: three can outweigh a better one.
A day that the story tells of as past cannot lie after its publication: where it does, the text's date is used.
Precision is kept, and where two disagree both are contested.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from convert.model import Finding, Moment, Standing
from convert.moments import NO_YEAR, agree, day_of
from convert.normalise.date_reckoning import day_nearest, reckon
from convert.normalise.dates import DateEvidence
from convert.normalise.time_stamp import DateField

_WEIGHT = {
    "given": 99,
    "front_matter": 9,
    "header": 8,
    "candidate": 8,
    "agency_metadata": 8,
    "timestamp": 7,
    "embargo": 7,
    "dateline": 6,
    "address": 5,
    "file_name": 4,
    "prefix": 3,
}
_STATED = frozenset(("front_matter", "header", "candidate", "agency_metadata", "timestamp", "embargo", "dateline"))
_NEAR = 45
"""Days: a date in the text farther from the article's is background, and no evidence for it."""
_NAMES = {
    "given": "the editor",
    "front_matter": "front matter",
    "header": "the header",
    "candidate": "page data",
    "agency_metadata": "the agency's own data",
    "timestamp": "the time stamp",
    "embargo": "the embargo line",
    "dateline": "the dateline",
    "address": "the address",
    "file_name": "the file name",
    "prefix": "the scraped prefix",
    "text": "the text",
    "weekday": "the weekday",
}


class _Piece(Struct, frozen=True):
    """Evidence and the Moment it comes to, if it comes to one."""

    evidence: DateEvidence
    moment: Moment | None

    @property
    def rule(self) -> str:
        return self.evidence.rule

    @property
    def day(self) -> date | None:
        return day_of(self.moment) if self.moment else None

    @property
    def weight(self) -> int:
        return 3 if self.evidence.weak else _WEIGHT.get(self.rule, 0) - self.looks_defaulted

    @property
    def looks_defaulted(self) -> bool:
        return self.rule == "prefix" and (self.moment or "").endswith("-01")


def weigh(evidence: Sequence[DateEvidence]) -> tuple[Finding, ...]:
    """Return the evidence as Findings, of published, updated and embargo one `chosen` each where a date is known.

    Values are Moments; where a date lacks its year and nothing gives it, the value is its words and nothing is chosen,
    but of embargoes: one whose end is not known holds.
    """
    return _published(evidence) + _plain(evidence, "updated") + _embargo(evidence)


# ---- the date of publication ----------------------------------------------------------------------------------------


def _published(evidence: Sequence[DateEvidence]) -> tuple[Finding, ...]:
    own = [e for e in evidence if e.field == "published"]
    anchor = _anchor(evidence)
    pieces = [_Piece(e, _moment(e, anchor)) for e in own if e.rule not in ("text", "weekday")]
    spoken = [_Piece(e, _moment(e, anchor)) for e in own if e.rule in ("text", "weekday")]
    chosen = _best([p for p in pieces if p.moment], spoken)
    later = _told_later(chosen, spoken)
    if chosen is not None and later is not None:
        return _corrected(chosen, later, pieces, spoken)
    return _findings(chosen, pieces, spoken)


def _anchor(evidence: Sequence[DateEvidence]) -> date | None:
    """Return the day that supplies a year to dates without one: the best complete date, wherever it stands."""
    complete = [e for e in evidence if e.rule not in ("text", "weekday") and e.expression.moment]
    if not complete:
        return None
    best = max(complete, key=lambda e: (len(e.expression.moment or "") >= 10, _Piece(e, e.expression.moment).weight))
    moment = best.expression.moment or ""
    return date.fromisoformat(moment[:10] if len(moment) >= 10 else moment + "-07-01"[len(moment) - 10 :])


def _moment(evidence: DateEvidence, anchor: date | None) -> Moment | None:
    expression = evidence.expression
    if expression.moment is not None:
        return expression.moment
    if anchor is None:
        return None
    if expression.kind == "ambiguous":
        near = [r for r in expression.readings if abs((date.fromisoformat(r) - anchor).days) <= 1]
        return near[0] if len(near) == 1 else None
    if expression.kind == "partial" and expression.day:
        day = day_nearest(expression, anchor)
        return day.isoformat() + expression.clock if day else None
    return reckon(expression, anchor, evidence.told or -1)


def _best(pieces: list[_Piece], spoken: list[_Piece]) -> _Piece | None:
    if not pieces:
        return None
    first = max(pieces, key=lambda piece: (_strength(piece, pieces, spoken), len(piece.moment or "")))
    if first.rule == "given":
        return first
    # of two that agree the one that says more is used: `March 2025` in a header, the day in the address
    agreeing = [
        p for p in pieces if agree(p.moment or "", first.moment or "") and len(p.moment or "") > len(first.moment or "")
    ]
    finer = [p for p in agreeing if len(first.moment or "") < 10 or (p.rule in _STATED and not p.evidence.weak)]
    return max(finer, key=lambda piece: piece.weight) if finer else first


def _strength(piece: _Piece, pieces: list[_Piece], spoken: list[_Piece]) -> int:
    moment = piece.moment or ""
    others = {p.rule for p in pieces if p is not piece and p.rule != piece.rule and agree(p.moment or "", moment)}
    named = any(_names_day(p, piece) for p in spoken)
    return piece.weight + 2 * len(others) + named


def _names_day(spoken: _Piece, piece: _Piece) -> bool:
    return piece.day is not None and spoken.evidence.told <= 0 and spoken.day == piece.day


def _told_later(chosen: _Piece | None, spoken: list[_Piece]) -> _Piece | None:
    """Return the latest day told of as past that lies after a date which is only a scraper's or a file's."""
    if chosen is None or chosen.day is None or chosen.rule not in ("prefix", "file_name"):
        return None
    after = [
        p
        for p in spoken
        if p.rule == "text" and p.evidence.told < 0 and p.day and 0 < (p.day - chosen.day).days <= _NEAR
    ]
    return max(after, key=lambda p: p.day or date.min, default=None)


def _corrected(rejected: _Piece, used: _Piece, pieces: list[_Piece], spoken: list[_Piece]) -> tuple[Finding, ...]:
    why = f"{_NAMES['text']} tells of this day as past, so it was not published on {rejected.moment}"
    against = f"{_NAMES['text']} tells of {used.evidence.words} as past"
    if rejected.looks_defaulted:
        against += "; a first of the month is often put in where no day is known"
    found = [_finding(used, "contested", why, chosen=True), _finding(rejected, "contested", against)]
    found += [_beside(p, used) for p in pieces if p is not rejected]
    found += [f for p in spoken if p is not used and (f := _spoken(p, used)) is not None]
    return tuple(found)


def _findings(chosen: _Piece | None, pieces: list[_Piece], spoken: list[_Piece]) -> tuple[Finding, ...]:
    if chosen is None:
        return tuple(_unresolved(piece) for piece in (*pieces, *[p for p in spoken if p.evidence.told <= 0][:3]))
    others = [_beside(piece, chosen) for piece in pieces if piece is not chosen]
    said = [f for p in spoken if (f := _spoken(p, chosen)) is not None]
    contested = any(f.standing == "contested" for f in others) and chosen.rule != "given"
    standing, reason = _standing(chosen, [*others, *said], contested=contested)
    if contested and all(f.rule == "prefix" and f.value.endswith("-01") for f in others if f.standing == "contested"):
        standing, reason = _standing(chosen, [*others, *said], contested=False)
    return (_finding(chosen, standing, reason, chosen=True), *others, *said)


def _standing(chosen: _Piece, others: list[Finding], *, contested: bool) -> tuple[Standing, str]:
    if chosen.rule == "given":
        return "given", ""
    weekday = chosen.evidence.expression.weekday
    if weekday is not None and chosen.day is not None and chosen.day.weekday() != weekday:
        return "contested", "the weekday beside it does not fall on this day"
    if contested:
        against = next(f for f in others if f.standing == "contested")
        return "contested", f"{_NAMES[against.rule]} says {against.value}; {_NAMES[chosen.rule]} is the better evidence"
    agreeing = [_NAMES[f.rule] for f in others if f.standing == "supported" and agree(f.value, chosen.moment or "")]
    borne_out = _agreement(list(dict.fromkeys(agreeing)))
    if chosen.rule in _STATED and not chosen.evidence.weak and chosen.evidence.expression.moment:
        return "stated", borne_out if agreeing else ""
    if not agreeing and chosen.looks_defaulted:
        borne_out += "; a first of the month is often put in where no day is known"
    return "supported", borne_out


def _agreement(names: list[str]) -> str:
    if not names:
        return "nothing else tells the date"
    return f"{names[0]} agrees" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} agree"


def _beside(piece: _Piece, chosen: _Piece) -> Finding:
    """Return what another piece of evidence says beside the one used."""
    if piece.moment is None:
        return _unresolved(piece)
    if agree(piece.moment, chosen.moment or ""):
        return _finding(piece, "supported", f"agrees with {_NAMES[chosen.rule]}")
    if chosen.rule == "given":
        return _finding(piece, "contested", "the editor's date is used")
    if _compatible(piece, chosen):
        return _finding(piece, "stated", f"within a day or two of {_NAMES[chosen.rule]}: no contradiction")
    reason = f"{_NAMES[chosen.rule]} says {chosen.moment} and is the better evidence"
    if piece.looks_defaulted:
        reason += "; a first of the month is often put in where no day is known"
    return _finding(piece, "contested", reason)


def _compatible(piece: _Piece, chosen: _Piece) -> bool:
    """Tell whether two days can both be right: a dateline is filed before it is printed, a page crawled after."""
    if piece.day is None or chosen.day is None:
        return False
    later = (piece.day - chosen.day).days
    return -2 <= later <= 0 if piece.rule == "dateline" else -1 <= later <= 1 and not _is_stated(piece)


def _is_stated(piece: _Piece) -> bool:
    return piece.rule in _STATED and piece.rule != "dateline" and not piece.evidence.weak


def _spoken(piece: _Piece, chosen: _Piece) -> Finding | None:
    """Return what a day spoken of in the text says of the date used, or None where it says nothing."""
    if piece.day is None or chosen.day is None or piece.evidence.told > 0:
        return None
    before = (chosen.day - piece.day).days
    if before == 0:
        return _finding(piece, "supported", f"agrees with {_NAMES[chosen.rule]}", moment=piece.day.isoformat())
    if 0 < before <= (1 if piece.rule == "weekday" else _NEAR):
        days = "the day before" if before == 1 else f"{before} days before"
        return _finding(piece, "stated", f"named in the text, {days} the date used")
    return None


# ---- the other dates ------------------------------------------------------------------------------------------------


def _plain(evidence: Sequence[DateEvidence], field: DateField) -> tuple[Finding, ...]:
    anchor = _anchor(evidence)
    pieces = [_Piece(e, _moment(e, anchor)) for e in evidence if e.field == field]
    chosen = _best([p for p in pieces if p.moment], [])
    return _findings(chosen, pieces, [])


def _embargo(evidence: Sequence[DateEvidence]) -> tuple[Finding, ...]:
    """Return the evidence of an embargo; one that the text states without a date is chosen, with its words as value."""
    found = _plain(evidence, "embargo")
    if any(each.chosen for each in found):
        return found
    stated = next((each for each in found if each.rule == "embargo"), None)
    return tuple(replace(f, chosen=True, reason="it does not say until when") if f is stated else f for f in found)


def _finding(
    piece: _Piece, standing: Standing, reason: str, *, chosen: bool = False, moment: Moment | None = None
) -> Finding:
    evidence = piece.evidence
    value = moment or piece.moment or evidence.words
    return Finding(evidence.field, value, evidence.where, evidence.rule, standing, chosen, reason)


def _unresolved(piece: _Piece) -> Finding:
    reasons = {
        "ambiguous": "day and month may be read either way round",
        "partial": NO_YEAR,
        "weekday": "no date is given to count from",
    }
    if piece.evidence.expression.kind == "ambiguous" and not piece.evidence.expression.readings:
        reasons["ambiguous"] = "no date can be read in it"
    reason = reasons.get(piece.evidence.expression.kind, "a day named in the text, not that of publication")
    value = piece.evidence.expression.moment or piece.evidence.words
    return Finding(piece.evidence.field, value, piece.evidence.where, piece.rule, "stated", reason=reason)
