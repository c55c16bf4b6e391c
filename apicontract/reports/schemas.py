"""
Where the schema of a written report or baseline stands, so that an editor finds it.
"""

from __future__ import annotations

import os
from pathlib import Path

import apicontract
from apicontract.contract.metaschemas import metaschema_folder

#: Where web services of repositories show a file of a branch as it is.
_RAW = "/raw/main"


def schema_reference(name: str, written: Path | None = None) -> dict[str, str]:
    """
    Return the member `$schema` of a file, which leads to a file that exists; nothing where none is known.

    That is `schemas/meta/<name>.schema.json` of the nearest folder above the written file that has it, by a relative
    path; else the one of the repository, if its address is known.
    """
    above = written.absolute().parents if written else ()
    for folder in above:
        path = metaschema_folder(folder) / f"{name}.schema.json"
        if path.is_file():
            return {"$schema": Path(os.path.relpath(path, above[0])).as_posix()}
    address = apicontract.REPOSITORY.removesuffix("/").removesuffix(".git")
    if not address.startswith(("https://", "http://", "file://")):
        return {}
    branch = "" if address.startswith("file://") else _RAW
    return {"$schema": f"{address}{branch}/{metaschema_folder(Path()).as_posix()}/{name}.schema.json"}
