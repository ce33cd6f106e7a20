"""What root may do that others may not (capabilities(7)), read and given up for a while."""

from __future__ import annotations

import ctypes
import os

import msgspec

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2

_VERSION = 0x20080522


class Capabilities(msgspec.Struct, frozen=True):
    """The first 32 capabilities of this thread as bits, and the words of the kernel they came in."""

    effective: int
    words: tuple[int, ...]


def capabilities() -> Capabilities:
    """Return those of this thread."""
    words = (ctypes.c_uint32 * 6)()
    _called("capget", words)
    return Capabilities(words[0], tuple(words))


def set_effective(known: Capabilities, effective: int) -> None:
    """Make `effective` the ones in effect; those that are given up so can be had back."""
    _called("capset", (ctypes.c_uint32 * 6)(effective, *known.words[1:]))


def _called(name: str, words: ctypes.Array[ctypes.c_uint32]) -> None:
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    if getattr(ctypes.CDLL(None, use_errno=True), name)(header, words):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
