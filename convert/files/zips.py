"""What Python's zipfile raises of archives that are damaged, encrypted or packed in a way it does not know."""

from __future__ import annotations

import lzma
import zipfile
import zlib

BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    # a method that is not known, a password, a name that is none
    *(NotImplementedError, RuntimeError, ValueError, KeyError),
)
