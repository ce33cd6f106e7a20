"""Typst, to measure ourselves by: the same text, face, size, measure and language."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path

from convert.fonts import face_file

_HEAD = """#set document(title: "Bench")
#set page(width: 595.28pt, height: {height}pt, margin: (left: 110pt, right: {right}pt, top: 71.89pt, bottom: 70pt))
#set text(font: "IBM Plex Serif", size: 10pt, lang: "en", region: "GB", hyphenate: true)
#set par(justify: true, leading: 6.5pt, spacing: 12.5pt)
"""


def compiled(texts: list[list[str]], measure: float, height: float = 841.89) -> bytes | None:
    """Return the file Typst makes, or None where it is not installed."""
    try:
        typst = importlib.import_module("typst")
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "bench.typ")
        source.write_text(_source(texts, measure, height), "utf-8")
        fonts = [str(face_file("IBM Plex Serif").parent)]
        made: bytes = typst.compile(
            source, format="pdf", font_paths=fonts, ignore_system_fonts=True, pdf_standards=["ua-1"]
        )
        return made


def pages_of(data: bytes) -> int:
    """Return the number of pages of a file."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _source(texts: list[list[str]], measure: float, height: float) -> str:
    parts = [_HEAD.format(right=round(595.28 - 110 - measure, 2), height=height)]
    parts += ["\n\n".join(f"#{_quoted(words)}" for words in text) for text in texts]
    return parts[0] + "\n#pagebreak(weak: true)\n".join(parts[1:])


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
