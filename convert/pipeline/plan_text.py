"""How a plan reads: the edition's settings, then a table for each article, with doubts beside the line they concern."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from convert.compose.article import first_words, word_count
from convert.compose.evidence import date_note
from convert.compose.wording import count, language_name, same_language
from convert.config import Options
from convert.files.names import as_text, printable
from convert.model import Article, Record
from convert.moments import precision
from convert.normalise.embargo_lines import has_open_embargo
from convert.pipeline.job import Failure
from convert.pipeline.plan import Row, is_path
from convert.pipeline.reading import Item
from convert.style import Labels, load_labels
from convert.toml import quoted, written
from convert.walk import plain

if TYPE_CHECKING:
    from convert.pipeline.draft import Sources


class Drafted(Struct, frozen=True):
    """An article of a new plan: how its outlet will be printed, its equals, those that tell its story."""

    item: Item
    record: Record
    printed_outlet: str
    twins: tuple[Item, ...] = ()
    same_story: tuple[tuple[Item, Article], ...] = ()


# ---- head -----------------------------------------------------------------------------------------------------------

_INTRODUCTION = """\
# The plan of a pack. Change it, then make the pack from it, as often as you like:
#
#     convert pack THIS-FILE --to pdf,docx,epub,html --force
#
# Articles are printed in the order of their tables, those of one section together (group_by = "none" keeps your order
# alone). Move a table to move its article. `include = false` leaves it out, `lead = true` puts it on page one, `note`
# prints a line as the editor's own, `translation` an unofficial translation of the headline. A title, date, outlet,
# section or url that you change is printed instead of the source's, as given by you; an emptied one is left out; a
# deleted line is as the source has it. `hash` tells the article again when its file is renamed.
# When more articles have come, `convert pack THIS-FILE --draft THIS-FILE` adds them at the end and leaves all else."""

_OFFERED: Mapping[str, str] = {
    "title": "The lake accord",
    "issuer": "Office for Lake Transport",
    "series": "Press Review",
    "number": "2026/031",
    "period": "10 to 15 March 2026",
    "prepared_by": "Press Office",
    "prepared_for": "The Minister",
    "distribution": "Minister, Permanent Secretary, Press Office",
    "as_of": "2026-03-15T06:00+01:00",
    "marking": "TLP:GREEN",
    "language": "en",
    "licence": "Licensed for internal use",
}
"""Settings that a pack usually wants, each with an example of its value."""

_NOT_RECORDED = frozenset(("sort", "quiet", "strict"))

_OUTLETS = """\
# How outlets are called, by the name that articles give or by the domain of their address; they stand in this order
# where group_by or sort is "outlet", and country serves group_by = "country":
# [[outlets]]
# match = "talvikcourier.example"
# name = "Talvik Courier"
# country = "Lakeland\""""


def heading(options: Options, given: Sequence[str], sources: Sources, plan: Path) -> Iterator[str]:
    """Yield the lines before the first article: how it works, where articles come from, the edition's settings.

    `given` names the settings to record; those that a pack usually wants are
    offered as comments.
    """
    yield _INTRODUCTION.replace("THIS-FILE", printable(plan.name))
    yield ""
    yield f"sources = [{', '.join(map(quoted, sources.words))}]"
    if sources.recursive:
        yield "recursive = true"
    if sources.reader:
        yield f"from = {quoted(sources.reader)}"
    yield ""
    yield from _settings(options, given, plan.parent)
    yield ""
    yield _OUTLETS


def _settings(options: Options, given: Sequence[str], base: Path) -> Iterator[str]:
    recorded = [name for name in Options.__struct_fields__ if name in given and name not in _NOT_RECORDED]
    for name in dict.fromkeys((*_OFFERED, *recorded)):
        if name in recorded:
            value = getattr(options, name)
            is_seen = isinstance(value, str) and is_path(name, value)
            yield f"{name} = {written(seen(value, base) if is_seen else value)}"
        else:
            yield f"# {name} = {quoted(_OFFERED[name])}"
    # the articles stand as they are to be printed: no setting from elsewhere may sort them anew
    yield 'sort = "given"'
    if "group_by" not in given:
        yield f'group_by = "{options.group_by}"  # section, outlet, country, date or none'


# ---- articles -------------------------------------------------------------------------------------------------------


def row_lines(drafted: Drafted, base: Path) -> Iterator[str]:
    """Yield the table of an article; `base` is the plan's folder."""
    labels = load_labels("en")
    article, known = drafted.record.article, drafted.record.article.metadata
    yield "[[article]]"
    yield from (f"# {_line(doubt)}" for doubt in _doubts(drafted))
    yield _pair("file", seen(drafted.item.place, base), _length(article, labels))
    yield _pair("hash", drafted.item.sha256)
    yield _pair("title", known.title or "", "" if known.title else _no_title(article))
    yield _pair("date", known.published or "", _doubt_of_date(article, labels))
    yield _pair("outlet", known.outlet or "", _doubt_of_outlet(drafted))
    yield _pair("section", known.section or "")
    if known.url:
        yield _pair("url", known.url)
    yield "include = true"
    yield "lead = false"
    yield 'note = ""'
    yield _pair("translation", "", _foreign(known.language, labels))


def _pair(key: str, value: str, comment: str = "") -> str:
    line = f"{key} = {quoted(value)}"
    return f"{line}  # {_line(comment)}" if comment else line


def _doubts(drafted: Drafted) -> Iterator[str]:
    known = drafted.record.article.metadata
    for twin in drafted.twins:
        yield f"DUPLICATE: letter by letter the same as {twin.place}"
    for item, other in drafted.same_story:
        told = " · ".join(filter(None, (other.metadata.outlet, other.metadata.published)))
        yield f"likely duplicate: tells the same story as {item.place}" + (f" ({told})" if told else "")
    if known.embargo:
        yield f"EMBARGOED until {known.embargo}"
    if has_open_embargo(drafted.record.article):
        yield "EMBARGOED; the source does not say until when"
    if known.marking:
        yield f"marked {known.marking}"
    yield from drafted.record.article.notes


def _length(article: Article, labels: Labels) -> str:
    words = count(labels, "words", word_count(article))
    language = article.metadata.language
    return f"{words}, {language_name(language, labels)}" if language else words


def _no_title(article: Article) -> str:
    return f"no headline in the source; the text begins: {first_words(article)}"


def _doubt_of_date(article: Article, labels: Labels) -> str:
    published = article.metadata.published
    if published is None:
        said = dict.fromkeys(
            f"{f.rule.replace('_', ' ')} says {f.value}" for f in article.findings if f.field == "published"
        )
        return "; ".join(["no date in the source", *said])
    known = precision(published)
    if known in ("year", "month"):
        return f"no more than the {known} is known"
    return plain(date_note(article, labels))


def _doubt_of_outlet(drafted: Drafted) -> str:
    own = drafted.record.article.metadata.outlet or ""
    if drafted.printed_outlet == own:
        return "" if own else "not stated in the source"
    return f"printed as {drafted.printed_outlet}"


def _foreign(language: str | None, labels: Labels) -> str:
    if language is None or same_language(language, labels.language):
        return ""
    return f"the headline is in {language_name(language, labels)}"


def unreadable_lines(failure: Failure, base: Path) -> Iterator[str]:
    """Yield the table of a file that cannot be read: without it the editor could not leave the file out."""
    yield "[[article]]"
    yield f"# CANNOT BE READ: {_line(failure.error.message)}. Page one says so; include = false leaves the file out."
    yield _pair("file", seen(failure.place or failure.name, base))
    yield "include = true"


def gone_lines(row: Row) -> Iterator[str]:
    """Yield what is said at a plan's end of an article that is nowhere to be found."""
    called = f" “{row.title}”" if row.title else ""
    yield f"# GONE: {_line(row.file + called)}; its table above is kept, include = false leaves it out."


def seen(place: str, base: Path) -> str:
    """Return a path as seen from the plan's folder; an absolute one outside it stays as it is."""
    # a name of other bytes than UTF-8 cannot stand in TOML: its article is known by its hash
    place = as_text(place)
    if Path(place).is_absolute() and not Path(place).is_relative_to(base.absolute()):
        return place
    return Path(os.path.relpath(place, base)).as_posix()


def _line(words: str) -> str:
    """Return words fit for a comment: on one line, nothing a terminal or an editor would obey."""
    return printable(" ".join(words.split()))
