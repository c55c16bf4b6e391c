"""
Promise: every file takes the package from the two constants of `apicontract`, and none from a registry without it.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml
from installation import PLACES, Source, rewritten
from source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

#: What the constants may say, to a requirement that a file then shows.
SOURCES = {
    "nothing": (Source("", ""), "./vendor/apicontract"),
    "an address": (
        Source("https://git.example/team/apicontract.git", ""),
        "git+https://git.example/team/apicontract.git",
    ),
    "an address at GitHub": (Source("https://github.com/team/contracts", ""), "git+https://github.com/team/contracts"),
    "a file": (Source("file:///srv/apicontract", ""), "git+file:///srv/apicontract"),
    "a registry": (Source("https://github.com/team/contracts", "apicontract"), "apicontract"),
}
#: An installation from a registry.
_FROM_REGISTRY = re.compile(
    r"""(?:pipx?|uv|uv pip|uv tool) install (?:-\S+ )*['"]?apicontract(?! @|[\w./-])|uvx (?:-\S+ )*apicontract"""
)


def text_of(name: str) -> str:
    """
    Return the text of a file of the repository.
    """
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PLACES)
def test_files_follow_the_constants(name: str) -> None:
    """
    Each file says what the constants say; after a change of them, `python tests/installation.py` writes it anew.
    """
    assert rewritten(name, text_of(name), Source()) == text_of(name)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("name", PLACES)
def test_files_can_follow_any_constants(name: str, source: str) -> None:
    """
    Each file can be written for every kind of source, is well-formed then, and goes back to what it was.
    """
    made = rewritten(name, text_of(name), SOURCES[source][0])
    if name.endswith(".yml"):
        assert yaml.safe_load(made)
    if name.endswith(".toml"):
        assert tomllib.loads(made)["project"].get("urls", {}).get("Repository", "") == SOURCES[source][0].repository

    assert text_of(name) == rewritten(name, made, Source())


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("name", ["docs/ci/nightly.yml", "docs/ci/gitlab-ci.yml", "docs/installation.md"])
def test_one_line_changes_what_is_installed(name: str, source: str) -> None:
    """
    With the constants changed, the job of each kind of CI and the document install from the new source.
    """
    given, requirement = SOURCES[source]

    assert requirement in rewritten(name, text_of(name), given)


def test_the_action_is_used_as_its_place_allows() -> None:
    """
    GitHub's own repositories are named; others are cloned first, and without an address a checkout is kept.
    """
    used = {name: source.action("").splitlines() for name, (source, _) in SOURCES.items()}
    local = "- uses: ./vendor/apicontract # the action of apicontract"

    assert ["- uses: team/contracts@main # the action of apicontract"] == used["an address at GitHub"]
    assert ["- run: git clone --quiet --depth 1 file:///srv/apicontract ./vendor/apicontract", local] == used["a file"]
    assert ["# apicontract has no public address yet", local] == [
        used["nothing"][0].partition(":")[0],
        used["nothing"][1],
    ]


def committed() -> list[Path]:
    """
    Return the text files that git knows.
    """
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    kinds = {".md", ".yml", ".yaml", ".py", ".toml", ".txt", ".ini", ""}
    paths = [ROOT / each for each in names.split("\0") if each]
    return [each for each in paths if each.suffix in kinds and each.is_file() and "installation" not in each.stem]


@pytest.mark.skipif(bool(Source().registry), reason="a registry holds the package")
def test_nothing_is_installed_from_a_registry() -> None:
    """
    No file shows an installation from a registry that does not hold the package.
    """
    found = {each: _FROM_REGISTRY.findall(each.read_text(encoding="utf-8")) for each in committed()}

    assert {} == {str(path.relative_to(ROOT)): lines for path, lines in found.items() if lines}


@pytest.mark.parametrize(
    "line",
    [
        "pip install apicontract",
        "pip install --quiet 'apicontract[test]'",
        "uvx apicontract serve",
        "pipx install apicontract",
    ],
)
def test_an_installation_from_a_registry_is_seen(line: str) -> None:
    """
    Canary: what installs from a registry is told.
    """
    assert _FROM_REGISTRY.search(line)
