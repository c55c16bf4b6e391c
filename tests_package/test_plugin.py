"""
The pytest plugin of the installed wheel: found by its entry point alone, in one process and in two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

SUITE = """
import json
import urllib.error
import urllib.request

import pytest

LIST = "/2.3.0/spacecraft/"
ONE = f"{LIST}110/"


def get(url, headers=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers or {})), timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_override(mock_api):
    mock_api.override(ONE, status=503, json={"detail": "no"}, times=1)
    assert (503, {"detail": "no"}) == get(mock_api.url(ONE))
    assert 200 == get(mock_api.url(ONE))[0]
    mock_api.assert_requested(ONE, times=2)


def test_change(mock_api):
    mock_api.change("spacecraft", 110, name="Renamed")
    assert "Renamed" == get(mock_api.url(ONE))[1]["name"]


def test_add(mock_api):
    mock_api.add("spacecraft", name="Brand new")
    assert 1 == get(mock_api.url(f"{LIST}?search=brand+new"))[1]["count"]


def test_fault(mock_api):
    mock_api.fault("limit-not-clamped")
    assert 150 == len(get(mock_api.url(f"{LIST}?limit=150"))[1]["results"])


def test_scope(mock_api):
    other = mock_api.scope("other")
    other.override(ONE, status=500)
    assert (500, 200) == (get(mock_api.url(ONE), other.headers)[0], get(mock_api.url(ONE))[0])


@pytest.mark.parametrize("number", range(3))
def test_nothing_is_left(mock_api, number):
    assert "Renamed" != get(mock_api.url(ONE))[1]["name"]
    assert 601 == get(mock_api.url(LIST))[1]["count"]
    assert 1 == len(get(mock_api.url(f"{LIST}?limit=1"))[1]["results"])
    assert 3 == len(mock_api.requests)
"""


@pytest.fixture(scope="module")
def binaries(distribution: Path, environment: Callable[..., Path]) -> Path:
    """
    Return the `bin` folder of an environment with the wheel, its extra `test`, and pytest-xdist.
    """
    return environment(f"{next(distribution.glob('*.whl'))}[test]", "pytest-xdist>=3.6")


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_fixture_works_when_installed(
    binaries: Path, tmp_path: Path, run: Callable[..., CompletedProcess[str]], options: tuple[str, ...]
) -> None:
    """
    Plain pytest, told of no plugin, gives tests the mock; what one does to it, no other meets.
    """
    (tmp_path / "test_mine.py").write_text(SUITE, encoding="utf-8")
    done = run(binaries / "pytest", "-q", "-p", "no:cacheprovider", *options)

    assert 0 == done.returncode, done.stdout[-3000:] + done.stderr[-1000:]
    assert "8 passed" in done.stdout


def test_run_without_the_fixture_stays_light(
    binaries: Path, tmp_path: Path, run: Callable[..., CompletedProcess[str]]
) -> None:
    """
    A test run that does not use the fixture imports neither Flask nor the mock.
    """
    text = "import sys\n\ndef test_nothing():\n    assert not {'flask', 'mockserver'} & set(sys.modules)\n"
    (tmp_path / "test_mine.py").write_text(text, encoding="utf-8")
    done = run(binaries / "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis")

    assert "1 passed" in done.stdout, done.stdout[-3000:]
