"""Whatever comes in: a clear error or a right document with a note; no traceback, no hang, no file half written."""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Run, Said

PROSE = "The harbour office of Talvik said on Tuesday that the ferry would stay in port until the ice is gone.\n\n"

MARKUP = (
    "<font color=red>Ice</font> & snow <img src=/etc/passwd> <script>alert(1)</script> #import sys \\input{/etc/passwd}"
    " [a](javascript:alert(1)) ![b](file:///etc/passwd) `code` *star* _line_ {{ x }} ${HOME} %s $1 <!-- x -->"
)


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    """No input may take more than half a minute: none of them is large."""

    def stop(*_: object) -> None:
        raise TimeoutError("half a minute is over")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def kinds() -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of inputs that something is wrong with."""
    noise = random.Random(8)  # noqa: S311 -- a fixed seed is the point
    yield "empty", b""
    yield "blank", b" \n\t\n"
    yield "binary", bytes(noise.randrange(256) for _ in range(5000))
    yield "image", b"\x89PNG\r\n\x1a\n" + bytes(noise.randrange(256) for _ in range(500))
    yield "only signs", b"... --- ... !!!\n"
    yield "NULs", PROSE.encode().replace(b" ", b" \x00") + PROSE.encode()
    yield "controls", PROSE.encode() + bytes(range(1, 32)) + PROSE.encode()
    yield "escapes", b"\x1b]0;owned\x07" + PROSE.encode() + b"\x1b[2J" + PROSE.encode()
    yield "surrogates", PROSE.encode() + b"\xed\xa0\x80" + PROSE.encode()
    yield "bidi", PROSE.encode() + "the \u202etxt.exe\u202c and \u2066more\u2069".encode() + PROSE.encode()
    yield "broken UTF-8", PROSE.encode() + b"caf\xe9 \xff\xfe" + PROSE.encode()
    yield "UTF-16", PROSE.encode("utf-16")
    yield "UTF-16 cut", PROSE.encode("utf-16")[:-1]
    yield "CR only", PROSE.replace("\n", "\r").encode()
    yield "long word", b"The lake " + b"x" * 200_000 + b" froze. " + PROSE.encode()
    yield "long line", PROSE.replace("\n", " ").encode() * 2000
    yield "sub-heads", b"".join(b"**Head %d\n\n%s" % (n, PROSE[:40].encode() + b"\n\n") for n in range(2000))
    yield "long title", b"---\ntitle: " + b"Ice " * 1250 + b"\n---\n\n" + PROSE.encode()
    yield "emoji title", "---\ntitle: 🧊🛥️🧊\n---\n\n".encode() + PROSE.encode()
    yield "markup", MARKUP.encode() + b"\n\n" + PROSE.encode()
    yield "markup title", b"---\ntitle: '" + MARKUP.encode() + b"'\n---\n\n" + PROSE.encode()
    yield "quotes", ("“" * 500 + "deep" + "”" * 500 + "\n\n" + PROSE).encode()
    yield "quote marks", ('"' * 20_000 + "\n\n" + PROSE).encode()
    yield "nested", b"> " * 5000 + PROSE.encode()
    yield "brackets", b"[" * 20_000 + PROSE.encode()
    yield "front matter open", b"---\ntitle: x\n" + PROSE.encode()
    yield "front matter odd", b"---\n: : :\n- [\n---\n\n" + PROSE.encode()
    yield "lines", b"a\n" * 20_000 + PROSE.encode()
    yield "blank lines", b"\n" * 200_000 + PROSE.encode()
    yield "combining", ("e" + "\u0301" * 5000 + " " + PROSE).encode()
    yield "json bomb", b'{"text": ' + b"[" * 50_000
    yield "json number", b'{"text": "' + PROSE[:80].encode() + b'", "n": ' + b"9" * 9999 + b"}"


KINDS = dict(kinds())


def check(said: Said, *outputs: str) -> None:
    assert said.code in (0, 4), said.err
    assert "Traceback" not in said.err
    assert "unexpected" not in said.err
    assert "\x1b" not in said.out + said.err
    if said.code:
        assert said.out == ""
        assert said.err.startswith(("error: ", "warning: ", "note: "))
        assert "error: " in said.err
        assert [path.name for path in Path().iterdir()] == ["in.txt"]
    else:
        assert sorted(path.name for path in Path("out").iterdir()) == sorted(outputs)


@pytest.mark.parametrize("kind", KINDS)
def test_any_input_gives_a_document_or_a_clear_error(run: Run, kind: str) -> None:
    Path("in.txt").write_bytes(KINDS[kind])

    check(run("brief", "in.txt", "--to", "md,txt,json", "-O", "out"), "in.md", "in.txt", "in.json")


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["pdf", "docx", "epub", "html"])
@pytest.mark.parametrize("kind", KINDS)
def test_any_input_gives_a_document_or_a_clear_error_in_each_format(run: Run, kind: str, fmt: str) -> None:
    Path("in.txt").write_bytes(KINDS[kind])

    check(run("brief", "in.txt", "--to", fmt, "-O", "out"), f"in.{fmt}")


@pytest.mark.parametrize("kind", KINDS)
def test_any_input_can_be_inspected_and_explained(run: Run, kind: str) -> None:
    Path("in.txt").write_bytes(KINDS[kind])

    for arguments in (["inspect", "in.txt"], ["inspect", "in.txt", "--json"], ["explain", "in.txt", "title"]):
        said = run(*arguments)
        assert said.code in (0, 4), said.err
        assert "unexpected" not in said.err
        assert "\x1b" not in said.out


@pytest.mark.parametrize("kind", ["markup", "markup title"])
def test_what_looks_like_markup_is_printed_and_never_obeyed(run: Run, kind: str) -> None:
    Path("in.txt").write_bytes(KINDS[kind])

    run("brief", "in.txt", "--to", "html,txt", "-O", "out")

    page = Path("out/in.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<img src=/etc" not in page
    assert 'href="javascript:' not in page
    assert 'href="file:' not in page
    assert "<font color=red>Ice</font> & snow" in Path("out/in.txt").read_text("utf-8").replace("\n", " ")


@pytest.mark.parametrize(
    ("pipe", "arguments"),
    [
        ("a.pdf", ["verify", "a.pdf"]),
        ("house.docx", ["brief", "in.txt", "--to", "docx", "--reference-doc", "house.docx"]),
        ("pack.toml", ["pack", "pack.toml"]),
        ("in.toml", ["brief", "in.txt", "--to", "md"]),
        ("in.json", ["brief", "in.txt", "--to", "md"]),
        ("convert.toml", ["brief", "in.txt", "--to", "md"]),
        ("house.toml", ["brief", "in.txt", "--to", "md", "--style", "house.toml"]),
    ],
)
def test_a_pipe_is_refused_wherever_it_is_no_operand(run: Run, pipe: str, arguments: list[str]) -> None:
    Path("in.txt").write_text(PROSE)
    os.mkfifo(pipe)

    said = run(*arguments)

    assert said.code != 0
    assert "it is a pipe, not a file" in said.out + said.err
    assert pipe in said.out + said.err


def test_a_device_cannot_be_verified_and_takes_no_memory(run: Run) -> None:
    said = run("verify", "/dev/zero")

    assert "it is a device, not a file" in said.out


def test_a_folder_in_place_of_the_output_is_an_error(run: Run) -> None:
    Path("in.txt").write_text(PROSE)
    Path("in.md").mkdir()

    for more in ([], ["--force"]):
        said = run("brief", "in.txt", "--to", "md", *more)
        assert said.code == 9
        assert "a folder is in the way" in said.err


def test_a_file_in_place_of_the_output_folder_is_an_error(run: Run) -> None:
    Path("in.txt").write_text(PROSE)
    Path("out").write_text("")

    said = run("brief", "in.txt", "--to", "md", "-O", "out/deep")

    assert said.code == 2
    assert "the output folder is a file" in said.err


def test_a_name_full_of_escapes_makes_one_clean_line(run: Run) -> None:
    Path("a\x1b[31m\nb.txt").write_text(PROSE)

    said = run("brief", "a\x1b[31m\nb.txt", "--to", "md")

    assert (said.code, said.out.count("\n")) == (0, 1)
    assert "\x1b" not in said.out


def test_json_holds_names_that_are_no_utf8(run: Run) -> None:
    Path(os.fsdecode(b"o\xff")).write_text(PROSE)
    Path("styles").mkdir()
    Path(os.fsdecode(b"styles/s\xff.toml")).write_text("# s — a style of the house\n")

    verdict = json.loads(run("verify", os.fsdecode(b"o\xff"), "--json").out)
    styles = json.loads(run("list", "styles", "--json").out)

    assert (verdict["path"], verdict["kind"]) == ("o\ufffd", "none")
    assert {"name": "s\ufffd", "where": "styles/s\ufffd.toml", "about": "a style of the house"} in styles


def test_a_name_that_is_no_utf8_is_read_and_named(run: Run) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    Path(name).write_text(PROSE)

    said = run("brief", name, "--to", "md,json", "-O", "out")

    assert said.code == 0, said.err
    assert len(list(Path("out").iterdir())) == 2
