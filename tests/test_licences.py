"""No package that is imported is under the GPL alone: what the installed metadata says is read, package by package."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution

import pytest
from packaging.requirements import Requirement

PROCESS_ONLY = {"pypandoc-binary"}
"""Runs pandoc as a process; pypandoc itself, which is not imported either, is MIT."""

EXTRAS = ("", "pdf", "table", "warc")

CHOICE = {"pyphen": "MPL", "tld": "MPL"}
"""Packages under several licences, and the one they are used under."""


def runtime_packages() -> dict[str, Distribution]:
    """Return what an installation with all extras of the product brings, the requirements of requirements included."""
    found: dict[str, Distribution] = {}
    todo = ["convert-briefings"]
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if name in found:
            continue
        found[name] = distribution(name)
        for line in found[name].requires or ():
            requirement = Requirement(line)
            extras = EXTRAS if name == "convert-briefings" else ("",)
            if requirement.marker is None or any(requirement.marker.evaluate({"extra": each}) for each in extras):
                todo.append(requirement.name)
    return found


def licences(package: Distribution) -> str:
    about = package.metadata
    classifiers = [c for c in about.get_all("Classifier") or () if c.startswith("License")]
    return " ".join(filter(None, [about.get("License-Expression"), about.get("License"), *classifiers]))[:2000]


def is_gpl_only(name: str, said: str) -> bool:
    said = re.sub(r"LGPL|Lesser General Public|LESSER GENERAL PUBLIC", "", said)
    if not re.search(r"\bA?GPL|General Public License", said, re.IGNORECASE):
        return False
    return CHOICE.get(name, "\0") not in said


def test_no_imported_package_is_under_the_gpl_alone() -> None:
    guilty = {
        name: licences(package)
        for name, package in runtime_packages().items()
        if name not in PROCESS_ONLY and is_gpl_only(name, licences(package))
    }

    assert guilty == {}


@pytest.mark.parametrize("said", ["GPL-3.0-or-later", "GNU General Public License v2 (GPLv2)", "AGPL-3.0"])
def test_a_gpl_package_would_be_found(said: str) -> None:
    assert is_gpl_only("anything", said)


def test_pandoc_is_run_and_pypandoc_not_imported() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from convert import pandoc; pandoc.convert(b'# a', 'markdown', 'gfm'); "
        "sys.exit('pypandoc' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_pandoc_is_the_one_of_pypandocs_wheel() -> None:
    from convert import pandoc

    assert "pypandoc" in pandoc.program().parts
