"""
A data folder that stands for itself: contract, declared facts and the schemas of our own files, beside recordings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.files import write_atomically
from apicontract.contract.metaschemas import write_metaschemas
from apicontract.contract.naming import files_inside, inside

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.model import Api

#: What belongs to the recordings of a folder, and not to the contract: the folder of the recordings, and the two files
#: that say what was asked for.
_OF_RECORDINGS = frozenset({"asked.json", "runs.json"})


def complete_folder(api: Api, folder: Path, *, recordings: bool) -> bool:
    """
    Copy the contract of an API, as its data folders give it together, into a folder that has none of it.

    Args:
        api: whose contract.
        folder: data folder; it may not exist yet.
        recordings: whether to copy the recordings too.

    Returns:
        Whether something was copied.

    Raises:
        DataError: a symbolic link leads out of a folder.
        OSError: the folder cannot be written.
    """
    if any(folder.resolve() == each.resolve() for each in api.folders) or _head(api, folder).is_file():
        return False
    texts: dict[str, bytes] = {}
    for source in reversed(api.folders):
        for top in ("schemas", "fixtures"):
            for path in files_inside(source, source / top / api.name, "**/*"):
                name = path.relative_to(source)
                if recordings or not ("recorded" in name.parts or name.name in _OF_RECORDINGS):
                    texts[name.as_posix()] = path.read_bytes()
    head = _head(api, folder).relative_to(folder).as_posix()
    # What makes it a data folder comes last: a copy that was killed is made again.
    for place in sorted(texts, key=lambda each: (each == head, each)):
        target = inside(folder, folder / place)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, texts[place])
    write_metaschemas(folder)
    return True


def _head(api: Api, folder: Path) -> Path:
    return folder / "schemas" / api.name / "api.json"
