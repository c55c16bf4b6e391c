"""
What an OpenAPI document gives -> a data folder, and the API in it.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import hold_to, load_api
from apicontract.contract.files import render_json, write_atomically
from apicontract.contract.naming import chosen_name
from apicontract.evidence.derive import FILE_NAME, derived_tree, facts_of, write_tree
from apicontract.evidence.importing.descriptions import imported_description
from apicontract.evidence.importing.project import MEMBER, imported_project, source_of
from apicontract.evidence.importing.stated import hosts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api
    from apicontract.evidence.derive import Tree
    from apicontract.evidence.importing.descriptions import Imported
    from apicontract.evidence.openapi import Description

#: Characters of a name that is made of a title.
_LONGEST_NAME = 60


def name_of(description: Description) -> str:
    """
    Return the name of the API of a document: its title, or its file, and its version, as a folder may be called.
    """
    return titled(description.title or Path(description.place).stem, description.version or "1")


def titled(title: str, version: str) -> str:
    """
    Return the name of an API with a title and a version, as a folder may be called.
    """
    title = f"{title}-{version}"
    plain = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFKC", title)).lower()
    return chosen_name(plain[:_LONGEST_NAME].strip("-.") or "api")


def checked_import(description: Description, name: str, *, every_field: bool = False) -> Imported:
    """
    Return what a document gives, held to the schemas of the files that it becomes.

    Where it has what the code of a Django project says (`x-apicontract`), that counts; the document names the hosts.

    Raises:
        DataError: it describes no list of records, or gives what no such file may hold.
    """
    file = Path(description.place).name
    source = f"{description.title or file} {description.version}, an OpenAPI document ({file})"
    told = description.rest.get(f"/{MEMBER}")
    if told is not None:
        hold_to(told, "project", f"{description.place}#/{MEMBER}")
        imported = imported_project(told, name, source)
        head = {"title": description.title or imported.head["title"], **_hosted(description)}
        return held(replace(imported, head={**imported.head, **head}), description.place)
    imported = imported_description(description, name, source, every_field=every_field)
    return held(imported, description.place)


def _hosted(description: Description) -> dict[str, Any]:
    hosts = hosts_of(description)
    return {"default_host": next(iter(hosts)), "hosts": hosts}


def checked_project(project: Mapping[str, Any], name: str, place: str, below: str = "") -> Imported:
    """
    Return what the description of a Django project gives, held likewise; `place` names it in messages.

    Args:
        project: the description.
        name: of the API.
        place: what messages call it.
        below: the path below which the lists stand, where it has parameters.

    Raises:
        DataError: it describes no list of records, or gives what no such file may hold.
    """
    return held(imported_project(project, name, source_of(project), below), place)


def held(imported: Imported, place: str) -> Imported:
    """
    Return what was imported if it follows the schemas of the files that it becomes; `place` names its origin.

    Raises:
        DataError: it does not.
    """
    for content, kind in ((imported.facts, "facts"), (imported.head, "api")):
        hold_to(content, kind, f"what {place} gives")
    facts_of(imported.facts, place)
    return imported


def places_of(folder: Path, name: str) -> tuple[Path, Path]:
    """
    Return where the facts and the head of an API stand in a data folder.
    """
    return folder / "fixtures" / name / FILE_NAME, folder / "schemas" / name / "api.json"


def write_import(imported: Imported, folder: Path, name: str) -> Tree:
    """
    Write what a document gives into a data folder, and what is derived from it; a head that is there stays.
    """
    for path, content in zip(places_of(folder, name), (imported.facts, imported.head), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            write_atomically(path, render_json(content))
    tree = derived_tree(folder, name)
    write_tree(tree)
    return tree


def contract_of(description: Description) -> Api:
    """
    Return the API that the import of a document would give; nothing of it is kept.

    Raises:
        ApiContractError: the document cannot be imported.
    """
    name = name_of(description)
    imported = checked_import(description, name)
    with tempfile.TemporaryDirectory(prefix="apicontract-") as folder:
        write_import(imported, Path(folder), name)
        return load_api(name, Path(folder), alone=True)
