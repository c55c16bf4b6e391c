"""
The few requests that try what is only usual.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest
from books import api

from apicontract.contract.errors import Unreachable
from apicontract.contract.exchange import Exchange
from apicontract.planner.trial import tried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.client import Client

#: What only the request for a record tells that there is not.
_TELLING = "a record is answered otherwise/kind/unknown"


@dataclass
class Service:
    """
    A service that answers everything alike, so often, and whatever is to be sent to it.
    """

    left: int
    failing: bool = False
    sent: list[str] = field(default_factory=list)

    def request(
        self, method: str, path: str, query: Iterable[tuple[str, str]], headers: object, *, follow: bool
    ) -> Exchange:
        """
        Note a request, and answer it.
        """
        assert not follow
        del headers
        if self.failing:
            raise Unreachable("library", "closed")
        self.left -= 1
        exchange = Exchange.unanswered(method, f"https://library.example{path}", tuple(query))
        self.sent.append(f"{method} {exchange.url}")
        return exchange


def asked(service: Service) -> list[Exchange]:
    """
    Return the answers of a service to a trial.
    """
    return tried(api(), cast("Client", service), ())


def test_only_what_reads_is_sent() -> None:
    """
    Everything is asked for by GET, and nothing twice, until each kind of request was sent.
    """
    service = Service(1000)

    answers = asked(service)

    assert 20 < len(answers) < 100
    assert {"GET"} == {each.method for each in answers}
    assert len(answers) == len({(each.url, each.request_headers) for each in answers}) or service.left


@pytest.mark.parametrize("budget", [0, 1, 12])
def test_a_budget_is_kept(budget: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    No more is sent than may be, and what tells most comes first.
    """
    monkeypatch.setattr("apicontract.planner.trial.share_of", lambda kind: 1.0 if kind == _TELLING else 0.001)
    service = Service(budget)

    assert budget == len(asked(service))
    assert not service.sent or service.sent[0].endswith("/v1/books/9999999/")


def test_a_server_that_answers_no_more_ends_it() -> None:
    """
    What was answered before counts.
    """
    assert [] == asked(Service(5, failing=True))
