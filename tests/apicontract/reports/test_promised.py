"""
Where a contract promises what a finding is about.
"""

from __future__ import annotations

from dataclasses import replace
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


def _folder(tmp_path: Path, own: Api, **texts: str) -> Api:
    """
    Return the API with a data folder of its own, in which these files stand.
    """
    for name, text in texts.items():
        path = tmp_path / "schemas" / own.name / ("api.json" if name == "api" else f"{own.primary}/contract.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return replace(own, folders=(tmp_path,))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("/size", 3),
        ("/results/0/size", 3),
        ("/results/0/kinds/12", 4),
        ("/size/", 3),
        ("/results/0", 1),
        ("/", 1),
        ("/0", 1),
        ("size", 1),
        ("", 1),
        ("/siz", 1),
        ("/s.ze", 1),
        ("/kinds", 4),
    ],
)
def test_the_line_is_that_of_the_last_name_in_a_place(api: Api, tmp_path: Path, place: str, line: int) -> None:
    """
    Numbers of rows are no names; a place that is no pointer, and a name that stands nowhere, are at line 1.
    """
    own = _folder(tmp_path, api, contract='{\n "12": 0,\n "size": 1,\n "kinds": "size",\n "": 2\n}\n')

    assert (f"schemas/{api.name}/{api.primary}/contract.json", line) == promised_at(
        own, _violation(own, "filter-kept", place, f"{api.primary}/")
    )


def test_the_first_file_that_is_there_counts(api: Api, tmp_path: Path) -> None:
    """
    Without a contract of the resource, that of the API promises; without any, it is named where it should be.
    """
    violation = _violation(api, "filter-kept", "/size", f"{api.primary}/")
    name = f"schemas/{api.name}/api.json"

    assert (name, 1) == promised_at(replace(api, folders=(tmp_path,)), violation)
    assert (name, 2) == promised_at(_folder(tmp_path, api, api='{\n"size": 1}'), violation)
    assert (name, 2) == promised_at(_folder(tmp_path, api), replace(violation, exchanges=()))


def test_a_file_that_cannot_be_read_is_named_all_the_same(api: Api, tmp_path: Path) -> None:
    """
    Its first line is meant then.
    """
    own = _folder(tmp_path, api, contract="")
    (tmp_path / "schemas" / api.name / api.primary / "contract.json").write_bytes(b'\n"size\xff"\n"size"')

    assert (f"schemas/{api.name}/{api.primary}/contract.json", 1) == promised_at(
        own, _violation(own, "filter-kept", "/size", f"{api.primary}/")
    )
