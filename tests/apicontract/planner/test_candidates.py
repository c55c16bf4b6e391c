"""
The requests that do not depend on chance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.checks import CATALOGUE
from apicontract.planner import candidates
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


def test_a_check_is_asked_what_it_declares(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The request that a check declares is among the candidates, as settling a doubt of its own.
    """
    headers = (("Accept-Language", "de"),)
    declared = replace(next(iter(CATALOGUE.values())), id="language", asks=(((), headers),))
    monkeypatch.setattr(candidates, "CATALOGUE", {"language": declared})
    survey = Survey(api, api.resources[api.primary], [], complete=True)

    assert [(headers, {"check: language 0"})] == [
        (each.probe.headers, each.doubts) for each in fixed_candidates(survey) if each.doubts == {"check: language 0"}
    ]
