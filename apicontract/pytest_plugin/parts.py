"""
How the budget of a run is divided, so that what one test may ask hangs neither on other tests nor on their order.

Two thirds are for the planned requests. The rest is in equal parts: one for each test that asks by `contract_part`,
one for all that ask by `contract_client` together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

#: Fixture by which a test asks for its part.
PART = "contract_part"
#: Names of the parts that are no test's.
PLANNED, COMMON = "planned", "common"
#: Whose they are, as a message says.
_OWNERS = {PLANNED: "the planned requests'", COMMON: "the contract_client tests'"}


def described(name: str, requests: int, whole: int) -> str:
    """
    Return what a message calls a part of the budget.
    """
    owner = _OWNERS.get(name, "this test's")
    return f"{owner} part of the budget ({requests} of {whole} requests)"


def planned(limit: int) -> int:
    """
    Return how many of all requests are for those that are planned; where there is but one, it is.
    """
    return max(limit * 2 // 3, 1)


def part_of(limit: int, tests: Collection[str], test: str = "") -> int:
    """
    Return how many of all requests are a test's own, or without one, are for all tests that have no part.

    Args:
        limit: of the whole run.
        tests: names of those that have a part; what cannot be divided goes to the first of them by name.
        test: one of them.
    """
    sharing = [*sorted(tests), ""]
    part, more = divmod(limit - planned(limit), len(sharing))
    return part + (sharing.index(test) < more)
