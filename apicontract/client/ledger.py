"""
What was sent to each host, remembered across runs and processes, so that its throttle is never met.

One JSON file a host, changed under a file lock and replaced in one step. A request is written down before it
is sent: a process that is killed in between has counted one too many, never one too few.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import filelock

from apicontract.contract.errors import DataError, Throttled
from apicontract.contract.files import make_cache_folder, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from apicontract.client.usage import Usage
    from apicontract.contract.model import Throttle

#: Seconds for which requests to a host without a declared throttle are remembered.
_WINDOW = 3600.0
#: Requests remembered of a host without a declared throttle.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Account:
    """
    What is known of one host.

    Attributes:
        sent: when each request of the window was sent, oldest first, in seconds since the epoch.
        blocked_until: before this moment the host wants no request (its `Retry-After`).
        others: the host has counted so many more, sent by others behind the same address; when it said so.
    """

    sent: tuple[float, ...] = ()
    blocked_until: float = 0.0
    others: tuple[float, ...] = ()

    @property
    def counted(self) -> tuple[float, ...]:
        """
        The requests that count, oldest first.
        """
        return tuple(sorted((*self.sent, *self.others)))


@dataclass(frozen=True)
class Ledger:
    """
    The accounts of all hosts, in a folder.
    """

    folder: Path

    def admit(self, host: str, throttle: Throttle | None, now: float) -> None:
        """
        Write down a request that is about to be sent.

        The window rolls: a request is admitted when fewer than the limit lie within the last seconds
        (`rest_framework.throttling.SimpleRateThrottle.allow_request`).

        Raises:
            Throttled: the host would refuse it; nothing is written down.
            DataError: the account was changed by hand into something else.
        """
        with self._locked(host):
            account = _recent(self._read(host), throttle, now)
            wait = _wait(account, throttle, now)
            if wait > 0:
                raise Throttled(host, f"no request may be sent for {wait:.0f} seconds", wait)
            self._write(host, replace(account, sent=(*account.sent, now)))

    def wait(self, host: str, throttle: Throttle | None, now: float) -> float:
        """
        Return the seconds until the next request would be admitted, 0 if that is now.
        """
        with self._locked(host):
            return _wait(_recent(self._read(host), throttle, now), throttle, now)

    def left(self, host: str, throttle: Throttle, now: float) -> int:
        """
        Return how many requests would be admitted now.
        """
        with self._locked(host):
            account = _recent(self._read(host), throttle, now)
        return 0 if account.blocked_until > now else max(throttle.requests - len(account.counted), 0)

    def refused(self, host: str, seconds: float, now: float) -> None:
        """
        Remember that the host wants no request for so many seconds.
        """
        with self._locked(host):
            account = self._read(host)
            self._write(host, replace(account, blocked_until=max(account.blocked_until, now + seconds)))

    def stated(self, host: str, usage: Usage, now: float) -> None:
        """
        Believe what the host says it has counted: what is not our own is that of others, sent just now.

        When they sent it is unknown; the latest moment is the one at which nothing is promised too early.
        """
        with self._locked(host):
            account = _recent(self._read(host), usage.throttle, now)
            others = (now,) * max(usage.used - len(account.sent), 0)
            blocked = max(account.blocked_until, now + usage.wait if usage.wait else 0.0)
            self._write(host, Account(account.sent, blocked, others))

    def account(self, host: str) -> Account:
        """
        Return what is known of a host.
        """
        with self._locked(host):
            return self._read(host)

    def _path(self, host: str) -> Path:
        return self.folder / f"{quote(host, safe='')}.json"

    def _locked(self, host: str) -> AbstractContextManager[Any]:
        make_cache_folder(self.folder)
        return filelock.FileLock(self._path(host).with_suffix(".lock"))

    def _read(self, host: str) -> Account:
        path = self._path(host)
        if not path.exists():
            return Account()
        try:
            document = json.loads(path.read_bytes())
            sent, others = (tuple(map(float, each)) for each in (document["sent"], document.get("others", ())))
            return Account(sent, float(document["blocked_until"]), others)
        except (ValueError, TypeError, KeyError) as error:
            raise DataError(
                str(path), "not a ledger of requests", "what this program wrote; remove the file"
            ) from error

    def _write(self, host: str, account: Account) -> None:
        document = {"host": host, **asdict(account)}
        write_atomically(self._path(host), json.dumps(document))


def _recent(account: Account, throttle: Throttle | None, now: float) -> Account:
    window = float(throttle.seconds) if throttle else _WINDOW
    sent = tuple(_within(account.sent, now, window))
    others = tuple(_within(account.others, now, window))
    return Account(sent if throttle else sent[-_MOST:], account.blocked_until, others)


def _within(sent: tuple[float, ...], now: float, window: float) -> Iterator[float]:
    """
    Yield the moments inside the window; one in the future (the clock was set back) counts as now.
    """
    return (min(each, now) for each in sent if min(each, now) > now - window)


def _wait(account: Account, throttle: Throttle | None, now: float) -> float:
    blocked = account.blocked_until - now
    counted = account.counted
    full = throttle is not None and len(counted) >= throttle.requests
    rolling = counted[-throttle.requests] + throttle.seconds - now if throttle and full else 0.0
    return max(blocked, rolling, 0.0)
