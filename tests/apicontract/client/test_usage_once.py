"""
How much of a limit is used up, for all clients of a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from apicontract.client import AnswerCache, Budget, Target, UsageOnce
from apicontract.client.usage import UsagePage
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.client import Client


def test_the_page_of_usage_is_asked_for_by_one_client(client_of: Callable[..., Client]) -> None:
    """
    Others learn the limit from its answer, and a budget of its own pays for it.
    """
    page = UsagePage("/usage", {"requests": "r", "seconds": "s", "used": "u"})
    target = Target("server", "https://server.example", usage=page)
    sent: list[str] = []
    once = UsageOnce(Budget(1), AnswerCache())
    for number in range(3):
        client = client_of(
            lambda request: sent.append(request.url.path) or httpx.Response(200, json={"r": 15, "s": 3600, "u": 1}),
            target=target,
            budget=Budget(1),
            usage=once,
        )
        client.get(f"/{number}")
        assert client.limit == Throttle(15, 3600)

    assert ["/0", "/usage", "/1", "/2"] == sent
