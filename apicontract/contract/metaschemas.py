"""
The schemas of the files that this program reads and writes: `schemas/meta/<name>.schema.json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName
from apicontract.contract.folders import package_folder

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX = ".schema.json"
#: Schemas to which the files of a data folder, and reports and baselines kept in it, refer by a relative `$schema`.
_REFERRED = ("api", "baseline", "contract", "facts", "population", "report")


def meta_names() -> tuple[str, ...]:
    """
    Return the names of the schemas, sorted.
    """
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in _folder().glob(f"*{_SUFFIX}")))


def meta_text(name: str) -> str:
    """
    Return a schema as it stands in its file.

    Raises:
        UnknownName: there is none of that name.
    """
    if name not in meta_names():
        raise UnknownName("schema", name, meta_names())
    return (_folder() / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def write_metaschemas(folder: Path) -> None:
    """
    Write into a data folder the schemas that its files refer to, where it lacks them, so that editors find them.

    Raises:
        OSError: the folder cannot be written.
    """
    # Only who writes pays for what writing needs.
    from apicontract.contract.files import write_atomically  # noqa: PLC0415 - see above

    for name in _REFERRED:
        path = metaschema_folder(folder) / f"{name}{_SUFFIX}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, meta_text(name))


def metaschema_folder(folder: Path) -> Path:
    """
    Return where the schemas stand in a data folder.
    """
    return folder / "schemas" / "meta"


def _folder() -> Path:
    return metaschema_folder(package_folder())
