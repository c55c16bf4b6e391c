"""
How many records without an exception make a promise.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.confidence import SETTING, enough, upper_limit
from apicontract.contract.grades import Grade
from apicontract.contract.model import Setting

API = load_api()


@pytest.mark.parametrize(
    ("records", "limit"), [(-1, 1.0), (0, 1.0), (1, 0.95), (2, 0.7764), (58, 0.0503), (59, 0.0495)]
)
def test_the_limit_falls_with_the_number_of_records(records: int, limit: float) -> None:
    """
    Of which none is an exception, so many records leave room for this share of them (Clopper and Pearson, 1934).
    """
    assert limit == pytest.approx(upper_limit(records), abs=0.0001)


@pytest.mark.parametrize(("limit", "least"), [(0.05, 59), (0.95, 2), (0.5, 5)])
def test_so_many_records_make_a_promise(limit: float, least: int) -> None:
    """
    From the first number on whose limit is below the setting.
    """
    api = replace(API, behaviour={**API.behaviour, SETTING: Setting(limit, Grade.GUESS)})

    assert (False, True) == (enough(api, least - 1), enough(api, least))


def test_without_the_setting_no_number_makes_one() -> None:
    """
    An API that does not say which share counts promises nothing by its records.
    """
    behaviour = {name: each for name, each in API.behaviour.items() if name != SETTING}

    assert not enough(replace(API, behaviour=behaviour), 1_000_000)
