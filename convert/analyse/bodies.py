"""Where the name of a body begins that its run of capitals may not show whole."""

from __future__ import annotations

from collections.abc import Sequence

from convert.analyse.lexicon import Lexicon
from convert.analyse.runs import Run, Word, without_ending

_ADJECTIVES = ("ern", "ish", "ean", "ian", "can", "ese")


def body_begin(found: Sequence[Word], run: Run, words: Lexicon) -> int:
    """Return where the body begins that a run names: `Northern News Agency`, `the Dock and River Workers’ Union`.

    No run holds the adjective that opens a sentence, nor what `and` joins to one.
    """
    at = run.begin
    before = found[at - 1] if at else None
    if before is None or not (before.first or before.text == "and"):
        return at
    if without_ending(found[run.end - 1].text, words.code) not in words.organisations:
        return at
    if before.first and before.text.endswith(_ADJECTIVES) and before.text in words.not_names:
        return at - 1
    owners = any(word.text in ("’", "'") for word in found[at : run.end])
    is_pair = owners and at > 2 and before.text == "and" and found[at - 3].text.lower() == "the"
    return at - 2 if is_pair and found[at - 2].text[0].isupper() else at
