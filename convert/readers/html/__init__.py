"""Web pages, saved or as they came: the article with its structure, and all that the page says of it.

Nothing is fetched. What of the page is left out (navigation, other stories) is counted in a Note; what looked like
the article's and was taken for the page's stays in the source text as residue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.contracts import Input, Raw
from convert.errors import Noter
from convert.model import Record

name = "html"
suffixes = ("html", "htm", "xhtml", "shtml")

_MAY_HOLD_ELEMENTS = ("md", "markdown", "rst", "tex")
_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(
    rb"<(?:html|head|body|title|meta|div|p|article|main|section|script|link|h[1-6]|span|table|ul|ol|li|img|a|blockquote)"
    rb"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def recognises(head: bytes) -> bool:
    """Say yes to a page, whatever it is called: it opens with HTML, or is made of its tags."""
    if b"\0" in head[:64]:  # UTF-16: what is looked for is ASCII
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    if _OPENING.match(head[:8192]):
        return True
    start = head[:4096].lstrip()
    if not start.startswith(b"<") or start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return False
    return len(_TAGS.findall(head[:16384])) >= 3


def looks_inside(given: Input) -> bool:
    """Say no to what is named as another markup and only begins with elements, as Markdown may."""
    return given.suffix not in _MAY_HOLD_ELEMENTS or _OPENING.match(given.head()[:8192]) is not None


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the page's article; raises NothingUsable for a page without one: an empty shell, a consent wall."""
    from convert.readers.html.article import Beside, read_page

    with given.open() as stream:
        data = stream.read()
    address = next((each.value for each in given.candidates if each.field == "url"), "")
    yield read_page(data, given.name, note, Beside(given.encoding, address))
