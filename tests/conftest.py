"""What tests of the command line share: a folder of their own, and no settings from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command import Run, convert
from tests.packs import FERRY, PREFIXED, TOLL, put


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line, run in an empty folder with no settings from outside and no colour."""
    monkeypatch.chdir(tmp_path)
    for key in [key for key in os.environ if key.startswith("CONVERT_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("NO_COLOR", "1")
    return lambda *arguments: convert(capsys, *arguments)


@pytest.fixture
def drafted(run: Run) -> Run:
    """A folder of three articles and its plan."""
    put("press/a-ferry.txt", FERRY), put("press/b-toll.txt", TOLL), put("press/c-prefixed.txt", PREFIXED)
    assert run("pack", "press", "--draft", "pack.toml").code == 0
    return run
