"""
What the wheel and the sdist hold, and that the wheel works without the checkout.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tarfile
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUTSIDE = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "APICONTRACT_DATA"}}


def committed(folder: str) -> set[str]:
    """
    Return the files below a top-level folder that git knows.
    """
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(listed.stdout.splitlines())


def test_wheel_ships_the_data(distribution: Path) -> None:
    """
    The wheel holds every schema and every fixture, inside the package.
    """
    names = set(zipfile.ZipFile(next(distribution.glob("*.whl"))).namelist())

    assert {f"apicontract/_data/{each}" for each in committed("schemas") | committed("fixtures")} <= names


def test_wheel_has_no_stray_packages(distribution: Path) -> None:
    """
    The wheel installs two packages and nothing else at the top level.
    """
    names = zipfile.ZipFile(next(distribution.glob("*.whl"))).namelist()

    assert {"apicontract", "mockserver"} == {each.split("/")[0] for each in names if ".dist-info" not in each}


def test_sdist_is_complete(distribution: Path) -> None:
    """
    The sdist holds code, data, tests and documents.
    """
    with tarfile.open(next(distribution.glob("*.tar.gz"))) as archive:
        names = {each.partition("/")[2] for each in archive.getnames()}

    assert {"README.md", "LICENSE", "tox.ini", "conftest.py", "apicontract/model.py"} <= names
    assert committed("schemas") | committed("fixtures") | committed("tests") <= names


def test_command_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    """
    The installed command judges the packaged mock from an empty folder, with exit status 0.
    """
    done = subprocess.run(
        [installed / "apicontract", "check", "mock", "--request-budget", "15"],
        cwd=tmp_path,
        env=OUTSIDE,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (0, "") == (done.returncode, done.stderr)


def test_server_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    """
    The installed command serves the packaged API on a free port, and stops when it is told to.
    """
    process = subprocess.Popen(
        [installed / "apicontract", "serve", "--port", "0"],
        cwd=tmp_path,
        env=OUTSIDE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = next(match.group() for line in process.stdout or () if (match := re.search(r"http://[\d.]+:\d+", line)))
        with urllib.request.urlopen(f"{url}/2.3.0/spacecraft/?limit=1") as answer:
            page = json.load(answer)
    finally:
        process.terminate()

    assert 1 == len(page["results"])
    assert process.wait(timeout=20) in {0, 143, -15}


def test_no_test_library_is_needed(installed: Path) -> None:
    """
    The base install brings no schemathesis, Django or pytest-httpserver.
    """
    listed = subprocess.run(
        [installed / "python", "-m", "pip", "list", "--format", "json"], check=True, capture_output=True
    )
    names = {each["name"].lower() for each in json.loads(listed.stdout)}

    assert not names & {"schemathesis", "django", "pytest-httpserver"}
