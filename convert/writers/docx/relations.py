"""Relations of a part (ISO/IEC 29500-2, 8.3): what it refers to by id, each target once."""

from __future__ import annotations

from collections.abc import Iterable

from convert.writers.docx import markup as w

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OUTSIDE = ' TargetMode="External"'


class Relations:
    """Gathers relations; ids count from `rId1`."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, bool]] = []
        self._known: dict[tuple[str, str], str] = {}

    def add(self, kind: str, target: str, *, outside: bool = False) -> str:
        """Return the id of a relation to a target."""
        known = self._known.get((kind, target))
        if known is None:
            known = self._known[kind, target] = f"rId{len(self.rows) + 1}"
            self.rows.append((known, kind, target, outside))
        return known

    def markup(self) -> bytes:
        """Return the part that lists them."""
        return relations_part(self.rows)


def relations_part(rows: Iterable[tuple[str, str, str, bool]]) -> bytes:
    """Return a relations part of id, type, target and whether it lies outside the package."""
    made = "".join(
        f'<Relationship Id="{key}" Type="{kind if "/" in kind else f"{OFFICE}/{kind}"}" Target="{w.quoted(target)}"'
        f"{_OUTSIDE if outside else ''}/>"
        for key, kind, target, outside in rows
    )
    return f'{w.DECLARATION}<Relationships xmlns="{PACKAGE}">{made}</Relationships>'.encode()
