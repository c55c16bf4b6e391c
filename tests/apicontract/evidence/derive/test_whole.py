"""
Whole derivations, against the contracts that are committed; and what becomes of the files in a folder.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from apicontract.evidence.derive import derived_tree, differences, stale_files, write_tree

_TESTS = Path(__file__).parents[3]


def test_the_packaged_contracts_are_what_the_evidence_gives() -> None:
    """
    Every derived file of the packaged API is committed as it is derived, to the last letter.
    """
    assert [] == list(differences(derived_tree(SMALL_DATA, load_api().name)))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """
    A copy of the library's data, with the contracts that its recordings give.
    """
    folder = tmp_path / "data"
    shutil.copytree(_TESTS / "data" / "library", folder)
    for path in (folder / "schemas").rglob("*.json"):
        if path.name != "api.json":
            path.unlink()
    write_tree(derived_tree(folder, "library-1"))
    return folder


def test_a_difference_is_told_file_by_file(data: Path) -> None:
    """
    A file that was changed, one that is missing, and one that is no longer derived are differences.
    """
    folder = data / "schemas" / "library-1"
    first, second = sorted(folder.rglob("*.schema.json"))[:2]
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace('"title": ', '"title":  '), encoding="utf-8")
    second.unlink()
    shutil.copy(first, folder / "old.schema.json")
    (folder / "mine.json").write_text('{"$comment": "mine"}', encoding="utf-8")
    tree = derived_tree(data, "library-1")
    lines = list(differences(tree))
    names = [f"library-1/{path.relative_to(folder).as_posix()}" for path in (first, second)]

    assert ["old.schema.json"] == stale_files(tree)
    assert sorted([*names, "library-1/old.schema.json"]) == sorted(
        line.removeprefix("--- schemas/").removesuffix(" (committed)") for line in lines if line.startswith("--- ")
    )
    assert [line for line in lines if '"title":  ' in line and line.startswith("-")]


def test_writing_leaves_no_difference(data: Path) -> None:
    """
    What is written is what is derived; what is no longer derived goes, and other files stay.
    """
    folder = data / "schemas" / "library-1"
    derived = sorted(folder.rglob("*.schema.json"))
    shutil.copy(derived[0], folder / "old.schema.json")
    derived[1].unlink()
    mine = folder / "mine.json"
    mine.write_text("{}", encoding="utf-8")
    written = write_tree(derived_tree(data, "library-1"))

    assert (derived[1].relative_to(folder).as_posix(), "old.schema.json") == written
    assert [] == list(differences(derived_tree(data, "library-1")))
    assert mine.is_file()


def test_a_layer_gives_only_what_differs(data: Path, tmp_path: Path) -> None:
    """
    A folder without a head of its own adds its evidence to that of the folder below.
    """
    upper = tmp_path / "upper"
    recorded = upper / "fixtures" / "library-1" / "books" / "recorded"
    recorded.parent.mkdir(parents=True)
    assert {} == derived_tree(upper, "library-1", data).files

    shutil.copytree(data / "fixtures" / "library-1" / "books" / "recorded", recorded)
    page = min(recorded.iterdir())
    page.write_text(page.read_text(encoding="utf-8").replace('"title"', '"heading"'), encoding="utf-8")
    files = derived_tree(upper, "library-1", data).files

    assert files
    assert all(path.startswith("books") for path in files)
    assert "heading" in json.dumps([json.loads(text) for text in files.values()])
