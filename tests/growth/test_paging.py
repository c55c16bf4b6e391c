"""
A style of paging is data: described, imported, derived and judged without a line of code of its own.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from framework import create_framework
from paging_styles import DOCUMENTS, api_in, library, service_in

from apicontract.client import Budget, Client, Target
from apicontract.contract.openapi import openapi_document
from apicontract.contract.paging import paging_of
from apicontract.dataset.paging import Window
from apicontract.diff.described import api_described
from apicontract.evidence.importing import imported_description
from apicontract.evidence.openapi import description_of, source_of
from apicontract.evidence.paging import recorded_paging
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.http.refusals import Refusal, not_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.engine.pipeline import Pipeline

#: Every style but the one that everything else is tested with.
STYLES = [each for each in DOCUMENTS if each != "limit-offset"]


def found(application: Any, name: str, budget: int, resource: str = "books") -> list[str]:
    """
    Return what a run finds out about an application, strictly judged.
    """
    with Client(Target("one", "http://one.test", application=application), budget=Budget(budget)) as client:
        report = report_of_run(gather(api_in(name), client, resources=(resource,), budget=budget, strict=True, seed=1))
    return [f"{each.rule}: {each.message}" for each in report.findings if each.level == "violation"]


@pytest.mark.parametrize("name", STYLES)
def test_the_description_of_a_style_comes_back(name: str) -> None:
    """
    The OpenAPI document of a style is imported, and read for comparison, as the same style.
    """
    api = api_in(name)
    described = description_of(source_of(json.loads(json.dumps(openapi_document(api))), name))

    assert api.paging == paging_of(imported_description(described, "x", "x").head["envelope"])
    compared = api_described(described).paging
    assert (api.paging.keys, api.paging.parameters) == (compared.keys, compared.parameters)


@pytest.mark.parametrize("name", [each for each in STYLES if each not in {"page-fixed", "none-wrapped"}])
def test_a_style_is_derived_from_recordings(name: str) -> None:
    """
    Two recorded pages show the keys, where the count of pages begins, and how the size is asked for.
    """
    api = api_in(name)
    path, paging = f"{api.base_path}books/", api.paging
    target = Target("mock", "http://mock.test", application=create_app(api, library()[1]))
    with Client(target, budget=Budget(2)) as client:
        exchanges = [client.get(path), client.get(path, (*paging.sized(3), *(paging.starting(3, 3) or ())))]
    derived = recorded_paging(exchanges)

    # Recordings do not show limits, nor a word that nobody sent.
    assert derived is not None
    assert replace(paging, last="") == replace(
        derived, last="", default_limit=paging.default_limit, maximum_limit=paging.maximum_limit
    )


@pytest.mark.parametrize(("name", "budget"), [(each, 15) for each in STYLES] + [("page-from-zero", 60)])
def test_a_right_server_is_not_accused(name: str, budget: int) -> None:
    """
    The framework, paging in this style, violates nothing.
    """
    application = create_framework(api_in(name), library()[1], service_in(name))

    assert [] == found(application, name, budget)


def _empty_past_the_end(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        try:
            return right.window(call, total)
        except Refusal:
            if not call.parameters[call.site.api.paging.start].isdecimal():
                raise
            return Window(call.site.api.paging.default_limit, total)

    return replace(right, window=window)


def _unreadable_is_first(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        try:
            return right.window(call, total)
        except Refusal:
            if call.parameters[call.site.api.paging.start].isdecimal():
                raise
            return Window(call.site.api.paging.default_limit, 0)

    return replace(right, window=window)


def _shifted(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        return replace(part, offset=part.offset + part.limit) if part.offset else part

    return replace(right, window=window)


def _overlaps(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        return replace(part, offset=part.offset - 1) if part.offset else part

    return replace(right, window=window)


def _unbounded(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        text = call.parameters.get(call.site.api.paging.size, "")
        part = right.window(call, total)
        return replace(part, limit=int(text)) if text.isdecimal() and int(text) else part

    return replace(right, window=window)


def _counts_the_page(right: Pipeline) -> Pipeline:
    def envelope(call: Any, total: int, links: Any, rows: Any) -> bytes:
        return right.envelope(call, min(total, len(rows)), links, rows)

    return replace(right, envelope=envelope)


def _last_has_next(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Window, total: int) -> Any:
        return right.links(call, part, max(total, part.offset + part.limit + 1))

    return replace(right, links=links)


def _link_loses_filter(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Window, total: int) -> Any:
        names = {each.name for each in call.resource.parameters}
        kept = [pair for pair in call.request.parameters if pair[0] not in names]
        return right.links(replace(call, request=call.request.with_parameters(kept)), part, total)

    return replace(right, links=links)


def _refuses_the_last(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        if part.offset and part.offset + part.limit >= total:
            raise not_found("Invalid page.")
        return part

    return replace(right, window=window)


def _cut(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        return replace(right.window(call, total), limit=25)

    return replace(right, window=window)


#: Wrong servers, with the requests within which they are caught.
WRONG: dict[str, tuple[Callable[[Pipeline], Pipeline], int]] = {
    "a page past the end is empty": (_empty_past_the_end, 60),
    "an unreadable page is the first": (_unreadable_is_first, 60),
    "a page is skipped": (_shifted, 15),
    "pages overlap": (_overlaps, 15),
    "a size above the maximum is obeyed": (_unbounded, 15),
    "the count is that of the page": (_counts_the_page, 15),
    "the last page has a next link": (_last_has_next, 60),
    "links lose the filters": (_link_loses_filter, 15),
    "the last page is refused": (_refuses_the_last, 15),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_server_is_caught(wrong: str) -> None:
    """
    A server that pages wrongly is accused within few requests.
    """
    plant, budget = WRONG[wrong]
    name = "page-number"

    assert found(create_app(api_in(name), library()[1], pipeline=plant(standard(0))), name, budget)


def test_a_list_that_is_cut_is_caught() -> None:
    """
    A server without paging that sends the first rows alone is accused.
    """
    application = create_app(api_in("none"), library()[1], pipeline=_cut(standard(0)))

    assert found(application, "none", 60)
