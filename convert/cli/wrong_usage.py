"""What the command line parser found wrong, in the words of our own errors: what, and what to type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from convert.errors import UsageError


def usage_error(error: Any) -> UsageError:
    """Return the parser's error as one of ours; its hint names what was meant, else where to look."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "convert"
    message, hint = _said(error, context, command)
    return UsageError(message, hint=hint or f"`{command} --help` shows what there is")


def _said(error: Any, context: Any, command: str) -> tuple[str, str | None]:
    name, message = type(error).__name__, error.format_message().rstrip(".")
    if name == "NoSuchOption":
        return f"no option called {error.option_name}", _meant(error.option_name, _options(context), command)
    if name == "MissingParameter" and error.param is not None:
        missing = error.param.make_metavar(context).strip("[]")
        arguments = (p.make_metavar(context) for p in context.command.params if p.param_type_name == "argument")
        return f"{missing} is missing", f"{' '.join((command, *arguments))} ({error.param.help.rstrip('.')})"
    if name == "BadParameter" and error.param is not None:
        return f"wrong value for {error.param.opts[0]}: {error.message.rstrip('.')}", None
    if (found := re.match(r"Option '(.+?)' requires an argument", message)) is not None:
        return f"{found[1]} takes a value", f"{found[1]} VALUE"
    if (found := re.match(r"Got unexpected extra argument\(s\) \((.+)\)", message)) is not None:
        return f"a word too many: {found[1]}", None
    if (found := re.match(r"No such command '(.+?)'", message)) is not None:
        return f"no command called “{found[1]}”", _file_first(found[1]) or _meant(
            found[1], context.command.list_commands(context), command
        )
    return message, None


def _options(context: Any) -> list[str]:
    return [
        word
        for parameter in context.command.get_params(context)
        for word in (*parameter.opts, *parameter.secondary_opts)
    ]


def _meant(word: str, known: Iterable[str], command: str) -> str | None:
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean “{close[0]}”? (`{command} --help` shows all)" if close else None


def _file_first(word: str) -> str | None:
    """Return what to type where a file stands in the place of the command: what everybody tries first."""
    from convert.files.there import is_there

    return f"convert brief {word}" if is_there(word) else None
