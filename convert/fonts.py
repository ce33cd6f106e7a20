"""From a family's name to its font files: the `fontpkg-*` packages or a path; never the system's fonts.

The packages ship unchanged upstream files (OFL); their `metadata.json` is not read, file names are.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from convert.errors import StyleError

STYLES = ("Regular", "Italic", "SemiBold", "SemiBoldItalic", "Bold", "BoldItalic")


@cache
def face_file(family: str, style: str = "Regular") -> Path:
    """Return the TrueType file of one style of a family: `face_file("IBM Plex Serif", "Italic")`.

    A weight may stand in the family's name (`IBM Plex Serif SemiBold`), and `family` may be a path to a .ttf file.
    Raises StyleError where the family or the style is not installed.
    """
    if family.endswith(".ttf"):
        return _given_file(Path(family))
    name, weight = _weight_of(family)
    folder = _folder_of(name)
    wanted = _combined(weight, style)
    path = folder / f"{name.replace(' ', '')}-{wanted}.ttf"
    if not path.is_file():
        raise StyleError(f"the font “{name}” has no style {wanted}", where=f"font {family}")
    return path


def _given_file(path: Path) -> Path:
    if not path.is_file():
        raise StyleError("font file not found", where=str(path))
    return path


def _weight_of(family: str) -> tuple[str, str]:
    for weight in ("SemiBold", "Bold", "Medium", "Light"):
        if family.endswith(f" {weight}"):
            return family.removesuffix(f" {weight}"), weight
    return family, "Regular"


def _combined(weight: str, style: str) -> str:
    if weight == "Regular" or style.startswith(weight):
        return style
    return f"{weight}Italic" if "Italic" in style else weight


def _folder_of(name: str) -> Path:
    package = "fontpkg_" + name.lower().replace(" ", "_")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        distribution = package.replace("_", "-")
        raise StyleError(f"the font “{name}” is not installed", hint=f"pip install {distribution}")
    return Path(spec.origin).parent / "files"
