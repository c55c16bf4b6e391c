"""
What is switched on when a mock starts.
"""

from __future__ import annotations

import pytest

from apicontract.contract.errors import UsageError
from mockserver.control.failures import Failure
from mockserver.control.state import Switches
from mockserver.control.switches import fault_lines, read_switches
from mockserver.control.throttle import parse_rate
from mockserver.faults.table import FAULTS


def test_nothing_is_switched_on() -> None:
    """
    Without options, the mock is right.
    """
    assert Switches((), (), None) == read_switches(None, (), (), None, ())


def test_everything_is_switched_on() -> None:
    """
    Faults keep their order; failures come before error rates, and the latency is the last.
    """
    expected = Switches(
        ("b", "a"),
        (
            Failure("status", status=500),
            Failure("status", status=503, rate=0.1),
            Failure("status", status=404, rate=1.0),
            Failure("latency", seconds=0.5, jitter=0.5),
        ),
        parse_rate("5/60s"),
    )

    assert expected == read_switches("5/60s", ("b", "a"), ("status,status=500",), "0.5-1.0", ("503=0.1", "404=1"))


def test_a_latency_without_range() -> None:
    """
    Is the same for every request.
    """
    assert (Failure("latency", seconds=0.2, jitter=0.0),) == read_switches(None, (), (), "0.2", ()).failures


@pytest.mark.parametrize(
    ("latency", "rates", "message"),
    [
        ("x", (), "latency 'x'"),
        ("0.2-x", (), "latency '0.2-x'"),
        (None, ("503",), "error rate '503'"),
        (None, ("x=0.1",), "error rate 'x=0.1'"),
        (None, ("503=x",), "error rate '503=x'"),
    ],
)
def test_what_is_no_number_is_refused(latency: str | None, rates: tuple[str, ...], message: str) -> None:
    """
    The error shows what was written.
    """
    with pytest.raises(UsageError, match=message):
        read_switches(None, (), (), latency, rates)


def test_a_line_for_every_fault() -> None:
    """
    Names stand below each other, and sentences too.
    """
    lines = fault_lines()
    columns = {line.index(fault.sentence) for line, fault in zip(lines, FAULTS.values(), strict=True)}

    assert list(FAULTS) == [line.split()[0] for line in lines]
    assert {max(map(len, FAULTS)) + 2} == columns
