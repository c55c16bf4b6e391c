"""
A fault is followed by the requests that say more about it, each kind once.
"""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qsl, urlencode

import pytest
from books import api, resource

from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Level
from apicontract.contract.violation import Violation
from apicontract.planner.crawl import Crawl
from apicontract.planner.minimizer import Minimizer
from apicontract.planner.probe import Probe

_BOOKS = resource("sold", "title", "kind")
_OPENING = Probe("/v1/books/", (("limit", "6"), ("offset", "-5"), ("mode", "detailed")))


class _Asking:
    """
    A narrower whose evidence finds fault with lists, or with nothing but the first answer.
    """

    def __init__(self, *wrong: str, walks: dict[str, Crawl] | None = None) -> None:
        self.wrong = wrong
        self.sent: list[Probe] = []
        self.kept: list[Exchange] = []
        self.evidence = SimpleNamespace(probes={}, superseded=set(), faults_of=self.faults_of)
        self.minimizer = Minimizer(api(_BOOKS), self.evidence, self.send, walks or {})  # type: ignore[arg-type]

    def faults_of(self, exchange: Exchange, *, beside: bool = False) -> list[str]:
        return ["fault"] * any(each in exchange.url for each in self.wrong) * (beside or "sold" not in exchange.url)

    def send(self, probe: Probe) -> Exchange:
        exchange = probe.as_exchange()
        self.kept.append(exchange)
        self.evidence.probes[id(exchange)] = probe
        self.sent.append(probe)
        return exchange

    def minimize(
        self, target: str, check: str = "some-check", place: str = "/results/0/id", **more: object
    ) -> list[str]:
        """
        Narrow what a request shows, and return the requests sent for it.
        """
        path, _, query = target.partition("?")
        exchange = self.send(Probe(path, tuple(parse_qsl(query, keep_blank_values=True)), **more))  # type: ignore[arg-type]
        known = len(self.sent)
        self.minimizer.minimize(Violation(check, Level.VIOLATION, place, "wrong", exchanges=(exchange,)))
        return [f"{each.path}?{urlencode(each.query)}".rstrip("?") for each in self.sent[known:]]


def test_a_plain_request_of_one_part_is_small_enough() -> None:
    """
    Nothing smaller shows it, so nothing is sent, and its kind is not used up.
    """
    asking = _Asking("limit")

    assert ([], set(), 0) == (asking.minimize("/v1/books/?limit=2"), asking.minimizer.seen, asking.minimizer.isolated)


def test_a_request_of_several_parts_is_made_smaller() -> None:
    """
    The smallest that shows the fault is looked for.
    """
    asking = _Asking("limit")

    assert ["/v1/books/?limit=2"] == asking.minimize("/v1/books/?limit=2&mode=list")
    assert ({("some-check", "results/id")}, 1) == (
        {(check, place.strip("/")) for check, place in asking.minimizer.seen},
        asking.minimizer.isolated,
    )


@pytest.mark.parametrize(
    ("check", "place", "again"),
    [
        ("some-check", "/results/3/id", False),
        ("other-check", "/results/0/id", True),
        ("some-check", "/results/0/title", True),
    ],
)
def test_each_kind_is_narrowed_once(check: str, place: str, again: bool) -> None:  # noqa: FBT001 - a case
    """
    The same check at the same place, whatever the row, was narrowed before.
    """
    asking = _Asking("limit")
    asking.minimize("/v1/books/?limit=2&mode=list")

    assert again == bool(asking.minimize("/v1/books/?limit=3&mode=list", check, place))


def test_six_faults_are_narrowed() -> None:
    """
    A server that is wrong everywhere does not cost the whole budget.
    """
    asking = _Asking("limit")
    sent = [bool(asking.minimize("/v1/books/?limit=2&mode=list", f"check-{number}")) for number in range(8)]

    assert [True] * 6 + [False] * 2 == sent


def test_an_answer_that_nobody_asked_for_is_left() -> None:
    """
    A refusal that has no probe cannot be made smaller.
    """
    asking = _Asking("limit")
    asking.minimizer.minimize(Violation("c", Level.VIOLATION, "", "m", exchanges=(Exchange("GET", "http://x/", 429),)))

    assert [] == asking.sent


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/v1/books/?search=Emma", ["/v1/books/?search=emma"]),
        ("/v1/books/?search=emma", []),
        ("/v1/books/?kind=%2B01", ["/v1/books/?kind=1"]),
        ("/v1/books/?title=+Emma+", ["/v1/books/?title=Emma"]),
    ],
)
def test_values_are_asked_for_plainly(target: str, expected: list[str]) -> None:
    """
    A search in capitals, and a value that only the framework reads, are asked for in the plain way, too.
    """
    assert expected == _Asking("kind=%2B", "Emma+").minimize(target)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/v1/books/?sold=true&mode=list", ["/v1/books/?sold=true", "/v1/books/?sold=false"]),
        ("/v1/books/?sold=false&mode=list", ["/v1/books/?sold=false", "/v1/books/?sold=true"]),
        ("/v1/books/?kind=1&mode=list", ["/v1/books/?kind=1"]),
    ],
)
def test_the_other_half_is_asked_for(target: str, expected: list[str]) -> None:
    """
    Where a yes-or-no filter alone goes wrong, its other value is asked for; no other filter has one.
    """
    assert expected == _Asking("sold", "kind").minimize(target)


@pytest.mark.parametrize("more", ["kind=1", "search=e", "title=Emma"])
def test_no_half_of_several_selections(more: str) -> None:
    """
    Beside another selection that is needed to show the fault there is no other half.
    """
    sent = _Asking(f"sold=true&{more}").minimize(f"/v1/books/?sold=true&{more}")

    assert [] == [each for each in sent if "sold=false" in each]


@pytest.mark.parametrize(("walks", "expected"), [(True, ["/v1/books/?limit=6&mode=detailed&offset=1"]), (False, [])])
def test_an_offset_is_asked_for_where_all_is_known(walks: bool, expected: list[str]) -> None:  # noqa: FBT001 - a case
    """
    The first page of the walk is asked for one record later, if there was a walk.
    """
    asking = _Asking("offset=2", walks={"books": Crawl(opening=_OPENING)} if walks else {"books": Crawl()})

    assert ["/v1/books/?offset=2", *expected] == asking.minimize("/v1/books/?offset=2&mode=list")


def test_a_page_for_people_is_asked_for_as_data() -> None:
    """
    Where a browser's page goes wrong, the same is asked for without the format and the header.
    """
    asking = _Asking("format=api")
    asking.minimize("/v1/books/?format=api&mode=list", headers=(("Accept", "text/html"), ("Origin", "http://x")))

    assert Probe("/v1/books/") in asking.sent


def test_a_header_that_is_needed_beside_a_page_for_people_stays() -> None:
    """
    Only what asks for the page is left out: its format, and what is accepted.
    """
    asking = _Asking("limit=2")
    exchange = asking.send(Probe("/v1/books/", (("limit", "2"),), (("Accept", "text/html"), ("Origin", "Accept"))))
    asking.minimizer._complement(exchange)

    assert [Probe("/v1/books/", (("limit", "2"),), (("Origin", "Accept"),))] == asking.sent[1:]


@pytest.mark.parametrize(("path", "expected"), [("/v1/books/", [Probe("/v1/books/")]), ("/v1/books/5/", [])])
def test_a_list_is_asked_for_without_its_mode(path: str, expected: list[Probe]) -> None:
    """
    Whether the mode is to blame shows beside the same list without it; a single record shows that by itself.
    """
    asking = _Asking("mode=list")
    exchange = asking.send(Probe(path, (("mode", "list"),)))
    asking.minimizer._complement(exchange)

    assert expected == asking.sent[1:]


@pytest.mark.parametrize(
    ("wrong", "superseded"), [(("/books/?", "/books/5"), True), (("/books/5",), False)], ids=["list", "record"]
)
def test_a_filter_beside_a_record_is_asked_of_the_list(wrong: tuple[str, ...], superseded: bool) -> None:  # noqa: FBT001 - a case
    """
    If the list is wrong, too, it says more, and the record's answer no longer counts.
    """
    asking = _Asking(*wrong)
    first, second, *_ = asking.minimize("/v1/books/5/?title=Emma&kind=1")

    assert "/v1/books/?title=Emma&kind=1" == first
    assert ("/v1/books/?" if superseded else "/v1/books/5/?") == second[: second.index("?") + 1]
    assert superseded == (id(asking.kept[1]) in asking.evidence.superseded or "/books/?" in second)


def test_a_record_without_a_filter_is_no_list() -> None:
    """
    What is asked of a record without a selection says nothing of lists.
    """
    assert not [each for each in _Asking("mode").minimize("/v1/books/5/?mode=list&format=json") if "/5/" not in each]
