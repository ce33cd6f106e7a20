"""What an article says, verbatim and located, and which articles tell the same story."""

from __future__ import annotations

from convert.analyse.sentences import located_paragraphs
from convert.model import Article


def first_sentence(article: Article) -> tuple[str, str] | None:
    """Return the first sentence of an article after its dateline, and its paragraph's number; None without any."""
    for paragraph in located_paragraphs(article):
        for start, end in paragraph.sentences:
            return paragraph.text[start:end], paragraph.number
    return None
