"""The text reader reads whatever can be text, and says clearly what cannot."""

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.contracts import Raw, input_of
from convert.errors import Note, NothingUsable
from convert.normalise.decode import decode
from convert.readers import text as reader

TWO = (
    "FERRY LATE\n\nIt was an hour late because of fog on the whole lake, they said.\n=======\nFERRY EARLY\n\n"
    + "word " * 20
)


def raws(data: bytes, notes: list[Note] | None = None, name: str = "a.txt") -> list[Raw]:
    heard: list[Note] = [] if notes is None else notes
    return [raw for raw in reader.read(input_of(name, data), heard.append) if isinstance(raw, Raw)]


def test_one_article_has_the_hash_and_the_size_of_its_file() -> None:
    data = "The café is open.".encode("cp1252")

    (raw,) = raws(data)

    assert (raw.name, raw.sha256, raw.size) == ("a.txt", hashlib.sha256(data).hexdigest(), len(data))
    assert (raw.text, raw.encoding) == ("The café is open.", "windows-1252")


def test_each_of_several_articles_has_its_own_name_and_hash() -> None:
    found = raws(TWO.encode())

    assert [raw.name for raw in found] == ["a.txt#1", "a.txt#2"]
    assert [raw.sha256 for raw in found] == [hashlib.sha256(raw.text.encode()).hexdigest() for raw in found]
    assert "FERRY EARLY" not in found[0].text


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"], ids=["nothing", "white space", "a mark", "two bytes"]
)
def test_a_file_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(NothingUsable):
        raws(data)


BINARY = {
    "a PDF": b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj and so on, in plain letters",
    "a zip": b"PK\x03\x04" + b"abcdefgh" * 20,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"a picture of letters " * 20,
    "gzip": b"\x1f\x8b" + b"letters of the alphabet" * 9,
    "control bytes": bytes(range(1, 32)) * 30,
    "many NULs": b"abc\0\0\0def\0\0\0" * 50,
}


@pytest.mark.parametrize("name", BINARY)
def test_what_is_no_text_is_not_recognised_and_refused_with_a_hint(name: str) -> None:
    assert not reader.recognises(BINARY[name])

    with pytest.raises(NothingUsable) as error:
        raws(BINARY[name])

    assert error.value.where == "a.txt"
    assert error.value.hint


TEXTS = {
    "UTF-8": "Die Fähre läuft.".encode(),
    "UTF-8 with a mark": "Die Fähre läuft.".encode("utf-8-sig"),
    "UTF-16 with a mark": "Die Fähre läuft.".encode("utf-16"),
    "UTF-16, big end first": "Die Fähre läuft.".encode("utf-16-be"),
    "UTF-16, little end first": "Die Fähre läuft.".encode("utf-16-le"),
    "UTF-32 with a mark": "Die Fähre läuft.".encode("utf-32"),
    "Windows-1252": "Die Fähre läuft.".encode("cp1252"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_in_the_usual_encodings_is_read(name: str) -> None:
    assert reader.recognises(TEXTS[name])

    assert raws(TEXTS[name])[0].text == "Die Fähre läuft."


def test_a_declared_encoding_comes_before_a_guess_and_after_a_mark() -> None:
    assert decode("Fähre".encode("cp850"), declared="cp850").text == "Fähre"
    assert decode("Fähre".encode("utf-8-sig"), declared="cp850").text == "Fähre"
    assert decode("Fähre".encode(), declared="no-such-encoding").text == "Fähre"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = raws(data)
    except NothingUsable:
        return

    assert all(raw.text.strip() for raw in found)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_good_utf_8_is_read_as_it_is_or_its_mojibake_repaired(text: str) -> None:
    decoded = decode(text.encode())

    assert decoded.encoding == "utf-8"
    assert decoded.repaired == (decoded.text != text.removeprefix("\ufeff"))
    assert not decoded.repaired or re.search("[ÃâÂÐÑ]", text)


HURT = {
    "Russian": "Лоцманы озера не будут водить паром в темноте, пока на средней отмели не появится радиомаяк.",
    "Turkish": "Geçiş ücreti yıl sonuna kadar değişmeyecek, dedi köprü müdürü Şule Öztürk; iskele açık.",
    "German": "Die Fähre läuft früher als geplant über den See, für die Küste heißt das höhere Gebühren.",
    "Chinese": "港务局星期二说，渡轮将留在港口，直到冰融化为止。",
}


@pytest.mark.parametrize("language", HURT)
@pytest.mark.parametrize("noise", [b"\xff", b"\xc3", b"\xe1\x80"])
def test_a_byte_that_is_hurt_turns_no_other_letter_into_noise(language: str, noise: bytes) -> None:
    words = HURT[language]
    notes: list[Note] = []

    (raw,) = raws(words.encode()[:-1] + noise + b" " + words.encode(), notes)

    assert words in raw.text
    assert raw.text.startswith(words[:-1])
    assert [note.code for note in notes] == ["undecodable"]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5"])
def test_a_text_in_an_older_encoding_is_not_taken_for_hurt_utf_8(encoding: str) -> None:
    (raw,) = raws(HURT["Russian"].encode(encoding))

    assert raw.text == HURT["Russian"]


def test_the_seed_of_two_notes_is_two_articles() -> None:
    path = Path(__file__).parent.parent / "seeds" / "two-notes.txt"

    assert len(raws(path.read_bytes())) == 2


LONG = "It was an hour late because of fog on the whole lake, they said on Tuesday."
SEPARATED = {
    "a closing line after the last rule": (f"{LONG}\n=====\n{LONG}\n=====\nEND OF REVIEW\n", 2),
    "a title over the first article": (f"PRESS REVIEW\n\n=======\n{LONG}\n=======\n{LONG}\n", 2),
    "an underlined headline": (f"Ferry late\n==========\n\n{LONG}\n", 1),
    "underlined headlines of the parts of one article": (
        f"Late\n====\n\n{LONG}\n\nFog again\n=========\n\n{LONG}\n",
        1,
    ),
    "a rule between parts of one article": (f"{LONG}\n\n----------\n\n{LONG}\n", 1),
    "a row of stars between parts of one article": (f"{LONG}\n\n* * *\n\n{LONG}\n", 1),
    "a row of stars between datelines": (f"TALVIK (AP) - {LONG}\n\n* * *\n\nTALVIK (AP) - {LONG}\n", 2),
    "words in a rule": (f"{LONG}\n--- next article ---\n{LONG}\n", 2),
    "rules under headed articles": (f"FERRY LATE\n{LONG}\n----------\nFERRY GONE\n{LONG}\n", 2),
    "stars inside the first of two articles": (f"{LONG}\n\n* * *\n\n{LONG}\n=====\n{LONG}\n", 2),
}


@pytest.mark.parametrize("name", SEPARATED)
def test_articles_are_parted_where_a_separator_says_so(name: str) -> None:
    text, count = SEPARATED[name]

    found = reader.articles_in(text)

    assert len(found) == count
    letters = "".join(filter(str.isalnum, "".join(found)))
    assert letters == "".join(filter(str.isalnum, text.replace("--- next article ---", "")))
