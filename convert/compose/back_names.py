"""Back matter: who is who, organisations and places, abbreviations, and the index of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from convert import model as m
from convert.compose.names_sorted import authors, inverted, surname_key
from convert.compose.order import Placed, folded
from convert.compose.parts import back_section
from convert.compose.printing import Printing
from convert.compose.tables import cell, columns, head_row, mentioned, quoted_in, reference, references
from convert.compose.wording import text
from convert.style import Labels

Named = Mapping[str, list[tuple[Placed, m.Name]]]
Names = Callable[[m.Analysis], "tuple[m.Name, ...] | None"]


def whos_who_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return the people of the pack with the titles the texts give them; people of one name are one row."""
    labels = printing.labels
    people = _people(placed)
    if not people:
        return None
    rows = tuple(_person_row(name, people[name]) for name in sorted(people, key=surname_key))
    heads = head_row(labels["name"], labels["title_in_text"], labels["paragraphs"])
    table = m.Table(rows, heads, columns(0.3, 0, 0.3), role="people")
    return back_section("whos_who", labels["whos_who"], labels["whos_who_note"], table)


def _person_row(name: str, found: Sequence[tuple[Placed, m.Name]]) -> tuple[m.Cell, ...]:
    titles = _whole_titles(
        dict.fromkeys((person.title, each.article.metadata.language) for each, person in found if person.title)
    )
    refs, quoted = _refs(found)
    return (
        cell(m.Strong(text(name))),
        m.Cell(tuple(m.Paragraph(text(title)) for title in titles) or (m.Paragraph(()),)),
        cell(*references(refs, quoted)),
    )


def _whole_titles(titles: Iterable[tuple[str, str | None]]) -> dict[str, None]:
    """Return titles, each once whatever its capitals, and none that only ends another of its language: `director`
    beside `yard director`.
    """
    spelled: dict[tuple[str, str | None], str] = {}
    for title, language in titles:
        spelled.setdefault((f" {folded(title)}", language), title)
    return dict.fromkeys(
        title
        for (end, language), title in spelled.items()
        if not any(longer != end and longer.endswith(end) and other == language for longer, other in spelled)
    )


def _gathered(placed: Iterable[Placed], names: Names) -> Named:
    """Return each name with the articles that have it."""
    found: dict[str, list[tuple[Placed, m.Name]]] = {}
    for each in placed:
        for name in names(each.record.analysis) or ():
            found.setdefault(name.name, []).append((each, name))
    return found


def _people(placed: Iterable[Placed]) -> Named:
    """Return the people of the pack; a surname with its office is the one of that name who has the office elsewhere."""
    named = _gathered(placed, lambda analysis: analysis.people)
    joined: dict[str, list[tuple[Placed, m.Name]]] = {}
    for name, found in named.items():
        joined.setdefault(_full_name(name, named), []).extend(found)
    for found in joined.values():
        found.sort(key=lambda pair: pair[0].number)
    return joined


def _full_name(name: str, named: Named) -> str:
    """Return the full name that a surname stands for, or the name itself where another may be meant."""
    if " " in name:
        return name
    bearers = [full for full in named if full != name and folded(full.rpartition(" ")[2]) == folded(name)]
    if len(bearers) != 1:
        return name
    ends = tuple(f" {folded(person.title)}" for _, person in named[name] if person.title)
    offices = [f" {folded(person.title)}" for _, person in named[bearers[0]] if person.title]
    agree = len(ends) == len(named[name]) and all(any(o.endswith(end) for o in offices) for end in ends)
    return bearers[0] if agree else name


def _refs(found: Iterable[tuple[Placed, m.Name]]) -> tuple[tuple[m.Ref, ...], frozenset[str]]:
    """Return where a name stands in the pack, and the ids of the paragraphs that quote its bearer."""
    refs: list[m.Ref] = []
    quoted: set[str] = set()
    for each, name in found:
        refs += mentioned(name, each.place)
        quoted |= quoted_in(name, each.record, each.place)
    return tuple(refs), frozenset(quoted)


def _one_spelling(named: Named) -> Named:
    """Return names with two spellings made one: without a space that was lost (`JointWater Commission`), and without
    the capitals of a dateline (`TALVIK`) where the pack has small letters too.
    """
    fullest: dict[str, str] = {}
    for name in named:
        letters = "".join(name.split())
        fullest[letters] = max(fullest.get(letters, name), name, key=lambda n: len(n.split()))
    small = {name.upper(): name for name in fullest.values() if not name.isupper()}
    joined: dict[str, list[tuple[Placed, m.Name]]] = {}
    for name, found in named.items():
        spelled = fullest["".join(name.split())]
        joined.setdefault(small.get(spelled, spelled), []).extend(found)
    for found in joined.values():
        found.sort(key=lambda pair: pair[0].number)
    return joined


# ---- organisations, places, abbreviations ------------------------------------------------------------------------


def names_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return organisations and places, a table each."""
    labels = printing.labels
    tables = [
        _table(
            _one_spelling(_gathered(placed, lambda analysis: analysis.organisations)), labels["organisation"], labels
        ),
        _table(_one_spelling(_gathered(placed, lambda analysis: analysis.places)), labels["place"], labels),
    ]
    present = [table for table in tables if table is not None]
    return back_section("names", labels["names"], "", *present) if present else None


def _table(named: Named, head: str, labels: Labels) -> m.Table | None:
    if not named:
        return None
    rows = tuple(
        (cell(m.Strong(text(name))), cell(*references(_refs(named[name])[0]))) for name in sorted(named, key=folded)
    )
    return m.Table(rows, head_row(head, labels["paragraphs"]), columns(0.46, 0), role="names")


def abbreviations_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return the abbreviations that articles introduce, each meaning once, at its first place."""
    labels = printing.labels
    first: dict[tuple[str, str], m.Ref] = {}
    for each in placed:
        for found in each.record.analysis.abbreviations or ():
            first.setdefault((found.short, found.full), reference(found.paragraph, each.place))
    if not first:
        return None
    rows = tuple(
        (cell(m.Strong(text(short))), cell(m.Text(f"{full}, "), first[short, full]))
        for short, full in sorted(first, key=lambda pair: (folded(pair[0]), folded(pair[1])))
    )
    table = m.Table(rows, head_row(labels["abbreviation"], labels["full_name"]), columns(0.3, 0), role="names")
    return back_section("abbreviations", labels["abbreviations"], "", table)


# ---- index ------------------------------------------------------------------------------------------------------


def index_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return the index of people (surname first), organisations, places and bylines, with their pages."""
    labels = printing.labels
    entries = sorted(_entries(placed, labels), key=lambda entry: (folded(entry.name), entry.name))
    if not entries:
        return None
    return back_section("index", labels["index"], labels["index_note"], m.NameIndex(tuple(entries)))


def _entries(placed: Sequence[Placed], labels: Labels) -> Iterator[m.IndexEntry]:
    people = _people(placed)
    for name, found in people.items():
        yield _entry(inverted(name), found)
    others = {
        **_one_spelling(_gathered(placed, lambda analysis: analysis.organisations)),
        **_one_spelling(_gathered(placed, lambda analysis: analysis.places)),
    }
    for name, found in others.items():
        if name not in people:
            yield _entry(name, found)
    yield from _bylines(placed, labels)


def _entry(name: str, found: Sequence[tuple[Placed, m.Name]]) -> m.IndexEntry:
    refs, quoted = _refs(found)
    pages = tuple(m.Ref(target=ref.target, shows="page", text=ref.text) for ref in refs)
    return m.IndexEntry(name=name, refs=pages, quoted=tuple(sorted(quoted)))


def _bylines(placed: Sequence[Placed], labels: Labels) -> Iterator[m.IndexEntry]:
    written: dict[str, list[m.Ref]] = {}
    for each in placed:
        for author in authors(each.article.metadata.byline or ""):
            written.setdefault(author, []).append(each.page())
    for author, refs in written.items():
        yield m.IndexEntry(name=f"{author} ({labels['byline']})", refs=tuple(refs))
