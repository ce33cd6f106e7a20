"""How well agencies' formats are read, on labelled data: floors that may only be raised.

`CONVERT_CORPORA` names the folder of labelled data; without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from convert import model as m
from convert.contracts import Input, Raw, input_of
from convert.errors import ConvertError, Note, unheard
from convert.formats import reader_for
from convert.normalise import normalise
from convert.walk import texts
from tests.conftest import Measured

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("CONVERT_CORPORA" not in os.environ, reason="CONVERT_CORPORA names no labelled data"),
]
CORPORA = Path(os.environ.get("CONVERT_CORPORA", "."))
WIRE = CORPORA / "wire_formats"
IPTC = CORPORA / "iptc"
CUE = re.compile(r"(?:By|Von|Par)\s+")


def raws(given: Input) -> Iterator[Raw]:
    for found in reader_for(given).reader.read(given, unheard):
        if isinstance(found, Input):
            yield from raws(found)
        elif isinstance(found, Raw):
            yield found


def articles(path: Path) -> list[m.Article]:
    return [normalise(raw, (), unheard) for raw in raws(input_of(path.name, path.read_bytes()))]


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in ("LICENSE", "README.md"))


# ---- wire_formats ---------------------------------------------------------------------------------------------------


def said(article: m.Article) -> dict[str, str]:
    """Return an article's fields under the names of the gold, which joins identifier and version by a colon."""
    known, extra = article.metadata, dict(reversed(article.metadata.extra))
    uri, version = extra.get("uri", ""), extra.get("version", "")
    whole = f"{uri}:{version}" if article.source.reader == "newsml-g2" and version else uri
    return {
        "headline": known.title or "",
        "byline": known.byline or "",
        "slugline": extra.get("slugline", ""),
        "abstract": extra.get("abstract", ""),
        "dateline_city": (known.dateline.place or "") if known.dateline else "",
        "language": known.language or "",
        "ednote": extra.get("ednote", ""),
        "guid": whole,
        "uri": uri,
        "version": version,
        "usageterms": extra.get("usage_terms", ""),
    }


def gold() -> dict[str, dict[str, str]]:
    """Return the gold; its bylines keep the word for `by`, which metadata do not."""
    told: dict[str, dict[str, str]] = json.loads((WIRE / "gold_simple.json").read_text("utf-8"))
    return {
        name: fields | ({"byline": CUE.sub("", fields["byline"])} if "byline" in fields else {})
        for name, fields in told.items()
    }


def test_every_field_of_the_gold_is_found(tmp_path: Path, measured: Measured) -> None:
    told = gold()
    made = {name: said(articles(WIRE / "fixtures" / name)[0]) for name in told}
    (tmp_path / "gold.json").write_text(json.dumps(told)), (tmp_path / "made.json").write_text(json.dumps(made))

    command = [sys.executable, str(CORPORA / "scorers" / "score_wire.py"), "gold.json", "made.json"]
    out = subprocess.run(command, capture_output=True, check=True, text=True, cwd=tmp_path).stdout

    scores = {name: [int(part) for part in score.split("/")] for name, score in json.loads(out).items()}
    right, whole = (sum(part) for part in zip(*scores.values(), strict=True))
    measured("wire: fields of the gold", right / whole)
    # the one identifier of ninjs in the gold was made up by the system it comes from: the file has an address
    assert {name: score for name, score in scores.items() if score[0] < score[1]} == {"guid": [6, 7]}
    assert made["ninjsExSimpleText1.json"]["guid"] == "http://ninjs.example.com/newsitems/20130709simp123"


def test_identifiers_versions_and_terms_are_found_too() -> None:
    """The scorer does not look at these."""
    wrong = []
    for name, fields in gold().items():
        made = said(articles(WIRE / "fixtures" / name)[0])
        names = set(fields) & {"uri", "version", "usageterms"}
        wrong += [
            (name, key, made[key], fields[key]) for key in names if made[key] != fields[key] and name != "dpa.xml"
        ]
        # dpa gives its terms in two languages: the gold has both in one, here the item's own comes first
        wrong += [(name, key) for key in names if name == "dpa.xml" and not fields[key].startswith(made[key])]
    assert wrong == []


def test_every_file_of_the_wire_gives_an_article_or_a_clear_reason(measured: Measured) -> None:
    read, refused = [], {}
    for path in files(WIRE / "fixtures"):
        try:
            found = articles(path)
        except ConvertError as error:
            refused[path.name] = error.message
            continue
        read += [path.name] if found and all(a.body or a.metadata.title for a in found) else []
        assert not any("<?xml" in " ".join(texts(a.body))[:200] for a in found), path.name
    measured("wire: files that give an article", len(read) / len(files(WIRE / "fixtures")))
    assert refused == {"aap-finance-lite.xml": "the item holds neither headline nor text"}
    assert len(read) + len(refused) == len(files(WIRE / "fixtures"))


# ---- iptc -----------------------------------------------------------------------------------------------------------

NO_NEWS = re.compile(
    r"neither headline nor text|a package|concept item|knowledge item|catalogue item|planning item|only a piece|"
    r"the object holds no article"
)


def test_every_example_of_the_iptc_gives_an_article_or_says_what_it_is(measured: Measured) -> None:
    examples = [path for path in files(IPTC) if path.suffix in (".json", ".xml")]
    refused: dict[str, str] = {}
    read = 0
    for path in examples:
        try:
            read += bool(articles(path))
        except ConvertError as error:
            refused[path.name] = error.message

    measured("iptc: examples that give an article", read / len(examples))
    assert read >= 58
    assert {name: reason for name, reason in refused.items() if not NO_NEWS.search(reason)} == {}


def twins() -> Iterator[tuple[Path, Path]]:
    """Yield pairs of files that hold the same item: by their stem without the generation, and by their headline."""
    groups: dict[str, list[Path]] = {}
    for path in files(IPTC):
        if path.suffix in (".json", ".xml"):
            stem = re.sub(r"_[23](?:\.0)?$", "", path.stem)
            groups.setdefault(stem, []).append(path)
    for paths in groups.values():
        yield from combinations(paths, 2)


COMPARED = ("title", "language", "published", "tags", "byline")
WHERE_BOTH_SAY = (
    "outlet",
    "rights",
    "updated",
    "embargo",
    "version",
    "urgency",
    "slugline",
    "ednote",
    "copyright_holder",
)


def comparable(article: m.Article) -> dict[str, object]:
    """Return what twins must agree in, a moment as its instant, subjects whatever their order."""
    known = article.metadata
    published = (known.published or "").replace("+00:00", "Z")
    return {
        **{field: getattr(known, field) for field in ("title", "language", "byline", "outlet", "rights")},
        "published": published,
        "updated": known.updated,
        "embargo": known.embargo,
        "tags": sorted(known.tags),
        **dict(reversed(known.extra)),
    }


def disagreements(one: m.Article, other: m.Article) -> Iterator[tuple[str, object, object]]:
    first, second = comparable(one), comparable(other)
    for field in (*COMPARED, *(field for field in WHERE_BOTH_SAY if first.get(field) and second.get(field))):
        if first.get(field) != second.get(field):
            yield field, first.get(field), second.get(field)


def test_twins_in_several_formats_agree_field_by_field(measured: Measured) -> None:
    pairs = list(twins())

    differ = [
        (one.name, other.name, *each)
        for one, other in pairs
        for each in disagreements(articles(one)[0], articles(other)[0])
    ]

    measured("iptc: fields in which twins agree", 1 - len(differ) / (len(pairs) * len(COMPARED)))
    assert len(pairs) >= 24
    assert differ == []


def test_nothing_is_noted_as_lost_in_a_plain_news_item() -> None:
    notes: list[Note] = []
    path = IPTC / "newsml-g2" / "LISTING_2_NewsML-G2_Text_Document.xml"

    list(
        reader_for(input_of(path.name, path.read_bytes())).reader.read(
            input_of(path.name, path.read_bytes()), notes.append
        )
    )

    assert notes == []
