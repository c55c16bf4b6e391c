"""
What depends on who asks is learned, declared and held: services that answer otherwise without a token.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from signed_service import RIGHT, TOKEN, WRONG, options, served

from apicontract.cli import main

if TYPE_CHECKING:
    from click.testing import Result


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILMS_TOKEN", TOKEN)


def run(*arguments: str) -> Result:
    """
    Run the command line.
    """
    return CliRunner().invoke(main, list(arguments))


@cache
def learned(name: str) -> Path:
    """
    Return the data folder that is learned from a right service with the token.
    """
    folder = Path(mkdtemp())
    with served(RIGHT[name]) as url:
        found = run("learn", f"{url}/films", "--request-budget", "20", "--api", "films-1", *options(folder))
    assert found.exit_code == 0, found.output
    return folder


def declared(folder: Path) -> dict[str, Any]:
    """
    Return what a data folder declares to depend on who asks.
    """
    head = json.loads((folder / "schemas" / "films-1" / "api.json").read_text())
    entry: dict[str, Any] = head["visibility"]["films"]
    return {key: value for key, value in entry.items() if key not in {"grade", "source"}}


def findings(url: str, folder: Path, *more: str) -> list[str]:
    """
    Return what a check with the token finds that is about who asks.
    """
    ran = run("check", url, *options(folder, "--request-budget", "15", *more))
    return [line for line in ran.output.splitlines() if "visibility:" in line or "without the token" in line]


@pytest.mark.parametrize("name", RIGHT)
def test_what_depends_on_who_asks_is_declared(name: str) -> None:
    """
    `learn` declares the fields, the records and the refusals that depend on the token, and nothing else.
    """
    assert RIGHT[name].visibility == declared(learned(name))


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_service_is_not_accused(name: str) -> None:
    """
    Held to what was learned from it, with the token and without it, a service is not even warned of who asks.
    """
    with served(RIGHT[name]) as url:
        assert [] == findings(url, learned(name), "--strict")


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_service_is_found(name: str) -> None:
    """
    A service that answers otherwise without the token than the contract allows is found.
    """
    base, rules, message = WRONG[name]
    with served(rules) as url:
        found = findings(url, learned(base))
    assert any(line.startswith(("VIOLATION", "WARNING")) and message in line for line in found), found


def test_record_declares_it_too(tmp_path: Path) -> None:
    """
    `record` with a token writes what depends on who asks into the contract of its folder.
    """
    with served(RIGHT["drafts-and-flags"]) as url:
        run("learn", f"{url}/films", "--request-budget", "20", "--api", "films-1", "--data", str(tmp_path))
        ran = run("record", url, "--request-budget", "20", *options(tmp_path))

    assert RIGHT["drafts-and-flags"].visibility == declared(tmp_path)
    assert "films: without the token, the list leaves out records" in ran.output.splitlines()


def test_the_token_is_written_nowhere() -> None:
    """
    No file of what was learned with a token holds it.
    """
    files = [path for path in learned("flags").rglob("*") if path.is_file()]

    assert files
    assert [] == [path for path in files if TOKEN in path.read_text()]


def test_it_can_be_asked_for_alone() -> None:
    """
    `--only visibility` reports that rule, and no check.
    """
    with served(RIGHT["flags"]) as url:
        ran = run(
            "check",
            url,
            *options(learned("flags"), "--request-budget", "15", "--only", "visibility", "--format", "json"),
        )

    report = json.loads(ran.stdout)
    assert (0, ["visibility"]) == (ran.exit_code, [each["id"] for each in report["rules"]])


def test_it_can_be_left_out() -> None:
    """
    With `--skip visibility` nothing is asked without the token, and nothing is found.
    """
    with served(WRONG["shown"][1]) as url:
        assert [] == findings(url, learned("all-refused"), "--skip", "visibility")


def test_small_budgets_decide_nothing() -> None:
    """
    A run that cannot pay for both ways leaves the rule undecided, and says so.
    """
    with served(RIGHT["flags"]) as url:
        ran = run("check", url, *options(learned("flags"), "--request-budget", "3", "--require-decided", "visibility"))

    assert ran.exit_code == 3, ran.output
