"""
A convention is learned from the URL alone, mocked and judged, with no hand edit.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from convention_server import served
from conventions import CONVENTIONS

from apicontract.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Requests of a judging run; by hand also 200.
BUDGETS = tuple(map(int, os.environ.get("LEARN_BUDGETS", "15").split(",")))


@pytest.fixture(scope="module", params=list(CONVENTIONS))
def learned(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, Path]]:
    """
    The name of a convention, the URL where it is served, and the data folder that was learned from it.
    """
    folder = tmp_path_factory.mktemp(request.param)
    with served(CONVENTIONS[request.param]) as url:
        found = CliRunner().invoke(main, ["learn", url + CONVENTIONS[request.param].path, "--data", str(folder)])
        assert found.exit_code == 0, found.output
        yield request.param, url, folder


def contract_in(folder: Path, name: str = "films") -> dict[str, Any]:
    """
    Return the contract of a resource of a data folder.
    """
    path = next(folder.glob(f"schemas/*/{name}/contract.json"), None) or next(folder.glob("schemas/*/**/contract.json"))
    read: dict[str, Any] = json.loads(path.read_text())
    return read


@pytest.mark.parametrize("budget", BUDGETS)
def test_the_service_itself_is_not_accused(learned: tuple[str, str, Path], budget: int) -> None:
    """
    Held to what was learned from it, a service violates nothing, and its lists can be judged.
    """
    _, url, folder = learned
    ran = CliRunner().invoke(main, ["check", url, "--data", str(folder), "--request-budget", str(budget), "--verbose"])

    assert [] == [line for line in ran.output.splitlines() if line.startswith("VIOLATION")]
    assert ran.exit_code == 0, ran.output
    assert "kept      list-complete" in ran.output or "kept      field-present" in ran.output


def test_parameters_are_learned(learned: tuple[str, str, Path]) -> None:
    """
    The filters of the convention, its search fields and its orderings are declared, and no others.
    """
    name, _, folder = learned
    convention, contract = CONVENTIONS[name], contract_in(folder)

    assert convention.expected == {
        "parameters": sorted(each["name"] for each in contract.get("parameters", [])),
        "search": sorted(each["name"] for each in contract.get("search", [])),
        "ordering": sorted(each["name"] for each in contract.get("ordering", [])),
    }
