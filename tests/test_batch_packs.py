"""`convert batch --pack-by`: one pack of the articles of each section, outlet or day."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.command import Run
from tests.test_batch import STORY, batch, files, put, stamps, status

__all__ = ["batch"]


def article(outlet: str, day: int, words: str = "") -> str:
    return f"Title: Ferry {day} {words}\nOutlet: {outlet}\nDate: 2025-03-{day:02}\n\n{STORY}\n{words}\n"


def test_articles_of_one_outlet_are_one_pack(run: Run, batch: Run) -> None:
    put("in/a.txt", article("Courier", 11)), put("in/b.txt", article("Lake News", 11, "Toll"))
    put("in/c.txt", article("Courier", 12, "Ice")), put("in/d.txt")

    said = batch("in", "--pack-by", "outlet")

    assert said.code == 0
    assert sorted(files("out")) == [
        *("courier.manifest.json", "courier.md", "lake-news.manifest.json", "lake-news.md"),
        *("no-outlet.manifest.json", "no-outlet.md"),
    ]
    run("pack", "in/a.txt", "in/c.txt", "-O", "pack", "--to", "md")
    assert files("out")["courier.md"] == files("pack")["pack.md"]


def test_outlets_that_differ_in_signs_alone_have_packs_of_their_own(batch: Run) -> None:
    for name, outlet in {"a": "C++ News", "b": "C News", "c": "c  news", "d": "No outlet"}.items():
        put(f"in/{name}.txt", article(outlet, 11, name.upper()))
    put("in/e.txt")

    assert batch("in", "--pack-by", "outlet").code == 0
    packs = {name: data for name, data in files("out").items() if name.endswith(".md")}
    assert sorted(packs) == ["c-news-2.md", "c-news.md", "no-outlet-2.md", "no-outlet.md"]
    assert [b"Ferry 11 B" in packs["c-news-2.md"], b"Ferry 11 C" in packs["c-news-2.md"]] == [True, True]


def test_a_long_series_leaves_the_packs_their_own_names(batch: Run) -> None:
    put("in/a.txt", article("Courier", 11)), put("in/b.txt", article("Lake News", 11, "Toll"))

    assert batch("in", "--pack-by", "outlet", "--series", "Press Review " * 10).code == 0
    stems = sorted(name.removesuffix(".md") for name in files("out") if name.endswith(".md"))
    assert [stem[-8:] for stem in stems] == ["-courier", "ake-news"]
    assert all(len(stem) <= 80 for stem in stems)


def test_packs_by_day_carry_series_and_verify(run: Run, batch: Run) -> None:
    put("in/a.jsonl", "".join(json.dumps({"date": f"2025-03-{d}", "text": STORY}) + "\n" for d in (11, 12, 11)))

    assert batch("in", "--pack-by", "date", "--to", "md,html", "--series", "Press Review").code == 0
    assert sorted(name for name in files("out") if name.endswith("md")) == [
        "Press Review-2025-03-11.md",
        "Press Review-2025-03-12.md",
    ]
    assert run("verify", "out", "--sources", "in").code == 0


def test_a_pack_is_made_anew_only_where_an_article_of_it_is_new(batch: Run) -> None:
    put("in/a.txt", article("Courier", 11)), put("in/b.txt", article("Lake News", 11, "Toll"))
    batch("in", "--pack-by", "outlet")
    before = stamps("out")
    put("in/c.txt", article("Courier", 12, "Ice"))

    assert batch("in", "--pack-by", "outlet").code == 0
    changed = {name for name, stamp in stamps("out").items() if before[name] != stamp}
    assert changed == {"courier.md", "courier.manifest.json"}
    assert b"Ice" in files("out")["courier.md"]


def test_packs_that_are_done_are_not_made_again(run: Run, batch: Run) -> None:
    put("in/a.txt", article("Courier", 11)), put("in/b.txt", article("Lake News", 11, "Toll"))
    batch("in", "--pack-by", "outlet")
    before = stamps("out")

    said = batch("in", "--pack-by", "outlet")

    assert (said.code, said.out, stamps("out")) == (0, "", before)
    assert [row["state"] for row in status(run)] == ["done", "done"]


def test_articles_that_cannot_be_read_are_named_and_the_packs_made(run: Run, batch: Run) -> None:
    put("in/a.txt", article("Courier", 11)), put("in/b.txt", "")

    said = batch("in", "--pack-by", "outlet")

    assert said.code == 10
    assert "courier.md" in files("out")
    assert [row["state"] for row in status(run)] == ["done", "failed"]


def test_an_article_that_its_pack_goes_without_has_failed(run: Run, batch: Run) -> None:
    with zipfile.ZipFile("inner.zip", "w") as archive:
        archive.writestr("good.txt", STORY), archive.writestr("bad.json", '{"text": "')
    Path("in").mkdir()
    with zipfile.ZipFile("in/a.zip", "w") as archive:
        archive.writestr("good.txt", STORY), archive.write("inner.zip")

    said = batch("in", "--pack-by", "outlet")

    assert said.code == 10
    good, inner = status(run)
    assert (good["state"], inner["state"], inner["name"]) == ("done", "failed", "a.zip#inner.zip")
    assert [each["name"] for each in inner["failures"]] == ["a.zip#inner.zip#bad.json"]  # type: ignore[attr-defined]


def test_a_pack_of_which_one_document_cannot_be_made_has_failed(run: Run, batch: Run) -> None:
    put("in/a.txt", article("Courier", 11)), put("in/b.txt", article("Lake News", 11)), put("out/courier.html", "Mine.")

    said = batch("in", "--pack-by", "outlet", "--to", "md,html")

    assert said.code == 10
    assert [row["state"] for row in status(run)] == ["failed", "done"]
    assert "courier.md" in files("out")


def test_a_file_of_two_packs_has_failed_where_one_of_them_has(run: Run, batch: Run) -> None:
    put("in/two.txt", f"{article('Courier', 11)}\n==========\n\n{article('Lake News', 12)}")
    put("in/z.txt", article("Lake News", 13)), put("out/courier.md", "Mine.")

    said = batch("in", "--pack-by", "outlet")

    assert said.code == 10
    assert [row["state"] for row in status(run)] == ["failed", "done"]
    assert "lake-news.md" in files("out")


def test_a_pack_that_is_refused_fails_its_articles_and_no_others(run: Run, batch: Run) -> None:
    put("in/a.txt", article("Courier", 11)), put("in/b.txt", "Embargo: 2099-01-01\n" + article("Lake News", 11, "Toll"))

    said = batch("in", "--pack-by", "outlet", "--as-of", "2025-03-12", "--series", "Review")

    assert said.code == 10
    assert [name for name in files("out") if name.endswith("md")] == ["Review-courier.md"]
    assert {Path(str(row["place"])).name: row["state"] for row in status(run)} == {"a.txt": "done", "b.txt": "failed"}


def test_what_packs_cannot_be_made_by_is_said(batch: Run) -> None:
    put("a.txt")

    assert "packs are not made by “author”" in batch("a.txt", "--pack-by", "author").err
    assert "packs have the name of what they are made by" in batch("a.txt", "--pack-by", "date", "--name", "{n}").err
