"""Bytes as disks and networks damage them."""

from __future__ import annotations

import random
from collections.abc import Iterator


def damaged(data: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield so many damaged copies of bytes: some changed, lost, put in, repeated, the end cut off."""
    dice = random.Random(seed)  # noqa: S311 -- faults, not secrets
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(dice.choice((1, 1, 2, 5, 30))):
            at, other = dice.randrange(len(copy)), dice.randrange(len(copy))
            match dice.randrange(5):
                case 0:
                    copy[at] = dice.randrange(256)
                case 1:
                    del copy[at : at + dice.choice((1, 4, 100))]
                case 2:
                    copy[at:at] = dice.randbytes(dice.choice((1, 4, 50)))
                case 3:
                    copy[at:at] = copy[other : other + 60]
                case _:
                    del copy[at + 1 :]
            copy = copy or bytearray(b"\0")
        yield bytes(copy)
