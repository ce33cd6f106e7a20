"""Where words are divided, and what is kept of that in processes that run for days."""

from __future__ import annotations

from itertools import islice, product

import pytest

from convert.typeset import hyphens
from convert.typeset.breaking import HYPHEN
from convert.typeset.hyphens import divisions


def test_what_the_patterns_keep_of_words_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hyphens, "PATTERNS_KEPT", 100)
    before = divisions("hyphenation", "en")
    words = ["".join(letters) for letters in islice(product("stolen", repeat=7), 500)]

    for word in words:
        divisions(word, "en")

    patterns = hyphens._patterns("en")
    assert patterns is not None
    assert 0 < len(patterns.hd.cache) <= 100
    divisions.cache_clear()
    assert divisions("hyphenation", "en") == before == ((6, HYPHEN), (7, HYPHEN))
