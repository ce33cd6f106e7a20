"""Inputs that something is wrong with: made with a fixed seed, by kind, each with a word of its own to look for.

Nothing binary is kept in the repository: archives and documents are made here, and then broken.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.bad_inputs import archives, documents, encodings, links, names, sizes, structure
from tests.bad_inputs.bad import Bad

KINDS = {
    "encodings": encodings.made,
    "structure": structure.made,
    "names": names.made,
    "archives": archives.made,
    "documents": documents.made,
    "links": links.made,
    "sizes": sizes.made,
}


def bad_inputs() -> Iterator[Bad]:
    """Yield all of them; their names are unique, and sort them by kind."""
    for kind, made in KINDS.items():
        noise = random.Random(f"{kind} 8")  # noqa: S311 -- a fixed seed is the point
        for number, each in enumerate(made(noise)):
            yield each.called(kind, number)
