"""A writer of one's own: `convert pack folder/ --to outline` once this package is installed.

A writer is anything with a `suffix` and a `write`; `convert.testing` checks that it keeps what writers promise.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from convert.contracts import File, Written
from convert.errors import Noter
from convert.model import Briefing, Heading
from convert.style import Style
from convert.walk import blocks, plain


class OutlineWriter:
    """Writes OPML 2.0: a line for each heading."""

    suffix = "opml"

    def write(self, briefing: Briefing, style: Style, note: Noter) -> Written:
        """Return the outline; the text is left out, which is what an outline is for."""
        del style, note
        heads = (block for block in blocks(briefing.sections) if isinstance(block, Heading))
        lines = "\n".join(f"<outline text={quoteattr(plain(head.content))}/>" for head in heads)
        title = quoteattr(briefing.properties.title)[1:-1]
        head = f'<?xml version="1.0"?>\n<opml version="2.0"><head><title>{title}</title></head>'
        text = f"{head}<body>\n{lines}\n</body></opml>\n"
        return Written((File(".opml", text.encode("utf-8")),))


writer = OutlineWriter()
