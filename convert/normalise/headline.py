"""What tells a headline from a sentence, where its line alone does not."""

from __future__ import annotations

import re

LONGEST_HEADLINE = 220
"""Characters. A longer line is a headline only where it is said twice."""

SHORTEST_SUBTITLE = 30
"""Characters. A shorter line under a headline is as often a label."""

MOST_OF_SALUTATION = 4
"""Words of a line that a comma ends and that is one, whatever follows: `Dear colleagues,`."""

FEWEST_WORDS = 4
CAPITALISED = 0.75
"""Of the words that may have one, so many begin with a capital in a headline set in title case."""

SHORTEST_BELOW = 40
"""Characters of the paragraph under a headline in title case."""

_SEVERAL_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?…][”’\"')]* +[^\W\d_a-z]")
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}$")
_MINOR = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "de", "du", "en", "et", "for", "from", "in", "into", "la", "le", "nor")
) | frozenset(("of", "off", "on", "or", "over", "per", "so", "than", "the", "to", "up", "via", "vs", "with"))
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def is_headline_with_stop(words: str, below: str, *, story_opens_below: bool) -> bool:
    """Tell whether a line with a stop at its end is a headline: the text `below` stands apart from it.

    It is one over a dateline or byline that opens the story (`story_opens_below`), in capitals where the stop is an
    abbreviation's (`EXPORTS FALL - U.S.`), and in title case over a paragraph.
    """
    if len(words) > LONGEST_HEADLINE or not below:
        return False
    if words.isupper() and _ABBREVIATION.search(words):
        return True
    if is_title_case(words) and len(below) >= SHORTEST_BELOW:
        return True
    return story_opens_below and not _SEVERAL_SENTENCES.search(words)


def goes_on_in(words: str, following: str, *, adjacent: bool) -> bool:
    """Tell whether a line is no headline as it goes on in the next, `adjacent` or after blank ones.

    `JOINT COMMUNIQUÉ` is set off by its capitals, though `of the Third Meeting` follows under it.
    """
    if words.endswith(",") and len(words.split()) <= MOST_OF_SALUTATION:
        return True
    set_off = words.isupper() and len(words.split()) > 1 and len(following) > SHORTEST_SUBTITLE
    ends_open = words.endswith((",", ";", ":", "-", "–", "—"))
    return adjacent and (ends_open or (following[:1].islower() and not set_off))


def is_several_sentences(words: str) -> bool:
    """Tell whether a line holds more than one sentence, and is no headline in title case that does."""
    return bool(_SEVERAL_SENTENCES.search(words)) and not is_title_case(words)


def is_title_case(words: str) -> bool:
    """Tell whether the Words of a Line Begin with Capitals, as headlines of the English-speaking press do."""
    countable = [word for word in _WORD.findall(words) if word.lower() not in _MINOR and len(word) > 1]
    capital = sum(word[0].isupper() for word in countable)
    return len(countable) >= FEWEST_WORDS and capital >= CAPITALISED * len(countable) and not words.isupper()


def folded(words: str) -> str:
    """Return words for comparing: without case, punctuation and outer white space."""
    return re.sub(r"\W+", " ", words).strip().casefold()


def width(words: str) -> int:
    """Return how long a line is in letters of an alphabet: an ideograph, a Hangul or kana sign counts as three."""
    return (
        len(words)
        if words.isascii()
        else len(words) + 2 * sum("\u2e80" <= c <= "\ufaff" or "\uff00" < c < "\uff61" for c in words)
    )


def unwrapped(words: str) -> str:
    """Return a headline without the marks that Markdown and wikis put round one."""
    return re.sub(r"^(?:#{1,6}\s+|\*\*|==+\s*)|(?:\*\*|\s*==+|\s+#+)$", "", words).strip()
