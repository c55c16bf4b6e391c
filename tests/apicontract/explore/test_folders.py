"""
A folder of one's own has the whole of an API before something is recorded into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.catalog import load_api
from apicontract.explore.folders import complete_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_completed_once(tmp_path: Path) -> None:
    """
    What is missing is copied, and said to be; a folder that has the API, and its own one, stay as they are.
    """
    api = load_api()

    assert complete_folder(api, tmp_path, recordings=True)
    assert load_api(api.name, tmp_path, alone=True).resources.keys() == api.resources.keys()
    assert not complete_folder(api, tmp_path, recordings=True)
    assert not complete_folder(api, api.folders[0], recordings=True)
