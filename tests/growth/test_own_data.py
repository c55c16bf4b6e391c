"""
A resource, and a whole API, of one's own: a folder of data, served and judged without code.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api, packaged_data
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.reports.report import Report

#: The API on which a folder of one's own is laid.
PACKAGED = load_api(data=packaged_data()).name
UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def write(path: Path, document: Any) -> None:
    """
    Write a JSON file and the folders it needs.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


def resource(folder: Path, entity: str) -> None:
    """
    Write a resource with a UUID, and lookups on numbers, dates, texts and lists.
    """
    name = folder.name
    shape = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://own.example/{name}/default.schema.json",
        "x-entity": entity,
        "type": "object",
        "required": ["id", "url", "name", "weight", "built", "color"],
        "properties": {
            "id": {"type": "string", "format": "uuid", "pattern": UUID},
            "url": {"type": "string", "format": "uri", "x-link": "self"},
            "name": {"type": "string", "minLength": 1, "maxLength": 40},
            "weight": {"type": ["number", "null"], "minimum": 0, "maximum": 900},
            "built": {"type": "string", "format": "date"},
            "color": {"enum": ["red", "green", "blue"]},
        },
    }
    contract = {
        "title": "Probe",
        "entity": entity,
        "identifier": {"name": "id", "type": "uuid"},
        "modes": {"choices": [], "list": "default", "detail": "default"},
        "shapes": {"default": f"{name}/default"},
        "parameters": [
            {"name": "weight__gt", "fields": ["weight"], "lookup": "gt", "type": "number"},
            {"name": "built__lte", "fields": ["built"], "lookup": "lte", "type": "date"},
            {"name": "name__icontains", "fields": ["name"], "lookup": "icontains", "type": "text"},
            {"name": "color__in", "fields": ["color"], "lookup": "in", "type": "text"},
            {"name": "weight__isnull", "fields": ["weight"], "lookup": "isnull", "type": "boolean"},
        ],
        "search": [{"name": "name"}],
        "ordering": [{"name": "built", "type": "date"}, {"name": "weight", "type": "number"}],
    }
    write(folder / "default.schema.json", shape)
    write(folder / "contract.json", contract)


@pytest.fixture
def resource_folder(tmp_path: Path) -> Path:
    """
    Return a data folder that adds one resource to the packaged API.
    """
    resource(tmp_path / "schemas" / PACKAGED / "probes", "probes")
    return tmp_path


@pytest.fixture
def api_folder(tmp_path: Path) -> Path:
    """
    Return a data folder with an API of its own: another base path, other limits, UUIDs.
    """
    head = {
        "title": "Workshop",
        "version": "7",
        "base_path": "/workshop/v7/",
        "primary": "parts",
        "default_host": "local",
        "hosts": {"local": {"url": "https://workshop.example"}},
        "envelope": {"style": "limit-offset", "default_limit": 4, "maximum_limit": 9},
        "resources": ["parts"],
    }
    write(tmp_path / "schemas" / "workshop-7" / "api.json", head)
    resource(tmp_path / "schemas" / "workshop-7" / "parts", "parts")
    return tmp_path


def judged(name: str, data: Path, resource_name: str, budget: int, *faults: str) -> Report:
    """
    Return what the suite says of a mock of the data, wrong in the named ways.
    """
    api = load_api(name, data)
    app = create_app(api, switches=Switches(faults=faults))
    with Client(Target("own", "http://own.test", application=app), budget=Budget(budget)) as client:
        return report_of_run(gather(api, client, resources=(resource_name,), budget=budget, strict=True))


def violated(report: Report) -> set[str]:
    """
    Return the checks that were violated.
    """
    return {each.rule for each in report.findings if each.level == "violation"}


def test_resource_is_served(resource_folder: Path) -> None:
    """
    The added resource is listed in the root, filtered, sorted, and each record has a page of its own.
    """
    api = load_api(None, resource_folder)
    client = create_app(api).test_client()
    base = api.base_path
    page = client.get(f"{base}probes/?ordering=-built&color__in=red,blue&limit=100").json
    row, built = page["results"][0], [each["built"] for each in page["results"]]

    assert "probes" in client.get(base).json
    assert {"red", "blue"} >= {each["color"] for each in page["results"]}
    assert sorted(built, reverse=True) == built
    assert row == client.get(row["url"].removeprefix("http://localhost")).json
    assert 404 == client.get(f"{base}probes/not-a-uuid/").status_code


def test_resource_is_judged(resource_folder: Path) -> None:
    """
    The suite finds nothing wrong with the right mock, and a planted fault in a lookup that no other resource uses.
    """
    assert set() == violated(judged(PACKAGED, resource_folder, "probes", 30))
    assert violated(judged(PACKAGED, resource_folder, "probes", 30, "comparison-includes-bound"))


def test_api_is_served_and_judged(api_folder: Path) -> None:
    """
    Another API has its own base path and limits, and is held to them.
    """
    client = create_app("workshop-7", data=api_folder).test_client()

    assert [4, 9] == [len(client.get(f"/workshop/v7/parts/{query}").json["results"]) for query in ("", "?limit=50")]
    assert set() == violated(judged("workshop-7", api_folder, "parts", 60))
    assert violated(judged("workshop-7", api_folder, "parts", 15, "limit-not-clamped"))


@pytest.mark.parametrize(
    "fault",
    [
        "comparison-reversed",
        "substring-at-start-only",
        "list-filter-takes-first",
        "number-filter-ignored",
        "nulls-misplaced",
    ],
)
def test_each_kind_of_lookup_is_judged(api_folder: Path, fault: str) -> None:
    """
    A wrong comparison, substring, list, number filter or place of null is found in the API of one's own.
    """
    assert violated(judged("workshop-7", api_folder, "parts", 60, fault))
