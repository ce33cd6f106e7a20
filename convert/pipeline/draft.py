"""The plan of a pack, drawn up for an editor to change (`--draft`); drawn up again it keeps every edit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from convert.compose.order import Placed, in_order
from convert.errors import ConvertError, NothingUsable, OutputExists, UsageError, unheard
from convert.files.outputs import check_folder, check_free, identities, make_folder, sweep, write_whole
from convert.model import Cluster, Entry, Record
from convert.pipeline.job import ANY, Failure, Job, Outcome, Report, as_failure
from convert.pipeline.plan import Plan
from convert.pipeline.plan_text import Drafted, gone_lines, heading, row_lines, seen, unreadable_lines
from convert.pipeline.planned import matched
from convert.pipeline.reading import Item, record_of
from convert.pipeline.versions import current_items
from convert.pipeline.writing import files_read
from convert.style import load_labels


class Sources(Struct, frozen=True):
    """Where a plan's articles come from: operands as they stood on the command line, and how they are read."""

    words: tuple[str, ...]
    recursive: bool = False
    reader: str | None = None


def write_draft(job: Job, sources: Sources, settings: Sequence[str], report: Report) -> Outcome:
    """Write the plan of a pack of the job's inputs to `job.output`, or to standard output.

    `settings` are names of those options that the command line gave. A job with a plan keeps it to the letter; what is
    new is put at its end. Raises OutputExists where a file is in the way that is not that plan.
    """
    _refuse_to_overwrite(job)
    groups, failures = current_items(job, report.note)
    items = [item for group in groups for item in group.items]
    if job.plan is None:
        text, failed = _new_plan(items, failures, job, sources, settings)
    else:
        text, failed = _continued(items, failures, job.plan, job)
    for failure in failed:
        report.fail(failure)
    if not items:
        return Outcome(0, tuple(failed) or (Failure("", NothingUsable("there is no article in the input")),))
    _deliver(text.encode(), job, report)
    return Outcome(1, tuple(failed))


def _refuse_to_overwrite(job: Job) -> None:
    if job.output is None:
        return
    if job.plan is not None and not _is_same(Path(job.plan.path).parent, job.output.parent):
        hint = "write it beside the old one, or draft a new one of the articles"
        raise UsageError("the paths in a plan are told from its own folder", where=str(job.output), hint=hint)
    check_folder(job.output.parent)
    own = job.plan is not None and Path(job.plan.path) == job.output
    if not own:
        check_free([job.output] if job.replace else [], replace=True, read=identities(files_read(job)))
    if os.path.lexists(job.output) and not own and not job.replace:
        hint = "--force replaces it, and what was edited in it is gone"
        raise OutputExists("the plan exists already", where=str(job.output), hint=hint)


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _deliver(data: bytes, job: Job, report: Report) -> None:
    if job.output is None:
        if job.stdout is None:
            raise ConvertError("there is nowhere to write the plan")
        job.stdout.write(data)
        job.stdout.flush()
        return
    make_folder(job.output.parent)
    sweep(job.output.parent)
    write_whole(job.output, data, replace=True)
    report.made(job.output)


# ---- a new plan -----------------------------------------------------------------------------------------------------


def _new_plan(
    items: Sequence[Item], failures: Sequence[Failure], job: Job, sources: Sources, settings: Sequence[str]
) -> tuple[str, list[Failure]]:
    drafted, failed = _drafted(items, job)
    failed = [*failures, *failed]
    base = _path(job).parent
    words = tuple(_as_source(base, word) for word in sources.words)
    parts = [
        "\n".join(heading(job.options, settings, Sources(words, sources.recursive, sources.reader), _path(job))),
        *("\n".join(row_lines(each, base)) for each in drafted),
        *("\n".join(unreadable_lines(failure, base)) for failure in failed),
    ]
    return "\n\n".join(parts) + "\n", failed


def _drafted(items: Sequence[Item], job: Job) -> tuple[list[Drafted], list[Failure]]:
    """Return the articles in the order in which they would be printed, each with what it has in common with others."""
    read: list[Item] = []
    records: list[Record] = []
    failed: list[Failure] = []
    for item in items:
        try:
            with job.limits.allowance().held():
                record = record_of(item, frozenset(), unheard)
        except ANY as error:  # one article must not stop the plan
            failed.append(as_failure(item.name, error, where=item.place))
            continue
        records.append(record)
        read.append(item)
    clusters = _clusters(records)
    labels = load_labels("en")
    placed = in_order(tuple(map(Entry, records)), lambda record: record, job.options.edition, labels)
    return [_row(each, read, records, clusters) for each in placed], failed


def _row(each: Placed, items: Sequence[Item], records: Sequence[Record], clusters: Sequence[Cluster]) -> Drafted:
    own = items[each.given]
    twins = tuple(item for item in items if item.sha256 == own.sha256 and item is not own)
    group = next((c for c in clusters if any(v.article == each.given for v in c.variants)), None)
    alike = (v.article for v in group.variants if items[v.article].sha256 != own.sha256) if group is not None else ()
    return Drafted(
        item=own,
        record=each.whole,
        printed_outlet=each.outlet,
        twins=twins,
        same_story=tuple((items[at], records[at].article) for at in alike),
    )


def _clusters(records: Sequence[Record]) -> tuple[Cluster, ...]:
    if len(records) < 2:
        return ()
    from convert.analyse import cluster

    return cluster(records)


# ---- a plan drawn up again ------------------------------------------------------------------------------------------


def _continued(items: Sequence[Item], failures: Sequence[Failure], plan: Plan, job: Job) -> tuple[str, list[Failure]]:
    """Return the plan as it stands and, after it, what is new; rows whose article is gone are named there."""
    match = matched(plan, items, failures)
    drafted, failed = _drafted(items, job)
    new = {id(item) for item in match.new}
    # on standard output too: the plan goes back to where it was
    base = Path(plan.path).parent
    broken = [*match.unreadable, *(f for f in failed if id(f) in new)]
    parts = [
        *("\n".join(gone_lines(plan.rows[at])) for at in match.gone if not _is_said(plan, at)),
        *("\n".join(row_lines(each, base)) for each in drafted if id(each.item) in new),
        *("\n".join(unreadable_lines(failure, base)) for failure in broken),
    ]
    newline = "\r\n" if "\r\n" in plan.text else "\n"
    more = "".join(f"\n{part}\n" for part in parts).replace("\n", newline)
    text = plan.text if plan.text.endswith("\n") else plan.text + newline
    return text + more, [*match.failures, *match.unreadable]


def _is_said(plan: Plan, at: int) -> bool:
    return next(gone_lines(plan.rows[at])) in plan.text


def _path(job: Job) -> Path:
    return job.output or Path("pack.toml")


def _as_source(base: Path, word: str) -> str:
    """Return an operand as seen from the plan's folder; an `@list` keeps its sign."""
    return f"@{seen(word[1:], base)}" if word.startswith("@") and len(word) > 1 else seen(word, base)
