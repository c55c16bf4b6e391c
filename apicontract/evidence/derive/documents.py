"""
A form -> the JSON Schema document of its shape: references relative, evidence beside each statement.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from apicontract.contract.model import Grade
from apicontract.contract.moments import written_moment
from apicontract.evidence.derive.declared import FILE_NAME

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from apicontract.evidence.derive.declared import DeclaredFacts
    from apicontract.evidence.derive.merging import MergedShape

#: What marks a file as made here, so that it may be replaced and removed.
MARK = "Derived from recordings and declared facts by `apicontract derive`; do not edit."

_ROOT = "https://apicontract.example"
_SUFFIX = ".schema.json"


def shape_uri(api: str, shape: str) -> str:
    """
    Return the `$id` of a shape.
    """
    return f"{_ROOT}/{api}/{shape}{_SUFFIX}"


def schema_document(api: str, form: MergedShape, facts: DeclaredFacts) -> dict[str, Any]:
    """
    Return the JSON Schema document of a shape.
    """
    document: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": shape_uri(api, form.name),
        "$comment": MARK,
        "title": form.title,
    }
    if form.entity:
        document["x-entity"] = form.entity
    document["x-evidence"] = _evidence(form, facts)
    document |= {"type": "object", "required": form.required}
    document["properties"] = {key: _relative(schema, form.name) for key, schema in form.properties.items()}
    return document


def listed(sources: Iterable[str], most: int = 3) -> str:
    """
    Return the names of recordings in one line; of many, the first ones and how many there are.
    """
    names = list(dict.fromkeys(sources))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def observed(hosts: Iterable[str], moments: Iterable[dt.datetime]) -> dict[str, Any]:
    """
    Return where and when something was observed, as far as that is known, as members of its evidence.
    """
    names = sorted(filter(None, hosts))
    known = sorted(moments)
    ends = {"since": written_moment(known[0]), "until": written_moment(known[-1])} if known else {}
    return ({"hosts": names} if names else {}) | ends


def _evidence(form: MergedShape, facts: DeclaredFacts) -> dict[str, Any]:
    seen = form.seen
    if seen.records:
        evidence = {"records": seen.records, "grade": Grade.RECORDED.value, "source": listed(seen.sources)}
        return evidence | observed(seen.hosts, seen.moments)
    return {"records": 0, "grade": facts.grade.value, "source": FILE_NAME}


def _relative(schema: Any, shape: str) -> Any:
    """
    Return a fragment in which each shape name is a reference relative to the document of `shape`.
    """
    if isinstance(schema, list):
        return [_relative(each, shape) for each in schema]
    if not isinstance(schema, dict):
        return schema
    folder = posixpath.dirname(shape)
    return {
        key: posixpath.relpath(value, folder or ".") + _SUFFIX
        if key == "$ref" and isinstance(value, str)
        else _relative(value, shape)
        for key, value in schema.items()
    }
