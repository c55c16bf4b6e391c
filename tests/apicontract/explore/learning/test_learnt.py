"""
What is asked of services of many conventions, and what is learnt of each, word for word.

`pytest --update-snapshots` writes it anew, so that a review shows what another experiment changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from convention_server import service
from conventions import CONVENTIONS

from apicontract.client import Budget, Client, Target
from apicontract.explore.learning.asking import Asker
from apicontract.explore.learning.learn import Learnt, learn

SNAPSHOTS = Path(__file__).parent / "learnt"
HOST = "http://films.test"


def learnt_of(name: str, budget: int = 150) -> tuple[Learnt, list[str], int]:
    """
    Return what is learnt of a convention, what was asked for that, each with its purpose, and how much was sent.
    """
    convention, told = CONVENTIONS[name], list[str]()
    with Client(Target("films", HOST, application=service(convention)), budget=Budget(budget)) as client:
        return learn(Asker(client, told.append), convention.path), told, client.budget.spent


@pytest.mark.parametrize("name", CONVENTIONS)
def test_what_is_asked_and_learnt(name: str, request: pytest.FixtureRequest) -> None:
    """
    The same service is asked the same, and the same is learnt of it.
    """
    learnt, told, _ = learnt_of(name)
    lines = [
        *(each.replace(HOST, "") for each in told),
        "",
        *map(str, learnt.statements),
        "",
        *(f"open: {each}" for each in learnt.open),
    ]
    text, path = "\n".join(lines) + "\n", SNAPSHOTS / f"{name}.txt"
    if request.config.getoption("--update-snapshots"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("budget", [5, 10, 20, 40])
def test_no_more_is_asked_than_may_be(budget: int) -> None:
    """
    A small budget is kept, and what was not tried for it is told.
    """
    learnt, told, spent = learnt_of("page-and-per-page", budget)

    assert spent == budget
    assert len(told) >= budget
    assert [True] == [each.startswith("what else there is: ") for each in learnt.open[-1:]]
