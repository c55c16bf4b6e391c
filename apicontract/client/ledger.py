"""
What was sent to each host, remembered across runs and processes, so that its throttle is never met.

One JSON file a host, changed under a file lock and replaced in one step. A request is written down before it
is sent: a process that is killed in between has counted one too many, never one too few.
Each moment is written down by two clocks, so that it counts once for its window, wherever the clock is set meanwhile.
"""

from __future__ import annotations

import json
import math
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from apicontract.client.clock import Moment, told_wait
from apicontract.client.headers import LONGEST_WAIT
from apicontract.contract.errors import DataError, Throttled
from apicontract.contract.files import locked, make_cache_folder, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from apicontract.client.usage import Usage
    from apicontract.contract.model import Throttle

#: Seconds for which requests to a host without a declared throttle are remembered.
_WINDOW = 3600.0
#: Requests remembered of a host without a declared throttle.
_MOST = 500
#: Long ago by every clock.
_EPOCH = Moment(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Block:
    """
    For how long a host wants no request (its `Retry-After`).

    Attributes:
        since: when it said so.
        seconds: for how long, from then; a day at the most.
    """

    since: Moment = _EPOCH
    seconds: float = 0.0

    def left(self, now: Moment) -> float:
        """
        Return the seconds that are left of it, 0 if it is over.
        """
        return max(self.seconds - self.since.age(now), 0.0)


@dataclass(frozen=True, slots=True)
class Account:
    """
    What is known of one host.

    Attributes:
        sent: when each request of the window was sent, in the order of sending.
        others: the host has counted so many more, sent by others behind the same address; when it said so.
        block: when the host wants no request.
    """

    sent: tuple[Moment, ...] = ()
    others: tuple[Moment, ...] = ()
    block: Block = Block()

    def ages(self, now: Moment) -> list[float]:
        """
        Return how many seconds ago each request that counts was sent, the youngest first.
        """
        return sorted(each.age(now) for each in (*self.sent, *self.others))


@dataclass(frozen=True)
class Ledger:
    """
    The accounts of all hosts, in a folder.

    Each method raises a `DataError` for an account that was changed by hand into something else, and a
    `UsageError` for one that another process keeps locked.
    """

    folder: Path

    def admit(self, host: str, throttle: Throttle | None, now: Moment) -> None:
        """
        Write down a request that is about to be sent.

        The window rolls: a request is admitted when fewer than the limit lie within the last seconds
        (`rest_framework.throttling.SimpleRateThrottle.allow_request`).

        Raises:
            Throttled: the host would refuse it; it is not written down.
        """
        with self._opened(host, throttle, now) as account:
            wait = _wait(account, throttle, now)
            if wait > 0:
                raise Throttled(host, f"no request may be sent for {told_wait(wait)}", wait)
            self._write(host, replace(account, sent=(*account.sent, now)))

    def wait(self, host: str, throttle: Throttle | None, now: Moment) -> float:
        """
        Return the seconds until the next request would be admitted, 0 if that is now.
        """
        with self._opened(host, throttle, now) as account:
            return _wait(account, throttle, now)

    def left(self, host: str, throttle: Throttle, now: Moment) -> int:
        """
        Return how many requests would be admitted now.
        """
        with self._opened(host, throttle, now) as account:
            return 0 if account.block.left(now) else max(throttle.requests - len(account.ages(now)), 0)

    def refused(self, host: str, seconds: float, now: Moment) -> None:
        """
        Remember that the host wants no request for so many seconds; a day is the longest that is believed.
        """
        with self._locked(host):
            account = self._read(host)
            self._write(host, replace(account, block=_longer(account.block, seconds, now)))

    def stated(self, host: str, usage: Usage, now: Moment) -> None:
        """
        Believe what the host says it has counted: what is not our own is that of others, sent just now.

        When they sent it is unknown; the latest moment is the one at which nothing is promised too early.
        """
        with self._opened(host, usage.throttle, now) as account:
            others = (now,) * max(usage.used - len(account.sent), 0)
            self._write(host, Account(account.sent, others, _longer(account.block, usage.wait, now)))

    def account(self, host: str) -> Account:
        """
        Return what is known of a host.
        """
        with self._locked(host):
            return self._read(host)

    @contextmanager
    def _opened(self, host: str, throttle: Throttle | None, now: Moment) -> Iterator[Account]:
        """
        Read under the lock what counts now. What no clock can date counts from now on, so that is written down.
        """
        with self._locked(host):
            read = self._read(host)
            account = _recent(read, throttle, now)
            if not all(each.known(now) for each in (*read.sent, *read.others, read.block.since)):
                self._write(host, account)
            yield account

    def _path(self, host: str) -> Path:
        return self.folder / f"{quote(host, safe='')}.json"

    @contextmanager
    def _locked(self, host: str) -> Iterator[None]:
        make_cache_folder(self.folder)
        with locked(self._path(host).with_suffix(".lock")):
            yield

    def _read(self, host: str) -> Account:
        path = self._path(host)
        if not path.exists():
            return Account()
        try:
            return _account(json.loads(path.read_bytes()))
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise DataError(
                str(path), "not a ledger of requests", "what this program wrote; remove the file"
            ) from error

    def _write(self, host: str, account: Account) -> None:
        document = {
            "host": host,
            "sent": [each.document for each in account.sent],
            "others": [each.document for each in account.others],
            "block": {"since": account.block.since.document, "seconds": account.block.seconds},
        }
        write_atomically(self._path(host), json.dumps(document, allow_nan=False))


def _account(document: Any) -> Account:
    sent, others = (tuple(map(_moment, document[name])) for name in ("sent", "others"))
    block = document["block"]
    return Account(sent, others, Block(_moment(block["since"]), min(_number(block["seconds"]), LONGEST_WAIT)))


def _moment(document: Any) -> Moment:
    return Moment(_number(document["wall"]), _number(document["steady"]))


def _number(value: Any) -> float:
    """
    Return a number that can be counted with.

    Raises:
        ValueError: infinity, or no number.
    """
    if not math.isfinite(number := float(value)):
        raise ValueError(value)
    return number


def _recent(account: Account, throttle: Throttle | None, now: Moment) -> Account:
    window = float(throttle.seconds) if throttle else _WINDOW
    sent, others = (
        tuple(each if each.known(now) else now for each in moments if each.age(now) < window)
        for moments in (account.sent, account.others)
    )
    block = account.block if account.block.since.known(now) else replace(account.block, since=now)
    return Account(sent if throttle else sent[-_MOST:], others, block)


def _longer(block: Block, seconds: float, now: Moment) -> Block:
    """
    Return the block that lasts longer: the one that is known, or one of so many seconds from now on.
    """
    believed = min(seconds, LONGEST_WAIT)
    return Block(now, believed) if believed > block.left(now) else block


def _wait(account: Account, throttle: Throttle | None, now: Moment) -> float:
    ages = account.ages(now)
    full = throttle is not None and len(ages) >= throttle.requests
    rolling = throttle.seconds - ages[throttle.requests - 1] if throttle and full else 0.0
    return max(account.block.left(now), rolling, 0.0)
