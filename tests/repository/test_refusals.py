"""
What the shared modules refuse is one table, and every refusal stands in it.
"""

from __future__ import annotations

import ast
import traceback
from typing import TYPE_CHECKING

import pytest
from planted.places import SHARED
from refusals import REFUSALS, TAKEN
from source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

#: Function to why what it raises is not seen from outside.
QUOTED = {"_unknown": "a library calls it, and quotes its sentence in an error of its own, which is in the table"}


def refused(name: str, folder: Path) -> Exception:
    """
    Return the error by which something is refused.
    """
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is, its sentence says
        REFUSALS[name].ask(folder)
    return caught.value


@pytest.mark.parametrize("name", REFUSALS)
def test_sentence(name: str, tmp_path: Path) -> None:
    """
    Wrong data are refused by the whole sentence of the table: place, what was found, what is expected.
    """
    assert REFUSALS[name].sentence == str(refused(name, tmp_path)).replace(str(tmp_path), ".")


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_only_just_right_is_taken(name: str, tmp_path: Path) -> None:
    """
    What reaches a bound and does not exceed it, and what lies in the right place by way of a link, is read.
    """
    assert name in REFUSALS
    assert TAKEN[name](tmp_path) is not None


def raises(path: str) -> set[tuple[int, int]]:
    """
    Return the first and last lines of the statements of a module that raise something.
    """
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name not in QUOTED]
    found = (each for function in functions for each in ast.walk(function) if isinstance(each, ast.Raise))
    return {(each.lineno, each.end_lineno or 0) for each in found}


def test_every_refusal_has_a_record(tmp_path_factory: pytest.TempPathFactory) -> None:
    """
    Each `raise` of a module below both the mock and the checks is met by a record of `tests/refusals.py`.
    """
    met: set[tuple[str, int]] = set()
    for name in REFUSALS:
        error: BaseException | None = refused(name, tmp_path_factory.mktemp("refused"))
        while error is not None:
            met |= {(each.filename, each.lineno or 0) for each in traceback.extract_tb(error.__traceback__)}
            error = error.__cause__ or error.__context__
    missing = [
        f"{path}:{first} has no record in tests/refusals.py"
        for path in SHARED
        for first, last in sorted(raises(path))
        if not any((str(ROOT / path), line) in met for line in range(first, last + 1))
    ]

    assert [] == missing
