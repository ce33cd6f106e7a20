"""Raw texts in the shapes that reach a press desk, and the articles that come of them: `cases/normalise/*.txt`.

A case is sections, each opened by a line `%% name`: what is shown, `given` (field = value), `input` (the rest of the
line: a file name; `as ENCODING`; `escaped`, where \\uXXXX stands for a character), then what is expected: `metadata`,
`body`, and `residue`, `notes` (none where the section is missing), `findings`, `edits` (not looked at where missing).
Several articles in one input: their lines follow one another under `-- NAME`.

`python -m tests.test_normalise_cases FILE…` prints what comes out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from convert import model as m
from convert.contracts import Given, Raw, input_of
from convert.errors import ConvertError, Note
from convert.normalise import normalise
from convert.readers import text as reader
from tests import outline

CASES = sorted(Path(__file__).parent.joinpath("cases", "normalise").glob("*.txt"))

SHOWN: dict[str, Callable[[m.Article], Iterator[str]]] = {
    "metadata": outline.metadata,
    "body": lambda article: outline.body(article.body),
    "residue": outline.residue,
    "findings": outline.findings,
    "edits": outline.edits,
}
ALWAYS = ("metadata", "body", "residue", "notes")


def sections(case: str) -> dict[str, tuple[str, str]]:
    """Return each section of a case: what its line says after the name, and its text."""
    parts = re.split(r"^%% (\w+) ?(.*)\n", case, flags=re.MULTILINE)
    return {name: (rest, text) for name, rest, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)}


def input_bytes(options: str, text: str) -> bytes:
    if "escaped" in options:
        text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    encoding = re.search(r"\bas (\S+)", options)
    return text.removesuffix("\n").encode(encoding[1] if encoding else "utf-8", "surrogatepass")


def outcome(case: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Return every section of what comes of a case's input."""
    options, text = case["input"]
    given = [
        Given(field, value, "command line")
        for field, _, value in (line.partition(" = ") for line in case.get("given", ("", ""))[1].splitlines())
    ]
    name = next((word for word in options.split() if "." in word), "case.txt")
    notes: list[Note] = []
    shown: dict[str, list[str]] = {section: [] for section in SHOWN}
    try:
        raws = list(reader.read(input_of(name, input_bytes(options, text)), notes.append))
        for raw in raws:
            assert isinstance(raw, Raw)
            article = normalise(raw, given, notes.append)
            for section, show in SHOWN.items():
                shown[section] += [f"-- {raw.name}"] if len(raws) > 1 and list(show(article)) else []
                shown[section] += show(article)
    except ConvertError as error:
        shown["body"].append(f"{type(error).__name__}: {error.message}; {error.where}; {error.hint}")
    shown["notes"] = list(outline.notes(notes))
    return {section: "\n".join(lines) for section, lines in shown.items()}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_text_of_this_shape_comes_out_right(path: Path) -> None:
    case = sections(path.read_text("utf-8"))

    came = outcome(case)

    for section in SHOWN | {"notes": None}:
        if section in case or section in ALWAYS:
            assert came[section] == case.get(section, ("", ""))[1].strip("\n"), section


if __name__ == "__main__":
    for operand in sys.argv[1:]:
        sys.stdout.write(f"---- {operand}\n")
        for title, said in outcome(sections(Path(operand).read_text("utf-8"))).items():
            sys.stdout.write(f"%% {title}\n{said}\n" if said else "")
