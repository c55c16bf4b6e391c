"""
What the reading of a request relies on besides the promise that is checked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.checks import CATALOGUE
from apicontract.checks.answers import reading_of
from apicontract.checks.reliance import relied_on
from apicontract.contract.exchange import Exchange
from apicontract.contract.grades import Grade, Promise
from apicontract.contract.model import Setting
from apicontract.contract.routes import list_path

if TYPE_CHECKING:
    from apicontract.contract.model import Api

#: What decides how the queries below are read: as the framework does it, which nobody saw.
READ = {"unknown_ordering": "ignore", "quoted_search": True, "representations": ["json", "api"], "repeated": "last"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name=Dragon&ordering=-id&search=dragon", set()),
        ("search=dragon,soyuz", {"search-phrase"}),
        ("ordering=+-id", set()),
        ("ordering=+-id&search=+-id", set()),
        ("name=a&name=b", {"parameter-repeated"}),
        ("search=a,b&search=c,d", {"parameter-repeated"}),
        ("search=a&format=json", {"format-refused"}),
        ("limit=200&x=1", {"limit-clamped", "parameter-undeclared"}),
        ("is_placeholder=0", {"value-refused"}),
    ],
)
def test_what_a_reading_relies_on(api: Api, query: str, expected: set[str]) -> None:
    """
    What is presumed relies on the check that promises how it is read; an order by the same text as a search does not.
    """
    settings = {name: Setting(value, Grade.FRAMEWORK) for name, value in READ.items()}
    ignored = {"parameter-undeclared": Promise(Grade.GUESS, "a test")}
    known = replace(api, behaviour={**api.behaviour, **settings}, promises={**api.promises, **ignored})
    url = f"https://host.test{list_path(known, known.resources['spacecraft'])}?{query}"

    assert expected == set(relied_on(reading_of(known, Exchange("GET", url, 200, ()))))


def test_what_is_relied_on_is_promised(api: Api) -> None:
    """
    Each is a check of the catalogue.
    """
    asked = "search=a,b&format=json&name=a&name=b&limit=200&is_placeholder=0"
    url = f"https://host.test{list_path(api, api.resources['spacecraft'])}?{asked}"

    assert set(relied_on(reading_of(api, Exchange("GET", url, 200, ())))) <= {*CATALOGUE}
