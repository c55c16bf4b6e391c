"""
A form of route is data: described, imported, derived and judged without a line of code of its own.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from framework import create_framework
from route_forms import FORMS, api_of, service_of, world_of
from wrong_routes import WRONG

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import hold_to
from apicontract.contract.openapi import openapi_document
from apicontract.contract.templates import template_of
from apicontract.evidence.derive.behaviour import recorded_behaviour
from apicontract.evidence.importing import imported_description
from apicontract.evidence.openapi import description_of, source_of
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app
from mockserver.engine.pipeline import standard

if TYPE_CHECKING:
    from apicontract.contract.model import Api

#: The budgets within which a right server is judged; by hand 15, 60 and 200.
BUDGETS = tuple(map(int, os.environ.get("ROUTE_BUDGETS", "15").split(",")))
#: That within which nine wrong servers in ten are caught.
SMALL = 15


def accusations(application: Any, name: str, budget: int, seed: int = 1) -> list[str]:
    """
    Return what a run finds wrong with an application, strictly judged.
    """
    with Client(Target("one", "http://one.test", application=application), budget=Budget(budget)) as client:
        run = gather(api_of(name), client, resources=(FORMS[name].resource,), budget=budget, strict=True, seed=seed)
    found = report_of_run(run).findings
    return [f"{each.rule}: {each.message} {each.curl}" for each in found if each.level == "violation"]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("budget", BUDGETS)
def test_the_framework_is_not_accused(name: str, budget: int) -> None:
    """
    The framework, with its routes in this form, violates nothing.
    """
    application = create_framework(api_of(name), world_of(name), service_of(name))

    assert [] == accusations(application, name, budget)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("budget", BUDGETS)
def test_the_mock_is_not_accused(name: str, budget: int) -> None:
    """
    The mock, with its routes in this form, violates nothing.
    """
    assert [] == accusations(create_app(api_of(name), world_of(name)), name, budget)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_server_is_caught(wrong: str) -> None:
    """
    A server whose routes are wrong is accused within few requests.
    """
    plant, form, budget = WRONG[wrong]

    assert accusations(create_app(api_of(form), world_of(form), pipeline=plant(standard(0))), form, budget)


def test_most_wrong_servers_are_caught_within_fifteen_requests() -> None:
    """
    Nine in ten need no more than the smallest budget.
    """
    assert sum(budget == SMALL for _, _, budget in WRONG.values()) >= 0.9 * len(WRONG)


def _placed(api: Api) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """
    Return the full path of each list, its pattern of keys, and the lists and fields of its parents.
    """
    return sorted(
        (
            f"{api.base_path}{each.route.path}",
            each.route.key,
            [(f"{api.base_path}{api.resources[one.resource].route.path}", one.field) for one in each.route.parents],
        )
        for each in api.resources.values()
    )


@pytest.mark.parametrize(
    "name", ["dotted-key", "slashless", "json-alone", "nested", "nested-many", "nested-text", "own-url"]
)
def test_the_description_of_a_form_comes_back(name: str) -> None:
    """
    The OpenAPI document of a form is imported with the same paths, patterns, parents, slash and representations.
    """
    api = api_of(name)
    document = json.loads(json.dumps(openapi_document(api)))
    imported = imported_description(description_of(source_of(document, "x")), "x", "x")
    hold_to(imported.head, "api", "x")
    hold_to(imported.facts, "facts", "x")
    base = imported.head["base_path"]
    routes = {
        each: template_of(each, imported.head.get("routes", {}).get(each, {})) for each in imported.facts["resources"]
    }
    found = sorted(
        (f"{base}{each.path}", each.key, [(f"{base}{routes[one.resource].path}", one.field) for one in each.parents])
        for each in routes.values()
    )
    behaviour = {key: each["value"] for key, each in imported.head["behaviour"].items()}

    assert _placed(api) == found
    assert api.setting("closing_slash") == behaviour.get("closing_slash", True)
    assert api.setting("representations") == behaviour["representations"]
    links = {f"{base}{routes[key].path}": each.get("own_url", "") for key, each in imported.facts["resources"].items()}
    assert {f"{api.base_path}{each.route.path}": each.own_url for each in api.resources.values()} == links


#: What a form shows, and the request that shows it: path below the base path, query, method and headers.
SHOWN: dict[str, list[tuple[str, str, str, dict[str, str], tuple[str, Any]]]] = {
    "slashless": [("authors", "", "GET", {}, ("closing_slash", False))],
    "no-redirect": [("authors", "", "GET", {}, ("append_slash", False))],
    "integer-key": [("loans", "", "GET", {}, ("append_slash", True))],
    "json-alone": [
        ("authors/", "format=api", "GET", {}, ("representations", ["json"])),
        ("authors/", "", "GET", {"Accept": "text/html"}, ("representations", ["json"])),
        ("", "", "GET", {}, ("api_root", False)),
    ],
    "strict-ordering": [("authors/", "ordering=x", "GET", {}, ("unknown_ordering", "refuse"))],
    "reading-methods": [("authors/", "", "GET", {}, ("methods", ["GET", "HEAD", "OPTIONS"]))],
}


@pytest.mark.parametrize(("name", "number"), [(name, each) for name in SHOWN for each in range(len(SHOWN[name]))])
def test_a_form_is_derived_from_recordings(name: str, number: int) -> None:
    """
    One telling answer beside a list shows the setting, with the grade of what was recorded.
    """
    path, query, method, headers, (setting, value) = SHOWN[name][number]
    api = api_of(name)
    target = Target("mock", "http://mock.test", application=create_app(api, world_of(name)))
    listed = f"{api.base_path}{FORMS[name].resource}{'/' if api.setting('closing_slash') else ''}"
    with Client(target, budget=Budget(2)) as client:
        pairs = tuple(tuple(each.split("=")) for each in query.split("&") if each)
        asked = client.request(method, f"{api.base_path}{path}", pairs, tuple(headers.items()), follow=False)
        exchanges = [client.get(listed), asked]
    found = recorded_behaviour(exchanges, api.base_path)

    assert (value, "recorded") == (found[setting]["value"], found[setting]["grade"])
    hold_to({**_HEAD, "behaviour": found}, "api", "x")


#: The rest of an `api.json`.
_HEAD: dict[str, Any] = {
    "title": "x",
    "version": "1",
    "base_path": "/",
    "primary": "x",
    "hosts": {"x": {"url": "http://x"}},
    "default_host": "x",
    "envelope": {"style": "none"},
    "resources": [],
}
