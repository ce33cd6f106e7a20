"""The machine fails at any call that touches the outputs: none is torn, none is lost in silence, nothing is left over.

The calls are those of a run that goes well, chosen with a fixed seed; each is made to fail in a run of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from tests.command import CLEAN, Run
from tests.faults.strace import Call, Ended, Fault, Put, calls_on, ended_by, needed, to_command, to_worker
from tests.packs import FERRY, PREFIXED, TOLL

pytestmark = [pytest.mark.slow, needed]

ROOT = Path(__file__).parent.parent.parent
OUT = "made-here"
ENVIRONMENT = {**CLEAN, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}

ERRORS = {
    "openat": ("EMFILE", "EACCES", "ENOSPC", "EROFS", "EIO"),
    "mkdir": ("EACCES", "ENOSPC", "EROFS", "EIO"),
    "newfstatat": ("EACCES", "EIO"),
    "write": ("ENOSPC", "EIO", "EDQUOT"),
    "fsync": ("EIO", "ENOSPC"),
    "flock": ("ENOLCK",),
    "linkat": ("EIO", "ENOSPC", "EACCES", "EROFS"),
    "link": ("EIO", "ENOSPC", "EPERM"),
    "rename": ("EIO", "EACCES", "ENOSPC"),
    "unlink": ("EIO", "EACCES"),
    "close": ("EIO",),
    "pwrite64": ("ENOSPC", "EIO"),
    "fdatasync": ("EIO",),
    "ftruncate": ("EIO",),
}
_TEMPORARY = re.compile(r"\.convert-[0-9a-f]{16}\.tmp")


class Scene(msgspec.Struct, frozen=True):
    """A command, what stands in the output folder before it, and at how many points which of its processes fails."""

    arguments: tuple[str, ...]
    points: int
    before: str = ""
    again: tuple[str, ...] = ("--force",)
    put: Put = to_command


WORKERS = ("batch", "in", "-O", OUT, "--jobs", "1", "--to")
SCENES = {
    "briefs into a new folder": Scene(("brief", "in", "--to", "md,docx", "-O", OUT), 35),
    "briefs over older ones": Scene(("brief", "in", "--to", "md,html", "-O", OUT, "--force"), 30, "old"),
    "a pack": Scene(("pack", "in", "--to", "md,docx,json", "-O", OUT), 25),
    "a pack over an older one": Scene(("pack", "in", "--to", "html", "-O", OUT, "--force"), 15, "old"),
    "the plan of a pack": Scene(("pack", "in", "--draft", f"{OUT}/pack.toml"), 12),
    "a batch": Scene(("batch", "in", "--to", "md,html", "-O", OUT, "--engine", "own"), 40, again=()),
    "a batch by workers": Scene((*WORKERS, "md,html"), 15, again=()),
    "a worker of a batch": Scene((*WORKERS, "md,html"), 30, again=(), put=to_worker),
    "a worker that makes packs": Scene((*WORKERS, "md,html", "--pack-by", "date"), 15, again=(), put=to_worker),
}
JOURNAL = ".convert-batch"
"""Where a batch keeps what it has done; it stays, and is no output."""


def prepared(folder: Path, scene: Scene, made: dict[str, bytes]) -> Path:
    """Make a folder with the inputs, and with older outputs where the scene wants them."""
    source = folder / "in"
    source.mkdir(parents=True)
    for name, text in (("a-ferry.txt", FERRY), ("b-toll.txt", TOLL), ("c-prefixed.txt", PREFIXED)):
        (source / name).write_text(text, "utf-8")
    if scene.before:
        (folder / OUT).mkdir()
        for name in made:
            (folder / OUT / name).write_text(scene.before)
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    out = folder / OUT
    files = (path for path in out.rglob("*") if path.is_file() and JOURNAL not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def chosen(calls: Sequence[Call], count: int) -> list[Fault]:
    """Return `count` of all the faults there could be, never two of one call and error."""
    possible = [Fault(call, error) for call in calls for error in (*ERRORS.get(call.name, ()), "KILL")]
    return random.Random(8).sample(possible, count)  # noqa: S311 -- a fixed seed is the point


def wrongs(ended: Ended, fault: Fault, found: dict[str, bytes], right: dict[str, bytes], scene: Scene) -> list[str]:
    """Return what is wrong with what a fault has left."""
    said = []
    for name, data in found.items():
        old = scene.before and data == scene.before.encode()
        if _TEMPORARY.fullmatch(name):
            said += [] if fault.kills or fault.call.name == "unlink" else [f"{name} was left over"]
        elif name.endswith(".manifest.json"):
            said += [f"{name} names {each}" for each in wrongly_named(data, found)]
        elif data != right.get(name) and not old:
            said.append(f"{name} is torn")
    missing = [name for name in right if found.get(name) != right[name]]
    if fault.kills and scene.put is to_command:
        said += [] if ended.killed else [f"it was not killed but ended with {ended.code}"]
    elif fault.kills and (ended.code or missing):
        said.append(f"its worker was killed, and {missing} is missing (exit {ended.code}): {ended.said}")
    elif missing and (ended.code == 0 or "error: " not in ended.said):
        said.append(f"{missing} is missing and nobody said so (exit {ended.code})")
    if "Traceback" in ended.said or "unexpected" in ended.said:
        said.append(f"it was not foreseen: {ended.said}")
    if OUT not in ended.hit:
        said.append(f"the fault hit something else: {ended.hit}")
    return said


def wrongly_named(manifest: bytes, found: dict[str, bytes]) -> list[str]:
    """Return the outputs that a manifest names and that are not as it says."""
    named = {each["name"]: each["sha256"] for each in json.loads(manifest)["outputs"]} if manifest != b"old" else {}
    return [name for name, sha256 in named.items() if hashlib.sha256(found.get(name, b"")).hexdigest() != sha256]


@pytest.mark.parametrize("name", SCENES)
def test_a_fault_at_any_call_tears_and_loses_nothing_and_the_next_run_completes(
    run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = SCENES[name]
    command = [sys.executable, "-m", "convert", *scene.arguments]
    right = made_well(tmp_path, scene, run, monkeypatch)
    dry = prepared(tmp_path / "dry", scene, right)
    faults = chosen(calls_on(OUT, scene.put, command, dry, ENVIRONMENT), scene.points)
    assert outputs(dry) == right

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        places = [tmp_path / str(n) for n in range(len(faults))]
        ended, folders = zip(*pool.map(lambda fault, at: hit(fault, scene, at, right), faults, places), strict=True)
    wrong = []
    for fault, each, folder in zip(faults, ended, folders, strict=True):
        wrong += [f"{fault}: {said}" for said in wrongs(each, fault, outputs(folder), right, scene)]
        monkeypatch.chdir(folder)
        again = run(*scene.arguments, *scene.again)
        if again.code or outputs(folder) != right:
            wrong.append(f"{fault}: the rerun ended with {again.code}: {again.err} {sorted(outputs(folder))}")

    assert not wrong, "\n".join(wrong)


def hit(fault: Fault, scene: Scene, place: Path, right: dict[str, bytes]) -> tuple[Ended, Path]:
    """Return how a run ended one of whose calls failed, and its folder: one that hit its call, of three.

    Under load a pipe to another process may be closed earlier or later, and every call after it is another's number.
    """
    command = [sys.executable, "-m", "convert", *scene.arguments]
    for attempt in range(3):
        folder = prepared(place / str(attempt), scene, right)
        ended = ended_by(fault, scene.put, command, folder, ENVIRONMENT)
        if OUT in ended.hit:
            break
    return ended, folder


def made_well(folder: Path, scene: Scene, run: Run, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return the outputs of a run that goes well."""
    well = prepared(folder / "well", scene, {})
    monkeypatch.chdir(well)
    said = run(*scene.arguments)
    assert said.code == 0, said.err
    made = outputs(well)
    shutil.rmtree(well)
    return made
