"""The command line: `main` runs it, and whatever happens comes out as `error:`, `where:`, `hint:` and an exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit."""
    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        # before a command has begun
        sys.exit(130)


def run(arguments: list[str]) -> int:
    """Run the command line on `arguments`; return the exit code (they are listed in `convert.errors`)."""
    from convert.cli.streams import closed_streams_opened, finish_output, reader_gone

    closed_streams_opened()
    if arguments in (["--version"], ["-V"]):
        # the most frequent question of scripts needs no command line parser
        from convert import __version__

        try:
            sys.stdout.write(f"convert {__version__}\n")
        except BrokenPipeError:
            return reader_gone()
        return finish_output(0)
    from convert.cli.app import run_app
    from convert.garbage import collect_seldom

    collect_seldom()
    return run_app(arguments)
