"""One pack of all articles: laid out once, so that every format refers to the same pages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from convert.compose.pack import Pack, compose_pack
from convert.config import Options
from convert.contracts import Written
from convert.errors import CannotSet, Note
from convert.files.names import safe_stem
from convert.files.outputs import beside, write_whole
from convert.formats import writer_named
from convert.model import Briefing, Cluster, Entry, Provenance, Record
from convert.pipeline.job import Failure, Format, Job, Outcome, Report, as_failure
from convert.pipeline.provenance import provenance_of
from convert.pipeline.reading import ALL_PARTS, Item, all_items, record_of
from convert.pipeline.writing import Target, targets, write_briefing
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


def make_pack(job: Job, report: Report) -> Outcome:
    """Make one pack of every article of the job's inputs; what cannot be read is named on its first page.

    Raises UsageError, OutputExists and Refused before anything is written.
    """
    groups, failures = all_items(job.inputs, job.reader, job.options.max_size, report.note)
    more = () if job.stdout is not None else (MANIFEST,)
    place = targets(job, [pack_stem(job.options)], more)[0]
    items, records = _records([item for group in groups for item in group.items], job, report, failures)
    for failure in failures:
        report.fail(failure)
    if failures and not records:
        return Outcome(0, tuple(failures))
    provenance = provenance_of(items, job.options, job.style, job.reader)
    pack = Pack(tuple(map(Entry, records)), _clusters(records, job.style), tuple(f.name for f in failures))
    briefing = compose_pack(pack, job.options.edition, job.style, provenance, report.note)
    made, failed = _write(briefing, place, job, report)
    for failure in failed:
        report.fail(failure)
    if made and job.stdout is None:
        manifest = beside(place.stem, MANIFEST)
        write_whole(manifest, manifest_of(provenance, made, failures), replace=job.replace)
        report.made(manifest)
    return Outcome(len(made), (*failures, *failed))


def pack_stem(options: Options) -> str:
    """Return the stem of a pack: its series and number where it has them, else `pack`."""
    return safe_stem("-".join(filter(None, (options.series, options.number))), "pack") if options.series else "pack"


def _records(
    items: Sequence[Item], job: Job, report: Report, failures: list[Failure]
) -> tuple[list[Item], list[Record]]:
    parts = pack_parts(job.style, job.options, job.formats)
    used: list[Item] = []
    records: list[Record] = []
    for done, item in enumerate(items):
        report.progress(done, len(items), item.name)
        try:
            records.append(record_of(item, parts, report.note))
            used.append(item)
        except Exception as error:  # noqa: BLE001 -- one article must not stop the pack
            failures.append(as_failure(item.name, error, where=item.place))
    report.progress(len(items), len(items), "")
    return used, records


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
    ready: dict[str, Written] = {}
    if any(f.name in PAGED for f in job.formats):
        try:
            note = report.note if any(f.name == "pdf" for f in job.formats) else _unheard
            ready["pdf"] = writer_named("pdf")[1].write(briefing, job.style, note)
            briefing = with_pages(briefing, ready["pdf"].pages)
        except CannotSet as error:
            report.note(Note("no-pages", f"there are no page numbers to refer to: {error.message}"))
    return write_briefing(briefing, place, job, report, ready)


def _unheard(_: Note) -> None:
    """Take a note on a PDF that nobody asked for: only its pages are used."""


def manifest_of(provenance: Provenance, made: Sequence[Path], failures: Sequence[Failure]) -> bytes:
    """Return the manifest of a pack as JSON: its inputs, options and versions, its outputs with their hashes."""
    outputs = [{"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in made]
    missing = [{"name": failure.name, "why": failure.error.message} for failure in failures]
    whole = {"provenance": provenance, "outputs": outputs, "left_out": missing}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
