"""A folder of press texts, its plan, and an editor at work on it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import Run

FERRY = """Title: Ferry trials begin in April
Outlet: Talvik Courier
Date: 11 March 2025
Section: Shipping
URL: https://talvikcourier.example/ferry-trials

The first trials of the cable ferry begin in the second week of April. The harbour office said so on Tuesday.

"The hull is ahead of schedule," said Tomas Arrel, who runs the yard.
"""

TOLL = """Title: Lake toll frozen until the end of 2026
Outlet: Merrow Gazette
Date: 12 March 2025
Section: Region

The toll on the lake stays at 32 crowns until the end of 2026. Merrow's council votes on the accord next week.
"""

PREFIXED = """ date 2025-03-13 The transport minister of Lakeland has met the director of the yard.

In a statement, the ministry said on Thursday that the vessel would carry forty vehicles on each crossing.
"""


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def plan() -> str:
    return Path("pack.toml").read_text("utf-8")


def edit(*changes: tuple[str, str], of: str | None = None) -> None:
    """Change the plan as an editor does: in the table of one file, or anywhere."""
    head, *tables = re.split(r"(?m)^(?=\[\[article\]\])", plan())
    parts = [head, *tables]
    at = next(n for n, part in enumerate(parts) if n and f'file = "{of}"' in part) if of else 0
    for before, after in changes:
        assert before in parts[at], f"{before} is not in the plan"
        parts[at] = parts[at].replace(before, after, 1)
    Path("pack.toml").write_text("".join(parts), "utf-8")


def built(run: Run, *more: str) -> str:
    """Build the pack as Markdown and return it without its YAML."""
    said = run("pack", "pack.toml", "--to", "md", "--force", *more)
    assert said.code in (0, 10), said.err
    return Path("pack.md").read_text("utf-8").split("\n---\n", 1)[1].replace("\u00a0", " ")


def headlines(markdown: str) -> list[str]:
    return re.findall(r'(?m)^# <a id="a\d+"></a>(?:\*\*)?\d+(?:\*\*)? (.*)$', markdown)
