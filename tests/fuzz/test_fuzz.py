"""Mutation fuzzing of every reader: whatever is damaged, no crash, no hang, and no word of what is whole is lost.

`pytest -m fuzz` goes on for ten minutes, or as long as CONVERT_FUZZ_SECONDS says; a minute of it is among the slow
tests. The cases are the same each time: a finding names its own, and CONVERT_FUZZ_CASE runs it alone. CONVERT_FUZZ_SEED
takes others: any word; their names end with it.
"""

from __future__ import annotations

import os
import quopri
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count, takewhile

import msgspec
import pytest
from lxml import html

from convert.compose.brief import compose_brief
from convert.config import Options
from convert.contracts import input_of
from convert.errors import Note, Refused, unheard
from convert.formats import READERS, writer_named
from convert.model import Extent, Record
from convert.normalise.draft import applied, reverted
from convert.pipeline.job import ANY, Failure, as_failure
from convert.pipeline.limits import Limits
from convert.pipeline.reading import ALL_PARTS, items_of, record_of
from convert.walk import texts
from tests.builders import provenance
from tests.conftest import Measured
from tests.fuzz.mutations import mutated
from tests.fuzz.samples import MAX_SIZE, Sample, samples
from tests.sample_briefings import STYLE
from tests.test_normalise import uncovered

LIMITS = Limits(seconds=20, megabytes=1500)
NOT_MUTATED = frozenset(("arc", "doc", "wacz", "parquet", "xml"))
"""Readers that need a program or an extra, or that no sample of its own is chosen for."""


def damaged(sample: Sample, noise: random.Random) -> tuple[bytes, str]:
    """Return the source mutated on one side of a paragraph that stays whole, and the words of that paragraph."""
    if not sample.kept or noise.random() < 0.3:
        return mutated(sample.data, noise), ""
    start, end, words = noise.choice(sample.kept)
    before, whole, after = sample.data[:start], sample.data[start:end], sample.data[end:]
    if noise.random() < start / max(1, len(sample.data) - len(whole)):
        return mutated(before, noise) + whole + after, words
    return before + whole + mutated(after, noise), words


def read(name: str, data: bytes, notes: list[Note]) -> Iterator[Record | Failure]:
    """Yield every article of a source with its whole analysis, and what failed."""
    for item in items_of(input_of(name, data), None, MAX_SIZE, notes.append, LIMITS):
        if isinstance(item, Failure):
            yield item
            continue
        try:
            with LIMITS.allowance().held():
                yield record_of(item, ALL_PARTS, notes.append)
        except ANY as error:
            yield as_failure(item.name, error, where=item.place)


def crashed(failure: Failure) -> bool:
    """Tell whether a failure is one that nobody foresaw, or that went over a limit."""
    return any(words in failure.error.message for words in ("unexpected happened", "took longer", "memory"))


def wrongs_of(sample: Sample, data: bytes, words: str) -> Iterator[str]:
    """Yield what is wrong with what comes of a damaged source; `words` stand in it whole."""
    notes: list[Note] = []
    found = list(read(sample.name, data, notes))
    records = [each for each in found if isinstance(each, Record)]
    failures = [each for each in found if isinstance(each, Failure)]
    yield from (f"{each.error.message} ({each.error.where})" for each in failures if crashed(each))
    for record in records:
        yield from _wrong_in(record)
    if not found:
        yield "neither an article nor an error"
    warned = failures or any(note.level == "warning" or _TELLS.search(note.message) for note in notes)
    # the first and the last may have been joined to what was put before or behind them
    lost = _letters([" ".join(words.split()[1:-1])]) - _letters(text for record in records for text in _told(record))
    if lost and not warned and lost <= _letters([_shown(data, sample.reader)]):
        yield f"lost in silence: {' '.join(sorted(lost))} of: {words[:80]}"


def _wrong_in(record: Record) -> Iterator[str]:
    article = record.article
    text = applied(article.source_text, article.edits)
    if reverted(text, article.edits) != article.source_text:
        yield "its edits cannot be undone"
    if any(article.source_text[edit.start : edit.end] != edit.before for edit in article.edits):
        yield "an edit says another text than stands there"
    if left := uncovered(article):
        yield f"nothing accounts for {left[:60]!r} of its source"
    yield from (f"it holds {found!r}" for found in set(_CONTROL.findall("".join(texts(article.body)))))


_TELLS = re.compile("left out|^read as ")
"""What a note says of words that are not there, or not as they were, without being a warning."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def _told(record: Record) -> Iterator[str]:
    """Yield every text that a record tells: what is printed, what is known, what was left out and what rejected."""
    article = record.article
    yield from texts(article.body)
    yield msgspec.json.encode(article.metadata).decode()
    for finding in article.findings:
        yield finding.value
        if isinstance(finding.where, Extent):
            yield article.source_text[finding.where.start : finding.where.end]
    yield from (article.source_text[each.start : each.end] for each in article.residue)


def _shown(data: bytes, reader: str) -> str:
    """Return what is text and no markup, as a browser sees it: a tag or a head that is hurt swallows what follows."""
    text = data.decode("utf-8", "replace")
    if reader in ("mail", "mbox"):
        text = text.partition("\n\n")[2]
        if "quoted-printable" in text:
            # a quotation mark that opens an attribute stands in it as it is, its equals sign does not
            text = quopri.decodestring(text.encode()).decode("utf-8", "replace")
    if reader == "rst":
        text = re.sub(r"(?m)^\.\. .*", "", text)
    if "<" not in text:
        return text
    page = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    for hidden in page.xpath("//script | //style | //head | //template"):
        hidden.drop_tree()
    return str(page.text_content())


def _letters(told: Iterator[str] | list[str]) -> set[str]:
    return {word for text in told for word in re.findall(r"[^\W\d_]{4,}", text)}


def written_wrongly(record: Record) -> Iterator[str]:
    """Yield which writers cannot write an article that was read."""
    try:
        briefing = compose_brief(record, Options().edition, STYLE, provenance(record.article), unheard)
    except Refused:
        # an embargo is kept, damaged or not
        return
    for name in ("md", "html", "txt", "json", "docx", "pdf"):
        try:
            with LIMITS.allowance().held():
                writer_named(name)[1].write(briefing, STYLE, unheard)
        except ANY as error:
            failure = as_failure(name, error)
            if crashed(failure):
                yield f"{name}: {failure.error.message}"


# ---- the run --------------------------------------------------------------------------------------------------------

ROUNDS = 12
"""Cases of each sample that a minute has time for."""

Case = tuple[str, Sample, bytes, str]


def cases(rounds: Iterable[int]) -> Iterator[Case]:
    """Yield a case of each sample in each round: its name, the sample, its damaged bytes, the words that stand whole.

    A case depends on its sample, round and seed alone: a sample that is added changes no other's.
    """
    sources = {sample.name: sample for sample in samples()}
    if only := os.environ.get("CONVERT_FUZZ_CASE"):
        yield _case(only, sources[only.partition(":")[0]])
        return
    seed = os.environ.get("CONVERT_FUZZ_SEED")
    for number in rounds:
        for name, sample in sources.items():
            yield _case(":".join(filter(None, (name, str(number), seed))), sample)


def _case(name: str, sample: Sample) -> Case:
    return name, sample, *damaged(sample, random.Random(name))  # noqa: S311 -- a fixed seed is the point


def until(end: float, found: Iterable[Case]) -> Iterator[Case]:
    """Yield cases until a moment of the monotonic clock."""
    yield from takewhile(lambda _: time.monotonic() < end, found)


def passed(found: Iterable[Case], measured: Measured) -> None:
    readers: Counter[str] = Counter()
    wrong: list[str] = []
    for name, sample, data, words in found:
        readers[sample.reader] += 1
        said = list(wrongs_of(sample, data, words))
        if readers.total() % 5 == 0:
            said += [each for record in records_in(sample.name, data) for each in written_wrongly(record)]
        wrong += [f"{name}: {each}" for each in said]
    measured("cases of mutation fuzzing", readers.total())
    measured("readers fuzzed", len(readers))

    assert not wrong, "\n".join(wrong)


def records_in(name: str, data: bytes) -> list[Record]:
    return [each for each in read(name, data, []) if isinstance(each, Record)][:3]


@pytest.mark.slow
def test_a_minute_of_damage_crashes_nothing_and_loses_nothing_in_silence(measured: Measured) -> None:
    passed(cases(range(ROUNDS)), measured)


@pytest.mark.fuzz
def test_ten_minutes_of_damage_crash_nothing_and_lose_nothing_in_silence(measured: Measured) -> None:
    end = time.monotonic() + float(os.environ.get("CONVERT_FUZZ_SECONDS", "600"))

    passed(until(end, cases(count(ROUNDS))), measured)


@pytest.mark.slow
def test_there_is_a_sample_for_every_reader() -> None:
    known = {sample.reader for sample in samples()}

    assert {row.name for row in READERS} - known <= NOT_MUTATED
