"""The sources as citations: CSL JSON, BibTeX and RIS. A date is no more precise than it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style, load_labels
from convert.walk import print_page
from convert.writers.nodes import clean, clean_address


class CitationWriter(msgspec.Struct, frozen=True):
    """A writer of one citation format, from the records of a briefing."""

    suffix: str
    make: Callable[[list[dict[str, Any]]], bytes]

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return an item for each article, in the order of the briefing."""
        del style, note
        return Written((File(f".{self.suffix}", self.make(items(briefing))),))


def items(briefing: m.Briefing) -> list[dict[str, Any]]:
    """Return the articles as CSL items (CSL 1.0.2 JSON): a title that the source lacks stays absent and is noted."""
    none = load_labels(briefing.properties.language)["no_headline"]
    return [_item(record.article, number, none) for number, record in enumerate(briefing.records, start=1)]


def _item(article: m.Article, number: int, no_headline: str) -> dict[str, Any]:
    known = article.metadata
    item: dict[str, Any] = {"id": f"a{number}", "type": "article-newspaper"}
    if known.title:
        item["title"] = clean(known.title)
    else:
        item["note"] = f"[{no_headline}] {article.source.name}"
    if known.byline:
        # a byline is kept as the source has it: where given names end is not ours to guess
        item["author"] = [{"literal": clean(known.byline)}]
    for field, value in (
        ("container-title", known.outlet),
        ("URL", known.url),
        ("language", known.language),
        ("section", known.section),
        ("page", print_page(known)),
    ):
        if value:
            item[field] = clean(value)
    if known.published:
        item["issued"] = {"date-parts": [[int(part) for part in known.published[:10].split("-")]]}
    return item


def _csl(made: list[dict[str, Any]]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{each: f"\\{each}" for each in "{}#$%&_"},
    }
)


def _bibtex(made: list[dict[str, Any]]) -> bytes:
    return "\n".join(_bibtex_entry(item) for item in made).encode("utf-8")


def _bibtex_entry(item: dict[str, Any]) -> str:
    """Return one entry, in UTF-8 for biber and today's BibTeX: headlines in a second pair of braces, so that no style
    changes their capitals; the day of a date, which BibTeX has no field for, in biblatex's `date`.
    """
    fields = [("author", author["literal"]) for author in item.get("author", ())]
    fields += [("title", item.get("title", "")), ("journal", item.get("container-title", ""))]
    parts = item["issued"]["date-parts"][0] if "issued" in item else []
    dated = [("date", _iso(parts)), ("year", str(parts[0]) if parts else "")]
    months = [f"  month = {_MONTHS[parts[1] - 1]}"] if len(parts) > 1 else []
    dated.append(("pages", _tex(item.get("page", ""))))
    rest = [("langid", item.get("language", "")), ("note", item.get("note", ""))]
    lines = [f"  {name} = {{{{{_tex(value)}}}}}" for name, value in fields if value]
    lines += [*(f"  {name} = {{{value}}}" for name, value in dated if value), *months]
    lines += [f"  url = {{{clean_address(item['URL'])}}}"] if "URL" in item else []
    lines += [f"  {name} = {{{_tex(value)}}}" for name, value in rest if value]
    return "@article{" + ",\n".join([item["id"], *lines]) + "\n}\n"


def _tex(words: str) -> str:
    return _line(words).translate(_TEX)


def _iso(parts: list[int]) -> str:
    return "-".join(f"{part:0{4 if at == 0 else 2}d}" for at, part in enumerate(parts))


def _ris(made: list[dict[str, Any]]) -> bytes:
    return "\r\n".join(line for item in made for line in _ris_lines(item)).encode("utf-8") + b"\r\n"


def _ris_lines(item: dict[str, Any]) -> Iterator[str]:
    """Yield one reference in RIS (Research Information Systems format, 2011)."""
    yield "TY  - NEWS"
    yield f"ID  - {item['id']}"
    if "title" in item:
        yield f"TI  - {_line(item['title'])}"
    for author in item.get("author", ()):
        yield f"AU  - {_line(author['literal'])}"
    if "container-title" in item:
        yield f"T2  - {_line(item['container-title'])}"
    if "issued" in item:
        parts = item["issued"]["date-parts"][0]
        yield f"PY  - {parts[0]}"
        yield (
            "DA  - " + "/".join([str(parts[0]), *(f"{part:02d}" for part in parts[1:]), *[""] * (3 - len(parts))]) + "/"
        )
    for tag, field in (("SP", "page"), ("UR", "URL"), ("LA", "language"), ("SE", "section"), ("N1", "note")):
        if field in item:
            yield f"{tag}  - {_line(item[field])}"
    yield "ER  - "


def _line(words: str) -> str:
    return " ".join(words.split())


csljson = CitationWriter("csl.json", _csl)
bibtex = CitationWriter("bib", _bibtex)
ris = CitationWriter("ris", _ris)
