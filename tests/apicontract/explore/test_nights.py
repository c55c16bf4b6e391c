"""
Promise: recording again and again keeps every observation once, tells failures apart, and spends the budget on both.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from recording_server import Service, flaws

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import Unreachable
from apicontract.contract.files import CACHE_VARIABLE
from apicontract.evidence.recordings import recordings_in
from apicontract.evidence.runs import read_runs
from apicontract.explore.record import Recording, record

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[2] / "data" / "move" / "new"
FIRST = dt.datetime(2026, 3, 1, 3, 17, tzinfo=dt.UTC)


@dataclass
class Night:
    """
    A clock that stands still at a moment, and a service that answers then.
    """

    number: int
    answer: Callable[[str], tuple[str, bytes]] | None = None
    asked: list[str] = field(default_factory=list)

    def now(self) -> float:
        """
        Return the seconds since the epoch.
        """
        return (FIRST + dt.timedelta(days=self.number)).timestamp()

    steady = now

    def sleep(self, seconds: float) -> None:
        """
        Wait for nothing.
        """

    def __call__(  # noqa: D102 - a WSGI application
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        url = f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        self.asked.append(url)
        if self.answer is None:
            return Service()(environ, start_response)
        status, body = self.answer(url)
        start_response(status, [("Content-Type", "application/json")])
        return [body]


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """
    A small API with one resource, and a memory of its own.
    """
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return load_api("launches-2.3.0", DATA, alone=True)


def run(api: Any, night: Night, folder: Path, budget: int = 100) -> Recording:
    """
    Record a night in process.
    """
    with Client(Target("service", "https://api.example", night), budget=Budget(budget), clock=night) as client:
        return record(api, client, folder, list(api.resources.values()))


def page(*rows: Any, count: int | None = None) -> bytes:
    """
    Return a list with these records.
    """
    body = {"count": len(rows) if count is None else count, "next": None, "previous": None, "results": rows}
    return json.dumps(body, separators=(",", ":")).encode()


def row(number: int, **more: Any) -> dict[str, Any]:
    """
    Return a record.
    """
    url = f"https://api.example/2.3.0/spacecraft/{number}/"
    return {"id": number, "url": url, "name": f"Craft {number}", "serial_number": None, "colour": "red", **more}


def small(*rows: Any) -> Callable[[str], tuple[str, bytes]]:
    """
    Return a service with so few records that every list holds all of them.
    """

    def answer(url: str) -> tuple[str, bytes]:
        key = url.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2]
        if not key.isdigit():
            return "200 OK", page(*rows)
        found = next((each for each in rows if each["id"] == int(key)), None)
        return (
            ("404 Not Found", b'{"detail":"Not found."}') if found is None else ("200 OK", json.dumps(found).encode())
        )

    return answer


def files(folder: Path) -> list[Path]:
    """
    Return the recordings of a folder.
    """
    return sorted(folder.rglob("recorded/*.json"))


def test_an_answer_that_stays_costs_one_line(api: Any, tmp_path: Path) -> None:
    """
    A page that is answered again unchanged is read as two observations, and stands in one file.
    """
    run(api, Night(0, small(row(1))), tmp_path)
    before = len(files(tmp_path))
    done = run(api, Night(7, small(row(1))), tmp_path)

    assert (before, [], True) == (len(files(tmp_path)), done.kept, done.stayed > 0)
    moments = {each.moment for each in recordings_in(tmp_path / "fixtures") if each.path == "/2.3.0/spacecraft/"}
    assert {FIRST, FIRST + dt.timedelta(days=7)} == moments


def test_an_answer_that_changed_stands_beside_the_former_one(api: Any, tmp_path: Path) -> None:
    """
    Neither of two different answers of one URL replaces the other.
    """
    run(api, Night(0, small(row(1))), tmp_path, budget=1)
    run(api, Night(1, small(row(1, colour="blue"))), tmp_path, budget=1)
    run(api, Night(2, small(row(1))), tmp_path, budget=1)

    colours = [each.json["results"][0]["colour"] for each in recordings_in(tmp_path / "fixtures")]
    assert ["blue", "red", "red"] == sorted(colours)


def test_half_of_the_requests_ask_again(api: Any, tmp_path: Path) -> None:
    """
    A night with four requests spends two on pages that are known and two on new ones, the beginning of the list first.
    """
    first, second = Night(0), Night(1)
    run(api, first, tmp_path, budget=4)
    run(api, second, tmp_path, budget=4)

    assert (2, first.asked[0]) == (len(set(first.asked) & set(second.asked)), second.asked[0])


def test_what_new_evidence_does_not_need_is_spent_on_known_pages(api: Any, tmp_path: Path) -> None:
    """
    Where nothing new is wished, the whole budget asks again, what was not asked longest first.
    """
    run(api, Night(0), tmp_path)
    known = len(files(tmp_path))
    second, third = Night(1), Night(2)
    run(api, second, tmp_path, budget=known - 1)
    run(api, third, tmp_path, budget=2)

    assert (known - 1, second.asked[0]) == (len(set(second.asked)), third.asked[0])
    assert third.asked[1] not in second.asked


def test_a_run_of_the_same_night_asks_nothing_again(api: Any, tmp_path: Path) -> None:
    """
    A run that goes on an hour later does not spend its requests on what was just recorded.
    """
    first, second = Night(0), Night(0)
    run(api, first, tmp_path, budget=3)
    run(api, second, tmp_path, budget=3)

    assert set() == set(first.asked) & set(second.asked)


def test_a_record_that_a_page_shows_no_more_is_asked_for(api: Any, tmp_path: Path) -> None:
    """
    Where a page does not say whether a record is gone, its own URL is asked, and the 404 is kept.
    """

    def answer(gone: bool) -> Callable[[str], tuple[str, bytes]]:  # noqa: FBT001 - a test
        def of(url: str) -> tuple[str, bytes]:
            if "/2/" in url:
                return "404 Not Found", b'{"detail":"Not found."}'
            return "200 OK", page(*(row(each) for each in (3, 1, *([] if gone else [2]))), count=50)

        return of

    run(api, Night(0, answer(gone=False)), tmp_path, budget=1)
    night = Night(1, answer(gone=True))
    run(api, night, tmp_path, budget=4)

    assert "/2.3.0/spacecraft/2/?" in night.asked
    assert [404] == [each.status for each in recordings_in(tmp_path / "fixtures") if each.path.endswith("/2/")]


FAILURES = {
    "error page": (lambda _: ("500 Internal Server Error", b"<h1>oops</h1>"), "status", "status 500"),
    "unreadable": (lambda _: ("200 OK", b"<html>maintenance</html>"), "unreadable", "no JSON"),
    "other JSON": (lambda _: ("200 OK", b"[1, 2"), "unreadable", "no JSON"),
    "no list": (lambda _: ("200 OK", b'{"detail": "later"}'), "unreadable", "JSON without a record or a list of them"),
    "empty": (lambda _: ("200 OK", page()), "empty", "an empty list in place of 240 records"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_and_is_no_recording(api: Any, tmp_path: Path, name: str) -> None:
    """
    What is no evidence of the API is listed with the run, and no file of recordings changes.
    """
    answer, kind, reason = FAILURES[name]
    run(api, Night(0), tmp_path, budget=1)
    before = [path.read_bytes() for path in files(tmp_path)]
    done = run(api, Night(1, answer), tmp_path, budget=1)

    assert [(kind, reason)] == [(each.kind, each.reason) for each in done.failed]
    assert before == [path.read_bytes() for path in files(tmp_path)]
    last = read_runs(tmp_path, api.name)[-1]
    assert (0, done.failed) == (last.answered, list(last.failed))


def test_a_list_in_place_of_a_record_is_a_failure(api: Any, tmp_path: Path) -> None:
    """
    What a record's own URL answers is kept only if it is a record, with what identifies it.
    """

    def answer(record: bytes) -> Callable[[str], tuple[str, bytes]]:
        return lambda url: ("200 OK", page(row(1)) if "spacecraft/?" in url else record)

    run(api, Night(0, answer(json.dumps(row(1, story="long")).encode())), tmp_path)
    done = run(api, Night(1, answer(page())), tmp_path)

    assert {"JSON without a record or a list of them"} == {each.reason for each in done.failed}


def test_three_failures_in_a_row_end_a_run(api: Any, tmp_path: Path) -> None:
    """
    A service that is out is not asked for the rest of the budget.
    """
    run(api, Night(0), tmp_path, budget=1)
    night = Night(1, FAILURES["error page"][0])
    done = run(api, night, tmp_path)

    assert (3, "https://api.example: 3 requests in a row failed") == (len(night.asked), done.stopped)


def test_a_server_that_is_not_reached_leaves_a_line(api: Any, tmp_path: Path) -> None:
    """
    A night without a connection ends as an error, and the runs of the folder tell of it.
    """
    night = Night(0, lambda _: ("503 Service Unavailable", b""))
    with pytest.raises(Unreachable):
        run(api, night, tmp_path)

    assert ["unreachable"] == [each.kind for each in read_runs(tmp_path, api.name)[-1].failed]
    assert [] == flaws(tmp_path)


def test_a_page_of_another_host_is_not_asked_again(api: Any, tmp_path: Path) -> None:
    """
    What one host answered says nothing of another: its pages are not due there.
    """
    run(api, Night(0), tmp_path, budget=2)
    night = Night(1)
    with Client(Target("other", "https://other.example", night), budget=Budget(1), clock=night) as client:
        done = record(api, client, tmp_path, list(api.resources.values()))

    assert (0, 0) == (done.stayed, len(done.failed))
    assert replace(read_runs(tmp_path, api.name)[-1], first="").target == "https://other.example"
