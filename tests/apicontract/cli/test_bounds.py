"""
Numbers on the command line: the least and the greatest that each option takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from apicontract.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Option to what it takes: the least and the greatest number, and the numbers beside them that it refuses.
BOUNDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "--port": (("0", "65535"), ("-1", "65536")),
    "--request-budget": (("1", "1000000"), ("0", "-1", "1.5")),
    "--upstream-share": (("0.001", "1"), ("0", "-1", "1.1", "nan")),
    "--spend": (("0", "1000"), ("-1", "1.5")),
    "--upstream-timeout": (("0.001", "600"), ("0", "-1", "601", "nan", "inf")),
    "--timeout": (("0.001", "86400"), ("0", "-1", "86401", "nan", "inf")),
    "--concurrency": (("1", "16"), ("0", "-1", "17", "1.5")),
    "--require-strength": (("0", "100"), ("-1", "101", "1.5")),
    "--deadline": (("0.001", "86400"), ("0", "-1", "86401", "nan", "inf")),
    "--max-body": (("1", "1000"), ("0", "-1", "1.5")),
    "--refresh-hours": (("0", "12.5", "87600"), ("-0.1", "87601", "nan", "inf")),
    "--max-size": (("1", "1000000000"), ("0", "-1", "1.5")),
}


def numbers(command: click.Command, *path: str) -> Iterator[tuple[str, click.Parameter]]:
    """
    Yield the options of a command and those below it that take a number within bounds, each as it is typed.
    """
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from numbers(below, *path, name)
    for each in command.params:
        if isinstance(each.type, click.IntRange | click.FloatRange):
            yield " ".join((*path, each.opts[0])), each


OPTIONS = dict(numbers(main))


@pytest.mark.parametrize("typed", OPTIONS)
def test_a_number_is_within_bounds(typed: str) -> None:
    """
    The least and the greatest number are taken, and those beside them are refused.
    """
    option = OPTIONS[typed]
    right, wrong = BOUNDS[typed.rpartition(" ")[2]]
    for text in right:
        assert float(text) == float(option.type.convert(text, option, None))
    for text in wrong:
        with pytest.raises(click.BadParameter):
            option.type.convert(text, option, None)


def test_no_bound_is_left_over() -> None:
    """
    The table has the options that there are, and no other.
    """
    assert {*BOUNDS} == {typed.rpartition(" ")[2] for typed in OPTIONS}
