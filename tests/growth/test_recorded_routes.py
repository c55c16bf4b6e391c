"""
Routes are recorded, and derived from recordings: lists below a parent, own URLs, the closing slash.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from route_forms import FORMS, api_of, world_of

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import hold_to
from apicontract.contract.model import Exchange
from apicontract.contract.routes import list_path
from apicontract.evidence.derive.api_config import api_config
from apicontract.evidence.derive.assembly import derive
from apicontract.evidence.derive.declared import DeclaredFacts
from apicontract.evidence.derive.pages import pages_of
from apicontract.evidence.recordings import recordings_in
from apicontract.explore.record import record
from mockserver.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

#: A base path that recordings show to be one.
_BASE = "/v1/"
#: Two records that stand above others in the form "nested-text".
_OWNERS = ("north", "South Hall")


def _asked(name: str) -> list[Exchange]:
    """
    Return the lists of a form's resource, that of its parents first, and a record by its own URL.
    """
    api = replace(api_of(name), base_path=_BASE)
    resource = api.resources[FORMS[name].resource]
    paths = [list_path(api, api.resources[each.resource]) for each in resource.route.parents]
    keys = [(key,) for key in _OWNERS] if resource.route.parents else [()]
    paths += [list_path(api, replace(resource, template=resource.route.choosing(each))) for each in keys]
    target = Target("mock", "http://mock.test", application=create_app(api, world_of(name)))
    with Client(target, budget=Budget(len(paths) + 1)) as client:
        exchanges = [client.get(each) for each in paths]
        return [*exchanges, client.get(exchanges[-1].json["results"][0]["url"])]


def _derived(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Return `api.json`, and the contract of each resource.
    """
    exchanges = _asked(name)
    head = api_config("x", exchanges, DeclaredFacts())
    hold_to(head, "api", "api.json")
    documents = derive("x", head, exchanges, DeclaredFacts()).documents
    contracts = {path.removesuffix("/contract.json"): each for path, each in documents.items() if "contract" in path}
    for path, each in contracts.items():
        hold_to(each, "contract", path)
    return head, contracts


def test_a_list_below_a_parent_is_derived() -> None:
    """
    Lists below records of another list are one resource; the parent is the field that holds its key in every row.
    """
    head, contracts = _derived("nested-text")
    parent = {"resource": "config/desks", "field": "desk.code"}
    assert {"config/desks/loans": {"path": "config/desks/{desks}/loans", "parents": {"desks": parent}}} == head[
        "routes"
    ]
    assert {"config/desks", "config/desks/loans"} == set(contracts)


def test_a_parent_on_any_recorded_page_is_one() -> None:
    """
    A list below a record that only another page of its list shows is not taken for a list of its own.
    """
    first, second = ([{"id": each, "name": f"n{each}"}] for each in (4, 8))
    bodies = {
        "/v1/a/?offset=0": first,
        "/v1/a/?offset=1": second,
        "/v1/a/4/b/": [{"id": 1, "a": 4}],
        "/v1/a/8/b/": [{"id": 2, "a": 8}],
    }
    pages = pages_of(
        [
            Exchange(
                "GET",
                f"http://x{url}",
                200,
                (("Content-Type", "application/json"),),
                json.dumps({"count": 2, "next": None, "previous": None, "results": rows}).encode(),
            )
            for url, rows in bodies.items()
        ],
        "/v1/",
    )

    assert ["a", "a", "a/b", "a/b"] == [each.resource for each in pages]


@pytest.mark.parametrize(("name", "kind"), [("own-url", "integer"), ("own-url-text", "text")])
def test_rows_without_an_identifier_are_derived(name: str, kind: str) -> None:
    """
    Rows that carry their URL alone are identified by the end of it, a number where all are numbers.
    """
    contract = _derived(name)[1][FORMS[name].resource]

    assert ("url", {"name": "id", "type": kind}) == (contract["own_url"], contract["identifier"])


@pytest.mark.parametrize(("name", "slash"), [("slashless", False), ("own-url", True)])
def test_the_closing_slash_is_derived(name: str, slash: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    Paths that were answered show how paths end.
    """
    assert slash == _derived(name)[0]["behaviour"]["closing_slash"]["value"]


@pytest.mark.parametrize("name", ["nested-text", "own-url-text", "slashless", "dotted-key"])
def test_a_form_is_recorded(name: str, tmp_path: Path) -> None:
    """
    A recording run reaches the list of a form, below parents that it asks for first, and keeps answers that are good.
    """
    api = api_of(name)
    resource = api.resources[FORMS[name].resource]
    (tmp_path / "schemas").mkdir()
    target = Target("mock", "http://mock.test", application=create_app(api, world_of(name)))
    with Client(target, budget=Budget(6)) as client:
        kept = record(api, client, tmp_path, [resource]).kept
    answers = list(recordings_in(tmp_path / "fixtures" / api.name, "http://mock.test"))

    assert len(kept) == len(answers) > len(resource.route.parents)
    assert {200} == {each.status for each in answers}
