"""
The contract of the whole API, held to what stored pages and the published description say of each route.

`ll2-facts.json` has these facts; where `LL2_FACTS` in the environment names the folder of the stored pages they come
from, it is compared with them.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.grades import Grade
from apicontract.dataset.paging import read_window
from apicontract.semantics.naive import links_of
from apicontract.semantics.request import parse_request
from complete import COMPLETE
from complete.published_facts import FACTS, KINDS, facts_of, named
from mockserver.engine.pagination import make_links

API = load_api(COMPLETE)
#: What stands before the names above a page: some stored pages have lost their headings.
LABELS = dict(zip(KINDS, ("Levels of detail in the response", "Parameters", "Fields searched", "Fields"), strict=True))
#: Parameters that are none of a resource's filters.
GENERAL = {"search", "ordering", "mode", "limit", "offset", "format"}
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "complete.md"
#: A row of the table of guesses: resource, name, what is served.
ROW = re.compile(r"^\| `(?P<route>[^`]+)` \| `(?P<name>[^`]+)` \| .+ \|$", re.MULTILINE)


def stated(route: str, kind: str) -> list[str]:
    """
    Return the names that the contract has, in the order in which it has them.
    """
    resource = API.resources[route]
    values = {
        "modes": resource.modes.choices,
        "filters": [each.name for each in resource.parameters],
        "search": [each.name for each in resource.search],
        "ordering": [each.name for each in resource.ordering],
    }
    return list(values[kind])


def shown(route: str, kind: str) -> list[str]:
    """
    Return the names that stand above the browsable page.
    """
    lines = [line for _, lines in API.resources[route].documentation.sections for line in lines]
    return next((named(text) for label, text in lines if label == LABELS[kind]), [])


def test_routes_are_the_published_ones() -> None:
    """
    Every published list, its records and both other answers are served, and nothing else.
    """
    assert sorted(FACTS["lists"]) == sorted(API.resources)
    assert FACTS["singletons"] == sorted(API.singletons)


@pytest.mark.parametrize("route", sorted(FACTS["lists"]))
def test_pages_name_what_is_published(route: str) -> None:
    """
    Above the page of a list stand the modes and the names that were published, in their order.
    """
    facts = FACTS["lists"][route]

    assert {kind: named(facts[kind]) for kind in facts} == {kind: shown(route, kind) for kind in facts}
    assert not [kind for kind in KINDS if kind not in facts and shown(route, kind)]


def test_published_names_have_their_effect() -> None:
    """
    Every published mode, filter, search and ordering field leads to what it selects or sorts by.
    """
    missing = {
        (route, kind, name)
        for route, facts in FACTS["lists"].items()
        for kind in facts
        for name in set(named(facts[kind])) - set(stated(route, kind))
    }

    assert set() == missing


def test_what_is_guessed_is_listed() -> None:
    """
    The documentation lists the filters of which it is a guess what they select.
    """
    guessed = {
        (route, each.name)
        for route, resource in API.resources.items()
        for each in resource.parameters
        if each.grade is Grade.GUESS
    }
    listed = {match.group("route", "name") for match in ROW.finditer(DOCUMENTATION.read_text(encoding="utf-8"))}

    assert listed == guessed


@pytest.mark.parametrize("route", sorted(FACTS["lists"]))
def test_nothing_else_has_an_effect(route: str) -> None:
    """
    What the contract has besides is what later pages show, and the fields of a table that documents no ordering.
    """
    facts, entity = FACTS["lists"][route], API.resources[route].entity
    later = {name for of, names in FACTS["later"].items() if API.resources[of].entity == entity for name in names}
    besides = {kind: set(stated(route, kind)) - set(named(facts.get(kind))) for kind in KINDS}
    fields = set(API.shapes[API.resources[route].shapes[API.resources[route].modes.list]].schema["properties"])

    assert (set(), later, set()) == (besides["modes"], besides["filters"], besides["search"])
    assert besides["ordering"] <= (set() if "filters" in facts else fields)
    assert bool(besides["ordering"]) == (not facts.keys() - {"modes"})


@pytest.mark.parametrize(
    "example", [each for each in FACTS["examples"] if each.split("?")[0].strip("/") in API.resources]
)
def test_examples_name_what_there_is(example: str) -> None:
    """
    The requests that the pages give as examples ask a list that is served, by parameters that it knows.
    """
    route = urlsplit(example)
    resource = API.resources[route.path.strip("/")]
    names = {name for name, _ in parse_qsl(route.query)} - GENERAL

    assert set() == names - {each.name for each in resource.parameters}


@pytest.mark.parametrize("route", sorted(FACTS["response_modes"]))
def test_rows_say_which_mode_they_have(route: str) -> None:
    """
    `response_mode` is what stored pages show: of a list its default mode, of a record its own.
    """
    resource = API.resources[route.removesuffix("/{id}")]
    mode = resource.modes.detail if route.endswith("{id}") else resource.modes.list
    shape = API.shapes[resource.shapes[mode]]

    assert {"const": FACTS["response_modes"][route]} == {
        key: value for key, value in shape.schema["properties"]["response_mode"].items() if key == "const"
    }


def test_only_get_is_allowed() -> None:
    """
    `Allow` is GET on every stored page.
    """
    assert FACTS["allow"] == API.setting("methods")


@pytest.mark.parametrize("page", FACTS["links"], ids=lambda page: str(page["url"]))
def test_links_have_the_form_of_stored_pages(page: dict[str, Any]) -> None:
    """
    Mock and judge make the links of a stored page from its own URL and its count.
    """
    url, expected = page["url"], {key: page[key] for key in ("next", "previous") if key in page}
    answer = Exchange("GET", url, 200)
    window = read_window(API.paging, dict(parse_qsl(urlsplit(url).query)), page["count"])
    assert window is not None
    made = make_links(url, window, page["count"], API.paging)
    judged = links_of(API, parse_request(API, answer), page["count"])

    assert expected == {key: getattr(made, key) for key in expected}
    assert expected == {key: getattr(judged, key) for key in expected}


@pytest.mark.skipif("LL2_FACTS" not in os.environ, reason="LL2_FACTS names no folder of stored pages")
def test_the_facts_are_those_of_the_stored_pages() -> None:
    """
    The file of facts has everything that the stored pages say.
    """
    folder = Path(os.environ["LL2_FACTS"])
    pages, versions = (json.loads((folder / f"{name}.json").read_text()) for name in ("pages", "version_diff"))

    assert FACTS == facts_of(pages, versions)
