"""
Which data folder is used: the one rule of every command.
"""

from __future__ import annotations

import os
from pathlib import Path

#: Environment variable that names a data folder when the caller does not.
DATA_VARIABLE = "APICONTRACT_DATA"


def package_folder() -> Path:
    """
    Return the folder that holds the packaged `schemas/` and `fixtures/`.

    An installed wheel has it inside the package; a checkout and an editable install have it at the top.
    """
    inside = Path(__file__).parents[1] / "_data"
    return inside if inside.is_dir() else Path(__file__).parents[2]


def chosen_data(data: Path | str | None, package: Path) -> tuple[Path, str]:
    """
    Return the most specific data folder, and what chose it.

    The first of these: `data` (an option), the environment, the current folder if it has `schemas/<api>/api.json`,
    the `package` (of which nothing is said: "").
    """
    if data:
        return Path(data), "--data"
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named), DATA_VARIABLE
    # A checkout with an editable install is the package itself.
    if next(Path().glob("schemas/*/api.json"), None) and Path.cwd() != package.resolve():
        return Path(), "the current folder"
    return package, ""
