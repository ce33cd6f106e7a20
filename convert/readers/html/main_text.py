"""Which runs of a page are its article.

trafilatura says which words are the main text (A. Barbaresi, “Trafilatura”, ACL 2021, system demonstrations). It
rebuilds what it keeps and loses where that stood; so each run is given a mark before it is asked, and the marks that
come back say which runs it kept, whatever it made of them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from msgspec import Struct

from convert.readers.html.page import Element
from convert.readers.html.runs import Part, Run

_FIRST_SIGN = 0x2800
_SIGNS = 256
"""Braille patterns: printed, no letters, without a place in any word list; not in text but as pictures of dots."""
_MARK = re.compile("[\u2800-\u28ff]{2}")
MOST_RUNS = _SIGNS * _SIGNS
SMALLEST_PAGE = 150
"""Words of a page that is nothing but its article: too short for trafilatura to find one in it."""
MOST_LETTERS = 3_000_000
"""A page with more runs or letters than these is no article's: its main text is looked for by elements alone."""


class MainText(Struct, frozen=True):
    """Which parts were kept, by their place in the row; or, where the page holds its text only as data, that text."""

    kept: frozenset[int]
    text: str = ""


def main_text(root: Element, parts: Sequence[Part]) -> MainText:
    """Return what trafilatura keeps of a page."""
    runs = [(at, part) for at, part in enumerate(parts) if isinstance(part, Run)]
    letters = sum(len(run.text) for _, run in runs)
    if len(runs) >= MOST_RUNS or letters > MOST_LETTERS or any(_MARK.search(run.text) for _, run in runs):
        return MainText(frozenset(_by_element(runs)))
    with _marked(runs):
        text = _asked(root)
    kept = frozenset(_number(mark) for mark in _MARK.findall(text))
    plain = _MARK.sub("", text).strip()
    if not kept and not plain and sum(run.count for _, run in runs) <= SMALLEST_PAGE:
        return MainText(frozenset(_by_element(runs)))
    return MainText(kept, plain if not kept else "")


def _asked(root: Element) -> str:
    """Return the text that trafilatura finds, nothing where it finds none or fails."""
    from lxml.etree import LxmlError

    bare_extraction = _extraction()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(root, fast=True, include_comments=False, include_tables=True, with_metadata=False)
    except (LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return "" if found is None else str(found.text or "")


@cache
def _extraction() -> Callable[..., Any]:
    """Import trafilatura: what it brings along to fetch pages tries out a socket, unless there seem to be none."""
    import socket

    before = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        from trafilatura import bare_extraction
    finally:
        socket.has_ipv6 = before
    return bare_extraction  # type: ignore[no-any-return]


@contextmanager
def _marked(runs: Iterable[tuple[int, Run]]) -> Iterator[None]:
    """Put a mark before the first words of each run, and take all of them out again."""
    marked: list[tuple[Element, str, str | None]] = []
    for at, run in runs:
        element, where = run.first
        text = getattr(element, where)
        marked.append((element, where, text))
        bare = text.lstrip()
        setattr(element, where, f"{text[: len(text) - len(bare)]}{_mark(at)}{bare}")
    try:
        yield
    finally:
        for element, where, text in reversed(marked):
            setattr(element, where, text)


def _mark(number: int) -> str:
    return chr(_FIRST_SIGN + number // _SIGNS) + chr(_FIRST_SIGN + number % _SIGNS)


def _number(mark: str) -> int:
    return (ord(mark[0]) - _FIRST_SIGN) * _SIGNS + ord(mark[1]) - _FIRST_SIGN


def _by_element(runs: Sequence[tuple[int, Run]]) -> Iterator[int]:
    """Yield the runs inside `article` or `main`, or else all that are no navigation."""
    inside = [at for at, run in runs if any(up.tag in ("article", "main") for up in _chain(run.block))]
    if inside:
        yield from inside
        return
    for at, run in runs:
        if not any(up.tag in ("nav", "header", "footer", "aside", "form") for up in _chain(run.block)):
            yield at


def _chain(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()
