"""
A server with a named fault is never told that it keeps the promise which the fault breaks.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from kills import OWN_CHECKS
from killtable import subject
from miniatures import Miniature, miniatures

from apicontract.checks import Verdict
from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.planner import gather

#: The requests of a run for which nobody says how many.
_BUDGET = 60
#: Faults of one run of the tests; `CHECKED_FAULTS=all` takes every one, and a number draws others.
_SAMPLE = 1


def _drawn() -> list[Miniature]:
    named = os.environ.get("CHECKED_FAULTS", "0")
    found = list(miniatures(load_api()))
    return found if named == "all" else Random(named).sample(found, _SAMPLE)  # noqa: S311 - no secret


@pytest.mark.parametrize("miniature", _drawn(), ids=lambda each: each.fault)
def test_a_broken_promise_is_never_kept(miniature: Miniature) -> None:
    """
    With `--only` its own check, a fault is violated or undecided.
    """
    api, world = subject(miniature.data)
    target = Target(miniature.fault, "http://mock.test", miniature.application(api, world))
    with Client(target, budget=Budget(_BUDGET)) as client:
        run = gather(api, client, resources=(miniature.resource,))
    own = OWN_CHECKS[miniature.fault][0]

    assert Verdict.KEPT is not run.evidence.check_results().chosen(only=(own,)).outcomes[own].verdict
