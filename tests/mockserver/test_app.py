"""
The application as a client meets it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mockserver
from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.model import World
from mockserver.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from apicontract.contract.model import Api

LIST = "/2.3.0/spacecraft/"
LIBRARY = Path(__file__).parents[1] / "data" / "library"


def test_list_has_the_envelope(client: FlaskClient) -> None:
    """
    A list is wrapped in count, links and results, in this order.
    """
    assert list(client.get(f"{LIST}?limit=2").json) == ["count", "next", "previous", "results"]


def test_json_is_compact_utf8(client: FlaskClient) -> None:
    """
    JSON has no blanks between its tokens and says what it is.
    """
    answer = client.get(f"{LIST}?offset=99")
    assert (
        answer.data
        == b'{"count":10,"next":null,"previous":"http://localhost/2.3.0/spacecraft/?limit=10&offset=89","results":[]}'
    )
    assert answer.headers["Content-Type"] == "application/json"


def test_links_keep_the_format(client: FlaskClient) -> None:
    """
    Every link to a record carries the format that the request asked for, and nothing else of its query.
    """
    row = client.get(f"{LIST}?format=json&limit=1&x=1").json["results"][0]
    assert row["url"] == f"http://localhost{LIST}110/?format=json"
    assert row["spacecraft_config"]["url"] == "http://localhost/2.3.0/spacecraft_configurations/41/?format=json"


def test_links_use_the_requests_host(client: FlaskClient) -> None:
    """
    Scheme and host of links are those of the request.
    """
    answer = client.get(f"{LIST}110/", base_url="https://ll.example:8443")
    assert answer.json["url"] == f"https://ll.example:8443{LIST}110/"


@pytest.mark.parametrize(("trust", "origin"), [(True, "https://public.example"), (False, "http://localhost")])
def test_forwarded_headers_need_trust(trust: bool, origin: str) -> None:  # noqa: FBT001 - a case
    """
    What a proxy says of scheme and host counts only where it is trusted.
    """
    client = create_app(records="recorded", trust_proxy=trust).test_client()
    headers = {"X-Forwarded-Proto": "https, http", "X-Forwarded-Host": "public.example"}
    assert client.get(f"{LIST}110/", headers=headers).json["url"] == f"{origin}{LIST}110/"


def test_slashes_are_not_merged(client: FlaskClient) -> None:
    """
    A path with an empty segment leads nowhere; it is not repaired.
    """
    assert client.get("/2.3.0//spacecraft/").status_code == 404


def test_mounted_mock_links_below_its_path(client: FlaskClient) -> None:
    """
    Where the application is mounted below a path, every link leads there.
    """
    page = client.get(f"{LIST}?limit=1", environ_overrides={"SCRIPT_NAME": "/below"}).json
    assert page["next"] == f"http://localhost/below{LIST}?limit=1&offset=1"
    assert page["results"][0]["url"] == f"http://localhost/below{LIST}110/"


def test_unknown_world_is_named() -> None:
    """
    A world that the API does not declare is an error that names those it does.
    """
    with pytest.raises(UnknownName, match=r"unknown world 'mars' \(known: lldev, ll\)"):
        create_app(world="mars")


def test_package_imports_no_flask() -> None:
    """
    `import mockserver` alone does not import Flask.
    """
    code = "import mockserver, sys; print('flask' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_flask_finds_the_application() -> None:
    """
    Flask's own command line loads the mock by the package's name.
    """
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "mockserver", "routes"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_second_api_is_data_alone() -> None:
    """
    Another API from a folder of data, with another base path, other limits and UUIDs, is served with no code.
    """
    client = create_app("library-1", data=LIBRARY, records=30).test_client()
    page = client.get("/library/v1/books/?limit=2").json
    assert (page["count"], len(page["results"])) == (30, 2)
    found = client.get(page["results"][0]["url"])
    assert found.json["id"] == page["results"][0]["id"]
    assert client.get(f"/library/v1/books/{'0' * 32}/").json == {"detail": "Not found."}


def test_package_has_the_factory() -> None:
    """
    The package hands out the factory under the name that `flask --app mockserver` looks for.
    """
    assert mockserver.create_app is create_app


def test_broken_record_is_an_error_at_once(api: Api) -> None:
    """
    A record whose value is not what the contract says is an error before anything is served.
    """
    resource = api.resources[api.primary]
    world = World("broken", {resource.entity: [{"id": 1, "flights_count": "many"}]})
    with pytest.raises(DataError, match="broken/spacecraft#flights_count: 'many' in a record"):
        create_app(api, world)
