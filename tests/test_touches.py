"""What a run touches: input, output, settings and the installation; no other file, and never the network."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from convert.formats import WRITERS
from tests.command import CLEAN
from tests.faults.strace import needed

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

pytestmark = pytest.mark.slow

COMMANDS = {
    "brief": ["brief", str(SEEDS), "--to", ",".join(row.name for row in WRITERS if row.name != "beamer"), "-O", "out"],
    "pack": ["pack", str(SEEDS), "--to", "pdf,docx,epub,md,html,json", "-O", "out"],
    "draft": ["pack", str(SEEDS), "--draft", "out/pack.toml"],
    "inspect": ["inspect", str(SEEDS / "beacon-page.html")],
    "explain": ["explain", str(SEEDS / "toll-study.pdf"), "date"],
    "list": ["list", "formats"],
}
"""beamer and latex are written to one file."""

INSTALLATION = [
    ROOT,
    Path(sys.executable).parent,
    Path(sys.executable).resolve().parent,
    Path(sys.prefix, "pyvenv.cfg"),
    *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    Path(sys.base_prefix, "lib", f"python{sys.version_info[0]}{sys.version_info[1]}.zip"),
    Path(sysconfig.get_config_var("LIBDIR")),
    *(Path(entry) for entry in sys.path if entry),
]
MACHINE = [
    Path(path)
    for path in ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/locale", "/proc", "/sys")
] + [Path(path) for path in ("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/dev/null", "/dev/urandom")]
"""What the C library and the interpreter look at."""

OWN_OF_PANDOC = re.compile(r"/tmp/pandoc-hist\d+-\d+$")
"""The history of a prompt that nobody types at: `pandoc lua` makes it and takes it away."""


FONTS = Path("/usr/share/fonts")
"""ReportLab lists these folders when it is imported; `convert.typeset` forgets the list, and reads no font there."""


class Opened(msgspec.Struct, frozen=True):
    """A path that was opened, whole, and how."""

    path: Path
    mode: str

    @property
    def written(self) -> bool:
        return bool(re.search(r"O_WRONLY|O_RDWR|O_CREAT|[wax+]", self.mode))


def environment(folder: Path) -> dict[str, str]:
    home = folder / "home"
    home.mkdir()
    return {
        **CLEAN,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
    }


def strange(opened: Sequence[Opened], folder: Path) -> list[str]:
    """Return what was opened that is no business of a run."""
    out, settings = folder / "out", [folder / "convert.toml", folder / "home/config/convert/convert.toml"]
    readable = [out, folder / "in", *settings, *INSTALLATION, *MACHINE]
    found = []
    for each in opened:
        if OWN_OF_PANDOC.match(str(each.path)) or ("O_DIRECTORY" in each.mode and each.path.is_relative_to(FONTS)):
            continue
        near = [out, Path("/dev/null")] if each.written else readable
        if each.path != folder and not any(each.path.is_relative_to(known) for known in near):
            found.append(f"{each.path} ({each.mode})")
    return sorted(set(found))


_OPEN = re.compile(r'^(?:\d+ +)?(?:openat\(AT_FDCWD, |open\(|creat\(|execve\()"((?:[^"\\]|\\.)*)"(?:, ([A-Z_|]*))?')


def traced(command: Sequence[str], folder: Path) -> list[str]:
    log = folder / "strace"
    calls = "trace=%network,open,openat,creat,execve"
    subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-e", calls, "-o", str(log), sys.executable, "-m", "convert", *command],
        cwd=folder,
        env=environment(folder),
        check=True,
        capture_output=True,
        timeout=300,
    )
    return log.read_text("utf-8", "replace").splitlines()


@needed
@pytest.mark.parametrize("name", COMMANDS)
def test_no_program_of_a_run_opens_a_socket_or_a_file_that_is_none_of_its_business(tmp_path: Path, name: str) -> None:
    lines = traced(COMMANDS[name], tmp_path)

    opened = [Opened(tmp_path / match[1], match[2] or "") for match in map(_OPEN.match, lines) if match]
    assert len(opened) > 100
    assert strange(opened, tmp_path) == []
    assert [line for line in lines if re.search(r"\b(socket|connect|bind|sendto)\(", line)] == []


HOOKED = """
import os, sys
log = open(sys.argv[1], "w")
def heard(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        log.write("open\\t%s\\t%s\\n" % (os.fsdecode(arguments[0]), arguments[1] or arguments[2]))
    elif event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        log.write(event + "\\n")
sys.addaudithook(heard)
from convert.cli import run
code = run(sys.argv[2:])
log.flush()
sys.exit(code)
"""


def heard(command: Sequence[str], folder: Path) -> Iterator[list[str]]:
    log = folder / "home" / "log"
    env = environment(folder)
    subprocess.run(
        [sys.executable, "-c", HOOKED, str(log), *command], cwd=folder, env=env, check=True, capture_output=True
    )
    for line in log.read_text("utf-8", "replace").splitlines():
        yield line.split("\t")


def test_nothing_in_python_asks_for_the_network_or_a_strange_file(tmp_path: Path) -> None:
    events = list(heard(COMMANDS["brief"], tmp_path))

    opened = [Opened(tmp_path / event[1], event[2] if not event[2].isdigit() else "") for event in events if event[1:]]
    assert len(opened) > 100
    assert strange(opened, tmp_path) == []
    assert [event for event in events if event[0] != "open"] == []
