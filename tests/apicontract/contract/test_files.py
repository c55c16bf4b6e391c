"""
Files that are written in one step.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.errors import UsageError
from apicontract.contract.files import cache_folder, locked, make_cache_folder, render_json, write_atomically

if TYPE_CHECKING:
    from pathlib import Path


def test_content_is_replaced(tmp_path: Path) -> None:
    """
    The new content stands under the name, and nothing else is left in the folder.
    """
    place = tmp_path / "report.json"
    for content in ("old", b"new"):
        write_atomically(place, content)

    assert ([place], "new") == (list(tmp_path.iterdir()), place.read_text())


def test_others_may_read(tmp_path: Path) -> None:
    """
    A file has the permissions that the process gives to every file.
    """
    place, plain = tmp_path / "report.json", tmp_path / "plain"
    write_atomically(place, "{}")
    plain.write_text("")

    assert plain.stat().st_mode == place.stat().st_mode


def test_failure_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the last step fails, the old content stands, and no draft is left.
    """
    place = tmp_path / "report.json"
    place.write_text("old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("no")))

    with pytest.raises(OSError, match="no"):
        write_atomically(place, "new")
    assert ["report.json"] == [each.name for each in tmp_path.iterdir()]
    assert "old" == place.read_text()


def test_cache_that_cannot_be_made_names_the_variable(tmp_path: Path) -> None:
    """
    A folder for the cache that cannot be made is one error that says how to name another.
    """
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match=r"no folder \S+/file/ledger .*: Not a directory; .* APICONTRACT_CACHE"):
        make_cache_folder(tmp_path / "file" / "ledger")


@pytest.mark.parametrize(
    ("value", "width", "expected"),
    [
        ({}, 99, "{}\n"),
        ([], 99, "[]\n"),
        ("é", 99, '"é"\n'),
        ([1, 2], 99, "[\n  1,\n  2\n]\n"),
        ({"a": [1, {}], "b": None}, 99, '{\n  "a": [1, {}],\n  "b": null\n}\n'),
        ({"a": [1, 2]}, 13, '{\n  "a": [1, 2]\n}\n'),
        ({"a": [1, 2]}, 12, '{\n  "a": [\n    1,\n    2\n  ]\n}\n'),
        ([{"b": [1]}, 3], 12, '[\n  {"b": [1]},\n  3\n]\n'),
        ([{"b": [1]}, 3], 11, '[\n  {\n    "b": [\n      1\n    ]\n  },\n  3\n]\n'),
        ({"a": "long text"}, 1, '{\n  "a": "long text"\n}\n'),
    ],
)
def test_json_for_people(value: object, width: int, expected: str) -> None:
    """
    What fits on one line stands on one line, the whole apart; an empty value always does.
    """
    assert expected == render_json(value, width)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "/home/x/.cache/apicontract"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/apicontract"),
        ({"XDG_CACHE_HOME": ""}, "/home/x/.cache/apicontract"),
        ({"XDG_CACHE_HOME": "/c", "APICONTRACT_CACHE": "/own"}, "/own"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the customs of other systems are those of platformdirs")
def test_the_folder_between_runs(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str) -> None:
    """
    The environment's own variable counts first, then the custom of the operating system.
    """
    for name in ("APICONTRACT_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"HOME": "/home/x"} | variables).items():
        monkeypatch.setenv(name, value)

    assert expected == cache_folder().as_posix()


def test_a_lock_keeps_others_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whoever holds the lock keeps others waiting; they give up with a line, and get it when it is free.
    """
    monkeypatch.setattr("apicontract.contract.files.LOCK_SECONDS", 0.01)
    place = tmp_path / "x.lock"
    with locked(place), pytest.raises(UsageError, match=r"x\.lock has been locked .* for 0\.01 seconds"), locked(place):
        pass

    with locked(place):
        pass
