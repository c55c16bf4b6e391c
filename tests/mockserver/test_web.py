"""
The pages around the API, as a client meets them.
"""

from __future__ import annotations

import re

import flask
import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Api, World
from mockserver.pages.documentation import ASSETS
from mockserver.pages.web import Source, website

API = load_api()
RESOURCE = API.resources[API.primary]
WORLD = World(API.default_host, {RESOURCE.entity: [{"id": 1}, {"id": 2}, {"id": 3}]})


@pytest.fixture
def client() -> flask.testing.FlaskClient:
    """
    Offer a client of the pages alone.
    """

    def describe(api: Api, url: str) -> dict[str, object]:
        return {"title": api.title, "servers": [{"url": url}]}

    app = flask.Flask("pages", static_folder=None)
    app.register_blueprint(website(Source(lambda: (API, WORLD), lambda: "https://x.example", describe)))
    return app.test_client()


def test_index_says_what_is_served(client: flask.testing.FlaskClient) -> None:
    """
    The index names the world, and each resource with the number of its records.
    """
    html = client.get("/").text

    assert f"World <strong>{API.default_host}</strong>" in html
    assert re.search(rf'href="{API.base_path}{RESOURCE.name}/".*?data-label="Records">3<', html, re.DOTALL)


def test_index_offers_the_documented_examples(client: flask.testing.FlaskClient) -> None:
    """
    Each example of the documentation is a link into the API.
    """
    examples = [text for _, lines in RESOURCE.documentation.sections for _, text in lines if text.startswith("/")]
    html = client.get("/").text

    assert [] == [each for each in examples if f'href="{API.base_path.rstrip("/")}{each}"' not in html]


def test_description_names_the_server(client: flask.testing.FlaskClient) -> None:
    """
    The description gives the address under which it was asked, in the order made, and any page may read it.
    """
    answer = client.get("/openapi.json")

    assert {"title": API.title, "servers": [{"url": "https://x.example"}]} == answer.get_json()
    assert ["title", "servers"] == list(answer.get_json())
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_documentation_needs_this_server_alone(client: flask.testing.FlaskClient) -> None:
    """
    Every file that the documentation page loads comes from this server, and is there.
    """
    html = client.get("/docs/").text
    loaded = re.findall(r'(?:<script src|stylesheet" href)="([^"]+)"', html)

    assert loaded == [f"/docs/{name}" for name in ASSETS]
    assert [200, 200] == [client.get(each).status_code for each in loaded]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_documentation_without_the_slash(client: flask.testing.FlaskClient) -> None:
    """
    The address that the documented help names leads to the documentation.
    """
    assert client.get("/docs").headers["Location"] == "/docs/"


@pytest.mark.parametrize("name", ["index.css", "..%2Fflask_swagger_ui.py", "%2Fetc%2Fpasswd"])
def test_no_other_file_is_handed_out(name: str, client: flask.testing.FlaskClient) -> None:
    """
    Only the files of the viewer that the page loads can be had.
    """
    assert client.get(f"/docs/{name}").status_code == 404
