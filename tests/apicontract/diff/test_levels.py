"""
The file that gives rules other levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.contract.errors import DataError
from apicontract.diff.levels import read_levels

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Path:
    """
    Return a file with that text.
    """
    path = folder / "levels.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_levels_are_read(tmp_path: Path) -> None:
    """
    Lines give levels; comments and empty lines give none.
    """
    path = written(tmp_path, "# ours\n\nanswer-field-added = risky  # for now\nversion-changed=breaking\n")
    assert read_levels(path) == {"answer-field-added": "risky", "version-changed": "breaking"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("answer-field-aded = note", "unknown rule 'answer-field-aded'; did you mean 'answer-field-added'?"),
        ("answer-field-added = fatal", "unknown level 'fatal'; expected one of breaking, risky, compatible, note"),
        ("answer-field-added", "'answer-field-added'; expected 'rule-id = level'"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    """
    What names no rule or no level is an error with the line.
    """
    path = written(tmp_path, f"# one\n{line}\n")
    with pytest.raises(DataError) as caught:
        read_levels(path)
    assert str(caught.value).startswith(f"{path}:2: {message}")


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """
    A file that is not there is an error, not an empty list of levels.
    """
    with pytest.raises(DataError, match="No such file"):
        read_levels(tmp_path / "none")
