"""
Where a path leads, by the slash that closes it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.grades import Grade
from apicontract.contract.model import Setting
from apicontract.semantics.routes import route_of

API = load_api()
LIST = f"{API.base_path}{API.primary}"


@pytest.mark.parametrize(
    ("path", "closed", "open_"),
    [
        (f"{LIST}/", "list", "surplus_slash"),
        (LIST, "missing_trailing_slash", "list"),
        (f"{LIST}/1/", "detail", "surplus_slash"),
        (f"{LIST}/1", "missing_trailing_slash", "detail"),
        (f"{LIST}//", "outside", "outside"),
        (f"{API.base_path}nothing/", "outside", "outside"),
        (f"{API.base_path}nothing", "outside", "outside"),
        (API.base_path, "root", "root"),
        ("/", "outside", "outside"),
    ],
)
def test_a_slash_too_many_or_too_few_is_told(path: str, closed: str, open_: str) -> None:
    """
    What closes otherwise than the API's paths do is the same place with a wrong slash, or no place.
    """
    kinds = []
    for slash in (True, False):
        behaviour = {**API.behaviour, "closing_slash": Setting(slash, Grade.RECORDED)}
        kinds.append(route_of(replace(API, behaviour=behaviour), path).kind)

    assert [closed, open_] == kinds
