"""`convert pack pack.toml` and `convert pack … --draft pack.toml`: plans among the operands, and their articles."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from convert.cli.flags import Values
from convert.cli.streams import stdout_bytes
from convert.errors import UsageError

if TYPE_CHECKING:
    from convert.contracts import Given, Input
    from convert.files import Operands
    from convert.pipeline.job import Job, Outcome, Report
    from convert.pipeline.plan import Plan

SUFFIX = ".toml"


def plan_among(words: Sequence[str], values: Values) -> Plan | None:
    """Return the plan that the operands are, or that `--draft` would draw up again; None where there is none."""
    plans = [word for word in words if word.lower().endswith(SUFFIX)]
    draft = values["draft"]
    if plans and len(words) > 1:
        raise UsageError("a plan stands alone on the command line", where=plans[0], hint="its `sources` name the rest")
    if not plans and (draft in (None, "-") or values["force"] or not Path(draft).is_file()):
        return None
    from convert.pipeline.plan import read_plan

    return read_plan(plans[0] if plans else draft)


def operands_of_plan(plan: Plan, words: Sequence[str], values: Values, given: tuple[Given, ...]) -> Operands:
    """Return a plan's sources and further operands."""
    from convert.files import Operands

    more = [word for word in words if not word.lower().endswith(SUFFIX)]
    return Operands((*plan.operands, *more), recursive=plan.recursive or bool(values["recursive"]), given=given)


def inputs_of_plan(plan: Plan, operands: Operands) -> list[Input]:
    """Return what a plan's operands are, and those files of its articles that are in none of them."""
    from convert.files import inputs_of
    from convert.files.there import is_file, is_there

    found: dict[str, Input] = {}
    for each in inputs_of(operands):
        found.setdefault(os.path.normpath(each.path or each.name), each)
    known = set(found)
    for row in plan.rows:
        path = plan.located(row.file)
        if path not in known and not is_there(path):
            path = path.rpartition("#")[0] or path
        if path not in known and is_file(path):
            known.add(path)
            found[path] = next(inputs_of(replace(operands, words=(path,))))
    return list(found.values())


def draft_of(words: Sequence[str], values: Values, plan: Plan | None) -> Callable[[Job, Report], Outcome]:
    """Return what writes the plan that `--draft` names instead of a pack."""
    draft = values["draft"]
    if values["output"] is not None or values["folder"] is not None:
        raise UsageError("-o and -O are for documents, and --draft makes none", hint="--draft FILE names the plan")
    if draft != "-" and not draft.lower().endswith(SUFFIX):
        raise UsageError("a plan is a .toml file", where=f"--draft {draft}", hint="--draft pack.toml")
    if not {"-", "@-"}.isdisjoint(words) or (plan is None and not words):
        raise UsageError("standard input is gone when the pack is made", hint="put the articles into files")

    def write(job: Job, report: Report) -> Outcome:
        from convert.pipeline.draft import Sources, write_draft

        path = None if draft == "-" else Path(draft)
        own = replace(job, output=path, stdout=stdout_bytes() if path is None else None)
        sources = Sources(tuple(words), recursive=bool(values["recursive"]), reader=values["reader"])
        return write_draft(own, sources, _given_settings(values), report)

    return write


def _given_settings(values: Values) -> list[str]:
    """Return the settings that stood on the command line, but for the hour: a plan outlives it."""
    gone = "as_of" if values["as_of"] == "now" else ""
    return [key for key, value in values.items() if value not in (None, []) and key != gone]
