"""The subject of a mail against the headline in its text: the article's own is better evidence, shown by a byline."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from convert.normalise.byline import find_byline
from convert.normalise.draft import Draft
from convert.normalise.headline import LONGEST_HEADLINE, is_several_sentences
from convert.normalise.lines import Span


def stands_under_subject(draft: Draft, lines: Sequence[Span]) -> bool:
    """Tell whether a text opens with a headline and a byline of its own, its title being only the subject of its mail.

    The subject then is the weaker evidence: who sent the mail on wrote it.
    """
    titles = [finding for finding in draft.findings if finding.field == "title" and finding.rule != "given"]
    if not titles or any(finding.rule != "mail" for finding in titles):
        return False
    filled = [span for span in lines if span[1] > span[0]][:2]
    if len(filled) < 2 or not _is_headline(draft.source[slice(*filled[0])]):
        return False
    found = find_byline(draft.source, filled[1][0])
    if found is None or found.fused or not found.sure:
        return False
    draft.findings = [replace(f, standing="supported") if f in titles else f for f in draft.findings]
    return True


def _is_headline(words: str) -> bool:
    is_line = "\n" not in words and len(words) <= LONGEST_HEADLINE
    return is_line and not words.endswith((".", ",", ":", ";")) and not is_several_sentences(words)
