"""Names of fields parted from what is said in them, where a document of Word or RTF has both in one paragraph."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from convert.readers.html.page import Element

TAB = "\u2003"
"""What stands for a tab in trees of documents: white space that is kept as it is."""


def set_apart(root: Element, codes: Collection[str], count: re.Pattern[str]) -> None:
    """Make paragraphs of their own of each code that a tab parts from its words, and of each line over a text, which
    the number of words, `count`, tells.
    """
    for block in list(root.iter("p", "div", "td")):
        if block.text_content().strip().partition(TAB)[0].strip() in codes:
            _end_at_tab(block)
    for end in list(root.iter("br")):
        within = next(end.iterancestors("p", "div", "td"), None)
        if within is not None and any(count.fullmatch(str(words).strip()) for words in within.itertext()):
            end.addprevious(etree.Element("br"))


def _end_at_tab(block: Element) -> None:
    for node in block.iter():
        if TAB in (node.text or ""):
            before, _, after = str(node.text).partition(TAB)
            node.text = before
            _put_end(node, 0, after)
            return
        parent = node.getparent()
        if node is not block and parent is not None and TAB in (node.tail or ""):
            before, _, after = str(node.tail).partition(TAB)
            node.tail = before
            _put_end(parent, parent.index(node) + 1, after)
            return


def _put_end(parent: Element, at: int, after: str) -> None:
    """Put the end of a paragraph into an element: an empty line."""
    for each in (etree.Element("br"), etree.Element("br")):
        parent.insert(at, each)
    parent[at + 1].tail = after


def tabs_to_spaces(root: Element) -> None:
    """Make spaces of the tabs that part nothing."""
    for node in root.iter():
        if TAB in (node.text or ""):
            node.text = str(node.text).replace(TAB, " ")
        if TAB in (node.tail or ""):
            node.tail = str(node.tail).replace(TAB, " ")
