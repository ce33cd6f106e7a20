"""Packs composed of a few words, and what is looked for in them."""

from __future__ import annotations

from convert import model as m
from convert.compose import compose_pack
from convert.compose.pack import Pack
from convert.errors import Note
from convert.style import load_style
from convert.walk import blocks, plain, texts
from tests.builders import ignore, provenance, record

BEACON = """Title: Pilots ask for a beacon on the middle bank
Outlet: Merrow Gazette
Date: 12 March 2025
Section: Shipping
URL: https://merrowgazette.example/pilots-beacon
Tags: pilots; night crossings

The pilots' guild wants a radar beacon before anybody crosses after dark. The ministry has not answered.

"A lamp on a pole is no beacon," said Agnes Thorne, who speaks for the guild.
"""

TOLL = """Title: Lake toll stays at 32 crowns
Outlet: Talvik Courier
Date: 11 March 2025
Section: Region
URL: https://talvikcourier.example/lake-toll

The lake toll stays at 32 crowns until the end of 2026. Both shores signed on Monday.
"""

LIBRARY = """Title: Library sells the pen of the accord
Outlet: Talvik Courier
Date: 14 March 2025
Section: Shipping

The pen will be auctioned for the children's ward, the town library said.
"""


def pack_of(*entries: m.Entry | m.Record, clusters: tuple[m.Cluster, ...] = (), **edition: object) -> m.Briefing:
    made = tuple(e if isinstance(e, m.Entry) else m.Entry(e) for e in entries)
    pack = Pack(made, clusters)
    return composed(pack, m.Edition(**edition))  # type: ignore[arg-type]


def composed(pack: Pack, edition: m.Edition, notes: list[Note] | None = None, **style: object) -> m.Briefing:
    articles = [entry.record.article for entry in pack.entries]
    note = ignore if notes is None else notes.append
    return compose_pack(pack, edition, load_style("press", changes=style or None), provenance(*articles), note)


def three() -> tuple[m.Record, m.Record, m.Record]:
    return record(BEACON, "beacon.txt"), record(TOLL, "toll.txt"), record(LIBRARY, "library.txt")


def names(briefing: m.Briefing) -> list[str]:
    """Return the files of the articles in the order of print."""
    return [each.article.source.name for each in briefing.records]


def section(briefing: m.Briefing, role: str) -> m.Section:
    return next(b for b in blocks(briefing.sections) if isinstance(b, m.Section) and b.role == role)


def roles(sections: tuple[m.Section, ...]) -> list[str]:
    return [each.role for each in sections]


def words(*roots: m.Block) -> str:
    return " ".join(texts(roots)).replace("\u00a0", " ")


def heads(of: m.Section, role: str) -> list[str]:
    found = (b for b in blocks((of,)) if isinstance(b, m.Heading) and b.role == role)
    return [plain(b.content).replace("\u00a0", " ") for b in found]


def first_column(table_of: m.Section) -> list[str]:
    table = next(b for b in table_of.blocks if isinstance(b, m.Table))
    return [words(*row[0].blocks) for row in table.rows]
