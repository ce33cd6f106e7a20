"""How fast large inputs are read and normalised, and in how much memory: `python -m tests.bench.reading [--large]`.

`--large` makes a gigabyte of JSON Lines, CSV, Parquet and WARC in a temporary folder and reads each in a process
of its own, as the command line does: every article is read, every hundredth normalised. Speed is that of one core, in
seconds of its own time; with CONVERT_CORPORA set the wire stories of Reuters-21578 are read as well.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path

from convert.errors import unheard
from convert.files import MAX_SIZE, Operands, inputs_of
from convert.pipeline import Item, items_of, record_of
from tests.bench.speed import press_text
from tests.web_archives import answer, packed, record

GIGABYTE = 1_000_000_000
DISTINCT = 500
"""Texts that are made; large files repeat them, each under a number of its own."""

Row = dict[str, str | int]


def rows() -> Iterator[Row]:
    """Yield articles of 400 words without end, as crawlers give them."""
    bodies = [press_text(seed).partition("\n\n")[2] for seed in range(DISTINCT)]
    for number in count():
        host = f"courier{number % 12}.example"
        yield {
            "id": number,
            "title": f"Crossing {number} reported on the lake",
            "date_publish": f"2025-03-{1 + number % 28:02d} 07:30:00",
            "source_domain": host,
            "url": f"https://{host}/{number}",
            "language": "en",
            "maintext": bodies[number % DISTINCT],
        }


# ---- files ----------------------------------------------------------------------------------------------------------


def make_jsonl(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows():
            file.write(json.dumps(row) + "\n")
            if file.tell() >= size:
                return


def make_csv(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(next(rows())))
        table.writeheader()
        for row in rows():
            table.writerow(row)
            if file.tell() >= size:
                return


def make_parquet(path: Path, size: int) -> None:
    """Make a table of a single row group: the whole of a column would be one piece of memory."""
    import pyarrow
    from pyarrow import parquet

    source, batch = rows(), 1000
    table = pyarrow.Table.from_pylist(list(islice(source, batch)))
    with parquet.ParquetWriter(path, table.schema, compression="none", use_dictionary=False) as writer:
        batches = [table]
        while sum(each.nbytes for each in batches) < size:
            batches.append(pyarrow.Table.from_pylist(list(islice(source, batch))))
        writer.write_table(pyarrow.concat_tables(batches), row_group_size=GIGABYTE)


def make_warc(path: Path, size: int) -> None:
    """Make a crawl: pages of 30 kB, and ten times as much of pictures."""
    with path.open("wb") as file:
        for row in rows():
            text = "".join(f"<p>{part}</p>" for part in str(row["maintext"]).split("\n\n"))
            menu = "".join(f"<li><a href='/{n}'>Page {n} of the paper</a></li>" for n in range(600))
            title = f"<title>{row['title']}</title>"
            page = (
                f"<!doctype html><html><head>{title}</head><body><ul>{menu}</ul><article>{text}</article></body></html>"
            )
            number, address = int(row["id"]), str(row["url"])
            picture = record(answer(os.urandom(300_000), "image/jpeg"), number=number, address=f"{address}.jpg")
            file.write(packed([record(answer(page.encode()), number=number, address=address), picture]))
            if file.tell() >= size:
                return


MAKERS: dict[str, Callable[[Path, int], None]] = {
    "jsonl": make_jsonl,
    "csv": make_csv,
    "parquet": make_parquet,
    "warc.gz": make_warc,
}


# ---- reading --------------------------------------------------------------------------------------------------------


def read(path: Path, every: int, most: int | None = None) -> int:
    """Read a file's articles one after the other, normalise each of so many, and return how many there were."""
    (given,) = inputs_of(Operands((str(path),)))
    number = 0
    for number, item in enumerate(islice(items_of(given, None, MAX_SIZE, unheard), most), start=1):
        if not isinstance(item, Item):
            raise item.error
        if number % every == 0:
            record_of(item, frozenset(), unheard)
    return number


def speed(name: str, path: Path, most: int) -> None:
    """Print how many articles a second are read and normalised, all of them, the best of three runs."""
    read(path, 1, 50)
    best = 0.0
    for _ in range(3):
        begun = time.process_time()
        number = read(path, 1, most)
        best = max(best, number / (time.process_time() - begun))
    print(f"{name:<44}{best:8.0f} articles/s")


def large(path: Path) -> None:
    """Print what reading a file took: called in a process of its own."""
    begun = time.process_time()
    number = read(path, 100)
    took = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000
    size = path.stat().st_size / 1_000_000
    print(f"{path.name:<16}{size:8.0f} MB{number:10,} articles{took:8.0f} s{peak:8.0f} MB at the most")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        large(Path(arguments[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("jsonl", "csv", "parquet"):
            path = Path(folder) / f"small.{name}"
            MAKERS[name](path, 8_000_000)
            speed(f"{name}, articles of 400 words", path, 2000)
        if corpora := os.environ.get("CONVERT_CORPORA"):
            speed("jsonl.gz, Reuters-21578", Path(corpora) / "text_reuters21578" / "docs.jsonl.gz", 4000)
        for name in MAKERS if "--large" in arguments else ():
            path = Path(folder) / f"large.{name}"
            subprocess.run([sys.executable, "-c", _MAKE, name, str(path)], check=True)
            subprocess.run([sys.executable, "-m", "tests.bench.reading", "--one", str(path)], check=True)
            path.unlink()


_MAKE = (
    "import sys; from pathlib import Path; from tests.bench.reading import GIGABYTE, MAKERS; "
    "MAKERS[sys.argv[1]](Path(sys.argv[2]), GIGABYTE)"
)

if __name__ == "__main__":
    main(sys.argv[1:])
