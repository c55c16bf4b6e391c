"""
The table of wrong servers: it is about the catalogue and the faults that there are, and what it says is so.
"""

from __future__ import annotations

from random import Random

import pytest

from apicontract.catalog import load_api
from apicontract.checks import CATALOGUE
from mockserver.faults import FAULTS
from tests.kills import OWN_CHECKS
from tests.killtable import DOCUMENT, LARGE, SMALL, documented, hunt
from tests.miniatures import miniatures

TABLE = documented(DOCUMENT.read_text(encoding="utf-8"))
#: Servers that are hunted here; `tox -e killtable` hunts them all.
SAMPLE = 4


def test_every_fault_has_a_row() -> None:
    """
    The document has one row for each named fault, and none for others.
    """
    assert list(TABLE) == list(FAULTS)


def test_rows_name_checks_that_exist() -> None:
    """
    The document names checks of the catalogue, and a number of requests that is asked with.
    """
    assert {check for check, _ in TABLE.values()} <= set(CATALOGUE)
    assert {budget for _, budget in TABLE.values()} <= {SMALL, LARGE}


def test_own_checks_exist() -> None:
    """
    Every fault has checks of its own, and they are in the catalogue.
    """
    assert list(OWN_CHECKS.keys() ^ FAULTS.keys()) == []
    assert {name for checks in OWN_CHECKS.values() for name in checks} <= set(CATALOGUE)


@pytest.mark.parametrize("number", range(SAMPLE))
def test_a_kill_is_as_documented(number: int) -> None:
    """
    A server drawn from those that are caught with few requests is caught as the document says.
    """
    lasting = [each for each in miniatures(load_api()) if FAULTS[each.fault].lasting]
    quick = [each for each in lasting if TABLE[each.fault][1] == SMALL]
    kill = hunt(Random(number).choice(quick))  # noqa: S311 - no secret

    assert (kill.first, kill.budget) == TABLE[kill.miniature.fault]
