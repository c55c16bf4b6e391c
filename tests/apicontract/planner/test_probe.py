"""
A probe can be made smaller.
"""

from __future__ import annotations

from apicontract.planner.probe import Probe

_PROBE = Probe("/x/", (("a", "1"), ("b", "2"), ("a", "3")), (("Accept", "*/*"),))


def test_a_repeated_parameter_is_one_part() -> None:
    """
    Parameters and headers are parts; a repeated parameter stays together.
    """
    assert _PROBE.names == ("a", "b", "Accept:")


def test_halves_come_before_single_parts() -> None:
    """
    The much smaller requests are tried first, then those that lack one part.
    """
    assert [each.names for each in _PROBE.halves()] == [
        ("a", "b"),
        ("Accept:",),
        ("a",),
        ("b",),
        ("Accept:",),
        ("b", "Accept:"),
        ("a", "Accept:"),
        ("a", "b"),
    ]
