"""Markup and addresses that would be obeyed if they came through: scripts, files, whatever else is no page or mail."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from tests.bad_inputs.bad import PROSE, Bad, text

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "//[::1]:x/",
    "jar:file:///a!/b",
    "view-source:javascript:alert(1)",
    "javascript://lake.example/%0aalert(1)",
)
MARKUP = (
    "<font color=red>Ice</font> & snow <img src=/etc/passwd onerror=alert(1)> <script>alert(1)</script> #import sys"
    " \\input{/etc/passwd} {{ x }} ${HOME} %s `code` *star* _line_ <!-- x --> ]]> "
)


def made(noise: random.Random) -> Iterator[Bad]:
    """Yield them."""
    for address in ADDRESSES:
        escaped = address.replace('"', "&quot;").replace("<", "&lt;")
        form = f'<form action="{escaped}"><button formaction="{escaped}">three</button></form>'
        page = f'<a href="{escaped}">one</a> <img src="{escaped}" alt="two"> {form}'
        yield text(
            f"page: {address!r}", f"<!doctype html><title>Ice</title><article><p>{PROSE} {page}</p></article>", "html"
        )
        yield text(
            f"Markdown: {address!r}",
            f"{PROSE}\nSee [one]({address}), ![two]({address}), <{address}> and [three][3].\n\n[3]: {address}\n",
            "md",
        )
        yield text(
            f"JSON: {address!r}",
            json.dumps({"text": PROSE, "title": "Ice", "url": address, "image": address, "author": {"url": address}}),
            "json",
        )
    for address in ADDRESSES[:2] + ADDRESSES[7:9]:
        yield text(
            f"feed: {address!r}",
            f"<?xml version='1.0'?><rss version='2.0'><channel><item><title>Ice</title><link>{address}</link>"
            f"<description>{PROSE} &lt;a href='{address}'&gt;one&lt;/a&gt;</description></item></channel></rss>",
            "xml",
        )
        yield text(
            f"mail: {address!r}",
            "From: a@lake.example\nSubject: Ice\nContent-Type: text/html\n\n"
            f"<p>{PROSE} <a href='{address}'>one</a></p>",
            "eml",
        )
        yield text(f"front matter: {address!r}", f"---\ntitle: Ice\nurl: '{address}'\n---\n\n{PROSE}")
        yield text(f"plain words: {address!r}", f"{PROSE}\nSee {address} for more.\n")
    yield from _markup()


def _markup() -> Iterator[Bad]:
    yield text("markup in the text", f"{MARKUP}\n\n{PROSE}")
    yield text(
        "markup in the title",
        f"---\ntitle: '{MARKUP}'\noutlet: '{MARKUP}'\nbyline: '{MARKUP}'\ntags: ['{MARKUP}']\n---\n\n{PROSE}",
    )
    yield text(
        "a base",
        "<!doctype html><base href='javascript:alert(1)//'><title>Ice</title>"
        f"<article><p>{PROSE} <a href='x'>one</a></p></article>",
        "html",
    )
    yield text(
        "a refresh",
        f"<!doctype html><meta http-equiv=refresh content='0;url=file:///etc/passwd'><title>Ice</title><p>{PROSE}",
        "html",
    )
    yield text(
        "LaTeX that reads",
        "\\documentclass{article}\\begin{document}\\input{/etc/passwd}\\include{/etc/hosts} "
        f"{PROSE} \\href{{javascript:alert(1)}}{{one}}\\end{{document}}",
        "tex",
    )
    yield text("a page of a wiki", f"{PROSE}\n[[File:/etc/passwd]] [javascript:alert(1) one]\n", "wiki")
    yield text("YAML in the text", f"{PROSE}\n---\ntitle: other\n...\n---\n{PROSE}")
    yield text("fences", f"```{{=html}}\n<script>alert(1)</script>\n```\n\n{PROSE}", "md")
    yield text("raw LaTeX", f"\\write18{{true}} \\immediate\\write18{{true}}\n\n{PROSE}", "md")
