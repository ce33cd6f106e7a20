"""What readers of marked-up sources make of them: `cases/html`, `cases/feed`, `cases/mail`, `cases/office`,
`cases/tables`, `cases/exports`.

A case is in the form of `cases/normalise` (see `test_normalise_cases`): `%% input` gives the file's name, by which
and by whose content the reader is chosen, as the command line does; then `metadata`, `body`, and `residue`, `notes`
(none where the section is missing) and `findings`, `raw` (not looked at where missing).

`python -m tests.test_reader_cases FILE…` prints what comes out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.contracts import Input, Raw, input_of
from convert.errors import ConvertError, Note
from convert.formats import reader_for
from convert.normalise import normalise
from tests import outline
from tests.test_normalise_cases import SHOWN, input_bytes, sections

CASES = sorted(
    path
    for area in ("exports", "html", "feed", "mail", "office", "wire", "tables")
    for path in Path(__file__).parent.joinpath("cases", area).glob("*.txt")
)
ALWAYS = ("metadata", "body", "residue", "notes")


def raws(given: Input, notes: list[Note]) -> Iterator[Raw]:
    """Yield every article of an input, those of its members too."""
    for found in reader_for(given).reader.read(given, notes.append):
        if isinstance(found, Input):
            yield from raws(found, notes)
        elif isinstance(found, Raw):
            yield found


def outcome(case: dict[str, tuple[str, str]]) -> dict[str, str]:
    options, text = case["input"]
    name = next(word for word in options.split() if "." in word)
    notes: list[Note] = []
    shown: dict[str, list[str]] = {section: [] for section in (*SHOWN, "raw")}
    try:
        found = list(raws(input_of(name, input_bytes(options, text)), notes))
        for raw in found:
            article = normalise(raw, (), notes.append)
            shown["raw"].append(raw.text)
            for section, show in SHOWN.items():
                lines = list(show(article))
                shown[section] += [f"-- {raw.name}"] if len(found) > 1 and lines else []
                shown[section] += lines
    except ConvertError as error:
        shown["body"].append(f"{type(error).__name__}: {error.message}; {error.where}; {error.hint}")
    shown["notes"] = list(outline.notes(notes))
    return {section: "\n".join(lines) for section, lines in shown.items()}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_source_of_this_shape_comes_out_right(path: Path) -> None:
    case = sections(path.read_text("utf-8"))

    came = outcome(case)

    for section in (*SHOWN, "raw", "notes"):
        if section in case or section in ALWAYS:
            assert came[section] == case.get(section, ("", ""))[1].strip("\n"), section


if __name__ == "__main__":
    for operand in sys.argv[1:]:
        path = Path(operand)
        case = sections(path.read_text("utf-8"))
        made = outcome(case)
        kept = [f"%% input {case['input'][0]}\n{case['input'][1].strip(chr(10))}\n"]
        kept += [f"%% {title}\n{said}\n" for title, said in made.items() if said and (title in case or title in ALWAYS)]
        sys.stdout.write("\n".join(kept))
