"""What a file says of itself: the information dictionary and XMP, with the claims PDF/UA-1 and PDF/A-2a."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from convert.typeset.pdffile import text_string


@dataclass(frozen=True)
class Description:
    """A document's properties. `created` is ISO 8601 (`2025-03-14` or with time and zone), or absent.

    `own` are properties of the caller's own namespace (name → text): they get the extension schema that PDF/A asks of
    properties it does not know (ISO 19005-2, 6.6.2.3).
    """

    title: str
    language: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = ""
    created: str | None = None
    identifier: str = ""
    namespace: str = ""
    prefix: str = "own"
    own: Mapping[str, str] = field(default_factory=dict)


def information(about: Description) -> str:
    """Return the information dictionary; where XMP says the same, it says it in the same words (PDF/A-2, 6.6.2.2)."""
    entries = {
        "Title": about.title,
        "Author": about.author,
        "Subject": about.subject,
        "Keywords": ", ".join(about.keywords),
        "Creator": about.creator,
        "Producer": about.creator,
    }
    parts = [f"/{name}{text_string(value)}" for name, value in entries.items() if value]
    if about.created is not None:
        date = text_string(pdf_date(about.created))
        parts += [f"/CreationDate{date}", f"/ModDate{date}"]
    return f"<<{''.join(parts)}>>"


def pdf_date(moment: str) -> str:
    """Return an ISO 8601 moment as a PDF date (7.9.4): `D:20250314173000+01'00'`."""
    full = _full(moment)
    digits = full[:19].replace("-", "").replace(":", "").replace("T", "")
    zone = full[19:]
    return f"D:{digits}Z" if zone == "Z" else f"D:{digits}{zone[:3]}'{zone[4:]}'"


def _full(moment: str) -> str:
    """Return a moment with its day, seconds and zone; what is not known is the beginning, in UTC."""
    day = (moment[:10] + "-01-01"[len(moment[:10]) - 4 :])[:10] if len(moment) < 10 else moment[:10]
    clock, zone = moment[11:], "Z"
    if clock:
        cut = next((at for at, c in enumerate(clock) if c in "Z+-"), len(clock))
        clock, zone = clock[:cut], clock[cut:] or "Z"
    clock = (clock + ":00" if len(clock) == 5 else clock) or "00:00:00"
    return f"{day}T{clock}{zone}"


# ---- XMP ------------------------------------------------------------------------------------------------------------

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def xmp(about: Description) -> bytes:
    """Return the XMP packet (ISO 16684-1) of a tagged, archivable file."""
    parts = [
        f"<dc:title>{_alternatives(about.title)}</dc:title>",
        f"<dc:language>{_list('Bag', [about.language])}</dc:language>",
        "<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
    ]
    if about.author:
        parts.append(f"<dc:creator>{_list('Seq', [about.author])}</dc:creator>")
    if about.subject:
        parts.append(f"<dc:description>{_alternatives(about.subject)}</dc:description>")
    if about.keywords:
        parts.append(f"<dc:subject>{_list('Bag', about.keywords)}</dc:subject>")
        parts.append(f"<pdf:Keywords>{escape(', '.join(about.keywords))}</pdf:Keywords>")
    if about.identifier:
        parts.append(f"<dc:identifier>{escape(about.identifier)}</dc:identifier>")
    if about.creator:
        parts.append(f"<xmp:CreatorTool>{escape(about.creator)}</xmp:CreatorTool>")
        parts.append(f"<pdf:Producer>{escape(about.creator)}</pdf:Producer>")
    if about.created is not None:
        full = _full(about.created)
        parts.append(f"<xmp:CreateDate>{full}</xmp:CreateDate><xmp:ModifyDate>{full}</xmp:ModifyDate>")
    parts += (f"<{about.prefix}:{name}>{escape(value)}</{about.prefix}:{name}>" for name, value in about.own.items())
    parts.append(f"<pdfaExtension:schemas><rdf:Bag>{_schemas(about)}</rdf:Bag></pdfaExtension:schemas>")
    spaces = {**_NAMESPACES, **({about.prefix: about.namespace} if about.own else {})}
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in spaces.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {declared}>{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    ).encode()


def _alternatives(words: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(words)}</rdf:li></rdf:Alt>'


def _list(kind: str, values: Iterable[str]) -> str:
    return f"<rdf:{kind}>{''.join(f'<rdf:li>{escape(value)}</rdf:li>' for value in values)}</rdf:{kind}>"


def _schemas(about: Description) -> str:
    """Return the extension schemas: the PDF/UA claim's, and the caller's own."""
    made = _schema("PDF/UA identification", _NAMESPACES["pdfuaid"], "pdfuaid", {"part": "Integer"})
    if about.own:
        made += _schema("Properties of the producer", about.namespace, about.prefix, dict.fromkeys(about.own, "Text"))
    return made


def _schema(name: str, address: str, prefix: str, properties: Mapping[str, str]) -> str:
    rows = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{each}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>internal"
        f"</pdfaProperty:category><pdfaProperty:description>{each}</pdfaProperty:description></rdf:li>"
        for each, kind in properties.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{address}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
