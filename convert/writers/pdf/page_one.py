"""Page one within its budget: what is dropped of the front brief where it has more than its pages hold."""

from __future__ import annotations

from msgspec.structs import replace

from convert import model as m
from convert.walk import plain

FEWEST_ITEMS = 3


def without_last_item(page_one: m.Section) -> tuple[m.Section, str] | None:
    """Return page one without the last item of its front brief, and that item's headline.

    None where it has three or fewer, or no front brief.
    """
    for at, block in enumerate(page_one.blocks):
        if isinstance(block, m.Section) and block.role == "front_brief":
            heads = [
                (place, head)
                for place, head in enumerate(block.blocks)
                if isinstance(head, m.Heading) and head.role == "front_head"
            ]
            if len(heads) <= FEWEST_ITEMS:
                return None
            place, head = heads[-1]
            shorter = replace(block, blocks=block.blocks[:place])
            return replace(page_one, blocks=(*page_one.blocks[:at], shorter, *page_one.blocks[at + 1 :])), _title(head)
    return None


def without_chart(page_one: m.Section) -> tuple[m.Section, m.Section | None]:
    """Return page one without its coverage chart, and the chart, or None where it has none."""
    chart = next((b for b in page_one.blocks if isinstance(b, m.Section) and b.role == "coverage"), None)
    return replace(page_one, blocks=tuple(block for block in page_one.blocks if block is not chart)), chart


def _title(head: m.Heading) -> str:
    """Return an item's headline without what stands flush right beside it."""
    words = (i for i in head.content if not (isinstance(i, m.Span) and i.role == "right"))
    return f"{head.number or ''} {plain(words).strip()}".strip()
