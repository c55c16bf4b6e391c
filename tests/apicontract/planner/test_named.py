"""
A server that misreads the contract in one way is called wrong, and what is told of it is that misreading.

Operators are planted one by one, on an element that chance picks. PLANTED_OPERATORS asks for more of them than a run of
the tests does, PLANTED_SEED for others.
"""

from __future__ import annotations

import os
from random import Random

from killtable import subject
from misread import all_records, misread_server

from apicontract.client import Budget, Client, Target
from apicontract.diagnosis.explanations import EXPLAINED
from apicontract.diagnosis.operators import OPERATORS, Misreading
from apicontract.planner import gather
from apicontract.planner.combiner import Combiner
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app

_OPERATORS = int(os.environ.get("PLANTED_OPERATORS", "3"))
_SEED = os.environ.get("PLANTED_SEED", "0")
_RESOURCE, _BUDGET = "spacecraft", 60
#: Random requests from which misreadings are taken: after so many there are no new operators.
_REQUESTS = 400


def _planted() -> list[Misreading]:
    """
    Return a misreading of each of some operators, all those of one operator as likely.
    """
    api, world = subject()
    combiner = Combiner(all_records(api, world, api.resources[_RESOURCE]), Random(_SEED))  # noqa: S311 - no secret
    predicted = {operator for known in OPERATORS.values() for operator in known}
    found = {each for _ in range(_REQUESTS) for each in combiner.random_request().misreadings}
    by_operator: dict[str, list[Misreading]] = {}
    for each in sorted(found):
        if each.operator in predicted:
            by_operator.setdefault(each.operator, []).append(each)
    random = Random(_SEED)  # noqa: S311 - no secret
    chosen = random.sample(sorted(by_operator), min(_OPERATORS, len(by_operator)))
    return [random.choice(by_operator[each]) for each in chosen]


def _told(misreading: Misreading) -> tuple[bool, tuple[str, ...]]:
    """
    Return whether a run calls the server wrong, and the sentences that explain how.
    """
    api, world = subject()
    resource = api.resources[_RESOURCE]
    pipeline = misread_server(all_records(api, world, resource), misreading)
    target = Target("misread", "http://mock.test", create_app(api, world, pipeline=pipeline))
    with Client(target, budget=Budget(_BUDGET)) as client:
        run = gather(api, client, resources=(_RESOURCE,), budget=_BUDGET, strict=True)
        findings = report_of_run(run).findings
    wrong = [each for each in findings if each.level == "violation"]
    return bool(wrong), tuple({text for each in wrong for label, text in each.details if label == EXPLAINED})


def test_what_is_planted_is_told() -> None:
    """
    Nine of ten are called wrong within so many requests, eight of ten are explained, and none as anything else.
    """
    told = {misreading: _told(misreading) for misreading in _planted()}

    others = {each: sentences for each, (_, sentences) in told.items() if not _names(each, sentences)}
    assert not others
    assert sum(wrong for wrong, _ in told.values()) >= 0.9 * len(told) - 1
    assert sum(bool(sentences) for _, sentences in told.values()) >= 0.8 * len(told) - 1


def _names(misreading: Misreading, sentences: tuple[str, ...]) -> bool:
    """
    Whether each sentence names the operator, of this element or of another scope.
    """
    return all(misreading.operator in each for each in sentences)
