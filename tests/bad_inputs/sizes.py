"""Inputs that are too long, too wide, or too many of something."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from tests.bad_inputs.bad import PROSE, Bad, text

LINE = PROSE.replace("\n", " ").strip()


def made(noise: random.Random) -> Iterator[Bad]:
    """Yield them."""
    yield text("a long word", f"The lake {'x' * 100_000} froze.\n\n{PROSE}")
    yield text("a long line", (LINE + " ") * 700)
    yield text("a long address", f"See https://lake.example/{'a' * 60_000} now.\n\n{PROSE}")
    yield text("many lines", "a\n" * 5000 + PROSE)
    yield text("many paragraphs", (LINE.replace("WORD", "Talvik") + "\n\n") * 400 + PROSE)
    yield text("many letters of no case", f"{'水' * 20_000}\n\n{PROSE}")
    yield text("a letter with 3000 marks", f"e{chr(0x301) * 3000} {PROSE}")
    yield text("many emoji", "🧊🛥️👩‍👩‍👧‍👦" * 1500 + "\n\n" + PROSE)
    yield text("many quotation marks", '"' * 60_000 + f"\n\n{PROSE}")
    yield text("many returns", f"{LINE}{chr(13) * 40_000}\n\n{PROSE}")
    yield text("many lines like a mail's head", "From: a@lake.example\n\n" + "To: berth\n" * 5000 + PROSE, "eml")
    yield text("many tags", json.dumps({"text": PROSE, "tags": [f"tag{n}" for n in range(2000)]}), "json")
    yield text(
        "many authors",
        json.dumps({"text": PROSE, "author": [f"Ada {chr(65 + n % 26)}andt" for n in range(500)]}),
        "json",
    )
    yield text("many articles", "\n".join(json.dumps({"text": f"{LINE} {n}"}) for n in range(60)), "jsonl")
    yield text(
        "many links",
        "<!doctype html><title>Ice</title><article>"
        + "".join(f"<p>{LINE} <a href='https://lake.example/{n}'>{n}</a></p>" for n in range(120)),
        "html",
    )
    yield text(
        "a wide table",
        "<!doctype html><title>Ice</title><article><p>"
        + PROSE
        + "</p><table><tr>"
        + "".join(f"<td>{n}</td>" for n in range(300))
        + "</tr></table></article>",
        "html",
    )
    yield text(
        "a long table",
        "<!doctype html><title>Ice</title><article><p>"
        + PROSE
        + "</p><table>"
        + "".join(f"<tr><td>{n}</td><td>Ice</td></tr>" for n in range(600))
        + "</table></article>",
        "html",
    )
    yield Bad("more than one article may have", b"x" * 20_000_001)
    yield Bad("nothing but NULs", bytes(1_000_000))
    yield Bad("nothing but spaces", b" " * 1_000_000)
