"""
What a test needs of the machine: skipped with one line where it is not there, failed in CI.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from typing import NoReturn

import pytest


def in_ci() -> bool:
    """
    Tell whether nothing may be skipped for the machine's sake.
    """
    return os.environ.get("CI", "false").lower() not in {"", "0", "false"}


def missing(message: str) -> NoReturn:
    """
    Skip with a line that says what is missing; fail in CI.
    """
    if in_ci():
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def program(*names: str) -> str:
    """
    Return the path of the first of these programs that is on PATH.
    """
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return found or missing(f"not on PATH: {' or '.join(filter(None, names))}")


def chromium() -> str:
    """
    Return the path of Debian's Chromium or Google's Chrome: that of the variable CHROMIUM, or the one on PATH.
    """
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return program(*names)


def module(name: str) -> str:
    """
    Return the name of a module that can be imported.
    """
    return name if importlib.util.find_spec(name) else missing(f"no Python package {name}")
