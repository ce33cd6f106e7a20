"""The rights cut: what an edition may print of an article. It is made before anything is composed.

`full` prints all; `extract` key points, statements and the source line; `link` the headline, the source line and the
address. What is withheld is gone from the record, so that no part of a document, no writer and no JSON can leak it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from convert import model as m

Rights = Literal["full", "extract", "link"]


_KEPT_FIELDS = frozenset(m.Metadata.__struct_fields__) - {"subtitle", "tags", "extra"} | {"place", "agency"}
"""What may be said of a source whose text is withheld: a sub-title and a reader's own fields can be text of it."""


def apply_rights(record: m.Record, rights: Rights) -> m.Record:
    """Return the record as it may be printed; its places in the source stay, the source's words do not."""
    if rights == "full":
        return record
    kept = record.analysis if rights == "extract" else m.Analysis()
    analysis = m.Analysis(key_points=kept.key_points, statements=kept.statements)
    return msgspec.structs.replace(record, article=_withheld(record.article), analysis=analysis)


def _withheld(article: m.Article) -> m.Article:
    return msgspec.structs.replace(
        article,
        body=(),
        source_text="",
        edits=(),
        residue=(),
        media=(),
        notes=(),
        findings=tuple(_placed(finding) for finding in article.findings if finding.field in _KEPT_FIELDS),
        metadata=msgspec.structs.replace(article.metadata, subtitle=None, tags=(), extra=()),
    )


def _placed(finding: m.Finding) -> m.Finding:
    """Return a finding whose place is said in words: the text it pointed into is withheld."""
    if isinstance(finding.where, m.NamedPlace):
        return finding
    place = f"characters {finding.where.start}–{finding.where.end} of the source"
    return msgspec.structs.replace(finding, where=m.NamedPlace(place), reason="")
