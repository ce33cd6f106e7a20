"""PDFium, loaded once, with no eye for the fonts of the machine: what it reads must not depend on them."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import cast


@cache
def pdfium() -> ModuleType:
    """Return pypdfium2, set up; raises ModuleNotFoundError where it is not installed."""
    import pypdfium2

    class NoFonts(pypdfium2.PdfSysfontBase):  # type: ignore[misc]
        """Says that the machine has no fonts: PDFium's own stand in for those that a document does not carry."""

        def EnumFonts(self, *_: object) -> None:  # noqa: N802 -- the names are PDFium's (fpdf_sysfontinfo.h)
            pass

        def MapFont(self, *_: object) -> None:  # noqa: N802
            pass

        def GetFont(self, *_: object) -> None:  # noqa: N802
            pass

    NoFonts().setup()
    return cast("ModuleType", pypdfium2)
