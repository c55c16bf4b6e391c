"""
Files that are written in one step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.contract.errors import UsageError
from apicontract.contract.files import make_cache_folder, write_atomically

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
