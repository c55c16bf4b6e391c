"""
A server that answers and serves nobody is told as that, and is accused of nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from running import probes, run_of

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from apicontract.planner.gathering import Interrupted, gather
from apicontract.planner.standstill import refusal_of, standing
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api
    from apicontract.planner.run import Run

_ELSEWHERE = (("Location", "https://login.example/"),)


def _exchange(status: int, headers: tuple[tuple[str, str], ...] = (), path: str = "/2.3.0/") -> Exchange:
    return Exchange("GET", f"https://api.example{path}", status, headers, b"")


@cache
def _mock(*faults: str) -> Any:
    """
    Return a mock of the recorded rows alone, which is there at once.
    """
    api = load_api()
    world = generate(api, recordings_of(api), records="recorded")
    return create_app(api, world, switches=Switches(faults=faults))


class _Before:
    """
    A server before the mock: after so many answers it gives one and the same.
    """

    def __init__(self, status: str, headers: tuple[tuple[str, str], ...], good: int) -> None:
        self._behind = _mock()
        self._status, self._headers, self._left = status, list(headers), good

    def __call__(self, environ: Any, start: Callable[..., Any]) -> Any:
        self._left -= 1
        if self._left >= 0:
            return self._behind(environ, start)
        start(self._status, [*self._headers, ("Content-Type", "text/html")])
        return [b"<html>no</html>"]


def _run(api: Api, status: str, headers: tuple[tuple[str, str], ...] = (), good: int = 0, budget: int = 20) -> Run:
    target = Target("front", "http://127.0.0.1:8000", _Before(status, headers, good))
    with Client(target, budget=Budget(budget)) as client:
        return gather(api, client)


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        ("401 Unauthorized", (), "answers every request with 401"),
        ("403 Forbidden", (), "answers every request with 403"),
        ("407 Proxy Authentication Required", (), "answers every request with 407"),
        ("500 Internal Server Error", (), "answers every request with 500"),
        ("521 Web Server Is Down", (), "answers every request with 521"),
        ("302 Found", _ELSEWHERE, "redirects every request, to https://login.example"),
        ("307 Temporary Redirect", (("Location", "/login"),), "redirects every request, to /login"),
    ],
)
@pytest.mark.parametrize("good", [0, 3])
def test_a_server_that_serves_nobody_ends_the_run(
    api: Api, status: str, headers: tuple[tuple[str, str], ...], told: str, good: int
) -> None:
    """
    From its first answer on, or from a later one, the run ends early with the reason and without an accusation.
    """
    run = _run(api, status, headers, good)

    assert told in run.ended
    assert run.client.budget.spent < 20
    assert () == run.evidence.check_results().violations


def test_a_server_that_fails_on_some_requests_is_judged(api: Api) -> None:
    """
    Where a former request is still served, the failures are the server's answers, and nothing ends.
    """
    target = Target("mock", "http://127.0.0.1:8000", _mock("empty-search-fails"))
    with Client(target, budget=Budget(30)) as client:
        run = gather(api, client)

    assert "" == run.ended
    assert "server-error" == run.evidence.check_results().violations[0].check


@pytest.mark.parametrize(
    ("status", "told"),
    [(each, True) for each in (401, 403, 407, 500, 501, 599)]
    + [(each, False) for each in (200, 400, 402, 404, 405, 406, 408, 429, 499, 600)],
)
def test_who_is_let_in_is_told_by_the_status(status: int, told: bool) -> None:  # noqa: FBT001 - a case
    """
    Who is not let in is refused with one of three statuses, and every status of the fives is a failure.
    """
    assert told == bool(refusal_of(_exchange(status)))


@pytest.mark.parametrize(
    ("status", "led"),
    [(each, True) for each in (301, 302, 303, 307, 308)] + [(each, False) for each in (300, 304, 305, 306, 309)],
)
def test_a_redirect_is_told_by_the_status(status: int, led: bool) -> None:  # noqa: FBT001 - a case
    """
    Five statuses lead elsewhere, if they say where to.
    """
    assert led == bool(refusal_of(_exchange(status, _ELSEWHERE)))
    assert "" == refusal_of(_exchange(status))


@pytest.mark.parametrize(("good", "spent"), [(0, 3), (1, 7), (3, 9)])
def test_a_few_answers_are_enough(api: Api, good: int, spent: int) -> None:
    """
    Three in a row where there was never another answer; else five, and one of the former requests asked again.
    """
    run = _run(api, "403 Forbidden", (), good)

    assert (spent, good) == (run.client.budget.spent, len(run.evidence.exchanges))
    assert ("since answer" in run.ended) == bool(good)


@pytest.mark.parametrize(
    ("answers", "spent"),
    [
        ([200, *[403] * 4], 5),
        ([200, *[403] * 5, 200], 7),
        ([200, *[403] * 5, 200, *[403] * 4], 11),
        ([200, *[403] * 5, 200, *[403] * 5, 200], 13),
    ],
)
def test_a_former_request_is_asked_again_when_twice_as_many_were_refused(answers: list[int], spent: int) -> None:
    """
    After five answers that serve nobody, and where it is served then, after ten.
    """
    run, left = run_of(99), iter(answers)
    run.client.shelf.send = lambda probe: _exchange(next(left), path=probe.path)  # type: ignore[attr-defined]
    for probe in probes(sum(each == 403 for each in answers) + 1):
        run.send(probe)

    assert (spent, []) == (run.client.budget.spent, list(left))


@pytest.mark.parametrize(
    ("exchange", "told"),
    [
        (_exchange(200), ""),
        (_exchange(404), ""),
        (_exchange(429), ""),
        (_exchange(304), ""),
        (_exchange(301, (("Location", "/2.3.0/agencies/"),), "/2.3.0/agencies"), ""),
        (_exchange(301, (("Location", "https://api.example/2.3.0/agencies/"),), "/2.3.0/agencies"), ""),
        (_exchange(301, (("Location", "http://[::1/"),)), "it redirects every request, to what is no URL"),
        (
            _exchange(302, (("Location", "https://me:secret@login.example/?token=1"),)),
            "it redirects every request, to https://***@login.example",
        ),
    ],
)
def test_an_answer_that_serves_nobody_is_told_from_others(exchange: Exchange, told: str) -> None:
    """
    Refusals to everybody, failures and redirects elsewhere serve nobody; a missing slash and a missing record do.
    """
    assert told == refusal_of(exchange)


def test_only_the_last_answers_count() -> None:
    """
    A server that serves again stands still no longer.
    """
    assert [0, 2] == [
        standing([_exchange(500), _exchange(200)]),
        standing([_exchange(200), _exchange(500), _exchange(403)]),
    ]


def test_an_interrupted_run_keeps_what_was_found(api: Api) -> None:
    """
    Ctrl-C ends a run with everything that was answered before.
    """
    told: list[int] = []

    def press(spent: int, _: int, __: str) -> None:
        told.append(spent)
        if spent == 5:
            raise KeyboardInterrupt

    target = Target("mock", "http://127.0.0.1:8000", _mock())
    with Client(target, budget=Budget(15)) as client, pytest.raises(Interrupted) as stopped:
        gather(api, client, progress=press)

    assert (5, "interrupted after 5 of 15 requests") == (len(client.exchanges), stopped.value.run.ended)
