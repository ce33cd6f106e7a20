"""Chunks on a cluster: whatever Dask runs on, over storage that every worker sees. Needs the extra `[dask]`."""

from __future__ import annotations

import pickle
import platform
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from convert.batch.engines import Answer, Loss, Work
from convert.batch.journal import FOLDER
from convert.batch.parcels import Spec
from convert.errors import ConvertError, Differs, MissingProgram, UsageError

PATIENCE = 10
"""Seconds to wait for the scheduler, and for its first worker."""

_COUNTED = 5.0
"""Seconds for which the number of workers is taken to stay: a cluster may grow and shrink."""

_one_at_a_time = threading.Lock()


class DaskEngine:
    """A Dask cluster: the one at `address`, or one of `jobs` processes on this machine.

    Dask itself runs a chunk again whose worker was lost; after the fourth it gives the chunk up, and its articles are
    tried one by one. `allowed-failures` is left at its 3: with less, neighbours of a poisoned article are blamed.
    """

    def __init__(self, address: str | None, jobs: int, folder: Path) -> None:
        distributed = _distributed()
        self._cluster = None if address else _local_cluster(distributed, jobs)
        try:
            self._client = distributed.Client(address or self._cluster, timeout=PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            said = f"no workers answer there within {PATIENCE} seconds"
            raise ConvertError(said, where=f"--cluster {address}", hint="tcp://HOST:8786 is the scheduler's") from error
        self._refuse_others(folder)
        self._counted = 0.0
        self._workers = 1

    @property
    def width(self) -> int:
        if time.monotonic() - self._counted > _COUNTED:
            self._workers = max(1, sum(self._client.nthreads().values()))
            self._counted = time.monotonic()
        return 2 * self._workers

    def submit(self, work: Work, pieces: Sequence[Any], spec: Spec) -> Answer:
        """Have the work done."""
        # pickled here: Dask would look into every tuple for tasks of its own
        answer: Answer = self._client.submit(_done, work, pickle.dumps((pieces, spec)), pure=False)
        return answer

    def loss(self, error: BaseException) -> Loss | None:
        """Return why a chunk was given up; raises ConvertError where the cluster itself is gone."""
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        if isinstance(error, KilledWorker):
            return Loss(1, f"the article was given up: {error.allowed_failures + 1} workers died at it")
        if isinstance(error, CancelledError | CommClosedError):
            hint = "the same command goes on from here once the cluster is back"
            raise ConvertError("the cluster is gone", hint=hint) from error
        return None

    def close(self) -> None:
        """Leave the cluster; end it if it was started here."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    def kill(self) -> None:
        """End the workers at once, if they were started here."""
        for process in getattr(self._cluster, "workers", {}).values():
            if process.process is not None:
                process.process.kill()

    def _refuse_others(self, folder: Path) -> None:
        """Raise Differs for workers that would write other bytes, UsageError for those that see another disk."""
        own = _installed()
        for worker, (theirs, sees) in self._client.run(_about, str(folder)).items():
            unlike = [f"{name} {theirs.get(name, '(none)')}" for name in own if theirs.get(name) != own[name]]
            if unlike:
                here = ", ".join(f"{name} {own[name]}" for name in own if theirs.get(name) != own[name])
                said = f"a worker has {', '.join(unlike)}; here it is {here}"
                raise Differs(said, where=str(worker), hint="outputs would depend on which worker made them")
            if not sees:
                hint = "-O has to be on storage that all of them share, under the same path"
                raise UsageError("a worker does not see the output folder", where=f"{worker}: {folder}", hint=hint)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        hint = "pip install 'convert-briefings[dask]'"
        raise MissingProgram("Dask is not installed", where="--engine dask", hint=hint) from error
    return distributed


def _local_cluster(distributed: Any, jobs: int) -> Any:
    with _deaf():
        return distributed.LocalCluster(n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None)


@contextmanager
def _deaf() -> Iterator[None]:
    """Have the processes that are started here not hear Ctrl-C: the run ends them once their work is in."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# ---- on the workers -------------------------------------------------------------------------------------------------


def _done(work: Work, packed: bytes) -> list[Any]:
    """Do work on a chunk, one at a time in each process: pandoc, the watchdog and the limits are a process's own."""
    from convert.garbage import collect_seldom

    collect_seldom()
    pieces, spec = pickle.loads(packed)  # noqa: S301 -- it comes from the driver, as this function does
    with _one_at_a_time:
        return work(pieces, spec)


def _about(folder: str) -> tuple[Mapping[str, str], bool]:
    return _installed(), (Path(folder) / FOLDER).is_dir()


def _installed() -> dict[str, str]:
    """Return the versions of what decides an output's bytes."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for package in metadata.distributions():
        name = package.metadata["Name"] or ""
        if name.lower() in _DECISIVE or name.lower().startswith("fontpkg-"):
            found[name.lower()] = package.version
    return found


_DECISIVE = frozenset(
    (
        *("convert-briefings", "pypandoc-binary", "pypandoc_binary", "reportlab", "uharfbuzz", "pyphen", "msgspec"),
        *("chardet", "ftfy", "pycld2", "sentencex", "lxml", "trafilatura", "feedparser", "python-docx"),
    )
)
"""Packages, besides fonts, of which another version may write other bytes."""
