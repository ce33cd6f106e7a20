"""Every bad input of the generator through every command: no crash, no hang, nothing lost or let through in silence."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from convert.cli import run, say
from convert.files import printable
from convert.files.names import as_text
from convert.model import Record, decode_record
from tests.bad_inputs import bad_inputs
from tests.bad_inputs.archives import zipped
from tests.bad_inputs.bad import Bad
from tests.bad_inputs.leaks import leaks_of
from tests.command import Said

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Duplicate name")]

FORMATS = ("pdf", "docx", "epub", "md", "html", "txt", "json")
PATIENCE = "10"
"""Seconds that one input may take: none of them is large."""

BATCHES = ("batched", "named", "packed")
"""Folders that batches write into."""

ENDS = (0, 2, 4, 10)
"""Made; an input that is too large or too deep; nothing usable; some skipped. 1 would be a crash."""

SHOWS = (0, 10)
"""Ends after which something was shown: of several articles in one file those that can be read."""


class Made(msgspec.Struct, frozen=True):
    """A folder of all inputs, what was made of them in all formats, and what was said."""

    folder: Path
    inputs: tuple[Bad, ...]
    before: dict[bytes, str]
    said: Said

    @property
    def records(self) -> list[Record]:
        return [decode_record(path.read_bytes()) for path in sorted((self.folder / "out").glob("*.json"))]

    def errors(self) -> list[str]:
        """Return what was said, an error or a note each."""
        return self.said.err.replace("\nwhere: ", " where: ").replace("\nhint: ", " hint: ").splitlines()


def said_by(*arguments: str) -> Said:
    """Run the command line in this process, with streams of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="backslashreplace") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(arguments))
        out.flush(), err.flush()
    return Said(code, *(stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder, no settings from outside, and every note said."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("bad"))
        patch.setattr(say, "SAME_NOTES", 100_000)
        patch.setenv("XDG_CONFIG_HOME", str(Path("none").resolve()))
        for key in [key for key in os.environ if key.startswith("CONVERT_")]:
            patch.delenv(key)
        yield Path.cwd()


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    """Every input made into a briefing in every format, in one run."""
    inputs = tuple(bad_inputs())
    Path("in").mkdir()
    for each in inputs:
        Path("in", os.fsdecode(each.name)).write_bytes(each.data)
    before = hashes(Path("in"))
    said = said_by("brief", "in", "--to", ",".join(FORMATS), "-O", "out", "--timeout", PATIENCE)
    return Made(folder, inputs, before, said)


def hashes(folder: Path) -> dict[bytes, str]:
    return {os.fsencode(path.name): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def shown(each: Bad) -> str:
    """Return an input's name as messages show it."""
    return printable(as_text(os.fsdecode(each.name)))


# ---- brief ----------------------------------------------------------------------------------------------------------


def test_there_are_more_than_200_inputs_of_all_kinds(made: Made) -> None:
    assert len(made.inputs) >= 400
    assert len({each.about for each in made.inputs}) >= 380


def test_nothing_crashes_and_nothing_hangs(made: Made) -> None:
    assert made.said.code == 10
    assert [line for line in made.errors() if "unexpected happened" in line or "took longer" in line] == []


def test_each_input_gives_an_output_or_a_message_that_names_it(made: Made) -> None:
    read = {record.article.source.name.partition("#")[0] for record in made.records}
    read |= {record.article.source.name for record in made.records}
    errors = [line for line in made.errors() if line.startswith("error: ")]

    silent = [
        each.about
        for each in made.inputs
        if as_text(os.fsdecode(each.name)) not in read and not any(shown(each) in line for line in errors)
    ]
    assert silent == []


def test_each_briefing_is_there_in_each_format_or_its_absence_is_said(made: Made) -> None:
    there = {path.name for path in Path("out").iterdir()}
    stems = sorted(name.removesuffix(".json") for name in there if name.endswith(".json"))

    missing = [f"{stem}.{suffix}" for stem in stems for suffix in FORMATS if f"{stem}.{suffix}" not in there]
    assert len(stems) > 300
    assert [name for name in missing if not any(f"{printable(name)}" in line for line in made.errors())] == []


def test_no_word_is_lost_in_silence(made: Made) -> None:
    records: dict[str, list[Record]] = {}
    for record in made.records:
        records.setdefault(record.article.source.name.partition("#")[0], []).append(record)
    printed = {path.stem: path.read_text("utf-8") for path in Path("out").glob("*.md")}
    whole = "".join(printed.values())

    lost = [
        f"{shown(each)}: {each.about}"
        for each in made.inputs
        if each.word
        and each.word not in whole
        and not any(
            each.word in left
            for record in records.get(as_text(os.fsdecode(each.name)), ())
            for left in left_out(record)
        )
        and not any(line.startswith(("error: ", "warning: ")) and shown(each) in line for line in made.errors())
    ]
    assert sum(bool(each.word) for each in made.inputs) > 250
    assert lost == []


def left_out(record: Record) -> Iterator[str]:
    """Yield what a record holds beside the text that is printed: what it says was left out, a maker's own fields."""
    article = record.article
    yield from (value for _, value in article.metadata.extra)
    for each in article.residue:
        yield article.source_text[each.start : each.end]


def test_no_address_that_is_obeyed_and_no_control_character_comes_through(made: Made) -> None:
    looked_at = sorted(Path("out").iterdir())

    assert len(looked_at) > 2000
    assert [leak for path in looked_at for leak in leaks_of(path)] == []


def test_nothing_is_left_over_and_no_input_is_touched(made: Made) -> None:
    printed = {line.removeprefix("out/") for line in made.said.out.rstrip("\n").split("\n")}

    assert {path.name for path in Path("out").iterdir()} == printed
    assert {path.name for path in Path().iterdir()} <= {"in", "out", "packs", "given-up", "a.md", "b.txt", *BATCHES}
    assert hashes(Path("in")) == made.before


def test_what_is_said_holds_nothing_that_a_terminal_would_obey(made: Made) -> None:
    assert printable(made.said.err.replace("\n", "")) == made.said.err.replace("\n", "")
    assert printable(made.said.out.replace("\n", "")) == made.said.out.replace("\n", "")


def word_file(part: str, data: str) -> bytes:
    return zipped([(part, data.encode())])


def pdf(**action: object) -> bytes:
    document, target = pikepdf.new(), io.BytesIO()
    document.Root.Action = document.make_indirect(
        pikepdf.Dictionary({f"/{key}": value for key, value in action.items()})
    )
    document.save(target)
    return target.getvalue()


PLANTED = {
    "a script in a page": ("a.html", b"<p>a</p><script>b</script>"),
    "a page's link": ("a.html", b"<a href=' JavaScript:b'>a</a>"),
    "an event": ("a.html", b"<p onclick='b'>a</p>"),
    "a page of data": ("a.html", b"<a href='data:text/html,b'>a</a>"),
    "a link in Markdown": ("a.md", b"---\n---\n\n[a](JavaScript:b)"),
    "a reference in Markdown": ("a.md", b"---\n---\n\n[a]\n\n[a]: file:///b"),
    "an escape in text": ("a.txt", b"a\x1b[2J"),
    "half of a record": ("a.json", b'{"article": {"body": [{"url": "vbscript:b"}]}}'),
    "an escape in a record": ("a.json", b'{"article": {"body": ["\\u001b"]}}'),
    "a relation in Word": ("a.docx", word_file("a.rels", '<a><b TargetMode="External" Target="file:///b"/></a>')),
    "a field in Word": (
        "a.docx",
        word_file("a.xml", "<w:a xmlns:w='w'><w:instrText> INCLUDETEXT b</w:instrText></w:a>"),
    ),
    "a link in a book": ("a.epub", word_file("a.xhtml", "<a href='javascript:b'/>")),
    "a link in PDF": ("a.pdf", pdf(S=pikepdf.Name.URI, URI="file:///b")),
    "a script in PDF": ("a.pdf", pdf(S=pikepdf.Name.JavaScript)),
    "an escape in PDF": ("a.pdf", pdf(ActualText="a\x1b")),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_comes_through_would_be_found(tmp_path: Path, planted: str) -> None:
    name, data = PLANTED[planted]
    path = tmp_path / name
    path.write_bytes(data)

    assert len(list(leaks_of(path))) == 1


# ---- a batch, by worker processes -----------------------------------------------------------------------------------


def batch_said(folder: str, *options: str) -> Said:
    return said_by("batch", "in", "-O", folder, "--timeout", PATIENCE, *options)


@pytest.fixture(scope="module")
def batched(made: Made) -> Said:
    """What a batch of all inputs says that makes all formats; its outputs are in `batched`."""
    return batch_said("batched", "--to", ",".join(FORMATS))


def outputs(folder: str) -> dict[str, bytes]:
    files = (path for path in Path(folder).rglob("*") if path.is_file() and ".convert-batch" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def rows(folder: str) -> list[dict[str, Any]]:
    """Return what a batch's journal knows of each article."""
    said = said_by("batch", "--status", "--json", "-O", folder)
    return [json.loads(line) for line in said.out.split("\n")[:-1]]


def reasons(said: Said) -> Counter[str]:
    """Return the errors that were said of articles and outputs; the last sums them up."""
    *each, _ = (line for line in said.err.splitlines() if line.startswith("error: "))
    return Counter(each)


def test_a_batch_makes_the_bytes_that_brief_makes(batched: Said) -> None:
    assert batched.code == 10
    assert outputs("batched") == outputs("out")


def test_a_batch_says_what_brief_says_of_those_it_cannot_make(made: Made, batched: Said) -> None:
    assert reasons(batched) == reasons(made.said)
    assert printable(batched.err.replace("\n", "")) == batched.err.replace("\n", "")


def test_the_journal_of_a_batch_knows_every_input_and_why_it_failed(made: Made, batched: Said) -> None:
    known = rows("batched")
    failed = [f"error: {printable(each['message'])}" for row in known for each in row["failures"]]

    assert {row["name"].partition("#")[0] for row in known} >= {
        as_text(os.fsdecode(each.name)).partition("#")[0] for each in made.inputs
    }
    assert {row["state"] for row in known if not row["failures"]} == {"done"}
    assert {row["state"] for row in known if row["failures"]} == {"failed"}
    assert Counter(failed) == reasons(batched)


def test_a_batch_that_is_run_again_touches_nothing_and_says_the_same(batched: Said) -> None:
    before = {path: path.stat().st_mtime_ns for path in Path("batched").iterdir() if path.is_file()}

    again = batch_said("batched", "--to", ",".join(FORMATS))

    assert (again.code, reasons(again)) == (10, reasons(batched))
    assert {path: path.stat().st_mtime_ns for path in Path("batched").iterdir() if path.is_file()} == before


def test_a_batch_named_by_what_they_say_stays_in_its_folder(made: Made) -> None:
    said = batch_said("named", "--name", "{outlet}/{date}-{slug}", "--to", "txt")

    named = outputs("named")
    assert said.code == 10
    assert sorted(named.values()) == sorted(data for name, data in outputs("out").items() if name.endswith(".txt"))
    assert all(name.count("/") == 1 and not name.startswith(".") and "/." not in name for name in named)
    assert max(len(part.encode()) for name in named for part in name.split("/")) <= 80 + len(".txt")


def test_packs_of_a_batch_name_what_they_go_without(made: Made) -> None:
    said = batch_said("packed", "--pack-by", "date", "--to", "md")

    manifests = [msgspec.json.decode(data) for name, data in outputs("packed").items() if name.endswith(".json")]
    named = {each["name"] for one in manifests for each in (*one["left_out"], *one["provenance"]["inputs"])}
    named |= {row["name"] for row in rows("packed") if row["state"] == "failed"}
    assert said.code == 10
    assert "unexpected happened" not in said.err
    assert [leak for path in Path("packed").glob("*.md") for leak in leaks_of(path)] == []
    assert {as_text(os.fsdecode(each.name)) for each in made.inputs} <= named | {n.partition("#")[0] for n in named}


# ---- the other commands ---------------------------------------------------------------------------------------------


def test_all_of_it_makes_one_pack_that_names_what_is_missing(made: Made) -> None:
    said = said_by("pack", "in", "--to", "md,html", "-O", "packs", "--timeout", PATIENCE)

    assert said.code == 10
    assert "unexpected" not in said.err.replace("unexpected end", "")
    assert [leak for path in Path("packs").glob("pack.[hm][td]*") for leak in leaks_of(path)] == []
    manifest = msgspec.json.decode(Path("packs/pack.manifest.json").read_bytes())
    named = {each["name"] for each in (*manifest["left_out"], *manifest["provenance"]["inputs"])}
    named |= {name.partition("#")[0] for name in named}
    assert {as_text(os.fsdecode(each.name)) for each in made.inputs} <= named


@pytest.mark.parametrize("command", [["inspect"], ["inspect", "--json"], ["explain", "published", "--json"]])
def test_each_input_can_be_looked_at_or_is_refused_with_a_reason(made: Made, command: list[str]) -> None:
    wrong = []
    for each in made.inputs:
        begun = time.monotonic()
        said = said_by(command[0], f"in/{os.fsdecode(each.name)}", *command[1:])
        if said.code not in ENDS or "unexpected happened" in said.err:
            wrong.append(f"{shown(each)}: exit {said.code}: {said.err[-300:]}")
        elif (said.code in SHOWS) != bool(said.out) or (said.code and "error: " not in said.err):
            wrong.append(f"{shown(each)}: exit {said.code} and no reason")
        elif "\x1b" in said.out + said.err:
            wrong.append(f"{shown(each)}: an escape comes through")
        elif time.monotonic() - begun > int(PATIENCE):
            wrong.append(f"{shown(each)}: {time.monotonic() - begun:.0f} seconds")
    assert wrong == []


def test_what_was_made_is_verified(made: Made) -> None:
    outputs = sorted(str(path) for path in Path("out").iterdir() if path.suffix not in (".txt", ".json"))
    some = random.Random(8).sample(outputs, 150)  # noqa: S311 -- a fixed seed is the point

    said = said_by("verify", *some, "--sources", "in")

    assert said.code == 0, said.out[-3000:]


def test_what_pandoc_would_read_for_ever_is_given_up_and_the_others_made(folder: Path) -> None:
    Path("a.md").write_text("[a](" * 2000 + "The ferry would stay in port.")
    Path("b.txt").write_text("The ferry would stay in port until the ice is gone.")
    begun = time.monotonic()

    said = said_by("brief", "a.md", "b.txt", "--to", "txt", "-O", "given-up", "--timeout", "2")

    assert (said.code, said.out) == (10, "given-up/b.txt\n")
    assert "error: the article took longer than 2 seconds\nwhere: a.md\n" in said.err
    assert time.monotonic() - begun < 15
