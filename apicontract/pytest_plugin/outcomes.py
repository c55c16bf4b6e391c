"""
Undecided: a test that judged nothing has neither passed nor failed, and the summary says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

#: Name of the property that carries an outcome from a test, and from a worker, to the summary.
PROPERTY = "contract"
UNDECIDED = "undecided"


def undecided(request: pytest.FixtureRequest, reason: str) -> None:
    """
    Mark the running test as one that judged nothing.
    """
    request.node.user_properties.append((PROPERTY, f"{UNDECIDED}: {reason}"))


def pytest_report_teststatus(report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, str] | None:
    """
    Count an undecided test as such.
    """
    if report.when == "call" and report.passed and _reason(report):
        return UNDECIDED, "u", UNDECIDED.upper()
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """
    Name the tests that decided nothing.
    """
    reports = terminalreporter.stats.get(UNDECIDED, [])
    if reports:
        terminalreporter.section("undecided: neither kept nor violated", sep="-")
        for report in reports:
            terminalreporter.line(f"UNDECIDED {report.nodeid} - {_reason(report)}")


def _reason(report: object) -> str:
    properties = dict(getattr(report, "user_properties", ()))
    text = str(properties.get(PROPERTY, ""))
    return text.removeprefix(f"{UNDECIDED}: ") if text.startswith(UNDECIDED) else ""
