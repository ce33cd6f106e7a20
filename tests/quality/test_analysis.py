"""How well statements, people, key points and same stories are found on labelled data; floors in one table.

Runs where CONVERT_CORPORA names the folder of the labelled data, with the scorers that came with it.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import math
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from convert.analyse import ALL, analyse, cluster
from convert.analyse.clusters import candidate_pairs, resemblance, runs_of
from convert.analyse.key_points import content_words, ranked, weighed_sentences
from convert.analyse.lexicon import lexicon
from convert.analyse.sentences import located_paragraphs
from convert.model import Article, Record
from tests.conftest import Measured
from tests.plain_articles import article_of

FLOORS = {
    "quotations with the right speaker": 0.83,
    "precision of quotations": 0.97,
    "precision of people, wikigold": 0.93,
    "precision of people, 42 articles of PolNeAR by eye": 0.98,
    "precision of people, Russian PUD by eye": 0.93,
    "precision of people, Turkish PUD by eye": 0.93,
    "precision of near-copies": 0.95,
    "recall of near-copies": 0.95,
    "recall of near-copies as clusters": 0.95,
}
MILLISECONDS = {"all parts of 400 words": 8.0, "key points of 400 words": 1.0}

Document = dict[str, Any]
BUDGET = 58
"""Words of a summary where its divergence is measured."""


@pytest.fixture(scope="module")
def corpora() -> Path:
    folder = os.environ.get("CONVERT_CORPORA")
    if folder is None:
        pytest.skip("CONVERT_CORPORA is not set")
    return Path(folder)


def documents(path: Path) -> list[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def scorer(corpora: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, corpora / "scorers" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain_article(text: str, **known: str) -> Article:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return article_of(*lines, title=known.get("title"), **{k: v for k, v in known.items() if k != "title"})


# ---- statements ---------------------------------------------------------------------------------------------------


def test_quotations_have_the_right_speakers(corpora: Path, tmp_path: Path, measured: Measured) -> None:
    gold = corpora / "quotes_polnear" / "dev.jsonl.gz"
    found = tmp_path / "found.jsonl"
    with found.open("w") as out:
        for document in documents(gold):
            statements = analyse(plain_article(document["text"]), lambda _: None, ["statements"]).statements or ()
            quotes = [{"text": s.words, "speaker": s.speaker} for s in statements]
            out.write(json.dumps({"id": document["id"], "quotes": quotes}) + "\n")

    score = scorer(corpora, "score_quotes").main(str(gold), str(found))

    measured("quotations with the right speaker", score["attributed_recall_any"])
    assert score["attributed_recall_any"] >= FLOORS["quotations with the right speaker"]
    measured("precision of quotations", score["quote_p"])
    assert score["quote_p"] >= FLOORS["precision of quotations"]


# ---- people -------------------------------------------------------------------------------------------------------


def test_people_of_wikigold_are_people(corpora: Path, measured: Measured) -> None:
    score = scorer(corpora, "score_ner")
    texts = score.read_docs(str(corpora / "ner" / "wikigold.conll.gz"))
    right = total = 0
    for sentences, gold in zip(texts, score.gold(texts), strict=True):
        article = plain_article("\n".join(score.detok(sentence) for sentence in sentences))
        people = {score.fold(p.name) for p in analyse(article, lambda _: None, ["people"]).people or ()}
        right += len(people & gold["people"])
        total += len(people)

    assert total > 300
    measured("precision of people, wikigold", right / total)
    assert right / total >= FLOORS["precision of people, wikigold"]


def test_people_of_a_sample_labelled_by_eye_are_people(corpora: Path, measured: Measured) -> None:
    labels = Path(__file__).with_name("polnear_people.txt").read_text("utf-8").splitlines()
    by_eye = dict(line.split(": ", 1) for line in labels if not line.startswith("#"))
    right = total = 0
    for document in documents(corpora / "quotes_polnear" / "dev.jsonl.gz"):
        known = by_eye.get(document["id"])
        if known is not None:
            found = analyse(plain_article(document["text"]), lambda _: None, ["people"]).people or ()
            right += sum(person.name in known.split("; ") for person in found)
            total += len(found)

    assert total > 250
    measured("precision of people, 42 articles of PolNeAR by eye", right / total)
    assert right / total >= FLOORS["precision of people, 42 articles of PolNeAR by eye"]


@pytest.mark.parametrize(("name", "code"), [("Russian", "ru"), ("Turkish", "tr")])
def test_people_of_sentences_labelled_by_eye_are_people(
    corpora: Path, name: str, code: str, measured: Measured
) -> None:
    labels = Path(__file__).with_name(f"pud_{code}_people.txt").read_text("utf-8").splitlines()
    by_eye = {line for line in labels if not line.startswith("#")}
    found: list[str] = []
    for sentence in documents(corpora / "languages" / f"ud_{name}-PUD.jsonl.gz"):
        people = analyse(plain_article(sentence["text"], language=code), lambda _: None, ["people"]).people
        found += [person.name for person in people or ()]

    right = sum(person in by_eye for person in found)

    assert len(found) > 20
    measured(f"precision of people, {name} PUD by eye", right / len(found))
    assert right / len(found) >= FLOORS[f"precision of people, {name} PUD by eye"]


# ---- key points ---------------------------------------------------------------------------------------------------


def restored(text: str) -> str:
    """Return a text of the corpus with the quotation marks that its question marks stand for."""
    out: list[str] = []
    is_open = False
    for at, sign in enumerate(text):
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        if sign != "?":
            is_open = is_open and sign != "\n"
            out.append(sign)
        elif before.isalnum() and re.match(r"(?:s|t|re|ve|ll|d|m)\b", text[at + 1 : at + 4]):
            out.append("’")
        elif before.isalpha() and after.isalpha() and not is_open:
            out.append(" ")
        elif is_open and (before in ".,!" or (before.isalnum() and not after.isalnum())):
            out.append("” " if after.isalnum() else "”")
            is_open = False
        elif not is_open and after.isalnum() and not before.isalnum():
            out.append("“" if before.isspace() or before in "([" else " “")
            is_open = True
        else:
            out.append(sign)
    return "".join(out)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def rouge_1(reference: list[str], words: list[str]) -> float:
    one, other = Counter(reference), Counter(words[: len(reference)])
    return 2 * sum((one & other).values()) / max(1, sum(one.values()) + sum(other.values()))


def divergence(text: list[str], summary: list[str]) -> float:
    """Return how far the words of a summary are from the text's (Jensen-Shannon, bits; Louis and Nenkova 2009)."""
    one, other = Counter(text), Counter(summary)
    total = 0.0
    for word, count in one.items():
        p, q = count / len(text), other[word] / max(1, len(summary))
        mean = (p + q) / 2
        total += 0.5 * p * math.log2(p / mean) + (0.5 * q * math.log2(q / mean) if q else 0.0)
    return total


def text_rank(sentences: Sequence[frozenset[str]]) -> list[int]:
    """Return sentences by TextRank (Mihalcea and Tarau 2004): shared words over the logarithms of both lengths."""
    size = len(sentences)
    edges = [[_edge(a, b) if a is not b else 0.0 for b in sentences] for a in sentences]
    sums = [sum(row) or 1.0 for row in edges]
    rank = [1 / size] * size
    for _ in range(30):
        rank = [0.15 / size + 0.85 * sum(rank[j] * edges[j][i] / sums[j] for j in range(size)) for i in range(size)]
    return sorted(range(size), key=lambda i: -rank[i])


def _edge(one: frozenset[str], other: frozenset[str]) -> float:
    if len(one) < 2 or len(other) < 2:
        return 0.0
    return len(one & other) / (math.log(len(one)) + math.log(len(other)))


def summaries(article: Article) -> tuple[dict[str, list[str]], list[str]] | None:
    """Return the words of an article's sentences as key points, lead and TextRank order them; and its content words."""
    words = lexicon("en")
    assert words is not None
    paragraphs = located_paragraphs(article)
    sentences = weighed_sentences(paragraphs, words)
    if len(sentences) < 6:
        return None
    said = [words_of(paragraphs[s.paragraph].text[s.start : s.end]) for s in sentences]
    orders = {
        "key points": list(ranked(sentences, content_words(article.metadata.title or "", words), most=5, budget=9999)),
        "lead": list(range(len(sentences))),
        "TextRank": text_rank([s.words for s in sentences]),
    }
    content = [word for sentence in said for word in sentence if len(word) > 2 and word not in words.stop]
    return {name: [word for at in order for word in said[at]] for name, order in orders.items()}, content


def mean_divergence(articles: Iterator[Article], budget: int) -> dict[str, float]:
    words = lexicon("en")
    assert words is not None
    total: Counter[str] = Counter()
    count = 0
    for found in filter(None, map(summaries, articles)):
        count += 1
        for name, summary in found[0].items():
            content = [word for word in summary[:budget] if len(word) > 2 and word not in words.stop]
            total[name] += divergence(found[1], content)  # type: ignore[assignment]
    return {name: value / count for name, value in total.items()}


def inshorts(corpora: Path) -> Iterator[tuple[Article, str]]:
    for document in documents(corpora / "summ_inshorts" / "dev.jsonl.gz"):
        title, text = restored(document["title"]), restored(document["text"])
        yield plain_article(text.removeprefix(title), title=title), document["summary"]


def test_key_points_are_nearer_to_human_summaries_than_lead_and_text_rank(corpora: Path, measured: Measured) -> None:
    total: Counter[str] = Counter()
    count = 0
    for article, summary in inshorts(corpora):
        found = summaries(article)
        count += found is not None
        for name, words in found[0].items() if found is not None else ():
            total[name] += rouge_1(words_of(summary), words)  # type: ignore[assignment]

    for name, value in total.items():
        measured(f"ROUGE-1, inshorts: {name}", value / count)
    assert total["key points"] > total["lead"]
    assert total["key points"] > total["TextRank"]


@pytest.mark.parametrize("corpus", ["summ_inshorts", "quotes_polnear"])
def test_key_points_hold_more_of_a_text_s_words_than_lead_and_text_rank(
    corpora: Path, corpus: str, measured: Measured
) -> None:
    if corpus == "summ_inshorts":
        found = mean_divergence((article for article, _ in inshorts(corpora)), BUDGET)
    else:
        texts = documents(corpora / "quotes_polnear" / "train.jsonl.gz")
        found = mean_divergence((plain_article(d["text"], title=d["title"]) for d in texts), 100)

    for name, value in found.items():
        measured(f"divergence from the text, {corpus}: {name}", value)
    assert found["key points"] < found["lead"]
    assert found["key points"] < found["TextRank"]


# ---- same stories -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stories(corpora: Path) -> list[Document]:
    return documents(corpora / "text_reuters21578" / "docs.jsonl.gz")


@pytest.fixture(scope="module")
def near_copies(corpora: Path) -> set[frozenset[str]]:
    pairs = json.loads((corpora / "neardup" / "reuters_jaccard3_pairs.json").read_text())
    return {frozenset((pair["a"], pair["b"])) for pair in pairs if pair["jaccard3"] >= 0.8}


def test_near_copies_are_found_and_nothing_else(
    stories: list[Document], near_copies: set[frozenset[str]], measured: Measured
) -> None:
    runs = [runs_of(story["body"] or "") for story in stories]
    found = {
        frozenset((stories[a]["id"], stories[b]["id"]))
        for a, b in candidate_pairs(runs)
        if resemblance(runs[a], runs[b]) >= 0.8
    }

    measured("precision of near-copies", len(found & near_copies) / len(found))
    assert len(found & near_copies) / len(found) >= FLOORS["precision of near-copies"]
    measured("recall of near-copies", len(found & near_copies) / len(near_copies))
    assert len(found & near_copies) / len(near_copies) >= FLOORS["recall of near-copies"]


def test_near_copies_are_of_one_cluster(
    stories: list[Document], near_copies: set[frozenset[str]], measured: Measured
) -> None:
    records = [Record(plain_article(story["body"] or "", title=story["title"] or "")) for story in stories]
    groups = [{stories[v.article]["id"] for v in c.variants} for c in cluster(records)]
    group_of = {story: at for at, group in enumerate(groups) for story in group}

    together = sum(len({group_of.get(story, story) for story in pair}) == 1 for pair in near_copies)

    measured("recall of near-copies as clusters", together / len(near_copies))
    assert together / len(near_copies) >= FLOORS["recall of near-copies as clusters"]


# ---- speed --------------------------------------------------------------------------------------------------------


def cost(articles: Sequence[Article], parts: Sequence[str]) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        for article in articles:
            analyse(article, lambda _: None, parts)
        best = min(best, time.process_time() - begin)
    return best * 1000


def test_the_analysis_of_400_words_takes_its_milliseconds(corpora: Path, measured: Measured) -> None:
    texts = documents(corpora / "quotes_polnear" / "dev.jsonl.gz")
    articles = [plain_article(d["text"], title=d["title"], published=d["date"]) for d in texts]
    hundreds = sum(len(d["text"].split()) for d in texts) / 400

    took = cost(articles, sorted(ALL)) / hundreds
    measured("all parts of 400 words, ms", took)
    assert took <= MILLISECONDS["all parts of 400 words"]
    took = cost(articles, ["key_points"]) / hundreds
    measured("key points of 400 words, ms", took)
    assert took <= MILLISECONDS["key points of 400 words"]


@pytest.mark.slow
def test_ten_thousand_articles_are_clustered_within_half_a_minute(stories: list[Document]) -> None:
    bodies = [story["body"] or "" for story in stories]
    records = [
        Record(msgspec.structs.replace(plain_article(f"{bodies[n % len(bodies)]}\n{bodies[n * 7 % len(bodies)]}")))
        for n in range(10_000)
    ]
    begin = time.process_time()

    cluster(records)

    assert time.process_time() - begin <= 30
