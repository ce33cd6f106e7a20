"""How a text names a speaker: by name, by words that only describe him, or by a pronoun alone."""

from __future__ import annotations

from convert.analyse.lexicon import lexicon


def is_pronoun(speaker: str, language: str | None) -> bool:
    """Tell whether a speaker is called `he`, `sie`, `они` and nothing else."""
    words = lexicon(language)
    return words is not None and speaker.lower() in words.genders.keys() | words.oblique.keys()


def without_article(speaker: str, language: str | None) -> str:
    """Return a speaker's words without the article before them: `Bridge Commission` of `the Bridge Commission`."""
    words = lexicon(language)
    first, _, rest = speaker.partition(" ")
    return rest if words is not None and rest and first.lower() in words.determiners else speaker


def is_named(speaker: str, language: str | None) -> bool:
    """Tell whether a speaker is called by a name, which is the same person's in the next article too."""
    words = lexicon(language)
    # in German `die Ministerin` has a capital, and is no name
    nouns = words.nouns if words is not None and words.code == "de" else frozenset()
    bare = without_article(speaker, language).split()
    return not is_pronoun(speaker, language) and any(w[:1].isupper() and w.lower() not in nouns for w in bare)


def says_no_more(speaker: str, name: str, title: str | None, language: str | None) -> bool:
    """Tell whether a text's words for a speaker are his name and title again, whichever stands first.

    `the owner Signe Aldert`, `Agnes Thorne of the pilots’ association`.
    """
    bare = without_article(speaker, language).casefold()
    again = (name, f"{title} {name}", f"{name} {title}") if title else (name,)
    return bare in (words.casefold() for words in again)
