"""How fast a batch is: whole runs of 1,000 articles of 400 words, start-up included; beside a pandoc process for each.

    python -m tests.bench.batch            the table (about three minutes on two free cores)
    python -m tests.bench.batch --dask     the same by a Dask cluster on this machine
    python -m tests.bench.batch --grown    what an article costs after start-up, in runs of up to 100,000 (ten minutes)
    python -m tests.bench.batch --large    the driver alone up to 1,000,000 articles, and its memory: planning, journal
                                           and traffic are real, the conversion is not

A run is the command as a program, with two workers; one worker beside it for what the second is worth. pandoc's time is
that of a process for each of 40 of the same articles, two at a time, scaled up; LibreOffice's, where it is installed,
that of two processes with 20 of them each as Word documents.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import cycle, islice
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
        print(f"{'ms an article':<24}{'2 workers':>10}{'at most':>9}{'1 worker':>10}{'gain':>7}{'others':>9}")
        for formats, most in TARGETS.items():
            two = one_run(source, formats, engine, 2)
            one = one_run(source, formats, engine, 1)
            print(f"{formats:<24}{two:10.1f}{most:9.1f}{one:10.1f}{one / two:7.2f}{beside(formats)}", flush=True)


def beside(formats: str) -> str:
    """Return what another program takes for the same, as a column of the table."""
    if formats in PANDOC:
        return f"{pandoc_alone(PANDOC[formats]):9.1f} pandoc"
    if formats == "pdf" and (took := libreoffice_alone()):
        return f"{took:9.1f} LibreOffice"
    return ""


def grown() -> None:
    """Print what an article costs as Markdown once a run is under way: the time over that of a run of two articles."""
    with tempfile.TemporaryDirectory() as folder:
        texts = [json.dumps({"text": press_text(seed)}) + "\n" for seed in range(COUNT)]
        source = Path(folder) / "in.jsonl"
        for count in (2, 100, 1000, 10_000, 100_000):
            source.write_text("".join(islice(cycle(texts), count)), "utf-8")
            took = min(one_run(source, "md", "local", 2, count) * count for _ in range(5 if count < COUNT else 1))
            if count == 2:
                start = took
                print(f"start-up{took:25.0f} ms", flush=True)
                continue
            print(f"{count:>9,} articles{(took - start) / (count - 2):15.2f} ms an article", flush=True)


def one_run(source: Path, formats: str, engine: str, jobs: int, count: int = COUNT) -> float:
    """Return milliseconds an article, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "convert", "batch", str(source), "-O", folder, "--to", formats]
        command += ["--engine", engine]
        start = time.perf_counter()
        subprocess.run([*command, "--jobs", str(jobs), "-q"], check=True, capture_output=True)
        took = time.perf_counter() - start
        assert len(list(Path(folder).iterdir())) == count * len(formats.split(",")) + 1
    return took / count * 1000


def pandoc_alone(target: str, count: int = 40) -> float:
    """Return milliseconds an article where each has a pandoc process of its own, two of them at a time."""
    texts = [press_text(seed).encode() for seed in range(count)]
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda text: pandoc.convert(text, "markdown", target), texts))
    return (time.perf_counter() - start) / count * 1000


def libreoffice_alone(count: int = 40) -> float | None:
    """Return milliseconds an article where two LibreOffices make PDFs of Word files; None without it."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        shares: list[list[str]] = [[], []]
        for seed in range(count):
            path = Path(folder) / f"{seed}.docx"
            path.write_bytes(pandoc.convert(press_text(seed).encode(), "markdown", "docx"))
            shares[seed % 2].append(str(path))
        start = time.perf_counter()
        running = []
        for number, share in enumerate(shares):
            profile = f"-env:UserInstallation=file://{folder}/{number}"
            command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, *share]
            running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        codes = [process.wait() for process in running]
        took = time.perf_counter() - start
        assert codes == [0, 0] and len(list(Path(folder).glob("*.pdf"))) == count
    return took / count * 1000


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
    elif "--grown" in sys.argv:
        grown()
    elif "--large" in sys.argv:
        for size in (100, 1000, 100_000, 1_000_000):
            in_a_process(driver, size)
    else:
        runs("dask" if "--dask" in sys.argv else "local")
