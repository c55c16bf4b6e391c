"""
A style of paging is data: described, imported, derived and judged without a line of code of its own.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from framework import create_framework
from growth.wrong_pages import LATE, WRONG, cut
from paging_styles import DOCUMENTS, api_in, library, service_in, slim_in

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import hold_to
from apicontract.contract.openapi import openapi_document
from apicontract.contract.paging import STYLES as STYLE_RECORDS
from apicontract.contract.paging import paging_of
from apicontract.diff.described import api_described
from apicontract.evidence.importing import imported_description
from apicontract.evidence.openapi import description_of, source_of
from apicontract.evidence.paging import recorded_paging
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app
from mockserver.engine.pipeline import standard

#: Requests of a run; by hand 15, 60 and 200, which takes ten minutes.
BUDGETS = tuple(map(int, os.environ.get("PAGING_BUDGETS", "15").split(",")))
#: Wrong servers with the styles that they have: every second one; by hand each, with a share of 1.
PLANTED = [(wrong, name) for wrong, (_, names) in WRONG.items() for name in names]
SHARE = int(os.environ.get("PAGING_SHARE", "4"))
#: Every style but the one that everything else is tested with.
STYLES = [each for each in DOCUMENTS if each != "limit-offset"]


#: The rest of an `api.json`.
_HEAD: dict[str, Any] = {
    "title": "x",
    "version": "1",
    "base_path": "/",
    "primary": "x",
    "hosts": {"x": {"url": "http://x"}},
    "default_host": "x",
    "resources": [],
}


@cache
def framework_in(name: str) -> Any:
    """
    Return the framework with a paging; made once, for making its models takes longer than a run.
    """
    return create_framework(api_in(name), library()[1], service_in(name))


def found(application: Any, name: str, budget: int, resource: str = "books") -> list[str]:
    """
    Return what a run finds out about an application, strictly judged.
    """
    with Client(Target("one", "http://one.test", application=application), budget=Budget(budget)) as client:
        report = report_of_run(gather(slim_in(name), client, resources=(resource,), budget=budget, strict=True, seed=1))
    return [f"{each.rule}: {each.message}" for each in report.findings if each.level == "violation"]


@pytest.mark.parametrize("name", STYLES)
def test_the_description_of_a_style_comes_back(name: str) -> None:
    """
    The OpenAPI document of a style is imported, and read for comparison, as the same style.
    """
    api = api_in(name)
    described = description_of(source_of(json.loads(json.dumps(openapi_document(api))), name))

    # Which relation types its links have, and how a token is refused, a description only tells people.
    own = STYLE_RECORDS[api.paging.style]
    usual = replace(api.paging, relations=own.relations, refused=own.refused)
    if usual.begins_on_size:  # then there are no rows of a page without one
        usual = replace(usual, default_limit=own.default_limit)
    assert usual == paging_of(imported_description(described, "x", "x").head["envelope"])
    compared = api_described(described).paging
    assert (api.paging.keys, api.paging.parameters) == (compared.keys, compared.parameters)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_style_stands_in_a_data_folder(name: str) -> None:
    """
    What differs from the style is allowed in `api.json`, and read as it was written.
    """
    paging = api_in(name).paging
    hold_to({**_HEAD, "envelope": paging.document}, "api", "x")

    assert paging == paging_of(paging.document)


@pytest.mark.parametrize("name", [each for each in STYLES if each not in {"page-fixed", "none-wrapped"}])
def test_a_style_is_derived_from_recordings(name: str) -> None:
    """
    Two recorded pages show the keys, where the count of pages begins, and how the size is asked for.
    """
    api = api_in(name)
    path, paging = f"{api.base_path}books/", api.paging
    target = Target("mock", "http://mock.test", application=create_app(api, library()[1]))
    with Client(target, budget=Budget(3)) as client:
        first = client.get(path)
        start = paging.starting(3, 3) or paging.following(paging.linked(first.json, first.header).get("next"))
        exchanges = [first, client.get(path, (*paging.sized(3), *start))]
        before = paging.linked(exchanges[1].json, first.header).get("prev") if paging.back else None
        exchanges += [client.get(path, paging.following(before, "prev"))] if before else []
    derived = recorded_paging(exchanges)

    # Recordings do not show limits, nor a word that nobody sent, nor how what nobody sent is refused.
    assert derived is not None
    assert replace(paging, last="") == replace(
        derived,
        last="",
        default_limit=paging.default_limit,
        maximum_limit=paging.maximum_limit,
        refused=paging.refused,
    )


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("name", STYLES)
def test_a_right_server_is_not_accused(name: str, budget: int) -> None:
    """
    The framework, paging in this style, violates nothing.
    """
    assert [] == found(framework_in(name), name, budget)


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("name", STYLES)
def test_the_mock_is_not_accused(name: str, budget: int) -> None:
    """
    Neither does the mock.
    """
    assert [] == found(create_app(api_in(name), library()[1]), name, budget)


@pytest.mark.parametrize(("wrong", "name"), PLANTED[::SHARE])
def test_a_wrong_server_is_caught(wrong: str, name: str) -> None:
    """
    A server that pages wrongly is accused within few requests.
    """
    plant, _ = WRONG[wrong]
    application = create_app(slim_in(name), library()[1], pipeline=plant(standard(0)))

    assert found(application, name, LATE.get((wrong, name), 15))


def test_a_list_that_is_cut_is_caught() -> None:
    """
    A server without paging that sends the first rows alone is accused.
    """
    application = create_app(slim_in("none"), library()[1], pipeline=cut(standard(0)))

    assert found(application, "none", 60)
