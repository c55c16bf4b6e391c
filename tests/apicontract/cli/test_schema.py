"""
Promise: the schemas of our files are printed, and what a written file refers to exists.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.contract.metaschemas import meta_names

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", meta_names())
def test_a_schema_is_printed(name: str) -> None:
    """
    Each schema is printed as it stands in its file, and names itself.
    """
    result = CliRunner().invoke(main, ["schema", name])
    assert (0, f"https://apicontract.example/meta/{name}.schema.json") == (
        result.exit_code,
        json.loads(result.stdout)["$id"],
    )


def test_the_schemas_are_listed() -> None:
    """
    Without a name, the names are listed.
    """
    assert meta_names() == tuple(CliRunner().invoke(main, ["schema"]).stdout.split())


def test_a_misspelt_schema_is_one_line() -> None:
    """
    A name that no schema has is one line with the nearest one, and 2.
    """
    result = CliRunner().invoke(main, ["schema", "reprot"])
    assert (2, True, 1) == (
        result.exit_code,
        "unknown schema 'reprot'; did you mean 'report'?" in result.stderr,
        result.stderr.count("\n"),
    )


def test_written_files_lead_to_their_schemas(tmp_path: Path) -> None:
    """
    The `$schema` of each file that an import writes into an empty folder leads to a file.
    """
    description = tmp_path / "things.json"
    thing = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    content = {"application/json": {"schema": {"type": "array", "items": thing}}}
    paths = {"/things/": {"get": {"responses": {"200": {"description": "all", "content": content}}}}}
    document = {"openapi": "3.1.0", "info": {"title": "Things", "version": "1"}, "paths": paths}
    description.write_text(json.dumps(document))
    folder = tmp_path / "data"
    result = CliRunner().invoke(main, ["import", "openapi", str(description), "--data", str(folder)])
    assert 0 == result.exit_code, result.output

    written = {path: json.loads(path.read_bytes()).get("$schema", "") for path in folder.rglob("*.json")}
    referring = {path: name for path, name in written.items() if name.startswith(".")}
    assert referring
    assert [] == [str(path) for path, name in referring.items() if not (path.parent / name).resolve().is_file()]
