"""HTML: axe in Chromium, in light and dark, wide and narrow; and nothing that the file asks the network for."""

from __future__ import annotations

import json
from pathlib import Path

from tests.validators.tools import TOOLS, node_file, program, run


def complaints(files: list[Path]) -> list[str]:
    """Return everything that axe finds, of whatever weight, and what is wider than its window."""
    axe = node_file("@daisy/axe-core-for-ace/axe.min.js")
    script = Path(__file__).with_name("axe.js")
    command = [program("node"), str(script), str(TOOLS / "node_modules"), str(axe), program("chromium")]
    _, printed = run([*command, *map(str, files)], 60 + 20 * len(files))
    verdicts = [json.loads(line[4:]) for line in printed.splitlines() if line.startswith("AXE ")]
    found = [f"axe: {Path(each['file']).name}: {fault}" for each in verdicts for fault in each["found"]]
    if len(verdicts) < len(files):
        found.append(f"axe: only {len(verdicts)} verdicts: {printed[-300:]}")
    return found
