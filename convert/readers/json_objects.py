"""One JSON object from anybody: decoded, with errors that say where it is broken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from convert.contracts import Input
from convert.errors import NothingUsable


def text_of(data: bytes, given: Input) -> str:
    """Return the text of JSON, in whichever UTF it is; raises NothingUsable where it is in none."""
    try:
        return data.decode(json.detect_encoding(data[:8])).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NothingUsable(
            f"the JSON is not in UTF-8: {error.reason} at byte {error.start}", where=place_of(given)
        ) from error


def object_of(text: str, given: Input) -> Mapping[str, Any]:
    """Return the object that a text of JSON is; raises NothingUsable where it is broken or none."""
    try:
        # the standard decoder keeps halves of surrogate pairs, which crawlers do write; whoever reads replaces them
        values = json.loads(text)
    except RecursionError as error:
        raise NothingUsable("the JSON is nested too deep", where=place_of(given)) from error
    except json.JSONDecodeError as error:
        hint = "is it JSON Lines? then pass -f jsonl" if error.msg == "Extra data" else ""
        where = f"{place_of(given)}, line {error.lineno}"
        raise NothingUsable(f"the JSON is broken: {error.msg}", where=where, hint=hint) from error
    except ValueError as error:
        raise NothingUsable("the JSON holds a number of thousands of digits", where=place_of(given)) from error
    if not isinstance(values, dict):
        raise NothingUsable("the JSON is no object", where=place_of(given))
    return values


def place_of(given: Input) -> str:
    """Return where a broken item stands: the operand, and which item of it."""
    if given.path is None or given.depth == 0:
        return given.path or given.name
    return f"{given.path}, item {given.name.rpartition('#')[2]}"
