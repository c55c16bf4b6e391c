"""
Builds the distribution once, and installs it into environments of their own, outside the checkout.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from service import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from sampled import leave_out  # noqa: E402 - what CI leaves out is said in one place, beside the tests


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Leave out what a continuous integration does not run.
    """
    leave_out(config, items, "tests_package/")


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return a folder with the wheel and the sdist of this checkout; the wheel is built from the sdist.
    """
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """
    Return a function that makes an environment with these packages and what they require, nothing more.

    It returns the `bin` folder; the path to it has a space.
    """

    def make(*packages: str) -> Path:
        folder = tmp_path_factory.mktemp("with a space") / "environment"
        venv.create(folder, with_pip=True)
        binaries = folder / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", "--no-compile", *packages], check=True)
        return binaries

    return make


@pytest.fixture(scope="session")
def installed(distribution: Path, environment: Callable[..., Path]) -> Path:
    """
    Return the `bin` folder of an environment that has the wheel, pytest and what they require, nothing more.
    """
    return environment(str(next(distribution.glob("*.whl"))), "pytest")


@pytest.fixture
def outside(tmp_path: Path) -> dict[str, str]:
    """
    Return an environment for processes that says nothing of a checkout, and keeps its files in a folder of the test.
    """
    unwanted = {"PYTHONPATH", "APICONTRACT_DATA", "PYTEST_ADDOPTS"}
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return {**kept, "APICONTRACT_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def served(installed: Path, outside: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """
    Return the URL at which the installed command serves the packaged API; afterwards it must stop when told to.
    """
    with serving(installed, outside, tmp_path) as url:
        yield url


@pytest.fixture
def run(outside: dict[str, str], tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """
    Return a function that runs a command in an empty folder.
    """

    def run(*command: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            list(map(str, command)),
            cwd=tmp_path,
            env=outside,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    return run
