"""Pages that hold no article: empty shells that a script would fill, walls of consent, bars, errors, front pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.errors import NothingUsable
from convert.readers.html.marking import Kept
from convert.readers.html.runs import Part, Run

FEWEST_WORDS = 15
"""A page with fewer words of main text holds no article, unless it holds few others."""

MOST_OF_A_WALL = 300
"""Words of a notice that stands before a page."""

MOST_OF_AN_EXCUSE = 60
"""Words of what a page says to those who run no scripts: it is no article if it speaks of them at all."""

_WORD = re.compile(r"\w+")
_WALL = re.compile(
    r"cookie|consent|gdpr|javascript is (?:disabled|required)|(?:enable|without|requires?|turn on) javascript"
    r"|access denied|captcha|robot|are you (?:a )?human|checking your browser|subscribe to (?:continue|read)"
    r"|log ?in to (?:continue|read)|subscribers only|einwillig|datenschutz|zustimm|forbidden|not found"
    r"|page (?:you|cannot)|privacy|request (?:was )?(?:unsuccessful|blocked)|incident id|(?:ohne|sans|sin) javascript",
    re.IGNORECASE,
)


def refuse_without_article(parts: Sequence[Part], kept: Sequence[Kept], name: str) -> None:
    """Raise NothingUsable where a page shows no words, a notice before the article, or too few words for one."""
    words = sum(part.count for part in parts if isinstance(part, Run))
    taken = sum(each.part.count for each in kept if isinstance(each.part, Run) and each.role == "body")
    if not words:
        raise _shell(name)
    said = " ".join(part.text for part in parts if isinstance(part, Run))[:4000]
    few = taken < FEWEST_WORDS and taken * 2 < words
    if not few and not (taken < MOST_OF_A_WALL and _sounds_like_a_wall(_text(kept))):
        return
    if not few or _WALL.search(said):
        raise _notice(said, name)
    raise NothingUsable("the page holds no article", where=name, hint="is it a front page or a list of links?")


def refuse_excuse(text: str, name: str) -> None:
    """Raise NothingUsable where all that a page holds, its data included, is a notice to those who run no scripts."""
    words = len(_WORD.findall(text))
    if words < FEWEST_WORDS and not _WALL.search(text):
        raise _shell(name)
    if (words < MOST_OF_AN_EXCUSE and _WALL.search(text)) or (words < MOST_OF_A_WALL and _sounds_like_a_wall(text)):
        raise _notice(text, name)


def _text(kept: Sequence[Kept]) -> str:
    return " ".join(each.part.text for each in kept if isinstance(each.part, Run) and each.role == "body")


def _sounds_like_a_wall(text: str) -> bool:
    """Tell a text that speaks of consent, bars or errors once in thirty words or more."""
    found = [match[0].casefold() for match in _WALL.finditer(text)]
    return len(set(found)) >= 2 and len(found) * 30 >= len(_WORD.findall(text))


def _shell(name: str) -> NothingUsable:
    return NothingUsable(
        "the page is an empty shell: its text is loaded by a script",
        where=name,
        hint="save the page from a browser once it is shown",
    )


def _notice(said: str, name: str) -> NothingUsable:
    return NothingUsable(
        f"the page is a notice, not an article: “{said[:80].strip()}…”",
        where=name,
        hint="save the page from a browser once the notice is answered",
    )
