"""The package of an EPUB 3.3 book: its files, navigation, page list, and metadata computed from what is in it.

W3C EPUB 3.3 and EPUB Accessibility 1.1. What conforms is not claimed (`dcterms:conformsTo` wants an evaluator); what
the book has is said, and nothing that it has not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

import msgspec

from convert import model as m
from convert.walk import blocks, is_right_to_left
from convert.writers.nodes import clean
from convert.writers.provenance import full_date, generator, provenance_json

_XHTML = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {lang}{dir}>
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}</body>
</html>
"""
_CONTAINER = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


class Chapter(msgspec.Struct, frozen=True):
    """One file of the book: its name, its line in the navigation, what it is, and its XHTML."""

    name: str
    label: str
    section: m.Section
    text: str


class Picture(msgspec.Struct, frozen=True):
    """A picture of the book: the id that figures know it by, its file's name and kind, and its bytes."""

    id: str
    name: str
    media_type: str
    data: bytes


def xhtml(title: str, language: str, marking: str, body: str) -> str:
    """Return a whole XHTML file of a body, the marking at its top and its end."""
    return _XHTML.format(
        lang=f'lang="{escape(language)}" xml:lang="{escape(language)}"',
        dir=' dir="rtl"' if is_right_to_left(language) else "",
        title=escape(clean(title)),
        body=f"{marking}{body}\n{marking}",
    )


def package(
    briefing: m.Briefing,
    chapters: Sequence[Chapter],
    pictures: Sequence[Picture],
    files: Mapping[str, str],
    stylesheet: str,
) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of the book in their order; `mimetype` is first, as the container format asks (OCF 3.3, 4.3)."""
    pages = _page_list(briefing, files)
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER
    yield "EPUB/package.opf", _opf(briefing, chapters, pictures, has_pages=bool(pages)).encode("utf-8")
    yield "EPUB/nav.xhtml", _nav(briefing, chapters, pages).encode("utf-8")
    yield "EPUB/style.css", stylesheet.encode("utf-8")
    for chapter in chapters:
        yield f"EPUB/{chapter.name}", chapter.text.encode("utf-8")
    for picture in pictures:
        yield f"EPUB/{picture.name}", picture.data
    # a file of its own: a reader shows no JSON, and `verify` finds it
    yield "EPUB/provenance.json", provenance_json(briefing).encode("utf-8")


def _page_list(briefing: m.Briefing, files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each printed page with the first block on it, in order."""
    first: dict[str, str] = {}
    for target, label in briefing.pages:
        if target in files:
            first.setdefault(label, f"{files[target]}#{target}")
    return list(first.items())


# ---- navigation -----------------------------------------------------------------------------------------------------


def _nav(briefing: m.Briefing, chapters: Sequence[Chapter], pages: Sequence[tuple[str, str]]) -> str:
    entries = "".join(f"<li>{_anchor(chapter.name, chapter.label)}</li>\n" for chapter in chapters)
    title = briefing.properties.title
    body = f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>{escape(clean(title))}</h1>\n<ol>\n{entries}</ol></nav>\n'
    body += _landmarks(chapters)
    if pages:
        labels = "".join(f"<li>{_anchor(target, label)}</li>\n" for label, target in pages)
        body += f'<nav epub:type="page-list" role="doc-pagelist" hidden="hidden"><ol>\n{labels}</ol></nav>\n'
    return xhtml(title, briefing.properties.language, "", body)


def _landmarks(chapters: Sequence[Chapter]) -> str:
    first = next((c for c in chapters if c.section.role == "article"), chapters[0])
    marks = [("bodymatter", first)]
    marks += [(kind, c) for c in chapters for kind, role in _LANDMARKS if c.section.role == role]
    entries = "".join(
        f'<li><a epub:type="{kind}" href="{chapter.name}">{escape(clean(chapter.label))}</a></li>\n'
        for kind, chapter in marks
    )
    return f'<nav epub:type="landmarks" hidden="hidden"><ol>\n{entries}</ol></nav>\n'


_LANDMARKS = (("index", "index"), ("bibliography", "sources"), ("titlepage", "cover"))


def _anchor(target: str, label: str) -> str:
    return f'<a href="{escape(target)}">{escape(clean(label))}</a>'


# ---- package document -----------------------------------------------------------------------------------------------


def _opf(briefing: m.Briefing, chapters: Sequence[Chapter], pictures: Sequence[Picture], *, has_pages: bool) -> str:
    language = escape(briefing.properties.language)
    metadata = "\n".join((*_metadata(briefing), *_accessibility(briefing, has_pages=has_pages)))
    items = "\n".join(
        f'<item id="{_item_id(c)}" href="{c.name}" media-type="application/xhtml+xml"/>' for c in chapters
    )
    items += "".join(
        f'\n<item id="{p.name.partition(".")[0]}" href="{p.name}" media-type="{p.media_type}"/>' for p in pictures
    )
    spine = "\n".join(f'<itemref idref="{_item_id(c)}"/>' for c in chapters)
    direction = ' page-progression-direction="rtl"' if is_right_to_left(briefing.properties.language) else ""
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{metadata}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
<item id="provenance" href="provenance.json" media-type="application/json"/>
{items}
</manifest>
<spine{direction}>
{spine}
</spine>
</package>
"""


def _item_id(chapter: Chapter) -> str:
    return f"f-{chapter.name.removesuffix('.xhtml')}"


def _metadata(briefing: m.Briefing) -> Iterator[str]:
    about = briefing.properties
    yield f'<dc:identifier id="id">{escape(about.identifier)}</dc:identifier>'
    yield f"<dc:title>{escape(clean(about.title))}</dc:title>"
    languages = [about.language, *(s.language for s in briefing.sections if s.language)]
    yield from (f"<dc:language>{escape(each)}</dc:language>" for each in dict.fromkeys(languages))
    date = full_date(about.date)
    if date:
        yield f"<dc:date>{escape(date)}</dc:date>"
    known = (("creator", about.creator), ("publisher", about.creator), ("description", about.subject))
    yield from (f"<dc:{name}>{escape(clean(value))}</dc:{name}>" for name, value in known if value)
    yield from (f"<dc:subject>{escape(clean(word))}</dc:subject>" for word in about.keywords)
    if briefing.edition.licence:
        yield f"<dc:rights>{escape(clean(briefing.edition.licence))}</dc:rights>"
    markings = ", ".join(each.text for each in briefing.furniture.markings)
    if markings:
        yield f'<meta property="dcterms:accessRights">{escape(clean(markings))}</meta>'
    day = about.date[:10] if about.date and len(about.date) >= 10 else "1980-01-01"
    yield f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>'
    if briefing.pages:
        yield f'<meta property="pageBreakSource">{escape(clean(about.title))}, PDF</meta>'
    yield f'<meta property="dcterms:provenance">{escape(clean(generator(briefing)))}</meta>'


def _accessibility(briefing: m.Briefing, *, has_pages: bool) -> Iterator[str]:
    """Yield what the book has for those who do not see it, of what is really in it."""
    pictures = [b for b in blocks(briefing.sections) if isinstance(b, m.Figure) and b.media]
    described = all(picture.alt.strip() for picture in pictures)
    features = ["tableOfContents", "readingOrder", "structuralNavigation"]
    features += ["alternativeText"] if pictures and described else []
    features += ["pageNavigation"] if has_pages else []
    yield from _schema("accessMode", ["textual", *(["visual"] if pictures else [])])
    yield from _schema("accessModeSufficient", ["textual"] if described else ["textual,visual"])
    yield from _schema("accessibilityFeature", features)
    yield from _schema("accessibilityHazard", ["none"])
    lacking = "" if described else " Some pictures have no description in their source."
    summary = f"All text can be read aloud, enlarged and restyled; articles and parts are in the navigation.{lacking}"
    yield from _schema("accessibilitySummary", [summary])


def _schema(name: str, values: Iterable[str]) -> Iterator[str]:
    return (f'<meta property="schema:{name}">{escape(value)}</meta>' for value in values)
