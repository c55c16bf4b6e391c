"""
The planner's part of the upstream's limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulated import Throttled, framework

from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "/2.3.0/spacecraft/?limit=5"


def test_nothing_is_sent_unless_somebody_says_so(front: Callable[..., Any]) -> None:
    """
    Without a part of its own the mock asks for what clients ask, and for nothing else.
    """
    with front() as mock:
        mock.get(PAGE)
        mock.upstream.settle()

        assert [PAGE] == [url for url, _ in mock.service.admitted]


def test_a_part_is_spent_with_the_first_request(front: Callable[..., Any]) -> None:
    """
    As many requests as were given are sent, once, beside what the client asks for, and what became of them is said.
    """
    with front(spend=6) as mock:
        assert [] == mock.service.admitted
        for _ in range(3):
            mock.get(PAGE)
            mock.upstream.settle()

        assert 1 + 6 == len(mock.service.admitted)
        assert ["6 of 6 requests to the upstream were spent on what decides most"] == mock.said


def test_what_is_learnt_is_recorded_and_served(front: Callable[..., Any]) -> None:
    """
    The records that the planner's requests show are recordings, and those of the mock.
    """
    with front(spend=4) as mock:
        mock.get(PAGE)
        mock.upstream.settle()
        recorded = [each.url for each in recordings_of(mock.upstream.api) if mock.upstream.place.target.url in each.url]
        row = mock.genuine("/2.3.0/spacecraft/?limit=1&ordering=id")["results"][0]

        assert len(recorded) > 1
        assert row["name"] == mock.get(f"/2.3.0/spacecraft/{row['id']}/").json["name"]


def test_what_is_broken_is_found(front: Callable[..., Any]) -> None:
    """
    A fault that no client's request shows is found by the planner's, and told with the way to see it.
    """

    def unfiltered(environ: dict[str, Any], start_response: Any) -> Any:
        return framework()(
            {**environ, "QUERY_STRING": environ["QUERY_STRING"].replace("search=", "x=")}, start_response
        )

    with front(Throttled(unfiltered), spend=12) as mock:
        mock.get(PAGE)
        mock.upstream.settle()

        assert any(each["check"].startswith("search") for each in mock.upstream.describe()["findings"])


def test_the_limit_ends_it(front: Callable[..., Any]) -> None:
    """
    When the service refuses, no more is sent, and the reason is said; clients are answered by the mock.
    """
    with front(Throttled(framework(), limit=3), spend=9) as mock:
        mock.get(PAGE)
        mock.upstream.settle()

        assert 3 == len(mock.service.admitted)
        assert any("3 of 9 requests to the upstream were spent" in each and "429" in each for each in mock.said)
        assert 200 == mock.get("/2.3.0/agencies/?limit=1").status_code


def test_the_end_does_not_wait_for_the_rest(front: Callable[..., Any]) -> None:
    """
    A mock that is stopped sends no further request.
    """
    service = Throttled(framework())
    with front(service, spend=5000) as mock:
        service.before = lambda _: setattr(mock.upstream._spending, "_stopped", True)
        mock.get(PAGE)
        mock.upstream.close()

        assert len(service.admitted) <= 1 + 2
        assert any("the mock was stopped" in each for each in mock.said)
