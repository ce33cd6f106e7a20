"""Archives that unpack to more than anyone meant to read: refused by what they say of themselves."""

from __future__ import annotations

from collections.abc import Sequence

from convert.contracts import Input
from convert.errors import NothingUsable

MOST_BYTES = 2_000_000_000
"""Of all members together, unpacked."""
MOST_OF_ONE = 100_000_000
MOST_MEMBERS = 20_000
HIGHEST_RATIO = 200
"""How many bytes may come of one; text packs to a fifth, a bomb to a thousandth."""
UNSUSPECTED = 20_000_000
"""Bytes unpacked below which no ratio is looked at: a blank form packs well too."""


def refuse_bomb(sizes: Sequence[int], packed: int, given: Input, count: int | None = None) -> None:
    """Raise NothingUsable where members of `sizes`, `packed` bytes together, are too many or unpack to too much."""
    where, total = given.path or given.name, sum(sizes)
    if (count or len(sizes)) > MOST_MEMBERS:
        raise NothingUsable(f"the archive has more than {MOST_MEMBERS:,} members", where=where)
    if total > MOST_BYTES:
        raise NothingUsable(f"the archive unpacks to {total:,} bytes: it may be a bomb", where=where)
    refuse_ratio(total, packed, given)


def refuse_ratio(total: int, packed: int, given: Input) -> None:
    """Raise NothingUsable where `packed` bytes are to unpack to a `total` beyond what texts do."""
    if total > UNSUSPECTED and total > HIGHEST_RATIO * max(packed, 1):
        where = given.path or given.name
        raise NothingUsable(f"the archive unpacks to {total:,} bytes: it may be a bomb", where=where)
