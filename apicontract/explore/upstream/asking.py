"""
The upstream is asked by some few threads, so that who waits for a slow answer waits alone.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from apicontract.client.cache import AnswerCache
from apicontract.contract.errors import ApiContractError, Throttled
from apicontract.contract.redaction import redacted_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.client.cache import Key
    from apicontract.client.client import Client
    from apicontract.client.clock import Clock
    from apicontract.contract.exchange import Exchange
    from apicontract.explore.upstream.quota import Quota
    from apicontract.explore.upstream.wanted import Wanted

#: Requests to the upstream at the same time, and those that wait for them: half of the server's threads, so that the
#: others stay free for what the mock answers.
_LANES, _WAITING = 8, 16
#: Seconds for which an upstream that does not answer is left alone.
_PAUSE = 30.0
#: Seconds for which one client is used; then a new one asks the service anew what it has counted.
_CLIENT_SECONDS = 3600.0


class UsageAlone(AnswerCache):
    """
    A cache of the one answer that all clients share: what the service says of its limit, for as long as a client lives.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        super().__init__()
        self._url = url
        self._clock = clock
        self._kept = 0.0

    def get(self, key: Key) -> Exchange | None:
        """
        Return that answer, unless it is too old.
        """
        return super().get(key) if self._clock.steady() - self._kept < _CLIENT_SECONDS else None

    def put(self, key: Key, exchange: Exchange) -> None:
        """
        Keep that answer, and no other.
        """
        if key[1] == self._url:
            self._kept = self._clock.steady()
            super().put(key, exchange)


class UpstreamAsker:
    """
    Asks the upstream, each question once at a time.

    Args:
        make: returns a new client.
        quota: whether the upstream may be asked.
        take: is handed each answer as soon as it came, on the thread that asked.
        say: told in one sentence what went wrong.
    """

    def __init__(
        self,
        make: Callable[[], Client],
        quota: Quota,
        take: Callable[[Wanted, Exchange], None],
        say: Callable[[str], None],
    ) -> None:
        self._make = make
        self._quota = quota
        self._take = take
        self._say = say
        self._waiting: dict[str, Future[Exchange | None]] = {}
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(_LANES, "upstream")
        self._local = threading.local()

    def ask(self, wanted: Wanted, headers: tuple[tuple[str, str], ...]) -> Future[Exchange | None] | None:
        """
        Return the answer to come, None in it if none comes; None if the upstream may not be asked now.
        """
        with self._lock:
            known = self._waiting.get(wanted.url)
            if known is not None:
                return known
            if not self._quota.open or len(self._waiting) >= _WAITING:
                return None
            future = self._threads.submit(self._asked, wanted, headers)
            self._waiting[wanted.url] = future
        future.add_done_callback(lambda _: self._done(wanted.url))
        return future

    def close(self) -> None:
        """
        Ask nothing more, and wait for what was asked.
        """
        self._threads.shutdown(cancel_futures=True)

    def _done(self, url: str) -> None:
        with self._lock:
            self._waiting.pop(url, None)

    def _asked(self, wanted: Wanted, headers: tuple[tuple[str, str], ...]) -> Exchange | None:
        if not self._quota.open:
            return None
        try:
            client = self._client()
            exchange = client.get(wanted.url, headers=headers, fresh=True)
            client.exchanges.clear()
            self._quota.heard(client.limit)
            self._take(wanted, exchange)
        except Throttled as error:
            self._quota.close(max(error.retry_after, 1.0), f"{error.target} may not be asked: its limit is used up")
        except (ApiContractError, OSError) as error:
            self._quota.close(_PAUSE, str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the mock answers
            self._say(f"the answer of {redacted_url(wanted.url)} could not be used: {type(error).__name__}: {error}")
        else:
            return exchange
        return None

    def _client(self) -> Client:
        now = self._quota.clock.steady()
        made, client = getattr(self._local, "made", (0.0, None))
        if client is None or now - made > _CLIENT_SECONDS:
            if client is not None:
                client.close()
            client = self._make()
            self._local.made = (now, client)
        known: Client = client
        return known
