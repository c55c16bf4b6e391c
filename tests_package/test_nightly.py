"""
The nightly examples of docs/ci and the flow `record`, `derive`, `drift`, `serve`, `check`, from an installed wheel.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import urllib.request
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from service import serving

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
CI = ROOT / "docs" / "ci"
DAY = dt.timedelta(days=1)
SHELL = shutil.which("bash")


def github_steps() -> list[str]:
    """
    Return the shell steps of the GitHub example that record, follow, tell and commit.
    """
    job = (CI / "nightly.yml").read_text(encoding="utf-8").partition("\n  drift:")[2]
    steps = re.findall(r"^ +run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)", job, re.MULTILINE)
    return [re.sub(r"^ {10}", "", block, flags=re.MULTILINE) or line for block, line in steps]


def gitlab_steps() -> list[str]:
    """
    Return the shell lines of the GitLab example, but for the push, whose URL has a token.
    """
    job = (
        (CI / "gitlab-ci.yml").read_text(encoding="utf-8").partition("\ncontract-drift:")[2].partition("  script:\n")[2]
    )
    lines = [line[6:] for line in job.splitlines() if line.startswith("    - ")]
    return [re.sub(r"git push --quiet \S+", "git push --quiet origin", line) for line in lines]


EXAMPLES = {"github": github_steps, "gitlab": gitlab_steps}


def in_git(folder: Path, *arguments: str) -> str:
    """
    Run git in a folder and return what it prints.
    """
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path, outside: dict[str, str]) -> tuple[Path, dict[str, str]]:
    """
    Return a repository with a data folder and a remote, and the variables that a job has.
    """
    folder, remote = tmp_path / "checkout", tmp_path / "remote.git"
    folder.mkdir()
    for each in ("schemas", "fixtures"):
        shutil.copytree(ROOT / each, folder / each)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", remote], check=True)
    in_git(folder, "init", "-q", "-b", "main")
    in_git(folder, "add", ".")
    in_git(folder, "commit", "-q", "-m", "A state of the data")
    in_git(folder, "remote", "add", "origin", str(remote))
    in_git(folder, "push", "-q", "-u", "origin", "main")
    variables = {
        **outside,
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "CI_COMMIT_BRANCH": "main",
        "PYTHONWARNINGS": "ignore",
    }
    return folder, variables


def night(  # noqa: PLR0913, PLR0917 - what it is run with
    steps: list[str], url: str, folder: Path, variables: dict[str, str], installed: Path, number: int
) -> str:
    """
    Run the steps of a night as a job does, let a day pass, and return what they told.
    """
    summary = Path(variables["GITHUB_STEP_SUMMARY"])
    summary.unlink(missing_ok=True)
    path = f"{installed}{os.pathsep}{os.environ['PATH']}"
    environment = {**variables, "PATH": path, "TARGET": url, "RECORD_TARGET": url}
    environment["APICONTRACT_CACHE"] += str(number)  # the ledger would wait for the next hour
    told = []
    for step in steps:
        done = subprocess.run(
            [SHELL or "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step],
            cwd=folder,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert 0 == done.returncode, (step, done.stdout[-2000:], done.stderr[-2000:])
        assert "Traceback" not in done.stderr
        if "report" in step:
            told.append(done.stdout)
    return "".join(told) + (summary.read_text(encoding="utf-8") if summary.exists() else "")


def let_a_day_pass(folder: Path) -> None:
    """
    Date everything that was recorded one day back: our own moments, and the dates of the answers.
    """
    for path in (*folder.glob("fixtures/**/recorded/*.json"), *folder.glob("fixtures/*/runs.json")):
        text = re.sub(r'(?<=")20\d\d-\d\d-\d\d(?=T)', _day_before, path.read_text(encoding="utf-8"))
        path.write_text(re.sub(r'(?<=")\w{3}, \d\d \w{3} 20[^"]* GMT(?=")', _date_before, text), encoding="utf-8")


def _day_before(found: re.Match[str]) -> str:
    return (dt.date.fromisoformat(found.group()) - DAY).isoformat()


def _date_before(found: re.Match[str]) -> str:
    return format_datetime(parsedate_to_datetime(found.group()) - DAY, usegmt=True)


@pytest.mark.skipif(SHELL is None, reason="the jobs run in bash")
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_nightly_job_tells_a_change_once_and_commits(
    name: str, installed: Path, checkout: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """
    Its steps work as they stand: quiet nights tell nothing, a change is told on its night alone, each is committed.
    """
    folder, variables = checkout
    steps = EXAMPLES[name]()
    assert any("drift" in each for each in steps)
    told = []
    for number, records in enumerate(("40", "40", "30", "30")):
        with serving(installed, variables, tmp_path, "--records", records) as url:
            told.append(night(steps, _fixed(url, folder, number), folder, variables, installed, number))
        assert "Record the night" == in_git(folder, "log", "-1", "--format=%s")
        assert in_git(folder, "rev-parse", "HEAD") == in_git(folder, "rev-parse", "origin/main")
        let_a_day_pass(folder)

    changes = ["drift-count-shrank" in each or "drift-records-gone" in each for each in told]
    assert [False, False, True, False] == changes, told
    assert ["", "", ""] == [told[0], told[1], told[3]]


def _fixed(url: str, folder: Path, number: int) -> str:
    """
    Return the URL of the service, under which the former nights were recorded too.
    """
    if number:
        for path in (*folder.glob("fixtures/**/recorded/*.json"), *folder.glob("fixtures/*/runs.json")):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"http://127\.0\.0\.1:\d+", url, text), encoding="utf-8")
    return url


@pytest.mark.parametrize("below", [".", "tonight"], ids=["into itself", "beside it"])
def test_each_command_works_on_the_folder_that_the_one_before_left(  # noqa: PLR0913, PLR0917 - what it is run with
    below: str,
    installed: Path,
    served: str,
    outside: dict[str, str],
    run: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    """
    In a folder of somebody's own, recorded from a served API: record, derive, drift, diff, serve, check.
    """
    program = installed / "apicontract"
    data = ("--data", below)
    beside = ("--output", below) if below != "." else ()
    commands = [
        (0, ["record", served, "--request-budget", "4", *beside]),
        (0, ["derive", *data, "--quiet"]),
        (3, ["drift", below]),
        (0, ["record", served, "--request-budget", "4", "--refresh-hours", "0", *beside]),
        (0, ["derive", *data, "--quiet"]),
        (0, ["drift", below]),
        (0, ["history", "spacecraft.name", *data]),
        (0, ["diff", below, below]),
        (0, ["thin", *data]),
        (0, ["check", "mock", *data, "--request-budget", "5"]),
    ]
    for status, command in commands:
        done = run(program, *command)
        assert status == done.returncode, (command, done.stdout[-2000:], done.stderr[-2000:])
        assert "Traceback" not in done.stderr
    with serving(installed, outside, tmp_path, *data) as url, urllib.request.urlopen(f"{url}/2.3.0/spacecraft/"):
        pass
