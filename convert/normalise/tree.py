"""Marks as a tree: which block stands inside which, by where they begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from convert.contracts import Mark, MarkKind

CONTAINERS: frozenset[MarkKind] = frozenset(("quotation", "item", "table", "row", "cell"))
LEAVES: frozenset[MarkKind] = frozenset(("paragraph", "heading", "figure", "rule"))

DEEPEST = 60
"""Containers nested deeper are taken apart: JSON and writers go down level by level, and no reader follows so many."""

_OUTER_FIRST: dict[MarkKind, int] = {
    "table": 0,
    "quotation": 1,
    "row": 2,
    "cell": 3,
    "item": 4,
    "heading": 5,
    "paragraph": 6,
    "figure": 7,
    "rule": 7,
}


class Node:
    """A block's mark, and the blocks inside it in the order of the text."""

    __slots__ = ("children", "mark")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.children: list[Node] = []


def tree_of(marks: Iterable[Mark]) -> tuple[list[Node], bool]:
    """Return the blocks that stand in no other, each with those inside it; and whether some stood too deep.

    Of marks over the same words the outer kind comes first: a cell holds its item, the item its paragraph. A mark that
    crosses the end of another is cut there; what is beyond it belongs to no mark.
    """
    root = Node(Mark(0, 1 << 60, "table"))
    open_nodes = [root]
    too_deep = False
    for mark in _outer_first(marks):
        while len(open_nodes) > 1 and not _holds(open_nodes[-1].mark, mark):
            open_nodes.pop()
        parent = open_nodes[-1]
        if len(open_nodes) > DEEPEST and mark.kind in CONTAINERS:
            too_deep = True
            continue
        node = Node(mark if mark.end <= parent.mark.end else replace(mark, end=parent.mark.end))
        parent.children.append(node)
        open_nodes.append(node)
    return root.children, too_deep


def _outer_first(marks: Iterable[Mark]) -> Sequence[Mark]:
    blocks = (mark for mark in marks if mark.kind in CONTAINERS or mark.kind in LEAVES)
    return sorted(blocks, key=lambda mark: (mark.start, -mark.end, _OUTER_FIRST[mark.kind]))


def _holds(outer: Mark, inner: Mark) -> bool:
    """Tell whether a block begins inside another. One of no length (a picture, a rule) stands in what it touches."""
    if outer.kind in ("figure", "rule", "heading"):
        return False
    return inner.start < outer.end or (inner.start == inner.end == outer.end > outer.start)
