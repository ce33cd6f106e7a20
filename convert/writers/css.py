"""The style as CSS, for EPUB and HTML: `stylesheet.css` with a Style's terms filled in.

Sizes are relative to the reader's own (1rem is `size.body`), so that a reading device may enlarge them; colours turn
for dark screens with their contrast kept.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

from msgspec import Struct
from msgspec.structs import asdict

from convert.style import Style

DARK = {
    "ground": "#16181b",
    "ink": "#e8e6e1",
    "soft": "#b3b0a8",
    "accent": "#9fc1ea",
    "tint": "#23262b",
    "badge": "#3a3e45",
    "hair": "#6f7379",
}
"""On a ground of #16181B: text 14.3, soft 8.2, accent 9.6 (WCAG contrast ratios)."""

_FALLBACK = {"Serif": "Georgia, serif", "Sans": "sans-serif"}


def stylesheet(style: Style) -> str:
    """Return the style sheet of a house style."""
    body = style.size.body[0]
    terms: dict[str, object] = {
        "alignment": "justify" if style.look.justify else "left",
        "hyphens": "auto" if style.look.hyphenate else "none",
        "head_weight": _weight(style.font.head),
        "body_points": body,
    }
    terms |= {role: _stack(getattr(style.font, role)) for role in ("text", "label", "head")}
    terms |= {name: _tint(colour) for name, colour in asdict(style.colour).items()}
    terms |= {f"dark_{name}": colour for name, colour in DARK.items()}
    terms |= {f"{name}_line": _line(points) for name, points in _numbers(style.rule)}
    terms |= {f"{name}_space": f"{points / body:.3g}" for name, points in _numbers(style.space)}
    for name, size in asdict(style.size).items():
        if isinstance(size, tuple):
            terms |= {f"{name}_size": f"{size[0] / body:.3g}rem", f"{name}_leading": f"{size[1] / size[0]:.3g}"}
    return _template().substitute(terms)


def _numbers(terms: Struct) -> list[tuple[str, float]]:
    return [(name, value) for name, value in asdict(terms).items() if isinstance(value, float | int)]


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("stylesheet.css").read_text("utf-8"))


def _stack(family: str) -> str:
    """Return a family with what stands in for it; a weight in its name is said by `font-weight`."""
    name = family.removesuffix(" SemiBold").removesuffix(" Bold")
    kind = "Serif" if "Serif" in name else "Sans"
    return f'"{name}", {_FALLBACK[kind]}'


def _weight(family: str) -> int:
    return 600 if family.endswith("SemiBold") else 700 if family.endswith("Bold") else 400


def _line(points: float) -> str:
    return f"{max(points / 10, 0.06):.3g}rem"


def _tint(colour: str) -> str:
    return "transparent" if colour == "none" else colour
