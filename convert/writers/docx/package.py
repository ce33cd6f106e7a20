"""The package of a Word document (ISO/IEC 29500-2): its parts, their types and relations, its properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert import model as m
from convert.errors import Noter
from convert.style import Style
from convert.walk import blocks
from convert.writers.docx import markup as w
from convert.writers.docx.body import Body
from convert.writers.docx.parts import COLUMNS_BEGIN, COLUMNS_END, Parts
from convert.writers.docx.sections import END, FRONT_END, Furniture, Stretch, stretches
from convert.writers.docx.template import Template, template_of
from convert.writers.provenance import full_moment, generator, provenance_json
from convert.writers.zipped import zipped

LONGEST_TITLE = 255
"""Characters a title in the core properties may have."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def assembled(briefing: m.Briefing, style: Style, note: Noter, *, comments: bool) -> bytes:
    """Return the document's bytes."""
    template = template_of(style, briefing.properties.language)
    contents = [e for b in blocks(briefing.sections) if isinstance(b, m.Contents) for e in b.entries]
    parts = Parts(template, briefing.media, contents, note, comments=comments)
    body = Body(template, style, briefing.properties.language, parts, note)
    document, furniture = _document(briefing, style, body, parts)
    return zipped(_package(briefing, style, template, parts, document, furniture))


# ---- the document ---------------------------------------------------------------------------------------------------


def _document(briefing: m.Briefing, style: Style, body: Body, parts: Parts) -> tuple[str, list[tuple[str, str]]]:
    """Return the document part, and its heads and feet by file name."""
    made = Furniture(briefing, style, body.template)
    files: list[tuple[str, str]] = []
    texts: list[str] = []
    feet: dict[bool, str] = {}
    all_stretches = list(stretches(briefing))
    for at, stretch in enumerate(all_stretches):
        if stretch.is_front not in feet:
            name = f"footer{len(feet) + 1}.xml"
            files.append((name, made.footer(is_front=stretch.is_front)))
            feet[stretch.is_front] = parts.relation("footer", name)
        name = f"header{at + 1}.xml"
        files.append((name, made.header(stretch, opens=at == 0)))
        relations = (parts.relation("header", name), feet[stretch.is_front])
        text = "".join(body.section(section) for section in stretch.sections)
        text = _in_columns(text, stretch, relations, made)
        last_of_kind = at + 1 == len(all_stretches) or all_stretches[at + 1].is_front != stretch.is_front
        mark = (FRONT_END if stretch.is_front else END) if last_of_kind else None
        properties = made.properties(stretch, relations)
        texts.append(_closed(text, properties, mark, body, is_last=at + 1 == len(all_stretches)))
    return f"{w.DECLARATION}<w:document {w.NAMESPACES}><w:body>{''.join(texts)}</w:body></w:document>", files


def _in_columns(text: str, stretch: Stretch, relations: tuple[str, str], made: Furniture) -> str:
    """Make of marked content a continuous section of three columns: the section before it ends, it ends itself."""
    if COLUMNS_BEGIN not in text:
        return text
    before, _, rest = text.partition(COLUMNS_BEGIN)
    inside, _, after = rest.partition(COLUMNS_END)
    first = made.properties(stretch, relations)
    columns = made.properties(stretch, relations, continuous=True, columns=3)
    return _ending(before, first) + _ending(inside, columns) + f"{CONTINUES}{after}"


CONTINUES = "\x04"
"""Stands where what follows is a continuous section."""


def _ending(text: str, properties: str) -> str:
    """Return text whose last paragraph ends a section."""
    head, found, tail = text.rpartition("</w:pPr>")
    return f"{head}{properties}{found}{tail}" if found else text


def _closed(text: str, properties: str, mark: str | None, body: Body, *, is_last: bool) -> str:
    """Return a section's text with its end: the bookmark of the last page, and where it is not the last, its break."""
    if CONTINUES in text:
        text = text.replace(CONTINUES, "")
        properties = re.sub(r'<w:type w:val="nextPage"/>', '<w:type w:val="continuous"/>', properties)
        properties = re.sub(r"<w:pgNumType( w:fmt=\"\w+\")? w:start=\"\d+\"/>", "", properties)
    if not text.endswith("</w:p>"):
        # a table cannot end a section: a paragraph of one point does
        text += body.paragraph("Note", "", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
    if mark is not None:
        number = 900_000 + (mark == END)
        text = text.removesuffix("</w:p>")
        text += f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/><w:bookmarkEnd w:id="{number}"/></w:p>'
    return text + properties if is_last else _ending(text, properties)


# ---- parts ----------------------------------------------------------------------------------------------------------


def _package(  # noqa: PLR0913, PLR0917 -- the parts of a package
    briefing: m.Briefing,
    style: Style,
    template: Template,
    parts: Parts,
    document: str,
    furniture: Sequence[tuple[str, str]],
) -> Iterator[tuple[str, bytes]]:
    """Yield the parts, content types first."""
    for name in ("styles", "settings", "fontTable"):
        parts.relation(name, f"{name}.xml")
    parts.relation("theme", "theme/theme1.xml")
    written = list(parts.written())
    for name, kind, _ in written:
        parts.relation(kind, f"{name}.xml")
    names = [name for name, _, _ in written]
    yield "[Content_Types].xml", _content_types(names, [name for name, _ in furniture], parts.files).encode("utf-8")
    yield "_rels/.rels", _RELATIONS
    yield "word/document.xml", document.encode("utf-8")
    yield "word/_rels/document.xml.rels", _relations(parts).encode("utf-8")
    yield "word/settings.xml", _settings(style, names).encode("utf-8")
    yield from template.parts.items()
    for name, text in furniture:
        yield f"word/{name}", (w.DECLARATION + text).encode("utf-8")
    for name, _, text in written:
        yield f"word/{name}.xml", (w.DECLARATION + text).encode("utf-8")
    yield from parts.files.items()
    yield "docProps/core.xml", _core(briefing).encode("utf-8")
    yield "docProps/app.xml", _APP
    yield "docProps/custom.xml", _custom(briefing).encode("utf-8")


def _content_types(written: Sequence[str], furniture: Sequence[str], files: dict[str, bytes]) -> str:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    overrides |= {f"/word/{name}.xml": f"{_WORD}.{name}+xml" for name in written}
    overrides |= {f"/word/{name}": f"{_WORD}.{name.rstrip('.xml0123456789')}+xml" for name in furniture}
    kinds = sorted({name.rpartition(".")[2] for name in files})
    defaults = "".join(f'<Default Extension="{kind}" ContentType="image/{kind}"/>' for kind in kinds)
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{w.DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{rows}</Types>'
    )


_RELATIONS = (
    f'{w.DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>'
    f'<Relationship Id="rId4" Type="{_OFFICE}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
).encode()


def _relations(parts: Parts) -> str:
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{w.quoted(target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if external else ''}/>"
        for at, (kind, target, external) in enumerate(parts.relations, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{w.DECLARATION}<Relationships xmlns="{space}">{rows}</Relationships>'


def _settings(style: Style, written: Sequence[str]) -> str:
    mirror = "<w:mirrorMargins/>" if style.page.mirror else ""
    notes = (
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if "footnotes" in written else ""
    )
    hyphens = "<w:autoHyphenation/>" if style.look.hyphenate else ""
    return (
        f'{w.DECLARATION}<w:settings {w.NAMESPACES}>{mirror}<w:defaultTabStop w:val="720"/>{hyphens}'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{notes}<w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


# ---- properties -----------------------------------------------------------------------------------------------------

_APP = (
    f'{w.DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>convert</Application></Properties>"
).encode()


def _core(briefing: m.Briefing) -> str:
    about = briefing.properties
    title = about.title if len(about.title) <= LONGEST_TITLE else about.title[: LONGEST_TITLE - 1] + "…"
    entries = [
        f"<dc:title>{w.quoted(title)}</dc:title>",
        f"<dc:subject>{w.quoted(about.subject)}</dc:subject>" if about.subject else "",
        f"<dc:creator>{w.quoted(about.creator or generator(briefing))}</dc:creator>",
        f"<cp:keywords>{w.quoted(', '.join(about.keywords)[:LONGEST_TITLE])}</cp:keywords>" if about.keywords else "",
        f"<dc:identifier>{about.identifier}</dc:identifier>",
        f"<dc:language>{w.quoted(about.language)}</dc:language>",
    ]
    if about.date is not None:
        day = full_moment(about.date)
        entries += [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified")
        ]
    return (
        f'{w.DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(entries)}</cp:coreProperties>'
    )


def _custom(briefing: m.Briefing) -> str:
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
    )
