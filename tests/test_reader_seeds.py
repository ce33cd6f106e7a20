"""The seed of each kind of source comes out as the article it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.contracts import input_of
from convert.errors import Note
from convert.formats import reader_for
from convert.normalise import normalise
from tests.test_reader_cases import raws

SEEDS = Path(__file__).parent.parent / "seeds"

FOUND = {
    "beacon-page.html": [("Canton orders the radar beacon before it has the money", "2025-03-14T06:40:00+01:00")],
    "lake-feed.xml": [
        ("Bakery moves its ovens ahead of the ramp works", "2025-03-14T05:30:00+01:00"),
        ("School bell & ferry horn: town asks for one note", "2025-03-13T17:00:00+01:00"),
    ],
    "forwarded.eml": [("Night crossings: the insurers' view", "2025-03-13T21:45:00+01:00")],
    "harbour-minutes.rtf": [("Harbour office to open the fishing quay to lorries", "2025-03-13")],
    "ferry-questions.md": [("Five questions about the cable ferry", "2025-03-15")],
    "ramp-memo.docx": [("Ramp contractor asks for two more weeks", "2025-03-14")],
    "ice-report.odt": [("Ice breaks on the southern channel", "2025-03-15")],
    "overnight.zip": [(None, None), (None, None)],  # wire copy: no headline, and no year
    "toll-study.pdf": [("The lake toll, twenty years on", None)],
    "peche-peage.factiva.html": [
        ("Les pêcheurs de Merrow demandent leur place dans l’accord", "2025-03-14T06:15"),
        ("Merrow hauliers want the toll frozen in winter as well", "2025-03-14"),
    ],
    "quay-kai.factiva.xml": [
        ("Talvik widens the fishing quay for the ferry’s second winch", "2025-03-14T17:30:00Z"),
        ("Talvik verbreitert den Fischerkai", "2025-03-15T04:00:00Z"),
    ],
    "ice-toll.factiva.rtf": [
        ("Ice road stays shut for a third day", "2025-03-13T17:05Z"),
        ("Merrow hauliers want the toll frozen in winter as well", "2025-03-14"),
    ],
    "maut-kai.factiva.TXT": [
        ("Spediteure wollen Mautbremse auch im Winter", "2025-03-15"),
        ("Talvik verbreitert den Fischerkai", "2025-03-15"),
    ],
    "quay-ice.nexis.TXT": [
        ("Talvik widens the fishing quay for the ferry’s second winch", "2025-03-14"),
        ("Ice road stays shut for a third day", "2025-03-13"),
    ],
    "peche-bac.nexis.html": [
        ("Les pêcheurs de Merrow demandent leur place dans l’accord", "2025-03-14"),
        ("À Port Merrow, le bac aura deux capitaines", "2025-03-12"),
    ],
    "toll-quay.nexis-uni.docx": [
        ("Merrow hauliers want the toll frozen in winter as well", "2025-03-14T06:40Z"),
        ("Talvik widens the fishing quay for the ferry’s second winch", "2025-03-14"),
    ],
    "peche-bac.europresse.html": [
        ("Les pêcheurs de Merrow demandent leur place dans l’accord", "2025-03-14"),
        ("À Port Merrow, le bac aura deux capitaines", "2025-03-12"),
    ],
    "night-crossings.ninjs.json": [("Pilots agree to a trial of night crossings", "2025-03-17T15:10:00+01:00")],
    "pike-count.nitf.xml": [("More pike, fewer char: the lake is counted anew", "2025-03-18T08:15:00+01:00")],
    "toll-vote.newsml-g2.xml": [("Merrow's council ratifies the lake accord", "2025-03-21T16:20:00+01:00")],
    "quai-fermeture.newsml.xml": [("Le quai de pêche ferme trois semaines", "2025-03-19T07:12:00Z")],
    "ferry-rope.iptc7901.tst": [("Cable ferry stops for an hour as rope is shortened", "2025-03-19T14:02Z")],
    "regatta.anpa.tst": [("Elin's crew takes the ice regatta by a hull", "2025-03-22T17:10Z")],
    "shore-export.wxr.xml": [("Net shed becomes a bakery, and stays a shed", "2025-03-16T08:00:00Z")],
    "kuestenbote-ausschnitte.csv": [
        ("Fähramt zählt neunzig Lastwagen am Südufer", "2025-03-14"),
        ("Bäcker stellt zwei Öfen um", "2025-03-15"),
    ],
    "shore-crawl.warc.gz": [
        ("Ice road stays shut for the winter", "2025-03-15T07:20:00+01:00"),
        ("Harbour office: no crossings by night", None),
    ],
}


@pytest.mark.parametrize("name", FOUND)
def test_a_seed_has_its_title_and_date(name: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    notes: list[Note] = []

    found = list(raws(input_of(name, (SEEDS / name).read_bytes()), notes))
    articles = [normalise(raw, (), notes.append) for raw in found]

    assert [(a.metadata.title, a.metadata.published) for a in articles] == FOUND[name]
    assert [note for note in notes if note.level == "warning"] == []


def test_every_seed_that_is_no_text_is_looked_at_here() -> None:
    others = {path.name for path in SEEDS.iterdir() if path.suffix not in (".txt", ".toml", ".jsonl")}

    assert others == FOUND.keys()


@pytest.mark.parametrize("name", FOUND)
def test_a_seed_is_read_the_same_twice(name: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    data = (SEEDS / name).read_bytes()

    assert list(raws(input_of(name, data), [])) == list(raws(input_of(name, data), []))
    assert reader_for(input_of("no-name", data)).name in (reader_for(input_of(name, data)).name, "text")
