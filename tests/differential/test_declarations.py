"""
The contract and the reference declare the same, and a schema refuses what the framework never sends.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reference_drf import SERVICES
from reference_drf.service import SETTINGS

from differential.declarations import undeclared
from differential.serving import api_of

BEHAVIOUR = Path(__file__).parents[2] / "schemas" / "meta" / "behaviour.json"


@pytest.mark.parametrize("name", SERVICES)
def test_contract_declares_what_the_reference_declares(name: str) -> None:
    """
    Names, order, types, limits, settings and strictness of shapes are those that are written by hand.
    """
    assert [] == list(undeclared(api_of(name), SERVICES[name]))


def test_settings_that_nobody_states_are_the_frameworks() -> None:
    """
    A setting that an API leaves out has the frameworks' own value.
    """
    stated = json.loads(BEHAVIOUR.read_text("utf-8"))

    assert {name: ways[0] for name, ways in SETTINGS.items()} == {name: stated[name]["value"] for name in SETTINGS}
