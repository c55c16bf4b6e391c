"""
The contract suite of the project draws the same in any process.
"""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

from installation import ROOT

if TYPE_CHECKING:
    import pytest

pytest_plugins = ["pytester"]

_DRAWS = """
from hypothesis import given, settings, strategies as st

def test_draws():
    drawn = []

    @settings(max_examples=100, derandomize=True, database=None, deadline=None)
    @given(st.text(max_size=6), st.integers(0, 1000))
    def ask(text, number):
        drawn.append((text, number))

    ask()
    print("DRAWN", drawn)
"""
#: Words and numbers, as a module of a project has them.
_CONSTANTS = f"""
WORDS = {[f"word{number}" for number in range(100)]!r}
NUMBERS = {[*range(200, 300)]!r}
"""


def test_what_else_was_imported_has_no_influence(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What is drawn is the same where modules of a project were imported before, as other tests do.
    """
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, [str(pytester.path), *sys.path])))
    shutil.copy(ROOT / "contract_tests" / "conftest.py", pytester.path)
    pytester.makepyfile(test_draws=_DRAWS, other=_CONSTANTS)

    alone, beside = (
        re.findall(r"DRAWN (.*)", pytester.runpytest_subprocess("-s", *more).stdout.str())
        for more in ((), ("-p", "other"))
    )
    assert len(alone) == 1
    assert alone == beside
