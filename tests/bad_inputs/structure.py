"""Texts and data that are built in no way anybody would build them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from tests.bad_inputs.bad import PROSE, Bad, text

LINE = PROSE.replace("\n", " ").strip()


def made(noise: random.Random) -> Iterator[Bad]:
    """Yield them."""
    yield from _texts()
    yield from _front_matter()
    yield from _json()
    yield from _lines_of_json(noise)
    yield from _tables()


def _texts() -> Iterator[Bad]:
    for about, words in {
        "nothing": "",
        "blank": " \n\t\n",
        "one letter": "x",
        "one line feed": "\n",
        "only signs": "... --- ... !!!\n",
        "only digits": "2025 03 11 14 30\n",
        "only a rule": "----------\n",
        "only an address": "https://lake.example/a\n",
        "no line feed": LINE,
        "CR alone": PROSE.replace("\n", "\r"),
        "mixed line ends": PROSE.replace("\n", "\r\n\n\r"),
        "form feeds": f"\f{PROSE}\f\f{PROSE}",
        "next lines": PROSE.replace("\n", "\x85"),
        "line separators": PROSE.replace("\n", "\u2028") + "\u2029",
        "tabs": PROSE.replace(" ", "\t"),
        "spaces that do not break": PROSE.replace(" ", "\u00a0"),
        "no spaces": PROSE.replace(" ", ""),
        "blank lines": "\n" * 20_000 + PROSE,
        "a word a line": PROSE.replace(" ", "\n"),
        "deep in quotation": "> " * 2000 + LINE,
        "deep in lists": "".join(f"{' ' * n * 2}- item\n" for n in range(300)) + PROSE,
        "many brackets": "[" * 5000 + LINE,
        "quotation marks": '"' * 5000 + "\n\n" + PROSE,
        "quotations never closed": ("“Ice " * 300) + PROSE,
        "sub-heads alone": "**Head\n\n" * 300 + PROSE,
        "a table of bars": "|a|b|\n|-|-|\n|c|d|e|f\n|\n\n" + PROSE,
        "stars": "*" * 3000 + LINE + "*" * 3000,
        "twice the same": PROSE * 2,
        "a headline alone": "Pilots of WORD refuse night crossings\n",
        "a dateline alone": "TALVIK, March 11 (Lake Wire) —\n",
        "dates alone": "2025-03-11\n11/03/2025\nMarch 11\n" + PROSE,
        "a date that is none": "2025-13-45 " + PROSE,
        "a year of six digits": "123456-01-01 " + PROSE,
    }.items():
        yield text(about, words)


def _front_matter() -> Iterator[Bad]:
    for about, head in {
        "never closed": "title: x",
        "no YAML": ": : :\n- [",
        "anchors": "a: &a [*a, *a]\nb: *a",
        "a list": "- a\n- b",
        "a document end": "...\ntitle: x",
        "a tag": "title: !!python/object/apply:os.system ['true']",
        "no value": "title:",
        "a date that is none": "date: 2025-02-31",
        "a long title": "title: " + "Ice " * 2000,
        "a title of tables": "title: {a: [b, {c: d}]}",
        "controls": 'title: "\\x1b[31m\\a"',
        "a number": "title: 12\nlanguage: 7",
        "an unknown language": "language: xx-lake-lake",
        "an unknown marking": "marking: TLP:PINK",
        "keys twice": "title: a\ntitle: b",
        "tabs": "\ttitle: x",
        "deep": "a: " + "[" * 900,
    }.items():
        end = "" if about == "never closed" else "---\n\n"
        yield text(f"front matter: {about}", f"---\n{head}\n{end}{PROSE}")


def _json() -> Iterator[Bad]:
    for about, words in {
        "deep": '{"text": ' + "[" * 20_000,
        "a long number": f'{{"text": "{LINE}", "n": {"9" * 9999}}}',
        "NaN": f'{{"text": "{LINE}", "n": NaN}}',
        "keys twice": f'{{"text": "x", "text": "{LINE}"}}',
        "a comma too many": f'{{"text": "{LINE}",}}',
        "cut off": f'{{"text": "{LINE[:90]}',
        "null": "null",
        "a word": '"words"',
        "no article": '{"mood": "bright"}',
        "an empty list": "[]",
        "an empty table": "{}",
        "a number": "12",
        "text that is no text": json.dumps({"text": {"a": [1, 2, LINE]}}),
        "text of null": '{"text": null, "title": "Ice of WORD"}',
        "half a pair": '{"text": "' + LINE.replace('"', "") + ' \\ud800 end", "title": "\\udc00"}',
        "escapes": '{"text": "' + LINE + ' \\u0000\\u001b[2J\\u0007", "title": "\\u001b]0;owned\\u0007"}',
        "fields of other kinds": json.dumps(
            {"text": LINE, "title": [1], "published": {"a": 1}, "author": [[["x"]]], "tags": 5}
        ),
        "dates of all kinds": json.dumps({"text": LINE, "date": 1e300, "published": "soon", "updated": -1}),
        "records of other makers": json.dumps({"article": {"body": 5}, "text": LINE}),
        "a record that is none": '{"article": {}}',
        "a list of all kinds": json.dumps([1, "x", None, {"text": LINE}, [{"text": LINE}]]),
        "a mark of byte order": "\ufeff" + json.dumps({"text": LINE}),
        "a comment": f'// words\n{{"text": "{LINE}"}}',
    }.items():
        yield text(f"JSON: {about}", words, "json")


def _lines_of_json(noise: random.Random) -> Iterator[Bad]:
    good = json.dumps({"text": LINE})
    for about, lines in {
        "a broken line": [good, "{broken", good],
        "blank lines": ["", good, "", ""],
        "other kinds": ["1", good, "[]", '"x"'],
        "two on a line": [good + good],
        "commas": [good + ",", good + ","],
        "all broken": ["{", "}", "{{"],
        "noise": [noise.randbytes(90).decode("latin-1").replace("\n", ""), good],
    }.items():
        yield text(f"JSON lines: {about}", "\n".join(lines), "jsonl")


def _tables() -> Iterator[Bad]:
    for about, words in {
        "quotes never closed": f'title,text\n"a,"{LINE}\n"',
        "rows of other lengths": f'title,text\na\nb,"{LINE}",c,d\n',
        "formulas": f'title,text\n"=cmd|\' /C calc\'!A0","{LINE}"\n',
        "heads alone": "title,text\n",
        "heads twice": f'text,text\nx,"{LINE}"\n',
        "NULs": f'title,text\na\x00b,"{LINE}"\n',
        "no heads": f'1,2\n3,"{LINE}"\n',
    }.items():
        yield text(f"CSV: {about}", words, "csv")
