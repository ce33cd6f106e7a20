"""HTML that is all article: a feed's entry, a mail's body, a news record's text."""

from __future__ import annotations

from msgspec import Struct

from convert.contracts import Mark
from convert.errors import Note, Noter, NothingUsable
from convert.model import Media
from convert.readers.addresses import absolute_address
from convert.readers.html.main_text import MainText
from convert.readers.html.marking import Surroundings, marked, say_struck
from convert.readers.html.metadata import base_address
from convert.readers.html.page import captions_in_figures, parsed
from convert.readers.html.pictures import with_media
from convert.readers.html.runs import Run, parts_of
from convert.readers.html.selection import Selection


class Fragment(Struct, frozen=True):
    """The text of a fragment with marks over it, and its pictures."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    media: tuple[Media, ...] = ()


def fragment(html: str, name: str, note: Noter, base: str = "", media: tuple[Media, ...] = ()) -> Fragment:
    """Return the text of a fragment: all of it, but for share bars, pointers elsewhere and dots that count visits.

    Those stay in the text as residue. `base` is what its addresses are relative to. Empty where it holds no words.
    """
    try:
        page = parsed(html, name)
    except NothingUsable:
        return Fragment()
    if page.flattened:
        note(Note("flattened", "what nests too deep is set side by side; no words are lost", name))
    captions_in_figures(page.root)
    parts = parts_of(page.root)
    everything = MainText(frozenset(at for at, part in enumerate(parts) if isinstance(part, Run)))
    selection = Selection(page.root, parts, everything, "", page.root)
    base = base_address(page.root, ()) or base
    kept, used = with_media(list(selection.kept()), media, base)
    surroundings = Surroundings(
        selection.figures, frozenset(selection.tables), lambda address: absolute_address(address, base)
    )
    say_struck(kept, name, note)
    made = marked(kept, surroundings)
    return Fragment(made.text, made.marks, used)
