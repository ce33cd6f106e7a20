"""Every further format that pandoc writes: LaTeX, Typst, ODT, RTF, reStructuredText, Org, DocBook, JATS …"""

from __future__ import annotations

import msgspec

from convert import model as m
from convert import pandoc
from convert.contracts import File, Written
from convert.errors import Note, Noter
from convert.style import Style
from convert.writers.ast import BARE, Bridge
from convert.writers.nodes import Node, document, meta_list, meta_text, node, text
from convert.writers.provenance import full_date, generator, provenance_json

_SUFFIX = {
    "asciidoc": "adoc",
    "asciidoctor": "adoc",
    "beamer": "tex",
    "commonmark": "md",
    "commonmark_x": "md",
    "context": "tex",
    "docbook": "xml",
    "docbook4": "xml",
    "docbook5": "xml",
    "dokuwiki": "txt",
    "fb2": "fb2",
    "haddock": "txt",
    "icml": "icml",
    "ipynb": "ipynb",
    "jats": "xml",
    "jira": "txt",
    "latex": "tex",
    "man": "1",
    "mediawiki": "wiki",
    "ms": "ms",
    "muse": "muse",
    "native": "native",
    "odt": "odt",
    "opendocument": "xml",
    "opml": "opml",
    "org": "org",
    "pptx": "pptx",
    "rst": "rst",
    "rtf": "rtf",
    "tei": "xml",
    "texinfo": "texi",
    "textile": "textile",
    "typst": "typ",
    "xwiki": "txt",
    "zimwiki": "txt",
}

FORMATS = frozenset(_SUFFIX)
"""What pandoc 3 writes and nothing else here does better."""


class PandocWriter(msgspec.Struct, frozen=True):
    """A writer of one of pandoc's formats."""

    target: str

    @property
    def suffix(self) -> str:
        return _SUFFIX[self.target]

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return the document with its properties; what the format has no metadata for is noted."""
        del style
        blocks = Bridge(BARE, note).sections(briefing.sections)
        data = document([*marking(briefing), *blocks, *marking(briefing)], _metadata(briefing))
        if briefing.media:
            note(Note("pictures-left-out", f"{len(briefing.media)} pictures are not in {self.target}"))
        made = pandoc.convert(data, "json", self.target, ["--standalone", "--wrap=none"])
        return Written((File(f".{self.suffix}", made),))


def writer_for(target: str) -> PandocWriter:
    """Return the writer of one of `FORMATS`."""
    return PandocWriter(target)


def marking(briefing: m.Briefing) -> list[Node]:
    """Return the markings as one paragraph, or nothing."""
    said = " · ".join(each.text for each in briefing.furniture.markings)
    return [node("Para", [node("Strong", text(said))])] if said else []


def _metadata(briefing: m.Briefing) -> dict[str, Node]:
    about = briefing.properties
    date = full_date(about.date)
    known = {
        "title-meta": meta_text(about.title),
        "pagetitle": meta_text(about.title),
        "lang": meta_text(about.language),
        "identifier": meta_text(about.identifier),
        "generator": meta_text(generator(briefing)),
        "provenance": meta_text(provenance_json(briefing)),
        "keywords": meta_list(map(meta_text, about.keywords)),
    }
    if date:
        known["date-meta"] = meta_text(date)
    if about.creator:
        known["author-meta"] = meta_text(about.creator)
    return known
