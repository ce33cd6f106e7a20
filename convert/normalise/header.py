"""What stands over an article as fields: front matter between rules, or a block of `Key: value` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.model import Extent, Finding
from convert.normalise.draft import Draft
from convert.normalise.lines import Span

FIELDS: dict[str, tuple[str, ...]] = {
    "title": (
        "title",
        "headline",
        "titre",
        "titel",
        "überschrift",
        "título",
        "titular",
        "başlık",
        "заголовок",
        "subject",
    ),
    "subtitle": ("subtitle", "subhead", "standfirst", "deck", "untertitel", "sous-titre", "chapô", "subtítulo", "spot"),
    "byline": (
        "byline",
        "author",
        "authors",
        "by",
        "auteur",
        "autor",
        "von",
        "par",
        "por",
        "yazar",
        "автор",
        "reporter",
    ),
    "published": (
        *("date", "published", "pubdate", "publication date", "date published", "publish date", "date_published"),
        *("datum", "publié", "veröffentlicht", "fecha", "publicado", "tarih", "yayın tarihi", "дата", "опубликовано"),
    ),
    "updated": (
        "updated",
        "modified",
        "last updated",
        "lastmod",
        "date_modified",
        "mis à jour",
        "aktualisiert",
        "güncelleme",
    ),
    "embargo": ("embargo", "embargoed until", "embargoed", "not before", "sperrfrist", "sous embargo"),
    "outlet": (
        *(
            "outlet",
            "source",
            "publication",
            "publisher",
            "newspaper",
            "site",
            "website",
            "medium",
            "quelle",
            "zeitung",
        ),
        *("journal", "medio", "fuente", "kaynak", "gazete", "источник", "издание", "source name"),
    ),
    "section": ("section", "category", "rubric", "rubrique", "ressort", "rubrik", "sección", "kategori", "рубрика"),
    "url": ("url", "link", "address", "permalink", "adresse", "dirección", "enlace", "adres", "ссылка", "canonical"),
    "language": ("language", "lang", "langue", "sprache", "idioma", "dil", "язык"),
    "tags": ("tags", "keywords", "topics", "mots-clés", "schlagwörter", "etiquetas", "etiketler", "теги", "hashtags"),
    "rights": ("rights", "copyright", "licence", "license", "droits", "rechte", "derechos"),
    "marking": ("marking", "classification", "handling", "tlp", "protective marking"),
    "place": ("place", "location", "city", "lieu", "ort", "lugar", "yer"),
    "agency": ("agency", "agence", "agentur", "agencia", "ajans", "агентство"),
}
"""Fields by the keys that name them, in several languages."""

_FIELD_OF = {key: field for field, keys in FIELDS.items() for key in keys}
_PAIR = re.compile(r"(?P<key>[^\W\d_][\w \-./]{0,28}?)[ \t]*:(?:[ \t]+|$)(?P<value>.*)$")
_MOST_LINES = 200


def field_of(key: str) -> str | None:
    """Return the field that a key names, or None where it names none."""
    return _FIELD_OF.get(key.casefold().strip().replace("_", " ")) or _FIELD_OF.get(key.casefold().strip())


def find_header(draft: Draft, lines: Sequence[Span]) -> int:
    """Find front matter or a header block at the top of the lines; return how many lines it takes."""
    first = next((at for at, (start, end) in enumerate(lines) if end > start), len(lines))
    if first == len(lines):
        return 0
    opening = draft.source[slice(*lines[first])]
    if opening in ("---", "+++"):
        closed = _closing(draft, lines, first, opening)
        if closed is not None:
            _front_matter(draft, lines[first + 1 : closed])
            draft.mark(lines[first][0], lines[closed][1], "header")
            return closed + 1
    return _block(draft, lines, first)


def _closing(draft: Draft, lines: Sequence[Span], first: int, fence: str) -> int | None:
    ends = (fence, "...") if fence == "---" else (fence,)
    for at in range(first + 1, min(len(lines), first + _MOST_LINES)):
        if draft.source[slice(*lines[at])] in ends:
            pairs = sum(1 for line in lines[first + 1 : at] if re.match(r"[\w-]+\s*[:=]", draft.source[slice(*line)]))
            return at if pairs else None
    return None


# ---- front matter -------------------------------------------------------------------------------------------------


def _front_matter(draft: Draft, lines: Sequence[Span]) -> None:
    """Read the YAML (or TOML) that press desks write: pairs, quoted strings, lists in brackets or with dashes."""
    key = ""
    for start, end in lines:
        line = draft.source[start:end]
        item = re.match(r"-\s+(?P<value>.+)", line)
        pair = re.match(r"(?P<key>[\w-]+)\s*[:=]\s*(?P<value>.*)$", line)
        if item and key:
            _add(draft, key, (start + item.start("value"), end), "front_matter")
        elif pair:
            key = pair["key"]
            if pair["value"]:
                _add(draft, key, (start + pair.start("value"), end), "front_matter")
        elif line and not line.startswith("#"):
            draft.note("front-matter", f"a line of the front matter is no pair: “{line[:60]}”")


# ---- header block -------------------------------------------------------------------------------------------------


def _block(draft: Draft, lines: Sequence[Span], first: int) -> int:
    """Read `Key: value` lines, the first of which names a known field; two or more, or one with a blank line after."""
    at, known = first, 0
    while at < len(lines) and lines[at][1] > lines[at][0]:
        pair = _PAIR.match(draft.source[slice(*lines[at])])
        field = field_of(pair["key"]) if pair else None
        if pair is None or (field is None and (at == first or len(pair["key"].split()) > 2)):
            break
        known += field is not None
        at += 1
    ended = at < len(lines) and lines[at][1] == lines[at][0]
    if known < 2 and not (known == 1 and at == first + 1 and ended and _is_sure(draft, lines[first])):
        return 0
    for start, end in lines[first:at]:
        pair = _PAIR.match(draft.source[start:end])
        if pair is not None and pair["value"].strip():
            _add(draft, pair["key"], (start + pair.start("value"), end), "header")
    draft.mark(lines[first][0], lines[at - 1][1], "header")
    return at


def _is_sure(draft: Draft, line: Span) -> bool:
    """Tell whether a single pair is a field and no sentence: a title, a date, an address."""
    pair = _PAIR.match(draft.source[slice(*line)])
    return pair is not None and field_of(pair["key"]) in ("title", "published", "outlet", "url")


def _add(draft: Draft, key: str, value: Span, rule: str) -> None:
    field = field_of(key)
    for start, end in _values(draft.source, value, field):
        said = _unescaped(draft.source[start:end])
        if said:
            name = field or f"extra.{key.strip().casefold()}"
            draft.findings.append(Finding(name, said, Extent(start, end), rule))


def _values(source: str, value: Span, field: str | None) -> Iterator[Span]:
    """Yield the values of a pair, without quotes: each of a list, or of tags between commas or semicolons."""
    start, end = value
    words = source[start:end]
    is_list = words.startswith("[") and words.endswith("]")
    if is_list:
        start, end = start + 1, end - 1
    if not is_list and field != "tags":
        yield _bare(source, start, end)
        return
    for match in re.finditer(r"\s*(\"[^\"]*\"|'[^']*'|[^,;]+)\s*(?:[,;]|$)", source[start:end]):
        inner = match.span(1)
        yield _bare(source, start + inner[0], start + inner[1])


def _bare(source: str, start: int, end: int) -> Span:
    while start < end and source[end - 1].isspace():
        end -= 1
    if end - start >= 2 and source[start] == source[end - 1] and source[start] in "\"'":
        return start + 1, end - 1
    return start, end


def _unescaped(value: str) -> str:
    return re.sub(r"\s+", " ", value.replace('\\"', '"')).lstrip("#").strip()
