"""
Growth is data: the packages name no API, host or resource.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from source import PACKAGES, ROOT, relative

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Names of data that are also words of a standard or of the trade, with the reason why the packages may use them.
COMMON: Mapping[str, str] = {
    "previous": "a relation of web links (RFC 8288) and the key of a page that leads back",
    "events": "what a parser of YAML reads, one after the other",
    "programs": "what reads a report or a log that no person reads",
    "locations": "a key of a SARIF result",
    "languages": "what programs are written in",
    "stages": "the functions between a request and its response (glossary)",
    "is_active": "a method of `graphlib.TopologicalSorter`",
    "mini": "a word by which schemas of one thing are told apart",
    "detailed": "a word by which schemas of one thing are told apart, and a level of detail",
}


def names(*, with_common: bool = False) -> set[str]:
    """
    Return every name that belongs in data: APIs, hosts, resources, entities, parameters with a compound name.
    """
    found: set[str] = set()
    for head in (ROOT / "schemas").glob("*/api.json"):
        document = json.loads(head.read_text(encoding="utf-8"))
        found |= {head.parent.name, head.parent.name.split("-")[0], document["title"]}
        found |= {host["url"].split("//")[1] for host in document["hosts"].values()}
        found |= {host["url"].split(".")[-2] for host in document["hosts"].values()}
        found |= set(document["hosts"])
        for contract in head.parent.rglob("contract.json"):
            content = json.loads(contract.read_text(encoding="utf-8"))
            found |= set(contract.parent.relative_to(head.parent).parts) - {"config"}
            found |= {each["name"] for each in content.get("parameters", ()) if "_" in each["name"]}
    return found if with_common else found - COMMON.keys()


def test_every_exception_is_a_name() -> None:
    """
    No word is an exception that is not the name of a resource.
    """
    assert set() == COMMON.keys() - names(with_common=True)


def test_packages_name_nothing_that_is_data() -> None:
    """
    No file of the packages, comments and docstrings included, names an API, a host or a resource.
    """
    pattern = re.compile(
        r"(?<![\w-])(" + "|".join(sorted(map(re.escape, names()), key=len, reverse=True)) + r")(?![\w-])", re.IGNORECASE
    )
    wrong = [
        f"{relative(path)}:{number}: {match.group()}"
        for folder in PACKAGES
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".html", ".css", ".js", ".j2"} and "_data" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]

    assert [] == wrong
