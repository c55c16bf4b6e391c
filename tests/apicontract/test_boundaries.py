"""
What lies outside of a data folder stays outside: links, references, names.
"""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.catalog import load_api, read_api
from apicontract.contract.errors import ApiContractError, DataError
from apicontract.contract.exchange import Exchange
from apicontract.contract.validation import Validator
from apicontract.evidence.derive import derived_tree, write_tree
from apicontract.evidence.importing import write_recordings
from apicontract.evidence.recordings import recordings_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FACTS: dict[str, Any] = {
    "source": "a test",
    "grade": "published",
    "resources": {"books": {"modes": {"default": "books/default"}, "list": "default", "detail": "default"}},
    "shapes": {"books/default": {"entity": "books", "properties": {"id": {"type": "integer"}}}},
}
HEAD = {
    "title": "Shelf",
    "version": "1",
    "base_path": "/",
    "primary": "books",
    "hosts": {"local": {"url": "http://localhost:8000"}},
    "default_host": "local",
    "envelope": {"style": "limit-offset", "default_limit": 10, "maximum_limit": 100},
    "resources": ["books"],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """
    A data folder with an API of one resource, derived from declared facts.
    """
    folder = tmp_path / "data"
    for path, document in (("fixtures/x/published.json", FACTS), ("schemas/x/api.json", HEAD)):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(json.dumps(document))
    write_tree(derived_tree(folder, "x"))
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """
    A folder that is none of the data folder's.
    """
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


def moved(path: Path, outside: Path) -> None:
    """
    Put a file or a folder elsewhere, and leave a symbolic link to it.
    """
    path.rename(outside / path.name)
    path.symlink_to(outside / path.name)


@pytest.mark.parametrize(
    "place",
    [
        "schemas/x",
        "schemas/x/api.json",
        "schemas/x/books",
        "schemas/x/books/contract.json",
        "schemas/x/books/default.schema.json",
    ],
)
def test_no_contract_is_read_through_a_link(data: Path, outside: Path, place: str) -> None:
    """
    A contract or a schema that lies outside of the data folder is not read.
    """
    moved(data / place, outside)

    with pytest.raises(ApiContractError):
        load_api("x", data).resources["books"]


@pytest.mark.parametrize("place", ["fixtures/x", "fixtures/x/published.json", "schemas/x/books"])
def test_nothing_is_derived_through_a_link(data: Path, outside: Path, place: str) -> None:
    """
    Evidence outside of the data folder is not read, and nothing is derived into a folder outside.
    """
    moved(data / place, outside)
    before = sorted(outside.rglob("*"))

    with pytest.raises(DataError, match="leads out of"):
        write_tree(derived_tree(data, "x"))
    assert before == sorted(outside.rglob("*"))


def test_no_recording_is_read_through_a_link(data: Path, outside: Path) -> None:
    """
    A recording that lies outside of the data folder is not read.
    """
    (outside / "a.txt").write_text("secret")
    recorded = data / "fixtures" / "x" / "books" / "recorded"
    recorded.mkdir(parents=True)
    (recorded / "a.txt").symlink_to(outside / "a.txt")

    with pytest.raises(DataError, match="leads out of"):
        recordings_in(data / "fixtures" / "x")


@pytest.mark.parametrize("path", ["/../../../../books/", "/a/%2e%2e/../x/", "/books\\x/", "/con/"])
def test_traffic_names_no_folder_outside(data: Path, path: str) -> None:
    """
    An answer whose path is no name of a folder is not kept.
    """
    body = b'{"count": 0, "next": null, "previous": null, "results": []}'
    exchange = Exchange(method="GET", url=f"http://localhost:8000{path}", status=200, body=body, headers=())
    before = sorted(data.parent.rglob("*"))

    with pytest.raises(DataError, match="the resource name"):
        write_recordings([exchange], "/", data / "fixtures" / "x")
    assert before == sorted(data.parent.rglob("*"))


def test_traffic_is_not_written_through_a_link(data: Path, outside: Path) -> None:
    """
    An answer is not kept in a folder that lies outside of the data folder.
    """
    (data / "fixtures" / "x" / "books").symlink_to(outside)
    body = b'{"count": 0, "next": null, "previous": null, "results": []}'
    exchange = Exchange(method="GET", url="http://localhost:8000/books/", status=200, body=body, headers=())

    with pytest.raises(DataError, match="leads out of"):
        write_recordings([exchange], "/", data / "fixtures" / "x")
    assert [] == list(outside.iterdir())


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/x", ".."])
def test_declared_names_stay_inside(data: Path, name: str) -> None:
    """
    A declared resource or shape whose name leads elsewhere is refused, and so is such an entity.
    """
    shape = FACTS["shapes"]["books/default"]
    altered = {
        "resource": {**FACTS, "resources": {name: FACTS["resources"]["books"]}},
        "shape": {**FACTS, "shapes": {**FACTS["shapes"], name: shape}},
        "entity": {**FACTS, "shapes": {"books/default": {**shape, "entity": name}}},
    }
    for kind, facts in altered.items():
        (data / "fixtures/x/published.json").write_text(json.dumps(facts))
        with pytest.raises(DataError, match=f"the {kind} name "):
            derived_tree(data, "x")


def test_a_contract_names_no_entity_elsewhere(data: Path) -> None:
    """
    The entity of a contract, which is a folder of fixtures, stays inside.
    """
    contract = data / "schemas" / "x" / "books" / "contract.json"
    contract.write_text(json.dumps({**json.loads(contract.read_text()), "entity": "../../../secret"}))

    with pytest.raises(DataError, match="the entity name"):
        read_api(data / "schemas" / "x")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """
    Return the URL of a server that gives a schema, and what it was asked for.
    """
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"type": "string"}')

        def log_message(self, *_: object) -> None:
            """
            Say nothing.
            """

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x.json", paths
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_schema_asks_no_server(data: Path, asked: tuple[str, list[str]]) -> None:
    """
    Neither a reference nor a dialect makes the program ask a server.
    """
    url, paths = asked
    schema = {"$id": "https://shelf.test/a", "$ref": url}
    for documents in ((), [("https://shelf.test/b", {"$ref": url})]):
        with pytest.raises(ValueError, match="is no schema of this API"):
            Validator(schema, documents)
    place = data / "schemas" / "x" / "books" / "default.schema.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "$schema": url}))
    with pytest.raises(DataError, match="/\\$schema"):
        read_api(data / "schemas" / "x")
    assert [] == paths


def test_a_schema_reads_no_other_file(tmp_path: Path) -> None:
    """
    A reference to a file is refused.
    """
    (tmp_path / "a.json").write_text('{"type": "string"}')

    with pytest.raises(ValueError, match="is no schema of this API"):
        Validator({"$id": "https://shelf.test/a", "$ref": (tmp_path / "a.json").as_uri()})
