"""
How often the data files are looked at.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from mockserver.control import reloading
from mockserver.control.reloading import Watch

if TYPE_CHECKING:
    from pathlib import Path

NAME = load_api().name


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """
    A data folder of one's own.
    """
    for kind in ("schemas", "fixtures"):
        shutil.copytree(SMALL_DATA / kind / NAME, tmp_path / kind / NAME)
    return tmp_path


def touch(folder: Path) -> None:
    """
    Add a file to a data folder.
    """
    (folder / "fixtures" / NAME / "new.json").write_text("{}")


def test_files_are_looked_at_once_a_second(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Within a second of a look no file is looked at again, whatever changed; after it the change is seen.
    """
    now = 100.0
    watch = Watch(load_api(NAME, copied), clock=lambda: now)
    looks: list[Path] = []
    right = reloading._moment
    monkeypatch.setattr(reloading, "_moment", lambda place: (looks.append(place), right(place))[1])
    touch(copied)
    now += 0.99
    early, looked = watch.changed(), len(looks)
    now += 0.02

    assert (False, 0) == (early, looked)
    assert watch.changed()
    assert not watch.changed()
