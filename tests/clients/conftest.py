"""
The whole of Launch Library 2, for generated clients to page through.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from complete import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.pytest_plugin.mock_api import MockApi

#: What the programs page through, by the name under which they tell of it.
LISTS = {"launches": "launches", "upcoming": "launches/upcoming", "events": "events", "astronauts": "astronauts"}
#: Spacecraft of the world, to which everything else is in proportion: some 430 launches, five pages.
RECORDS = 100


@pytest.fixture(scope="session")
def whole(make_mock_api: Callable[..., MockApi]) -> MockApi:
    """
    Return a mock of a small world.
    """
    return make_mock_api(api=COMPLETE, records=RECORDS)


@pytest.fixture(scope="session")
def counts(whole: MockApi) -> dict[str, int]:
    """
    Return how many rows each list has.
    """

    def count(path: str) -> Any:
        with urlopen(whole.url(f"/2.3.0/{path}/?limit=1")) as answer:
            return json.load(answer)["count"]

    return {name: count(path) for name, path in LISTS.items()}


def hold(found: dict[str, dict[str, Any]], counts: dict[str, int]) -> None:
    """
    Assert that a program has read every row of the lists, each as the class of its mode.
    """
    assert counts == {name: each["rows"] for name, each in found.items()}
    assert counts["launches"] == found["launches"]["different"]
    assert {"Go for Launch", "Launch Successful"} <= set(found["launches"]["statuses"])
    assert counts["upcoming"] == found["upcoming"]["detailed"]
    assert found["upcoming"]["sorted"]
    assert found["upcoming"]["watched"] > 0
    assert found["upcoming"]["stages"] > 0
    assert counts["events"] == found["events"]["normal"]
    assert found["astronauts"]["aboard"] > 0
