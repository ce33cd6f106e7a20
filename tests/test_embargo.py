"""Embargoes on publication are found wherever a text states them; news of other embargoes holds nothing back."""

import pytest

from convert import model as m
from convert.contracts import Given, Raw
from convert.errors import Note
from convert.normalise import normalise
from convert.normalise.embargo import find_embargoes
from convert.normalise.embargo_lines import has_open_embargo
from tests.test_normalise import words_of

STORY = "The bank of Talvik will cut its rate by half a point, its governor Tim Aldous said. He took no questions."


def article_of(text: str, *given: Given) -> tuple[m.Article, list[str]]:
    notes: list[Note] = []
    article = normalise(Raw(text, "a.txt", "0" * 64, len(text), "text", "utf-8"), given, notes.append)
    return article, [note.code for note in notes]


STATED = [
    ("EMBARGOED UNTIL 2026-05-13 06:00 GMT", "en", "2026-05-13T06:00Z"),
    ("*** STRICTLY EMBARGOED until 30 May 2026, 06:00 GMT ***", "en", "2026-05-30T06:00Z"),
    ("EMBARGO: not for publication before 30 May 2026, 06:00 GMT", "en", "2026-05-30T06:00Z"),
    ("Not for publication before 00:01 on 30 May 2026", "en", "2026-05-30T00:01"),
    ("FOR RELEASE AT 8:30 A.M. EDT, TUESDAY, MAY 12, 2026", "en", "2026-05-12T08:30-04:00"),
    ("PRESS RELEASE – EMBARGOED UNTIL 30 May 2026, 06:00 GMT", "en", "2026-05-30T06:00Z"),
    ("Bank of Talvik | EMBARGOED UNTIL 30 May 2026", "en", "2026-05-30"),
    ("Embargo ends: 30 May 2026, 06:00 GMT", "en", "2026-05-30T06:00Z"),
    (
        "Please find below the text, under embargo until 30 May 2026, 06:00 GMT.",
        "en",
        "2026-05-30T06:00Z",
    ),
    (
        "This press release and the study are embargoed until 30 May 2026, 06:00 GMT and must not be quoted before.",
        "en",
        "2026-05-30T06:00Z",
    ),
    ("Sperrfrist: Mittwoch, 30. Mai 2026, 06:00 Uhr", "de", "2026-05-30T06:00"),
    ("Achtung, Sperrfrist: nicht zur Veröffentlichung vor dem 30. Mai 2026, 10 Uhr", "de", "2026-05-30T10:00"),
    ("Texte sous embargo jusqu’au 30 mai 2026 à 6 heures.", "fr", "2026-05-30"),
    ("Ne pas publier avant le 30 mai 2026", "fr", "2026-05-30"),
    ("Embargo hasta el 30 de mayo de 2026 a las 06:00 horas", "es", "2026-05-30T06:00"),
    ("30 Mayıs 2026 saat 06.00'ya kadar ambargolu", "tr", "2026-05-30T06:00"),
    ("Эмбарго до 30 мая 2026, 06:00", "ru", "2026-05-30T06:00"),
    ("Не публиковать до 30 мая 2026 года", "ru", "2026-05-30"),
]


@pytest.mark.parametrize(("line", "language", "until"), STATED)
@pytest.mark.parametrize("shape", ["{line}\n\n{story}", "Rate cut announced\n\n{story}\n\n{line}"])
def test_a_statement_is_obeyed_at_the_head_and_at_the_foot(line: str, language: str, until: str, shape: str) -> None:
    text = shape.format(line=line, story=STORY)

    article, _ = article_of(text, Given("language", language, "command line"))

    assert article.metadata.embargo == until
    assert STORY in words_of(article.body)


REPORTED = [
    ("The arms embargo until 2027 was extended.", "en"),
    ("Ministers lifted the embargo on 3 May 2026.", "en"),
    ("Embargo on Lakeland lifted on 3 May 2026", "en"),
    ("Arms embargo until 30 May 2026", "en"),
    ("Embargo until 30 May 2026 on grain from Lakeland", "en"),
    ("EMBARGO EXTENDED TO 30 MAY 2026", "en"),
    ("COUNCIL EMBARGO UNTIL 30 MAY 2026, SAYS ENVOY", "en"),
    ("EMBARGO ON GRAIN", "en"),
    ("EMBARGO TALKS", "en"),
    ("Embargo ends 30 May 2026", "en"),
    ("Embargo: what it means for farmers", "en"),
    ("The grain remains under embargo until 30 May 2026.", "en"),
    ("A port embargoed until 3 May 2026 reopened.", "en"),
    ("Not for publication, he said on 3 May 2026, were the names.", "en"),
    ("No embargo. 12 May 2026", "en"),
    ("The memo, circulated under embargo until 06:00 GMT on 30 May 2026, was leaked.", "en"),
    ("L'embargo sur les armes est prolongé jusqu'au 30 mai 2026.", "fr"),
    ("L'embargo jusqu'au 30 mai 2026 sur le blé", "fr"),
    ("Während der Sperrfrist bis 30. Mai 2026 zahlt das Amt kein Geld.", "de"),
    ("Sin embargo, el 3 de mayo de 2026 el consejo cedió.", "es"),
    ("El embargo de la casa vence el 30 de mayo de 2026.", "es"),
    ("Silah ambargosu 30 Mayıs 2026'ya kadar uzatıldı.", "tr"),
    ("Эмбарго на зерно продлено до 30 мая 2026 года.", "ru"),
]


@pytest.mark.parametrize(("line", "language"), REPORTED)
@pytest.mark.parametrize("shape", ["{line}\n\n{story}", "Grain deal\n\n{story} {line}", "Grain\n\n{story}\n\n{line}"])
def test_news_of_an_embargo_holds_nothing_back(line: str, language: str, shape: str) -> None:
    text = shape.format(line=line, story=STORY)

    article, _ = article_of(text, Given("language", language, "command line"))

    assert (article.metadata.embargo, has_open_embargo(article)) == (None, False)
    printed = f"{article.metadata.title}\n{article.metadata.subtitle}\n{words_of(article.body)}"
    assert line in printed.replace("’", "'")


@pytest.mark.parametrize(
    "line", ["EMBARGO", "*** EMBARGOED ***", "UNDER STRICT EMBARGO", "EMBARGOED UNTIL DELIVERY", "SPERRFRIST"]
)
def test_an_embargo_without_a_date_holds_until_an_editor_says_until_when(line: str) -> None:
    text = f"Rate cut announced\n\n{STORY}\n\n{line}"

    article, _ = article_of(text)
    with_date, _ = article_of(text, Given("embargo", "2026-05-30", "command line"))

    assert (article.metadata.embargo, has_open_embargo(article)) == (None, True)
    assert (with_date.metadata.embargo, has_open_embargo(with_date)) == ("2026-05-30", False)


def test_a_text_told_of_as_under_embargo_until_an_hour_is_a_warning() -> None:
    _, notes = article_of(f"Grain deal\n\n{STORY} The memo, sent under embargo until 06:00 on 30 May 2026, was leaked.")

    assert notes == ["embargo-mentioned"]


def test_a_covering_note_speaks_to_who_publishes() -> None:
    note = "We send you tomorrow's announcement,\nunder embargo until 30 May 2026, 06:00 GMT."

    article, _ = article_of(f"Dear colleagues,\n\n{note}\n\nRate cut announced\n\n{STORY}")

    assert article.metadata.embargo == "2026-05-30T06:00Z"


def test_a_weekday_of_an_embargo_is_the_one_to_come() -> None:
    article, _ = article_of(f"Rate cut announced\n11 May 2026\nEMBARGOED until 6am on Tuesday\n\n{STORY}")

    assert article.metadata.embargo == "2026-05-12"


def test_a_long_text_full_of_the_word_is_read_in_time() -> None:
    found = find_embargoes("under embargo until 30 May 2026 " * 20_000)

    assert found == []
