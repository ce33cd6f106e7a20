"""Normalising keeps every word, says where each stands, and does the same thing twice."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convert import model as m
from convert.contracts import Given, Raw
from convert.errors import Note, NothingUsable, UsageError
from convert.normalise import normalise
from convert.normalise.decode import take_out_unprintable
from convert.normalise.draft import Draft, applied, reverted
from convert.normalise.lines import Span, join_lines, single_spaces, source_lines
from convert.normalise.lost import report_lost_marks, report_lost_spaces
from convert.normalise.quotes import set_quotes
from convert.normalise.structure import find_lists_and_tables
from convert.normalise.subheads import find_subheads
from convert.normalise.tags import find_tags, link_addresses
from convert.walk import blocks, plain

SEEDS = sorted(Path(__file__).parent.parent.joinpath("seeds").glob("*.txt"))


def article_of(text: str, name: str = "a.txt") -> tuple[m.Article, list[Note]]:
    notes: list[Note] = []
    data = text.encode("utf-8", "surrogatepass")
    raw = Raw(text, name, hashlib.sha256(data).hexdigest(), len(data), "text", "utf-8")
    return normalise(raw, (), notes.append), notes


def words_of(body: tuple[m.Block, ...]) -> str:
    return "\n".join(plain(b.content) for b in blocks(body) if isinstance(b, m.Paragraph | m.Heading))


def uncovered(article: m.Article) -> str:
    """Return the visible characters of the source that nothing accounts for."""
    spans = [(f.where.start, f.where.end) for f in article.findings if isinstance(f.where, m.Extent)]
    spans += [(r.start, r.end) for r in article.residue] + [(e.start, e.end) for e in article.edits]
    spans += [(at.start, at.end) for b in blocks(article.body) if (at := getattr(b, "at", None)) is not None]
    covered = bytearray(len(article.source_text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return "".join(c for c, known in zip(article.source_text, covered, strict=True) if not known and not c.isspace())


PIECES = [
    *("date 2025-03-01 ", "Title: A day\n", "By Hanna Brask\n", "TALVIK, March 3 (Northern Wire) - ", "\n\n", "\n"),
    *('"We did', "' not\"", " 'Trials in April'", "the yard said on Monday. ", "- one\n", "| a | b |\n", "|---|---|\n"),
    *("Share\n", "+ 16 px -\n", "#Ferry ", "a well-\nknown word ", "THE LAKE\n", "…", "&<b>", "https://a.example/x. "),
    *(
        "\x00",
        "\u202e",
        "—",
        "«",
        "»",
        "„",
        "“",
        "”",
        "’90s ",
        "==========\n",
        "Published by\n\nThe Gazette\n",
        "2. two\n",
    ),
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), min_size=1, max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example(
    "date 2025-03-01 Göl ücreti\nLiman Postası\nTalvik ile Port Merrow arasındaki geçiş ücreti sabit kalacak dedi."
)
def test_body_edits_findings_and_residue_cover_the_source(text: str) -> None:
    try:
        article, _ = article_of(text)
    except NothingUsable:
        return

    assert uncovered(article) == ""


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_edits_can_be_undone(text: str) -> None:
    try:
        article, _ = article_of(text)
    except NothingUsable:
        return

    set_text = applied(article.source_text, article.edits)
    assert reverted(set_text, article.edits) == article.source_text


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_article(text: str) -> None:
    try:
        assert article_of(text)[0] == article_of(text)[0]
    except NothingUsable:
        return


@settings(max_examples=100, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=60)))
@example("half a character \ud83d and a NUL \x00")
def test_an_article_goes_to_json_and_back(text: str) -> None:
    try:
        record = m.Record(article_of(text)[0])
    except NothingUsable:
        return

    assert m.decode_record(m.encode(record)) == record


def test_an_unknown_field_that_is_given_is_refused_with_the_nearest_name() -> None:
    raw = Raw("The ferry sailed at noon.", "a.txt", "", 0, "text")
    notes: list[Note] = []

    with pytest.raises(UsageError, match="titel2") as error:
        normalise(raw, [Given("titel2", "x", "command line")], notes.append)

    assert "title" in error.value.hint or "titel" in error.value.hint


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_is_covered_and_its_body_is_its_source_with_the_edits(path: Path) -> None:
    article, _ = article_of(path.read_text("utf-8"), path.name)

    assert uncovered(article) == ""
    for block in blocks(article.body):
        if isinstance(block, m.Paragraph) and block.at is not None:
            inside = [e for e in article.edits if block.at.start <= e.start and e.end <= block.at.end]
            moved = [
                m.Edit(e.start - block.at.start, e.end - block.at.start, e.before, e.after, e.rule) for e in inside
            ]
            said = applied(article.source_text[block.at.start : block.at.end], moved)
            assert plain(block.content).strip() == said.strip()


def test_the_users_own_seed_comes_out_right() -> None:
    folder = os.environ.get("CONVERT_SEEDS")
    if folder is None:
        pytest.skip("CONVERT_SEEDS names no folder")
    (path,) = Path(folder).glob("000_*.txt")

    article, _ = article_of(path.read_text("utf-8"), path.name)

    assert article.metadata.published == "2023-04-03"
    assert any(f.rule == "weekday" and f.standing == "supported" for f in article.findings)
    assert article.metadata.title is None
    heads = [plain(b.content) for b in article.body if isinstance(b, m.Heading)]
    assert heads == ["Military cooperation"]
    assert len(article.metadata.tags) == 2
    body = words_of(article.body)
    assert '"' not in body and "'" not in body
    for paragraph in (b for b in article.body if isinstance(b, m.Paragraph)):
        said = plain(paragraph.content)
        assert said.count("“") == said.count("”")
    source = "".join(filter(str.isalnum, article.source_text.partition("2023-04-03")[2]))
    assert "".join(filter(str.isalnum, body)) == source


LONG = [
    pytest.param("a" * 200_000, id="a word of 200,000 letters"),
    pytest.param(
        "\n\n".join(
            f"'Head {n}'\n\nThe text that follows it is long enough to be one paragraph of its own, it says."
            for n in range(10_000)
        ),
        id="10,000 sub-heads",
    ),
    pytest.param(
        "x" * 5_000 + "\n\nThe story begins here, and it is a sentence that has an end to it.",
        id="a title of 5,000 characters",
    ),
    pytest.param('"' + "“" * 500 + "word" + "”" * 500 + '" he said.', id="quotation marks nested 500 deep"),
    pytest.param("\"say '" * 20_000 + "end.", id="20,000 marks that never close"),
    pytest.param("-\n" * 50_000 + "The end of it.", id="50,000 lines of a dash"),
    pytest.param("word-\n" * 30_000 + "end.", id="30,000 divided words"),
    pytest.param("https://" * 20_000 + " x", id="an address that never ends"),
    pytest.param("Title: " * 20_000 + " x", id="keys without values"),
    pytest.param("\n".join("  " * (n % 6) + f"- item {n}" for n in range(15_000)), id="a list of 15,000 items"),
    pytest.param("\n".join(f"| a | {n} |" for n in range(15_000)), id="a table of 15,000 rows"),
    pytest.param("a" + " " * 200_000 + "b.", id="200,000 spaces"),
    pytest.param("\n" * 200_000 + "The text is here.", id="200,000 blank lines"),
    pytest.param("\n\n".join(f"The {n} LakelandDeputy{n}x said so." for n in range(10_000)), id="10,000 lost spaces"),
    pytest.param(" ".join(f"#tag{n}x" for n in range(30_000)) + ".", id="30,000 tags"),
    pytest.param("| a " * 20_000 + "|\n" + "|---" * 20_000 + "|", id="a table of 20,000 columns"),
]


@pytest.mark.parametrize("text", LONG)
def test_long_and_deep_texts_take_seconds_and_lose_nothing(text: str) -> None:
    start = time.perf_counter()

    article, _ = article_of(text)

    assert time.perf_counter() - start < 10
    assert uncovered(article) == ""


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\x00\x00", "…\n—"], ids=["nothing", "white space", "NULs", "marks only"]
)
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(NothingUsable):
        article_of(text)


def test_control_characters_and_direction_marks_are_taken_out_with_a_warning() -> None:
    article, notes = article_of("The ferry\x07 sailed \u202eback\u202c at noon, the harbour office said on the quay.")

    assert words_of(article.body) == "The ferry sailed back at noon, the harbour office said on the quay."
    assert {note.code for note in notes} == {"control-characters", "direction-marks"}


def test_text_that_looks_like_markup_stays_as_it_is() -> None:
    said = "Use <font color=red>, &amp;, <img src=/etc/passwd>, #import and \\input{x} as they stand, the manual says."

    article, _ = article_of(said)

    assert words_of(article.body) == said


def test_unsafe_links_never_reach_the_body() -> None:
    article, _ = article_of("See javascript:alert(1) and file:///etc/passwd for what the manual says of unsafe links.")

    assert not [
        b for b in blocks(article.body) if isinstance(b, m.Paragraph) and any(isinstance(i, m.Link) for i in b.content)
    ]


def blocks_of(draft: Draft) -> list[Span]:
    return [line for line in source_lines(draft) if line[1] > line[0]]


PASSES: dict[str, Callable[[Draft], object]] = {
    "unprintable characters": take_out_unprintable,
    "lines": lambda draft: join_lines(draft, blocks_of(draft)),
    "spaces": lambda draft: single_spaces(draft, blocks_of(draft)),
    "quotation marks": lambda draft: set_quotes(draft, blocks_of(draft)),
    "lost spaces": lambda draft: report_lost_spaces(draft, blocks_of(draft)),
    "lost marks": lambda draft: report_lost_marks(draft, blocks_of(draft)),
    "tags": lambda draft: find_tags(draft, blocks_of(draft)),
    "links": lambda draft: link_addresses(draft, blocks_of(draft)),
    "lists and tables": lambda draft: find_lists_and_tables(draft, blocks_of(draft)),
    "sub-heads": lambda draft: find_subheads(draft, blocks_of(draft), blocks_of(draft)),
}


def state(draft: Draft) -> tuple[str, tuple[m.Edit, ...], tuple[object, ...], tuple[object, ...], tuple[object, ...]]:
    return draft.text, tuple(draft.edits), tuple(draft.marks), tuple(draft.findings), tuple(draft.doubts)


def draft_of(text: str, language: str) -> Draft:
    notes: list[Note] = []
    draft = Draft(text, "a.txt", notes.append)
    draft.language = language
    return draft


@pytest.mark.parametrize("name", PASSES)
@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "ru", "pl", "sv"]))
def test_a_pass_made_twice_does_what_it_does_once(name: str, text: str, language: str) -> None:
    draft = draft_of(text, language)
    PASSES[name](draft)
    once = state(draft)

    PASSES[name](draft)

    # whether marks balance can look different once they are set, where nothing about them is right: doubts may be added
    assert state(draft)[:4] == once[:4]
    assert set(once[4]) <= set(draft.doubts)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "ru", "pl", "sv", "tr"]))
def test_marks_that_are_set_are_not_set_again(text: str, language: str) -> None:
    first = draft_of(text, language)
    set_quotes(first, blocks_of(first))

    second = draft_of(first.text, language)
    set_quotes(second, blocks_of(second))

    assert second.edits == []
