"""Good articles under bad names: of files, and of what is in them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.bad_inputs.bad import PROSE, Bad

NAMES: tuple[str | bytes, ...] = (
    "-rf.txt",
    "--force.txt",
    "-",
    " .txt",
    "trailing .txt ",
    "two\nlines.txt",
    "\x1b[31mred\x07.txt",
    "\x01\x02.txt",
    "a\tb.txt",
    b"caf\xe9.txt",
    b"\xff\xfe.txt",
    "\u202etxt.exe",
    "\u2066inner\u2069.txt",
    "con.txt",
    "NUL",
    "lpt1.md",
    "aux.tar.txt",
    "a..b...txt",
    "no suffix",
    "many.dots.in.a.name.txt",
    "UPPER.TXT",
    "ümlaut.txt",
    "u\u0308mlaut.txt",
    "İstanbul.txt",
    "ﬁ.txt",
    "🧊🛥️.txt",
    "e" + "\u0301" * 90 + ".txt",
    "x" * 251 + ".txt",
    "é" * 125 + ".txt",
    "a#2.txt",
    "[x]*?.txt",
    "@list.txt",
    "%s %n ${HOME} $(true).txt",
    "`true`;true&&.txt",
    "'quote\".txt",
    "back\\slash.txt",
    "~.txt",
    "a:b|c<d>.txt",
    "&amp;<b>.txt",
    "\u2028\u2029.txt",
    "zero\u200bwidth\ufeff.txt",
    "{date}-{slug}.txt",
    "_underscore_*star*.txt",
)


def made(noise: random.Random) -> Iterator[Bad]:
    """Yield them."""
    for name in NAMES:
        whole = name if isinstance(name, bytes) else name.encode()
        yield Bad(f"called {whole!r}", PROSE.encode(), name=whole)
    for suffix in (
        "pdf",
        "docx",
        "odt",
        "epub",
        "html",
        "json",
        "eml",
        "zip",
        "gz",
        "mbox",
        "jsonl",
        "rtf",
        "md",
        "tex",
    ):
        yield Bad(f"plain words called .{suffix}", PROSE.encode(), suffix)
    for about, head in {
        "a path": "../../../etc/passwd",
        "a root": "/etc/passwd",
        "escapes": "\x1b]0;owned\x07\x1b[2J",
        "a rule": "--- ...",
        "directions": "\u202eeman\u202c",
        "markup": "<b>Ice</b> & {snow} \\input{x} #set $x$ %s",
        "a line feed": "Ice\\nand snow",
    }.items():
        yield Bad(f"a title of {about}", f"---\ntitle: '{head}'\n---\n\n{PROSE}".encode())
