"""
The upstream of a mock in tests.
"""

from __future__ import annotations

import json
import shutil
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from simulated import framework, upstream_world
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from apicontract.contract.folders import DATA_VARIABLE
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.pytest_plugin.mock_api import MockApi


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Keep recordings out of the cache of the user, and of the data of the tests.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(DATA_VARIABLE, str(shutil.copytree(SMALL_DATA, tmp_path / "data")))


def asked(mock: MockApi, path: str) -> tuple[str, Any]:
    """
    Return from where an answer comes, and its JSON.
    """
    with urllib.request.urlopen(mock.url(path)) as answer:
        return answer.headers["X-Mock-Source"].partition(";")[0], json.load(answer)


def test_an_application_behind_the_mock(make_mock_api: Callable[..., MockApi]) -> None:
    """
    A test may stand the mock before an application in process: its answers come first, and are judged.
    """
    mock = make_mock_api(upstream=framework())
    sources = [asked(mock, "/2.3.0/spacecraft/?limit=2")[0] for _ in range(2)]

    assert (["upstream", "recorded"], []) == (sources, mock.findings)


def test_a_wrong_application_is_found(make_mock_api: Callable[..., MockApi]) -> None:
    """
    What an application in process breaks stands in the findings of the mock before it.
    """
    wrong = create_app(load_api(), upstream_world(), switches=Switches(faults=("limit-default-doubled",)))
    mock = make_mock_api(upstream=wrong)
    asked(mock, "/2.3.0/spacecraft/")

    assert 1 == len([each for each in mock.findings if each.startswith("limit-default: ")])


def test_a_mock_alone_has_no_findings(mock_api: MockApi) -> None:
    """
    Without an upstream there is nothing to find.
    """
    assert [] == mock_api.findings
