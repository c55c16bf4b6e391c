"""
The table of named faults.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UnknownName
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.engine.pipeline import Pipeline, answer, standard
from mockserver.engine.site import Site
from mockserver.faults import with_faults
from mockserver.faults.table import FAULTS
from mockserver.http.refusals import detail
from mockserver.http.request import Request

if TYPE_CHECKING:
    from mockserver.engine.stages.call import Call
    from mockserver.http.answer import Answer

#: The data folder of an API that belongs to the tests.
LIBRARY = Path(__file__).parents[2] / "data" / "library"
#: Requests of which every fault spoils at least one. (Path below the base path, with its query; method; Accept.)
REQUESTS = [
    *(
        (f"spacecraft/?{query}", "GET", None)
        for query in (
            "",
            "limit=1",
            "limit=101",
            "limit=100",
            "limit=100&offset=5",
            "limit=0",
            "limit=x",
            "limit=5&offset=5&ordering=-time_docked",
            "limit=7&offset=-1",
            "offset=3&ordering=time_in_space",
            "offset=5",
            "offset=15",
            "offset=595",
            *(f"limit=100&ordering=id&mode=detailed&offset={offset}" for offset in range(0, 601, 100)),
            "offset=10000",
            "ordering=id",
            "ordering=-id&mode=detailed",
            "ordering=flights_count,-id&limit=100",
            "ordering=nonsense,id",
            "ordering=id,name,x",
            "in_space=false&limit=3",
            "in_space=yes",
            "in_space=true&status=4&limit=2&offset=1",
            "name=Progress%20M-45",
            "name=progress%20m-45",
            "name=Progress",
            "status=4&status=2",
            "status=999",
            "status=999&spacecraft_config=x",
            "spacecraft_config=35",
            "in_space=false&ordering=id&limit=5",
            "in_space=false&is_placeholder=false&status=4",
            "search=progress%20m%204",
            "spacecraft_config=35&offset=1&unknown=1",
            "search=progress",
            "search=gress,M-45",
            "search=progress%20soyuz",
            "search=%22M-45%20Progress%22",
            "search=Soyuz%2041",
            "search=Capsule",
            "search=zzz",
            "search=progress&in_space=true",
            "search=TM",
            "mode=detailed&limit=100",
            "mode=nonsense",
            "format=json",
            "format=api&limit=2",
            "format=xml",
            "unknown=1&offset=3",
            "search=progress&offset=12",
            "offset=x",
            "name=&limit=2",
            "search=&limit=2",
            "search=&name=&limit=2",
            "format=",
        )
    ),
    ("spacecraft/110/", "GET", None),
    ("spacecraft/110/?in_space=true", "GET", None),
    *((f"spacecraft/{number}/", "GET", None) for number in range(1, 20)),
    ("spacecraft/999999/", "GET", None),
    ("spacecraft/abc/", "GET", None),
    ("spacecraft?limit=2", "GET", None),
    ("spacecraft/", "POST", None),
    ("spacecraft/", "GET", "application/xml"),
    ("api-throttle/", "GET", None),
]
for name in ("agencies", "spacecraft_configurations"):
    REQUESTS += [
        (f"{name}/?{query}", "GET", None)
        for query in (
            "ordering=name",
            "ordering=total_launch_count",
            "founding_year__gt=1958&limit=2",
            "founding_year__gte=1958",
            "country_code=USA,RUS",
            "name__contains=space",
        )
    ]


#: Faults of what the site of these tests does not do; they have tests of their own.
SHOWN_ELSEWHERE = {
    "origin-closed",
    "throttle-untold",
    "folding-filter-respects-case",
    "beginning-or-end-anywhere",
    "null-filter-inverted",
    "choice-filter-ignored",
}


@pytest.fixture(scope="module")
def site() -> Site:
    """
    Return the default API with its full world, in which a counter is known of one agency alone.
    """
    api = load_api()
    world = generate(api, recordings_of(api))
    first = world.tables["agencies"][0]
    agencies = ({**first, "total_launch_count": 7}, *world.tables["agencies"][1:])
    return Site(api, replace(world, tables={**world.tables, "agencies": agencies}))


@pytest.fixture(scope="module")
def requests(site: Site) -> list[tuple[str, str, str | None]]:
    """
    Return the requests, with that of the last record.
    """
    last = site.collections["spacecraft"].records[-1]["id"]
    return [*REQUESTS, (f"spacecraft/{last}/", "GET", None)]


def ask(pipeline: Pipeline, site: Site, case: tuple[str, str, str | None]) -> Answer:
    """
    Return the answer to one of the requests.
    """
    target, method, accept = case
    path, _, query = target.partition("?")
    headers = {} if accept is None else {"accept": accept}
    return answer(pipeline, site, Request(method, "http", "a.test", f"{site.api.base_path}{path}", query, headers))


@pytest.fixture(scope="module")
def right(site: Site, requests: list[tuple[str, str, str | None]]) -> list[Answer]:
    """
    Return the right answers.
    """
    pipeline = standard()
    return [ask(pipeline, site, each) for each in requests]


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - SHOWN_ELSEWHERE))
def test_fault_shows(name: str, site: Site, right: list[Answer], requests: list[tuple[str, str, str | None]]) -> None:
    """
    Each fault changes at least one answer.
    """
    pipeline = with_faults(standard(), [name])

    assert any(answer != ask(pipeline, site, each) for answer, each in zip(right, requests, strict=True))


@pytest.fixture(scope="module")
def library() -> Site:
    """
    Return the API of the tests, which has every kind of filter.
    """
    api = load_api("library-1", LIBRARY)
    return Site(api, generate(api, recordings_of(api)))


@pytest.mark.parametrize(
    ("fault", "query"),
    [
        ("folding-filter-respects-case", "title__icontains=E"),
        ("beginning-or-end-anywhere", "title__startswith=e"),
        ("null-filter-inverted", "published__isnull=true"),
        ("choice-filter-ignored", "language=de"),
        ("choice-filter-ignored", "id=00000000-0000-4000-8000-000000000000"),
    ],
)
def test_fault_of_a_rare_filter_shows(fault: str, query: str, library: Site) -> None:
    """
    A fault of a kind of filter that the packaged API does not have shows in one that has it.
    """
    case = (f"books/?limit=100&{query}", "GET", None)

    assert ask(standard(), library, case) != ask(with_faults(standard(), [fault]), library, case)


def test_closed_to_other_origins(site: Site) -> None:
    """
    A server that is open to other origins no longer says so.
    """
    opened = replace(site, cross_origin=("*",))
    request = Request("GET", "http", "a.test", f"{site.api.base_path}spacecraft/", "", {"origin": "http://b.test"})
    right, wrong = (answer(each, opened, request) for each in (standard(), with_faults(standard(), ["origin-closed"])))

    assert right.header("Access-Control-Allow-Origin") == "*"
    assert wrong.header("Access-Control-Allow-Origin") is None


def test_throttled_without_a_word(site: Site) -> None:
    """
    A refusal for too many requests no longer says when to come back.
    """

    def refuse(_: Call) -> None:
        raise detail(429, "Request was throttled.", (("Retry-After", "9"),))

    right = replace(standard(), throttle=refuse)
    answers = [ask(each, site, REQUESTS[0]) for each in (right, with_faults(right, ["throttle-untold"]))]

    assert [each.status for each in answers] == [429, 429]
    assert [each.header("Retry-After") for each in answers] == ["9", None]


def test_there_are_enough() -> None:
    """
    There are at least sixty faults, of every concern.
    """
    concerns = {each.concern for each in FAULTS.values()}

    assert len(FAULTS) >= 60
    assert concerns == {
        "pagination",
        "filtering",
        "ordering",
        "search",
        "schema",
        "modes",
        "formats",
        "errors",
        "headers",
        "detail",
    }


@pytest.mark.parametrize("name", FAULTS)
def test_names_are_identifiers(name: str) -> None:
    """
    A name is kebab-case, and its sentence has no closing stop.
    """
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name)
    assert not FAULTS[name].sentence.endswith(".")


def test_unknown_fault() -> None:
    """
    A misspelt fault is refused with the name that was meant.
    """
    with pytest.raises(UnknownName, match="did you mean 'limit-not-clamped'"):
        with_faults(standard(), ["limit-not-clampd"])


def test_planting_leaves_the_right_one_right(site: Site, right: list[Answer]) -> None:
    """
    A pipeline with a fault shares nothing with the one it was made from.
    """
    pipeline = standard()
    ask(with_faults(pipeline, ["filters-ignored"]), site, REQUESTS[20])

    assert right[20] == ask(pipeline, site, REQUESTS[20])
