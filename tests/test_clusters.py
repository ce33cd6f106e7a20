"""Articles of one story: who was first, how much of it the others carry, paragraph by paragraph."""

from __future__ import annotations

import msgspec
import pytest

from convert.analyse import cluster
from convert.analyse.alignment import align
from convert.analyse.clusters import resemblance, runs_of
from convert.model import Cluster, Record
from tests.plain_articles import article_of

FERRY = (
    "The town of Talvik opened the northern ramp of the cable ferry on Monday after four months of work in the cold.",
    "Hanna Brask, the director of the yard, told the council that forty lorries an hour can cross from 21 March.",
    "The toll stays at 32 crowns until the end of 2026, as Lakeland and the canton of Merrow agreed in Port Orren.",
    "Osric Vane of the Pilots’ Association called the missing radar beacon a risk for every crossing after dark.",
    "Repairs of the southern ramp begin in the second week of April and will close one lane for a fortnight.",
)
PILOTS = (
    "Pilots on both shores refuse night crossings until somebody pays for a beacon on the middle bank of the lake.",
    "A beacon costs 85,000 crowns, half of which the canton would pay if the ministry found the rest by summer.",
    "Agnes Thorne, who speaks for the pilots, has crossed the lake eleven thousand times and lost one boat.",
)


def record(*paragraphs: str, published: str | None = "2025-03-10", title: str = "Ferry") -> Record:
    article = article_of(*paragraphs, title=title)
    metadata = msgspec.structs.replace(article.metadata, published=published)
    return Record(msgspec.structs.replace(article, metadata=metadata))


def groups(clusters: tuple[Cluster, ...]) -> list[list[int]]:
    return [[v.article for v in c.variants] for c in clusters]


def test_copies_are_one_story_and_other_texts_are_none() -> None:
    found = cluster([record(*FERRY), record(*PILOTS), record(*FERRY)])

    assert groups(found) == [[0, 2]]


def test_the_earliest_is_first_and_an_undated_one_last() -> None:
    found = cluster(
        [record(*FERRY, published=None), record(*FERRY, published="2025-03-11"), record(*FERRY, published="2025-03-10")]
    )

    assert groups(found) == [[2, 1, 0]]
    assert [v.similarity for v in found[0].variants] == [1.0, 1.0, 1.0]


def test_a_cut_copy_says_which_paragraphs_it_dropped_and_how_much_is_left() -> None:
    (found,) = cluster([record(*FERRY), record(*FERRY[:3])])

    _, cut = found.variants
    assert cut.dropped == ("4", "5")
    assert (cut.added, cut.changed) == ((), ())
    assert 0.5 < cut.similarity < 0.7


def test_an_added_and_a_changed_paragraph_are_told() -> None:
    changed = FERRY[1].replace("forty lorries", "fifty lorries")
    own = "Our reporter counted eleven boats in the harbour on Sunday evening and spoke to two of their crews."

    (found,) = cluster([record(*FERRY), record(FERRY[0], changed, own, *FERRY[2:])])

    _, variant = found.variants
    assert variant.changed == (("2", "2"),)
    assert variant.added == ("3",)
    assert variant.dropped == ()


def test_a_rewrite_with_the_same_names_and_figures_is_the_same_story() -> None:
    rewrite = (
        "After four months of work in the cold Talvik has its northern ramp of the cable ferry again since Monday.",
        "Forty lorries an hour can cross from 21 March, Hanna Brask, the director of the yard, told the council.",
        "Lakeland and the canton of Merrow agreed in Port Orren that the toll stays at 32 crowns until 2026 is over.",
        "Osric Vane sees a risk for every crossing after dark while the radar beacon is missing.",
    )

    assert groups(cluster([record(*FERRY), record(*rewrite)])) == [[0, 1]]
    assert cluster([record(*FERRY), record(*rewrite, published="2025-05-10")]) == ()


def test_a_form_filled_in_for_two_companies_is_two_stories() -> None:
    one = record("Qtly div 16 crowns vs 13 crowns. Pay April 15. Record March 31.", title="Brask Corp lifts dividend")
    two = record("Qtly div 16 crowns vs 13 crowns. Pay April 20. Record March 31.", title="Molder Ltd sets payout")

    assert cluster([one, two]) == ()


def test_a_thousand_copies_are_one_group() -> None:
    (found,) = cluster([record(*FERRY)] * 1000)

    assert len(found.variants) == 1000


def test_nothing_and_empty_articles_are_no_stories() -> None:
    assert cluster([]) == ()
    assert cluster([record(), record(), record("")]) == ()


def test_the_runs_of_a_text_are_the_same_whatever_the_run_of_python() -> None:
    assert list(runs_of("One two three four.")) == sorted(runs_of("one, two; three four"))
    assert list(runs_of("one two three")) == [1426839282996903940]


def test_resemblance_counts_shared_runs_of_all() -> None:
    assert resemblance(runs_of("a b c d"), runs_of("a b c e")) == pytest.approx(1 / 3)
    assert resemblance(runs_of("a b c"), runs_of("a b c")) == 1.0


def test_a_paragraph_that_was_split_is_changed_and_not_added() -> None:
    whole = "The ramp is open again since Monday noon and the first forty lorries have already crossed the lake."
    first, second = whole[:43], whole[44:]

    found = align([("1", whole)], [("1", first), ("2", second)])

    assert found.changed == (("1", "1"), ("1", "2"))
    assert (found.dropped, found.added) == ((), ())


def test_typography_is_no_change() -> None:
    assert align([("1", "“It holds,” she said.")], [("3", '"It holds," she said.')]).changed == ()
