"""How fast it is: each stage warm, whole commands cold, a pack of 200 articles; beside pandoc on the same work.

    python -m tests.bench.speed            the table (about a minute)
    python -m tests.bench.speed --pack     with a pack of 200 and of 1,000 articles, each in a process of its own

Times depend on the machine and on what else it does: each figure is the best of several runs, and where pandoc or
Typst does the same work, their time was taken in the same run. Ratios hold where times do not.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from convert import formats, pandoc
from convert import model as m
from convert.analyse import analyse
from convert.compose import Pack, compose_brief, compose_pack
from convert.contracts import Raw
from convert.garbage import collect_seldom
from convert.normalise import normalise
from convert.style import load_style
from convert.walk import with_pages
from convert.writers import one_pandoc
from convert.writers.nodes import Node, document
from tests.builders import ignore, provenance

SUBJECTS = (
    "the harbour office",
    "a spokesman for the ministry",
    "the yard",
    "the council of Merrow",
    "a haulier from Talvik",
)
VERBS = ("said", "confirmed", "denied", "repeated", "announced", "expects", "regretted")
OBJECTS = (
    *("that the toll stays at {n} crowns", "that {n} lorries wait on the southern shore", "a delay of {n} days"),
    *(
        "that the first crossing is planned for {n} April",
        "that the beacon costs {n},000 crowns",
        "the report of {n} pages",
    ),
)
TAILS = (
    "on Monday",
    "after the session",
    "in a letter to the pilots",
    "before the ice goes",
    "at the old customs house",
)


def press_text(seed: int, words: int = 400) -> str:
    """Return an invented press text of about so many words, another for each seed."""
    dice = random.Random(seed)  # noqa: S311 -- invented texts, not secrets
    paragraphs: list[str] = [
        f"Title: Crossing {seed} reported on the lake\nOutlet: Courier {seed % 12}\nDate: 2025-03-{1 + seed % 28:02d}"
    ]
    count = 0
    while count < words:
        sentences = []
        for _ in range(dice.randint(2, 4)):
            said = dice.choice(OBJECTS).format(n=dice.randint(2, 900))
            sentences.append(f"{dice.choice(SUBJECTS).capitalize()} {dice.choice(VERBS)} {said} {dice.choice(TAILS)}.")
        if dice.random() < 0.4:
            sentences.append(
                f'"We count {dice.randint(3, 90)} wagons and no answer," said Tomas Arrel, who led the talks.'
            )
        paragraphs.append(" ".join(sentences))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs) + "\n"


def best(run: Callable[[], object], times: int = 7) -> float:
    """Return the shortest of several runs in milliseconds; the first is not counted."""
    run()
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spans.append(time.perf_counter() - start)
    return min(spans) * 1000


def article(seed: int) -> m.Article:
    text = press_text(seed)
    return normalise(Raw(text, f"{seed}.txt", "0" * 64, len(text), "text", "utf-8"), (), ignore)


def warm() -> None:
    """Print each stage on one article of 400 words, in a process that has done it before."""
    text = press_text(1)
    raw = Raw(text, "1.txt", "0" * 64, len(text), "text", "utf-8")
    made = article(1)
    record = m.Record(made, analyse(made, ignore))
    style = load_style("press")
    briefing = compose_brief(record, m.Edition(), style, provenance(made), ignore)
    row("normalise", best(lambda: normalise(raw, (), ignore), 30))
    row("analyse, all parts", best(lambda: analyse(made, ignore), 15))
    source = text.encode()
    beside = {"md": "gfm", "epub": "epub3", "docx": "docx"}
    for name in ("md", "epub", "html", "docx", "pdf"):
        writer = formats.writer_named(name)[1]
        took = best(lambda writer=writer: writer.write(briefing, style, ignore), 15)  # type: ignore[misc]
        target = beside.get(name)
        other = best(lambda target=target: pandoc.convert(source, "markdown", target)) if target else None  # type: ignore[misc]
        row(f"write {name}", took, other)


def cold() -> None:
    """Print whole commands, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.txt"
        source.write_text(press_text(1), "utf-8")
        base = [sys.executable, "-m", "convert"]
        for name, arguments in (
            ("convert --version", ["--version"]),
            ("convert --help", ["--help"]),
            ("convert brief, Markdown", ["brief", str(source), "--to", "md", "--force", "-O", folder]),
            ("convert brief, PDF", ["brief", str(source), "--to", "pdf", "--force", "-O", folder]),
        ):
            row(
                name,
                best(
                    lambda arguments=arguments: subprocess.run([*base, *arguments], check=True, capture_output=True), 9
                ),
            )  # type: ignore[misc]


def pack(count: int) -> None:
    """Print a pack of so many articles, and beside EPUB and Markdown what pandoc alone takes for the same document."""
    style = load_style("press")
    start = time.perf_counter()
    articles = [article(seed) for seed in range(count)]
    row(f"{count} articles normalised", (time.perf_counter() - start) * 1000)
    start = time.perf_counter()
    records = [m.Record(each, analyse(each, ignore)) for each in articles]
    row(f"{count} articles analysed", (time.perf_counter() - start) * 1000)
    for label, used in (("", [m.Record(each) for each in articles]), (", all parts", records)):
        entries = Pack(tuple(m.Entry(each) for each in used))
        briefing = compose_pack(entries, m.Edition(title="Bench"), style, provenance(*articles), ignore)
        for name, target in (("pdf", None), ("docx", None), ("epub", "epub3"), ("md", "gfm")):
            with given_to_pandoc() as given:
                start = time.perf_counter()
                written = formats.writer_named(name)[1].write(briefing, style, ignore)
                took = (time.perf_counter() - start) * 1000
            row(f"pack of {count}, {name}{label}", took, pandoc_alone(given[-1], target) if target else None)
            if name == "pdf":
                briefing = with_pages(briefing, written.pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory, all formats in one process':<44}{peak:8.0f} MB")


@contextmanager
def given_to_pandoc() -> Iterator[list[bytes]]:
    """Yield a list that gets each document which a writer gives to pandoc, whole."""
    given: list[bytes] = []
    write = one_pandoc.write

    def kept(blocks: Iterable[Node], target: str, *, between: str = "") -> str:
        blocks = list(blocks)
        given.append(document(blocks))
        return write(blocks, target, between=between)

    one_pandoc.write = kept
    try:
        yield given
    finally:
        one_pandoc.write = write


def pandoc_alone(document: bytes, target: str) -> float:
    """Return the milliseconds of a pandoc process that reads a document's JSON and writes it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.json"
        source.write_bytes(document)
        command = [str(pandoc.program()), "-f", "json", "-t", target, "-o", f"{folder}/out", str(source)]
        return best(lambda: subprocess.run(command, check=True, capture_output=True), 1)


def row(name: str, took: float, other: float | None = None) -> None:
    beside = f"   pandoc {other:7.1f} ms   ratio {took / other:.2f}" if other else ""
    print(f"{name:<44}{took:8.1f} ms{beside}")


if __name__ == "__main__":
    # as the command line does
    collect_seldom()
    if sys.argv[1:2] == ["--pack-of"]:
        pack(int(sys.argv[2]))
    else:
        warm()
        cold()
        for size in (200, 1000) if "--pack" in sys.argv else ():
            subprocess.run([sys.executable, "-m", "tests.bench.speed", "--pack-of", str(size)], check=True)
