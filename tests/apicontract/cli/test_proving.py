"""
The end of an import: what was written is served, and judged by a small run.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from apicontract.cli import checking
from apicontract.cli.proving import REQUESTS, proved
from apicontract.client import Target
from apicontract.contract.errors import DataError
from apicontract.reports.report import RuleResult

_LIBRARY = Path(__file__).parents[2] / "data" / "library"


def _run(monkeypatch: pytest.MonkeyPatch, *states: str) -> list[int]:
    """
    Let the small run end with these verdicts; return the list to which its budget is added.
    """
    budgets: list[int] = []
    verdicts = tuple(RuleResult(f"rule-{number}", state) for number, state in enumerate(states))
    counted = {each: states.count(each) for each in ("violated", "kept", "undecided")}
    report = SimpleNamespace(verdicts=verdicts, findings=(), states=counted)
    monkeypatch.setattr(checking, "in_process", lambda _: Target("mock", "http://localhost"))
    monkeypatch.setattr("apicontract.planner.gather", lambda _, client: budgets.append(client.budget.left))
    monkeypatch.setattr("apicontract.reports.of_checks.report_of_run", lambda _: report)
    return budgets


@pytest.mark.parametrize("states", [("kept",), ("undecided", "kept")])
def test_what_is_served_as_it_says_is_proved(monkeypatch: pytest.MonkeyPatch, states: tuple[str, ...]) -> None:
    """
    One promise that is kept, and none that is broken, proves what was written, within the requests of a small run.
    """
    budgets = _run(monkeypatch, *states)

    assert states == tuple(each.state for each in proved("library-1", _LIBRARY, "a.yaml").verdicts)
    assert [REQUESTS] == budgets


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ((), "answers nothing that can be judged; expected a list with records"),
        (("undecided",), "answers nothing that can be judged; expected a list with records"),
        (("kept", "violated"), "is not served as it says (rule-1: rule-1); expected a servable contract"),
    ],
)
def test_what_is_not_is_refused(monkeypatch: pytest.MonkeyPatch, states: tuple[str, ...], sentence: str) -> None:
    """
    A promise that is broken, or none that can be judged, refuses what was written, in one line.
    """
    _run(monkeypatch, *states)
    with pytest.raises(DataError) as caught:
        proved("library-1", _LIBRARY, "a.yaml")

    assert f"a.yaml: what it gives {sentence}" == str(caught.value)
