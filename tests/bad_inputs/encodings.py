"""Texts in encodings of all kinds, declared wrongly, mixed, cut off, or encoded twice."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.bad_inputs.bad import PROSE, WORD, Bad

PLAIN = PROSE.replace("“", '"').replace("”", '"')
SAMPLES = {
    "Die Fähre „Talvik“ bleibt laut Hafenamt WORD bis Dienstag im Hafen, das Eis ist noch zu dick für die Überfahrt.": (
        "cp1252",
        "cp1250",
        "utf-7",
        "mac_roman",
    ),
    "Le bac reste à quai, a déclaré mardi le bureau du port de WORD : la glace est encore trop épaisse.": (
        "latin-1",
        "cp437",
        "cp850",
        "iso8859-15",
    ),
    "Паром останется в порту, сообщило во вторник управление порта WORD: лёд ещё слишком толстый.": (
        "cp1251",
        "koi8-r",
        "iso8859-5",
        "cp866",
        "mac_cyrillic",
    ),
    "Feribot limanda kalacak, dedi salı günü WORD liman müdürlüğü: buz hâlâ çok kalın, geçiş güvenli değil.": (
        "cp1254",
        "iso8859-9",
    ),
    "Το πορθμείο θα μείνει στο λιμάνι, ανακοίνωσε την Τρίτη το λιμεναρχείο WORD.": ("cp1253", "iso8859-7"),
    "フェリーは氷がなくなるまで港にとどまると、WORD 港湾事務所は火曜日に発表した。": (
        "shift_jis",
        "euc_jp",
        "iso2022_jp",
    ),
    "港务局 WORD 星期二说，渡轮将留在港口，直到冰融化为止。": ("gb18030", "hz"),
    "港務局 WORD 星期二說，渡輪將留在港口，直到冰融化為止。": ("big5",),
    "항만 사무소 WORD 는 화요일에 얼음이 사라질 때까지 여객선이 항구에 머물 것이라고 말했다.": ("euc_kr", "iso2022_kr"),
}
WIDE = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


def made(noise: random.Random) -> Iterator[Bad]:
    """Yield them."""
    for words, encodings in SAMPLES.items():
        for encoding in encodings:
            yield Bad(encoding, (words + "\n").encode(encoding, "replace"))
    for encoding in WIDE:
        # the word is put in before the text is encoded: it could not be found in it
        whole = PROSE.replace(WORD, "Talvik").encode(encoding)
        yield Bad(encoding, whole)
        yield Bad(f"{encoding}, cut off", whole[:-1])
    yield from _declared()
    yield from _broken(noise)


def _declared() -> Iterator[Bad]:
    """Yield pages that say another encoding than the one they are in."""
    for encoding, declared in (
        ("utf-8", "iso-8859-1"),
        ("utf-8", "utf-16"),
        ("utf-8", "x-none"),
        ("cp1252", "utf-8"),
        ("cp1251", "koi8-r"),
        ("utf-8", "utf-7"),
        ("latin-1", "shift_jis"),
    ):
        page = f"<!doctype html><meta charset='{declared}'><title>Ice – WORD</title><article><p>{PROSE}</p></article>"
        yield Bad(f"{encoding} called {declared}", page.encode(encoding, "replace"), "html")
    item = f"<item><title>A</title><description>{PROSE}</description></item>"
    rss = f"<?xml version='1.0' encoding='utf-16'?><rss><channel>{item}</channel></rss>"
    yield Bad("a feed of UTF-8 called UTF-16", rss.encode(), "xml")


def _broken(noise: random.Random) -> Iterator[Bad]:
    """Yield texts whose bytes are wrong in places."""
    good = PROSE.encode()
    yield Bad("two encodings", good + "Die Fähre läuft wieder.\n".encode("cp1252"))
    yield Bad("UTF-16 behind UTF-8", good + PROSE.replace(WORD, "Talvik").encode("utf-16"))
    yield Bad("encoded twice", PROSE.encode().decode("cp1252", "replace").encode())
    yield Bad("a mark of byte order in the midst", good + b"\xef\xbb\xbf" + good)
    yield Bad("the wrong mark of byte order", b"\xff\xfe" + good)
    yield Bad("an overlong slash", good + b"\xc0\xaf\xe0\x80\xaf" + good)
    yield Bad("half a surrogate pair", good + b"\xed\xa0\x80" + good)
    yield Bad("beyond Unicode", good + b"\xf5\x80\x80\x80\xf4\x90\x80\x80" + good)
    yield Bad("noncharacters", good + "\ufdd0\ufffe\uffff\U0010ffff".encode() + good)
    yield Bad("private letters", good + "\ue000\uf8ff\U000f0000".encode() + good)
    yield Bad("a letter cut in two", good + "é".encode()[:1])
    yield Bad(
        "a NUL after each letter",
        b"".join(bytes((letter, 0)) for letter in PLAIN.replace(WORD, "Talvik").encode("ascii")),
    )
    yield Bad("NULs here and there", good.replace(b" ", b" \x00"))
    yield Bad("every control character", good + bytes(range(1, 32)) + b"\x7f" + bytes(range(0x80, 0xA0)) + good)
    yield Bad("letters of no weight", (PROSE + "a\u200bb\u200cc\u200dd\ufeffe\u00adf\u2060g").encode())
    yield Bad("a direction that never ends", (PROSE + "\u202e\u2066\u202b and on").encode())
    yield Bad("tags and variation selectors", (PROSE + "x\U000e0041\U000e007f\ufe0f\U000e0100").encode())
    yield Bad("marks without a letter", ("\u0301\u0302" * 200 + PROSE).encode())
    for number in range(6):
        place = noise.randrange(len(good))
        yield Bad(f"noise at {place}", good + good[:place] + noise.randbytes(1 + 7 * number) + good[place:])
