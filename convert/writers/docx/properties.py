"""What a Word file says of itself: core, extended and custom properties (ISO/IEC 29500-2, 11; 29500-1, 22)."""

from __future__ import annotations

from convert import model as m
from convert.errors import Note, Noter
from convert.writers.docx import markup as w
from convert.writers.provenance import full_moment, generator, provenance_json

LONGEST = 255
"""Characters of a text in the core properties: Word and python-docx hold no more."""

APP = (
    f'{w.DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>convert</Application></Properties>"
).encode()


def core_properties(briefing: m.Briefing, note: Noter) -> bytes:
    """Return title, language, identifier and the rest; what is too long is cut there, with a Note."""
    about = briefing.properties
    known = [
        ("dc:title", about.title),
        ("dc:subject", about.subject),
        ("dc:creator", about.creator or generator(briefing)),
        ("cp:keywords", ", ".join(about.keywords)),
        ("dc:identifier", about.identifier),
        ("dc:language", about.language),
    ]
    entries = [f"<{name}>{w.quoted(_cut(name, value, note))}</{name}>" for name, value in known if value]
    if about.date is not None:
        day = full_moment(about.date)
        entries += [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified")
        ]
    return (
        f'{w.DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(entries)}</cp:coreProperties>'
    ).encode()


def _cut(name: str, value: str, note: Noter) -> str:
    if len(value) <= LONGEST:
        return value
    what = name.partition(":")[2]
    note(
        Note(
            "long-property",
            f"“{what}” in the file's properties is cut after {LONGEST} characters; the text has all of it",
            level="info",
        )
    )
    return value[: LONGEST - 1].rstrip() + "…"


def custom_properties(briefing: m.Briefing) -> bytes:
    """Return the provenance as JSON, the program and its version, and the markings."""
    known = {"generator": generator(briefing), "provenance": provenance_json(briefing)}
    markings = ", ".join(each.text for each in briefing.furniture.markings)
    if markings:
        known["marking"] = markings
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" name="{name}">'
        f"<vt:lpwstr>{w.quoted(value)}</vt:lpwstr></property>"
        for at, (name, value) in enumerate(known.items(), start=2)
    )
    return (
        f'{w.DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    ).encode()
