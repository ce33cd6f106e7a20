"""Markdown: GitHub's dialect, YAML front matter that Hugo and Obsidian take, anchors that stay the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.writers import one_pandoc
from convert.writers.ast import MARKDOWN, Bridge
from convert.writers.nodes import Node, clean
from convert.writers.provenance import full_date, generator, provenance_json

suffix = "md"
TARGET = "gfm-raw_attribute"


def write(briefing: m.Briefing, style: Style, note: Noter) -> Written:
    """Return the Markdown file; pictures are in it as data."""
    del style  # Markdown has no look: whoever shows it gives it one
    bridge = Bridge(MARKDOWN, note, briefing.media)
    body = one_pandoc.write(_blocks(briefing, bridge), TARGET, between="\n")
    marking = _markings(briefing)
    text = f"{front_matter(briefing)}\n{marking}{_tidy(body)}{_closing(marking)}"
    return Written((File(".md", text.encode("utf-8")),))


def _blocks(briefing: m.Briefing, bridge: Bridge) -> Iterator[Node]:
    for section in briefing.sections:
        yield from bridge.section(section)
    yield from bridge.footnotes()


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("\\") else f"\\{found[0]}"


_TIDYING: tuple[tuple[Sequence[str], re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("\u200e\u200f\u061c", re.compile("[\u200e\u200f\u061c]"), ""),
    (["<!-- -->"], re.compile(r"^([ >]*)<!-- -->$", re.MULTILINE), r"\1&nbsp;"),
    ([" \n", "\t\n"], re.compile(r"(?:(?<![\\ \t])|(?<=\\[ \t]))[ \t]+$", re.MULTILINE), ""),
    (["\\\n"], re.compile(r"(?<=\\\n)([ >]*\d*)([-+=.)])"), r"\1\\\2"),
    (["---"], re.compile(r"^((?:[ >]|[-*] |\d+\. )*)(-{3,71})$", re.MULTILINE), r"\1\\\2"),
    (["~", "==", "%%", "{{%"], re.compile(r"\\.|~|=(?==)|%(?=%)|(?<=\{\{)%", re.DOTALL), _escaped),
)
"""What a text needs to have in it, what is sought then, and what is put in its place."""


def _tidy(body: str) -> str:
    """Return pandoc's Markdown so that every reader of it sees the same.

    Two lists in a row are held apart by a space instead of a comment, which is raw HTML. What pandoc leaves as it is
    and others obey is escaped: a list's mark or a rule of dashes after a line end (its own rules are 72 dashes), one
    tilde (struck out on GitHub), `==` and `%%` (Obsidian), `{{%` (Hugo).
    """
    for marks, pattern, put in _TIDYING:
        if any(mark in body for mark in marks):
            body = pattern.sub(put, body)
    return body.strip("\n") + "\n"


def _markings(briefing: m.Briefing) -> str:
    said = " · ".join(f"**{clean(each.text)}**" for each in briefing.furniture.markings)
    return f"{said}\n\n" if said else ""


def _closing(marking: str) -> str:
    return f"\n{marking.rstrip()}\n" if marking else ""


# ---- front matter ---------------------------------------------------------------------------------------------------


def front_matter(briefing: m.Briefing) -> str:
    """Return the YAML front matter: title, date, language, what is known of the article, and the provenance."""
    lines = ["---"]
    lines += (f"{key}: {_yaml(value)}" for key, value in _facts(briefing).items() if value not in (None, (), []))
    return "\n".join([*lines, "---", ""])


def _facts(briefing: m.Briefing) -> dict[str, Any]:
    about = briefing.properties
    facts: dict[str, Any] = {
        "title": about.title,
        "date": about.date[:10] if about.date and len(about.date) >= 10 else None,
        "lang": about.language,
        "author": about.creator or None,
        "id": about.identifier,
    }
    if briefing.kind == "brief" and briefing.records:
        facts |= _article_facts(briefing.records[0].article.metadata)
    facts |= {
        "tags": list(about.keywords),
        "marking": [each.text for each in briefing.furniture.markings],
        "generator": generator(briefing),
        "provenance": msgspec.Raw(provenance_json(briefing).encode()),
    }
    return facts


def _article_facts(known: m.Metadata) -> dict[str, Any]:
    return {
        "outlet": known.outlet,
        "byline": known.byline,
        "source_url": known.url,
        "published": full_date(known.published),
    }


_PLAIN = re.compile(r"[A-Za-z][\w ./()-]*[\w)]")
_RESERVED = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def _yaml(value: object) -> str:
    """Return a value as YAML that is JSON too, but for plain words and dates, which stay bare."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-][\d:]+))?", value):
        return value
    if isinstance(value, msgspec.Raw):
        return bytes(value).decode("utf-8")
    return msgspec.json.encode(_cleaned(value)).decode("utf-8")


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return value
