"""From a family's name to its font files: shipped here, in a `fontpkg-*` package, or a path; never the system's fonts.

The packages ship unchanged upstream files (OFL); their `metadata.json` is not read, file names are. A family that has
one variable file serves every weight: the face is pinned when it is loaded.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from convert.errors import StyleError

STYLES = ("Regular", "Italic", "SemiBold", "SemiBoldItalic", "Bold", "BoldItalic")
WEIGHTS = {"Light": 300, "Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
SUFFIXES = (".ttf", ".otf", ".ttc")
SHIPPED = Path(__file__).with_name("typefaces")


class FontFile(NamedTuple):
    """A font file and, for a variable one, the weight at which it is to be pinned."""

    path: Path
    weight: int | None = None

    @property
    def axes(self) -> dict[str, float]:
        """The axes to pin: none for a static file."""
        return {} if self.weight is None else {"wght": float(self.weight)}


@cache
def font_file(family: str, style: str = "Regular") -> FontFile:
    """Return the TrueType file of one style of a family: `font_file("IBM Plex Serif", "Italic")`.

    A weight may stand in the family's name (`IBM Plex Serif SemiBold`), and `family` may be a path to a font file.
    Raises StyleError where the family or the style is not installed.
    """
    if family.lower().endswith(SUFFIXES):
        return FontFile(_given_file(Path(family)))
    name, weight = _weight_of(family)
    folder = _folder_of(name)
    wanted, compact = _combined(weight, style), name.replace(" ", "")
    path = folder / f"{compact}-{wanted}.ttf"
    if path.is_file():
        return FontFile(path)
    variable = _variable_file(folder, compact, is_italic="Italic" in wanted)
    if variable is None:
        raise StyleError(f"the font “{name}” has no style {wanted}", where=f"font {family}")
    return FontFile(variable, WEIGHTS[wanted.removesuffix("Italic") or "Regular"])


def face_file(family: str, style: str = "Regular") -> Path:
    """Return the path alone of `font_file`."""
    return font_file(family, style).path


def nearest_style(family: str, style: str) -> str:
    """Return a style that a family has: that one, the same upright, the other strong one, or the regular one."""
    upright = style.removesuffix("Italic") or "Regular"
    other = {"Bold": "SemiBold", "SemiBold": "Bold"}.get(upright, upright)
    for wanted in (style, upright, other, "Regular"):
        try:
            font_file(family, wanted)
        except StyleError:
            continue
        return wanted
    font_file(family, "Regular")
    return "Regular"


def full_style(family: str, style: str) -> str:
    """Return a style with the weight that stands in a family's name: `SemiBold` of `IBM Plex Serif SemiBold`."""
    return style if family.lower().endswith(SUFFIXES) else _combined(_weight_of(family)[1], style)


def _given_file(path: Path) -> Path:
    if not path.is_file():
        raise StyleError("font file not found", where=str(path))
    return path


def _weight_of(family: str) -> tuple[str, str]:
    for weight in WEIGHTS:
        if family.endswith(f" {weight}"):
            return family.removesuffix(f" {weight}"), weight
    return family, "Regular"


def _combined(weight: str, style: str) -> str:
    if weight == "Regular" or style.startswith(weight):
        return style
    return f"{weight}Italic" if "Italic" in style else weight


def _variable_file(folder: Path, compact: str, *, is_italic: bool) -> Path | None:
    stem = f"{compact}-Italic[" if is_italic else f"{compact}["
    found = (path for path in sorted(folder.glob("*.ttf")) if path.name.startswith(stem))
    return next((path for path in found if "wght" in path.name), None)


def _folder_of(name: str) -> Path:
    if (SHIPPED / f"{name.replace(' ', '')}-Regular.ttf").is_file():
        return SHIPPED
    package = "fontpkg_" + name.lower().replace(" ", "_")
    can_be_one = package.isascii() and package.isidentifier()
    spec = find_spec(package) if can_be_one else None
    if spec is None or spec.origin is None:
        hint = f"pip install {package.replace('_', '-')}" if can_be_one else "a family's name, or the path of a .ttf"
        raise StyleError(f"the font “{name}” is not installed", hint=hint)
    return Path(spec.origin).parent / "files"
