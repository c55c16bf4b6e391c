"""
Undecided: a test that judged nothing has neither passed nor failed, and the summary says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Name of the property that carries an outcome from a test, and from a worker, to the summary.
PROPERTY = "contract"
UNDECIDED = "undecided"
_LINES = pytest.StashKey[list[str]]()


def undecided(test: pytest.Item, subject: str, matter: str) -> None:
    """
    Mark a running test as one that judged nothing: what of which subject is left open.
    """
    test.user_properties.append((PROPERTY, f"{UNDECIDED}: {subject}: {matter}"))


def told(config: pytest.Config, line: str) -> None:
    """
    Keep a line that concerns the whole run for its summary; a worker of pytest-xdist hands it to the controller.
    """
    output = getattr(config, "workeroutput", None)
    lines: list[str] = config.stash.setdefault(_LINES, []) if output is None else output.setdefault(PROPERTY, [])
    if line not in lines:
        lines.append(line)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """
    Take the lines that a worker of pytest-xdist has kept.
    """
    for line in getattr(node, "workeroutput", {}).get(PROPERTY, ()):
        told(node.config, line)


def pytest_report_teststatus(report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, str] | None:
    """
    Count an undecided test as such.
    """
    if report.when == "call" and report.passed and any(_left_open(report)):
        return UNDECIDED, "u", UNDECIDED.upper()
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """
    Name what was left open, one line for each subject, after what concerns the whole run.
    """
    for line in terminalreporter.config.stash.get(_LINES, []):
        terminalreporter.line(line)
    subjects: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get(UNDECIDED, []):
        for subject, matter in _left_open(report):
            subjects.setdefault(subject, []).append(matter)
    if subjects:
        terminalreporter.section("undecided: neither kept nor violated", sep="-")
        for subject, matters in sorted(subjects.items()):
            terminalreporter.line(f"UNDECIDED {subject}: {', '.join(sorted(matters))}")


def _left_open(report: object) -> Iterator[tuple[str, str]]:
    for name, text in getattr(report, "user_properties", ()):
        kind, _, rest = str(text).partition(": ")
        if name == PROPERTY and kind == UNDECIDED:
            subject, _, matter = rest.partition(": ")
            yield subject, matter
