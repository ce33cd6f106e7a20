"""How a text names a speaker: by name, by words that only describe him, or by a pronoun alone."""

from __future__ import annotations

from convert.analyse.lexicon import lexicon


def is_pronoun(speaker: str, language: str | None) -> bool:
    """Tell whether a speaker is called `he`, `sie`, `они` and nothing else."""
    words = lexicon(language)
    return words is not None and speaker.lower() in words.genders


def without_article(speaker: str, language: str | None) -> str:
    """Return a speaker's words without the article before them: `Bridge Commission` of `the Bridge Commission`."""
    words = lexicon(language)
    first, _, rest = speaker.partition(" ")
    return rest if words is not None and rest and first.lower() in words.determiners else speaker


def is_named(speaker: str, language: str | None) -> bool:
    """Tell whether a speaker is called by a name, which is the same person's in the next article too."""
    bare = without_article(speaker, language)
    return not is_pronoun(speaker, language) and any(word[:1].isupper() for word in bare.split())
