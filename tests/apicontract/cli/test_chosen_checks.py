"""
Which checks are chosen and left out, beside the rule of what may be seen without a token, which is no check.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from apicontract.checks import CATALOGUE
from apicontract.cli.checking import Options, _of_checks
from apicontract.cli.visibility import RULE

#: Written anew, as a command line writes it.
NAMED = "".join([RULE.id[:3], RULE.id[3:]])


@pytest.mark.parametrize(
    ("only", "skip", "expected"),
    [
        ((), (), ((), ())),
        (("envelope",), (), (("envelope",), ())),
        ((), ("envelope",), ((), ("envelope",))),
        ((NAMED, "envelope"), (), (("envelope",), ())),
        ((), (NAMED, "envelope"), ((), ("envelope",))),
        ((NAMED,), (), ((), tuple(CATALOGUE))),
        ((NAMED,), (NAMED,), ((), tuple(CATALOGUE))),
    ],
)
def test_the_rule_is_none_of_the_checks(
    only: tuple[str, ...], skip: tuple[str, ...], expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    """
    It is taken out of both lists; where it alone is chosen, every check is left out.
    """
    assert expected == _of_checks(cast("Options", SimpleNamespace(only=only, skip=skip)))
