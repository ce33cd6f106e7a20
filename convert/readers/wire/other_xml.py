"""XML that no reader knows: refused by its name, so that no markup is ever printed as if it were somebody's words."""

from __future__ import annotations

from collections.abc import Iterator

from convert.contracts import Input, Raw
from convert.errors import Noter, NothingUsable
from convert.model import Record
from convert.readers.xml_root import root_name


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Raise NothingUsable with the name of the outermost element."""
    del note
    root = root_name(given.head())
    kind = f"XML whose outermost element is “{root}”" if root else "XML without an element"
    hint = "NewsML, NITF, feeds, WXR and XHTML are read; if its words are to be printed with the markup, pass -f text"
    raise NothingUsable(f"{kind} is of no kind that is read here", where=given.path or given.name, hint=hint)
