"""One briefing for each article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.compose.brief import compose_brief
from convert.config import Options
from convert.contracts import Written
from convert.errors import Noter, NothingUsable
from convert.files.names import Names, numbered_stem, stem_of
from convert.model import Briefing
from convert.pipeline.job import ANY, Failure, Format, Job, Outcome, Report, as_failure
from convert.pipeline.provenance import OF_PACKS_ALONE, provenance_of
from convert.pipeline.reading import ALL_PARTS, Group, Item, record_of
from convert.pipeline.versions import current_items
from convert.pipeline.writing import Target, deliver, sweep_folder, targets, written_by
from convert.style import Style


def make_briefs(job: Job, report: Report) -> Outcome:
    """Make a briefing of every article of the job's inputs; what fails is reported and the rest made.

    Raises UsageError and OutputExists before anything is written.
    """
    groups, failures = current_items(job, report.note)
    for failure in failures:
        report.fail(failure)
    items = [item for group in groups for item in group.items]
    places = targets(job, list(_stems(groups)))
    sweep_folder(job)
    made = 0
    for done, (item, place) in enumerate(zip(items, places, strict=True)):
        report.progress(done, len(items), item.name)
        count, failed = _make_brief(item, place, job, report)
        made += count
        failures += failed
        for failure in failed:
            report.fail(failure)
    report.progress(len(items), len(items), "")
    if not items and not failures:
        failures.append(Failure("", NothingUsable("there is no article in the input")))
        report.fail(failures[0])
    return Outcome(made, tuple(failures))


def _stems(groups: Sequence[Group]) -> Iterator[str]:
    names = Names()
    for group in groups:
        for item in group.items:
            yield names.stem(numbered_stem(stem_of(item.origin.name), item.number, group.count))


def _make_brief(item: Item, place: Target, job: Job, report: Report) -> tuple[int, list[Failure]]:
    allowance = job.limits.allowance()
    try:
        with allowance.held():
            briefing = brief_of(item, job, report.note)
    except ANY as error:  # one article must not stop the rest
        return 0, [as_failure(item.name, error, where=item.place)]

    def write(format_: Format) -> Written:
        with allowance.held():
            return written_by(format_, briefing, job, report.note)

    made, failures = deliver(write, place, job, report)
    return len(made), failures


def brief_of(item: Item, job: Job, note: Noter) -> Briefing:
    """Return the briefing of one article; raises ConvertError for one that cannot be made."""
    record = record_of(item, brief_parts(job.style, job.options, job.formats), note)
    provenance = provenance_of([item], job, without=OF_PACKS_ALONE)
    return compose_brief(record, job.options.edition, job.style, provenance, note)


def brief_parts(style: Style, options: Options, formats: Sequence[Format]) -> frozenset[str]:
    """Return the parts of the analysis that the outputs print: no others are computed."""
    if any(f.name == "json" for f in formats):
        return ALL_PARTS
    parts = ALL_PARTS.intersection(style.parts.brief)
    return parts | {"key_points", "statements"} if options.rights == "extract" else parts
