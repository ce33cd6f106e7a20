"""The package of a Word document (ISO/IEC 29500-2): its document, the other parts, their types and relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from convert import model as m
from convert.errors import Note, Noter
from convert.walk import blocks
from convert.writers.docx import markup as w
from convert.writers.docx.body import Body
from convert.writers.docx.furniture import END, FRONT_END, Furniture
from convert.writers.docx.inlines import Inlines
from convert.writers.docx.parts import Parts
from convert.writers.docx.properties import APP, core_properties, custom_properties
from convert.writers.docx.relations import relations_part
from convert.writers.docx.sections import Stretch, stretches
from convert.writers.docx.template import Template
from convert.writers.nodes import clean
from convert.writers.zipped import zipped

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"

_ENDS = 2_000_000
"""Numbers of the bookmarks at the ends: above all others."""


def assembled(briefing: m.Briefing, template: Template, note: Noter, *, comments: bool) -> bytes:
    """Return the document's bytes."""
    _note_what_is_removed(briefing, note)
    parts = Parts(template, briefing.media, note, comments=comments)
    targets, entries = _targets(briefing)
    inlines = Inlines(template, parts, targets, briefing.properties.language, note)
    body = Body(template, inlines)
    body.contents_left = entries
    furniture = Furniture(briefing, template, parts.document)
    made = stretches(briefing, body, mirrored=template.terms.mirror)
    document = _document(made, body, furniture)
    return zipped(_package(briefing, template, parts, document, furniture.parts, note))


def _targets(briefing: m.Briefing) -> tuple[list[str], int]:
    """Return the ids that references may go to, and how many lines the contents have."""
    found, entries = [], 0
    for block in blocks(briefing.sections):
        identifier = getattr(block, "id", None)
        if identifier is not None:
            found.append(identifier)
        elif isinstance(block, m.Contents):
            entries += len(block.entries)
    return found, entries


_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\(?:u00[01]|[bf])")
_SHORT = ("\\u00", "\\b", "\\f")
"""How JSON writes control characters; a backslash of the text's own looks like one, and is looked at again."""


def _note_what_is_removed(briefing: m.Briefing, note: Noter) -> None:
    """Say that characters are left out which no XML may hold, or which turn the direction of what follows them.

    One look at the sections as JSON, where such characters are escaped, costs less than one at every text.
    """
    try:
        text = msgspec.json.encode(briefing.sections).decode("utf-8")
    except UnicodeEncodeError:
        text = None
    escaped = text is None or (any(each in text for each in _SHORT) and _ESCAPED.search(text))
    if text is None or escaped or clean(text) != text:
        note(
            Note(
                "characters-removed",
                "characters that no Word document may hold are left out",
                briefing.properties.title,
            )
        )


# ---- the document ---------------------------------------------------------------------------------------------------


def _document(made: Sequence[Stretch], body: Body, furniture: Furniture) -> str:
    """Return the document part: each stretch ends with the properties of its section."""
    texts = []
    for at, stretch in enumerate(made):
        is_last = at + 1 == len(made)
        ends = is_last or made[at + 1].is_front != stretch.is_front
        text = _with_last_paragraph(stretch.text, body)
        if ends:
            text = _inside_last(text, w.bookmarked(_ENDS + at, FRONT_END if stretch.is_front else END))
        properties = furniture.properties(stretch)
        texts.append(text + properties if is_last else _before_last(text, properties))
    return f"{w.DECLARATION}<w:document {w.NAMESPACES}><w:body>{''.join(texts)}</w:body></w:document>"


def _with_last_paragraph(text: str, body: Body) -> str:
    """Return text whose last paragraph can end a section; else, one of a point's height follows.

    A table cannot, nor a paragraph in which a field ends that began before it: LibreOffice reads heads and feet where
    the section's end is written, and would take them for a part of the field's result.
    """
    last = text[text.rfind("<w:p>") :]
    if text.endswith("</w:p>") and last.count('fldCharType="end"') == last.count('fldCharType="begin"'):
        return text
    return text + body.thin()


def _inside_last(text: str, mark: str) -> str:
    return f"{text.removesuffix('</w:p>')}{mark}</w:p>"


def _before_last(text: str, properties: str) -> str:
    """Return text whose last paragraph carries the properties of the section that it ends."""
    head, _, tail = text.rpartition("</w:pPr>")
    return f"{head}{properties}</w:pPr>{tail}"


# ---- parts ----------------------------------------------------------------------------------------------------------


def _package(  # noqa: PLR0913, PLR0917 -- the parts of a package
    briefing: m.Briefing,
    template: Template,
    parts: Parts,
    document: str,
    furniture: Mapping[str, bytes],
    note: Noter,
) -> Iterator[tuple[str, bytes]]:
    """Yield the parts, content types first."""
    written = dict(parts.written())
    for name in ("styles", "settings", "fontTable", *written):
        parts.document.add(name, f"{name}.xml")
    if "word/theme/theme1.xml" in template.parts:
        parts.document.add("theme", "theme/theme1.xml")
    made = {
        "word/document.xml": document.encode("utf-8"),
        "word/_rels/document.xml.rels": parts.document.markup(),
        "word/settings.xml": _settings(template, written),
        **template.parts,
        **furniture,
        **{f"word/{name}.xml": (w.DECLARATION + text).encode("utf-8") for name, text in written.items()},
        **parts.files,
        "docProps/core.xml": core_properties(briefing, note),
        "docProps/app.xml": APP,
        "docProps/custom.xml": custom_properties(briefing),
    }
    if parts.footnotes.rows:
        made["word/_rels/footnotes.xml.rels"] = parts.footnotes.markup()
    if template.fonts:
        made |= {f"word/fonts/{name}": data for name, data in template.fonts.items()}
        rows = ((f"rId{at}", "font", f"fonts/{name}", False) for at, name in enumerate(template.fonts, start=1))
        made["word/_rels/fontTable.xml.rels"] = relations_part(rows)
    yield "[Content_Types].xml", _content_types(made)
    yield "_rels/.rels", _RELATIONS
    yield from made.items()


_KINDS: Mapping[str, str] = {
    "theme/theme1": "application/vnd.openxmlformats-officedocument.theme+xml",
    "core": "application/vnd.openxmlformats-package.core-properties+xml",
    "app": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "custom": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "document": f"{_WORD}.document.main+xml",
}

_ENDINGS: Mapping[str, str] = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "odttf": _FONT,
    "jpg": "image/jpeg",
    "tif": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "svg": "image/svg+xml",
}


def _content_types(names: Iterable[str]) -> bytes:
    """Return the part that gives each part's type: by its ending, or, for markup, by its name."""
    endings = {"rels", "xml"}
    overrides = []
    for name in names:
        stem, _, ending = name.rpartition(".")
        if ending == "xml":
            short = stem.partition("/")[2]
            kind = _KINDS.get(short) or f"{_WORD}.{short.rstrip('0123456789')}+xml"
            overrides.append(f'<Override PartName="/{name}" ContentType="{kind}"/>')
        else:
            endings.add(ending)
    defaults = "".join(
        f'<Default Extension="{w.quoted(each)}" ContentType="{_ENDINGS.get(each.lower(), f"image/{each.lower()}")}"/>'
        for each in sorted(endings)
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{w.DECLARATION}<Types xmlns="{space}">{defaults}{"".join(overrides)}</Types>'.encode()


_RELATIONS = relations_part(
    (
        ("rId1", "officeDocument", "word/document.xml", False),
        (
            "rId2",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
            False,
        ),
        ("rId3", "extended-properties", "docProps/app.xml", False),
        ("rId4", "custom-properties", "docProps/custom.xml", False),
    )
)


def _settings(template: Template, written: Mapping[str, str]) -> bytes:
    """Return the settings. No field is marked to be updated: Word would ask whether it may."""
    terms = template.terms
    even = any(each.kind == "even" for each in template.furniture)
    made = (
        "<w:embedTrueTypeFonts/>" if template.fonts else "",
        "<w:mirrorMargins/>" if terms.mirror else "",
        '<w:defaultTabStop w:val="720"/>',
        "<w:autoHyphenation/>" if terms.hyphenate else "",
        "<w:evenAndOddHeaders/>" if even else "",
        '<w:characterSpacingControl w:val="doNotCompress"/>',
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if "footnotes" in written else "",
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>',
    )
    return f"{w.DECLARATION}<w:settings {w.NAMESPACES}>{''.join(made)}</w:settings>".encode()
