"""
Promise: lists are found where a path, its links, a description or custom lead, with few requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from apicontract.explore.learning.places import Found, find_lists, what

from .scripted import HOST, Scripted, answer

if TYPE_CHECKING:
    from apicontract.explore.learning.asking import Asker

ROWS = [{"id": 1}]


def found_at(path: str, answers: dict[str, Any], left: int = 100) -> tuple[Found, list[str]]:
    """
    Return what is found from a path on, and what was asked for; other paths are not found.
    """

    def answered(path: str, query: dict[str, str]) -> Any:
        url = "?".join((path, *(f"{name}={text}" for name, text in query.items())))
        return answers.get(url, answer({}, url, 404))

    service = Scripted(answered, left=left)
    return find_lists(cast("Asker", service), path), service.asked


def test_the_path_given_may_be_a_list() -> None:
    """
    Then nothing else is asked for.
    """
    found, asked = found_at("/films", {"/films": ROWS})

    assert (["/films"], ["/films"], {"/films": "a list of 1 rows"}) == (list(found.lists), asked, found.tried)


def test_lists_that_are_named_are_found_too() -> None:
    """
    Nothing need lead to them, and none is asked for twice.
    """

    def answered(path: str, _: dict[str, str]) -> Any:
        return {"/films": ROWS, "/makers": ROWS}.get(path, answer({}, path, 404))

    service = Scripted(answered, left=100)
    found = find_lists(cast("Asker", service), "/films", ["/makers", "/films", "/none"])

    assert (["/films", "/makers"], ["/films", "/makers", "/none"]) == (list(found.lists), service.asked)


def test_links_are_followed_once() -> None:
    """
    The lists behind links of an answer are found, those behind links of these are not.
    """
    links = {"films": "/films", "more": {"makers": f"{HOST}/makers"}, "api": "/other", "elsewhere": "https://x.test/a"}
    found, asked = found_at("/", {"/": links, "/films": ROWS, "/makers": ROWS, "/other": {"hidden": "/hidden"}})

    assert (["/films", "/makers"], ["/", "/films", "/makers", "/other"]) == (list(found.lists), asked)
    assert "JSON without a list" == found.tried["/other"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (["/a", "/b"], ["/a", "/b"]),
        ({"a": "/a", "b": "b", "c": 1, "d": ["/d"]}, ["/a"]),
        ({"a": "/a%20b"}, ["/a b"]),
        ({"a": "/a/{id}", "b": "/b/<id>", "c": "/c/:id", "d": "/d"}, ["/d"]),
        ({"a": "ftp://films.test/a", "b": "//films.test/b"}, ["/b"]),
        ({"a": "http://films.test:81/a", "b": "https://films.test/b"}, []),
        ({"paths": {"/a": {}, "/a/{id}": {}, "/b": {}}}, ["/a", "/b"]),
        ({"paths": {"/a": {}}, "servers": [{"url": "/v1/"}]}, ["/v1/a"]),
        ({"paths": {"/a": {}}, "servers": [{"url": f"{HOST}/v1"}]}, ["/v1/a"]),
        ({"paths": {"/a": {}}, "basePath": "/v2"}, ["/v2/a"]),
        ({"paths": {"/a": {}}, "servers": []}, ["/a"]),
        ({"paths": {"/a": {}}, "servers": ["/v1"]}, ["/a"]),
        ({"paths": {"/a": {}}, "servers": [{}]}, ["/a"]),
        ({"paths": ["/a"], "x": "/x"}, ["/x"]),
        ("/a", []),
        (None, []),
    ],
)
def test_an_answer_leads_to_paths_of_its_own_server(body: Any, expected: list[str]) -> None:
    """
    Links and paths of a description, without those of single records and those of other servers.
    """
    _, asked = found_at("/start/", {"/start/": answer(body, "/start/"), **dict.fromkeys(expected[:1], ROWS)})

    assert expected == [each for each in asked[1:] if not each.startswith("/start/")]


def test_twenty_links_are_followed() -> None:
    """
    An answer with more links is not followed to its end.
    """
    _, asked = found_at("/start/", {"/start/": [f"/{number}" for number in range(30)]})

    assert [f"/{number}" for number in range(20)] == asked[1:21]
    assert "/20" not in asked


def test_six_lists_are_learnt() -> None:
    """
    After them nothing more is asked for.
    """
    paths = [f"/{number}" for number in range(9)]
    found, asked = found_at("/start", {"/start": paths, **dict.fromkeys(paths, ROWS)})

    assert (paths[:6], ["/start", *paths[:6]]) == (list(found.lists), asked)


def test_no_more_is_asked_than_may_be() -> None:
    """
    What is not asked for is not said to have been tried.
    """
    found, asked = found_at("/start", {"/start": ["/a", "/b"], "/a": ROWS}, left=2)

    assert (["/start", "/a"], ["/start", "/a"]) == (asked, list(found.tried))


@pytest.mark.parametrize("path", ["/start", "/start/"])
def test_usual_places_are_tried_where_nothing_leads_on(path: str) -> None:
    """
    Descriptions first, then usual bases, below the path given; the first that has a list is the last that is asked.
    """
    found, asked = found_at(path, {"/start/api/": ["/films"], "/films": ROWS})

    documents = ("openapi.json", "schema/?format=json", "swagger.json", "api/schema/?format=json", "api/openapi.json")
    assert [path, *(f"/start/{each}" for each in documents), "/start/api/", "/films"] == asked
    assert ["/films"] == list(found.lists)


@pytest.mark.parametrize(("status", "requests"), [(401, 2), (403, 2), (500, 2), (503, 2), (404, 9), (400, 9)])
def test_who_serves_nobody_is_asked_twice(status: int, requests: int) -> None:
    """
    Where every answer refuses everybody, or fails, no further place is tried.
    """
    service = Scripted(lambda path, _: answer({}, path, status))
    found = find_lists(cast("Asker", service), "/start")

    assert (requests, {f"status {status}"}) == (len(service.asked), set(found.tried.values()))


def test_one_answer_among_refusals_keeps_up_hope() -> None:
    """
    A place that is only not found may have neighbours.
    """
    service = Scripted(lambda path, _: answer({}, path, 404 if path == "/start" else 401))
    find_lists(cast("Asker", service), "/start")

    assert 9 == len(service.asked)


def test_a_path_without_an_answer_is_tried() -> None:
    """
    A link that cannot be followed is no list, and said to be none.
    """
    found, _ = found_at("/start", {"/start": ["/a", "/b"], "/a": None, "/b": ROWS})

    assert ("no answer", ["/b"]) == (found.tried["/a"], list(found.lists))


def test_a_list_stands_where_it_was_answered() -> None:
    """
    A redirect tells its path.
    """
    found, _ = found_at("/films", {"/films": answer(ROWS, "/v1/films?x=1")})

    assert ["/v1/films"] == list(found.lists)


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (ROWS, 200, "a list of 1 rows"),
        ([], 200, "a list without rows"),
        ({"results": [], "count": 0}, 200, "a list without rows"),
        ({"paths": {}}, 200, "a description"),
        ({}, 200, "JSON without a list"),
        ([1], 200, "JSON without a list"),
        ("text", 200, "no JSON (text/html)"),
        (b"<p>", 200, "no JSON (text/html)"),
        (ROWS, 404, "status 404"),
    ],
)
def test_an_answer_is_told_in_a_few_words(body: Any, status: int, expected: str) -> None:
    """
    Its status where that is not 200, else what it holds, or of which type it is.
    """
    assert expected == what(answer(body, status=status, Content_Type="text/html; charset=utf-8"))


def test_an_answer_without_a_type_is_told() -> None:
    """
    What says nothing of itself is no JSON of no type.
    """
    assert "no JSON (no type)" == what(answer(b"<p>"))
