"""
Which values a field can take, by its type.
"""

from __future__ import annotations

import uuid

import pytest

from apicontract.contract.catalog import load_api
from apicontract.dataset.fields import Fields
from apicontract.dataset.placement.domains import key_of

API = load_api()


@pytest.mark.parametrize(("low", "high"), [(2**128 - 3, None), (None, 2)])
def test_identifiers_end_at_their_bounds(low: int | None, high: int | None) -> None:
    """
    Beyond the greatest known UUID but two, and below the second smallest, the values are UUIDs still.
    """
    domain = Fields(API).domain(API.primary, "no_such_field", "uuid", {}, [])
    bounds = [None if each is None else key_of(str(uuid.UUID(int=each)), "uuid") for each in (low, high)]

    picked = {domain.pick(bounds[0], bounds[1], lot) for lot in (0.0, 0.4, 0.6, 0.99)}

    assert picked <= {str(uuid.UUID(int=each)) for each in (0, 1, 2**128 - 2, 2**128 - 1)}
