"""
Requests that differ in nothing that counts share an answer, and a page answers those inside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from simulated import Throttled, framework

if TYPE_CHECKING:
    from collections.abc import Callable

LIST = "/2.3.0/spacecraft/?limit=20"


@pytest.mark.parametrize(
    "path",
    [
        "/2.3.0/spacecraft/?limit=5&offset=10",
        "/2.3.0/spacecraft/?offset=0&limit=20&nothing=1",
        "/2.3.0/spacecraft/?limit=20&ordering=nothing",
    ],
)
def test_shared_answers(front: Callable[..., Any], path: str) -> None:
    """
    A page inside of one that was seen, and a request that differs in what has no effect, need no request.
    """
    with front() as stood:
        rows = stood.get(LIST).json["results"]
        response = stood.get(path)

    assert response.headers["X-Mock-Source"].startswith("recorded; age=")
    assert all(each in rows for each in response.json["results"])
    assert 1 == len(stood.service.admitted)


def test_shared_answers_when_the_limit_is_used_up(front: Callable[..., Any]) -> None:
    """
    Of a list seen in part, pages inside of it are known, and others are the mock's, each time that they are asked for.
    """
    with front(Throttled(framework(), limit=2)) as stood:
        stood.get(LIST)
        stood.get("/2.3.0/spacecraft/?in_space=true&limit=100")
        stood.source("/2.3.0/agencies/")
        pages = [
            *((f"{number}&offset={start}", start + number <= 20) for number in (3, 9) for start in (0, 5, 14)),
            *((f"3&offset={start}&in_space={text}", True) for start in (0, 6) for text in ("true", "True")),
            ("3&offset=9&in_space=false", False),
            ("3&offset=6&in_space=", True),
            ("3&offset=6&search=a", False),
        ]
        sources = [stood.source(f"/2.3.0/spacecraft/?limit={page}&n={n}") for n in (1, 2) for page, _ in pages]

    assert ["recorded" if inside else "grown" for _ in (1, 2) for _, inside in pages] == sources


def test_a_whole_list_decides(front: Callable[..., Any]) -> None:
    """
    Where every row of a list was seen, filters and orderings of its fields need no request, and are answered as there.
    """
    wanted = ["/2.3.0/spacecraft/?in_space=true&limit=5", "/2.3.0/spacecraft/?ordering=-id&limit=7&offset=7"]
    with front() as stood:
        stood.get("/2.3.0/spacecraft/?limit=100")
        responses = [stood.get(path) for path in wanted]
        asked = len(stood.service.admitted)
        genuine = [stood.genuine(path) for path in wanted]

    assert 1 == asked
    assert ["recorded", "recorded"] == [each.headers["X-Mock-Source"].partition(";")[0] for each in responses]
    assert [[row["id"] for row in each["results"]] for each in genuine] == [
        [row["id"] for row in each.json["results"]] for each in responses
    ]


def test_a_field_that_was_not_shown_decides_nothing(front: Callable[..., Any]) -> None:
    """
    A search in fields that the list does not show is asked of the upstream, though every row was seen.
    """
    with front() as stood:
        stood.get("/2.3.0/config/spacecraft_statuses/?limit=100")

        assert "upstream" == stood.source("/2.3.0/spacecraft_configurations/?search=a&limit=3")
