"""What comes of other people's web archives: an article, or a reason that says why there is none.

Runs where CONVERT_CORPORA names the folder of the labelled data.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from convert.errors import Note
from convert.files import Operands, inputs_of
from convert.pipeline import Item, items_of
from tests.conftest import Measured

REASONS = {
    "bad.arc": "empty answers",
    "example-digest.warc": "requests",
    "example-space-in-target-uri.warc.gz": "image/png",
    "example-space-in-url.arc": "breaks off",
    "example-trunc.warc": "another digest",
    "example-wrong-chunks.warc.gz": "another digest",
    "post-test.warc.gz": "application/json",
}
"""The files that hold no page, or a broken one, and a word of the reason that is said."""

ARTICLES = 9


@pytest.fixture(scope="module")
def archives() -> list[Path]:
    folder = os.environ.get("CONVERT_CORPORA")
    if folder is None:
        pytest.skip("CONVERT_CORPORA is not set")
    return sorted(path for path in (Path(folder) / "warc").iterdir() if "arc" in path.name)


def test_every_archive_gives_an_article_or_says_why_not(archives: list[Path], measured: Measured) -> None:
    articles = 0
    for path in archives:
        notes: list[Note] = []
        (given,) = inputs_of(Operands((str(path),)))
        found = list(items_of(given, None, 20_000_000, notes.append))
        articles += sum(isinstance(each, Item) for each in found)
        if path.name in REASONS:
            said = [note.message for note in notes]
            said += [each.error.message for each in found if not isinstance(each, Item)]
            assert any(REASONS[path.name] in each for each in said), path.name
        else:
            assert [each.found.reader for each in found if isinstance(each, Item)] == ["html"], path.name  # type: ignore[union-attr]

    assert len(archives) == 16
    measured("web archives: articles", articles)
    assert articles == ARTICLES
