"""
Which check catches which wrong server, and after how many requests: `python -m tests.killtable`.

Every miniature is asked with 15 requests and, if it is not caught, with 200, both `--strict`.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

from apicontract.catalog import load_api
from apicontract.client import Budget, Client, Target
from apicontract.model import Api, World
from apicontract.population import grow
from apicontract.runner import run_checks
from tests.miniatures import Miniature, miniatures

SMALL, LARGE = 15, 200


@dataclass(frozen=True)
class Kill:
    """
    What became of one miniature.

    Attributes:
        miniature: the wrong server.
        budget: the requests that were enough, 0 if even the large budget was not.
        requests: sent.
        checks: those violated, the first named first.
    """

    miniature: Miniature
    budget: int
    requests: int
    checks: tuple[str, ...]


@cache
def subject() -> tuple[Api, World]:
    """
    Return the API and its full world.
    """
    api = load_api()
    return api, grow(api)


def hunt(miniature: Miniature) -> Kill:
    """
    Ask one wrong server until it is caught.
    """
    api, world = subject()
    application = miniature.application(api, world)
    for budget in (SMALL, LARGE):
        target = Target(miniature.fault, "http://mock.test", application=application)
        with Client(target, budget=Budget(budget)) as client:
            report = run_checks(api, client, resources=(miniature.resource,), budget=budget, strict=True)
        checks = tuple(dict.fromkeys(each.rule for each in report.findings if each.level == "violation"))
        if checks:
            return Kill(miniature, budget, report.requests, checks)
    return Kill(miniature, 0, report.requests, ())


def main(names: list[str]) -> int:
    """
    Print the table, and tell by the exit status whether every miniature was caught.
    """
    api, _ = subject()
    hunted = [each for each in miniatures(api) if not names or each.fault in names]
    kills = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for each in pool.map(hunt, hunted):
            kills.append(each)
            print(f"{each.miniature.fault:28} {each.budget:4} {', '.join(each.checks)}", flush=True)
    small, caught = sum(each.budget == SMALL for each in kills), sum(each.budget > 0 for each in kills)
    print(f"{len(kills)} miniatures: {small} caught within {SMALL} requests ({small / len(kills):.1%}), {caught} within {LARGE}")
    return 0 if caught == len(kills) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
