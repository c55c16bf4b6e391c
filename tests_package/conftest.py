"""
Builds the distribution once, and installs the wheel into an environment of its own, outside the checkout.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return a folder with the wheel and the sdist of this checkout; the wheel is built from the sdist.
    """
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def installed(distribution: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return the `bin` folder of an environment that has the wheel and what it requires, nothing more.
    """
    folder = tmp_path_factory.mktemp("with a space") / "environment"
    venv.create(folder, with_pip=True)
    wheel = next(distribution.glob("*.whl"))
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return binaries
