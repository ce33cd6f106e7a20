"""What tests share: the command line in a folder of its own, and figures that are printed when all is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.capabilities import CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, capabilities, set_effective
from tests.command import Run, convert
from tests.packs import FERRY, PREFIXED, TOLL, put

Measured = Callable[[str, float], None]
_FIGURE = "figure: "


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


@pytest.fixture
def rights() -> Iterator[None]:
    """Rights of files count for root too: it gives up what lets it pass over them."""
    before = capabilities()
    set_effective(before, before.effective & ~(1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH))
    yield
    set_effective(before, before.effective)


# ---- figures --------------------------------------------------------------------------------------------------------


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Measured:
    """What a quality test calls with each figure it measures; they are printed in a table at the end of the run."""
    return lambda name, value: record_property(f"{_FIGURE}{name}", value)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    figures = [pair for report in reports if report.when == "call" for pair in report.user_properties]
    for name, value in figures:
        if name.startswith(_FIGURE):
            terminalreporter.write_line(f"{name.removeprefix(_FIGURE):<64}{value:9.4f}")
