"""The pictures and captions of an article: among its text, or over it as a figure under the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from convert.readers.html.marking import sources_of
from convert.readers.html.noise import in_furniture
from convert.readers.html.page import Element
from convert.readers.html.runs import Part, Picture, Run
from convert.walk import count_of

_CAPTION = re.compile(r"caption|legend|bildunterschrift|image-?(?:text|desc|credit)|photo-?(?:credit|text|desc)", re.I)
_ORNAMENT = re.compile(r"avatar|gravatar|emoji|smil(?:ey|ie)|icon|logo|spacer|pixel", re.I)
_SMALLEST_PICTURE = 60
_MOST_WORDS = 120
"""Of a picture and its caption: what holds more is a box of text."""
_FARTHEST = 6
"""Elements between a picture and what holds it and its caption."""


class Story(Struct, frozen=True):
    """An article on its page: the element that holds it, its first and last run, its headline if it is on the page."""

    region: Element
    first: int
    last: int
    headline: int | None


class Figures(Struct, frozen=True):
    """Pictures by their place, and the elements whose whole content is a picture with what is said of it."""

    pictures: dict[int, Picture]
    elements: frozenset[Element]


def find_figures(parts: Sequence[Part], story: Story) -> Figures:
    """Return the pictures of an article, each once, and its figures, those too whose picture is loaded by a script."""
    inside = set(story.region.iter())
    pictures: dict[int, Picture] = {}
    elements: set[Element] = set()
    seen: set[str] = set()
    for at, part in enumerate(parts[: story.last + 1]):
        if isinstance(part, Run):
            elements.update(_captioned_without_picture(at, part, story, inside))
        if not isinstance(part, Picture) or not _is_of_story(at, part, story, inside):
            continue
        figure = _figure_of(part, story.region)
        address = next(sources_of(part.element), "") or (part.element.get("alt") or "").strip()
        if figure is not None or (address and address not in seen):
            seen.add(address)
            pictures[at] = part
            elements |= {figure} if figure is not None else set()
    return Figures(pictures, frozenset(elements))


def _is_of_story(at: int, picture: Picture, story: Story, inside: set[Element]) -> bool:
    """Tell whether a picture stands among the text, or is a figure over it, after the headline at the earliest."""
    if not _is_shown(picture.element) or in_furniture(picture.element, story.region):
        return False
    if at > story.first:
        return picture.block in inside
    under_headline = story.headline is not None and story.headline < at
    return _figure_round(picture.element) is not None and (under_headline or picture.block in inside)


def _captioned_without_picture(at: int, run: Run, story: Story, inside: set[Element]) -> Iterator[Element]:
    figure = _figure_round(run.block) if story.first < at < story.last and run.block in inside else None
    if figure is None or next(figure.iter("img", "amp-img"), None) is not None:
        return
    captioned = any(up.tag == "figcaption" for up in (run.block, *run.block.iterancestors("figcaption")))
    if captioned and _is_one_figure(figure) and not in_furniture(figure, story.region):
        yield figure


def _figure_of(picture: Picture, region: Element) -> Element | None:
    """Return the element that holds a picture and its caption, and little else."""
    at: Element | None = picture.element
    for _ in range(_FARTHEST + 1):
        if at is None or at is region or at.tag in ("li", "td", "blockquote", "article", "main", "body"):
            return None
        if at.tag == "figure" or any(_CAPTION.search(each.get("class") or "") for each in at.iterdescendants()):
            return at if _is_one_figure(at) else None
        at = at.getparent()
    return None


def _figure_round(element: Element) -> Element | None:
    return element if element.tag == "figure" else next(element.iterancestors("figure"), None)


def _is_one_figure(element: Element) -> bool:
    """Tell a picture with its caption, in whatever forms of one picture, from a gallery or a box of text."""
    if next(element.iterdescendants("table", "pre", "blockquote"), None) is not None:
        return False
    names = {
        re.sub(r"\W?\d+x\d+|[?#].*", "", next(sources_of(img), "")).rpartition("/")[2] for img in element.iter("img")
    }
    return len(names - {""}) <= 2 and len(" ".join(element.itertext()).split()) <= _MOST_WORDS


def _is_shown(picture: Element) -> bool:
    """Tell a picture from a dot that counts visits, an icon, or a placeholder; one side of 0 is a side unknown."""
    said = [(picture.get(side) or "").removesuffix("px") for side in ("width", "height")]
    sides = [count_of(side, _SMALLEST_PICTURE) for side in said if side.isdecimal()]
    if any(side < _SMALLEST_PICTURE for side in sides) and sorted(sides) != [0, _SMALLEST_PICTURE]:
        return False
    return not _ORNAMENT.search(f"{picture.get('class') or ''} {next(sources_of(picture), '').rpartition('/')[2][:80]}")
