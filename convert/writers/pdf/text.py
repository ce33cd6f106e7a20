"""Inlines as runs: what each looks like, where it links to, what language it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from convert import model as m
from convert.markings import find_marking
from convert.typeset.bidi import has_right_to_left
from convert.typeset.faces import Face
from convert.typeset.runs import Format, Run
from convert.walk import plain
from convert.writers.pdf.scripts import Words
from convert.writers.pdf.terms import Terms

SAFE = ("http://", "https://", "mailto:", "tel:")


class Setter:
    """Turns inlines into runs. `labels` has the printed page of each block that is set already."""

    def __init__(self, terms: Terms, labels: Mapping[str, str], language: str, say: Words) -> None:
        self.terms = terms
        self.labels = labels
        self.language = language
        self.say = say
        self.footnote = 0
        self._isolates = 0
        self.footnotes: list[tuple[int, m.Footnote]] = []
        """Those called and not yet set, with their numbers."""
        self.unsafe: set[str] = set()

    def runs(self, content: Iterable[m.Inline], base: Format) -> list[Run]:
        """Return the runs of inlines, but for those that stand flush right."""
        return [run for inline in content if not _is_right(inline) for run in self._inline(inline, base)]

    def right(self, content: Iterable[m.Inline], base: Format) -> list[Run]:
        """Return the runs that stand flush right."""
        return [run for inline in content if _is_right(inline) for run in self._inline(inline, base)]

    def _inline(self, inline: m.Inline, base: Format) -> Iterator[Run]:
        if not isinstance(inline, m.Text | m.Break):
            base = self._isolated(inline, base)
        match inline:
            case m.Text():
                yield Run(self.say(inline.text), base)
            case m.Emphasis():
                yield from self.runs(inline.content, replace(base, face=self._italic(base.face)))
            case m.Strong():
                yield from self.runs(inline.content, replace(base, face=self._strong(base.face)))
            case m.Link():
                yield from self.runs(inline.content, self._linked(base, inline.url))
            case m.Break():
                yield Run("\n", base)
            case m.Footnote():
                self.footnote += 1
                self.footnotes.append((self.footnote, inline))
                yield Run(str(self.footnote), replace(base, size=base.size * 0.7, rise=base.size * 0.33))
            case m.Span():
                yield from self._span(inline, base)
            case m.Bar():
                yield Run(inline.figure, base)
            case m.Ref():
                words = self.shown(inline)
                if words:
                    yield Run(self.say(words), replace(base, destination=inline.target, address=None))
            case m.Remark():
                yield from self.runs(inline.content, base)
            case _:
                assert_never(inline)

    def _isolated(self, inline: m.Inline, base: Format) -> Format:
        """Return the look of an inline whose words may run against those around: what is beside it goes its own way."""
        if base.isolate or (self.terms.direction == "ltr" and not has_right_to_left(plain([inline]))):
            return base
        self._isolates += 1
        return replace(base, isolate=self._isolates)

    def facts(self, content: Iterable[m.Inline]) -> Iterable[m.Inline]:
        """Return facts that stand in one line, each in a Span: a name from right to left turns no date beside it."""
        inlines = tuple(content)
        if self.terms.direction == "ltr" and not has_right_to_left(plain(inlines)):
            return inlines
        return [m.Span((each,)) if isinstance(each, m.Text) else each for each in inlines]

    def shown(self, ref: m.Ref) -> str:
        """Return what a reference prints: its page where it shows pages, else its text."""
        if ref.shows != "page":
            return ref.text
        page = self.labels.get(ref.target, ref.page)
        return ref.lead + page if page is not None else ref.text

    def _span(self, inline: m.Span, base: Format) -> Iterator[Run]:
        look = self._marked(inline, base) if inline.role == "marking" else self._look(inline.role, base)
        if inline.language is not None and not inline.language.startswith(self.language):
            look = replace(look, language=inline.language)
        if inline.role in ("badge", "conflict") and self.terms.style.look.badge == "brackets":
            yield Run("[", look)
            yield from self.runs(inline.content, look)
            yield Run("]", look)
        elif look.ground is not None:
            # a badge is one word: its box is not broken over lines
            yield Run(self.say(plain(inline.content)).replace(" ", "\u00a0"), look)
        else:
            yield from (run for each in inline.content for run in self._inline(each, look))

    def _look(self, role: m.SpanRole | None, base: Format) -> Format:
        faces, style = self.terms.faces, self.terms.style
        boxed = style.look.badge == "box"
        match role:
            case "outlet" | "issuer" | "editor":
                return replace(base, face=faces.label_strong)
            case "badge":
                return replace(
                    base, face=faces.label, size=style.size.badge, ground=style.colour.badge if boxed else None
                )
            case "conflict":
                look = replace(base, face=faces.label_strong, size=style.size.badge)
                return replace(look, colour="#FFFFFF", ground="#000000") if boxed else look
            case "soft" | "hash":
                return replace(base, colour=style.colour.soft)
            case "label":
                return replace(base, face=faces.label, size=style.size.note[0], colour=style.colour.soft)
            case "number":
                return replace(base, face=faces.label, size=style.size.para_number, colour=style.colour.soft)
            case "right":
                return replace(base, face=faces.label, size=style.size.source[0], colour=style.colour.ink)
            case "marking":
                return replace(base, face=faces.marking)
            case "series" | None:
                return base
            case _:
                assert_never(role)

    def _marked(self, inline: m.Span, base: Format) -> Format:
        """Return the look of a marking over an article: a box in the colours of its scheme, or bold."""
        look = replace(base, face=self.terms.faces.marking)
        if self.terms.style.look.marking != "box":
            return look
        known = find_marking(plain(inline.content))
        ink, ground = (known.ink, known.ground) if known is not None else ("#FFFFFF", "#000000")
        return replace(look, colour=ink, ground=ground, padding=4.0)

    def _linked(self, base: Format, url: str) -> Format:
        if url.startswith("#"):
            return replace(base, destination=url[1:])
        if url.lower().startswith(SAFE):
            return replace(base, address=url)
        self.unsafe.add(url)
        return base

    def _italic(self, face: Face) -> Face:
        faces = self.terms.faces
        if face in (faces.label, faces.label_strong):
            return faces.label_italic
        return faces.strong_italic if face in (faces.strong, faces.head) else faces.italic

    def _strong(self, face: Face) -> Face:
        faces = self.terms.faces
        if face in (faces.label, faces.label_italic, faces.label_strong):
            return faces.label_strong
        return faces.strong_italic if face is faces.italic else faces.strong


def _is_right(inline: m.Inline) -> bool:
    return isinstance(inline, m.Span) and inline.role in ("right", "series")
