"""The order of a pack: groups, articles within them, and the numbers they are cited by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from convert import model as m
from convert.compose.article import Place, agency_of
from convert.compose.wording import say_date
from convert.moments import day_of, sort_key
from convert.style import Labels


class Placed(msgspec.Struct, frozen=True):
    """An article of a pack in its place: `given` is where it stood among the entries, `number` what it is cited by.

    `record` is what may be printed of it, `whole` what its source says.
    """

    given: int
    number: int
    entry: m.Entry
    record: m.Record
    whole: m.Record
    outlet: str
    short_outlet: str
    """For a chart's row or a narrow cell: the editor's short name, else the outlet's."""
    group: str

    @property
    def place(self) -> Place:
        return Place.in_pack(self.number)

    @property
    def article(self) -> m.Article:
        return self.record.article

    @property
    def id(self) -> str:
        return f"a{self.number}"

    def page(self, labels: Labels | None = None) -> m.Ref:
        """Return a reference to the article: its page (after `page `, given labels), or its number without pages."""
        lead = f"{labels['page']}\u00a0" if labels is not None else ""
        return m.Ref(target=self.id, shows="page", text=str(self.number), lead=lead)


def folded(name: str) -> str:
    """Return a name without accents and case, to sort by."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).lstrip("'’“\"« ")


def outlet_of(article: m.Article, edition: m.Edition) -> m.Outlet | None:
    """Return the editor's entry for an article's outlet, by the name the article gives it or by its address."""
    known, host = article.metadata, _host(article).casefold()
    for outlet in edition.outlets:
        wanted = outlet.match.casefold()
        if wanted == (known.outlet or "").casefold() or (host and (host == wanted or host.endswith(f".{wanted}"))):
            return outlet
    return None


def outlet_name(article: m.Article, edition: m.Edition) -> str:
    """Return the outlet as the editor names it, else as the source does (its agency), else the host of the address."""
    known = outlet_of(article, edition)
    if known is not None:
        return known.name
    return article.metadata.outlet or agency_of(article) or _host(article)


def _host(article: m.Article) -> str:
    return (article.metadata.url or "").partition("://")[2].partition("/")[0].removeprefix("www.")


_DOMAIN = re.compile(r"(?:www\.)?((?:[\w-]+\.)+[^\W\d_]{2,})")


def _with_outlets(articles: Sequence[m.Article]) -> list[m.Article]:
    """Return the articles, those that state only an address with the outlet that others of the pack state for it.

    A host that several outlets share tells nothing.
    """
    stated: dict[str, dict[str, str]] = {}
    for article in articles:
        name, host = article.metadata.outlet, _host(article).casefold()
        if name and host and not _DOMAIN.fullmatch(name):
            stated.setdefault(host, {}).setdefault(folded(name), name)
    sole = {host: next(iter(names.values())) for host, names in stated.items() if len(names) == 1}
    return [_named(article, sole) for article in articles]


def _named(article: m.Article, sole: Mapping[str, str]) -> m.Article:
    """Return an article whose outlet is not stated, or only as a domain, under the name its host has in `sole`."""
    known = article.metadata
    domain = _DOMAIN.fullmatch(known.outlet) if known.outlet else None
    host = domain[1] if domain is not None else "" if known.outlet else _host(article)
    name = sole.get(host.casefold())
    return article if name is None else replace(article, metadata=replace(known, outlet=name))


def _short_name(article: m.Article, edition: m.Edition) -> str:
    known = outlet_of(article, edition)
    return known.short if known is not None else ""


def in_order(
    entries: Sequence[m.Entry], cut: Callable[[m.Record], m.Record], edition: m.Edition, labels: Labels
) -> tuple[Placed, ...]:
    """Return the entries grouped, sorted and numbered as the edition asks; `cut` withholds what may not be printed.

    A group stands where its first article does; outlets and countries stand in the editor's order, then by name;
    days in time. What belongs to no group comes last.
    """
    told = _with_outlets([entry.record.article for entry in entries])
    rows = sorted(enumerate(entries), key=lambda row: _sort_key(edition)(told[row[0]]))
    articles = [told[given] for given, _ in rows]
    outlets = _spelt_alike([outlet_name(article, edition) for article in articles])
    groups = _spelt_alike([_group(article, edition, labels) for article in articles])
    groups = outlets if edition.group_by == "outlet" else groups
    rank = _group_ranks(groups, articles, edition)
    order = sorted(range(len(rows)), key=lambda at: rank[groups[at]])
    return tuple(
        Placed(
            given=rows[at][0],
            number=number,
            entry=rows[at][1],
            record=cut(rows[at][1].record),
            whole=rows[at][1].record,
            outlet=outlets[at],
            short_outlet=_short_name(articles[at], edition) or outlets[at],
            group=groups[at],
        )
        for number, at in enumerate(order, start=1)
    )


def _spelt_alike(names: Sequence[str]) -> list[str]:
    """Return names with one spelling for each: a dateline's `NORTHERN WIRE` is the Northern Wire, `TOWN` is Town."""
    spelling: dict[str, str] = {}
    for name in names:
        known = spelling.setdefault(folded(name), name)
        if known.isupper() and not name.isupper():
            spelling[folded(name)] = name
    return [spelling[folded(name)] for name in names]


def _sort_key(edition: m.Edition) -> Callable[[m.Article], tuple[str, ...]]:
    match edition.sort:
        case "date":
            return lambda article: sort_key(article.metadata.published)
        case "outlet":
            return lambda article: (folded(outlet_name(article, edition)),)
        case "title":
            return lambda article: (folded(article.metadata.title or "~"),)
        case _:
            return lambda _: ()


def _group(article: m.Article, edition: m.Edition, labels: Labels) -> str:
    """Return the name of the group an article belongs to, or nothing."""
    match edition.group_by:
        case "section":
            return article.metadata.section or ""
        case "country":
            known = outlet_of(article, edition)
            return known.country if known is not None else ""
        case "date":
            published = article.metadata.published
            return say_date(published, labels) if published else ""
        case _:
            return ""


def _group_ranks(
    groups: Sequence[str], articles: Sequence[m.Article], edition: m.Edition
) -> Mapping[str, tuple[object, ...]]:
    """Return for each group a key that says where it stands."""
    ranks: dict[str, tuple[object, ...]] = {"": (1,)}
    listed = [outlet.country if edition.group_by == "country" else outlet.name for outlet in edition.outlets]
    for at, (group, article) in enumerate(zip(groups, articles, strict=True)):
        if group in ranks:
            continue
        match edition.group_by:
            case "outlet" | "country":
                ranks[group] = (0, listed.index(group) if group in listed else len(listed), folded(group))
            case "date":
                ranks[group] = (0, sort_key(article.metadata.published))
            case _:
                ranks[group] = (0, at)
    return ranks


def period(placed: Sequence[Placed]) -> tuple[m.Moment, m.Moment] | None:
    """Return the first and the last day of publication, or None where no article has a day."""
    days = sorted(
        p.article.metadata.published[:10]
        for p in placed
        if p.article.metadata.published is not None and day_of(p.article.metadata.published) is not None
    )
    return (days[0], days[-1]) if days else None
