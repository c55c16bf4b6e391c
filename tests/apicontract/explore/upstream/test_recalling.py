"""
Promise: what was genuinely answered before is given again as long as it is fresh, and what it decides needs no request.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.explore.upstream.left_alone import LeftAlone
from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.upstream import Upstream
from apicontract.explore.upstream.wanted import Wanted, wanted_again
from mockserver.control.genuine import Answered
from mockserver.http.answer import Answer
from mockserver.http.request import Request
from mockserver.http.source_header import AnswerSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.explore.upstream.incoming import IncomingRequest

API = load_api()
HOST = "http://127.0.0.1:9"
LIST = f"{HOST}/2.3.0/config/agency_types/"
ROWS = [{"id": number, "name": f"Type {number}"} for number in range(1, 6)]


class Still:
    """
    A clock that is set.
    """

    time = 1000.0

    def now(self) -> float:
        """
        Return the time.
        """
        return self.time

    def steady(self) -> float:
        """
        Return the seconds since the machine was started.
        """
        return self.time - 900.0

    def sleep(self, seconds: float) -> None:
        """
        Wait for nothing.
        """


@pytest.fixture
def upstream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Upstream:
    """
    An upstream that is asked for nothing, whose answers are fresh for a minute.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    return Upstream(API, UpstreamSettings(HOST, tmp_path / "data", fresh=60.0), Still(), lambda _: None)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (AnswerSource("upstream", until=101.0), "upstream"),
        (AnswerSource("grown", until=100.1), "grown"),
        (AnswerSource("grown"), "grown"),
        (AnswerSource("recorded", 990.0, 101.0), "recorded; age=10"),
        (AnswerSource("recorded", 990.0, 100.0), None),
        (AnswerSource("grown", until=99.0), None),
    ],
)
def test_an_answer_is_given_again_until_its_time(
    upstream: Upstream, source: AnswerSource, expected: str | None
) -> None:
    """
    With its age where it is a recorded one; what is given again is counted, and what is not is not.
    """
    assert expected == upstream.recall(source)
    counts = upstream.describe()["answers"]
    assert {each: int(expected is not None and each == source.kind) for each in counts} == counts


def test_nothing_is_given_again_while_something_newer_is_to_be_served(upstream: Upstream) -> None:
    """
    What was seen and is not served yet may contradict it.
    """
    cast("Any", upstream)._reload = type("Behind", (), {"behind": True})()

    assert None is upstream.recall(AnswerSource("grown"))


def body_of(rows: list[dict[str, Any]], offset: int = 0, count: int = 5) -> bytes:
    """
    Return a page of a list.
    """
    document = {"count": count, "next": None, "previous": None, "results": rows}
    return json.dumps(document | {"start": offset}).encode()


@dataclass
class Incoming:
    """
    A request on its way, to which the mock answers with these rows.
    """

    wanted: Wanted
    mocked: Exchange
    compared: list[bool] = field(default_factory=list)
    request: Request | None = None

    def agreeing(self, _api: Any, _origin: str, _reload: Any, agrees: Callable[[Exchange], bool]) -> Answered | None:
        """
        Return the mock's answer if it agrees.
        """
        self.compared.append(agrees(self.mocked))
        return Answered(cast("Any", None), Answer(200, (), self.mocked.body)) if self.compared[-1] else None


def incoming(query: str, *rows: dict[str, Any], count: int = 5) -> Incoming:
    """
    Return a request for a page, and the rows with which the mock answers it.
    """
    mocked = Exchange("GET", f"{LIST}{query}", 200, body=body_of([*rows], count=count))
    wanted = wanted_again(API, mocked)
    assert wanted
    return Incoming(wanted, mocked)


def shared(upstream: Upstream, request: Incoming, *, fresh: bool) -> AnswerSource | None:
    """
    Return from where the answer comes that others decide; None if they decide none.
    """
    answered = upstream._shared(cast("IncomingRequest", request), fresh=fresh)
    return answered.source if answered else None


def remember(upstream: Upstream, query: str, rows: list[dict[str, Any]], received: float) -> None:
    """
    Let an answer be remembered that was received at a moment, and is fresh for a minute.
    """
    upstream._remember(Exchange("GET", f"{LIST}{query}", 200, body=body_of(rows)), received)


@pytest.mark.parametrize(
    ("received", "fresh", "until"),
    [
        (999.0, True, 159.0),
        (940.1, True, 100.1),
        (940.0, True, None),
        (900.0, True, None),
        (999.0, False, None),
        (940.1, False, None),
        (940.0, False, 0.0),
        (900.0, False, 0.0),
    ],
)
def test_a_page_answers_those_inside_it(
    upstream: Upstream, received: float, *, fresh: bool, until: float | None
) -> None:
    """
    A fresh page decides until it expires, at which moment it is stale; a stale one where nothing fresh can.
    """
    remember(upstream, "?limit=3", ROWS[:3], received)
    source = shared(upstream, incoming("?limit=1&offset=1", ROWS[1]), fresh=fresh)

    assert (None if until is None else ("recorded", received)) == (source and (source.kind, source.received))
    assert until == (source and pytest.approx(source.until))


def test_nothing_is_decided_by_nothing(upstream: Upstream) -> None:
    """
    Without an answer to the same question the mock's is not even looked at.
    """
    request = incoming("?limit=1", ROWS[0])

    assert (None, None, []) == (
        shared(upstream, request, fresh=True),
        shared(upstream, request, fresh=False),
        request.compared,
    )


def test_a_page_that_the_mock_has_otherwise_is_not_its_answer(upstream: Upstream) -> None:
    """
    Where the mock shows another row than was seen, it is no answer.
    """
    remember(upstream, "?limit=3", ROWS[:3], 999.0)
    request = incoming("?limit=1&offset=1", ROWS[2])

    assert (None, [False]) == (shared(upstream, request, fresh=True), request.compared)


def test_a_page_beside_those_that_were_seen_is_not_decided(upstream: Upstream) -> None:
    """
    Of a list seen in part, another page is not known.
    """
    remember(upstream, "?limit=3", ROWS[:3], 999.0)
    request = incoming("?limit=2&offset=3", *ROWS[3:])

    assert (None, []) == (shared(upstream, request, fresh=True), request.compared)


@pytest.mark.parametrize(
    ("moments", "fresh", "expected"),
    [
        ((990.0, 980.0), True, (980.0, 140.0)),
        ((980.0, 990.0), True, (980.0, 140.0)),
        ((990.0, 900.0), True, None),
        ((990.0, 900.0), False, (900.0, 0.0)),
        ((990.0, 980.0), False, None),
    ],
)
def test_pages_that_are_the_whole_list_answer_any_other(
    upstream: Upstream,
    moments: tuple[float, float],
    *,
    fresh: bool,
    expected: tuple[float, float] | None,
) -> None:
    """
    Where all of them are usable, the oldest says how old the answer is, and how long it is fresh.
    """
    remember(upstream, "?limit=3", ROWS[:3], moments[0])
    remember(upstream, "?limit=3&offset=3", ROWS[3:], moments[1])
    source = shared(upstream, incoming("?limit=2&offset=2", *ROWS[2:4]), fresh=fresh)

    assert expected == (source and (source.received, source.until))


def test_a_record_is_decided_by_its_own_answer_alone(upstream: Upstream) -> None:
    """
    What was answered to one record says nothing of another, nor does the list.
    """
    remember(upstream, "?limit=5", ROWS, 999.0)
    exchange = Exchange("GET", f"{LIST}1/", 200, body=json.dumps(ROWS[0]).encode())
    wanted = wanted_again(API, exchange)
    assert wanted
    other = replace(exchange, url=f"{LIST}1/?x=1")
    before = shared(upstream, Incoming(wanted, exchange), fresh=True)
    upstream._remember(other, 999.0)

    assert before is None
    assert shared(upstream, Incoming(wanted, exchange), fresh=True)


@pytest.mark.parametrize(
    ("known", "passing", "seconds"), [(False, False, 7.0), (True, False, 1.0), (True, True, 7.0), (False, True, 7.0)]
)
def test_a_client_waits_a_second_where_there_is_a_stale_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, known: bool, passing: bool, seconds: float
) -> None:
    """
    Otherwise, and where the upstream alone answers, it waits as long as the user says.
    """
    patterns = ("*",) if passing else ()
    settings = UpstreamSettings(HOST, tmp_path / "data", fresh=60.0, timeout=7.0, passthrough=patterns)
    upstream = Upstream(API, settings, Still(), lambda _: None)
    waited = list[float]()
    monkeypatch.setattr(upstream, "_from_upstream", lambda _, limit: waited.append(limit))
    monkeypatch.setattr(upstream, "_shown", lambda *_: None)
    if known:
        remember(upstream, "?limit=3", ROWS[:3], 900.0)
    request = incoming("?limit=3", *ROWS[:3])
    request.request = Request("GET", "http", "mock.test", "/2.3.0/config/agency_types/", "limit=3")
    upstream._genuine(cast("IncomingRequest", request))

    assert [seconds] == waited


@pytest.mark.parametrize(("seconds", "left"), [(0.0, True), (59.5, True), (60.0, False)])
def test_what_failed_is_left_alone_for_a_minute(seconds: float, *, left: bool) -> None:
    """
    Not longer, and not shorter.
    """
    clock = Still()
    alone = LeftAlone(clock)
    alone.add(LIST)
    clock.time += seconds

    assert left == (LIST in alone)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("fixtures/{}", True),
        ("fixtures/{}/agencies/recorded", True),
        ("fixtures/{}/agencies/recorded/a.json", True),
        ("fixtures/{}/runs.json", True),
        ("fixtures/{}/published.json", False),
        ("fixtures/{}/agencies/zones.json", False),
        ("schemas/{}/runs.json", False),
        ("elsewhere", False),
    ],
)
def test_recordings_are_written_and_nothing_else(
    upstream: Upstream, tmp_path: Path, name: str, *, written: bool
) -> None:
    """
    Recordings, the file that tells of runs, and the folders around them are; other files of the data are not.
    """
    place = tmp_path / "data" / name.format(API.name)
    if place.suffix:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("{}", encoding="utf-8")

    assert written == upstream.writes(place)
