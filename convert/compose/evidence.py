"""What the print says of a date that is not plainly stated: a badge in the source line, and a line in words."""

from __future__ import annotations

from convert import model as m
from convert.compose.wording import joined, say_date, span, text
from convert.moments import NO_YEAR, agree, precision
from convert.style import Labels


def dated_by(article: m.Article) -> m.Finding | None:
    """Return the finding that the publication date rests on."""
    return next((f for f in article.findings if f.field == "published" and f.chosen), None)


def contradiction(article: m.Article) -> m.Finding | None:
    """Return the first finding that contradicts the publication date, or None."""
    chosen = dated_by(article)
    if chosen is None or chosen.standing != "contested":
        return None
    others = (f for f in article.findings if f.field == "published" and not f.chosen and f.standing == "contested")
    return next((f for f in others if not agree(f.value, chosen.value)), None)


_BEARS_THE_DATE = ("front_matter", "header", "timestamp", "dateline")


def undated(article: m.Article, labels: Labels) -> str:
    """Return what is said instead of a publication date: the source's own day and month where only their year is
    missing (it is not guessed), else that the date is not stated.
    """
    for finding in article.findings:
        yearless = finding.field == "published" and not finding.chosen and finding.reason == NO_YEAR
        if yearless and finding.rule in _BEARS_THE_DATE and any(map(str.isdigit, finding.value)):
            return labels["no_year"].format(words=" ".join(finding.value.split()))
    return labels["date_not_stated"]


def date_badge(article: m.Article, labels: Labels) -> m.Span | None:
    """Return the badge that follows the date: what it rests on, how little of it is known, or that it is contested.

    A date that is plainly stated, or given by the editor, has none.
    """
    published, chosen = article.metadata.published, dated_by(article)
    if published is None:
        return None
    if contradiction(article) is not None:
        return span(labels["badge_conflict"], "conflict")
    known = precision(published)
    if known in ("month", "year"):
        return span(labels[f"badge_{known}"], "badge")
    if chosen is None or chosen.standing not in ("supported", "contested"):
        return None
    return span(evidence_name(chosen, labels), "badge")


def evidence_name(finding: m.Finding, labels: Labels) -> str:
    """Return what a date rests on, in the briefing's words."""
    return labels.words.get(f"badge_{finding.rule}", finding.rule.replace("_", " "))


def date_note(article: m.Article, labels: Labels) -> tuple[m.Inline, ...]:
    """Return the evidence of a date in words, or nothing where the date is plainly stated."""
    chosen = dated_by(article)
    if chosen is None or chosen.standing not in ("supported", "contested"):
        return ()
    other = contradiction(article)
    if other is not None:
        return _both(chosen, other, labels)
    agreeing = dict.fromkeys(evidence_name(f, labels) for f in article.findings if _bears_out(f, chosen))
    evidence = evidence_name(chosen, labels)
    agreeing.pop(evidence, None)
    if not agreeing:
        return text(labels["date_from"].format(evidence=evidence))
    return text(labels["date_from_agrees"].format(evidence=evidence, others=", ".join(agreeing)))


def _bears_out(finding: m.Finding, chosen: m.Finding) -> bool:
    return (
        finding.field == "published"
        and not finding.chosen
        and finding.standing in ("stated", "supported")
        and agree(finding.value, chosen.value)
    )


def _both(chosen: m.Finding, other: m.Finding, labels: Labels) -> tuple[m.Inline, ...]:
    """Return the sentence that states both dates, each date set strong."""
    first, second = say_date(chosen.value, labels), say_date(other.value, labels)
    sentence = labels["dates_differ"].format(
        one=evidence_name(chosen, labels), other=evidence_name(other, labels), first="\0first\0", second="\0second\0"
    )
    dates = {"first": first, "second": second}
    parts = sentence.split("\0")
    return joined(
        [(m.Strong(text(dates[part])),) if part in dates else text(part) for part in parts if part], between=""
    )
