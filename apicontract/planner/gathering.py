"""
The beginning of a run: from a budget to what was answered within it.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName
from apicontract.planner.allocation import primary_first
from apicontract.planner.exchange_log import ExchangeLog
from apicontract.planner.run import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.planner.sender import Progress


class Interrupted(KeyboardInterrupt):
    """
    Ctrl-C during a run.

    Attributes:
        run: what was found so far.
    """

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


def gather(  # noqa: PLR0913 - the options of the command
    api: Api,
    client: Client,
    *,
    resources: Sequence[str] = (),
    budget: int | None = None,
    strict: bool = False,
    seed: int = 0,
    progress: Progress | None = None,
    recorded: Sequence[Exchange] = (),
) -> Run:
    """
    Ask a server within a budget, and return what it answered, ready to be judged.

    The primary resource comes first; the others get what a large budget leaves.
    What was `recorded` earlier says what the records were like then.

    Raises:
        UnknownName: a resource that does not exist.
        Interrupted: Ctrl-C, with the run so far.
    """
    for name in resources:
        if name not in api.resources:
            raise UnknownName("resource", name, tuple(api.resources))
    evidence = ExchangeLog(api, strict, recorded=recorded)
    run = Run(api=api, client=client, evidence=evidence, random=Random(seed), progress=progress)  # noqa: S311 - no secret
    try:
        # With nothing left, the first request tells why.
        run.all(primary_first(api, resources), min(budget or client.budget.left, max(client.left, 1)))
    except KeyboardInterrupt as stop:
        run.ended = f"interrupted after {client.budget.spent} of {client.budget.limit} requests"
        raise Interrupted(run) from stop
    return run
