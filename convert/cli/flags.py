"""Flags as a table: each is declared once, for every command that takes it, and carries its setting's name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from msgspec import Struct
from msgspec.structs import replace

from convert.cli.help_text import GroupedCommand, epilogue, shortened

Values = dict[str, Any]
Body = Callable[[list[str], Values], int]


class Flag(Struct, frozen=True):
    """A flag: the setting it gives, how it is written, its type, its help. A bool that is a setting has a `--no-`.

    `group` is the heading it stands under in the help.
    """

    name: str
    words: tuple[str, ...]
    about: str
    kind: type = str
    metavar: str | None = None
    many: bool = False
    complete: Callable[[str], list[str]] | None = None
    group: str | None = None


def _formats(start: str) -> list[str]:
    from convert.formats import WRITERS

    done, _, last = start.rpartition(",")
    return [f"{done},{row.name}".lstrip(",") for row in WRITERS if row.name.startswith(last)]


def _styles(start: str) -> list[str]:
    from convert.style import built_in_styles

    return [name for name in built_in_styles() if name.startswith(start)]


def _markings(start: str) -> list[str]:
    from convert.markings import known_markings

    return [known.text for known in known_markings() if known.text.startswith(start.upper())]


def under(group: str, *flags: Flag) -> tuple[Flag, ...]:
    """Return flags that stand under a heading in the help."""
    return tuple(replace(flag, group=group) for flag in flags)


READING = under(
    "Reading",
    Flag("reader", ("-f", "--from"), "Read operands as this format, whatever they look like.", metavar="FORMAT"),
    Flag("given", ("-M", "--metadata"), "Correct a field of every article.", metavar="FIELD=VALUE", many=True),
    Flag("recursive", ("-r", "--recursive"), "Read folders within folders.", bool),
    Flag("max_size", ("--max-size",), "Refuse an article of more bytes (20,000,000).", int, metavar="BYTES"),
)

LIMITS = under(
    "Limits",
    Flag("timeout", ("--timeout",), "Leave out an article that takes longer.", float, metavar="SECONDS"),
    Flag("memory", ("--memory",), "Leave out an article that needs more memory.", int, metavar="MEGABYTES"),
)

WRITING = under(
    "Output",
    Flag(
        "to",
        ("-t", "--to"),
        "pdf (the default), docx, epub, md, html, txt, json, ninjs, csljson, bibtex, ris; several by commas."
        " `convert list formats` has all.",
        metavar="FORMATS",
        many=True,
        complete=_formats,
    ),
    Flag("output", ("-o", "--output"), "Write this one file; - is standard output.", metavar="FILE"),
    Flag("folder", ("-O", "--output-folder"), "Write into this folder (the current one).", metavar="FOLDER"),
    Flag("force", ("--force",), "Replace outputs that exist.", bool),
    Flag("strict", ("--strict/--no-strict",), "Exit 3 if there was a warning.", bool),
    Flag("quiet", ("-q", "--quiet/--no-quiet"), "No progress, no infos; warnings are still said.", bool),
    Flag("print_config", ("--print-config",), "Show every setting and where it came from; make nothing.", bool),
)

LOOK = under(
    "Look and language",
    Flag("style", ("--style",), "House style: a name, or a path to a .toml.", metavar="STYLE", complete=_styles),
    Flag("paper", ("--paper",), "Paper: a4 or letter.", metavar="PAPER"),
    Flag("print", ("--print",), "Margins for screen or duplex.", metavar="screen|duplex"),
    Flag("number_paragraphs", ("--number-paragraphs/--no-number-paragraphs",), "Number the paragraphs.", bool),
    Flag("language", ("--lang",), "Language of the briefing's own words (BCP 47).", metavar="LANG"),
)

ISSUE = under(
    "What is printed of the issue",
    Flag("title", ("--title",), "Title of the document.", metavar="TITLE"),
    Flag("issuer", ("--issuer",), "Who issues it.", metavar="NAME"),
    Flag("unit", ("--unit",), "The issuer's unit.", metavar="NAME"),
    Flag("series", ("--series",), "Its series: Press Review.", metavar="NAME"),
    Flag("number", ("--number",), "Its number: 2023/064.", metavar="NUMBER"),
    Flag("prepared_by", ("--prepared-by",), "Who prepared it.", metavar="NAME"),
    Flag("prepared_for", ("--prepared-for",), "For whom.", metavar="NAME"),
    Flag("distribution", ("--distribution",), "To whom it goes.", metavar="TEXT"),
    Flag("as_of", ("--as-of",), "Compiled as of: 2026-05-01T06:00+02:00, or now.", metavar="TIME"),
)

HANDLING = under(
    "Handling and rights",
    Flag("marking", ("--mark",), "Handling marking: TLP:AMBER.", metavar="MARKING", complete=_markings),
    Flag("declassify", ("--declassify",), "Allow a lower marking; the reason is printed.", metavar="REASON"),
    Flag("include_embargoed", ("--include-embargoed/--no-include-embargoed",), "Print what is embargoed.", bool),
    Flag("rights", ("--rights",), "How much is printed: full, extract or link.", metavar="full|extract|link"),
)

WORD = under(
    "Word",
    Flag("comments", ("--comments/--no-comments",), "Carry the normaliser's doubts as comments.", bool),
    Flag("reference_doc", ("--reference-doc",), "Take styles, page, head and foot from it.", metavar="FILE.docx"),
    Flag("embed_fonts", ("--embed-fonts/--no-embed-fonts",), "Carry the style's fonts in the file.", bool),
)

HOUSE = (*LOOK, *ISSUE, *HANDLING, *WORD)

PACK = under(
    "Pack",
    Flag("draft", ("--draft",), "Write the editable plan of the pack instead of the pack.", metavar="FILE"),
    Flag("period", ("--period",), "The period covered.", metavar="TEXT"),
    Flag("group_by", ("--group-by",), "section, outlet, country, date or none.", metavar="KEY"),
    Flag("sort", ("--sort",), "given, date, outlet or title.", metavar="KEY"),
    Flag("run_on", ("--run-on/--no-run-on",), "Articles follow each other on a page.", bool),
    Flag("cover", ("--cover/--no-cover",), "A title sheet before page one.", bool),
    Flag("front_pages", ("--front-pages",), "Pages for the front brief (1).", int, metavar="N"),
    Flag("only", ("--only",), "Make this part alone.", metavar="front"),
    Flag("licence", ("--licence",), "Licence line on the cover.", metavar="TEXT"),
    Flag("change_log", ("--change-log",), "What changed since an earlier issue.", metavar="TEXT"),
)

SOURCES = Flag(
    "sources",
    ("--sources",),
    "Where the sources are (beside the outputs, and the current folder).",
    metavar="DIR",
    many=True,
)

JSON = Flag("json", ("--json",), "Print JSON, for scripts.", bool)
JSON_LINES = Flag("json", ("--json",), "Print a line of JSON for each output, for scripts.", bool)


class Ended(Exception):
    """A command's end that typer would make a code of its own of, without a word; what came of it is its cause."""


def command(  # noqa: PLR0913 -- a command, and all that its help says
    app: typer.Typer,
    name: str,
    flags: Sequence[Flag],
    body: Body,
    arguments: Sequence[tuple[str, str]],
    *,
    examples: Sequence[tuple[str, str]] = (),
) -> None:
    """Add a command: `body(words, values)` gets what stood on the line and returns the exit code.

    `arguments` are (NAME, help) pairs; a name that ends in `…` takes any number of words. A value that was not given
    is None: settings decide then. `examples` are command lines and what they do, for the help.
    """

    def run(**values: Any) -> None:
        words: list[str] = []
        for argument, _ in arguments:
            value = values.pop(_key(argument))
            words += value if isinstance(value, list) else [] if value is None else [value]
        try:
            code = body(words, values)
        except (BrokenPipeError, KeyboardInterrupt) as error:
            raise Ended(
                "what stands there is whole; with --force it makes the rest" if "force" in values else ""
            ) from error
        if code:
            raise typer.Exit(code)

    run.__doc__ = body.__doc__
    run.__annotations__ = {}
    parameters = [*map(_argument, arguments), *map(_option, flags)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    about = epilogue(examples, has_switches=any("/--no-" in word for flag in flags for word in flag.words))
    app.command(name, cls=GroupedCommand, short_help=shortened(body.__doc__ or ""), epilog=about)(run)


def _key(argument: str) -> str:
    return argument.rstrip("…").lower()


def _argument(argument: tuple[str, str]) -> inspect.Parameter:
    name, about = argument
    kind: Any = list[str] | None if name.endswith("…") else str
    info = typer.Argument(metavar=name, help=about, show_default=False)
    default = None if name.endswith("…") else inspect.Parameter.empty
    return inspect.Parameter(
        _key(name), inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[kind, info], default=default
    )


def _option(flag: Flag) -> inspect.Parameter:
    kind: Any = list[str] if flag.many else flag.kind
    info = typer.Option(
        *flag.words,
        help=flag.about,
        metavar=flag.metavar,
        show_default=False,
        autocompletion=flag.complete,
        rich_help_panel=flag.group,
    )
    return inspect.Parameter(
        flag.name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[kind | None, info], default=None
    )
