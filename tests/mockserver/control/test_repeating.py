"""
Known answers: the same bytes as from the application, with everything that can be switched on in between.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from asked_again import API, EXTRA, HOST, LIST, TARGETS, WORLD, Headers, Served

from mockserver.app import EXTENSION, create_app
from mockserver.control.mock import Mock
from mockserver.control.mock_server import Reloader
from mockserver.control.repeating import COUNTED
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.faults.table import FAULTS
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


BEHAVIOUR: tuple[tuple[str, str, Any], ...] = (
    ("PUT", "/faults", ["count-off-by-one"]),
    ("PUT", "/faults", ["field-null"]),
    ("PUT", "/faults", []),
    ("POST", "/failures", {"kind": "status", "status": 503, "times": 2}),
    ("POST", "/failures", {"kind": "status", "status": 500, "rate": 0.5, "times": 3, "path": "*/110/"}),
    ("POST", "/failures", {"kind": "malformed", "times": 1, "request_headers": {"user-agent": "x"}}),
    ("POST", "/failures", {"kind": "truncate", "times": 1}),
    ("DELETE", "/failures", None),
    ("PUT", "/throttle", {"rate": "3/minute"}),
    ("PUT", "/throttle", {"rate": None}),
    ("POST", "/clock", {"advance": 20}),
    ("POST", "/world", {"entity": "spacecraft", "record": {"id": 110, "name": "Renamed"}}),
    ("POST", "/reset", None),
    ("DELETE", "/journal", None),
)


def steps(seed: int, number: int) -> Iterator[Callable[[Served], Any]]:
    """
    Yield requests, most of them like one before, and now and then a change of the mock, in one scope or another.
    """
    chosen = random.Random(seed)  # noqa: S311 - reproducible, no secret
    for _ in range(number):
        if chosen.random() < 0.1:
            scope = chosen.choice(("", "", "one"))
            # A reset is as likely as a change, so that answers are known half of the time.
            method, path, body = chosen.choice((("POST", "/reset", None), chosen.choice(BEHAVIOUR)))
            yield lambda each, a=method, b=path, c=body, d=scope: each.control(a, b, c, d)  # type: ignore[misc]
            continue
        method = chosen.choices(("GET", "HEAD", "OPTIONS", "POST"), (12, 2, 2, 1))[0]
        headers = (HOST, *chosen.choice(EXTRA)) if chosen.random() < 0.5 else (HOST,)
        body = b"{}" if method == "POST" or chosen.random() < 0.02 else b""
        target = TARGETS[min(int(chosen.expovariate(0.3)), len(TARGETS) - 1)]
        for _ in range(chosen.choice((1, 1, 3, 5))):
            yield lambda each, a=method, b=target, c=headers, d=body: each.ask(a, b, c, d)  # type: ignore[misc]


def answers(served: Served, seed: int, number: int) -> list[Any]:
    """
    Return all the messages of a stream of requests, with their headers in one order and without what is random.
    """
    return [[_comparable(message) for message in step(served)] for step in steps(seed, number)]


def _comparable(message: dict[str, Any]) -> dict[str, Any]:
    """
    Return a message with what the pages draw at random left out.
    """
    policy = b"content-security-policy"
    if policy in dict(message.get("headers", ())):
        return {**message, "headers": [each for each in message["headers"] if each[0] != policy]}
    return {**message, "body": b""} if b"nonce=" in message.get("body", b"") else message


@pytest.mark.parametrize("seed", range(6))
def test_same_bytes_with_and_without(seed: int) -> None:
    """
    A stream of requests has the same statuses, headers, bodies, journal and log, whatever is switched in between.
    """
    served = [Served(repeating) for repeating in (False, True)]
    without, with_known = (answers(each, seed, 250) for each in served)

    assert without == with_known
    assert served[0].journals() == served[1].journals()
    logs = [[replace(line, milliseconds=0.0) for line in each.lines] for each in served]
    assert logs[0] == logs[1]
    assert served[1].known.given > 20


def test_known_from_the_second_time_on() -> None:
    """
    An answer is known when it has been repeated once.
    """
    served = Served(repeating=True)
    given = []
    for _ in range(4):
        served.ask("GET", LIST)
        given.append(served.known.given)

    assert [0, 0, 1, 2] == given


def test_flood_of_distinct_urls_displaces_nothing() -> None:
    """
    Requests that nobody repeats take no place among the known answers, and memory stays within its bound.
    """
    served = Served(repeating=True, memory=1_000_000)
    for _ in range(3):
        served.ask("GET", f"{LIST}110/")
    for number in range(200):
        served.ask("GET", f"{LIST}110/?x={number}")
        served.ask("GET", f"{LIST}110/")

    assert 201 == served.known.given
    assert served.live.served(served.live.scopes.common).pipeline.memory.weight <= 1_000_000


def test_known_answers_are_bounded() -> None:
    """
    Answers that are all repeated stay within the bytes of the memory together.
    """
    served = Served(repeating=True, memory=300_000)
    for number in range(40):
        for _ in range(3):
            served.ask("GET", f"{LIST}110/?x={number}")

    assert 40 == served.known.given
    assert 0 < served.live.served(served.live.scopes.common).pipeline.memory.weight <= 300_000


def test_headers_that_do_not_count_stand_in_the_journal() -> None:
    """
    A known answer is written down with the headers of its own request, credentials hidden.
    """
    served = Served(repeating=True)
    for agent in (b"a", b"b", b"c"):
        served.ask("GET", LIST, (HOST, (b"user-agent", agent), (b"cookie", agent)))
    told = [dict(each.exchange.request_headers) for each in served.live.scopes.common.journal]

    assert 1 == served.known.given
    assert [{"host": "mock.test", "user-agent": each, "cookie": "***"} for each in "abc"] == told


@pytest.mark.parametrize(
    "other",
    [
        ((b"host", b"other.test"),),
        (HOST, (b"x-forwarded-host", b"other.test")),
        (HOST, (b"x-forwarded-proto", b"https")),
        (HOST, (b"accept", b"text/html")),
        (HOST, (b"origin", b"https://a.test")),
        (HOST, (b"authorization", b"Token a b")),
        (HOST, (b"x-mock-scope", b"a,b")),
        (HOST, (b"x-mock-scope", b"a"), (b"x-mock-scope", b"b")),
        (HOST, (b"access-control-request-method", b"GET")),
        (),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_request_that_differs_in_a_header_has_its_own_answer(method: str, other: Headers) -> None:
    """
    A header on which an answer depends keeps two requests apart, in either order.
    """
    plain = Served(repeating=False)
    for one, two in (((HOST,), other), (other, (HOST,))):
        served = Served(repeating=True)
        for _ in range(3):
            served.ask(method, LIST, one)
        assert plain.ask(method, LIST, two) == served.ask(method, LIST, two)


@pytest.mark.parametrize(
    "scope",
    [{"scheme": "https"}, {"server": ("10.0.0.1", "81")}, {"raw_path": b"/2.3.0/"}, {"query_string": b"limit=2"}],
)
def test_request_that_differs_in_its_address_has_its_own_answer(scope: dict[str, Any]) -> None:
    """
    Scheme, server, path and query keep two requests apart.
    """
    served, plain = Served(repeating=True), Served(repeating=False)
    for _ in range(3):
        served.ask("GET", LIST, ())

    assert plain.ask("GET", LIST, (), **scope) == served.ask("GET", LIST, (), **scope)


def test_throttle_counts_known_requests() -> None:
    """
    A limit that is set when an answer is known holds for it.
    """
    served = Served(repeating=True)
    for _ in range(3):
        served.ask("GET", LIST)
    served.control("PUT", "/throttle", {"rate": "1/minute"})

    assert [200, 429] == [served.ask("GET", LIST)[0]["status"] for _ in range(2)]


@pytest.mark.parametrize("kind", ["content-type", "malformed", "status"])
def test_failure_is_not_repeated(kind: str) -> None:
    """
    What a failure made of an answer is not given again once its times are used up.
    """
    served = Served(repeating=True)
    right = served.ask("GET", LIST)
    served.control("POST", "/failures", {"kind": kind, "times": 1})
    wrong = served.ask("GET", LIST)

    assert right != wrong
    assert [right] * 3 == [served.ask("GET", LIST) for _ in range(3)]


def test_notice_is_not_repeated() -> None:
    """
    A notice that is told with the answer which is then known is told once.
    """
    served = Served(repeating=True)
    served.ask("GET", LIST)
    served.live.scopes.common.notify("lost")
    for _ in range(2):
        served.ask("GET", LIST)

    assert [(), ("lost",), ()] == [each.hints for each in served.live.scopes.common.journal]
    assert 1 == served.known.given


def test_notice_is_told_with_a_known_answer() -> None:
    """
    What a scope lost is said with its next entry, and with that one alone.
    """
    served = Served(repeating=True)
    for _ in range(2):
        served.ask("GET", LIST)
    served.live.scopes.common.notify("lost")
    for _ in range(2):
        served.ask("GET", LIST)

    assert [(), (), ("lost",), ()] == [each.hints for each in served.live.scopes.common.journal]
    assert 2 == served.known.given


def test_new_data_is_not_answered_from_the_old() -> None:
    """
    When data files have changed, no answer of before is known.
    """
    served = Served(repeating=True)
    for _ in range(3):
        served.ask("GET", f"{LIST}110/")
    rows = [{**row, "name": "Other"} for row in WORLD.tables["spacecraft"]]
    world = replace(WORLD, tables={**WORLD.tables, "spacecraft": rows})
    mock = Mock(Site(API, world), standard())
    served.live.current = replace(served.live.current, mock=mock, generation=1)

    assert b'"name":"Other"' in served.ask("GET", f"{LIST}110/")[1]["body"]


def test_files_that_requests_look_at_are_looked_at() -> None:
    """
    Where no thread looks at the data files, every request reaches the mock, which does.
    """
    served = Served(repeating=True)
    served.live._reloader = Reloader(_Unchanged(), lambda: served.live.site)  # type: ignore[arg-type]
    for _ in range(4):
        served.ask("GET", LIST)

    assert 0 == served.known.given


class _Unchanged:
    """
    Stands for files that do not change.
    """

    def changed(self) -> bool:
        """
        Tell that they have not.
        """
        return False


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_fault_is_no_known_answer(name: str) -> None:
    """
    With a fault switched on, every request is answered by its stages.
    """
    served = Served(repeating=True)
    served.live.scopes.common.switch([name])
    for _ in range(4):
        served.ask("GET", LIST)

    assert 0 == served.known.given


class _Noting(dict[str, str]):
    """
    Headers that note which of them were read.
    """

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__(headers)
        self.read: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """
        Note a name.
        """
        self.read.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return super().__contains__(name)


@pytest.mark.parametrize("local_images", [False, True])
def test_all_headers_that_are_read_count(*, local_images: bool) -> None:
    """
    The standard stages read no header but those by which known answers are told apart.
    """
    mock = Mock(Site(API, WORLD, cross_origin=("*",), local_images=local_images), standard(0))
    read: set[str] = set()
    for target in TARGETS:
        path, _, query = target.partition("?")
        for method in ("GET", "HEAD", "OPTIONS", "POST"):
            for extra in EXTRA:
                headers = _Noting({name.decode(): value.decode() for name, value in extra})
                mock.answer(Request(method, "http", "mock.test", path, query, headers))
                read |= headers.read

    assert read <= {name.decode() for name in COUNTED}
    assert {"accept", "authorization", "origin", "access-control-request-method"} <= read


def test_factory_is_the_application_alone() -> None:
    """
    `create_app` gives Flask alone: an answer is found again, and nothing stands before it.
    """
    app = create_app(API, WORLD)
    first, second, third = (app.test_client().get(LIST) for _ in range(3))

    assert first.data == second.data == third.data
    assert 3 == app.extensions[EXTENSION].scopes.common.journal.total


@pytest.mark.parametrize(
    "path",
    ["/", "/docs", "/docs/", "/docs/none.css", "/openapi.json", "/__mock__/state", "/__mock__", "*", "//docs/", ""],
)
def test_routes_of_the_application_are_left_to_it(path: str) -> None:
    """
    What Flask answers by a route, and what is no path, has the same answer with and without its router before it.
    """
    with_router, past_it = Served(repeating=False), Served(repeating=True)
    asked = [served.ask("GET", path, ((b"host", b"localhost"),)) for served in (with_router, past_it)]
    told = [[(each.get("status"), sorted(dict(each.get("headers", ())))) for each in messages] for messages in asked]

    assert told[0] == told[1]


def test_failure_of_the_mock_itself_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    What fails on the way past the router is answered and said as the application does it.
    """
    served = Served(repeating=True)
    monkeypatch.setattr(served.live, "respond", lambda _: {}["x"])
    head, body = served.ask("GET", LIST)

    assert 500 == head["status"]
    assert b"The mock itself failed" in body["body"]
    assert f"the mock failed at GET {LIST}: KeyError" in capsys.readouterr().err
