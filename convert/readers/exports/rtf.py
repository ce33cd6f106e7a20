"""A document of RTF as a tree of HTML, by pandoc; one that breaks off is closed first, so that it can be read."""

from __future__ import annotations

import re

from convert import pandoc
from convert.contracts import Input
from convert.errors import ConvertError, MissingProgram, NothingUsable
from convert.readers.exports.apart import TAB
from convert.readers.html.page import Element, parsed
from convert.readers.office.rtf_letters import with_letters

TIME_LIMIT = 60.0
"""Seconds: an export holds a hundred articles or more."""

_BREAK = re.compile(rb"\\(?:page|sect)(?![a-z])")
"""A new page or section, which ends no paragraph for pandoc."""
_TAB = re.compile(rb"\\tab(?![a-z0-9-]) ?")
_BRACE = re.compile(rb"\\.|[{}]", re.DOTALL)
_HALF = re.compile(rb"\\(?:'[0-9a-fA-F]?|[a-z]*-?\d*)?$")


def tree_of_rtf(data: bytes, given: Input) -> Element:
    """Return the tree of a document; raises NothingUsable where pandoc cannot read it."""
    document = _BREAK.sub(rb"\\par", with_letters(_closed(data)))
    # pandoc takes a tab for a space, and any white space after a control word for its end
    document = _TAB.sub(b"{" + TAB.encode() + b"}", document)
    try:
        made = pandoc.convert(document, "rtf", "html", [], TIME_LIMIT)
    except MissingProgram:
        raise
    except ConvertError as error:
        why = error.message.removeprefix("pandoc could not write html: ")
        raise NothingUsable(
            f"the document cannot be read: {why}", where=given.path or given.name, hint=error.hint
        ) from error
    return parsed(made.decode("utf-8", "replace"), given.name).root


def _closed(data: bytes) -> bytes:
    """Return a document with the groups closed that it leaves open."""
    data = data.rstrip(b"\0 \r\n")
    depth = 0
    for found in _BRACE.finditer(data):
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
    if depth <= 0:
        return data
    return _HALF.sub(b"", data) + b"}" * depth
