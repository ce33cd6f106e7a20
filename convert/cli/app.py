"""The commands put together, and every way they can end turned into words and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from convert.cli import ask, batch, make, show
from convert.cli.flags import Ended
from convert.cli.help_text import NO_REWRAP
from convert.cli.say import say_error, say_interrupted
from convert.cli.stopping import INTERRUPTED
from convert.cli.streams import finish_output, reader_gone
from convert.errors import ConvertError, UsageError

EXAMPLES = f"""{NO_REWRAP}Examples:
  convert brief article.txt                article.pdf, beside you
  convert brief *.txt --to docx,md -O out  one briefing for each article
  convert pack monday --title "Monday"     one document of all that is in a folder
  convert inspect article.txt              what was found, beside the source
  convert COMMAND --help                   more of each"""

app = typer.Typer(
    name="convert",
    help="Turn raw press text into briefings: PDF, Word, EPUB, Markdown, HTML; with the evidence for every field.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLES
    + "\n\nExit codes: 0 done, 1 unexpected or I/O, 2 usage, 3 warnings under --strict, 4 nothing usable,"
    " 7 verify differs, 8 marking or embargo refused, 9 output exists, 10 some articles skipped,"
    " 47 a program is missing, 130 interrupted, 141 the reader of the output gone away.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from convert import __version__

        sys.stdout.write(f"convert {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


make.add_commands(app)
batch.add_commands(app)
ask.add_commands(app)
show.add_commands(app)


def run_app(arguments: list[str]) -> int:
    """Run a command; return its exit code. Nothing but interpreter exits leaves this function as an exception."""
    try:
        code = app(arguments, prog_name="convert", standalone_mode=False)
        return finish_output(code if isinstance(code, int) else 0)
    except Ended as ended:
        if isinstance(ended.__cause__, BrokenPipeError):
            return reader_gone()
        say_interrupted(str(ended))
        return INTERRUPTED
    except SystemExit as error:
        # what typer makes of a reader that goes away from its help
        if isinstance(error.__context__, BrokenPipeError):
            return reader_gone()
        raise
    except ConvertError as error:
        say_error(error)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 -- a user is never shown a traceback
        return _say_other(error)


def _say_other(error: Exception) -> int:
    """Say what the command line parser found wrong, or something that nobody foresaw."""
    if hasattr(error, "format_message"):
        return _say_wrong_usage(error)
    if isinstance(error, OSError):
        say_error(ConvertError(error.strerror or str(error), where=str(error.filename or "")))
        return 1
    if isinstance(error, MemoryError | RecursionError):
        say_error(ConvertError(f"the machine's limits are reached ({type(error).__name__})"))
        return 1
    if sys.flags.dev_mode:
        raise error
    said = f"{type(error).__name__}: {error}"
    say_error(ConvertError(f"something unexpected happened: {said}", hint="`python -X dev -m convert …` shows where"))
    return 1


def _say_wrong_usage(error: Exception) -> int:
    if type(error).__name__ == "NoArgsIsHelpError" and hasattr(error, "format_message"):
        sys.stderr.write(error.format_message().rstrip() + "\n")
        return UsageError.exit_code
    from convert.cli.wrong_usage import usage_error

    say_error(usage_error(error))
    return UsageError.exit_code
