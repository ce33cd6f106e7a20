"""`convert brief` and `convert pack`: from the command line to a Job."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from convert.cli.flags import HOUSE, LIMITS, PACK, READING, WRITING, Values, command
from convert.cli.streams import is_terminal, stdin_bytes, stdout_bytes
from convert.errors import NothingUsable, UsageError

if TYPE_CHECKING:
    from convert.cli.say import Speaker
    from convert.config import Config, Options
    from convert.contracts import Given
    from convert.files import Operands
    from convert.pipeline.job import Format, Job, Outcome, Report
    from convert.pipeline.plan import Plan
    from convert.style import Style

STRICT = 3

OPERANDS = ("OPERAND…", "Files, folders, globs, @list (a file of operands), - (standard input).")

_BRIEFS = (
    ("convert brief article.txt", "article.pdf"),
    ("convert brief *.txt --to docx,md -O out", "one briefing for each article"),
    ("convert brief a.txt -o a.docx --mark TLP:AMBER", "the suffix says the format"),
    ('convert brief a.txt -M title="A title"', "what you know better"),
    ("convert brief - --to md -o - < a.txt", "from a pipe into a pipe"),
)
_PACKS = (
    ("convert pack monday --title Monday", "all that is in a folder: pack.pdf"),
    ("convert pack monday --draft pack.toml", "a plan of it, to edit"),
    ("convert pack pack.toml --to pdf,docx --force", "made of it, as often as you edit it"),
)

_NOT_SETTINGS = frozenset(("reader", "given", "recursive", "output", "folder", "force", "print_config", "draft"))


def add_commands(app: typer.Typer) -> None:
    """Add `brief` and `pack`."""
    command(app, "brief", (*WRITING, *READING, *LIMITS, *HOUSE), _brief, [OPERANDS], examples=_BRIEFS)
    command(app, "pack", (*WRITING, *READING, *LIMITS, *HOUSE, *PACK), _pack, [OPERANDS], examples=_PACKS)


def _brief(words: list[str], values: Values) -> int:
    """Make one briefing of each article: STEM.pdf for STEM.txt, in the current folder."""
    from convert.pipeline.briefs import make_briefs

    return _make("brief", words, values, make_briefs)


def _pack(words: list[str], values: Values) -> int:
    """Make one pack of all articles: front page, contents, articles, sources and what they say."""
    from convert.cli.planning import draft_of, plan_among
    from convert.pipeline.packs import make_pack

    plan = plan_among(words, values)
    if values["draft"] is None:
        return _make("pack", words, values, make_pack, plan)
    return _make("pack", words, values, draft_of(words, values, plan), plan)


def _make(name: str, words: list[str], values: Values, make: Any, plan: Plan | None = None) -> int:
    from convert.cli.say import Speaker
    from convert.config import resolve

    flags = {key: setting_of(key, value) for key, value in values.items() if key not in _NOT_SETTINGS}
    config = resolve(flags, pack=plan.layer if plan else None, environment=os.environ)
    style = style_of(config)
    if values["print_config"]:
        return print_config(config, style)
    if not words and is_terminal(sys.stdin):
        raise UsageError("there is nothing to read", hint=f"convert {name} FILE…; `convert {name} --help` shows more")
    if not words and not plan and _is_empty(stdin_bytes()):
        nothing, hint = "standard input is empty", f"convert {name} FILE…; `convert {name} --help` shows more"
        raise NothingUsable(nothing, hint=hint)
    speaker = Speaker(quiet=config.options.quiet)
    job = _job(words or ["-"], values, config.options, style, plan)
    try:
        outcome = make(job, report_to(speaker))
    finally:
        speaker.close()
    return _verdict(outcome, speaker, config.options)


def _is_empty(stream: Any) -> bool:
    """Tell whether standard input that nobody named has nothing in it: under cron it is often /dev/null."""
    return stream is None or not getattr(stream, "peek", lambda _: b"?")(1)


def setting_of(key: str, value: object) -> object:
    """Return a flag's value; `--as-of now` is where the clock is read, once, and only because it was asked for."""
    if key == "as_of" and value == "now":
        from datetime import datetime

        return datetime.now().astimezone().isoformat(timespec="minutes")
    return value or None if key == "to" else value


def style_of(config: Config) -> Style:
    """Return the style that settings name, with their changes to it."""
    from convert.style import load_style

    options = config.options
    return load_style(options.style, paper=options.paper, changes=config.style_changes, sources=config.style_sources)


def print_config(config: Config, style: Style) -> int:
    """Print every setting and where it came from; return the exit code."""
    from convert.config import Setting, printed

    def said(path: str, value: object) -> Setting:
        return Setting(value, config.style_sources.get(path, f"style {style.name}"))

    of_style = {
        "paper": said("page.paper", style.page.paper),
        "print": said("page.mirror", "duplex" if style.page.mirror else "screen"),
        "number_paragraphs": said("parts.number_paragraphs", style.parts.number_paragraphs),
    }
    for line in printed(config, of_style):
        sys.stdout.write(line + "\n")
    return 0


# ---- the job --------------------------------------------------------------------------------------------------------


def _job(words: Sequence[str], values: Values, options: Options, style: Style, plan: Plan | None) -> Job:
    from pathlib import Path

    from msgspec.structs import replace

    from convert.cli.planning import inputs_of_plan, operands_of_plan
    from convert.config import FILE_NAME
    from convert.files import inputs_of
    from convert.pipeline.job import Job

    output = values["output"]
    if output is not None and values["folder"] is not None:
        raise UsageError("-o names a file and -O a folder", hint="give one of them")
    formats = _formats(options, values)
    if output is not None and len(formats) > 1:
        raise UsageError(f"-o names one file, and there are {len(formats)} formats", hint="use -O FOLDER")
    given = corrections(values["given"])
    operands = operands_of_plan(plan, words, values, given) if plan else operands_of(words, values, given)
    operands = replace(operands, columns=options.columns)
    return Job(
        inputs=tuple(inputs_of_plan(plan, operands) if plan else inputs_of(operands)),
        options=options,
        style=style,
        formats=formats,
        folder=Path(values["folder"] or "."),
        output=None if output in (None, "-") else _file(output),
        stdout=_document_stream(formats[0]) if output == "-" else None,
        replace=bool(values["force"]),
        reader=values["reader"] or (plan.reader if plan else None),
        given=given,
        plan=plan,
        lists=(*operands.lists, FILE_NAME),
    )


def _file(output: str) -> Any:
    from pathlib import Path

    from convert.files.there import is_folder

    path = Path(output)
    if not path.name or output.endswith("/") or is_folder(path):
        raise UsageError("-o names a folder", where=output, hint="use -O for a folder")
    return path


def _formats(options: Options, values: Values) -> tuple[Format, ...]:
    from convert.formats import writer_of_suffix
    from convert.pipeline.job import writers_for

    names: Sequence[str] = options.to
    output = values["output"]
    if output not in (None, "-") and not values["to"] and "." in output.rpartition("/")[2]:
        suffix = output.rpartition(".")[2]
        found = writer_of_suffix(suffix)
        if found is None:
            raise UsageError(f"no format has the suffix .{suffix}", where=output, hint="say which with --to")
        names = (found,)
    elif output not in (None, "-"):
        _refuse_other_suffix(output, names)
    chosen = writers_for(names, options)
    if not chosen:
        raise UsageError("no format is asked for", hint="--to pdf,docx,epub,md")
    return chosen


def _refuse_other_suffix(output: str, names: Sequence[str]) -> None:
    """Raise UsageError where a file is named for one format and another is asked for: nobody could open it."""
    from convert.formats import writer_named, writer_of_suffix

    suffix = output.rpartition("/")[2].rpartition(".")[2]
    of_suffix = writer_of_suffix(suffix) if suffix != output else None
    if (
        of_suffix is not None
        and len(names) == 1
        and writer_named(names[0])[1].suffix != writer_named(of_suffix)[1].suffix
    ):
        raise UsageError(f"-o names a .{suffix} file and --to asks for {names[0]}", where=output, hint="leave --to out")


def _document_stream(format_: Format) -> Any:
    binary = {"pdf", "docx", "epub", "odt"}.intersection((format_.name, format_.writer.suffix))
    if binary and is_terminal(sys.stdout):
        raise UsageError(f"{format_.name} is no text to be shown on a terminal", hint="> FILE, or -o FILE")
    return stdout_bytes()


def operands_of(words: Sequence[str], values: Values, given: tuple[Given, ...]) -> Operands:
    """Return what stands on the command line, and how it is read."""
    from convert.files import Operands

    stream = stdin_bytes()
    return Operands(
        words=tuple(words),
        recursive=bool(values["recursive"]),
        given=given,
        stdin=None if stream is None else lambda: stream,
    )


def corrections(pairs: Sequence[str] | None) -> tuple[Given, ...]:
    """Return what `-M field=value` gives, in its order; raises UsageError for no pair and for an unreadable date."""
    from convert.config import refuse_other_bytes
    from convert.contracts import Given
    from convert.pipeline.reading import check_dates

    found = []
    for pair in pairs or ():
        refuse_other_bytes(pair, "-M")
        field, equals, value = pair.partition("=")
        if not equals or not field.strip():
            raise UsageError(f"this is no correction: “{pair}”", where="-M", hint="write it as -M field=value")
        found.append(Given(field=field.strip(), value=value.strip(), where="command line"))
    check_dates(found)
    return tuple(found)


# ---- what came of it ------------------------------------------------------------------------------------------------


def report_to(speaker: Speaker) -> Report:
    """Return a report that a speaker says."""
    from convert.pipeline.job import Report

    return Report(
        note=speaker.note,
        fail=lambda failure: speaker.failure(failure.error),
        made=speaker.made,
        progress=speaker.progress,
    )


def _verdict(outcome: Outcome, speaker: Speaker, options: Options) -> int:
    """Return the exit code, with a last word where only a part was made."""
    from convert.cli.say import say_error
    from convert.errors import ConvertError

    code = outcome.exit_code
    if code == 10:
        count = len(outcome.failures)
        things = "1 article or output was" if count == 1 else f"{count} articles or outputs were"
        say_error(ConvertError(f"{things} not made; the rest is there"))
    if code == 0 and speaker.unsaid:
        return 1
    return code or strict_code(options, speaker)


def strict_code(options: Options, speaker: Speaker) -> int:
    """Return the exit code of a run that made everything: 3, and a word, for warnings where they are not allowed."""
    from convert.cli.say import say_error
    from convert.errors import ConvertError

    if not options.strict or not speaker.warnings:
        return 0
    some = "1 warning" if speaker.warnings == 1 else f"{speaker.warnings} warnings"
    say_error(ConvertError(f"{some} under --strict; the outputs are written"))
    return STRICT
