"""
The client keeps its budget, its secrets and its manners.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from apicontract.client import Budget, Client, Deadline, Ledger, Target
from apicontract.client.clock import told_wait
from apicontract.client.usage import UsagePage
from apicontract.contract.errors import OutOfBudget, OutOfTime, Throttled, Unreachable
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import FakeClock

    ClientOf = Callable[..., Client]

_KEY = "s3cret"


def _application(environ: dict[str, str], start_response: Callable[..., object]) -> list[bytes]:
    if environ["PATH_INFO"] == "/crash/":
        raise RuntimeError
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["QUERY_STRING"].encode()]


def _redirecting(location: str) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(302, headers={"Location": location})
        return httpx.Response(200, text=request.headers.get("authorization", "none"))

    return answer


def _failing(times: int, failure: httpx.Response | Exception) -> Callable[[httpx.Request], httpx.Response]:
    left = [times]

    def answer(_: httpx.Request) -> httpx.Response:
        left[0] -= 1
        if left[0] < 0:
            return httpx.Response(200, text="fine")
        if isinstance(failure, Exception):
            raise failure
        return failure

    return answer


def test_an_application_in_process_is_asked_like_a_server() -> None:
    """
    A WSGI callable answers, with the query as it was given.
    """
    with Client(Target("app", "https://app.example", _application), budget=Budget(1)) as client:
        exchange = client.get("/x/", [("a", "1 2"), ("a", "")])

    assert (exchange.url, exchange.status, exchange.body) == ("https://app.example/x/?a=1+2&a=", 200, b"a=1+2&a=")


def test_a_crash_in_process_is_a_status() -> None:
    """
    An application that raises is a server that answers 500.
    """
    with Client(Target("app", "https://app.example", _application), budget=Budget(1)) as client:
        assert client.get("/crash/").status == 500


def test_the_budget_is_hard(client_of: ClientOf) -> None:
    """
    One request more than the budget is never sent.
    """
    sent: list[str] = []
    client = client_of(lambda request: sent.append(request.url.path) or httpx.Response(200), budget=Budget(2))
    client.get("/1")
    client.get("/2")

    with pytest.raises(OutOfBudget):
        client.get("/3")
    assert sent == ["/1", "/2"]


def test_an_answer_is_paid_for_once(client_of: ClientOf) -> None:
    """
    The same request again is answered from memory.
    """
    client = client_of(lambda _: httpx.Response(200))
    client.get("/1")
    client.get("/1")

    assert (client.budget.spent, len(client.exchanges)) == (1, 1)


def test_a_fresh_answer_is_asked_for(client_of: ClientOf) -> None:
    """
    A repeated read past the cache is a request.
    """
    client = client_of(lambda _: httpx.Response(200))
    client.get("/1")
    client.get("/1", fresh=True)

    assert (client.budget.spent, len(client.exchanges)) == (2, 2)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(504),
        httpx.RemoteProtocolError("gone"),
        httpx.ReadError("reset"),
    ],
)
def test_passing_trouble_is_retried_and_counted(
    client_of: ClientOf, clock: object, failure: httpx.Response | Exception
) -> None:
    """
    Gateway errors and broken connections are tried again with growing pauses, and each attempt is paid for.
    """
    client = client_of(_failing(2, failure))

    assert client.get("/1").body == b"fine"
    assert (client.budget.spent, clock.slept) == (3, [0.5, 1.0])


@pytest.mark.parametrize("status", [500, 501, 404, 400])
def test_an_answer_of_the_service_is_not_retried(client_of: ClientOf, status: int) -> None:
    """
    What the service itself says is an answer, errors included.
    """
    client = client_of(_failing(1, httpx.Response(status)))

    assert (client.get("/1").status, client.budget.spent) == (status, 1)


def test_lasting_trouble_is_unreachable(client_of: ClientOf) -> None:
    """
    A gateway that never gets through is no answer of the service.
    """
    client = client_of(_failing(9, httpx.Response(502)))

    with pytest.raises(Unreachable, match="no answer in 3 attempts, the last one: status 502"):
        client.get("/1")


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow")])
def test_a_server_that_is_not_there_is_asked_once(client_of: ClientOf, failure: Exception) -> None:
    """
    A refused connection and a timeout are told at once.
    """
    client = client_of(_failing(1, failure))

    with pytest.raises(Unreachable):
        client.get("/1")
    assert client.budget.spent == 1


def test_retries_end_with_the_budget(client_of: ClientOf) -> None:
    """
    A retry that cannot be paid for is not sent.
    """
    client = client_of(_failing(9, httpx.Response(503)), budget=Budget(2))

    with pytest.raises(OutOfBudget):
        client.get("/1")
    assert client.budget.spent == 2


def test_the_token_is_sent_to_the_target(client_of: ClientOf) -> None:
    """
    The target's own origin gets the token.
    """
    assert client_of(_redirecting(""), token=_KEY).get("/x").body == b"Token s3cret"


@pytest.mark.parametrize(
    "location",
    ["https://other.example/new", "http://server.example/new", "https://server.example:8443/new", "//other.example/"],
)
def test_a_redirect_to_another_origin_is_not_followed(client_of: ClientOf, location: str) -> None:
    """
    Another host, scheme or port is sent nothing, and the error names it.
    """
    client = client_of(_redirecting(location), token=_KEY)

    with pytest.raises(Unreachable, match=r"redirects to another origin, which is not followed: https?://"):
        client.get("/old")
    assert client.budget.spent == 1


@pytest.mark.parametrize("location", ["https://[::1", "https://server.example:port/", "https://server.example:99999/"])
def test_a_redirect_to_no_url_is_no_answer(client_of: ClientOf, location: str) -> None:
    """
    What no parser reads leads nowhere.
    """
    with pytest.raises(Unreachable, match=r"redirects to an invalid URL|Invalid URL in location header"):
        client_of(_redirecting(location)).get("/old")


def test_a_redirect_shows_no_credential(client_of: ClientOf) -> None:
    """
    The place that a redirect names is told without the credentials in it, and not at any length.
    """
    with pytest.raises(Unreachable) as caught:
        client_of(_redirecting("https://u:pw@other.example/?token=s3cret&x=" + "y" * 9000)).get("/old")
    assert caught.value.reason.endswith("…")
    assert "https://***@other.example/?token=***&x=yyy" in caught.value.reason
    assert len(caught.value.reason) < 300


def test_the_port_of_the_scheme_is_the_same_origin(client_of: ClientOf) -> None:
    """
    A redirect that spells out the port stays at home.
    """
    assert client_of(_redirecting("https://server.example:443/new"), token=_KEY).get("/old").body == b"Token s3cret"


def test_a_redirect_at_home_keeps_the_token(client_of: ClientOf) -> None:
    """
    A redirect on the same origin is followed with the token.
    """
    assert client_of(_redirecting("/new"), token=_KEY).get("/old").body == b"Token s3cret"


def test_the_token_is_stored_nowhere(client_of: ClientOf, tmp_path: Path) -> None:
    """
    Neither an exchange nor any file of the ledger holds the token.
    """
    client = client_of(lambda _: httpx.Response(200), token=_KEY)
    client.get("/x")

    kept = [repr(client.exchanges), *(path.read_text() for path in tmp_path.rglob("*") if path.is_file())]
    assert not [each for each in kept if _KEY in each]


def test_redirects_count(client_of: ClientOf) -> None:
    """
    Each step of a redirect is paid for and can be judged.
    """
    client = client_of(_redirecting("/new"))
    client.get("/old")

    assert (client.budget.spent, [each.status for each in client.exchanges]) == (2, [302, 200])


def test_a_circle_of_redirects_ends(client_of: ClientOf) -> None:
    """
    After five redirects there is no answer.
    """
    hops = iter(range(100))
    client = client_of(lambda _: httpx.Response(302, headers={"Location": f"/{next(hops)}"}))

    with pytest.raises(Unreachable, match="no answer after 5 redirects"):
        client.get("/old")
    assert client.budget.spent == 6


def test_a_redirect_can_be_the_answer(client_of: ClientOf) -> None:
    """
    A caller that asks about the redirect gets it.
    """
    assert client_of(_redirecting("/new")).get("/old", follow=False).status == 302


def test_a_refusal_is_remembered(client_of: ClientOf, clock: object) -> None:
    """
    After a 429 the next run sends nothing before the time the server named.
    """
    answer = _failing(9, httpx.Response(429, headers={"Retry-After": "120"}))
    with pytest.raises(Throttled):
        client_of(answer).get("/1")
    later = client_of(answer)
    clock.sleep(20)

    with pytest.raises(Throttled) as caught:
        later.get("/1")
    assert (later.budget.spent, caught.value.retry_after) == (0, 100.0)


def test_the_published_limit_is_kept(client_of: ClientOf, clock: object) -> None:
    """
    The sixteenth request within the hour is not sent, whatever the budget says.
    """
    target = Target("server", "https://server.example", throttle=Throttle(15, 3600))
    client = client_of(lambda _: httpx.Response(200), target=target)
    for number in range(15):
        client.get(f"/{number}")
    clock.sleep(600)

    with pytest.raises(Throttled) as caught:
        client.get("/15")
    assert (client.budget.spent, caught.value.retry_after) == (15, 3000.0)


def test_the_limit_is_that_of_the_host_not_of_the_run(client_of: ClientOf, tmp_path: Path) -> None:
    """
    A second client of the same host finds what the first has used.
    """
    target = Target("server", "https://server.example", throttle=Throttle(1, 3600))
    client_of(lambda _: httpx.Response(200), target=target).get("/1")

    with pytest.raises(Throttled):
        client_of(lambda _: httpx.Response(200), target=target, ledger=Ledger(tmp_path / "ledger")).get("/1")


def test_a_reason_is_one_short_sentence(client_of: ClientOf) -> None:
    """
    What a library quotes of an answer that it could not read stays on one line, and short.
    """
    client = client_of(_failing(1, httpx.UnsupportedProtocol("cannot read\n" + "x" * 9000)))

    with pytest.raises(Unreachable) as caught:
        client.get("/1")
    assert len(str(caught.value).splitlines()) == 1
    assert len(caught.value.reason) == 200


@pytest.mark.parametrize("left", [0, 1, 2, 3])
def test_the_page_of_usage_is_paid_for(client_of: ClientOf, left: int) -> None:
    """
    Asking how much of the limit is used up is one request of the budget, unless it would be the only one.
    """
    page = UsagePage("/usage", {"requests": "r", "seconds": "s", "used": "u"})
    target = Target("server", "https://server.example", throttle=Throttle(15, 3600), usage=page)
    sent: list[str] = []
    client = client_of(
        lambda request: sent.append(request.url.path) or httpx.Response(200, json={"r": 15, "s": 3600, "u": 0}),
        target=target,
        budget=Budget(left),
    )
    with suppress(OutOfBudget):
        for number in range(5):
            client.get(f"/{number}")

    assert len(sent) == client.budget.spent == left
    assert ("/usage" in sent) is (left > 1)


def test_the_longest_wait_is_a_day(client_of: ClientOf, clock: FakeClock) -> None:
    """
    A host that wants no request for ever is asked again after a day, and the message says why.
    """
    answer = _failing(1, httpx.Response(429, headers={"Retry-After": "9" * 5000}))
    with pytest.raises(Throttled, match="retry in 24 hours; it stated a longer time, of which a day"):
        client_of(answer).get("/1")
    clock.sleep(86_399)
    with pytest.raises(Throttled):
        client_of(answer).get("/1")
    clock.sleep(1)

    assert client_of(answer).get("/1").status == 200


def test_a_run_ends_at_its_deadline(client_of: ClientOf) -> None:
    """
    After the deadline nothing is sent, and what is known already is still there.
    """
    moments = iter([0.0, 0.0, 0.0, 0.0, 9.0, 9.0, 9.0])
    client = client_of(lambda _: httpx.Response(200), deadline=Deadline(5, lambda: next(moments)))
    client.get("/1")
    while next(moments) < 9:
        pass

    with pytest.raises(OutOfTime, match="the deadline of the run, 5 seconds, has passed"):
        client.get("/2")
    assert (client.get("/1").status, client.budget.spent) == (200, 1)


def test_pauses_end_with_the_deadline(client_of: ClientOf, clock: FakeClock) -> None:
    """
    No pause between two attempts is longer than what is left of the run.
    """
    client = client_of(_failing(9, httpx.Response(503)), deadline=Deadline(0.75, lambda: clock.moment - 1_000_000))

    with pytest.raises(OutOfTime):
        client.get("/1")
    assert clock.slept == [0.5, 0.25]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 second"), (90, "90 seconds"), (120, "2 minutes"), (3000, "50 minutes"), (7200, "2 hours")],
)
def test_a_wait_is_told_as_people_say_it(seconds: float, text: str) -> None:
    """
    A time to wait is told once, rounded up, in a unit of which there are at least two.
    """
    assert text == told_wait(seconds)
