"""Operands, sidecars, names, outputs."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.contracts import Given, Input
from convert.errors import ConfigError, ConvertError, OutputExists, UsageError
from convert.files import (
    Names,
    Operands,
    check_free,
    identities,
    inputs_of,
    limited,
    pipes,
    printable,
    safe_stem,
    write_whole,
)
from convert.files.names import MAX_STEM, numbered_stem, stem_of
from convert.files.outputs import beside

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield


def put(name: str, text: str = "words") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def names(*words: str, recursive: bool = False) -> list[str]:
    return [given.name for given in inputs_of(Operands(words, recursive))]


def text_of(given: Input) -> bytes:
    with given.open() as stream:
        return stream.read()


# ---- operands -------------------------------------------------------------------------------------------------------


def test_files_keep_the_order_they_were_named_in() -> None:
    put("b.txt"), put("a.txt")

    assert names("b.txt", "a.txt") == ["b.txt", "a.txt"]


def test_a_folder_gives_its_files_sorted_and_no_hidden_ones() -> None:
    for name in ("f/b.txt", "f/a.txt", "f/.c.txt", "f/Z.txt", "f/inner/d.txt"):
        put(name)

    assert names("f") == ["Z.txt", "a.txt", "b.txt"]


def test_folders_within_folders_are_read_when_asked_for() -> None:
    put("f/b.txt"), put("f/a/d.txt"), put("f/.git/x.txt")

    assert names("f", recursive=True) == ["a/d.txt", "b.txt"]


def test_a_linked_folder_that_leads_back_up_is_not_followed() -> None:
    put("f/a.txt")
    Path("f/loop").symlink_to("..")

    assert names("f", recursive=True) == ["a.txt"]


def test_an_empty_folder_is_an_error() -> None:
    Path("f/g").mkdir(parents=True)

    with pytest.raises(UsageError, match="no files in the folder") as raised:
        names("f")
    assert "-r" in raised.value.hint


def test_a_quoted_pattern_gives_its_files_sorted() -> None:
    put("b.txt"), put("a.txt"), put("a.md")

    assert names("*.txt") == ["a.txt", "b.txt"]


def test_a_file_with_brackets_in_its_name_is_no_pattern() -> None:
    put("a[1].txt")

    assert names("a[1].txt") == ["a[1].txt"]


def test_a_pattern_that_matches_nothing_is_an_error() -> None:
    with pytest.raises(UsageError, match="no file matches"):
        names("*.txt")


def test_a_list_holds_an_operand_a_line() -> None:
    put("b.txt"), put("a b.txt"), put("list", "b.txt\r\n\n# not this\na b.txt\n")

    assert names("@list") == ["b.txt", "a b.txt"]


def test_a_list_may_come_from_standard_input() -> None:
    put("a.txt")
    operands = Operands(("@-",), stdin=lambda: io.BytesIO(b"a.txt\n"))

    assert [given.name for given in inputs_of(operands)] == ["a.txt"]


def test_a_list_that_names_itself_is_an_error() -> None:
    put("list", "@list\n")

    with pytest.raises(UsageError, match="nested too deep"):
        names("@list")


def test_standard_input_can_be_opened_twice() -> None:
    (given,) = inputs_of(Operands(("-",), stdin=lambda: io.BytesIO(b"once")))

    assert (given.name, text_of(given), given.head()) == ("stdin", b"once", b"once")


def test_a_missing_file_fails_when_it_is_opened_and_not_before() -> None:
    put("a.txt")
    given = list(inputs_of(Operands(("none.txt", "a.txt"))))

    assert text_of(given[1]) == b"words"
    with pytest.raises(UsageError, match="no such file"):
        given[0].open()


@pytest.mark.usefixtures("rights")
def test_an_unreadable_file_says_why() -> None:
    put("a.txt").chmod(0)
    (given,) = inputs_of(Operands(("a.txt",)))

    with pytest.raises(ConvertError, match="Permission denied"):
        given.open()


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 300, "in\0/a.txt"])
def test_a_name_that_no_file_can_have_loses_no_other(name: str) -> None:
    put("a.txt"), put("list", f"{name}\na.txt\n")
    bad, good = inputs_of(Operands(("@list",)))

    assert text_of(good) == b"words"
    with pytest.raises(ConvertError, match=r"can have this name|File name too long"):
        bad.open()


def test_a_list_whose_name_is_impossible_is_an_error() -> None:
    with pytest.raises(UsageError, match="list of operands"):
        names("@a\0b")


def test_a_device_is_refused() -> None:
    (given,) = inputs_of(Operands(("/dev/zero",)))

    with pytest.raises(UsageError, match="a device"):
        given.open()


def test_a_pipe_that_nobody_writes_to_is_an_error_and_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipes, "PATIENCE", 50)
    os.mkfifo("pipe")
    (given,) = inputs_of(Operands(("pipe",)))

    with pytest.raises(UsageError, match="named pipe"):
        given.open()


def test_a_pipe_is_read_to_its_end() -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_bytes(b"x" * 200_000))
    writer.start()
    (given,) = inputs_of(Operands(("pipe",)))

    assert text_of(given) == b"x" * 200_000
    writer.join()


def test_a_limit_beyond_all_memory_reads_what_there_is() -> None:
    put("a.txt")
    (given,) = inputs_of(Operands(("a.txt",)))

    assert text_of(limited(given, 1_000_000_000_000)) == b"words"


def test_of_a_stream_no_more_is_read_than_somebody_reads() -> None:
    source = io.BytesIO(b"x" * 10_000_000)
    (given,) = inputs_of(Operands(("-",), stdin=lambda: source))

    with pytest.raises(UsageError, match="larger than 100,000"), limited(given, 100_000).open() as stream:
        stream.read()
    assert source.tell() < 300_000


def test_a_stream_is_read_again_and_from_its_end() -> None:
    (given,) = inputs_of(Operands(("-",), stdin=lambda: io.BytesIO(bytes(range(256)) * 8_000)))
    with given.open() as first, given.open() as second:
        first.seek(-2, os.SEEK_END)

        assert (first.read(), second.read(3), first.tell()) == (b"\xfe\xff", b"\x00\x01\x02", 256 * 8_000)


def test_a_stream_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipes, "MOST", 3_000_000)
    with Path("/dev/zero").open("rb") as endless:
        (given,) = inputs_of(Operands(("-",), stdin=lambda: endless))

        with pytest.raises(UsageError, match="up to 3,000,000 bytes"):
            text_of(given)


def test_a_list_may_come_from_a_pipe() -> None:
    put("a.txt"), os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_bytes(b"a.txt\n"))
    writer.start()

    assert names("@pipe") == ["a.txt"]
    writer.join()


def test_a_list_without_an_end_is_an_error() -> None:
    with pytest.raises(UsageError, match="it is a device, not a file"):
        names("@/dev/zero")


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
def test_a_pipe_in_place_of_a_sidecar_fails_its_article(name: str) -> None:
    put("a.txt"), os.mkfifo(name)
    (given,) = inputs_of(Operands(("a.txt",)))

    with pytest.raises(ConfigError, match="it is a pipe, not a file"):
        given.open()


def test_reading_stops_at_the_size_limit() -> None:
    put("a.txt", "12345678")
    (given,) = inputs_of(Operands(("a.txt",)))

    assert text_of(limited(given, 8)) == b"12345678"
    with pytest.raises(UsageError, match="larger than 7 bytes"):
        text_of(limited(given, 7))


# ---- sidecars -------------------------------------------------------------------------------------------------------


def test_a_sidecar_gives_fields_and_is_no_article() -> None:
    put("f/a.txt"), put("f/a.toml", 'outlet = "The Gazette"\ndate = 2025-03-11\ntags = ["a", "b"]')

    (given,) = inputs_of(Operands(("f",)))

    assert [(g.field, g.value, g.where) for g in given.given] == [
        ("outlet", "The Gazette", "sidecar a.toml"),
        ("date", "2025-03-11", "sidecar a.toml"),
        ("tags", "a, b", "sidecar a.toml"),
    ]


def test_half_a_letter_in_a_sidecar_is_named_with_its_file() -> None:
    put("a.txt"), put("a.json", '{"title": "\\ud800"}')

    (article,) = inputs_of(Operands(("a.txt",)))
    with pytest.raises(ConfigError, match="the sidecar is not JSON") as error:
        article.open()
    assert error.value.where == "a.json"


def test_what_the_command_line_gives_precedes_a_sidecar() -> None:
    put("a.txt"), put("a.json", '{"title": "B"}')
    on_line = Given("title", "A", "command line")

    (given,) = inputs_of(Operands(("a.txt",), given=(on_line,)))

    assert [g.value for g in given.given] == ["A", "B"]


def test_a_json_file_with_a_text_is_an_article_though_another_has_its_name() -> None:
    put("f/a.txt"), put("f/a.json", '{"title": "x", "text": "y"}')

    assert names("f") == ["a.json", "a.txt"]


def test_a_toml_or_json_file_alone_is_an_operand() -> None:
    put("f/a.json", '{"title": "x"}')

    assert names("f") == ["a.json"]


def test_a_broken_sidecar_fails_its_article_and_no_other() -> None:
    put("a.txt"), put("a.toml", "title = "), put("b.txt")
    first, second = inputs_of(Operands(("a.txt", "b.txt")))

    assert text_of(second) == b"words"
    with pytest.raises(ConfigError, match="sidecar is not TOML") as raised:
        first.open()
    assert raised.value.where == "a.toml"


@pytest.mark.parametrize("words", ["x = " + "9" * 5000, "x = " + "[" * 3000, "x." * 3000 + "y = 1"])
def test_a_sidecar_that_no_machine_can_hold_fails_its_article(words: str) -> None:
    put("a.txt"), put("a.toml", words)
    (given,) = inputs_of(Operands(("a.txt",)))

    with pytest.raises(ConfigError, match="sidecar is not TOML"):
        given.open()


# ---- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c:d", "a-b-c-d"),
        ("\x1b]0;owned\x07", "]0;owned"),
        ("\u2066inner\u2069 \u2028line", "inner- -line"),
        ("con", "con_"),
        ("LPT1.txt", "LPT1_.txt"),
        ("nul .tar.gz", "nul_.tar.gz"),
        (f"aux{' -' * 50}end", "aux_"),
        (" . ", "article"),
        ("Schröder für İzmir", "Schröder für İzmir"),
        ("e\u0301", "é"),
    ],
)
def test_a_stem_is_safe(title: str, stem: str) -> None:
    assert safe_stem(title) == stem


@given(st.text())
def test_every_stem_is_short_and_stays_in_its_folder(title: str) -> None:
    stem = safe_stem(title)

    assert 0 < len(stem.encode()) <= MAX_STEM
    assert stem not in (".", "..")
    assert not set(stem) & set("/\\\x00\n")
    assert safe_stem(stem) == stem


def test_twins_are_numbered_by_case_and_unicode_form_too() -> None:
    given = Names()

    assert [given.stem(s) for s in ("a", "A", "é", "e\u0301", "a", "a-2")] == ["a", "A-2", "é", "é-2", "a-3", "a-2-2"]


@pytest.mark.parametrize(
    ("number", "of", "stem"), [(1, 1, "s"), (2, 9, "s-02"), (2, 100, "s-002"), (7, 1000, "s-0007")]
)
def test_articles_of_one_file_are_numbered_so_that_they_sort(number: int, of: int, stem: str) -> None:
    assert numbered_stem("s", number, of) == stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [("a.txt", "a"), ("a.jsonl.gz", "a"), ("f/a.b.txt", "a.b"), (".env", ".env"), ("README", "README")],
)
def test_the_stem_of_an_input(name: str, stem: str) -> None:
    assert stem_of(name) == stem


def test_what_a_terminal_would_obey_is_shown_instead() -> None:
    assert printable("a\x1b[2Jb\n\u202ec é") == "a\\x1b[2Jb\\x0a\\u202ec é"


# ---- outputs --------------------------------------------------------------------------------------------------------


def test_a_file_is_written_whole_and_nothing_stays_beside_it() -> None:
    write_whole(Path("a"), b"x" * 100_000)

    assert sorted(path.name for path in Path().iterdir()) == ["a"]
    assert Path("a").read_bytes() == b"x" * 100_000


def test_a_new_file_has_the_rights_that_the_user_gives_new_files() -> None:
    before = os.umask(0o027)
    try:
        write_whole(Path("a"), b"x")
    finally:
        os.umask(before)

    assert Path("a").stat().st_mode & 0o777 == 0o640


def test_a_file_is_never_replaced_unasked() -> None:
    put("a", "old")

    with pytest.raises(OutputExists):
        write_whole(Path("a"), b"new")
    assert (Path("a").read_text(), sorted(path.name for path in Path().iterdir())) == ("old", ["a"])


def test_replacing_a_link_leaves_what_it_points_to_alone() -> None:
    put("target", "old")
    Path("a").symlink_to("target")

    write_whole(Path("a"), b"new", replace=True)

    assert (Path("target").read_text(), Path("a").read_text(), Path("a").is_symlink()) == ("old", "new", False)


def test_a_folder_that_takes_no_files_says_so_and_keeps_none() -> None:
    with pytest.raises(ConvertError, match="cannot write"):
        write_whole(Path("/proc/self/a"), b"x")


def test_without_nameless_files_writing_is_whole_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    write_whole(Path("a"), b"x")
    with pytest.raises(OutputExists):
        write_whole(Path("a"), b"y")
    write_whole(Path("a"), b"z", replace=True)

    assert (Path("a").read_bytes(), sorted(path.name for path in Path().iterdir())) == (b"z", ["a"])


def test_a_link_to_nothing_is_in_the_way() -> None:
    Path("a.pdf").symlink_to("nowhere")

    with pytest.raises(OutputExists):
        check_free([Path("a.pdf")], replace=False)


def test_a_source_is_never_an_output_even_by_another_name() -> None:
    put("a.md")
    Path("b.md").hardlink_to("a.md")

    with pytest.raises(OutputExists, match="a file that is read"):
        check_free([Path("b.md")], replace=True, read=identities(["a.md"]))


@pytest.mark.parametrize("suffix", ["/../../x", "/x", "-media/../../x", "a\x00b"])
def test_a_writer_cannot_leave_the_output_folder(suffix: str) -> None:
    with pytest.raises(ConvertError, match="outside"):
        beside(Path("out/a"), suffix)


def test_a_planted_link_in_place_of_a_media_folder_is_refused() -> None:
    Path("elsewhere").mkdir()
    Path("a-media").symlink_to("elsewhere")

    with pytest.raises(ConvertError, match="link"):
        write_whole(beside(Path("a"), "-media/1.png"), b"x")
    assert not list(Path("elsewhere").iterdir())


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_when_the_disk_refuses_nothing_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, named: bool
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    if named:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    put("b", "old")
    monkeypatch.setattr(os, call, refuse)

    for path, replace in (("a", False), ("b", True)):
        with pytest.raises(ConvertError, match=os.strerror(code)):
            write_whole(Path(path), b"new", replace=replace)
    monkeypatch.undo()

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("b", "old")]


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_file_or_none(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from convert.files import write_whole; print(flush=True)\n"
        "for n in range(10_000): write_whole(Path(sys.argv[1], str(n)), b'x' * 50_000)"
    )
    for attempt in range(12):
        folder = tmp_path / f"out{attempt}"
        folder.mkdir()
        process = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.01 + attempt * 0.007)
        process.kill()
        process.communicate()

        made = list(folder.iterdir())
        assert made
        assert {path.stat().st_size for path in made} == {50_000}
        assert all(path.name.isdigit() for path in made)


def test_a_folder_of_many_json_files_is_read_in_the_time_of_its_files(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.json").write_bytes(b'{"text": "The ferry stays in port."}')
    (tmp_path / "7.txt").write_text("The toll stays."), (tmp_path / "7.json").write_text('{"outlet": "Courier"}')

    begin = time.process_time()
    found = list(inputs_of(Operands((str(tmp_path),))))

    assert len(found) == 3000
    assert [each.given[0].value for each in found if each.name == "7.txt"] == ["Courier"]
    assert time.process_time() - begin < 1.5
