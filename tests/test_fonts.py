"""Fonts: from a family's name to a file, never one of the system's."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.errors import StyleError
from convert.fonts import SHIPPED, font_file, full_style, nearest_style
from convert.style import load_style
from convert.typeset.faces import Face
from tests.pdfs import Made, brief, paragraph


def test_a_family_and_a_style_are_a_file() -> None:
    assert font_file("IBM Plex Serif", "Italic").path.name == "IBMPlexSerif-Italic.ttf"


def test_a_weight_may_stand_in_the_family_name() -> None:
    assert font_file("IBM Plex Serif SemiBold").path.name == "IBMPlexSerif-SemiBold.ttf"
    assert full_style("IBM Plex Serif SemiBold", "Italic") == "SemiBoldItalic"


def test_a_variable_family_is_pinned_at_the_weight() -> None:
    regular, strong = font_file("Noto Serif"), font_file("Noto Serif", "SemiBold")

    assert (regular.axes, strong.axes) == ({"wght": 400.0}, {"wght": 600.0})
    assert (
        Face.load(strong.path, axes=strong.axes).shape("n")[0]
        > Face.load(regular.path, axes=regular.axes).shape("n")[0]
    )


def test_a_style_that_a_family_lacks_is_replaced_by_the_nearest() -> None:
    assert nearest_style("Noto Serif Armenian", "BoldItalic") == "SemiBold"
    assert nearest_style("Noto Sans Georgian", "Italic") == "Regular"


def test_the_shipped_faces_have_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (SHIPPED / "OFL.txt").read_text("utf-8")
    assert len(list(SHIPPED.glob("*.ttf"))) == 12


def test_an_unknown_family_says_what_to_install() -> None:
    with pytest.raises(StyleError, match="not installed") as caught:
        font_file("No Such Face")
    assert caught.value.hint == "pip install fontpkg-no-such-face"


@pytest.mark.parametrize("family", ["../../etc/passwd", "/etc/passwd", "Шрифт", "A; rm b"])
def test_a_family_name_that_can_be_no_package_is_not_to_be_installed(family: str) -> None:
    with pytest.raises(StyleError, match="not installed") as caught:
        font_file(family)
    assert caught.value.hint == "a family's name, or the path of a .ttf"


def test_a_missing_style_is_named() -> None:
    with pytest.raises(StyleError, match="no style Black"):
        font_file("IBM Plex Serif", "Black")


def test_a_file_that_is_no_font_is_refused_by_its_path(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"this is no font" * 100)

    with pytest.raises(StyleError, match="cannot be used") as caught:
        Made(brief(paragraph("Text.")), load_style("press", changes={"font": {"text": str(broken)}}))
    assert caught.value.where == str(broken)


def test_a_font_of_ones_own_is_used_by_its_path() -> None:
    path = str(font_file("Fira Sans").path)
    made = Made(brief(paragraph("Text.")), load_style("press", changes={"font": {"text": path}}))

    with made.open() as pdf:
        names = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert any(name.endswith("FiraSans-Regular") for name in names)
