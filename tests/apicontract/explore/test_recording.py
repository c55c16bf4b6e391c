"""
Promise: a run asks for what is new and what is old in turn, knows what is evidence, and writes down what became of it.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError, Throttled
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Field, Parameter
from apicontract.diff.observations import assigned
from apicontract.evidence.recordings import recordings_in
from apicontract.evidence.runs import RecordRun, read_runs, write_runs
from apicontract.explore.keeping import KeptAnswers
from apicontract.explore.record import Recording, _asked, _atoms, _next, _Progress, record
from apicontract.explore.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

API = load_api("launches-2.3.0", Path(__file__).parents[2] / "data" / "move" / "new", alone=True)
CRAFT = API.resources["spacecraft"]
LIST = "/2.3.0/spacecraft/"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))


def atoms(*rows: dict[str, Any], path: str = LIST) -> set[tuple[str, ...]]:
    """
    Return the pieces of evidence in an answer, those of the resource alone, without its name.
    """
    body = {"count": len(rows), "next": None, "previous": None, "results": rows}
    exchange = Exchange("GET", f"https://api.example{path}", 200, body=json.dumps(body).encode())
    found = set(_atoms(API, tuple(assigned(API, (exchange,)))))
    return {each[1:] for each in found}


LONG = "x" * 41


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", "a"], {("name", "string"), ("name", "value", "a")}),
        (["a"], {("name", "string")}),
        (["a", "b"], {("name", "string")}),
        (["a", "a", "b"], {("name", "string")}),
        (["a", "a", "b", "b"], {("name", "string"), ("name", "value", "a"), ("name", "value", "b")}),
        (["", ""], {("name", "string"), ("name", "empty"), ("name", "value", "")}),
        ([None], {("name", "null")}),
        ([[]], {("name", "array"), ("name", "empty")}),
        ([[1]], {("name", "array")}),
        ([0], {("name", "integer")}),
        ([LONG[1:], LONG[1:]], {("name", "string"), ("name", "value", LONG[1:])}),
        ([LONG, LONG], {("name", "string")}),
        ([LONG, LONG, "a", "a"], {("name", "string")}),
        (["a", "a", 1], {("name", "string"), ("name", "integer"), ("name", "value", "a")}),
    ],
)
def test_the_pieces_of_evidence_of_a_field(values: list[Any], expected: set[tuple[str, ...]]) -> None:
    """
    Its types, that it was empty, and its texts where they are short and each stands in two records on average.
    """
    found = atoms(*({"id": number, "name": value} for number, value in enumerate(values)))

    assert expected == found - {("id", "integer")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", set()),
        ("?limit=9", {("parameter", "limit")}),
        ("?limit=9&name=a", {("parameter", "limit"), ("parameter", "name")}),
        ("?ordering=-id&limit=9", {("parameter", "ordering", "-id"), ("parameter", "limit", "-id")}),
    ],
)
def test_a_parameter_that_was_answered_is_evidence(query: str, expected: set[tuple[str, ...]]) -> None:
    """
    In each ordering it is another one.
    """
    assert expected == atoms(path=f"{LIST}{query}")


def progress(again: int, seen: bool = True) -> _Progress:  # noqa: FBT001, FBT002 - a test
    """
    Return what is known of a resource of which so many pages are due.
    """
    asked = set() if seen else {each.url.removeprefix("/") for each in _fresh()}
    return _Progress(KeptAnswers(Path("none")), asked=asked, again=[Wish("again", f"/{each}") for each in range(again)])


def _fresh() -> list[Wish]:
    found, known = list[Wish](), _Progress(KeptAnswers(Path("none")))
    while (wish := _next(API, CRAFT, known)) is not None:
        known.asked.add(wish.url.removeprefix("/"))
        found.append(wish)
    return found


@pytest.mark.parametrize(
    ("again", "fresh", "expected"),
    [
        (3, True, ["again", "new", "again", "new", "again", "new"]),
        (1, True, ["again", "new", "new", "new"]),
        (0, True, ["new", "new", "new"]),
        (2, False, ["again", "again"]),
        (0, False, []),
    ],
)
def test_pages_are_asked_again_and_new_ones_in_turn(again: int, expected: list[str], *, fresh: bool) -> None:
    """
    As long as there are both; then what is left of either, until nothing is.
    """
    known, found = progress(again, fresh), list[str]()
    while (wish := _next(API, CRAFT, known)) is not None:
        known.asked.add(wish.url.removeprefix("/"))
        found.append("again" if wish.purpose == "again" else "new")

    assert expected == found


def test_what_went_on_showing_something_new_is_asked_first() -> None:
    """
    A kind of page that showed nothing new waits for the others.
    """
    known = progress(0)
    known.fruitless.update({"beginning": 1})
    wish = _next(API, CRAFT, known)

    assert wish
    assert "ordering end" == wish.purpose


@pytest.mark.parametrize("text", ["{}", "[1]", '["a", null]', "7"])
def test_a_list_of_what_was_asked_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    """
    Anything but texts in a list is told with its file.
    """
    path = tmp_path / "asked.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=r"asked\.json"):
        _asked(path)


def test_what_was_asked_is_read() -> None:
    """
    Where there is no such file nothing was.
    """
    assert set() == _asked(Path("none"))


class Still:
    """
    A clock that stands at the moment of all answers.
    """

    def now(self) -> float:
        """
        Return the seconds since the epoch.
        """
        return dt.datetime(2026, 3, 1, 3, 17, tzinfo=dt.UTC).timestamp()

    steady = now

    def sleep(self, seconds: float) -> None:
        """
        Wait for nothing.
        """


def recorded(folder: Path, answer: Callable[[str], Any], budget: int = 100, api: Any = API) -> Recording:
    """
    Record a service in process that answers a URL with a body, or with a status and a body.
    """

    def service(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        found = answer(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".removesuffix("?"))
        status, body = found if isinstance(found, tuple) else ("200 OK", found)
        start_response(status, [("Content-Type", "application/json"), ("Date", "Sun, 01 Mar 2026 03:17:00 GMT")])
        return [json.dumps(body).encode()]

    with Client(Target("service", "https://api.example", service), budget=Budget(budget), clock=Still()) as client:
        return record(api, client, folder, [api.resources["spacecraft"]])


def one_page(url: str) -> Any:
    """
    Answer each list with one record, and its own URL with it.
    """
    row = {"id": 1, "name": "a"}
    return row if url.startswith(f"{LIST}1/") else {"count": 1, "next": None, "previous": None, "results": [row]}


def test_a_run_that_sent_nothing_leaves_no_line(tmp_path: Path) -> None:
    """
    What did not happen is no run.
    """
    done = recorded(tmp_path, one_page, budget=0)

    assert ((), True) == (read_runs(tmp_path, API.name), bool(done.stopped))


@pytest.mark.parametrize(
    ("answer", "budget", "answered", "failed"),
    [
        (one_page, 1, 1, 0),
        (one_page, 2, 2, 0),
        (lambda _: ("500 Oops", {}), 1, 0, 1),
        (lambda url: one_page(url) if "ordering" not in url else ("500 Oops", {}), 2, 1, 1),
    ],
)
def test_a_run_is_one_line_of_what_was_answered_and_what_failed(
    answer: Callable[[str], Any], budget: int, answered: int, failed: int, tmp_path: Path
) -> None:
    """
    However often it is written, beside those of earlier runs.
    """
    earlier = RecordRun("2026-01-01T00:00:00Z", "https://api.example", 3)
    write_runs(tmp_path, API.name, (earlier,))
    done = recorded(tmp_path, answer, budget)
    runs = read_runs(tmp_path, API.name)

    assert (2, earlier) == (len(runs), runs[0])
    assert (answered, failed, "https://api.example") == (runs[1].answered, len(runs[1].failed), runs[1].target)
    assert failed == len(done.failed)
    assert ("2026-03-01T03:17:00Z" if answered else "") == runs[1].first


@pytest.mark.parametrize(("failures", "stops"), [(2, False), (3, True)])
def test_failures_in_a_row_end_a_run(failures: int, tmp_path: Path, *, stops: bool) -> None:
    """
    Three of them do; an answer in between begins the row anew.
    """
    numbers = iter(range(100))
    done = recorded(tmp_path, lambda url: ("500 Oops", {}) if next(numbers) < failures else one_page(url))

    assert stops == done.stopped.endswith("3 requests in a row failed")
    assert failures == len(done.failed)
    assert stops == (done.kept == [])


def test_a_throttle_after_an_answer_ends_a_run(tmp_path: Path) -> None:
    """
    What came before is kept, and the refusal is told with its URL; on the first request it is an error.
    """
    numbers = iter(range(100))

    def answer(url: str) -> Any:
        return one_page(url) if next(numbers) < 1 else ("429 Too Many Requests", {})

    done = recorded(tmp_path, answer)
    run = read_runs(tmp_path, API.name)[0]

    assert (["throttled"], 1, 1) == ([each.kind for each in done.failed], len(done.kept), run.answered)
    assert run.failed[0].url.startswith(f"https://api.example{LIST}?")
    assert done.stopped == run.stopped != ""
    with pytest.raises(Throttled):
        recorded(tmp_path / "other", lambda _: ("429 Too Many Requests", {}))


def test_what_showed_nothing_new_is_listed_and_not_kept(tmp_path: Path) -> None:
    """
    It is not asked for again by the next run.
    """
    urls = list[str]()

    def answer(url: str) -> Any:
        urls.append(url)
        return one_page(url)

    done = recorded(tmp_path, answer)
    listed = json.loads(next(tmp_path.rglob("asked.json")).read_text(encoding="utf-8"))
    number = len(urls)
    again = recorded(tmp_path, answer)

    assert done.barren == len(urls) - len(done.kept) > 0
    kept = {each.url.removeprefix("https://api.example/") for each in recordings_in(tmp_path / "fixtures")}
    assert {each.removeprefix("/") for each in urls} == set(listed) | kept
    assert len(set(listed) - kept) == done.barren
    assert (number, 0, []) == (len(urls), again.barren, again.kept)
    assert replace(again, stopped="") == Recording()


def test_a_kind_of_page_that_shows_nothing_new_waits(tmp_path: Path) -> None:
    """
    The second truth of a filter shows nothing that the first did not: orderings come before the next filter.
    """
    craft = replace(
        CRAFT,
        parameters=tuple(Parameter(name, (name,), "exact", "boolean") for name in ("flown", "lost")),
        ordering=(Field("id", "id", "integer"), Field("name", "name")),
    )
    urls = list[str]()

    def answer(url: str) -> Any:
        urls.append(url.removeprefix(LIST).removeprefix("?limit=100&"))
        return one_page(url)

    recorded(tmp_path, answer, api=replace(API, resources={"spacecraft": craft}))

    assert [
        "?limit=100",
        "ordering=-id",
        "1/",
        "flown=true",
        "flown=false",
        "ordering=id",
        "ordering=-name",
        "ordering=name",
        "lost=true",
        "lost=false",
    ] == urls
