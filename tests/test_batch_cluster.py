"""A batch on a cluster: the bytes of one process, whatever becomes of the workers. Needs the extra `[dask]`."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.command import Run
from tests.test_batch import files, put, status
from tests.test_batch_workers import _processes, archive, finished, poison, started, wait_for

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

__all__ = ["poison"]


def test_a_cluster_makes_the_bytes_of_one_process(run: Run) -> None:
    options = (archive(60), "--to", "md,epub,docx,pdf", "-q")

    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as cluster:
        assert finished(*options, "-O", "there", "--cluster", cluster.scheduler_address)[::2] == (0, "")
    assert finished(*options, "-O", "here", "--engine", "own")[0] == 0
    assert files("there") == files("here")


def test_a_worker_of_a_cluster_that_is_killed_loses_no_output(run: Run) -> None:
    options = (archive(300), "--to", "md,html", "-q")
    process = started(*options, "-O", "there", "--engine", "dask", "--jobs", "2")
    wait_for("there", 40)

    os.kill(nanny_worker_of(process.pid), signal.SIGKILL)
    assert process.wait(timeout=120) == 0
    assert finished(*options, "-O", "here", "--engine", "own")[0] == 0
    assert files("there") == files("here")
    assert {row["state"] for row in status(run, "there")} == {"done"}


def test_a_poisoned_article_does_not_sink_a_cluster(run: Run, poison: Path) -> None:
    for number in range(20):
        put(f"in/{number:02}.txt")
    put("in/07b.poison", "! is killed")

    code, _, err = finished(
        *("in", "-O", "out", "--to", "md", "--engine", "dask", "--jobs", "2"), environment={"PYTHONPATH": str(poison)}
    )

    assert code == 10
    assert sorted(files("out")) == [f"{number:02}.md" for number in range(20)]
    assert "workers died at it" in err
    assert "07b.poison" in err


def test_a_cluster_that_does_not_answer_is_said(run: Run) -> None:
    put("a.txt")

    begin = time.monotonic()
    code, _, err = finished("a.txt", "-O", "out", "--cluster", "tcp://127.0.0.1:9")

    assert code == 1
    assert "no workers answer there" in err
    assert time.monotonic() - begin < 60


def nanny_worker_of(driver: int) -> int:
    """Return a worker of the cluster that a run has started on this machine: it is what has most memory."""
    below = [pid for pid, parent in _processes() if parent == driver]
    return max(below, key=lambda pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]))
