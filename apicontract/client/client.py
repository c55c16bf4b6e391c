"""
Sends requests and hands back exchanges.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

import httpx

from apicontract.client.allowance import DEFAULT_BYTES, DEFAULT_SECONDS, Deadline
from apicontract.client.cache import AnswerCache, Key, request_key
from apicontract.client.clock import Clock, SystemClock, moment, told_wait
from apicontract.client.connection import Connections
from apicontract.client.headers import LONGEST_WAIT, announces_limit, leads_on, wait_told
from apicontract.client.reasons import reason_of, shortened
from apicontract.client.token import origin, secret_headers
from apicontract.client.under_way import UnderWay
from apicontract.client.usage_once import UsageOnce
from apicontract.contract.errors import TargetError, Throttled, Unreachable
from apicontract.contract.moments import written_moment
from apicontract.contract.redaction import redacted_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.client.budget import Budget
    from apicontract.client.ledger import Ledger
    from apicontract.client.target import Target
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Throttle

#: Answers of something between us and the service, worth asking again (RFC 9110, section 15.6).
_PASSING = frozenset({502, 503, 504})
_MOST_REDIRECTS = 5
#: A connection that was there and went away; a refused one is no better the second time.
_BROKEN = (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError)
_TOO_MANY_REQUESTS = 429


class Client:
    """
    One way to reach a server, with a hard budget, a memory of its throttle and a cache of its answers.

    Attributes:
        target: the server.
        budget: what may still be sent.
        share: fraction of the host's limit that is used, by whomever; the rest is left to others.
        exchanges: each answer in the order in which it was first asked for; redirects too. One that was begun counts
            when it is asked for.
    """

    def __init__(  # noqa: PLR0913 - each is a collaborator that a test replaces
        self,
        target: Target,
        *,
        budget: Budget,
        ledger: Ledger | None = None,
        cache: AnswerCache | None = None,
        clock: Clock | None = None,
        token: str = "",
        timeout: float = DEFAULT_SECONDS,
        deadline: Deadline | None = None,
        most_bytes: int = DEFAULT_BYTES,
        attempts: int = 3,
        share: float = 1.0,
        concurrency: int = 1,
        usage: UsageOnce | None = None,
    ) -> None:
        self.target = target
        self.budget = budget
        self.exchanges: list[Exchange] = []
        self._seen: set[Key] = set()
        self._ledger = None if target.application else ledger
        self._learnt: Throttle | None = None
        self._asked = False
        self._cache = cache or AnswerCache()
        self._usage = usage or UsageOnce(budget, self._cache, kept=1)
        self._clock = clock or SystemClock()
        self._token = token
        self._attempts = attempts
        self.share = share
        self._timeout = timeout
        self._deadline = deadline or Deadline()
        self._most_bytes = most_bytes
        self._connections = Connections(target, most_bytes)
        self._most_under_way = concurrency
        self._limited = False
        self._under_way: UnderWay[Exchange] = UnderWay()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def signed_in(self) -> bool:
        """
        Whether it has a token to send.
        """
        return bool(self._token)

    def anonymous(self) -> Client:
        """
        Return a client of the same server that sends no token; it shares budget, ledger, clock and bounds.
        """
        return Client(
            self.target,
            budget=self.budget,
            ledger=self._ledger,
            clock=self._clock,
            timeout=self._timeout,
            deadline=self._deadline,
            most_bytes=self._most_bytes,
            attempts=self._attempts,
            share=self.share,
        )

    def close(self) -> None:
        """
        Close the connections.
        """
        self._connections.close()

    @property
    def concurrency(self) -> int:
        """
        How many requests may be under way at a time.

        It is one where a limit is published or was announced, and for an application in process: few stand several.
        """
        alone = self.target.application is not None or self.limit is not None or self._limited
        return 1 if alone else self._most_under_way

    @property
    def room(self) -> int:
        """
        How many more requests may be under way: those whose answers have come are no more.
        """
        return max(self.concurrency - len(self._under_way), 0)

    @property
    def now(self) -> dt.datetime:
        """
        The present moment by the clock of the client, in UTC.
        """
        return dt.datetime.fromtimestamp(self._clock.now(), dt.UTC)

    @property
    def limit(self) -> Throttle | None:
        """
        The limit that the target has told us, or the published one.

        The latter is that of anonymous clients; a token has one of its own.
        """
        return self._learnt or (None if self._token else self.target.throttle)

    @property
    def left(self) -> int:
        """
        How many requests may be sent now: what is left of the budget, or of the host's limit if that is less.
        """
        throttle = self._throttle(self.target.host)
        if self._ledger is None or throttle is None:
            return self.budget.left
        self._ask_usage()
        return min(self.budget.left, self._ledger.left(self.target.host, throttle, moment(self._clock)))

    def get(
        self,
        path_or_url: str,
        query: Iterable[tuple[str, str]] = (),
        headers: Iterable[tuple[str, str]] = (),
        *,
        fresh: bool = False,
        follow: bool = True,
    ) -> Exchange:
        """
        Ask for a path below the target (or an absolute URL), and follow redirects to the answer.

        Args:
            path_or_url: absolute path, or URL.
            query: names and values, appended in this order.
            headers: request headers beyond the client's own.
            fresh: ask again, even if this run has the answer already.
            follow: go where a redirect leads, on the same origin; without it the redirect is the answer.

        Raises:
            Unreachable: no whole answer, only 502, 503 or 504, or redirects that lead nowhere.
            Throttled: the server or the ledger says "not now".
            OutOfBudget, OutOfTime: the run may send no more.
        """
        return self.request("GET", path_or_url, query, headers, fresh=fresh, follow=follow)

    def request(  # noqa: PLR0913 - as `get`
        self,
        method: str,
        path_or_url: str,
        query: Iterable[tuple[str, str]] = (),
        headers: Iterable[tuple[str, str]] = (),
        *,
        fresh: bool = False,
        follow: bool = True,
    ) -> Exchange:
        """
        Ask with any method; see `get`.

        Raises:
            TargetError: as `get` does.
        """
        _, url, given = request_key(self.target.url, method, path_or_url, query, headers)
        exchange = self._cached(method, url, given, fresh=fresh)
        for _ in range(_MOST_REDIRECTS if follow else 0):
            if not leads_on(exchange):
                break
            exchange = self._cached(method, self._next(exchange), given, fresh=fresh)
        if follow and leads_on(exchange):
            raise Unreachable(self.target.url, f"no answer after {_MOST_REDIRECTS} redirects")
        return exchange

    def begin(
        self, method: str, path_or_url: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]]
    ) -> None:
        """
        Send a request and pay for it; `request` then waits for its answer, and raises what became of it.

        It waits until fewer are under way than may be. What is known or may not be sent now is left to `request`.
        """
        key = request_key(self.target.url, method, path_or_url, query, headers)
        if self.concurrency == 1 or key in self._under_way or self._cache.get(key):
            return
        with suppress(TargetError):
            self._under_way.wait(self.concurrency)
            self._pay(key[1])
            self._under_way.begin(key, partial(self._with_retries, *key, paid=True))

    def is_under_way(
        self, method: str, path_or_url: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]]
    ) -> bool:
        """
        Whether a request was begun and nobody has taken its answer.
        """
        return request_key(self.target.url, method, path_or_url, query, headers) in self._under_way

    def _next(self, exchange: Exchange) -> str:
        """
        Return where a redirect leads.

        Raises:
            Unreachable: nowhere, or to another origin, which nobody has named.
        """
        location = exchange.header("location") or ""
        try:
            url = urljoin(exchange.url, location)
            abroad = origin(url) != origin(exchange.url)
        except ValueError:
            raise Unreachable(self.target.url, "it redirects to an invalid URL") from None
        if abroad:
            place = shortened(redacted_url(url))
            raise Unreachable(self.target.url, f"it redirects to another origin, which is not followed: {place}")
        return url

    def _cached(self, method: str, url: str, headers: tuple[tuple[str, str], ...], *, fresh: bool) -> Exchange:
        key = (method, url, headers)
        known = None if fresh else self._cache.get(key)
        exchange = known or self._answer(key, fresh=fresh)
        if known is None:
            self._cache.put(key, exchange)
        if known is None or key not in self._seen:
            self._seen.add(key)
            self.exchanges.append(exchange)
        return exchange

    def _answer(self, key: Key, *, fresh: bool) -> Exchange:
        if key in self._under_way and not fresh:
            return self._admitted(self._under_way.take(key))
        self._under_way.wait(self.concurrency)
        return self._admitted(self._with_retries(*key))

    def _with_retries(
        self, method: str, url: str, headers: tuple[tuple[str, str], ...], *, paid: bool = False
    ) -> Exchange:
        """
        Ask until there is an answer of the service itself; a pause doubles, and each attempt is paid for.
        """
        reason = ""
        for attempt in range(self._attempts):
            if attempt:
                self._clock.sleep(min(0.5 * 2 ** (attempt - 1), self._deadline.left))
            try:
                if attempt or not paid:
                    self._pay(url)
                exchange = self._sent(method, url, headers)
            except _BROKEN as error:
                reason = reason_of(error)
                continue
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                # An answer that the end of the run has cut off says nothing about the server.
                self._deadline.hold(self.target.url)
                raise Unreachable(self.target.url, reason_of(error)) from error
            if exchange.status not in _PASSING:
                return exchange
            reason = f"status {exchange.status}"
        raise Unreachable(self.target.url, f"no answer in {self._attempts} attempts, the last one: {reason}")

    def _pay(self, url: str) -> None:
        """
        Write a request down before it is sent.

        Raises:
            Throttled, OutOfBudget, OutOfTime: it may not be sent.
        """
        self._deadline.hold(self.target.url)
        host = urlsplit(url).netloc.lower()
        if self._ledger is None:
            self.budget.spend(self.target.url)
            return
        if self._throttle(host):
            self._ask_usage()
        throttle, now = self._throttle(host), moment(self._clock)
        wait = self._ledger.wait(host, throttle, now)
        if wait > 0:
            if self.share == 1.0 and throttle != self.target.throttle:
                # A limit that was only learnt is unknown to the next run.
                self._ledger.refused(host, wait, now)
            raise Throttled(self.target.url, f"rate limit exceeded, retry in {told_wait(wait)}", wait)
        self.budget.spend(self.target.url)
        self._ledger.admit(host, throttle, now)

    def _sent(self, method: str, url: str, headers: tuple[tuple[str, str], ...]) -> Exchange:
        seconds = min(self._timeout, self._deadline.left)
        secret = secret_headers(self._token, url, self.target.url)
        exchange = self._connections.send(method, url, headers, secret, seconds)
        dated = exchange.header("date") is not None
        return exchange if dated else replace(exchange, recorded_at=written_moment(self.now))

    def _ask_usage(self) -> None:
        """
        Ask the host, once a run, how much of its limit is used up; the host does not count that, a budget does.

        The last request of a budget is not spent on it: then nothing would be left to ask.

        What nobody has published, it learns after the first counted request: a limit that then has not
        counted it is not in force.
        """
        page = self.target.usage
        if self._asked or page is None or self._ledger is None:
            return
        key = ("GET", self.target.url + page.path, ())
        known = self._usage.cache.get(key)
        if known is None and not self._usage.payable:
            return
        self._asked = True
        try:
            exchange = known or self._uncounted(key)
        except (httpx.HTTPError, TargetError):
            # Why nothing is heard, the next request tells.
            return
        for cache in (self._usage.cache, self._cache):
            cache.put(key, exchange)
        usage = page.read(exchange)
        if usage is None or not (usage.used or self.target.throttle):
            return
        self._learnt = usage.throttle
        if known is None:
            self._ledger.stated(self.target.host, usage, moment(self._clock))

    def _uncounted(self, key: Key) -> Exchange:
        self._deadline.hold(self.target.url)
        self._usage.budget.spend(self.target.url)
        return self._sent(*key)

    def _admitted(self, exchange: Exchange) -> Exchange:
        """
        Return the answer, unless it is the server's "not now", which is remembered for every later run.
        """
        self._limited = self._limited or announces_limit(exchange.headers)
        if exchange.status != _TOO_MANY_REQUESTS:
            self._ask_usage()
            return exchange
        wait = wait_told({name.lower(): value for name, value in exchange.headers}, self._clock.now())
        if self._ledger:
            self._ledger.refused(urlsplit(exchange.url).netloc.lower(), wait, moment(self._clock))
        more = "; it stated a longer time, of which a day is used" if wait >= LONGEST_WAIT else ""
        raise Throttled(self.target.url, f"it returned 429, retry in {told_wait(wait)}{more}", wait, exchange)

    def _throttle(self, host: str) -> Throttle | None:
        """
        Return as much of the limit of a host as is used.
        """
        if host != self.target.host or self.limit is None:
            return None
        return self.limit if self.share == 1.0 else self.limit.scaled(self.share)
