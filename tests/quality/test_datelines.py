"""How well datelines and bylines are read on 4,461 wire stories (Reuters-21578); floors in one table.

Runs where CONVERT_CORPORA names the folder of the labelled data.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.normalise.byline import find_byline
from convert.normalise.dateline import find_dateline
from tests.conftest import Measured

FLOORS = {"place": 0.99, "date": 0.99, "author": 0.98, "no author": 1.0}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GOLD = re.compile(r"\s*(?P<place>.*?),?\s+(?P<month>[A-Z][a-z]+)\.?\s+(?P<day>\d{1,2})\b")

Story = dict[str, str | None]


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    folder = os.environ.get("CONVERT_CORPORA")
    if folder is None:
        pytest.skip("CONVERT_CORPORA is not set")
    with gzip.open(Path(folder) / "text_reuters21578" / "docs.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def folded(words: str | None) -> str:
    return " ".join(re.findall(r"\w+", (words or "").lower()))


def datelines(stories: list[Story]) -> Iterator[tuple[str, int, re.Match[str]]]:
    for story in stories:
        raw, gold = story["raw"] or "", GOLD.match(story["dateline"] or "")
        at = raw.find((story["dateline"] or "").strip())
        if gold is not None and at >= 0:
            yield raw, at, gold


def test_places_and_dates_of_datelines_are_read(stories: list[Story], measured: Measured) -> None:
    total = places = dates = 0
    for raw, at, gold in datelines(stories):
        found = find_dateline(raw, at, "en")
        total += 1
        places += found is not None and folded(found.dateline.place) == folded(gold["place"])
        if found is not None and found.date is not None and found.date.month:
            dates += (MONTHS[found.date.month - 1], found.date.day) == (gold["month"][:3], int(gold["day"]))

    assert total > 4000
    measured("datelines: place", places / total)
    assert places / total >= FLOORS["place"]
    measured("datelines: date", dates / total)
    assert dates / total >= FLOORS["date"]


def test_authors_are_read_without_their_agency(stories: list[Story], measured: Measured) -> None:
    named = [(s["raw"] or "", s["author"]) for s in stories if s["author"]]
    read = 0
    for raw, author in named:
        found = find_byline(raw, raw.find(author.strip().split("\n")[0]))
        read += found is not None and folded(found.name) == folded(re.sub(r"(?i)^\s*by\s+|,\s*reuters?.*$", "", author))

    assert len(named) > 200
    measured("datelines: author", read / len(named))
    assert read / len(named) >= FLOORS["author"]


def test_no_author_is_read_where_none_is_named(stories: list[Story], measured: Measured) -> None:
    unnamed = [s["raw"] or "" for s in stories if not s["author"]]
    none = sum(not any(find_byline(raw, m.end()) for m in re.finditer(r"(?m)^[ \t]*(?=\S)", raw)) for raw in unnamed)

    measured("datelines: no author", none / len(unnamed))
    assert none / len(unnamed) >= FLOORS["no author"]
