"""Exports of press databases: Factiva, Nexis and Europresse, each file a container of articles.

One engine: a file becomes a `sheet` of paragraphs, the vendor's grammar (`factiva`, `nexis`, `europresse`) tells the
fields from the text, `fields` reads what fields say, `story` makes an article of it. What vendors call their fields, in
their languages, is data (`data/*.toml`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from convert.contracts import Input, Raw
from convert.errors import Noter
from convert.model import Record
from convert.readers.exports import recognition


class ExportReader(Struct, frozen=True):
    """A reader of one vendor's exports: `may_be` looks at the first bytes, `is_one` at more of those that may."""

    name: str
    suffixes: tuple[str, ...]
    may_be: Callable[[bytes], bool]
    is_one: Callable[[Input], bool]

    def recognises(self, head: bytes) -> bool:
        """Tell from the first bytes what may be an export: Word and RTF, and pages that name the vendor, all may."""
        return self.may_be(head)

    def looks_inside(self, given: Input) -> bool:
        """Tell whether the input is an export of this vendor."""
        return self.is_one(given)

    def read(self, given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
        """Yield a Raw for each article; raises NothingUsable for an export without any."""
        from convert.readers.exports.reading import articles_of

        yield from articles_of(given, self.name, note)


factiva = ExportReader("factiva", ("html", "xml", "rtf", "txt"), recognition.may_be_factiva, recognition.is_factiva)
nexis = ExportReader("nexis", ("docx", "rtf", "txt", "html"), recognition.may_be_nexis, recognition.is_nexis)
europresse = ExportReader("europresse", ("html",), recognition.may_be_europresse, recognition.is_europresse)
