"""Who may see it, and when: handling markings rolled up and refused, embargoes held.

Compose refuses, so that no writer and no plug-in can leak: a marking lower than an article's own, an article whose
embargo lies beyond the edition's moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from convert import markings
from convert import model as m
from convert.compose.printing import Printing
from convert.compose.wording import say_moment
from convert.errors import Note, Noter, Refused
from convert.markings import Marking
from convert.moments import day_of, precision, zone_of
from convert.normalise.embargo_lines import has_open_embargo


def marking_of(article: m.Article, note: Noter) -> Marking | None:
    """Return the marking an article carries; one that no scheme lists is kept as its source spells it, with a Note."""
    spelled = article.metadata.marking
    if not spelled:
        return None
    found = markings.find_marking(spelled)
    if found is None:
        note(
            Note(
                "unknown-marking",
                f"the marking “{spelled}” is in no scheme; it is printed as it stands and outranks nothing",
                where=article.source.name,
            )
        )
        return markings.unlisted(spelled)
    return found


def rolled_up(edition: m.Edition, articles: Iterable[m.Article], note: Noter) -> tuple[Marking, ...]:
    """Return what the document is marked: the highest of each scheme that the edition or an article uses.

    Raises UnknownName for an edition's marking that no scheme lists, and Refused where the edition's is lower than an
    article's and no reason to declassify is given.
    """
    carried = markings.highest(filter(None, (marking_of(article, note) for article in articles)))
    if edition.marking is None:
        return carried
    wanted = markings.marking(edition.marking)
    for top in carried:
        if top.scheme == wanted.scheme and top.rank > wanted.rank and not edition.declassify:
            raise Refused(
                f"an article is marked {top.text}: it cannot be printed as {wanted.text}",
                hint="raise --mark, leave the article out, or give --declassify REASON, which is printed",
            )
    return (wanted, *(top for top in carried if top.scheme != wanted.scheme))


def declassified(edition: m.Edition, articles: Iterable[m.Article]) -> Marking | None:
    """Return the marking that the document would have had, where the editor's is lower and a reason is given."""
    if edition.marking is None or not edition.declassify:
        return None
    wanted = markings.marking(edition.marking)
    carried = (markings.find_marking(article.metadata.marking or "") for article in articles)
    top = next((t for t in markings.highest(filter(None, carried)) if t.scheme == wanted.scheme), None)
    return top if top is not None and top.rank > wanted.rank else None


def is_embargoed(article: m.Article, as_of: m.Moment | None) -> bool:
    """Tell whether an article's embargo still holds at `as_of`; without that moment every embargo does.

    One of which the source does not say until when always holds: only an editor knows its end.
    Where either side has no time of day, or no zone, the whole day counts: an embargo is lifted when the day is over.
    """
    embargo = article.metadata.embargo
    if embargo is None:
        return has_open_embargo(article)
    return as_of is None or not _is_over(embargo, as_of)


def _is_over(embargo: m.Moment, as_of: m.Moment) -> bool:
    if precision(embargo) == precision(as_of) == "time" and zone_of(embargo) and zone_of(as_of):
        return datetime.fromisoformat(as_of) >= datetime.fromisoformat(embargo)
    if precision(embargo) == precision(as_of) == "time" and zone_of(embargo) == zone_of(as_of):
        return as_of[:16] >= embargo[:16]
    last, now = day_of(embargo), day_of(as_of)
    if last is None or now is None:
        return as_of[: len(embargo)] > embargo
    return now > last


def refuse_embargoed(articles: Sequence[m.Article], edition: m.Edition) -> None:
    """Raise Refused where an article's embargo holds and the edition does not include embargoed ones."""
    if edition.include_embargoed:
        return
    for article in articles:
        if has_open_embargo(article):
            raise Refused(
                "embargoed, and no date says until when",
                where=article.source.name,
                hint="give -M embargo=TIME, or --include-embargoed to print it with its embargo",
            )
        if is_embargoed(article, edition.as_of):
            beyond = f"beyond {edition.as_of}" if edition.as_of else "and no --as-of says that it is over"
            raise Refused(
                f"embargoed until {article.metadata.embargo}, {beyond}",
                where=article.source.name,
                hint="give --as-of TIME, or --include-embargoed to print it with its embargo",
            )


def embargo_words(article: m.Article, printing: Printing) -> str | None:
    """Return `EMBARGOED until 12 March 2024, 06:00 UTC` where the article is printed under its embargo."""
    if has_open_embargo(article):
        return printing.labels["embargoed"]
    embargo = article.metadata.embargo
    if embargo is None or not is_embargoed(article, printing.edition.as_of):
        return None
    return printing.labels["embargoed_until"].format(date=say_moment(embargo, printing.labels))


def own_marking(article: m.Article, marked: Iterable[Marking], printing: Printing) -> Iterator[m.Paragraph]:
    """Yield what stands over an article: its embargo, and its marking where it is none of the document's."""
    embargo = embargo_words(article, printing)
    if embargo is not None:
        yield m.Paragraph((m.Span((m.Text(embargo),), role="marking"),), role="marking")
    spelled = article.metadata.marking
    if spelled:
        own = markings.find_marking(spelled) or markings.unlisted(spelled)
        if own.text not in {each.text for each in marked}:
            yield m.Paragraph((m.Span((m.Text(own.text),), role="marking"),), role="marking")
