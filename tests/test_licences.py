"""No imported package is under the GPL alone, none under a licence unknown here, and each is in THIRD_PARTY.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent

PROCESS_ONLY = {"pypandoc-binary"}
"""Runs pandoc as a process; pypandoc itself, which is not imported either, is MIT."""

EXTRAS = ("pdf", "table", "warc", "dask")
"""Those that add to the product; the others are for who works on it."""

CHOICE = {"pyphen": "MPL", "tld": "MPL"}
"""Packages under several licences, and the one they are used under."""

KNOWN = re.compile(
    r"\b(?:MIT|MIT-CMU|BSD|0BSD|ISC|Apache|Apache2|PSF|MPL|Mozilla Public License|LGPL|OFL|CNRI-Python)(?:\b|-)"
)
"""Licences under which a package may be imported and passed on with an MIT-licensed one."""


def name_of(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def required() -> Iterator[str]:
    """Yield what this checkout asks for, its extras included: what is installed of it may be older."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    yield from project["dependencies"]
    for extra in EXTRAS:
        yield from project["optional-dependencies"].get(extra, ())


def installed(lines: Iterable[str]) -> dict[str, Distribution]:
    """Return what requirements bring with them, the requirements of requirements included."""
    found: dict[str, Distribution] = {}
    todo = [Requirement(line) for line in lines]
    while todo:
        requirement = todo.pop()
        name = name_of(requirement.name)
        if name in found:
            continue
        found[name] = distribution(name)
        asked = ("", *requirement.extras)
        todo += [
            each
            for each in map(Requirement, found[name].requires or ())
            if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in asked)
        ]
    return found


def licences(package: Distribution) -> str:
    about = package.metadata
    classifiers = [c for c in about.get_all("Classifier") or () if c.startswith("License")]
    said = [*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ()), *classifiers]
    return " ".join(filter(None, said))[:2000]


def is_gpl_only(name: str, said: str) -> bool:
    said = re.sub(r"LGPL|Lesser General Public|LESSER GENERAL PUBLIC", "", said)
    if not re.search(r"\bA?GPL|General Public License", said, re.IGNORECASE):
        return False
    return CHOICE.get(name, "\0") not in said


@pytest.fixture(scope="module")
def packages() -> dict[str, Distribution]:
    return installed(required())


def test_no_imported_package_is_under_the_gpl_alone(packages: dict[str, Distribution]) -> None:
    guilty = {
        name: licences(package)
        for name, package in packages.items()
        if name not in PROCESS_ONLY and is_gpl_only(name, licences(package))
    }

    assert guilty == {}


def test_no_package_is_under_a_licence_that_is_unknown_here(packages: dict[str, Distribution]) -> None:
    assert len(packages) > 40
    assert {name: licences(each) for name, each in packages.items() if not KNOWN.search(licences(each))} == {}


def test_each_package_is_named_among_the_third_parties(packages: dict[str, Distribution]) -> None:
    named = {name_of(word) for word in re.findall(r"[\w.-]+", (ROOT / "THIRD_PARTY.md").read_text("utf-8"))}

    assert sorted(packages.keys() - named) == []


@pytest.mark.parametrize("said", ["", "UNKNOWN", "Proprietary", "Server Side Public License", "Elastic-2.0"])
def test_an_unknown_licence_would_be_found(said: str) -> None:
    assert not KNOWN.search(said)


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
