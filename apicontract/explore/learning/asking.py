"""
The requests of a run that learns: what was asked and answered, within a budget.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import OutOfBudget, OutOfTime, TargetError, Throttled, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange

JSON = (("Accept", "application/json"),)
#: Errors after which a run learns from what it has.
_ENDS = (OutOfBudget, OutOfTime, Throttled)
#: Letters of a URL that are said; what stands behind them repeats itself.
_LONGEST_SAID = 300


@dataclass
class Asker:
    """
    What a run sends, and what it heard.

    Attributes:
        client: reaches the server; its budget is the run's.
        say: told of every request.
        heard: the answers, in order.
        stopped: why nothing more is sent, or "".
        reserve: requests that reading on in a list leaves for experiments.
        unknown: what a parameter that there is not does: "" nothing, "empty" selects nothing, "refused".
    """

    client: Client
    say: Callable[[str], None] = lambda _: None
    heard: list[Exchange] = field(default_factory=list)
    stopped: str = ""
    reserve: int = 0
    unknown: str = ""

    @property
    def alone(self) -> bool:
        """
        Whether each name is asked for alone, for one that there is not changes an answer.
        """
        return bool(self.unknown)

    @property
    def left(self) -> int:
        """
        How many requests may still be sent.
        """
        return 0 if self.stopped else self.client.left

    def get(self, path: str, query: Iterable[tuple[str, str]] = (), purpose: str = "") -> Exchange | None:
        """
        Ask, following redirects on the same origin; None where no more may be sent.

        Raises:
            Unreachable: no answer at all, before there was one.
        """
        return self._asked(path, query, JSON, purpose)

    def unfollowed(self, path: str, purpose: str) -> Exchange | None:
        """
        Ask, and take a redirect for the answer.
        """
        return self._asked(path, (), JSON, purpose, follow=False)

    def aside(
        self, path: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]], purpose: str
    ) -> Exchange | None:
        """
        Ask with headers of its own; the answer is not counted among those that were heard. None where there is none.
        """
        if self.stopped:
            return None
        try:
            exchange = self.client.get(path, query, headers)
        except TargetError:
            return None
        shown = exchange.url if len(exchange.url) <= _LONGEST_SAID else f"{exchange.url[:_LONGEST_SAID]}…"
        self.say(f"{purpose}: {shown}: {exchange.status}")
        return exchange

    def once_more(self, exchange: Exchange, purpose: str) -> Exchange | None:
        """
        Ask again for what was answered; the answer is not counted among those that were heard.
        """
        if self.stopped:
            return None
        try:
            again = self.client.get(exchange.url, headers=exchange.request_headers, fresh=True)
        except TargetError:
            return None
        self.say(f"{purpose}: {again.url}: {again.status}")
        return again

    def _asked(
        self,
        path: str,
        query: Iterable[tuple[str, str]],
        headers: Iterable[tuple[str, str]],
        purpose: str,
        *,
        follow: bool = True,
    ) -> Exchange | None:
        if self.stopped:
            return None
        try:
            exchange = self.client.get(path, query, headers, follow=follow)
        except _ENDS as error:
            self.stopped = str(error)
            return None
        except Unreachable as error:
            if not self.heard:
                raise
            self.say(f"{purpose}: {path}: {error.reason}")
            return None
        self.heard.append(exchange)
        self.say(f"{purpose}: {exchange.url}: {exchange.status}")
        return exchange


def json_of(exchange: Exchange | None) -> Any:
    """
    Return the JSON of an answer that succeeded, else None.
    """
    if exchange is None or exchange.status != HTTPStatus.OK:
        return None
    try:
        return exchange.json
    except (ValueError, RecursionError):
        return None
