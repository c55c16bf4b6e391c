"""
What nobody stated is a guess: a service that differs from it is warned of, and accused by strict judges alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import read_api
from apicontract.contract.openapi import openapi_document
from apicontract.dataset import grow
from apicontract.evidence.recordings import recordings_of
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app

if TYPE_CHECKING:
    from apicontract.contract.model import Api

API = read_api(Path(__file__).parents[1] / "data" / "library" / "schemas" / "library-1")
WORLD = grow(API, recordings_of(API))
LIMITS = ("default", "maximum")


def without(document: Any, *keys: str) -> Any:
    """
    Return an OpenAPI document whose parameter `limit` does not state these.
    """
    document = json.loads(json.dumps(document))
    for item in document["paths"].values():
        for each in item["get"].get("parameters", ()):
            if each.get("name") == "limit":
                each["schema"] = {key: value for key, value in each["schema"].items() if key not in keys}
    return document


def imported(folder: Path, document: Any) -> Api:
    """
    Return the API that an OpenAPI document gives.
    """
    file = folder / "openapi.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    result = CliRunner().invoke(main, ["import", "openapi", str(file), "--api", "x", "--data", str(folder)])
    assert 0 == result.exit_code, result.output
    return read_api(folder / "schemas" / "x")


def found(api: Api, *, strict: bool) -> dict[str, set[str]]:
    """
    Return the checks that found something of the right service, by level.
    """
    with Client(Target("right", "http://right.test", application=create_app(API, WORLD)), budget=Budget(60)) as client:
        report = report_of_run(gather(api, client, resources=(api.primary,), budget=60, strict=strict, seed=1))
    levels = {each.level for each in report.findings}
    return {level: {each.rule for each in report.findings if each.level == level} for level in levels}


@pytest.mark.parametrize("unstated", [("maximum",), ("default",), LIMITS], ids="-".join)
def test_a_guessed_limit_accuses_nobody(tmp_path: Path, unstated: tuple[str, ...]) -> None:
    """
    A service with another limit than the one guessed for it is warned of; a strict judge finds a violation.
    """
    api = imported(tmp_path, without(openapi_document(API), *unstated))

    assert {"warning"} == found(api, strict=False).keys() - {"note"}
    assert "violation" in found(api, strict=True)


def test_a_stated_limit_is_a_promise(tmp_path: Path) -> None:
    """
    A service that cuts pages to fewer rows than its description states violates it.
    """
    document = json.loads(json.dumps(openapi_document(API)).replace('"maximum": 25', '"maximum": 30'))

    assert "violation" in found(imported(tmp_path, document), strict=False)


def test_what_is_stated_is_published_and_the_rest_is_not(tmp_path: Path) -> None:
    """
    Schemas, parameters and limits of a description are published, numbers that it leaves out guessed, all else assumed.
    """
    api = imported(tmp_path, without(openapi_document(API), "maximum"))
    names = ("field-type", "filter-kept", "limit-default", "limit-clamped", "link-encoding")

    assert ["published", "published", "published", "guess", "framework"] == [api.grade_of(each).value for each in names]
