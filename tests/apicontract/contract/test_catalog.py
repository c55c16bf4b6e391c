"""
Folders of data become an API, or are refused with the place of the mistake.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from small import SMALL_DATA

from apicontract.contract.catalog import api_names, data_folders, load_api, packaged_data, read_api, read_document
from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.openapi import openapi_document

if TYPE_CHECKING:
    from collections.abc import Callable

_LIBRARY = Path(__file__).parents[2] / "data" / "library"
_DOCUMENT = Path(__file__).with_name("library.openapi.json")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """
    A data folder with a copy of the library.
    """
    shutil.copytree(_LIBRARY, tmp_path / "data")
    return tmp_path / "data"


def _edit(path: Path, change: Callable[[Any], Any]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def test_an_api_is_described_whole() -> None:
    """
    The OpenAPI document of the library is known to the last word.
    """
    document = openapi_document(read_api(_LIBRARY / "schemas" / "library-1"))

    assert json.loads(_DOCUMENT.read_text(encoding="utf-8")) == document


def test_the_packaged_description_is_current() -> None:
    """
    The committed OpenAPI document is that of the packaged API, the order of its members included.
    """
    api = load_api()
    text = (SMALL_DATA / "schemas" / api.name / "openapi.json").read_text(encoding="utf-8")

    assert json.dumps(json.loads(text)) == json.dumps(openapi_document(api))


@pytest.mark.parametrize("variable", ["", "LIBRARY_TOKEN"])
def test_a_token_is_described(data: Path, variable: str) -> None:
    """
    Where the API takes a token, it may be sent or not, and a wrong one is refused.
    """
    _edit(
        data / "schemas" / "library-1" / "api.json",
        lambda it: it.update({"token_environment": variable} if variable else {}),
    )
    document = openapi_document(read_api(data / "schemas" / "library-1"))
    listed = next(iter(document["paths"].values()))["get"]["responses"]

    assert ([{}, {"token": []}] if variable else [{}]) == document["security"]
    assert bool(variable) == ("401" in listed) == ("securitySchemes" in document["components"])


def test_hosts_are_servers() -> None:
    """
    The default host comes first; one that is named stands alone.
    """
    api = load_api()
    servers = openapi_document(api)["servers"]

    assert api.hosts[api.default_host].url == servers[0]["url"]
    assert len(api.hosts) == len(servers)
    assert [{"url": "http://x"}] == openapi_document(api, "http://x")["servers"]


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "api.json",
            lambda it: it.update(primary="bokks"),
            r"api.json: unknown resource 'bokks'; did you mean 'books'",
        ),
        ("api.json", lambda it: it.update(default_host="x"), r"unknown host 'x'"),
        ("api.json", lambda it: it.update(singletons={"x": "y"}), r"unknown shape 'y'"),
        ("api.json", lambda it: it.pop("title"), r"api.json#.*'title' is a required property"),
        ("books/contract.json", lambda it: it["identifier"].update(type="int"), r"contract.json.*'int'"),
        ("books/contract.json", lambda it: it["ordering"][1].update(type="int"), r"contract.json: unknown type 'int'"),
        ("books/contract.json", lambda it: it["search"][1].update(type="int"), r"contract.json: unknown type 'int'"),
        (
            "books/contract.json",
            lambda it: it["parameters"][0].pop("name"),
            r"contract.json#/parameters/0: 'name' is a required property; expected what schemas/meta/contract",
        ),
        (
            "books/contract.json",
            lambda it: it["parameters"][0].update(lookup="is"),
            r"contract.json: unknown lookup 'is'",
        ),
        (
            "books/contract.json",
            lambda it: it["parameters"][0].update(type="int"),
            r"contract.json: unknown type 'int'",
        ),
        (
            "books/contract.json",
            lambda it: it["modes"].update(list="odd"),
            r"contract.json#/shapes: unknown mode 'odd'",
        ),
        (
            "books/contract.json",
            lambda it: it["shapes"].update(dict.fromkeys(it["shapes"], "odd")),
            r"contract.json: unknown shape 'odd'",
        ),
    ],
)
def test_a_mistake_is_named(data: Path, file: str, change: Any, message: str) -> None:
    """
    A file that names what does not exist, or lacks something, is refused with its place.
    """
    folder = data / "schemas" / "library-1"
    _edit(folder / file, change)
    with pytest.raises(DataError, match=message):
        read_api(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda it: it.pop("$id"),
            r"schema.json: no '\$id'; expected the URI by which other schemas refer to this one$",
        ),
        (lambda it: it["properties"]["id"].update(type="thing"), r"schema.json#/properties/id/type: "),
        (
            lambda it: it.update({"$schema": "x" * 400}),
            r"#/\$schema: 'x{149} … x{149}'; expected https://json-schema",
        ),
        (lambda it: it.update({"$schema": "x" * 298}), r"#/\$schema: 'x{298}'; expected https://json-schema"),
        (lambda it: it.update(type="thing"), r"schema.json#/type: .*a JSON Schema 2020-12"),
    ],
)
def test_a_wrong_schema_is_named(data: Path, change: Any, message: str) -> None:
    """
    A schema without its own URI, and one that is none, are refused.
    """
    folder = data / "schemas" / "library-1"
    _edit(min(folder.rglob("*.schema.json")), change)
    with pytest.raises(DataError, match=message):
        read_api(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file or directory; expected a readable file"),
        (b"\xff{}", "byte 0 is not UTF-8; expected text in UTF-8, or in UTF-16 with a byte order mark"),
        (b"{\n x", r"x.json:2: Expecting property name"),
        (b"[]", "x.json:1: a JSON list; expected a JSON object"),
        (b"{}", r"x.json#: .*expected what schemas/meta/api.schema.json says"),
    ],
)
def test_an_unusable_file(tmp_path: Path, content: bytes | None, message: str) -> None:
    """
    What is wrong with a file is said in one line, with the line or the place in it.
    """
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_document(path, "api")


def test_data_folders_are_layers(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A folder that is named, or else the environment's, lies over the package's.
    """
    monkeypatch.delenv("APICONTRACT_DATA", raising=False)
    plain = data_folders()
    monkeypatch.setenv("APICONTRACT_DATA", str(data))

    assert ((packaged_data(),), (data, packaged_data())) == (plain, data_folders())
    assert (_LIBRARY, packaged_data()) == data_folders(_LIBRARY)
    assert "library-1" in api_names()
    assert ("library-1", "library-1") == (load_api().name, load_api(data=data).name)


def test_a_layer_adds_to_the_one_below(data: Path) -> None:
    """
    A resource of one's own joins those of the packaged API, after them; alone it lacks the head.
    """
    packaged = load_api(data=packaged_data())
    mine = data / "schemas" / packaged.name / "journals"
    shutil.copytree(data / "schemas" / "library-1" / "authors", mine)
    for path in mine.rglob("*.schema.json"):
        _edit(path, lambda it: it.update({"$id": it["$id"].replace("authors", "journals"), "x-entity": "journals"}))
    _edit(
        mine / "contract.json",
        lambda it: it.update(
            shapes={mode: shape.replace("authors", "journals") for mode, shape in it["shapes"].items()}
        ),
    )
    api = load_api(packaged.name, data)

    assert [*packaged.resources, "journals"] == list(api.resources)
    assert (data, packaged_data()) == api.folders
    with pytest.raises(UnknownName, match=f"unknown API '{packaged.name}'"):
        load_api(packaged.name, data, alone=True)


@pytest.mark.parametrize("name", ["library-2", None])
def test_an_api_that_is_not_there(tmp_path: Path, name: str | None) -> None:
    """
    A name that nothing answers to, and a folder without schemas, are refused.
    """
    with (
        pytest.raises(UnknownName, match="did you mean 'library-1'")
        if name
        else pytest.raises(
            DataError, match=r"no folder 'schemas' in it; expected a data folder with schemas/<api>/api.json"
        )
    ):
        load_api(name, _LIBRARY if name else tmp_path)


def test_a_linked_description_is_inside_the_folder(data: Path) -> None:
    """
    An `api.json` may be a symbolic link to any file of its data folder, and to none outside.
    """
    head = data / "schemas" / "library-1" / "api.json"
    kept = head.rename(data / "kept.json")
    head.symlink_to(kept)

    assert "library-1" == load_api("library-1", data).name

    kept = kept.rename(data.parent / "kept.json")
    head.unlink()
    head.symlink_to(kept)
    with pytest.raises(DataError, match="leads out of"):
        load_api("library-1", data)


def test_the_first_api_by_name_is_the_default(data: Path) -> None:
    """
    Of several APIs in a folder, who names none has the first by name.
    """
    for name in ("zoo-1", "aviary-1"):
        shutil.copytree(data / "schemas" / "library-1", data / "schemas" / name)

    assert "aviary-1" == load_api(None, data).name
