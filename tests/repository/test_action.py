"""
The CI pieces that others copy: the action's shell steps run here as GitHub runs them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from apicontract.cli import main

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
MOVE = ROOT / "tests" / "data" / "move"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A fresh virtual environment, into which the action's own step installs the checkout that it is part of.

    The dependencies come from the environment of the tests, so that no network is needed.
    """
    folder = tmp_path_factory.mktemp("action") / "venv"
    venv.create(folder, with_pip=True, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    done = run_step("Install", folder, folder, {})
    assert done.returncode == 0, done.stderr
    return folder


def run_step(name: str, environment: Path, folder: Path, inputs: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """
    Run a shell step of the action in a folder, with its inputs put in as GitHub does.
    """
    step = next(each for each in ACTION["runs"]["steps"] if each["name"] == name)
    given = {key: str(each.get("default", "")) for key, each in ACTION["inputs"].items()} | inputs

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], text)

    variables = {key: filled(value) for key, value in step.get("env", {}).items()}
    script = folder / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "APICONTRACT_DATA"}}
    return subprocess.run(
        [shutil.which("bash") or "bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={
            **clean,
            **variables,
            "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "APICONTRACT_CACHE": str(folder / "cache"),
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",  # pip reads the opposite of its name
            "PIP_NO_INDEX": "1",
        },
    )


def test_the_comparison(environment: Path, tmp_path: Path) -> None:
    """
    The step compares, annotates, writes the summary and every view, and fails where something breaks.
    """
    done = run_step("Compare", environment, tmp_path, {"base": str(MOVE / "old"), "data": str(MOVE / "new")})
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("::error ") == 3
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("### apicontract diff: ")
    assert sorted(each.name for each in (tmp_path / "apicontract-reports").iterdir()) == [
        "diff.html", "diff.json", "diff.junit", "diff.sarif",
    ]  # fmt: skip


def test_a_comparison_that_cannot_be_made(environment: Path, tmp_path: Path) -> None:
    """
    A base that does not exist ends the step with 2 and the sentence that says so.
    """
    done = run_step("Compare", environment, tmp_path, {"base": "no-such-base", "data": str(MOVE / "new")})
    assert (done.returncode, "no such folder, file, API or git revision" in done.stderr) == (2, True)


def test_the_check(environment: Path, tmp_path: Path) -> None:
    """
    The step holds the mock to the contract within the budget and writes every view.
    """
    done = run_step("Check", environment, tmp_path, {"target": "mock", "data": str(ROOT)})
    assert done.returncode == 0, done.stderr
    assert "::notice title=apicontract check" in done.stdout
    assert sorted(each.name for each in (tmp_path / "apicontract-reports").iterdir()) == [
        "check.html", "check.json", "check.junit", "check.sarif",
    ]  # fmt: skip


def test_an_input_never_becomes_a_command(environment: Path, tmp_path: Path) -> None:
    """
    A hostile input is a name that does not exist, and nothing else happens.
    """
    hostile = '"; touch escaped; echo "$(touch escaped)`touch escaped`'
    done = run_step("Compare", environment, tmp_path, {"base": hostile, "data": str(MOVE / "new")})
    assert (done.returncode, (tmp_path / "escaped").exists()) == (2, False)


def test_no_script_holds_an_expression() -> None:
    """
    Inputs reach the steps as variables alone.
    """
    assert [each["name"] for each in ACTION["runs"]["steps"] if "${{" in each.get("run", "")] == []


@pytest.mark.parametrize("name", ["nightly.yml", "pull-request.yml"])
def test_an_example_uses_inputs_that_exist(name: str) -> None:
    """
    The examples for GitHub give the action only inputs that it has.
    """
    workflow: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "ci" / name).read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    ours = [step for step in steps if set(step.get("with", {})) & {"target", "base"}]
    assert ours
    assert {key for step in ours for key in step["with"]} <= set(ACTION["inputs"])


def _lines(document: Any) -> list[str]:
    if isinstance(document, dict):
        return [line for each in document.values() for line in _lines(each)]
    if isinstance(document, list):
        return [line for each in document for line in _lines(each)]
    return str(document).splitlines()


@pytest.mark.parametrize(
    "path", ["docs/ci/nightly.yml", "docs/ci/pull-request.yml", "docs/ci/gitlab-ci.yml", ".pre-commit-hooks.yaml"]
)
def test_an_example_uses_options_that_exist(path: str) -> None:
    """
    Every `apicontract` command of the examples is one that the command line knows, with options that it has.
    """
    commands = [
        line.strip()
        for line in _lines(yaml.safe_load((ROOT / path).read_text(encoding="utf-8")))
        if "apicontract " in line
    ]
    for line in (each for each in commands if each.startswith("apicontract ")):
        name, options = line.split()[1], re.findall(r" (--[\w-]+)", line)
        shown = CliRunner().invoke(main, [name, "--help"]).stdout
        assert [each for each in options if each not in shown] == [], line
