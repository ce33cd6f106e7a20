"""Text whose blocks are marked comes out with its blocks, and with all its words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert import model as m
from convert.contracts import Mark, MarkKind, Raw, candidate
from convert.errors import Note
from convert.normalise import normalise
from convert.normalise.tree import CONTAINERS, LEAVES
from convert.walk import blocks, texts
from tests import outline

KINDS: dict[str, MarkKind] = {
    "p": "paragraph",
    "h": "heading",
    "i": "item",
    "q": "quotation",
    "t": "table",
    "r": "row",
    "c": "cell",
    "f": "figure",
    "hr": "rule",
    "em": "emphasis",
    "b": "strong",
    "a": "link",
    "l": "language",
    "headline": "headline",
    "by": "byline",
}
TAG = re.compile(r"\[(?P<close>/)?(?P<name>[a-z]+)(?P<level>\d*)(?:=(?P<value>[^\]]*))?\]")


def raw_of(marked: str, *candidates: m.Finding) -> Raw:
    """Return the Raw of a text in which `[p]…[/p]` are marks; `[i2=ordered 3]` has a level and a value."""
    text, at = "", 0
    marks: list[Mark] = []
    open_tags: list[tuple[int, MarkKind, int, str]] = []
    for tag in TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        if tag["close"]:
            start, kind, level, value = open_tags.pop()
            marks.append(Mark(start, len(text), kind, level, value))
        else:
            open_tags.append((len(text), KINDS[tag["name"]], int(tag["level"] or 0), tag["value"] or ""))
    text += marked[at:]
    return Raw(text, "a.html", "0" * 64, len(text), "html", structured=True, marks=tuple(marks), candidates=candidates)


def body_of(marked: str, *candidates: m.Finding) -> str:
    notes: list[Note] = []
    return "\n".join(outline.body(normalise(raw_of(marked, *candidates), (), notes.append).body))


CASES = {
    "a paragraph with links, emphasis and another language": (
        "[p]The [a=https://yard.example/]yard[/a] is [em]very [b]busy[/b][/em], [l=fr]n’est-ce pas[/l]?[/p]",
        "1 | The [yard](https://yard.example/) is *very **busy***, <fr n’est-ce pas>?",
    ),
    "words that no mark holds": (
        "First words, alone.\n\n[p]A paragraph of the story.[/p]\n\nLast words, alone.",
        "1 | First words, alone.\n2 | A paragraph of the story.\n3 | Last words, alone.",
    ),
    "headings keep their levels": (
        "[p]The ferry sails, the harbour office said on the quay at noon.[/p]\n\n[h3]And then[/h]\n\n[p]Trials.[/p]",
        "1 | The ferry sails, the harbour office said on the quay at noon.\n### | And then\n2 | Trials.",
    ),
    "a list inside an item, by where it stands": (
        "[p]They ask for this, in writing:[/p]\n\n[i1]a beacon\n[i2]of steel[/i]\n[i2]of wood[/i][/i]\n[i1]a lamp[/i]",
        "1 | They ask for this, in writing:\n"
        "-\n  . | a beacon\n  -\n    . | of steel\n  -\n    . | of wood\n-\n  . | a lamp",
    ),
    "a list inside an item, by its level": (
        "[p]They ask for this, in writing:[/p]\n\n[i1]a beacon[/i]\n[i2=ordered 4]steel[/i]\n[i1]a lamp[/i]",
        "1 | They ask for this, in writing:\n-\n  . | a beacon\n  4)\n    . | steel\n-\n  . | a lamp",
    ),
    "an item of two paragraphs": (
        "[i1][p]One.[/p]\n\n[p]Two.[/p][/i]\n[i1]Three.[/i]",
        "-\n  . | One.\n  . | Two.\n-\n  . | Three.",
    ),
    "a displayed quotation with its own paragraphs, and words beside them": (
        "[p]He wrote this to the council.[/p]\n\n[q][p]We wait.[/p]\n\n[p]We hope.[/p]\n\nYusuf Demirel[/q]",
        "1 | He wrote this to the council.\nquotation\n  2 | We wait.\n  3 | We hope.\n  4 | Yusuf Demirel",
    ),
    "a quotation without a paragraph": ("[q]We wait.[/q]", "quotation\n  1 | We wait."),
    "a table with head, caption, spans and a list in a cell": (
        "[t][p]Costs in crowns[/p]\n[r=head][c]Item[/c]\t[c=2x1]Crowns[/c][/r]\n"
        "[r][c]Beacon[/c]\t[c]85,000[/c]\t[c][i1]one[/i]\n[i1]two[/i][/c][/r]\n[r][c][/c]\t[c]12[/c]\t[c]–[/c][/r][/t]",
        "1 | table Costs in crowns\n  head: Item | Crowns (2x1)\n  row: Beacon | 85,000 | \n  row:  | 12 | –",
    ),
    "a picture in the middle of a paragraph comes after it": (
        "[p]The ferry [f=a ferry\tm1\thttps://yard.example/f.png][/f]sails at noon, they said.[/p]",
        "1 | The ferry sails at noon, they said.\nfigure m1 (a ferry)",
    ),
    "a picture with a caption": ("[f=a ferry\tm1]The ferry at noon.[/f]", "figure m1 (a ferry) The ferry at noon."),
    "a rule between parts": ("[p]Before it.[/p]\n[hr][/hr]\n[p]After it.[/p]", "1 | Before it.\nrule\n2 | After it."),
    "a residue paragraph and a repeated headline are left out": (
        "[headline]Ferry sails[/headline]\n\n[h1]Ferry sails[/h]\n\n[p]Share[/p]\n\n[p]It sailed, they all said.[/p]",
        "1 | It sailed, they all said.",
    ),
    "a first heading of level 1 is the headline": (
        "[h1]Ferry sails[/h]\n\n[p]It sailed at noon, they said.[/p]",
        "1 | It sailed at noon, they said.",
    ),
    "a byline that ran into the first paragraph": (
        "[h1]Ferry sails[/h]\n\n[p]By HANNA BRASKThe ferry sailed at noon with the band on board, they said.[/p]",
        "1 | The ferry sailed at noon with the band on board, they said.",
    ),
    "hard line ends in a paragraph stay": ("[p]12 Quay Road\nTalvik[/p]", "1 | 12 Quay Road / Talvik"),
}


@pytest.mark.parametrize("name", CASES)
def test_marked_text_comes_out_with_its_blocks(name: str) -> None:
    marked, expected = CASES[name]

    assert body_of(marked) == expected


def test_emphasis_that_crosses_the_end_of_a_link_goes_on_after_it() -> None:
    text = "a link and emphasis, crossing."
    marks = (Mark(0, len(text), "paragraph"), Mark(2, 10, "link", 0, "https://x.example"), Mark(7, 19, "emphasis"))
    notes: list[Note] = []

    article = normalise(Raw(text, "a", "", 0, "html", structured=True, marks=marks), (), notes.append)

    assert list(outline.body(article.body)) == ["1 | a [link *and*](https://x.example)* emphasis*, crossing."]


def test_a_title_known_beside_the_text_is_not_looked_for_in_it() -> None:
    known = candidate("title", "Ferry sails at noon", "JSON-LD headline", "json-ld")

    assert body_of("[h1]A day on the lake[/h]\n\n[p]It sailed, they said.[/p]", known).startswith("# | A day")


def test_an_address_that_could_run_is_no_link_and_is_noted() -> None:
    notes: list[Note] = []
    raw = raw_of("[p]See [a=javascript:alert(1)]this[/a] and [a=file:///etc/passwd]that[/a] of the ferry.[/p]")

    article = normalise(raw, (), notes.append)

    assert "Link" not in repr(article.body)
    assert [note.code for note in notes] == ["unsafe-link", "unsafe-link"]


def test_quotations_500_deep_are_set_side_by_side_with_a_note() -> None:
    notes: list[Note] = []
    marked = "".join(f"[q]level {n}\n" for n in range(500)) + "the end" + "[/q]" * 500

    article = normalise(raw_of(marked), (), notes.append)

    said = " ".join(texts(article.body))
    assert all(f"level {n}" in said for n in range(500))
    assert [note.code for note in notes] == ["flattened"]
    assert m.decode_record(m.encode(m.Record(article))).article == article


def test_the_items_of_a_list_may_say_any_level() -> None:
    marked = "".join(f"[i{n}]item number {n}[/i]\n" for n in range(1, 2000))

    said = body_of(marked)

    assert all(f"item number {n}" in said for n in range(1, 2000))


BLOCK_KINDS = sorted((CONTAINERS | LEAVES) - {"rule", "figure"})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(BLOCK_KINDS), st.integers(0, 4)), max_size=12
    )
)
def test_no_word_is_lost_whatever_the_marks(given_marks: list[tuple[int, int, MarkKind, int]]) -> None:
    text = " ".join(f"w{n}x" for n in range(12))
    marks = tuple(
        Mark(min(a, b, len(text)), min(max(a, b), len(text)), kind, level) for a, b, kind, level in given_marks
    )
    notes: list[Note] = []

    article = normalise(Raw(text, "a", "", 0, "html", structured=True, marks=marks), (), notes.append)

    said = "".join(
        filter(
            str.isalnum, "".join((*texts(article.body), article.metadata.title or "", article.metadata.subtitle or ""))
        )
    )
    for residue in article.residue:
        said += "".join(filter(str.isalnum, text[residue.start : residue.end]))
    for character in filter(str.isalnum, text):
        assert character in said
    assert len(said) >= sum(map(str.isalnum, text))
    assert list(blocks(article.body))
