"""`convert batch`: from the command line to a run that can be taken up again, and what its journal says."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from convert.cli.flags import HOUSE, LIMITS, PACK, READING, WRITING, Flag, Values, command, under
from convert.cli.make import (
    OPERANDS,
    corrections,
    operands_of,
    print_config,
    report_to,
    setting_of,
    strict_code,
    style_of,
)
from convert.cli.stopping import INTERRUPTED
from convert.cli.streams import is_terminal
from convert.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from convert.batch.engines import Engine
    from convert.batch.plan import Batch
    from convert.batch.run import Tally
    from convert.batch.stop import Stop
    from convert.cli.say import Speaker
    from convert.config import Config
    from convert.contracts import Input
    from convert.files import Operands
    from convert.pipeline.job import Format, Report
    from convert.style import Style

RUNNING = under(
    "Running and resuming",
    Flag("jobs", ("-j", "--jobs"), "Worker processes (one for each core).", int, metavar="N"),
    Flag("engine", ("--engine",), "What makes them: local (processes), dask, or own (this one).", metavar="NAME"),
    Flag("cluster", ("--cluster",), "Have a Dask cluster make them: its scheduler.", metavar="tcp://HOST:8786"),
    Flag("name", ("--name",), "How outputs are called: {date}-{slug}; {stem} by itself.", metavar="PATTERN"),
    Flag("pack_by", ("--pack-by",), "One pack for each section, outlet or date instead.", metavar="FIELD"),
    Flag("status", ("--status",), "Show what is done and what failed in the folder; make nothing.", bool),
    Flag("failed", ("--failed",), "Print the operands that failed, for a rerun; make nothing.", bool),
    Flag("json", ("--json",), "With --status: a line of JSON for each article, for scripts.", bool),
)

ENGINES = ("local", "dask", "own")
_MOST_JOBS = 1_000
"""Of one machine: more is a slip, and would bring it down."""

_BATCHES = (
    ("convert batch archive -r --to md,epub -O out", "run it again to go on where it stopped"),
    ("convert batch -O out --status", "what is done, and what failed"),
)

_NOT_OF_BATCH = frozenset(("output", "force", "draft"))
_NOT_SETTINGS = frozenset(("reader", "given", "recursive", "folder", "print_config", *(flag.name for flag in RUNNING)))


def add_commands(app: typer.Typer) -> None:
    """Add `batch`."""
    flags = (*WRITING, *RUNNING, *READING, *LIMITS, *HOUSE, *PACK)
    command(
        app, "batch", [flag for flag in flags if flag.name not in _NOT_OF_BATCH], _batch, [OPERANDS], examples=_BATCHES
    )


def _batch(words: list[str], values: Values) -> int:
    """Make a briefing of each of thousands of articles, in parallel; the same command takes up a run that stopped."""
    from convert.config import resolve

    folder = _folder(values)
    if values["status"] or values["failed"]:
        from convert.cli.journal import say_failed, say_status

        return say_failed(folder) if values["failed"] else say_status(folder, as_json=bool(values["json"]))
    if values["as_of"] == "now":
        hint = "give the hour itself: --as-of 2026-05-01T06:00+02:00"
        raise UsageError(
            "a run that is taken up again would be compiled at another hour", where="--as-of now", hint=hint
        )
    flags = {key: setting_of(key, value) for key, value in values.items() if key not in _NOT_SETTINGS}
    config = resolve(flags, environment=os.environ)
    style = style_of(config)
    if values["print_config"]:
        return print_config(config, style)
    if not words:
        raise UsageError(
            "there is nothing to read", hint="convert batch FOLDER -O out/; `convert batch --help` shows more"
        )
    name, jobs = _workers(values)
    if name == "local":
        from convert.batch.fork_server import get_ready

        # while this process imports what it needs itself
        get_ready(config.options.to)
    batch = _planned(words, values, config, style, folder)
    return _run(batch, partial(_engine, name, jobs, batch, values), folder, config)


def _folder(values: Values) -> Path:
    if values["folder"] is None:
        raise UsageError("the output folder is missing", hint="-O FOLDER: its journal lies in it")
    return Path(values["folder"])


# ---- the run --------------------------------------------------------------------------------------------------------


def _planned(words: list[str], values: Values, config: Config, style: Style, folder: Path) -> Batch:
    from msgspec.structs import replace

    from convert.batch.names import PLAIN, pattern_of
    from convert.batch.parcels import Spec
    from convert.batch.plan import Batch
    from convert.formats import reader_named
    from convert.pipeline.job import writers_for

    formats = writers_for(config.options.to, config.options)
    _refuse_twins(formats)
    if values["reader"]:
        # once: a mistake on the command line is not one of each article
        reader_named(values["reader"])
    pattern = pattern_of(values["name"] or PLAIN)
    pack_by = _pack_by(values)
    operands = replace(operands_of(words, values, corrections(values["given"])), columns=config.options.columns)
    _refuse_own_folder(words, folder)
    options = replace(config.options, reference_doc=_anywhere(config.options.reference_doc))
    spec = Spec(options, style, tuple(each.name for each in formats), str(folder.absolute()), values["reader"], pack_by)
    return Batch(_Stream(operands, folder), spec, pattern)


def _pack_by(values: Values) -> str | None:
    from convert.batch.packing import FIELDS

    field: str | None = values["pack_by"]
    if field is not None and field not in FIELDS:
        raise UsageError(f"packs are not made by “{field}”", where="--pack-by", hint=f"one of {', '.join(FIELDS)}")
    if field is not None and values["name"] is not None:
        raise UsageError("packs have the name of what they are made by", where="--name", hint="leave it out")
    return field


def _anywhere(path: str | None) -> str | None:
    """Return a path as workers find it, whatever folder they are in."""
    return None if path is None else os.path.abspath(path)  # noqa: PTH100


def _refuse_twins(formats: Sequence[Format]) -> None:
    suffixes = [each.writer.suffix for each in formats]
    twin = next((suffix for suffix in suffixes if suffixes.count(suffix) > 1), None)
    if not suffixes:
        raise UsageError("no format is asked for", hint="--to pdf,docx,epub,md")
    if twin is not None:
        raise UsageError(f"two of the formats would write the same .{twin} file", hint="make them one by one")


def _refuse_own_folder(words: Sequence[str], folder: Path) -> None:
    """Raise UsageError for an operand in the output folder: a later run would take outputs for sources."""
    own = os.path.abspath(folder)  # noqa: PTH100 -- links are not to be followed
    for word in words:
        path = os.path.abspath(word.removeprefix("@"))  # noqa: PTH100
        if path == own or path.startswith(own + os.sep):
            raise UsageError("an operand lies in the output folder", where=word, hint="choose another -O")


class _Stream:
    """The inputs of the operands, as often as they are asked for; what can be read but once is kept."""

    def __init__(self, operands: Operands, folder: Path) -> None:
        self._operands = operands
        self._own = os.path.abspath(folder) + os.sep  # noqa: PTH100
        self._kept: dict[int, Input] = {}

    def __call__(self) -> Iterator[Input]:
        from convert.files import inputs_of

        for number, each in enumerate(inputs_of(self._operands)):
            if each.path is not None and os.path.abspath(each.path).startswith(self._own):  # noqa: PTH100
                # with -r the folder may hold that of the outputs
                continue
            yield each if each.size is not None else self._kept.setdefault(number, each)


def _run(batch: Batch, engine_of: Callable[[], Engine], folder: Path, config: Config) -> int:
    from convert.batch.journal import FOLDER
    from convert.batch.lock import locked
    from convert.batch.resuming import closed, opened
    from convert.batch.run import run_batch
    from convert.batch.stop import Stop
    from convert.cli.progress import progress_shown
    from convert.cli.say import Speaker
    from convert.cli.stopping import stoppable
    from convert.files.outputs import check_folder, make_folder

    check_folder(folder)
    make_folder(folder / FOLDER)
    speaker = Speaker(quiet=config.options.quiet)
    stop = Stop()
    with locked(folder), _ended(engine_of()) as engine, stoppable(stop, engine.kill):
        journal = opened(folder)
        try:
            with progress_shown(_report(speaker), quiet=config.options.quiet) as report:
                tally = run_batch(batch, journal, engine, report, stop)
            if not stop.is_asked:
                closed(journal)
        finally:
            speaker.close()
            journal.close()
    return _verdict(tally, stop, speaker, config)


@contextmanager
def _ended(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.close()


def _workers(values: Values) -> tuple[str, int]:
    """Return the engine's name and how many workers it has, before anything is written."""
    cluster, jobs = values["cluster"], values["jobs"]
    name = values["engine"] or ("dask" if cluster else "local")
    if jobs is not None and jobs < 1:
        raise UsageError("there is no run without a worker", where=f"--jobs {jobs}", hint="--jobs 2")
    if jobs is not None and jobs > _MOST_JOBS and not cluster:
        raise UsageError(f"one machine runs up to {_MOST_JOBS:,} workers", where=f"--jobs {jobs}", hint="--jobs 8")
    if cluster and name != "dask":
        raise UsageError(f"--cluster is of the engine dask, not {name}", where=f"--cluster {cluster}")
    if name not in ENGINES:
        raise UnknownName(f"no engine called “{name}”", where="--engine", hint="local, dask or own")
    return name, jobs or len(os.sched_getaffinity(0))


def _engine(name: str, jobs: int, batch: Batch, values: Values) -> Engine:
    from convert.batch.engines import LocalEngine, OwnEngine

    match name:
        case "local":
            return LocalEngine(jobs, batch.spec.formats)
        case "own":
            return OwnEngine()
        case _:
            from convert.batch.cluster import DaskEngine

            return DaskEngine(values["cluster"], jobs, Path(batch.spec.folder))


def _report(speaker: Speaker) -> Report:
    """Return a report; on a terminal the paths of thousands of files would hide what is to be read."""
    from msgspec.structs import replace

    report = report_to(speaker)
    return replace(report, made=lambda _: None) if is_terminal(sys.stdout) else report


def _verdict(tally: Tally, stop: Stop, speaker: Speaker, config: Config) -> int:
    """Say what came of the run; return the exit code."""
    from convert.cli.say import say_error, say_interrupted
    from convert.errors import ConvertError

    all_ = tally.done + tally.failed + tally.left
    if stop.is_asked:
        say_interrupted(f"{tally.done:,} of {all_:,} articles are done; the same command goes on from there")
        return INTERRUPTED
    if tally.failed:
        things = "1 article was" if tally.failed == 1 else f"{tally.failed:,} articles were"
        hint = "`--status` tells why; the same command tries them again"
        say_error(ConvertError(f"{things} not made; {tally.done:,} are done", hint=hint))
        return tally.exit_code
    if speaker.unsaid:
        return 1
    return strict_code(config.options, speaker)
