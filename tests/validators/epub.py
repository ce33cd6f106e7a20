"""EPUB: W3C EPUBCheck (one JVM for all files), DAISY's Ace for accessibility, and nothing active or remote."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from pathlib import Path

from tests.validators.tools import node_file, program, run, run_java, site_file

SERIOUS = {"serious", "critical"}
FORBIDDEN = {
    "active content": re.compile(r"<script\b|<iframe\b|<object\b|<embed\b|\son\w+\s*=\s*[\"']", re.I),
    "unsafe link": re.compile(r"(?:href|src)\s*=\s*[\"']\s*(?:javascript|file|vbscript|data:text)", re.I),
    "remote resource": re.compile(r"<(?:img|link|audio|video|source)\b[^>]*(?:src|href)\s*=\s*[\"']https?:", re.I),
}


def complaints(files: list[Path]) -> list[str]:
    """Return EPUBCheck's errors and warnings, and forbidden content."""
    jar = site_file("epubcheck/epubcheck.jar")
    printed = run_java("EpubBatch", [jar, jar.parent / "lib" / "*"], [str(file) for file in files])
    lines = printed.splitlines()
    found = [f"epubcheck: {line.strip()}" for line in lines if line.startswith("  ") or "could not be" in line]
    verdicts = sum(line.startswith("epubcheck ") for line in lines)
    if verdicts < len(files):
        found.append(f"epubcheck: only {verdicts} verdicts: {printed[:300]}")
    return found + [fault for file in files for fault in _forbidden(file)]


def _forbidden(file: Path) -> list[str]:
    found = []
    with zipfile.ZipFile(file) as book:
        for name in book.namelist():
            if name.startswith(("/", "\\")) or ".." in name.split("/"):
                found.append(f"unsafe path: {file.name}: {name}")
            if name.endswith((".xhtml", ".html", ".svg", ".opf")):
                text = book.read(name).decode("utf-8")
                found += [f"{what}: {file.name}: {name}" for what, bad in FORBIDDEN.items() if bad.search(text)]
    return found


def accessibility_complaints(file: Path) -> list[str]:
    """Return what Ace finds serious or critical."""
    command = ["node", str(node_file(".bin/ace-cli"))]
    with tempfile.TemporaryDirectory() as folder:
        environment = {"HOME": folder, "PUPPETEER_EXECUTABLE_PATH": program("chromium")}
        _, printed = run([*command, "--force", "-o", folder, str(file)], 180, environment)
        report = Path(folder) / "report.json"
        if not report.is_file():
            return [f"ace gave no report: {printed[-300:]}"]
        parts = json.loads(report.read_text("utf-8"))["assertions"]
    return [
        f"ace: {part['earl:testSubject']['url']}: {found['earl:test']['dct:title']}"
        for part in parts
        for found in part["assertions"]
        if found["earl:test"]["earl:impact"] in SERIOUS
    ]
