"""
A fact -> one sentence about it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from apicontract.diff.facts import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.diff.facts import Fact

_LONG = 120

#: Kind of change to its sentence; the others use the general ones below.
_SENTENCES: Mapping[str, str] = {
    "field-removed": "{path} ({old}) is no longer promised",
    "field-added": "{path} ({new}) was added",
    "field-added-where-closed": "{path} ({new}) was added, where no other field was allowed",
    "field-renamed": "{old} seems to be called {new} now",
    "field-replaced": "{old} seems to be {new} now",
    "retyped": "{path} was {old} and is {new}",
    "type-widened": "{path} was {old} and may be {new}",
    "type-narrowed": "{path} was {old} and is only {new}",
    "made-nullable": "{path} may be null",
    "made-non-null": "{path} is no longer null",
    "made-optional": "{path} may be missing",
    "made-required": "{path} is always present",
    "enum-value-added": "{path} may also be {new}",
    "enum-value-removed": "{path} is no longer {old}",
    "enum-values-exchanged": "{path} is {new} instead of {old}",
    "constant-fixed": "{path} was free and is one of {new}",
    "constant-freed": "{path} was one of {old} and is free",
    "bound-loosened": "the bound of {path} is looser: {old} became {new}",
    "bound-tightened": "the bound of {path} is tighter: {old} became {new}",
    "bounds-shifted": "the bounds of {path} moved: {old} became {new}",
    "fields-opened": "{path} allows unlisted fields",
    "fields-closed": "{path} allows no unlisted fields",
    "field-order-changed": "the order of the fields of {path} changed",
    "shape-replaced": "{path} has the shape {new} instead of {old}: {note}",
    "shape-extended": "{path} has the shape {new}, which is compatible with {old}: {note}",
    "added-required": "{path} is new and must be there",
    "request-body-added-required": "{path} is new and must be there",
    "field-added-required": "{path} ({new}) was added and must be there",
    "request-body-made-required": "{path} must be there now",
    "request-body-made-optional": "{path} may be left out",
    "header-made-required": "{path} is always present",
    "header-made-optional": "{path} may be missing",
    "renamed": "{old} seems to be called {new} now",
    "alternative-added": "{path} may have a further form: {new}",
    "alternative-removed": "{path} is {old} no longer",
    "condition-added": "{path} keeps a further condition: {new}",
    "condition-removed": "{path} no longer keeps a condition: {old}",
    "hidden-field-changed": "{path} changed, which does not go this way",
    "deprecated": "{path} is deprecated",
    "operation-deprecated": "{path} is deprecated",
    "reinstated": "{path} is no longer deprecated",
    "operation-reinstated": "{path} is no longer deprecated",
    "default-changed": "the default of {path} was {old} and is {new}",
    "not-compared": "{path} differs and is not compared: {old} became {new}",
    "constraint-changed": "a condition of {path} changed: {old} became {new}",
    "annotation-changed": "an annotation of {path} changed: {old} became {new}",
    "drift-field-vanished": "{path} was always recorded and is missing",
    "drift-field-appeared": "{path} is recorded for the first time",
    "drift-type-appeared": "{path} is recorded as {new}, which the schema forbids",
    "drift-type-unseen": "{path} is no longer recorded as {old}, which the schema forbids",
    "drift-value-appeared": "{path} is {new}, never recorded before",
    "drift-value-unseen": "{path} is no longer recorded as {old}",
    "drift-text-longer": "{path} is recorded with {new} characters, longer than before",
    "drift-text-shorter": "{path} was recorded with {old} characters, and is shorter",
    "drift-host-appeared": "{path} leads to {new}, never recorded before",
    "drift-host-unseen": "{path} no longer leads to {old}",
    "drift-violation-appeared": "{note}",
    "drift-violation-unseen": "no longer: {note}",
    "drift-warning-appeared": "{note}",
    "drift-warning-unseen": "no longer: {note}",
    "drift-note-appeared": "{note}",
    "drift-note-unseen": "no longer: {note}",
}
_ADDED = "{path} was added: {new}"
_REMOVED = "{path} was removed: {old}"
_CHANGED = "{path} was {old} and is {new}"


def sentence(fact: Fact) -> str:
    """
    Return what changed, in one sentence.
    """
    kind = kind_of(fact.rule)
    ending = kind.rpartition("-")[2]
    general = {"added": _ADDED, "removed": _REMOVED}.get(ending, _CHANGED)
    template = _SENTENCES.get(kind, general)
    path = fact.new_path or fact.old_path or fact.definition or "it"
    if fact.kind == "operation" and fact.definition and path != fact.definition:
        path = f"{path} of {fact.definition}"
    old, new = _told(fact.old), _told(fact.new)
    if template in {_ADDED, _REMOVED} and any(f" {each} " in f" {path} " for each in (old, new)):
        template = template.partition(":")[0]  # the path names it already
    return template.format(path=path, old=old, new=new, note=fact.note or "the same fields")


def kind_of(rule: str) -> str:
    """
    Return the kind of change that a rule is about, without the direction that its id begins with.
    """
    direction, _, kind = rule.partition("-")
    return kind if direction in {"answer", "parameter", "body"} else rule


def _told(value: Any) -> str:
    if value is MISSING:
        return "nothing"
    if isinstance(value, str):
        text = value
    elif isinstance(value, list):
        text = ", ".join(json.dumps(each, ensure_ascii=False) for each in value)
    else:
        text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."
