"""A pack: many articles in one document, with what a reader needs to find, check and cite them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec.structs import replace

from convert import model as m
from convert.compose.article import body_blocks, headline, in_language, short_title, source_lines
from convert.compose.back_names import abbreviations_section, index_section, names_section, whos_who_section
from convert.compose.back_same_story import also_carried, groups_of, same_story_section
from convert.compose.back_sources import provenance_section, rights_section, sources_section
from convert.compose.back_statements import statements_section
from convert.compose.back_timeline import timeline_section
from convert.compose.contents import contents_section
from convert.compose.extracts import extracts, without_loose_ends
from convert.compose.file_facts import furniture, identifier, newest, tags_line
from convert.compose.handling import own_marking, refuse_embargoed, rolled_up
from convert.compose.order import Placed, in_order
from convert.compose.page_one import Counted, page_one
from convert.compose.printing import Printing, printing_for
from convert.compose.rights import apply_rights
from convert.compose.withheld import what_is_withheld
from convert.compose.wording import same_language, text
from convert.errors import Note, Noter, NothingUsable
from convert.markings import Marking
from convert.style import PackPart, Style


class Pack(msgspec.Struct, frozen=True):
    """What goes into a pack: its articles as the editor chose them, their same-story groups (by place among the
    entries), and the names of files that could not be read."""

    entries: tuple[m.Entry, ...]
    clusters: tuple[m.Cluster, ...] = ()
    unreadable: tuple[str, ...] = ()


def compose_pack(pack: Pack, edition: m.Edition, style: Style, provenance: m.Provenance, note: Noter) -> m.Briefing:
    """Return the pack in the edition's language, English by default; articles keep theirs.

    Raises NothingUsable for a pack without articles, Refused (a marking, an embargo: the pack whole), UnknownName.
    """
    if not pack.entries:
        raise NothingUsable("no article is left for the pack", hint="check `include` in the pack file, or the operands")
    articles = [entry.record.article for entry in pack.entries]
    refuse_embargoed(articles, edition)
    marked = rolled_up(edition, articles, note)
    printing = printing_for(edition, style, note)
    placed = in_order(pack.entries, lambda record: apply_rights(record, edition.rights), edition, printing.labels)
    _say_who_stands_first(placed, edition, note)
    back = () if edition.only_front else _back(pack, placed, printing, provenance)
    counted = Counted(groups_of(pack.clusters, placed), pack.unreadable)
    front = list(page_one(placed, counted, printing, note))
    if "contents" in style.parts.pack and not edition.only_front:
        front.append(contents_section(placed, back, printing.labels))
    body = () if edition.only_front else tuple(_article(p, pack, placed, printing, marked) for p in placed)
    briefing = m.Briefing(
        kind="pack",
        edition=edition,
        properties=_properties(placed, printing, provenance),
        furniture=furniture(printing, marked, "pack", None),
        provenance=provenance,
        front=tuple(front),
        body=body,
        back=back,
        media=tuple(dict.fromkeys(media for p in placed for media in p.article.media)),
        records=tuple(p.record for p in placed),
    )
    return briefing if edition.rights == "full" and not edition.only_front else without_loose_ends(briefing)


def _say_who_stands_first(placed: Sequence[Placed], edition: m.Edition, note: Noter) -> None:
    """Say that a few articles stand before those given first, because they alone belong to a group."""
    grouped = sum(bool(each.group) for each in placed)
    if not 0 < grouped <= len(placed) / 2 or edition.sort != "given" or edition.group_by == "none":
        return
    if any(one.given > other.given for one, other in pairwise(placed)):
        names, stand = ("names", "stands") if grouped == 1 else ("name", "stand")
        said = f"{grouped} of {len(placed)} articles {names} a {edition.group_by} and {stand} first"
        note(Note("grouped-first", f"{said}; --group-by none keeps the order given", level="info"))


def _properties(placed: Sequence[Placed], printing: Printing, provenance: m.Provenance) -> m.Properties:
    edition, labels = printing.edition, printing.labels
    return m.Properties(
        title=edition.title or edition.series or labels["pack"],
        language=labels.language,
        identifier=identifier(provenance),
        creator=edition.issuer or "",
        subject=edition.period or "",
        keywords=tuple(dict.fromkeys(p.outlet for p in placed if p.outlet)),
        date=edition.as_of or newest(p.article for p in placed),
    )


# ---- articles ---------------------------------------------------------------------------------------------------


def _article(
    each: Placed, pack: Pack, placed: Sequence[Placed], printing: Printing, marked: Sequence[Marking]
) -> m.Section:
    """Return an article's section: its head, what the editor says of it, its text, its group and its tags."""
    labels = printing.labels
    language = each.article.metadata.language or labels.language
    before, after = _before(each, printing, marked), _after(each, pack, placed, printing)
    if not same_language(language, labels.language):
        before, after = in_language(before, labels.language), in_language(after, labels.language)
    body = body_blocks(each.article, each.place, labels, numbers=printing.style.parts.number_paragraphs)
    return m.Section(
        role="article",
        id=each.id,
        title=short_title(each.article, labels, 110),
        blocks=(*before, *body, *after),
        language=language,
        marking=each.article.metadata.marking,
        start=_start(printing),
        running_head=short_title(each.article, labels),
    )


def _start(printing: Printing) -> Literal["run_on", "fit", "page"]:
    if printing.edition.run_on or printing.style.look.articles == "run":
        return "run_on"
    # a page for each headline of a pack without texts would be a pile of empty paper
    return printing.style.look.articles if printing.edition.rights == "full" else "fit"


def _before(each: Placed, printing: Printing, marked: Sequence[Marking]) -> Iterator[m.Block]:
    labels, edition = printing.labels, printing.edition
    yield from own_marking(each.whole.article, marked, printing)
    yield from headline(each.article, each.place, labels, "pack")
    yield from source_lines(each.article, labels, each.outlet)
    if each.entry.translation:
        yield _editors(labels["translation"], each.entry.translation)
    if each.entry.note:
        yield _editors(labels["editor"], each.entry.note)
    if edition.rights == "extract":
        yield from extracts(each.record, each.place, labels)
    yield from what_is_withheld(each.whole, each.record, printing)


def _editors(label: str, words: str) -> m.Paragraph:
    return m.Paragraph((m.Span(text(f"{label}:"), role="editor"), m.Text(f" {words}")), role="editor_note")


def _after(each: Placed, pack: Pack, placed: Sequence[Placed], printing: Printing) -> Iterator[m.Block]:
    if "same_story" in printing.style.parts.pack:
        yield from also_carried(each, pack.clusters, placed, printing.labels)
    yield from tags_line(each.article, printing.labels)


# ---- back matter ------------------------------------------------------------------------------------------------

Part = Callable[[Sequence[Placed], Printing], "m.Section | None"]

_PARTS: Mapping[PackPart, Part] = {
    "statements": statements_section,
    "timeline": timeline_section,
    "whos_who": whos_who_section,
    "names": names_section,
    "abbreviations": abbreviations_section,
    "sources": sources_section,
    "index": index_section,
}


def _back(pack: Pack, placed: Sequence[Placed], printing: Printing, provenance: m.Provenance) -> tuple[m.Section, ...]:
    """Return the parts after the articles in the style's order; a part without content is left out.

    The first opens a page: an article's running head would stand over it otherwise.
    """
    made: list[m.Section | None] = []
    for part in printing.style.parts.pack:
        match part:
            case "same_story":
                made.append(same_story_section(pack.clusters, placed, printing))
            case "provenance":
                made.append(provenance_section(placed, printing, provenance))
            case "rights":
                made.append(rights_section(printing))
            case _:
                made.append(_PARTS[part](placed, printing) if part in _PARTS else None)
    back = [section for section in made if section is not None]
    if back and back[0].start == "run_on" and not printing.edition.run_on:
        back[0] = replace(back[0], start="page")
    return tuple(back)
