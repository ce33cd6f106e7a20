"""How well pages, feeds, mails and documents are read, on labelled data: floors that may only be raised.

`CONVERT_CORPORA` names the folder of labelled data; without it these tests are skipped. The measures are those of the
data's own scorers. A floor stands a little under what was measured, so that only a real loss fails.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pytest

from convert import model as m
from convert.contracts import Input, Raw, input_of
from convert.errors import ConvertError
from convert.formats import reader_for
from convert.normalise import normalise
from convert.readers import feed
from convert.readers.html.article import Beside, read_page
from convert.walk import blocks, plain
from tests.conftest import Measured

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("CONVERT_CORPORA" not in os.environ, reason="CONVERT_CORPORA names no labelled data"),
]
CORPORA = Path(os.environ.get("CONVERT_CORPORA", "."))


def gold(corpus: str) -> Iterator[dict[str, Any]]:
    for line in (CORPORA / corpus / "gold.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def article(corpus: str, row: Mapping[str, Any]) -> m.Article | None:
    data = gzip.decompress((CORPORA / corpus / row["file"]).read_bytes())
    address = row.get("url") or ("http://fakehost/test/page.html" if corpus == "html_readability" else "")
    beside = Beside(address=address)
    try:
        return normalise(read_page(data, f"{row['id']}.html", lambda _: None, beside), (), lambda _: None)
    except ConvertError:
        return None


def text(body: tuple[m.Block, ...]) -> str:
    return "\n".join(plain(b.content) for b in blocks(body) if isinstance(b, m.Paragraph | m.Heading))


def html(body: tuple[m.Block, ...]) -> str:
    """Return blocks in the simple HTML that the scorer of structure reads."""
    return "\n".join(map(_element, body))


def _element(block: m.Block) -> str:
    match block:
        case m.Paragraph():
            return f"<p>{_inlines(block.content)}</p>"
        case m.Heading():
            return f"<h{block.level}>{_inlines(block.content)}</h{block.level}>"
        case m.ItemList():
            return "<ul>" + "".join(f"<li>{html(item)}</li>" for item in block.items) + "</ul>"
        case m.Quotation():
            return f"<blockquote>{html(block.blocks)}</blockquote>"
        case m.Table():
            rows = ("".join(f"<td>{html(cell.blocks)}</td>" for cell in row) for row in block.head + block.rows)
            return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
        case m.Figure():
            caption = f"<figcaption>{_inlines(block.caption)}</figcaption>" if block.caption else ""
            return f'<figure><img src="{escape(block.url)}">{caption}</figure>'
        case _:
            return ""


def _inlines(content: tuple[m.Inline, ...]) -> str:
    made = ""
    for inline in content:
        match inline:
            case m.Text():
                made += escape(inline.text)
            case m.Link():
                made += f'<a href="{escape(inline.url)}">{_inlines(inline.content)}</a>'
            case m.Break():
                made += "<br> "
            case m.Emphasis() | m.Strong() | m.Span() | m.Remark():
                made += _inlines(inline.content)
            case _:
                pass
    return made


def scored(corpus: str, scorer: str, folder: Path) -> dict[str, Any]:
    """Return what the data's scorer says of our articles."""
    predictions = folder / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for row in gold(corpus):
            found = article(corpus, row)
            said = {"id": row["id"]}
            if found is not None:
                said |= {"text": text(found.body), "html": html(found.body), "title": found.metadata.title}
                said |= {"date": found.metadata.published, "authors": found.metadata.byline}
            file.write(json.dumps(said) + "\n")
    command = [sys.executable, str(CORPORA / "scorers" / f"{scorer}.py"), str(CORPORA / corpus), str(predictions)]
    scores: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return scores


def test_the_text_of_news_pages_is_found(tmp_path: Path, measured: Measured) -> None:
    score = scored("html_scrapinghub", "score_html", tmp_path)["body_sh4_f1"]

    measured("pages: text, html_scrapinghub", score)
    assert score >= 0.973


def test_the_text_of_news_pages_in_many_languages_is_found(tmp_path: Path, measured: Measured) -> None:
    score = scored("html_newspaper4k", "score_html", tmp_path)["body_sh4_f1"]

    measured("pages: text, html_newspaper4k", score)
    assert score >= 0.96


def test_dates_of_publication_are_found(measured: Measured) -> None:
    rows = list(gold("html_dates"))
    found = ((article("html_dates", row), row["date"]) for row in rows)

    right = sum(a is not None and (a.metadata.published or "")[:10] == date for a, date in found)

    dated = [row for row in rows if isinstance(row["date"], str)]
    measured("pages: date", right / len(rows))
    measured("pages: date, of those whose gold has one", right / len(dated))
    assert right / len(rows) >= 0.92
    assert right / len(dated) >= 0.935


STRUCTURE = {"headings": 0.885, "quotes": 0.94, "cells": 0.92, "captions": 0.65, "list_items": 0.9, "links": 0.825}


def test_structure_is_kept(tmp_path: Path, measured: Measured) -> None:
    scores = scored("html_readability", "score_structure", tmp_path)

    for name in STRUCTURE:
        measured(f"pages: {name}", scores[name]["f1"])
    assert {name: scores[name]["f1"] for name in STRUCTURE if scores[name]["f1"] < STRUCTURE[name]} == {}


def folded(words: str | None) -> str:
    return " ".join(re.findall(r"\w+", (words or "").lower()))


def without_names(title: str, names: tuple[str | None, ...]) -> str:
    for name in filter(None, map(folded, names)):
        title = title.removesuffix(f" {name}")
    return title


def test_titles_are_found(measured: Measured) -> None:
    """The gold keeps many a name of site or author after the headline, and prefers the title meant for search engines
    to the one printed on the page; so what is among the evidence is measured as well.
    """
    rows = [row for row in gold("html_readability") if row["title"]]
    exact = bare = known = 0
    for row in rows:
        found, title = article("html_readability", row), folded(row["title"])
        ours = folded(found.metadata.title) if found else ""
        exact += ours == title
        bare += ours in (title, without_names(title, (row["site"], row["byline"], row["site"])))
        known += found is not None and title in {folded(f.value) for f in found.findings if f.field == "title"}

    measured("pages: title", exact / len(rows))
    measured("pages: title, without names of site and author", bare / len(rows))
    measured("pages: title, among the evidence", known / len(rows))
    assert exact / len(rows) >= 0.795
    assert bare / len(rows) >= 0.85
    assert known / len(rows) >= 0.91


def test_feeds_are_read_as_their_makers_expect() -> None:
    right = 0
    with zipfile.ZipFile(CORPORA / "feeds" / "feedparser_tests.zip") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in archive.namelist():
            data = archive.read(name)
            expected = re.search(rb"Expect:\s*(.*?)(?:\n|-->)", data)
            if not name.endswith(".xml") or expected is None:
                continue
            headers = re.findall(rb"^\s*Header:\s*([^:\s]+):\s*(.+?)(?:-->)?\s*$", data, re.MULTILINE)
            found = dict(feed.parsed(data, {key.decode().lower(): value.decode() for key, value in headers}))
            try:
                right += bool(eval(expected[1].decode(), {"feedparser": __import__("feedparser")}, found))  # noqa: S307
            except (KeyError, AttributeError, IndexError, TypeError):
                continue
    assert right >= 640


def read_all(given: Input) -> Iterator[Raw]:
    for found in reader_for(given).reader.read(given, lambda _: None):
        if isinstance(found, Input):
            yield from read_all(found)
        elif isinstance(found, Raw):
            yield found


def test_mails_give_their_text_or_say_that_they_have_none() -> None:
    files = [path for path in sorted((CORPORA / "eml").iterdir()) if "LICENSE" not in path.name]
    silent = []
    for path in files:
        try:
            raws = list(read_all(input_of(path.name, path.read_bytes())))
        except ConvertError as error:
            raws = []
            silent += [path.name] if "archive holds no article" not in error.message else []
        assert all(any(map(str.isalnum, raw.text)) for raw in raws)
    assert silent == []


WITHOUT_WORDS = re.compile(r"no words|encrypted|broken|cannot be read|no article|empty shell|no reader")


def test_documents_give_their_text_or_say_why_not() -> None:
    refused = {}
    read = 0
    for path in sorted((CORPORA / "office_docs").glob("*/*.*")):
        try:
            read += bool(list(read_all(input_of(path.name, path.read_bytes()))))
        except ConvertError as error:
            refused[path.name] = error.message
    assert read >= 90
    assert {name: said for name, said in refused.items() if not WITHOUT_WORDS.search(said)} == {}
