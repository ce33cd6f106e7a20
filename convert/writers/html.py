"""HTML: one self-contained file that prints well, fits a mail body, and asks nothing of the network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.walk import is_right_to_left
from convert.writers import one_pandoc
from convert.writers.ast import RICH, Bridge
from convert.writers.css import stylesheet
from convert.writers.nodes import Node, clean
from convert.writers.provenance import full_date, generator, provenance_json

suffix = "html"
TARGET = "html5"
_EMPTY_HEAD = re.compile(r"<th([^>]*)></th>")
_PAGE = """\
main, header, footer { max-width: 46rem; margin: 0 auto; }
main { padding: 1rem 0 3rem; }
header { padding-top: .6rem; }
"""


def write(briefing: m.Briefing, style: Style, note: Noter) -> Written:
    """Return the file; pictures are in it as data."""
    bridge = Bridge(RICH, note, briefing.media)
    body = body_of(bridge.sections(briefing.sections))
    about = briefing.properties
    direction = ' dir="rtl"' if is_right_to_left(about.language) else ""
    marking = marking_line(briefing)
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(about.language)}"{direction}>\n<head>\n{_head(briefing)}'
        f"<style>\n{stylesheet(style)}{_PAGE}</style>\n"
        f"</head>\n<body>\n{_within('header', marking)}<main>\n{body}</main>\n{_within('footer', marking)}"
        "</body>\n</html>\n"
    )
    return Written((File(".html", page.encode("utf-8")),))


def body_of(blocks: Iterable[Node]) -> str:
    """Return the HTML of pandoc's blocks, well-formed as XML too; an empty head cell names nothing and is no head."""
    made = one_pandoc.write(blocks, TARGET)
    return _EMPTY_HEAD.sub(r"<td\1></td>", made)


def _within(element: str, marking: str) -> str:
    return f"<{element}>\n{marking}</{element}>\n" if marking else ""


def _head(briefing: m.Briefing) -> str:
    return "".join(f"{line}\n" for line in _head_lines(briefing))


def _head_lines(briefing: m.Briefing) -> Iterator[str]:
    about = briefing.properties
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{escape(clean(about.title))}</title>"
    date = full_date(about.date)
    known = {
        "generator": generator(briefing),
        "author": about.creator,
        "date": date,
        "keywords": ", ".join(about.keywords),
        "dcterms.identifier": about.identifier,
        "convert.provenance": provenance_json(briefing),
    }
    yield from (f'<meta name="{name}" content="{escape(clean(value))}">' for name, value in known.items() if value)


def marking_line(briefing: m.Briefing) -> str:
    """Return the markings, each in the colours its scheme prescribes, or nothing."""
    shown = (
        f'<span style="color:{each.ink};background:{each.ground}">{escape(clean(each.text))}</span>'
        for each in briefing.furniture.markings
    )
    said = " ".join(shown)
    return f'<p class="marking-line">{said}</p>\n' if said else ""
