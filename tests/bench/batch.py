"""How fast a batch is: whole runs of 1,000 articles of 400 words, start-up included; beside a pandoc process for each.

    python -m tests.bench.batch            the table (about three minutes on two free cores)
    python -m tests.bench.batch --dask     the same by a Dask cluster on this machine
    python -m tests.bench.batch --large    per-article cost at 100 and 100,000, memory of the driver at 1,000,000:
                                           planning, journal and traffic are real, the conversion is not

A run is the command as a program, with two workers; one worker beside it for what the second is worth. pandoc's time is
that of a process for each of 40 of the same articles, two at a time, scaled up.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from convert import pandoc
from convert.batch.engines import Loss, Work
from convert.batch.journal import FILE, FOLDER, journal_at
from convert.batch.names import PLAIN, pattern_of
from convert.batch.parcels import Made, Output, Parcel, Spec
from convert.batch.plan import Batch
from convert.batch.run import run_batch
from convert.batch.stop import Stop
from convert.config import Options
from convert.files import Operands, inputs_of
from convert.pipeline.job import Report
from convert.style import load_style
from tests.bench.speed import press_text

COUNT = 1000
TARGETS = {"md": 5.0, "epub": 9.0, "docx": 8.0, "pdf": 8.0, "md,epub,docx,pdf": 26.0}
PANDOC = {"md": "gfm", "epub": "epub3", "docx": "docx"}


# ---- whole runs -----------------------------------------------------------------------------------------------------


def runs(engine: str) -> None:
    """Print milliseconds an article for each format, with two workers and with one."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        source.write_text("".join(json.dumps({"text": press_text(seed)}) + "\n" for seed in range(COUNT)), "utf-8")
        print(f"{'ms an article':<24}{'2 workers':>10}{'at most':>9}{'1 worker':>10}{'gain':>7}{'pandoc':>9}")
        for formats, most in TARGETS.items():
            two = one_run(source, formats, engine, 2)
            one = one_run(source, formats, engine, 1)
            beside = f"{pandoc_alone(PANDOC[formats]):9.1f}" if formats in PANDOC else ""
            print(f"{formats:<24}{two:10.1f}{most:9.1f}{one:10.1f}{one / two:7.2f}{beside}", flush=True)


def one_run(source: Path, formats: str, engine: str, jobs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "convert", "batch", str(source), "-O", folder, "--to", formats]
        command += ["--engine", engine]
        start = time.perf_counter()
        subprocess.run([*command, "--jobs", str(jobs), "-q"], check=True, capture_output=True)
        took = time.perf_counter() - start
        assert len(list(Path(folder).iterdir())) == COUNT * len(formats.split(",")) + 1
    return took / COUNT * 1000


def pandoc_alone(target: str, count: int = 40) -> float:
    """Return milliseconds an article where each has a pandoc process of its own, two of them at a time."""
    texts = [press_text(seed).encode() for seed in range(count)]
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda text: pandoc.convert(text, "markdown", target), texts))
    return (time.perf_counter() - start) / count * 1000


# ---- the driver alone -----------------------------------------------------------------------------------------------


class Pretending:
    """An engine that says at once that everything was made."""

    width = 4

    def submit(self, _: Work, parcels: Sequence[Parcel], __: Spec) -> Future[list[Made]]:
        made = [Made(each.n, tuple(self._outputs(each)), written=4) for each in parcels]
        answer: Future[list[Made]] = Future()
        answer.set_result(made)
        return answer

    def _outputs(self, parcel: Parcel) -> list[Output]:
        return [Output(f"{parcel.stems[0]}.{suffix}", 30_000, "0" * 64, parcel.key) for suffix in ("pdf", "docx")]

    def loss(self, _: BaseException) -> Loss | None:
        return None

    def close(self) -> None:
        pass

    kill = close


def driver(count: int) -> None:
    """Print what the driver takes for so many articles, and its memory: in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            line = json.dumps({"title": "Crossing reported", "text": press_text(1)})
            for number in range(count):
                stream.write(f'{{"id": {number}, {line[1:]}\n')
        spec = Spec(Options(to=("pdf", "docx")), load_style("press"), ("pdf", "docx"), folder)
        (Path(folder) / FOLDER).mkdir()
        journal = journal_at(Path(folder) / FOLDER / FILE)
        batch = Batch(lambda: inputs_of(Operands((str(source),))), spec, pattern_of(PLAIN))
        start = time.perf_counter()
        tally = run_batch(batch, journal, Pretending(), Report(ignore, ignore, ignore, ignore), Stop())
        took = time.perf_counter() - start
        journal.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert tally.done == count
    print(f"{count:>9,} articles{took / count * 1e6:10.0f} µs an article{peak:8.0f} MB", flush=True)


def ignore(*_: object) -> None:
    """Say nothing."""


def in_a_process(run: Callable[[int], None], count: int) -> None:
    command = [sys.executable, "-m", "tests.bench.batch", f"--{run.__name__}", str(count)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--driver"]:
        driver(int(sys.argv[2]))
    elif "--large" in sys.argv:
        for size in (100, 1000, 100_000, 1_000_000):
            in_a_process(driver, size)
    else:
        runs("dask" if "--dask" in sys.argv else "local")
