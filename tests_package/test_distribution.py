"""
What the wheel and the sdist hold.
"""

from __future__ import annotations

import subprocess
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def committed(*folders: str) -> set[str]:
    """
    Return the files below top-level folders that git knows.
    """
    command = ["git", "-c", "core.quotePath=false", "ls-files", *folders]
    return set(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines())


def test_wheel_ships_the_data(distribution: Path) -> None:
    """
    The wheel holds every schema and every fixture, inside the package.
    """
    names = set(zipfile.ZipFile(next(distribution.glob("*.whl"))).namelist())

    assert set() == {f"apicontract/_data/{each}" for each in committed("schemas", "fixtures")} - names


def test_wheel_ships_the_packages(distribution: Path) -> None:
    """
    The wheel installs every file of the two packages, templates and type markers included, and no other package.
    """
    names = set(zipfile.ZipFile(next(distribution.glob("*.whl"))).namelist())

    assert set() == committed("apicontract", "mockserver") - names
    assert {"apicontract", "mockserver"} == {each.split("/")[0] for each in names if ".dist-info" not in each}


def test_sdist_is_complete(distribution: Path) -> None:
    """
    The sdist holds every file that git knows.
    """
    with tarfile.open(next(distribution.glob("*.tar.gz"))) as archive:
        names = {each.partition("/")[2] for each in archive.getnames()}

    assert set() == committed() - names
