"""
What SECURITY.md promises is held by tests that exist.
"""

from __future__ import annotations

import re

from source import ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|")
][2:]


def test_every_promise_names_a_test_that_exists() -> None:
    """
    Each promise in the table of SECURITY.md names at least one test file, and each of them is there.
    """
    named = {promise: re.findall(r"`(tests/[^`:]+)", cell) for promise, cell in ROWS}

    assert named
    assert [] == [promise for promise, paths in named.items() if not paths]
    assert [] == sorted({path for paths in named.values() for path in paths if not (ROOT / path).is_file()})


def test_no_promise_is_made_twice() -> None:
    """
    A promise stands in one row.
    """
    promises = [promise for promise, _ in ROWS]

    assert sorted(set(promises)) == sorted(promises)
