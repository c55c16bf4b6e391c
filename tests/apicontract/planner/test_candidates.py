"""
The requests that do not depend on chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.survey import Survey

if TYPE_CHECKING:
    from apicontract.contract.model import Api


@pytest.mark.parametrize(("complete", "unknown"), [(True, "2"), (False, "10000002")])
def test_a_gap_names_nothing_where_all_is_known(api: Api, complete: bool, unknown: str) -> None:  # noqa: FBT001 - a case
    """
    An identifier between those seen is taken for unknown only where every record was seen.
    """
    resource = api.resources[api.primary]
    survey = Survey(api, resource, [{resource.identifier.path: key} for key in (1, 3)], complete)
    asked = [each.probe.path for each in fixed_candidates(survey) if each.doubts == {"detail: unknown"}]

    assert [f"{api.base_path}{resource.name}/{unknown}/"] == asked
