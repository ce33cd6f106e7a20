"""An item's text in the forms it came in, and the Raw that is made of the best of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from html import escape, unescape
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Input, Mark, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.model import Finding
from convert.normalise.dateline import is_agency
from convert.normalise.headline import folded
from convert.readers.html.fragment import Fragment, fragment
from convert.readers.wire.evidence import Evidence

PLAIN_ENOUGH = 1.25
"""Plain text is taken in the place of markup that has fewer letters by this factor: the markup is an extract."""

MOST_OF_IT = 0.8
"""A form so much of whose words stand in the one that is taken says the same."""

LONGEST_STANDFIRST = 300
"""Letters of an abstract that is set under the headline."""

MOST_SHOWN = 8
"""Words of a form that a note shows."""

_LONGER_WORD = re.compile(r"[^\W\d_]{4,}")
_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|li|table|body|section|a|em|strong|b|i|span)\b[^>]*>", re.IGNORECASE)
_WRAPPER = re.compile(r"</?(?:p|body|div)\s*/?>", re.IGNORECASE)
_PARTED = re.compile(r"\n[ \t]*\n")
_INDENTED = re.compile(r"(?<=[^\s\n])[ \t]*\n(?=(?:\t|  )[ \t]*\S)")
_TAG = re.compile(r"<[^<>]*>")
_INITIALS = re.compile(r"[a-z]{2,4}(?:/[a-z]{2,4}){1,4}(?:-[a-z]{2,4})?")
_AFTER_AGENCY = re.compile(r"(?P<agency>[A-Za-z]{2,6})(?: [A-Za-z]{2,4}){1,4}")


class Form(Struct, frozen=True):
    """The text of an item in one form; `name` says for people which (`body_html`, `inlineXML`)."""

    kind: Literal["html", "plain"]
    value: str
    name: str

    @property
    def folded(self) -> str:
        """Its words for comparing."""
        return folded(unescape(_TAG.sub(" ", self.value)) if self.kind == "html" else self.value)


class Picture(Struct, frozen=True):
    """A picture that belongs to an item: its caption, who made it, what it shows, where it lies."""

    caption: str
    credit: str = ""
    alt: str = ""
    address: str = ""

    @property
    def words(self) -> str:
        """Its caption, or what it shows, with its credit in brackets where that is not in it."""
        said = self.caption or self.alt
        return f"{said} ({self.credit})" if said and self.credit and self.credit not in said else said


def form_of(value: str, name: str) -> Form:
    """Return a text as markup where it holds any; lines in a single paragraph, parted by blank ones, are plain."""
    if not _MARKUP.search(value):
        return Form("plain", _lines_parted(value), name)
    inner = _lines_parted(_WRAPPER.sub("", value).strip())
    if value.lower().count("<p") <= 1 and _PARTED.search(inner) and not _MARKUP.search(inner):
        return Form("plain", unescape(inner), name)
    return Form("html", value, name)


def _lines_parted(text: str) -> str:
    """Return lines with blank ones before those that are indented, where that is how paragraphs are told."""
    lines = [line for line in text.splitlines() if line.strip()]
    indented = sum(line[:2] in ("  ", "\t ") or line[:1] == "\t" for line in lines)
    return _INDENTED.sub("\n\n", text) if 0 < indented < len(lines) and not _PARTED.search(text) else text


def best_of(forms: Sequence[Form], name: str, note: Noter) -> Form | None:
    """Return the form that says most, markup before plain text that says as much; words only others have are noted."""
    sized = [(len(form.folded), form) for form in forms]
    markup = max((each for each in sized if each[1].kind == "html"), key=lambda each: each[0], default=None)
    plain = max((each for each in sized if each[1].kind == "plain"), key=lambda each: each[0], default=None)
    best = markup if markup and (plain is None or plain[0] <= markup[0] * PLAIN_ENOUGH) else plain
    if best is None or best[0] == 0:
        return None
    for _, form in sized:
        if form is not best[1]:
            _say_other(form, best[1], name, note)
    return best[1]


def _say_other(form: Form, taken: Form, name: str, note: Noter) -> None:
    """Note a form that is left out where it says another text than the one that is taken, or has words of its own."""
    own = set(form.folded.split())
    if len(own & set(taken.folded.split())) < MOST_OF_IT * len(own):
        note(Note("other-text", f"“{form.name}” holds another text than “{taken.name}” and is left out", name))
    elif words := sorted(_words_of(form) - _words_of(taken)):
        shown = ", ".join(words[:MOST_SHOWN]) + (" …" if len(words) > MOST_SHOWN else "")
        note(
            Note("other-words", f"“{form.name}” has words that “{taken.name}” has not, and is left out: {shown}", name)
        )


def _words_of(form: Form) -> set[str]:
    """Return the longer words of a form, by which two are compared: how they part short ones and figures differs."""
    return set(_LONGER_WORD.findall(unescape(_TAG.sub(" ", form.value)) if form.kind == "html" else form.value))


class Story(Struct, frozen=True):
    """An item as its reader found it: what it says of itself, the best form of its text, its pictures."""

    reader: str
    said: Evidence
    form: Form | None = None
    pictures: Sequence[Picture] = ()


def raw_of(story: Story, given: Input, data: bytes, note: Noter) -> Raw:
    """Return an item as a Raw; raises NothingUsable where it has neither a headline nor a text nor a caption."""
    said = story.said
    pictures = [picture for picture in story.pictures if picture.words]
    if without := len(story.pictures) - len(pictures):
        message = f"pictures without a word about them are left out: {without}"
        note(Note("picture-left-out", message, given.name, level="info"))
    form = story.form or (None if pictures else _abstract_alone(said, given.name, note))
    structured = form is None or form.kind == "html" or bool(pictures)
    text = form.value if form else ""
    made = _without_initials(_fragment(form, pictures, given.name, note)) if structured else Fragment(text)
    if not any(map(str.isalnum, made.text)):
        made = _headline_alone(said)
        if not made.text:
            raise NothingUsable("the item holds neither headline nor text", where=given.path or given.name)
        note(Note("no-text", "the item holds no text; all there is of it is its headline", given.name))
    return Raw(
        text=made.text,
        name=given.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader=story.reader,
        encoding="utf-8",
        structured=structured,
        marks=made.marks,
        candidates=tuple(_without_lead(said.found, made.text)),
        media=made.media,
    )


def _abstract_alone(said: Evidence, where: str, note: Noter) -> Form | None:
    """Return what an item without text says of its content."""
    abstract = said.value("extra.abstract")
    if not abstract:
        return None
    note(Note("no-text", "the item holds no text but its abstract, which is printed", where))
    return Form("plain", abstract, "abstract")


def _fragment(form: Form | None, pictures: Sequence[Picture], name: str, note: Noter) -> Fragment:
    body = "" if form is None else form.value if form.kind == "html" else paragraphs_of(form.value)
    # alternative texts count too: a picture in the text may say its caption nowhere else
    shown = folded(unescape(body))
    figures = "".join(_figure(each) for each in pictures if not each.caption or folded(each.caption) not in shown)
    return fragment(f"<div>{body}{figures}</div>", name, note)


def _without_initials(made: Fragment) -> Fragment:
    """Return a text whose last paragraph is no part of it where that is only who wrote and edited: `hh/ph/ts`."""
    last = max((mark for mark in made.marks if mark.kind == "paragraph"), key=lambda mark: mark.start, default=None)
    if last is None or last.start == 0 or not _is_initials(made.text[last.start : last.end].strip()):
        return made
    marks = (replace(mark, kind="residue", value="sign-off") if mark is last else mark for mark in made.marks)
    return replace(made, marks=tuple(marks))


def _is_initials(words: str) -> bool:
    after = _AFTER_AGENCY.fullmatch(words)
    return _INITIALS.fullmatch(words) is not None or (after is not None and is_agency(after["agency"]))


def paragraphs_of(text: str) -> str:
    """Return plain text as HTML paragraphs: parted by blank lines, or where there are none by line ends."""
    parts = re.split(r"\n\s*\n", text.strip())
    parts = text.strip().splitlines() if len(parts) == 1 else parts
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in parts if part.strip())


def _figure(picture: Picture) -> str:
    alt = picture.alt if picture.caption else ""
    image = f'<img src="{escape(picture.address)}" alt="{escape(alt)}">'
    return f"<figure>{image}<figcaption>{escape(picture.words)}</figcaption></figure>"


def _headline_alone(said: Evidence) -> Fragment:
    title = said.value("title")
    return Fragment(title, (Mark(0, len(title), "headline", level=1),) if title else ())


def _without_lead(found: Sequence[Finding], text: str) -> list[Finding]:
    """Return the candidates without a standfirst that only says the beginning of the text, or the headline, again."""
    begins = folded(text[: 3 * LONGEST_STANDFIRST])
    titles = {folded(f.value) for f in found if f.field == "title"}
    return [f for f in found if f.field != "subtitle" or not (folded(f.value) in begins or folded(f.value) in titles)]


def say_abstract(said: Evidence, value: str, place: str) -> None:
    """Add an abstract: as it is, and as standfirst where it is short enough and no sub-headline is known."""
    words = " ".join(value.split())
    said.say("extra.abstract", words, place)
    if len(words) <= LONGEST_STANDFIRST and not said.has("subtitle"):
        said.say("subtitle", words, place)


def say_withdrawn(said: Evidence, where: str, note: Noter) -> None:
    """Warn of an item that its agency has cancelled or holds back: whether it is printed is for the editor to say."""
    if status := said.value("extra.status"):
        note(Note("withdrawn", f"the agency marks this item as “{status}”: think twice before it is printed", where))
