"""
Where a written file says that its schema stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import apicontract
from apicontract.reports.schemas import schema_reference

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("written", "reference"),
    [
        ("report.json", "schemas/meta/report.schema.json"),
        ("out/report.json", "../schemas/meta/report.schema.json"),
        ("out/nightly/report.json", "../../schemas/meta/report.schema.json"),
    ],
)
def test_a_schema_of_a_folder_above_is_near(tmp_path: Path, written: str, reference: str) -> None:
    """
    The path leads from the folder of the written file to the nearest folder that has the schema.
    """
    schema = tmp_path / "schemas" / "meta" / "report.schema.json"
    schema.parent.mkdir(parents=True)
    schema.write_text("{}")

    assert {"$schema": reference} == schema_reference("report", tmp_path / written)


def test_the_nearest_folder_counts(tmp_path: Path) -> None:
    """
    Of two folders that have the schema, the inner one is meant.
    """
    for folder in (tmp_path, tmp_path / "inner"):
        schema = folder / "schemas" / "meta" / "report.schema.json"
        schema.parent.mkdir(parents=True)
        schema.write_text("{}")

    assert {"$schema": "../schemas/meta/report.schema.json"} == schema_reference(
        "report", tmp_path / "inner" / "out" / "report.json"
    )


@pytest.mark.parametrize(
    ("repository", "reference"),
    [
        ("https://code.example/a/b", {"$schema": "https://code.example/a/b/raw/main/schemas/meta/report.schema.json"}),
        ("http://code.example/b.git", {"$schema": "http://code.example/b/raw/main/schemas/meta/report.schema.json"}),
        ("https://code.example/b/", {"$schema": "https://code.example/b/raw/main/schemas/meta/report.schema.json"}),
        ("file:///src/b", {"$schema": "file:///src/b/schemas/meta/report.schema.json"}),
        ("", {}),
        ("git@code.example:a/b", {}),
    ],
)
@pytest.mark.parametrize("written", [True, False])
def test_without_one_the_repository_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: str, reference: dict[str, str], *, written: bool
) -> None:
    """
    An address on the web shows the main branch, one of a folder the file itself; where none is known, nothing is said.
    """
    monkeypatch.setattr(apicontract, "REPOSITORY", repository)

    assert reference == schema_reference("report", tmp_path / "report.json" if written else None)
