"""Texts that are spoken as a whole: interviews in questions and answers, and statements under `Statement by …`.

Who speaks is said once, at the head; the form alone tells which paragraphs are his. Where it leaves that open (two
people answer, a label that nobody bears) nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from convert.analyse.sentences import LocatedParagraph

_INTERVIEW = re.compile(
    r"(?:(?:Interview|Q\s?&\s?A|Questions and answers|Entretien|Entrevista|Интервью)\s?[:–—]\s+"
    r"|(?:Interview|Q\s?&\s?A|Entretien|Entrevista)\s+(?:with|avec|mit|con|a)\s+)"
    r"(?P<who>[^,;:–—(|]+)"
)
_STATEMENT = re.compile(
    r"(?:(?:Press|Media|Opening|Full) )?(?:Statement|STATEMENT|Remarks|Speech|Address) (?:by|BY) (?:the )?"
    r"(?P<who>[^\W\d_a-z][\w’'.-]*(?: (?:(?:of|for|the|de|van|von) ){0,2}[^\W\d_a-z][\w’'.-]*)+)(?P<then>.*)"
)
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n]{0,40}?)\s?:\s+(?=\S)")
_QUESTIONS = frozenset(("q", "question", "f", "frage", "p", "pregunta", "в", "вопрос"))
_ANSWERS = frozenset(("a", "answer", "r", "réponse", "antwort", "respuesta", "о", "ответ"))
_FEWEST = 2
"""Answers that make an interview."""
_MOST_WORDS = 5
_FIRST = 4
"""Paragraphs at the head of a text in which a statement is announced."""


class Answer(Struct, frozen=True):
    """A paragraph that somebody speaks from `start` on."""

    paragraph: int
    start: int
    speaker: str


class Announced(Struct, frozen=True):
    """Who speaks what is quoted from a paragraph on; named `at` words of the one before it, or in the title."""

    first: int
    speaker: str
    at: tuple[int, int] | None


# ---- interviews ---------------------------------------------------------------------------------------------------


def answers_in(title: str | None, paragraphs: Sequence[LocatedParagraph]) -> tuple[Answer, ...]:
    """Return the answers of the interview that the headline names somebody for; none where a label is not plain."""
    who = _interviewee(title)
    if who is None:
        return ()
    labelled = [(at, found) for at, p in enumerate(paragraphs) if (found := _label_of(p.text)) is not None]
    own = _names_of(who)
    others = {found["label"].casefold() for _, found in labelled} - own - _QUESTIONS - _ANSWERS
    answers = [(at, found) for at, found in labelled if _is_answer(found, own)]
    is_plain = len(others) <= 1 and _FEWEST <= len(answers) < len(labelled)
    return tuple(Answer(at, found.end(), who) for at, found in answers) if is_plain else ()


def _interviewee(title: str | None) -> str | None:
    found = _INTERVIEW.match(title or "")
    words = found["who"].split() if found is not None else []
    is_name = 2 <= len(words) <= _MOST_WORDS and words[0][0].isupper() and words[-1][0].isupper()
    return " ".join(words) if is_name and "and" not in words else None


def _label_of(text: str) -> re.Match[str] | None:
    """Return the label that opens a paragraph: a question's, an answer's, or words that may be a name."""
    found = _LABEL.match(text)
    if found is None or found["label"].casefold() in _QUESTIONS | _ANSWERS:
        return found
    words = found["label"].split()
    return found if len(words) <= _MOST_WORDS and all(word[0].isupper() for word in words) else None


def _names_of(who: str) -> frozenset[str]:
    """Return what labels call somebody: his name, his surname, his initials; in small letters."""
    words = who.split()
    initials = (
        "".join(word[0] for word in words),
        "".join(part[0] for word in words for part in word.split("-") if part),
    )
    return frozenset(name.casefold() for name in (who, words[-1], *initials, *(".".join(i) + "." for i in initials)))


def _is_answer(found: re.Match[str], own: frozenset[str]) -> bool:
    label = found["label"].casefold()
    return label in own or label in _ANSWERS


# ---- statements ---------------------------------------------------------------------------------------------------


def announced(title: str | None, paragraphs: Sequence[LocatedParagraph]) -> Announced | None:
    """Return who makes the statement that a headline, or a line at the head of the text, announces by its form."""
    for at, text in _heads(title, paragraphs):
        found = _STATEMENT.fullmatch(text)
        if found is not None and _names_one(found["then"]):
            return Announced(at + 1, found["who"], found.span("who") if at >= 0 else None)
    return None


def _heads(title: str | None, paragraphs: Sequence[LocatedParagraph]) -> Iterator[tuple[int, str]]:
    if title:
        yield -1, title
    for at, paragraph in enumerate(paragraphs[:_FIRST]):
        yield at, paragraph.text


def _names_one(then: str) -> bool:
    """Tell whether what follows a name leaves it alone: no `and the Minister of Trade`, no sentence."""
    return not then.lstrip(" ,").startswith(("and ", "& ")) and not then.rstrip().endswith((".", "!", "?"))
