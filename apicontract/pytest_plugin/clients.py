"""
The clients of a run of the suite: one server, one limit and one way to ask, each with a budget of its own.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.client import (
    AnswerCache,
    Budget,
    Client,
    Deadline,
    Ledger,
    UsageOnce,
    default_budget,
    token_for,
    usual_concurrency,
)
from apicontract.contract.files import cache_folder
from apicontract.pytest_plugin.options import shared_folder
from apicontract.pytest_plugin.outcomes import told
from apicontract.pytest_plugin.parts import described

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pytest

    from apicontract.client import Target
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api

#: Requests to a mock in process when nobody says: they cost little, and each list of a small API gets some.
_IN_PROCESS = 120
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Clients:
    """
    What makes the clients of a run.

    Attributes:
        target: the server.
        limit: how many requests the run may send beside the one that asks for the usage of the server's limit.
        budget: makes the budget of a name, one for all processes and for a test that is run again.
        cache: the answers that the tests without a part share.
        options: of each client.
    """

    target: Target
    limit: int
    budget: Callable[[str, int], Budget]
    cache: AnswerCache
    options: Mapping[str, Any]

    def client(self, name: str, requests: int, cache: AnswerCache | None = None) -> Client:
        """
        Return a client that may send so many requests.

        Args:
            name: what its budget is known by.
            requests: the most that all clients of that name send together.
            cache: the answers that it need not ask for; without one it knows its own alone.
        """
        return Client(self.target, budget=self.budget(name, requests), cache=cache, **self.options)

    def share(self, exchanges: Iterable[Exchange]) -> None:
        """
        Let the tests without a part know some answers, which they need not pay for.
        """
        for each in exchanges:
            key = (each.method, each.url, each.request_headers)
            if self.cache.get(key) is None:
                self.cache.put(key, each)


def clients_of(config: pytest.Config, target: Target, api: Api) -> Clients:
    """
    Return what makes the clients of a run, as its options say.
    """
    option, folder = config.getoption, shared_folder(config)
    limit = option("request_budget") or (_IN_PROCESS if target.application else default_budget(target))
    cache = AnswerCache(folder / "answers")
    # It has a budget of its own: paid for by a part, it would be paid for by whoever comes first.
    usage = int(bool(target.usage) and not target.application and limit > 1)
    return Clients(
        target,
        limit - usage,
        functools.partial(_budget, folder, limit),
        cache,
        {
            "usage": UsageOnce(Budget(usage, folder / "spent-usage"), cache),
            "concurrency": usual_concurrency(limit),
            "ledger": Ledger(cache_folder() / "ledger"),
            "token": token_for(target, api, option("contract_token_host"), functools.partial(told, config)),
            "timeout": option("contract_timeout"),
            "deadline": Deadline(option("contract_deadline")),
            "most_bytes": option("contract_max_body") * _MEGABYTE,
        },
    )


def _budget(folder: Path, whole: int, name: str, requests: int) -> Budget:
    # The name of a test may hold any character.
    file = f"spent-{hashlib.sha256(name.encode()).hexdigest()}"
    return Budget(requests, folder / file, described(name, requests, whole))
