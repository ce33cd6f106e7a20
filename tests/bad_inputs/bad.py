"""What a bad input is, and the prose that most of them hold."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

WORD = "WORD"
"""Stands in prose where each input has a word that no other has."""

PROSE = (
    "The harbour office of WORD said on Tuesday that the ferry would stay in port until the ice is gone.\n\n"
    "“We have waited longer than that,” said Agnes Thorne, who speaks for the pilots.\n"
)


class Bad(msgspec.Struct, frozen=True):
    """An input: its name in the folder, its bytes, what is wrong with it, and the word to look for, if there is one.

    The name may be of any bytes; `own` says that it is what is wrong, and nothing is put before it.
    """

    about: str
    data: bytes
    suffix: str = "txt"
    word: str = ""
    name: bytes = b""

    def called(self, kind: str, number: int) -> Bad:
        """Return it under a name of its own, unless it has one, and with its own word."""
        word = f"Z{kind[:3]}{number:03}q"
        has_word = WORD.encode() in self.data
        name = self.name or f"{kind}-{number:03}.{self.suffix}".encode()
        return replace(
            self, data=self.data.replace(WORD.encode(), word.encode()), word=word if has_word else "", name=name
        )


def text(about: str, words: str, suffix: str = "txt") -> Bad:
    """Return an input of UTF-8; half a surrogate pair stands for a byte that is none."""
    return Bad(about, words.encode("utf-8", "surrogatepass"), suffix)
