"""What `--help` prints: options under headings, a switch once, examples as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand

SWITCHES = "A switch that settings turn on is turned off by --no-NAME."

NO_REWRAP = "\b\n"
"""Before a paragraph of an epilogue: its lines stay as they are."""


def shortened(about: str) -> str:
    """Return what a command's docstring says before its first colon, semicolon or full stop."""
    for mark in ":;.":
        about = about.partition(mark)[0]
    return about


def epilogue(examples: Sequence[tuple[str, str]], *, has_switches: bool) -> str | None:
    """Return examples, each a command line and what it does, and how switches are turned off."""
    width = max((len(line) for line, _ in examples), default=0)
    lines = [f"  {line:{width}}  {about}".rstrip() for line, about in examples]
    paragraphs = [SWITCHES] if has_switches else []
    paragraphs += [NO_REWRAP + "Examples:\n" + "\n".join(lines)] if lines else []
    return "\n\n".join(paragraphs) or None


class GroupedCommand(TyperCommand):
    """A command whose options stand in the groups of their flags."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, then each group of options."""
        rows: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            row = parameter.get_help_record(ctx)
            if row is not None:
                of_argument = parameter.param_type_name == "argument"
                heading = "Arguments" if of_argument else getattr(parameter, "rich_help_panel", None) or "Options"
                rows.setdefault(heading, []).append((row[0].partition(" / --no-")[0], row[1]))
        for heading, some in rows.items():
            with formatter.section(heading):
                formatter.write_dl(some)
