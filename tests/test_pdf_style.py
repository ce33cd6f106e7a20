"""A style in print: no setting is dead, nothing is printed where it does not belong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from convert import model as m
from convert.errors import StyleError
from convert.style import Style, load_style
from convert.writers.pdf.contrast import ratio
from tests.pdfs import MEDIA, Made, article, brief, briefing, contents, every_block, paragraph, text_of, words

ELSEWHERE = {
    "font.docx.text": "Word",
    "font.docx.label": "Word",
    "look.articles": "compose",
    "name": "the provenance",
}
"""Settings that speak to others than this writer, and to whom."""


def settings(style: msgspec.Struct, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each setting of a style with its path; those of `parts` are compose's."""
    for field in style.__struct_fields__:
        value = getattr(style, field)
        if isinstance(value, msgspec.Struct):
            yield from settings(value, f"{path}{field}.")
        elif not path.startswith("parts."):
            yield f"{path}{field}", value


def changed(path: str, value: Any) -> Any:
    """Return another value of the same kind."""
    choices = {
        "page.paper": "letter",
        "rule.table": "grid",
        "look.marking": "text",
        "look.badge": "brackets",
        "look.box": "frame",
        "space.section_needs_mm": 200.0,
        "font.text": "Fira Sans",
        "font.head": "Fira Sans SemiBold",
        "font.label": "Fira Sans Condensed",
        "font.label_strong": "Fira Sans Condensed SemiBold",
        "font.fallback_text": ("Fira Sans",),
        "font.fallback_label": ("IBM Plex Serif",),
    }
    if path in choices:
        return choices[path]
    match value:
        case bool():
            return not value
        case float() | int():
            return value + 3
        case str():
            return "#234567"
        case tuple():
            return tuple(each + 2 for each in value)


def with_setting(style: Style, path: str, value: Any) -> Style:
    section, _, field = path.partition(".")
    return replace(style, **{section: replace(getattr(style, section), **{field: value})})


def part(role: Literal["sources", "rights"], count: int) -> m.Section:
    return m.Section(role, role, (m.Heading(words(role), 1, "section"), paragraph(text_of(count))), title=role)


def sample() -> m.Briefing:
    """Return a briefing in which every role has a part."""
    roles: tuple[Any, ...] = msgspec.json.schema(m.Paragraph)["$defs"]["Paragraph"]["properties"]["role"]["enum"]
    each_role = [m.Paragraph(words("Λόγος Жук of the lake"), role=role) for role in roles]
    heads: tuple[Any, ...] = ("h1_long", "h1_xlong", "h1_none", "brief_title", "title", "front_head", "minor_head")
    each_head = [m.Heading(words("A head"), 2, role) for role in heads]
    cells = [m.Cell((m.Paragraph(words("cell"), role=role),)) for role in ("quote_cell", "timeline", "hash")]
    tables = [m.Table((tuple(cells), tuple(cells)), role=role) for role in ("timeline", "sources")]
    hard = "Donaudampfschifffahrtsgesellschaftsversammlung beschließt Binnenschifffahrtsgebührenordnung. " * 6
    first = article(1, "One", *each_role, *each_head, *every_block(), *tables, paragraph(hard, "9.9", language="de"))
    run_on = replace(article(2, "Two", *[paragraph(text_of(60, n)) for n in range(5)]), start="run_on")
    back = (part("sources", 20), part("rights", 500))
    third = article(3, "Three", *[paragraph(text_of(60, n)) for n in range(2)])
    return briefing(first, run_on, third, front=(contents(first),), back=back, media=MEDIA)


PRESS = load_style("press")


@pytest.mark.parametrize(("path", "value"), [pair for pair in settings(PRESS) if pair[0] not in ELSEWHERE])
def test_a_setting_changes_what_is_printed(path: str, value: Any) -> None:
    other = with_setting(PRESS, path, changed(path, value))

    assert Made(sample(), other).data != Made(sample(), PRESS).data


@pytest.mark.parametrize("paper", ["A4", "letter"])
@pytest.mark.parametrize("style", ["press", "plain"])
def test_text_and_strips_do_not_touch(style: str, paper: str) -> None:
    said = [paragraph(text_of(60, n), f"1.{n}") for n in range(12)]
    made = Made(briefing(article(1, "One", *said)), load_style(style, paper=paper))

    page = pdfium.PdfDocument(made.data)[0]
    text = page.get_textpage()
    lows = sorted({round(text.get_charbox(at)[1]) for at in range(text.count_chars())})
    strip = [low for low in lows if low < made_foot(text) + 4]
    assert strip[0] > 14
    assert min(low for low in lows if low not in strip) > made_foot(text) + 18


def made_foot(text: Any) -> float:
    first, _ = text.search("page 1").get_next()
    return float(text.get_charbox(first)[1])


def test_a_style_with_little_margin_still_keeps_its_strips_on_the_sheet() -> None:
    style = load_style("press", changes={"page": {"top": 5, "bottom": 5}})
    made = Made(briefing(article(1, "One", *[paragraph(text_of(60, n)) for n in range(14)])), style)

    text = pdfium.PdfDocument(made.data)[0].get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars())]
    assert min(box[1] for box in boxes) > 14
    assert max(box[3] for box in boxes) < 842 - 14


@pytest.mark.parametrize("page", [{"inner": 150, "outer": 100}, {"gutter": 200}, {"top": 200, "bottom": 200}])
def test_margins_that_leave_no_room_are_refused(page: dict[str, float]) -> None:
    with pytest.raises(StyleError, match="is the least"):
        Made(brief(paragraph("Text.")), load_style("press", changes={"page": page}))


def test_plain_writes_its_badges_in_brackets() -> None:
    badge = m.Paragraph((m.Text("11 March "), m.Span(words("dateline"), role="badge")))

    assert "[dateline]" in Made(brief(badge), load_style("plain")).said()[0]


def test_pale_ink_is_noted_with_its_ratio() -> None:
    made = Made(brief(paragraph("Text.")), load_style("press", changes={"colour": {"soft": "#AAAAAA"}}))

    assert next(n.message for n in made.notes if n.code == "low-contrast").startswith("small print #AAAAAA on #FFFFFF")


def test_the_styles_that_come_along_are_readable() -> None:
    for name in ("press", "plain"):
        assert "low-contrast" not in Made(sample(), load_style(name)).codes


def test_contrast_is_that_of_wcag() -> None:
    assert (ratio("#000000", "#FFFFFF"), round(ratio("#4D4D4D", "#FFFFFF"), 1)) == (21.0, 8.5)
