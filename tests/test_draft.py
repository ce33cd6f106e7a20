"""A draft remembers its source, whatever is done to it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from convert.errors import Note
from convert.normalise.draft import Draft, applied, reverted

RULES = [
    (re.compile("a+"), "b"),
    (re.compile("bc"), '"'),
    (re.compile('"'), ""),
    (re.compile(r"\s+"), " "),
    (re.compile("b "), "xyz"),
    (re.compile("^."), "Q"),
    (re.compile("(x)(y)"), r"\2\1"),
    (re.compile(".$"), ""),
    (re.compile("(?<=b)"), "'"),
]


def draft_of(source: str) -> Draft:
    def ignore(note: Note) -> None:
        del note

    return Draft(source, "a.txt", ignore)


@given(st.text('abc" xy\n', max_size=40), st.lists(st.sampled_from(RULES), max_size=7))
def test_passes_give_what_re_sub_gives_and_can_be_undone(source: str, rules: list[tuple[re.Pattern[str], str]]) -> None:
    draft, text = draft_of(source), source

    for pattern, after in rules:
        draft.substitute(pattern, after, pattern.pattern)
        text = pattern.sub(after, text)

    assert draft.text == text
    assert applied(source, draft.edits) == text
    assert reverted(text, draft.edits) == source


@given(st.text('abc" xy\n', max_size=40), st.lists(st.sampled_from(RULES), max_size=7))
def test_edits_are_sorted_disjoint_and_change_something(source: str, rules: list[tuple[re.Pattern[str], str]]) -> None:
    draft = draft_of(source)

    for pattern, after in rules:
        draft.substitute(pattern, after, "rule")

    assert all(one.end <= other.start for one, other in zip(draft.edits, draft.edits[1:], strict=False))
    assert all(source[e.start : e.end] == e.before != e.after for e in draft.edits)


@given(st.text("abc xy", max_size=30), st.lists(st.sampled_from(RULES), max_size=5), st.data())
def test_an_extent_covers_the_source_of_its_words(
    source: str, rules: list[tuple[re.Pattern[str], str]], data: st.DataObject
) -> None:
    draft = draft_of(source)
    for pattern, after in rules:
        draft.substitute(pattern, after, "rule")
    start = data.draw(st.integers(0, len(draft.text)))
    end = data.draw(st.integers(start, len(draft.text)))

    extent = draft.extent(start, end)

    assert 0 <= extent.start <= max(extent.start, extent.end) <= len(source)
    inside = [e for e in draft.edits if extent.start <= e.start and e.end <= extent.end]
    assert draft.text[start:end] in applied(source[extent.start : extent.end], _moved(inside, -extent.start))


def _moved(edits, by):  # type: ignore[no-untyped-def]
    from msgspec.structs import replace

    return [replace(e, start=e.start + by, end=e.end + by) for e in edits]


def test_touching_edits_become_one_and_keep_both_rules() -> None:
    draft = draft_of("say 'no'")

    draft.substitute(re.compile("'n"), "‘n", "quotes")
    draft.substitute(re.compile("‘"), "“", "nested")

    assert [(e.before, e.after, e.rule) for e in draft.edits] == [("'n", "“n", "quotes+nested")]
