"""Which articles tell the same story: near-copies and rewrites across outlets, each held against the earliest.

Runs of three words are hashed; a fixed fraction of the hashes, the same in every text (Broder, "On the resemblance and
containment of documents", 1997), finds the pairs worth comparing, and those are compared in full. Names, figures and
dates are the second evidence where the words alone do not decide. Nothing is random; time grows with the number of
articles and of pairs that share text, never with all pairs.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from zlib import crc32

from convert.analyse.alignment import align
from convert.model import Cluster, Paragraph, Record, Variant
from convert.moments import day_of, sort_key
from convert.walk import blocks, plain

NEAR_COPY = 0.5
"""Resemblance (shared runs of all runs of both) from which two texts are one without further evidence."""

REWRITE = 0.3
"""Share of the shorter text's runs from which it may be a rewrite, if names and dates agree."""

FULL_COPY = 0.8
"""Resemblance of texts that are one story whatever their dates."""

COPY_DAYS, REWRITE_DAYS = 7, 2
"""Days between two articles of one story; further apart, the same words are a form that recurs."""

_FORM = 60
"""Runs of a text so short that it may be a filled-in form (a dividend, a result): its names must agree too."""

_WORD = re.compile(r"\w+")
_FACT = re.compile(r"(?<=[^.!?]\s)[^\W\d_a-z]\w{2,}|\d[\d.,]*\d")
_FRACTION = 8
"""One hash in so many is looked up when pairs are sought."""

_FEWEST = 24
"""Hashes of a short text that are looked up, even if more than its fraction."""

_CROWD = 16
"""A run of words in more texts than this is stock; their texts are compared with two neighbours only."""

_MIX, _MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1


def cluster(records: Sequence[Record]) -> tuple[Cluster, ...]:
    """Return the groups of two articles and more that tell one story, in the order of the records."""
    texts = [_Text(record) for record in records]
    groups = _Groups(len(texts))
    representatives = _join_identical(texts, groups)
    for one, other in candidate_pairs([texts[at].runs for at in representatives]):
        first, second = representatives[one], representatives[other]
        if not groups.are_one(first, second) and same_story(texts[first], texts[second]):
            groups.join(first, second)
    return tuple(_cluster(members, texts, records) for members in groups.larger())


class _Text:
    """An article as compared: its paragraphs, its runs of words as sorted hashes, and what it names."""

    def __init__(self, record: Record) -> None:
        found = [b for b in blocks(record.article.body) if isinstance(b, Paragraph) and b.number is not None]
        self.paragraphs = [(b.number or "", plain(b.content)) for b in found]
        self.published = record.article.metadata.published
        self.title = record.article.metadata.title or ""
        self.runs = runs_of(" ".join(text for _, text in self.paragraphs))
        self._facts: frozenset[str] | None = None

    @property
    def day(self) -> date | None:
        return day_of(self.published) if self.published else None

    @property
    def facts(self) -> frozenset[str]:
        """Names and figures: words with a capital inside a sentence or the headline, and numbers."""
        if self._facts is None:
            found = (_FACT.findall(text) for text in (f"– {self.title}", *(text for _, text in self.paragraphs)))
            self._facts = frozenset(word.casefold() for words in found for word in words)
        return self._facts


def runs_of(text: str) -> array[int]:
    """Return the runs of three words of a text as sorted hashes, each once; the same on every machine."""
    hashes = [crc32(word.encode("utf-8", "surrogatepass")) for word in _WORD.findall(text.lower())]
    if len(hashes) < 3:
        return array("Q", hashes[:1])
    made = {
        ((a * 31 + b) * 1_000_003 + c) * _MIX & _MASK for a, b, c in zip(hashes, hashes[1:], hashes[2:], strict=False)
    }
    return array("Q", sorted(made))


# ---- pairs --------------------------------------------------------------------------------------------------------


def candidate_pairs(texts: Sequence[array[int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts that share runs of words, each pair once, in a fixed order."""
    holders: dict[int, list[int]] = {}
    limit = _MASK // _FRACTION
    for at, runs in enumerate(texts):
        for n, run in enumerate(runs):
            if n >= _FEWEST and run > limit:
                break
            holders.setdefault(run, []).append(at)
    shared: dict[tuple[int, int], int] = {}
    for held in holders.values():
        for pair in _pairs(held):
            shared[pair] = shared.get(pair, 0) + 1
    for pair, count in shared.items():
        if count > 1 or min(len(texts[pair[0]]), len(texts[pair[1]])) < _FEWEST:
            yield pair


def _pairs(held: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(held) <= _CROWD:
        for n, one in enumerate(held):
            for other in held[n + 1 :]:
                yield one, other
        return
    for n in range(1, len(held)):
        yield held[n - 1], held[n]
        if n > 1:
            yield held[0], held[n]


def overlap(one: array[int], other: array[int]) -> int:
    """Return how many runs two texts share."""
    return len(set(one).intersection(other))


def resemblance(one: array[int], other: array[int]) -> float:
    """Return the shared runs as a part of all runs of both (Jaccard)."""
    both = overlap(one, other)
    return both / max(1, len(one) + len(other) - both)


def same_story(one: _Text, other: _Text) -> bool:
    """Tell whether two articles tell one story."""
    both = overlap(one.runs, other.runs)
    alike = both / max(1, len(one.runs) + len(other.runs) - both)
    held = both / max(1, min(len(one.runs), len(other.runs)))
    apart = abs((one.day - other.day).days) if one.day and other.day else 0
    if alike >= FULL_COPY and min(len(one.runs), len(other.runs)) >= _FORM:
        return True
    if alike >= NEAR_COPY and apart <= COPY_DAYS:
        is_form = min(len(one.runs), len(other.runs)) < _FORM
        return not is_form or _agree(one.facts, other.facts, 0.8)
    return held >= REWRITE and apart <= REWRITE_DAYS and _agree(one.facts, other.facts, 0.7)


def _agree(one: frozenset[str], other: frozenset[str], share: float) -> bool:
    """Tell whether two texts name the same: that share of what the one that names less names, and five at least."""
    both = len(one & other)
    return both >= min(5, len(one), len(other)) and both >= share * min(len(one), len(other))


# ---- groups -------------------------------------------------------------------------------------------------------


class _Groups:
    """Sets of articles that grow together (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first

    def are_one(self, one: int, other: int) -> bool:
        return self.root(one) == self.root(other)

    def larger(self) -> Iterable[list[int]]:
        """Return the groups of two and more, in order."""
        members: dict[int, list[int]] = {}
        for at in range(len(self._parent)):
            members.setdefault(self.root(at), []).append(at)
        return [group for group in members.values() if len(group) > 1]


def _join_identical(texts: Sequence[_Text], groups: _Groups) -> list[int]:
    """Join texts of the very same runs at once, so that a thousand copies cost no more than one; return the others."""
    first: dict[bytes, int] = {}
    for at, text in enumerate(texts):
        known = first.setdefault(text.runs.tobytes(), at) if text.runs else at
        if known != at:
            groups.join(known, at)
    return [at for at, text in enumerate(texts) if text.runs and first[text.runs.tobytes()] == at]


# ---- what is said of a group --------------------------------------------------------------------------------------


def _cluster(members: Sequence[int], texts: Sequence[_Text], records: Sequence[Record]) -> Cluster:
    ordered = sorted(members, key=lambda at: (sort_key(records[at].article.metadata.published), at))
    first = texts[ordered[0]]
    return Cluster((Variant(ordered[0], 1.0), *(_variant(at, texts[at], first) for at in ordered[1:])))


def _variant(at: int, text: _Text, first: _Text) -> Variant:
    aligned = align(first.paragraphs, text.paragraphs)
    held = overlap(first.runs, text.runs) / max(1, len(first.runs))
    return Variant(at, round(held, 3), aligned.dropped, aligned.added, aligned.changed)
