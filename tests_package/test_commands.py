"""
Every command that README and docs show works from an installed wheel, in a folder that is no checkout.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import OTHERS, ours, prepared, reason, unaccounted
from service import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
HOST = "https://lldev.thespacedevs.com"
RUN = [each for each in ours() if not reason(each)]


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """
    Return an environment that says nothing of a checkout.
    """
    unwanted = {"PYTHONPATH", "APICONTRACT_DATA", "PYTEST_ADDOPTS"}
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return {**kept, "APICONTRACT_CACHE": str(tmp_path_factory.mktemp("cache"))}


@pytest.fixture(scope="module")
def wrong(installed: Path, variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    Return the URL of a served API that does not keep one of its promises.
    """
    folder = tmp_path_factory.mktemp("served")
    with serving(installed, variables, folder, "--fault", "limit-not-clamped") as url:
        yield url


@pytest.fixture(scope="module")
def place(installed: Path, variables: dict[str, str], wrong: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return a folder of somebody's own: a git repository with data, a journal, a report and a description.
    """
    folder = tmp_path_factory.mktemp("a folder")
    for each in ("schemas", "fixtures", "contract_tests", "docs/examples", "tests/data/library"):
        shutil.copytree(ROOT / each, folder / each)
    for each in ("schemas", "fixtures"):
        shutil.copytree(ROOT / each, folder / "tonight" / each)
    shutil.copy(ROOT / "schemas" / "ll2-2.3.0" / "openapi.json", folder)
    shutil.copy(next(ROOT.glob("fixtures/*/*/recorded/*.txt")), folder / "copied.txt")
    for name in ("traffic.har", "journal.har"):
        (folder / name).write_text(json.dumps(_archive(wrong)), encoding="utf-8")
    for arguments in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "A state of the data")):
        identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True)
    for command in (
        ["check", wrong, "--request-budget", "15", "--format", "json", "--output", "report.json"],
        ["diff", "main", ".", "--write-baseline", "accepted.json"],
    ):
        subprocess.run([installed / "apicontract", *command], cwd=folder, env=variables, check=False)
    return folder


def _archive(served: str) -> dict[str, object]:
    """
    Return a HAR document of one request, as if a host of the contract had answered it.
    """
    with urllib.request.urlopen(f"{served}/2.3.0/spacecraft/?limit=2") as answer:
        content = {"mimeType": "application/json", "text": answer.read().decode().replace(served, HOST)}
        headers = [{"name": name, "value": value} for name, value in answer.headers.items()]
    request = {"method": "GET", "url": f"{HOST}/2.3.0/spacecraft/?limit=2", "headers": []}
    response = {"status": 200, "headers": headers, "content": content}
    return {"log": {"entries": [{"request": request, "response": response}]}}


def test_every_command_is_run_or_has_its_reason() -> None:
    """
    No document shows a command that is neither run here nor listed with the reason why not.
    """
    assert [] == list(unaccounted())


def test_a_command_of_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Canary: a command that no recipe is for and that has no reason is told.
    """
    monkeypatch.setattr("commands.ours", lambda: ["check nowhere.har", "check lldev"])

    assert ["check nowhere.har"] == list(unaccounted())


@pytest.mark.parametrize("command", [each for each in RUN if not each.startswith("serve")])
def test_a_shown_command_works(  # noqa: PLR0913, PLR0917 - what it is run with
    command: str, installed: Path, place: Path, wrong: str, variables: dict[str, str], tmp_path: Path
) -> None:
    """
    A command ends with its own status, and without a traceback; no other has used up a limit before it.
    """
    arguments, status = prepared(command) or ([], 0)
    done = subprocess.run(
        [installed / "apicontract", *(wrong if each == "SERVED" else each for each in arguments)],
        cwd=place,
        env={**variables, "APICONTRACT_CACHE": str(tmp_path / "cache")},
        check=False,
        capture_output=True,
        text=True,
    )

    assert status == done.returncode, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [each for each in RUN if each.startswith("serve")])
def test_a_shown_service_is_served(command: str, installed: Path, variables: dict[str, str], tmp_path: Path) -> None:
    """
    A command that serves answers, and ends when it is told to.
    """
    arguments, _ = prepared(command) or ([], 0)
    named = re.search(r"--api (\S+)", command)
    head = ROOT / "schemas" / (named[1] if named else "ll2-2.3.0") / "api.json"
    root = json.loads(head.read_text(encoding="utf-8"))["base_path"]
    with serving(installed, variables, tmp_path, *arguments[1:]) as url, urllib.request.urlopen(f"{url}{root}"):
        pass


def test_the_readme_shows_an_answer(served: str) -> None:
    """
    What curl is shown to print is what the served API answers.
    """
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"^\$ curl 'http://127.0.0.1:8000([^']*)'\n(.*)$", text, re.MULTILINE)
    assert shown is not None
    with urllib.request.urlopen(served + shown[1]) as answer:
        assert shown[2].replace("http://127.0.0.1:8000", served) == answer.read().decode()


@pytest.mark.parametrize("command", [each for each, test in OTHERS.items() if test == "test_the_suite_is_run"])
def test_the_suite_is_run(
    command: str, installed: Path, run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """
    The contract suite is run by the installed plugin; pytest-xdist, which is not required, is left out.
    """
    shutil.copytree(ROOT / "contract_tests", tmp_path / "contract_tests")
    words = command.replace(" -n auto", "").split()[1:]
    done = run(installed / "python", "-m", "pytest", "-q", *words, "--request-budget", "15")

    assert 0 == done.returncode, done.stdout[-2000:]
