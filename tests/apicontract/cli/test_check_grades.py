"""
`apicontract check` of APIs whose data say more or less of how well each promise is known.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from small import SMALL_DATA

from apicontract.cli import main
from apicontract.contract.catalog import load_api

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def check(*arguments: str) -> Result:
    """
    Run the command.
    """
    return CliRunner().invoke(main, ["check", *arguments])


def own_grades(folder: Path, promises: Mapping[str, object] | None) -> None:
    """
    Lay the packaged contract into a data folder with other promises, or with none.
    """
    api = load_api()
    shutil.copytree(SMALL_DATA / "schemas" / api.name, folder / "schemas" / api.name)
    head = folder / "schemas" / api.name / "api.json"
    document = json.loads(head.read_text(encoding="utf-8"))
    del document["promises"]
    head.write_text(json.dumps(document | ({} if promises is None else {"promises": promises})), encoding="utf-8")


def test_the_listed_grades_are_those_of_the_api(tmp_path: Path) -> None:
    """
    `--list-checks` shows how well the API at hand knows each promise.
    """
    own_grades(tmp_path, {"page-length": {"grade": "client", "source": "a test"}})
    listed = {
        line.split()[0]: line.split()[2] for line in check("--list-checks", "--data", str(tmp_path)).stdout.splitlines()
    }

    assert {"client", "framework"} == set(listed.values())
    assert "client" == listed["page-length"]


@pytest.mark.parametrize(
    ("bare", "options", "status"),
    [(True, (), 0), (True, ("--strict",), 1), (False, (), 1)],
    ids=["bare", "strict", "own"],
)
def test_a_wrong_page_costs_what_the_data_say(
    tmp_path: Path,
    bare: bool,  # noqa: FBT001 - a parameter of the test
    options: tuple[str, ...],
    status: int,
) -> None:
    """
    Without promises in its data an API is warned of and the command ends with 0, with them or `--strict` with 1.
    """
    if bare:
        own_grades(tmp_path / "data", None)
        options = (*options, "--data", str(tmp_path / "data"))
    api = load_api()
    url = f"{api.hosts[api.default_host].url}{api.base_path}{api.primary}/?limit=3"
    body = {"count": 9, "next": None, "previous": None, "results": []}
    answer = tmp_path / "answer.json"
    answer.write_text(f"# {url}\n{json.dumps(body)}", encoding="utf-8")

    result = check(str(answer), *options, "--format", "json")

    assert status == result.exit_code
    grades = {each["id"]: each["grade"] for each in json.loads(result.stdout)["rules"]}
    assert ("framework" if bare else "recorded") == grades["page-length"]
