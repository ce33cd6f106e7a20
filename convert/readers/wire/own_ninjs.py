"""An item of ninjs that convert wrote: read back as the record it was made of, unless somebody has edited it since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from convert.contracts import Input, candidate
from convert.errors import Note, Noter
from convert.model import Article, Finding, Record, Source
from convert.ninjs import EXTENSION, Evidence, evidence_in, item_hash
from convert.normalise.build import build_body
from convert.normalise.draft import Draft
from convert.normalise.uncovered import left_over
from convert.readers.html.fragment import Fragment, fragment
from convert.readers.wire.ninjs_facts import Fields, items_in, text_in

_NOT_IN_NINJS = ("section", "marking", "outlet")
"""Fields that an item says in no place of its own, or not surely."""


def restored(values: Mapping[str, Any], data: bytes, given: Input, note: Noter) -> Record | None:
    """Return the record that an item was made of; None where the item is not ours, or is another by now."""
    evidence = evidence_in(values)
    if evidence is None:
        return None
    if evidence.sha256 != item_hash(values):
        message = "the item has been edited since convert wrote it: what it says now is used"
        note(Note("edited-since", message, given.name, level="info"))
        return None
    found = _text(values, given.name, note)
    draft = Draft(found.text, given.name, note, found.marks)
    body = build_body(draft)
    article = Article(
        source=Source(given.name, hashlib.sha256(data).hexdigest(), len(data), "ninjs", "utf-8"),
        metadata=evidence.metadata,
        body=body,
        source_text=found.text,
        findings=evidence.findings,
        residue=tuple(left_over(draft, body, ())),
        notes=evidence.notes,
        truncated=evidence.truncated,
    )
    return Record(article)


def _text(values: Mapping[str, Any], name: str, note: Noter) -> Fragment:
    body = next(iter(items_in(Fields(values).value("bodies"))), {})
    return fragment(text_in(body.get("value")), name, note) if body else Fragment()


def known_beside(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what the evidence of an edited item says in fields that ninjs has no place for."""
    evidence: Evidence | None = evidence_in(values)
    if evidence is None:
        return
    for field in _NOT_IN_NINJS:
        if value := getattr(evidence.metadata, field):
            yield candidate(field, value, f"ninjs {EXTENSION}", "agency_metadata")
