"""
Promise: the schemas of our files are printed, and what a written file refers to exists.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small import SMALL_DATA

from apicontract.cli import main
from apicontract.contract.catalog import load_api
from apicontract.contract.metaschemas import meta_names
from mockserver.app import create_app

ROOT = Path(__file__).parents[3]


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


#: Addresses of public schemas, which are not ours.
PUBLIC = {"https://json-schema.org/draft/2020-12/schema", "https://json.schemastore.org/sarif-2.1.0.json"}
#: What writes files, in this order: arguments of the command line, in a folder with a recording and a description.
WRITERS = (
    "import openapi bookshop.yaml --data data",
    "import har traffic.har --data har --any-host",
    "record mock --output recorded --request-budget 3",
    "derive --data copy",
    "check mock --request-budget 3 --format json --output data/check.json",
    "check mock --request-budget 3 --format json --output alone.json",
    "check mock --request-budget 3 --format sarif --output data/check.sarif",
    "check mock --request-budget 3 --write-baseline data/below/accepted.json",
    "check mock --request-budget 3 --write-baseline accepted.json",
    "diff bookshop.yaml bookshop-2.yaml --format json --output data/below/diff.json",
    "diff bookshop.yaml bookshop-2.yaml --write-baseline data/changes.json",
    "report alone.json --format json --output data/again.json",
)


def _traffic() -> dict[str, Any]:
    """
    Return a HAR document of one answer, as if a host of the contract had given it.
    """
    path = "/2.3.0/config/spacecraft_statuses/?limit=2"
    text = create_app(records="recorded").test_client().get(path).text
    host = next(iter(load_api().hosts.values())).url
    request = {"method": "GET", "url": f"{host}{path}", "headers": []}
    response = {"status": 200, "headers": [], "content": {"mimeType": "application/json", "text": text}}
    return {"log": {"entries": [{"request": request, "response": response}]}}


def _references(folder: Path) -> dict[str, str]:
    """
    Return each JSON file below a folder that has a `$schema`, with what it says.
    """
    read = {path: json.loads(path.read_bytes()) for path in (*folder.rglob("*.json"), *folder.rglob("*.sarif"))}
    return {
        str(path.relative_to(folder)): document["$schema"]
        for path, document in read.items()
        if isinstance(document, dict) and "$schema" in document
    }


def _leads_nowhere(folder: Path, name: str, reference: str) -> bool:
    if reference in PUBLIC:
        return False
    path = (
        Path(reference.removeprefix("file://"))
        if reference.startswith("file://")
        else (folder / name).parent / reference
    )
    return "://" in str(path) or not path.resolve().is_file()


@pytest.mark.parametrize("address", ["", f"file://{ROOT}"], ids=["no address", "an address"])
def test_every_writer_leads_to_a_schema(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The `$schema` of every file that any command writes leads to a file; without one to lead to, there is none.
    """
    monkeypatch.setattr("apicontract.REPOSITORY", address)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "docs" / "examples", tmp_path, dirs_exist_ok=True)
    shutil.copytree(SMALL_DATA, tmp_path / "copy")
    (tmp_path / "data" / "below").mkdir(parents=True)
    (tmp_path / "traffic.har").write_text(json.dumps(_traffic()))
    for line in WRITERS:
        result = CliRunner().invoke(main, line.split())
        assert result.exit_code in {0, 1}, f"{line}: {result.output}"

    found = _references(tmp_path)
    assert {} == {name: to for name, to in found.items() if _leads_nowhere(tmp_path, name, to)}
    assert {"data/check.json", "data/below/accepted.json", "data/below/diff.json", "data/changes.json"} <= set(found)
    assert bool(address) == ("alone.json" in found) == ("accepted.json" in found)
