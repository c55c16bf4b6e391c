"""
Promise: a front end gets the real answers while the quota lasts, and nothing that contradicts them afterwards.

`UPSTREAM_REQUESTS` says how long a session is: 1,000 requests in the full size.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from simulated import Seen, Throttled, framework, visit

from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS = int(os.environ.get("UPSTREAM_REQUESTS", "100"))


def session(front: Any, seed: int) -> tuple[Seen, list[int]]:
    """
    Ask as a front end does, and return what was contradicted, and the statuses.
    """
    seen, statuses, names = Seen(), [], dict[int, None]()
    for path in visit(seed, REQUESTS, lambda: [*names]):
        response = front.get(path)
        seen.take(front.service.admitted)
        seen.hold(path, response.json)
        statuses.append(response.status_code)
        if path.startswith("/2.3.0/spacecraft/?"):
            names.update({row["id"]: None for row in response.json["results"]})
    return seen, statuses


def test_a_throttled_upstream(front: Callable[..., Any]) -> None:
    """
    Of a session the upstream sees as many requests as it allows and no more, and no answer contradicts what it said.
    """
    with front(Throttled(framework(), limit=15), rate=Throttle(15, 3600)) as stood:
        seen, statuses = session(stood, 1)

    assert (15, []) == (len(stood.service.admitted), stood.service.refused)
    assert [] == seen.wrong
    assert {200} == set(statuses)


def test_a_second_session_asks_less(front: Callable[..., Any]) -> None:
    """
    With a quota that is never reached, a second session of the same kind asks the upstream for less than half as much.
    """
    with front() as stood:
        session(stood, 2)
        first = len(stood.service.admitted)
        seen, _ = session(stood, 3)
        stood.upstream.settle()

    assert len(stood.service.admitted) - first < first / 2
    assert [] == seen.wrong
    assert [] == list(stood.upstream.judge.findings)
