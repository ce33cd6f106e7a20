"""One pack of all articles: laid out once, so that every format refers to the same pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from convert.compose.pack import Pack, compose_pack
from convert.compose.page_one import as_laid_out
from convert.config import Options
from convert.contracts import Given, Written
from convert.errors import ConvertError, Note, Noter, unheard
from convert.files.names import as_text, safe_stem
from convert.files.outputs import beside, write_whole
from convert.formats import writer_named
from convert.model import Briefing, Cluster, Entry, Provenance, Record
from convert.pipeline.job import ANY, Failure, Format, Job, Outcome, Report, as_failure
from convert.pipeline.planned import Planned, corrections_of, matched, notes_on
from convert.pipeline.provenance import provenance_of
from convert.pipeline.reading import ALL_PARTS, Item, record_of
from convert.pipeline.versions import current_items
from convert.pipeline.writing import Target, deliver, sweep_folder, targets, written_by
from convert.style import Style
from convert.walk import with_pages

MANIFEST = ".manifest.json"

PAGED = frozenset(("pdf", "docx", "epub"))
"""Formats that print page labels: for these the PDF is laid out, asked for or not."""

_ANALYSIS_OF_PART: Mapping[str, tuple[str, ...]] = {
    "front_brief": ("key_points",),
    "statements": ("statements",),
    "timeline": ("dates",),
    "whos_who": ("people",),
    "names": ("organisations", "places"),
    "abbreviations": ("abbreviations",),
    "index": ("people", "organisations", "places", "statements"),
}


class Chosen(Struct, frozen=True):
    """An article that the pack is to have, and what the editor's plan says of it, if there is one."""

    item: Item
    planned: Planned | None = None


def make_pack(job: Job, report: Report) -> Outcome:
    """Make one pack of every article of the job's inputs; what cannot be read is named on its first page.

    Raises UsageError, OutputExists and Refused before anything is written.
    """
    groups, failures = current_items(job, report.note)
    more = () if job.stdout is not None else (MANIFEST,)
    place = targets(job, [pack_stem(job.options)], more)[0]
    sweep_folder(job)
    chosen, failures = _chosen([item for group in groups for item in group.items], failures, job, report)
    used, entries = _entries(chosen, job, report, failures)
    for failure in failures:
        report.fail(failure)
    if failures and not entries:
        return Outcome(0, tuple(failures))
    briefing = pack_of(used, entries, tuple(failure.name for failure in failures), job, report.note)
    made, failed = _write(briefing, place, job, report)
    if made and job.stdout is None:
        failed += _write_manifest(lambda: manifest_of(briefing.provenance, made, failures), place, job, report)
    for failure in failed:
        report.fail(failure)
    return Outcome(len(made), (*failures, *failed))


def pack_of(
    items: Sequence[Item], entries: Sequence[Entry], left_out: tuple[str, ...], job: Job, note: Noter
) -> Briefing:
    """Return the pack of `entries`, made of `items`; `left_out` names what could not be read."""
    provenance = provenance_of(items, job, entries=entries, left_out=left_out)
    clusters = _clusters([entry.record for entry in entries], job.style)
    return compose_pack(Pack(tuple(entries), clusters, left_out), job.options.edition, job.style, provenance, note)


def pack_stem(options: Options) -> str:
    """Return the stem of a pack: its series and number where it has them, else `pack`."""
    return safe_stem("-".join(filter(None, (options.series, options.number))), "pack") if options.series else "pack"


def pack_of_items(items: Sequence[Item], failures: list[Failure], job: Job, note: Noter) -> Briefing | None:
    """Return the pack of articles without a plan; `failures` are those that could not be read, and get the others.

    Returns None where no article is left.
    """
    report = Report(note, failures.append, lambda _: None, lambda _, __, ___: None)
    used, entries = _entries([Chosen(item) for item in items], job, report, failures)
    if not entries:
        return None
    return pack_of(used, entries, tuple(failure.name for failure in failures), job, note)


def _chosen(
    items: Sequence[Item], failures: list[Failure], job: Job, report: Report
) -> tuple[list[Chosen], list[Failure]]:
    """Return what the plan includes, in its order, and what it includes in vain; without a plan everything."""
    if job.plan is None:
        return [Chosen(item) for item in items], failures
    match = matched(job.plan, items, failures)
    for note in notes_on(match, job.plan):
        report.note(note)
    return [Chosen(each.item, each) for each in match.included], list(match.failures)


def _entries(
    chosen: Sequence[Chosen], job: Job, report: Report, failures: list[Failure]
) -> tuple[list[Item], list[Entry]]:
    parts = pack_parts(job.style, job.options, job.formats)
    used: list[Item] = []
    entries: list[Entry] = []
    for done, each in enumerate(chosen):
        report.progress(done, len(chosen), each.item.name)
        try:
            with job.limits.allowance().held():
                item, entry = _entry(each, parts, job, report)
        except ANY as error:  # one article must not stop the pack
            failures.append(as_failure(each.item.name, error, where=each.item.place))
            continue
        used.append(item)
        entries.append(entry)
    report.progress(len(chosen), len(chosen), "")
    return used, entries


def _entry(each: Chosen, parts: frozenset[str], job: Job, report: Report) -> tuple[Item, Entry]:
    """Return an article with what the editor says of it, and its item with all that was given for it."""
    planned, plan = each.planned, job.plan
    if planned is None or plan is None:
        return each.item, Entry(record_of(each.item, parts, report.note))
    given: list[Given] = []

    def corrections(record: Record) -> Sequence[Given]:
        given.extend(corrections_of(planned, plan, record))
        return given

    record = record_of(each.item, parts, report.note, corrections)
    row = planned.row
    item = replace(each.item, given=(*each.item.given, *given))
    return item, Entry(record, lead=row.lead, note=row.note.strip(), translation=row.translation.strip())


def pack_parts(style: Style, options: Options, formats: Sequence[Format]) -> frozenset[str]:
    """Return the parts of the analysis that the outputs print: no others are computed."""
    if any(f.name == "json" for f in formats):
        return ALL_PARTS
    printed = ("front_brief",) if options.only == "front" else style.parts.pack
    parts = frozenset(found for part in printed for found in _ANALYSIS_OF_PART.get(part, ()))
    return parts | {"key_points", "statements"} if options.rights == "extract" else parts


def _clusters(records: Sequence[Record], style: Style) -> tuple[Cluster, ...]:
    if len(records) < 2 or not {"same_story", "front_brief"}.intersection(style.parts.pack):
        return ()
    from convert.analyse import cluster

    return cluster(records)


# ---- pages ----------------------------------------------------------------------------------------------------------


def _write(briefing: Briefing, place: Target, job: Job, report: Report) -> tuple[list[Path], list[Failure]]:
    return deliver(writer_of(briefing, job, report.note), place, job, report)


def writer_of(briefing: Briefing, job: Job, note: Noter) -> Callable[[Format], Written]:
    """Return what writes a pack in each of the job's formats: its PDF is laid out here, for the pages of the others.

    Formats without pages refer to numbers, whatever is made beside them.
    """
    ready: dict[str, Written] = {}
    paged = briefing
    if any(f.name in PAGED for f in job.formats):
        try:
            heard = note if any(f.name == "pdf" for f in job.formats) else unheard
            paged, ready["pdf"] = laid_out(briefing, job.style, heard)
        except ConvertError as error:
            # a script that PDF does not set, a font that is not installed: the other formats need neither
            note(Note("no-pages", f"there are no page numbers to refer to: {error.message}"))

    def write(format_: Format) -> Written:
        chosen = paged if format_.name in PAGED else briefing
        return ready.get(format_.name) or written_by(format_, chosen, job, note)

    return write


def laid_out(briefing: Briefing, style: Style, note: Noter) -> tuple[Briefing, Written]:
    """Return a pack with the pages that its PDF gives it, and the PDF; raises ConvertError where there is none."""
    pdf = writer_named("pdf")[1].write(briefing, style, note)
    return with_pages(as_laid_out(briefing, pdf.pages), pdf.pages), pdf


def _write_manifest(content: Callable[[], bytes], place: Target, job: Job, report: Report) -> list[Failure]:
    manifest = beside(place.stem, MANIFEST)
    try:
        write_whole(manifest, content(), replace=job.replace)
    except (ConvertError, OSError) as error:
        return [as_failure(manifest.name, error, where=str(manifest))]
    report.made(manifest)
    return []


def manifest_of(provenance: Provenance, made: Sequence[Path], failures: Sequence[Failure]) -> bytes:
    """Return the manifest of a pack as JSON: its inputs, options and versions, its outputs with their hashes."""
    outputs = [{"name": as_text(path.name), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in made]
    missing = [{"name": failure.name, "why": failure.error.message} for failure in failures]
    whole = {"provenance": provenance, "outputs": outputs, "left_out": missing}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
