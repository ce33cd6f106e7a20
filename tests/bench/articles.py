"""Articles to set: made by rule from words of our own, or labelled articles where CONVERT_CORPORA names their folder.

What is made reads as nonsense, but its words have the lengths, endings and marks of news: that is all a line breaker
sees. The same number always gives the same article.
"""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_words: dict[str, str] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
SHORT, COMMON, STEMS, NAMES = (_words[kind].split() for kind in ("short", "common", "stems", "names"))
ENDINGS = ("s", "ed", "ing", "ation", "ment", "er", "al", "ly", "ive", "ity", "ally", "ations", "ments", "")
PLACES = ("in Port Ellery", "at the harbour office", "near the eastern quay", "in the Lower Valley")


def articles(count: int, words: int = 430) -> list[list[str]]:
    """Return `count` different articles as lists of paragraphs."""
    folder = os.environ.get("CONVERT_CORPORA")
    found = list(islice(_found(Path(folder), count), count)) if folder else []
    return found or [list(_made(number, words)) for number in range(count)]


def _found(folder: Path, count: int) -> Iterator[list[str]]:
    for file in sorted(folder.glob("quotes_polnear/*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in islice(lines, count):
                text = "".join(c for c in json.loads(line)["text"] if c.isprintable() or c == "\n")
                yield [" ".join(part.split()) for part in text.split("\n\n") if part.split()]


def _made(number: int, words: int) -> Iterator[str]:
    draw = random.Random(number)  # noqa: S311 -- a text, no secret
    left = words
    while left > 0:
        length = min(left, draw.randint(25, 110))
        yield " ".join(_sentences(draw, length))
        left -= length


def _sentences(draw: random.Random, words: int) -> Iterator[str]:
    while words > 0:
        length = draw.randint(7, 30)
        words -= length
        yield _sentence(draw, length)


def _sentence(draw: random.Random, length: int) -> str:
    words = [_word(draw) for _ in range(length)]
    words[0] = words[0].capitalize()
    for at in range(4, length - 2, draw.randint(6, 11)):
        words[at] += ","
    if draw.random() < 0.2:
        words[2] = "“" + words[2]
        words[-2] += ",”"
        words[-1] = f"said {draw.choice(NAMES)}"
    return " ".join(words) + "."


def _word(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.48:
        return draw.choice(SHORT)
    if kind < 0.72:
        return draw.choice(COMMON)
    if kind < 0.91:
        return draw.choice(STEMS) + draw.choice(ENDINGS)
    if kind < 0.95:
        return draw.choice(NAMES)
    if kind < 0.97:
        return f"{draw.randint(2, 990)},{draw.randint(100, 999)}"
    return draw.choice(PLACES) if kind < 0.99 else f"{draw.choice(STEMS)}-{draw.choice(STEMS)}"
