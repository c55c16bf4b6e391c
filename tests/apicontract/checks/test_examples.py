"""
Each check, kept and broken, on answers made by hand.
"""

import pytest
from example import Example
from examples_of_answers import ANSWERS
from examples_of_lists import LISTS
from handmade import messages

from apicontract.checks import CATALOGUE

EXAMPLES = (*LISTS, *ANSWERS)
IDS = [each.check for each in EXAMPLES]


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_kept(example: Example) -> None:
    """
    Right answers keep the promise, and decide it.
    """
    assert [] == messages(example.check, *example.kept)


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_broken(example: Example) -> None:
    """
    Wrong answers are named, with the difference.
    """
    assert list(example.found) == messages(example.check, *example.broken)


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_nothing_to_decide(example: Example) -> None:
    """
    Without answers a check is undecided.
    """
    assert messages(example.check) is None


def test_every_check_has_an_example() -> None:
    """
    No check goes without an answer that keeps it and one that breaks it.
    """
    assert set() == set(CATALOGUE) - set(IDS)
