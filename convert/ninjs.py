"""What convert adds to an item of ninjs: its own property, which the writer makes and the reader reads back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from convert.model import SCHEMA_VERSION, Article, Finding, Metadata, NamedPlace, Source

EXTENSION = "convert:evidence"
"""The property; everything else in an item is ninjs 3.1."""


class Evidence(Struct, frozen=True, omit_defaults=True):
    """Where an article came from, its metadata as exactly as they are known, and what was found and rejected.

    `sha256` is that of the item without this property: it tells whether somebody has edited the item since.
    """

    sha256: str
    source: Source
    metadata: Metadata
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    truncated: bool = False
    schema: int = SCHEMA_VERSION


def evidence_of(article: Article, item: Mapping[str, Any]) -> Any:
    """Return the evidence of an article for the item that was made of it, as JSON's own types."""
    made = Evidence(
        sha256=item_hash(item),
        source=article.source,
        metadata=article.metadata,
        findings=tuple(map(_placed, article.findings)),
        notes=article.notes,
        truncated=article.truncated,
    )
    return msgspec.to_builtins(made)


def evidence_in(item: Mapping[str, Any]) -> Evidence | None:
    """Return the evidence in an item; None where it has none, or none that this version understands."""
    try:
        found = msgspec.convert(item.get(EXTENSION), Evidence)
    except msgspec.ValidationError:
        return None
    return found if found.schema <= SCHEMA_VERSION else None


def item_hash(item: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an item without the property of ours, whatever the order of the others."""
    rest = {key: value for key, value in item.items() if key != EXTENSION}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()


def _placed(finding: Finding) -> Finding:
    """Return a finding whose place is said in words: the text it points into is not in the item."""
    if isinstance(finding.where, NamedPlace):
        return finding
    place = f"characters {finding.where.start}–{finding.where.end} of the source"
    return msgspec.structs.replace(finding, where=NamedPlace(place))
