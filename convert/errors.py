"""What can go wrong, as types; and what is worth saying, as data.

ConvertError            1  something unexpected, or the machine refused (disk, rights)
├── UsageError          2  flags or operands that make no sense together
│   ├── ConfigError     2  a setting that is unknown or has a wrong value
│   ├── StyleError      2  a style file that cannot be used
│   └── UnknownName     2  a format, style or marking nobody knows; the nearest name is the hint
├── NothingUsable       4  the input holds no article
├── CannotSet           4  one writer cannot make this document (the others can)
├── Differs             7  `verify` found other bytes
├── Refused             8  a marking or an embargo forbids the output
├── OutputExists        9  a file is in the way
├── SomeSkipped        10  some articles, or some of their outputs, were not made
└── MissingProgram     47  a needed program or extra is not installed
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

import msgspec

Level = Literal["info", "warning"]


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something the user should know, as data: `code` is stable, `message` is for people.

    Content that is dropped, flattened or replaced is always a warning; `--strict` turns a warning into exit 3.
    """

    code: str
    message: str
    where: str = ""
    level: Level = "warning"


Noter = Callable[[Note], None]
"""Where notes go. Every stage takes one; nothing is printed below the command line."""


def unheard(_: Note) -> None:
    """Take a note on what is only looked at, or made to be compared: it is said where it is made to be kept."""


class ConvertError(Exception):
    """What happened, where it happened, and what to do about it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.where, self.hint)


def _rebuild(kind: type[ConvertError], message: str, where: str, hint: str) -> ConvertError:
    return kind(message, where=where, hint=hint)


class UsageError(ConvertError):
    """Flags or operands that make no sense together."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting that is unknown or has a wrong value."""


class StyleError(UsageError):
    """A style file that cannot be used."""


class UnknownName(UsageError):
    """A name that nobody knows: a format, a style, a marking, a field."""


class NothingUsable(ConvertError):
    """The input holds no article."""

    exit_code = 4


class CannotSet(ConvertError):
    """One writer cannot make this document; the others can (a script that PDF does not set yet)."""

    exit_code = 4


class Differs(ConvertError):
    """`verify` found other bytes."""

    exit_code = 7


class Refused(ConvertError):
    """A marking or an embargo forbids the output."""

    exit_code = 8


class OutputExists(ConvertError):
    """A file is in the way."""

    exit_code = 9


class SomeSkipped(ConvertError):
    """Some articles, or some of their outputs, were not made; the rest were."""

    exit_code = 10


class MissingProgram(ConvertError):
    """A needed program or extra is not installed."""

    exit_code = 47


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Return a hint that names the known name closest to `name`, or lists all of them."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean “{close[0]}”?" if close else f"known: {', '.join(sorted(known))}"
