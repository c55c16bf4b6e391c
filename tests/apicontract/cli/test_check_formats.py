"""
What `apicontract check` writes about a wrong server is what the tools that read it expect.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.testing import CliRunner
from lxml import etree

from apicontract.cli import checking, main
from apicontract.client import Target
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.faults.table import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api

_STANDARDS = Path(__file__).parents[2] / "data" / "standards"


@pytest.fixture(params=["", "boolean-inverted", "next-missing"])
def written(
    request: pytest.FixtureRequest, api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], bytes]:
    """
    Checks a mock, right or wrong, and returns the file that is written in a format.
    """
    pipeline = FAULTS[request.param].inject(standard()) if request.param else standard()
    application = create_app(api, generate(api, recordings_of(api), records="recorded"), pipeline=pipeline)
    monkeypatch.setattr(checking, "in_process", lambda _: Target("mock", checking.MOCK_URL, application))

    def write(form: str) -> bytes:
        path = tmp_path / "report"
        arguments = ["check", "mock", "--request-budget", "40", "--format", form, "--output", str(path)]
        assert CliRunner().invoke(main, arguments).exit_code == bool(request.param)
        return path.read_bytes()

    return write


def test_sarif_is_valid(written: Callable[[str], bytes]) -> None:
    """
    SARIF is held to the schema of its version 2.1.0.
    """
    schema = json.loads((_STANDARDS / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))

    assert [] == [each.message for each in jsonschema.Draft4Validator(schema).iter_errors(json.loads(written("sarif")))]


def test_junit_is_valid(written: Callable[[str], bytes]) -> None:
    """
    JUnit is held to the schema that Jenkins publishes.
    """
    schema = etree.XMLSchema(etree.parse(_STANDARDS / "junit-10.xsd"))

    schema.assertValid(etree.fromstring(written("junit")))
