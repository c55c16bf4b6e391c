"""
Where a contract promises what a finding is about.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from small import SMALL_DATA

from apicontract.contract.catalog import load_api, packaged_data
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Api, Level
from apicontract.contract.violation import Violation
from apicontract.reports.promised import promised_at


def _violation(api: Api, check: str, place: str, path: str) -> Violation:
    exchange = Exchange("GET", f"https://api.example{api.base_path}{path}", 200, (), b"{}")
    return Violation(check, Level.VIOLATION, place, "wrong", None, None, "", (exchange,))


def test_a_field_points_at_its_line_in_the_schema(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What is wrong with a field is promised in the schema of the shape, on the line that names it.
    """
    monkeypatch.chdir(SMALL_DATA)
    shape = api.resources[api.primary].shapes[api.resources[api.primary].modes.list]
    file, line = promised_at(api, _violation(api, "field-type", "/results/0/name", f"{api.primary}/"))

    assert f"schemas/{api.name}/{shape}.schema.json" == file
    assert '"name"' in Path(file).read_text(encoding="utf-8").splitlines()[line - 1]


@pytest.mark.parametrize(
    ("place", "path", "file"), [("status", "{primary}/", "{primary}/contract.json"), ("status", "x/", "api.json")]
)
def test_everything_else_points_at_a_contract(place: str, path: str, file: str) -> None:
    """
    The resource's contract, else the API's, at line 1 where none names the place; a packaged one by its own path.
    """
    api = load_api(data=packaged_data())
    violation = _violation(api, "request-answered", place, path.format(primary=api.primary))

    assert (f"schemas/{api.name}/{file.format(primary=api.primary)}", 1) == promised_at(api, violation)
