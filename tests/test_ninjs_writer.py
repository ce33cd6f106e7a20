"""Items of ninjs: valid, whole, and read back as what they were made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from convert import model as m
from convert.contracts import input_of
from convert.errors import Note, unheard
from convert.formats import reader_named
from convert.ninjs import EXTENSION
from convert.pipeline import Item, items_of, record_of
from convert.style import load_style
from convert.testing import briefings
from convert.walk import texts
from convert.writers import ninjs as writer
from tests import outline
from tests.command import Run
from tests.packs import FERRY, put

ROOT = Path(__file__).parent.parent
SEEDS = sorted(path for path in (ROOT / "seeds").iterdir() if path.suffix in (".txt", ".xml", ".tst", ".html", ".eml"))
VALIDATOR = Draft202012Validator(json.loads((ROOT / "tests" / "ninjs_3_1.schema.json").read_text("utf-8")))


def faults(item: dict[str, Any]) -> list[str]:
    """Return where an item without its extension breaks the standard."""
    rest = {key: value for key, value in item.items() if key != EXTENSION}
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(rest)]


def records(path: Path) -> Iterator[m.Record]:
    for found in items_of(input_of(path.name, path.read_bytes()), None, 10_000_000, unheard):
        if isinstance(found, Item):
            yield record_of(found, frozenset(), unheard)


def record(**metadata: object) -> m.Record:
    """Return the record of a made-up article with these metadata."""
    known = m.Metadata(title="The ferry runs", language="en", extra=(("uri", "urn:newsml:lake.example:1"),))
    text = "The ferry runs again, the harbour office said."
    body = (m.Paragraph((m.Text(text),), number="1", at=m.Extent(0, len(text))),)
    source = m.Source("a.txt", "ab" * 32, 46, "text", "utf-8")
    return m.Record(m.Article(source, msgspec.structs.replace(known, **metadata), body, text))


def again(item: dict[str, Any], notes: list[Note] | None = None) -> m.Article:
    """Return the article that an item is read as."""
    data = json.dumps(item).encode()
    note = unheard if notes is None else notes.append
    found = items_of(input_of("a.ninjs.json", data), None, 10_000_000, note)
    return next(record_of(each, frozenset(), note).article for each in found if isinstance(each, Item))


# ---- validity -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        {"urgency": 12},
        {"firstCreated": "2025-03-11"},
        {"headline": "x"},
        {"uri": "no uri"},
        {"bodies": [{"role": "x"}]},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_the_schema_refuses_a_planted_fault(fault: dict[str, Any]) -> None:
    item = writer.item_of(record(), unheard)
    assert faults(item) == []

    assert len(faults(item | fault)) >= 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(briefing=briefings())
def test_whatever_is_written_is_valid(briefing: m.Briefing) -> None:
    (file,) = writer.write(briefing, load_style("press"), unheard).files

    whole = json.loads(file.data)
    items = whole if isinstance(whole, list) else [whole]
    assert [faults(item) for item in items] == [[]] * len(briefing.records)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_a_seed_is_valid_and_read_back_with_the_same_metadata_and_text(path: Path) -> None:
    for made in records(path):
        item = writer.item_of(made, unheard)

        back = again(item)

        assert faults(item) == []
        assert back.metadata == made.article.metadata
        assert " ".join(" ".join(texts(back.body)).split()) == " ".join(" ".join(texts(made.article.body)).split())
        assert (back.notes, back.truncated) == (made.article.notes, made.article.truncated)


def test_structure_survives_the_way_there_and_back() -> None:
    (made,) = records(ROOT / "seeds" / "night-crossings.ninjs.json")

    back = again(writer.item_of(made, unheard))

    assert list(outline.body(back.body)) == list(outline.body(made.article.body))


def test_the_agencys_own_fields_stand_where_ninjs_has_them() -> None:
    (made,) = records(ROOT / "seeds" / "night-crossings.ninjs.json")

    item = writer.item_of(made, unheard)

    given_ = json.loads((ROOT / "seeds" / "night-crossings.ninjs.json").read_text("utf-8"))
    same = (
        "uri",
        "version",
        "firstCreated",
        "versionCreated",
        "pubStatus",
        "urgency",
        "language",
        "slugline",
        "edNote",
    )
    assert {key: item[key] for key in same} == {key: given_[key] for key in same}
    assert (item["copyrightNotice"], item["usageTerms"]) == (given_["copyrightNotice"], given_["usageTerms"])
    assert [each["value"] for each in item["headlines"]] == [each["value"] for each in given_["headlines"]]


# ---- what ninjs cannot say ------------------------------------------------------------------------------------------


def test_a_date_without_its_hour_is_only_in_the_evidence() -> None:
    item = writer.item_of(record(published="2025-03"), unheard)

    assert "firstCreated" not in item
    assert again(item).metadata.published == "2025-03"


def test_an_embargo_without_its_hour_withholds_the_item() -> None:
    notes: list[Note] = []

    item = writer.item_of(record(embargo="2025-03-20"), notes.append)

    assert (item["pubStatus"], "embargoedUntil" in item) == ("withheld", False)
    assert [note.code for note in notes] == ["embargo-inexact"]
    assert again(item).metadata.extra == record().article.metadata.extra


def test_an_embargo_without_a_date_withholds_the_item() -> None:
    notes: list[Note] = []
    stated = m.Finding("embargo", "EMBARGO", m.Extent(0, 7), "embargo", "stated", chosen=True)
    held = record()
    held = replace(held, article=replace(held.article, findings=(*held.article.findings, stated)))

    item = writer.item_of(held, notes.append)

    assert item["pubStatus"] == "withheld"
    assert [note.code for note in notes] == ["embargo-inexact"]


def test_an_article_without_an_identifier_is_called_by_its_hash() -> None:
    item = writer.item_of(record(extra=()), unheard)

    assert item["uri"] == "ni:///sha-256;q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s"
    assert "url" not in again(item).metadata.__struct_fields__ or again(item).metadata.url is None


def test_an_identifier_that_is_no_uri_stands_among_the_others() -> None:
    item = writer.item_of(record(extra=(("uri", "LW 7"),), url="https://lake.example/7"), unheard)

    assert item["uri"] == "https://lake.example/7"
    assert item["altIds"] == [{"role": "source", "value": "LW 7"}]


def test_pictures_are_their_captions_and_said_to_be_left_out() -> None:
    notes: list[Note] = []
    made = record()
    figure = m.Figure("A boat", media="m1", caption=(m.Text("The boat at its mooring."),))
    media = (m.Media("m1", "image/png", b"x"),)
    made = replace(made, article=replace(made.article, body=(*made.article.body, figure), media=media))

    item = writer.item_of(made, notes.append)

    assert "<figcaption>The boat at its mooring.</figcaption>" in item["bodies"][0]["value"]
    assert [note.code for note in notes] == ["picture-left-out"]


# ---- an item that was edited ----------------------------------------------------------------------------------------


def test_an_edited_headline_is_used_and_the_marking_kept() -> None:
    notes: list[Note] = []
    item = writer.item_of(record(marking="TLP:GREEN", section="Lake"), unheard)
    item["headlines"][0]["value"] = "The ferry runs, and is late"

    back = again(item, notes)

    assert (back.metadata.title, back.metadata.marking) == ("The ferry runs, and is late", "TLP:GREEN")
    assert back.metadata.section == "Lake"
    assert "edited-since" in [note.code for note in notes]


def test_an_extension_that_is_broken_is_passed_over() -> None:
    item = writer.item_of(record(), unheard)
    item[EXTENSION] = {"metadata": 7}

    assert again(item).metadata.title == "The ferry runs"


def test_the_order_of_properties_is_no_edit() -> None:
    item = writer.item_of(record(published="2025-03"), unheard)

    turned = dict(reversed(item.items()))

    assert again(turned).metadata.published == "2025-03"


# ---- from the command line ------------------------------------------------------------------------------------------


def test_a_pack_is_an_array_that_is_read_back(run: Run) -> None:
    put("a.txt", FERRY), put("b.txt", FERRY.replace("Ferry", "Launch"))
    run("pack", "a.txt", "b.txt", "--to", "ninjs")

    said = run("brief", "pack.ninjs.json", "--to", "md")

    assert isinstance(json.loads(Path("pack.ninjs.json").read_text()), list)
    assert said.out.split() == ["pack.ninjs-01.md", "pack.ninjs-02.md"]


def test_under_a_rights_cut_no_word_of_the_text_is_in_the_item(run: Run) -> None:
    put("a.txt", FERRY)
    run("brief", "a.txt", "--to", "ninjs", "--rights", "link")

    item = json.loads(Path("a.ninjs.json").read_text())

    assert (item["representationType"], "bodies" in item, "descriptions" in item) == ("partial", False, False)
    assert item["headlines"][0]["value"] == "Ferry trials begin in April"


def test_an_item_of_ours_is_recognised_by_its_content(run: Run) -> None:
    put("a.txt", FERRY)
    run("brief", "a.txt", "--to", "ninjs", "-o", "renamed.dat")

    assert reader_named("ninjs").reader.recognises(Path("renamed.dat").read_bytes())
