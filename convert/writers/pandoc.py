"""Every further format that pandoc writes: LaTeX, Typst, ODT, RTF, reStructuredText, Org, DocBook, JATS …"""

from __future__ import annotations

import re

import msgspec

from convert import model as m
from convert import pandoc
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.writers.ast import BARE, Bridge
from convert.writers.nodes import Node, clean, document, meta_list, meta_text, node, text
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

_EMBED = frozenset(("odt", "rtf", "fb2", "pptx"))
"""Formats that hold pictures; in the others their words stand for them, and a note says so."""

_XML = ("docbook", "docbook4", "docbook5", "fb2", "icml", "jats", "opendocument", "tei")
_COMMENT = {
    **dict.fromkeys(_XML, "<!-- {} -->"),
    **dict.fromkeys(("asciidoc", "asciidoctor", "typst"), "// {}"),
    **dict.fromkeys(("beamer", "context", "latex"), "% {}"),
    **dict.fromkeys(("man", "ms"), '.\\" {}'),
    "commonmark": "<!-- {} -->",
    "mediawiki": "<!-- {} -->",
    "muse": "; {}",
    "org": "# {}",
    "rst": "\n.. {}",
    "texinfo": "@c {}",
    "textile": "\n###. {}",
}
"""How a line that no reader sees is written: the provenance, at the end, in formats without fields of their own."""

FORMATS = frozenset(_SUFFIX)
"""What pandoc 3 writes and nothing else here does better; not OPML, which holds heads alone."""


class PandocWriter(msgspec.Struct, frozen=True):
    """A writer of one of pandoc's formats."""

    target: str

    @property
    def suffix(self) -> str:
        return _SUFFIX[self.target]

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return the document with its properties; what the format has no metadata for is noted."""
        del style
        media = briefing.media if self.target in _EMBED else ()
        blocks = Bridge(BARE, note, media).sections(briefing.sections)
        data = document([*marking(briefing), *blocks, *marking(briefing)], _metadata(briefing, self.target))
        made = pandoc.convert(data, "json", self.target, ["--standalone", "--wrap=none"])
        return Written((File(f".{self.suffix}", _with_provenance(made, self.target, provenance_json(briefing))),))


def writer_for(target: str) -> PandocWriter:
    """Return the writer of one of `FORMATS`."""
    return PandocWriter(target)


def _with_provenance(made: bytes, target: str, said: str) -> bytes:
    if target == "rtf":
        # RTF 1.9.1, information group: \\doccomm; what is not ASCII is written by its number
        escaped = re.sub(r"[\\{}]", r"\\\g<0>", said)
        escaped = "".join(each if ord(each) < 128 else _rtf_character(each) for each in escaped)
        start, opening, rest = made.partition(b"{\\rtf1\\ansi")
        return start + opening + f"{{\\info{{\\doccomm {escaped}}}}}".encode("ascii") + rest
    if target not in _COMMENT:
        return made
    # `--` ends a comment of XML; the same character may be written by its number in JSON
    line = _COMMENT[target].format(said.replace("--", "-\\u002d"))
    return made.rstrip(b"\n") + f"\n{line}\n".encode()


def _rtf_character(character: str) -> str:
    units = character.encode("utf-16-le")
    pairs = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "".join(f"\\u{number}?" for number in pairs)


def marking(briefing: m.Briefing) -> list[Node]:
    """Return the markings as one paragraph, or nothing."""
    said = " · ".join(each.text for each in briefing.furniture.markings)
    return [node("Para", [node("Strong", text(said))])] if said else []


def _quoted(words: str) -> Node:
    """Return words as a string of Typst: pandoc's template puts keywords into code, not into text."""
    quoted = clean(words).replace("\\", "\\\\").replace('"', '\\"')
    return node("MetaInlines", [node("RawInline", ["typst", f'"{quoted}"'])])


def _metadata(briefing: m.Briefing, target: str) -> dict[str, Node]:
    about = briefing.properties
    date = full_date(about.date)
    known = {
        "title-meta": meta_text(about.title),
        "pagetitle": meta_text(about.title),
        "lang": meta_text(about.language),
        "identifier": meta_text(about.identifier),
        "generator": meta_text(generator(briefing)),
        "provenance": meta_text(provenance_json(briefing)),
        "keywords": meta_list(meta_text(word) if target != "typst" else _quoted(word) for word in about.keywords),
    }
    if date:
        known["date-meta"] = meta_text(date)
    if about.creator:
        known["author-meta"] = meta_text(about.creator)
    return known
