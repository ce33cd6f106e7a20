"""Mails that are no plain files of text: Outlook's, mailboxes, and how all of them are known."""

from __future__ import annotations

import pytest

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, NothingUsable
from convert.formats import reader_for
from convert.readers import mailbox
from tests.compound import outlook_message

SENTENCE = "The ferry crossed the lake in eleven minutes on its first trial, the harbour master told reporters."
HEADERS = (
    "From: Küstenbote <eil@kuestenbote.example>\r\nTo: desk@amt.example\r\nSubject: Elf Minuten\r\n"
    "Date: Tue, 15 Apr 2025 06:30:00 +0200\r\n\r\n"
)


def read(given: Input) -> list[Raw | Input]:
    found = reader_for(given).reader.read(given, lambda _: None)
    return [each for each in found if isinstance(each, Raw | Input)]


def test_an_outlook_message_is_read_like_any_mail() -> None:
    data = outlook_message({0x37: "Elf Minuten", 0x7D: HEADERS, 0x1000: f"{SENTENCE}\r\n\r\nMore."})

    (raw,) = read(input_of("a.msg", data))

    assert isinstance(raw, Raw)
    assert (raw.text, raw.size) == (f"{SENTENCE}\n\nMore.", len(data))
    assert {(f.field, f.value) for f in raw.candidates} >= {
        ("title", "Elf Minuten"),
        ("outlet", "Küstenbote"),
        ("published", "Tue, 15 Apr 2025 06:30:00 +0200"),
    }


def test_html_and_attachments_of_an_outlook_message_are_read() -> None:
    html = f"<p>{SENTENCE}</p><ul><li>eins</li></ul><p>{SENTENCE} Noch einmal, damit es reicht für einen Artikel.</p>"
    data = outlook_message({0x37: "A", 0x1000: "A"}, html, {"b.txt": SENTENCE.encode()})

    raw, attached = read(input_of("a.msg", data))

    assert isinstance(raw, Raw)
    assert "item" in {mark.kind for mark in raw.marks}
    assert isinstance(attached, Input)
    assert (attached.name, attached.open().read()) == ("a.msg#b.txt", SENTENCE.encode())


@pytest.mark.parametrize("cut", [600, 1500, 2500])
def test_a_broken_outlook_message_is_refused(cut: int) -> None:
    data = outlook_message({0x37: "Elf Minuten", 0x7D: HEADERS, 0x1000: SENTENCE})[:cut]

    with pytest.raises(NothingUsable):
        read(input_of("a.msg", data))


MAILBOX = (
    "From a@b.example Tue Apr 15 06:30:00 2025\n" + HEADERS.replace("\r\n", "\n") + SENTENCE + "\n>From here on\n\n"
    "From c@d.example Tue Apr 15 06:31:00 2025\n\n" + SENTENCE + "\n\nFrom the shore, it looks small.\n"
)


def test_each_mail_of_a_mailbox_is_an_input_of_its_own() -> None:
    found = read(input_of("a.mbox", MAILBOX.encode()))

    assert [each.name for each in found] == ["a.mbox#1", "a.mbox#2"]
    assert all(isinstance(each, Input) and each.depth == 1 for each in found)
    (first,), (second,) = (read(each) for each in found if isinstance(each, Input))
    assert isinstance(first, Raw)
    assert isinstance(second, Raw)
    assert first.text == f"{SENTENCE}\nFrom here on"
    assert second.text == f"{SENTENCE}\n\nFrom the shore, it looks small."


def test_a_mail_too_long_is_left_out_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "LONGEST_MAIL", 400)
    data = MAILBOX.replace(SENTENCE, SENTENCE * 9, 1).encode()
    notes: list[Note] = []

    found = list(mailbox.read(input_of("a.mbox", data), notes.append))

    assert [each.name for each in found if isinstance(each, Input)] == ["a.mbox#1"]
    assert [note.code for note in notes] == ["mail-too-long"]


KNOWN = {
    "a mail": (HEADERS.encode() + b"Text", "mail"),
    "a mail copied from a program": (b"From: a\nSent: Monday\nTo: b\nSubject: c\n\nText", "mail"),
    "a text with a header block": (b"Title: a\nFrom: the lake\nDate: 2025-04-15\n\nText of it.", "text"),
    "a text that speaks of mail": (
        b"From: where the boat lies\n\nTo: nobody in particular\n\nSubject to change.",
        "text",
    ),
    "a mailbox": (MAILBOX.encode(), "mbox"),
    "a text that begins with From": (b"From the shore, at 10:15 on Monday, it looks small.\nVery small.", "text"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_mails_are_known_by_their_header(name: str) -> None:
    data, reader = KNOWN[name]

    assert reader_for(input_of("a", data)).name == reader
