"""
What the summary of a test run says of what was left open, and of the run as a whole.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from apicontract.pytest_plugin.outcomes import (
    PROPERTY,
    UNDECIDED,
    pytest_report_teststatus,
    pytest_terminal_summary,
    pytest_testnodedown,
    told,
    undecided,
)


class _Terminal:
    """
    A terminal that keeps what is written.
    """

    def __init__(self, config: Any, *left_open: Any) -> None:
        self.config, self.stats, self.lines = config, {UNDECIDED: list(left_open)}, list[str]()

    def line(self, text: str) -> None:
        """
        Keep a line.
        """
        self.lines.append(text)

    def section(self, text: str, sep: str) -> None:
        """
        Keep a heading.
        """
        self.lines.append(f"{sep} {text}")


def _config() -> Any:
    return SimpleNamespace(stash=pytest.Stash())


def _report(*properties: tuple[str, str], **changes: Any) -> Any:
    return SimpleNamespace(**{"when": "call", "passed": True, "user_properties": properties, **changes})


def _summary(terminal: _Terminal) -> list[str]:
    pytest_terminal_summary(terminal)  # type: ignore[arg-type]
    return terminal.lines


def test_lines_of_the_whole_run_come_first_and_once() -> None:
    """
    What several tests, or workers, say of the whole run is one line.
    """
    config = _config()
    for line in ("b", "a", "b"):
        told(config, line)
    pytest_testnodedown(SimpleNamespace(config=config, workeroutput={PROPERTY: ["c", "a"]}))
    pytest_testnodedown(SimpleNamespace(config=config))

    assert ["b", "a", "c"] == _summary(_Terminal(config))


def test_a_worker_hands_its_lines_on() -> None:
    """
    A worker of pytest-xdist keeps its lines in what the controller gets.
    """
    config = SimpleNamespace(stash=pytest.Stash(), workeroutput={})
    told(config, "a")
    told(config, "a")

    assert {PROPERTY: ["a"]} == config.workeroutput
    assert [] == _summary(_Terminal(config))


def test_what_was_left_open_is_named_by_subject() -> None:
    """
    One line a subject, in the order of the alphabet; other properties of tests are left aside.
    """
    node: Any = SimpleNamespace(user_properties=[])
    undecided(node, "things", "b")
    undecided(node, "things", "a: c")
    undecided(node, "kinds", "x")
    left_open = _report(*node.user_properties, ("other", "undecided: y: z"), (PROPERTY, "kept: y: z"))

    assert [
        "- undecided: neither kept nor violated",
        "UNDECIDED kinds: x",
        "UNDECIDED things: a: c, b",
    ] == _summary(_Terminal(_config(), left_open))


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (_report((PROPERTY, "undecided: a: b")), ("undecided", "u", "UNDECIDED")),
        (_report(), None),
        (_report((PROPERTY, "undecided: a: b"), passed=False), None),
        (_report((PROPERTY, "undecided: a: b"), when="setup"), None),
        (_report(("other", "undecided: a: b")), None),
    ],
)
def test_an_undecided_test_has_a_status_of_its_own(report: Any, status: tuple[str, str, str] | None) -> None:
    """
    A test that passed and judged nothing is counted apart.
    """
    assert status == pytest_report_teststatus(report)
