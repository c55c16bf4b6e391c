"""
The small API of the tests is a part of the whole: what both state is the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from small import SMALL, SMALL_DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
WHOLE = "ll2-2.3.0"
#: What the whole states otherwise, of fields that the small one does not have.
OTHERWISE = {
    "/resources/agencies/parameters/country_code/grade",
    "/resources/agencies/parameters/parent__id/fields",
    "/resources/agencies/parameters/spacecraft/open",
    "/shapes/spacecraft_configuration_families/nested/properties/manufacturer/$ref",
    "/shapes/spacecraft_configuration_families/detailed/properties/manufacturer/$ref",
    "/shapes/agencies/list/properties/type/$ref",
    "/shapes/agencies/normal/properties/type/$ref",
    "/shapes/agencies/detailed/properties/type/$ref",
    "/shapes/agencies/detailed/properties/info_url/format",
}


def _read(path: str) -> tuple[Any, Any]:
    """
    Return a file of the small API and that of the whole.
    """
    paths = (SMALL_DATA / path.format(SMALL), ROOT / path.format(WHOLE))
    small, whole = (json.loads(each.read_text(encoding="utf-8")) for each in paths)
    return small, whole


def _otherwise(small: Any, whole: Any, place: str = "") -> Iterator[str]:
    """
    Yield the places at which the whole lacks what the small one states, or states something else.
    """
    if isinstance(small, dict) and isinstance(whole, dict):
        for name, value in small.items():
            yield from _otherwise(value, whole.get(name), f"{place}/{name}")
    elif small != whole:
        yield place


def test_the_api_is_the_same_but_for_what_it_leaves_out() -> None:
    """
    Hosts, paging and behaviour are those of the whole; of its resources there are eight, of its singletons one.
    """
    small, whole = _read("schemas/{}/api.json")
    left_out = {"resources": whole["resources"][:8], "singletons": {"api-throttle": "api-throttle"}}

    assert {**whole, **left_out, "seed": WHOLE} == small


def test_declared_facts_are_those_of_the_whole() -> None:
    """
    What the small API states of resources, parameters and shapes, the whole states too.
    """
    assert OTHERWISE == set(_otherwise(*_read("fixtures/{}/published.json")))
