"""
What nobody stated is a guess: a service that differs from it is warned of, and accused by strict judges alone.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from apicontract.checks import judge
from apicontract.checks.catalogue import CATALOGUE
from apicontract.cli import main
from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import read_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.grades import Grade, Promise
from apicontract.contract.model import Level
from apicontract.contract.openapi import openapi_document
from apicontract.contract.paging import STYLES
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from apicontract.planner import gather
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Api

API = read_api(Path(__file__).parents[1] / "data" / "library" / "schemas" / "library-1")
WORLD = generate(API, recordings_of(API))
LIMITS = ("default", "maximum")
#: Requests of a whole run.
BUDGET = 12
ORIGIN = "http://right.test"
JSON = (("Content-Type", "application/json"), ("Vary", "Accept"))


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


def levels(api: Api, exchanges: Sequence[Exchange], *, strict: bool = False) -> set[str]:
    """
    Return the levels of what is found, notes left out.
    """
    found = judge(api, exchanges, strict=strict).violations
    return {each.level.name.lower() for each in found if each.level > Level.NOTE}


def answers(path: str) -> list[Exchange]:
    """
    Return what the right service answers where the limit is small, large, too large, or not set.
    """
    client = create_app(API, WORLD).test_client()
    urls = [f"{path}{query}" for query in ("", "?offset=8", "?limit=2", "?limit=9", "?limit=60", "?limit=60&offset=60")]
    found = [(url, client.get(url, base_url=ORIGIN)) for url in (*urls, f"{path}?limit=999")]
    return [
        Exchange("GET", f"{ORIGIN}{url}", each.status_code, tuple(each.headers.items()), each.data)
        for url, each in found
    ]


@pytest.mark.parametrize("unstated", [("maximum",), ("default",), LIMITS], ids="-".join)
def test_a_guessed_limit_accuses_nobody(tmp_path: Path, unstated: tuple[str, ...]) -> None:
    """
    A service with another limit than the one guessed for it is warned of; a strict judge finds a violation.
    """
    api = imported(tmp_path, without(openapi_document(API), *unstated))

    exchanges = answers(f"{api.base_path}{api.primary}/")

    assert {"warning"} == levels(api, exchanges)
    assert {"violation"} == levels(api, exchanges, strict=True)


def test_a_whole_run_with_guessed_limits_accuses_nobody(tmp_path: Path) -> None:
    """
    Nor does a run that asks what it likes, led by limits that are both wrong.
    """
    api = imported(tmp_path, without(openapi_document(API), *LIMITS))
    with Client(Target("right", ORIGIN, application=create_app(API, WORLD)), budget=Budget(BUDGET)) as client:
        run = gather(api, client, resources=(api.primary,), budget=BUDGET, seed=1)

    assert {"warning"} == levels(api, run.evidence.exchanges)


def test_a_stated_limit_is_a_promise(tmp_path: Path) -> None:
    """
    A service that cuts pages to fewer rows than its description states violates it.
    """
    document = json.loads(json.dumps(openapi_document(API)).replace('"maximum": 25', '"maximum": 30'))

    api = imported(tmp_path, document)

    assert "violation" in levels(api, answers(f"{API.base_path}{API.primary}/"))


def test_what_is_stated_is_published_and_the_rest_is_not(tmp_path: Path) -> None:
    """
    Schemas, parameters and limits of a description are published, numbers that it leaves out guessed, all else assumed.
    """
    api = imported(tmp_path, without(openapi_document(API), "maximum"))
    names = ("field-type", "filter-kept", "limit-default", "limit-clamped", "link-encoding")

    assert ["published", "published", "published", "guess", "framework"] == [api.grade_of(each).value for each in names]


def test_a_guess_about_what_is_no_number_accuses_nobody() -> None:
    """
    A service that reads a text which was never tried in its own way is warned of; a strict judge finds a violation.
    """
    kept = {each: Promise(Grade.RECORDED, "seen") for each in CATALOGUE}
    guessed = replace(
        API,
        paging=replace(STYLES["page-number"], default_limit=5, maximum_limit=25, refused=200),
        promises={**kept, "limit-unreadable": Promise(Grade.GUESS, "never tried")},
    )
    path = f"{API.base_path}{API.primary}/"
    rows = json.loads(answers(path)[0].body)["results"][1:2]
    body = {"count": 2, "next": None, "previous": f"{ORIGIN}{path}?page_size=%2B4", "results": rows}
    # One row a page, for a size that is no plain number.
    odd = Exchange(
        "GET", f"{ORIGIN}{path}?page=2&page_size=%2B4", 200, JSON, json.dumps(body, separators=(",", ":")).encode()
    )

    assert {"warning"} == levels(guessed, [odd])
    assert {"violation"} == levels(guessed, [odd], strict=True)
