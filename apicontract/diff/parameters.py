"""
The parameters of an operation before and after -> the facts that tell them apart.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from apicontract.diff.facts import MISSING, Fact, SchemaPath
from apicontract.diff.nodes import SchemaNode, key_of
from apicontract.diff.objects import unrolled
from apicontract.evidence.openapi import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Json
    from apicontract.diff.definitions import DefinitionComparison
    from apicontract.evidence.openapi import DescribedParameter, Operation

#: From this likeness of their names on, a parameter that went and one that came are taken for one (difflib's ratio).
_ALIKE = 0.6


def parameter_facts(label: str, old: Operation, new: Operation, survey: DefinitionComparison) -> Iterator[Fact]:
    """
    Yield what tells the parameters of an operation apart; a renamed one of the path is the same.
    """
    gone = {key: each for key, each in old.parameters.items() if key not in new.parameters}
    came = {key: each for key, each in new.parameters.items() if key not in old.parameters}
    for one, other in _renamed(gone, came, survey):
        yield Fact(
            "parameter-renamed", label, told(gone[one]), told(came[other]), gone[one].name, came[other].name,
            kind="operation",
        )  # fmt: skip
        yield from _parameter(label, gone.pop(one), came.pop(other), survey)
    for each in gone.values():
        yield Fact("parameter-removed", label, told(each), "", each.name, kind="operation")
    for each in came.values():
        rule = f"parameter-added{'-required' if each.required else ''}"
        yield Fact(rule, label, "", told(each), MISSING, each.name, kind="operation")
    for key, each in old.parameters.items():
        if key in new.parameters:
            yield from _parameter(label, each, new.parameters[key], survey)


def told(parameter: DescribedParameter) -> str:
    """
    Return how a parameter is named in a finding.
    """
    kind = "" if parameter.place == "query" else f"{parameter.place} "
    return f"{kind}parameter {parameter.name}"


def value_facts(
    label: str, paths: tuple[str, str], old: DescribedParameter, new: DescribedParameter, survey: DefinitionComparison
) -> Iterator[Fact]:
    """
    Yield what a parameter and a header have alike: extensions, what is not modelled, and the schema of the value.
    """
    for rule, left, right in (
        ("extension-changed", old.extensions, new.extensions),
        ("not-compared", old.rest, new.rest),
    ):
        for name in dict.fromkeys((*left, *right)):
            one, other = left.get(name, MISSING), right.get(name, MISSING)
            if one is MISSING or other is MISSING or key_of(one) != key_of(other):
                yield Fact(rule, label, f"{name} of {paths[0]}", f"{name} of {paths[1]}", one, other, kind="operation")
    here = SchemaPath(label, label, survey.direction, *paths)
    survey.between(label, old.schema, new.schema, here)


def _parameter(
    label: str, old: DescribedParameter, new: DescribedParameter, survey: DefinitionComparison
) -> Iterator[Fact]:
    paths = (told(old), told(new))
    direction = survey.direction.value

    def fact(rule: str, left: Any = MISSING, right: Any = MISSING) -> Fact:
        return Fact(rule, label, *paths, left, right, kind="operation")

    if old.required != new.required:
        yield fact(f"{direction}-made-{'required' if new.required else 'optional'}")
    if old.style != new.style:
        yield fact("parameter-style-changed", old.style or "a single value", new.style or "a single value")
    if old.deprecated != new.deprecated:
        yield fact(f"{direction}-{'deprecated' if new.deprecated else 'reinstated'}")
    yield from value_facts(label, paths, old, new, survey)


def _renamed(
    gone: Mapping[tuple[str, str], DescribedParameter],
    came: Mapping[tuple[str, str], DescribedParameter],
    survey: DefinitionComparison,
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """
    Return the pairs of a parameter that went and one of the same values that came in its stead.
    """
    found = []
    for one, left in gone.items():
        for other, right in came.items():
            likeness = difflib.SequenceMatcher(None, left.name, right.name).ratio()
            if one[0] == other[0] and likeness >= _ALIKE and left.required == right.required:
                values = [
                    unrolled(each.schema, _node(each.schema, known))
                    for each, known in ((left, survey.old), (right, survey.new))
                ]
                if values[0] == values[1]:
                    found.append((-likeness, one, other))
    pairs: list[tuple[tuple[str, str], tuple[str, str]]] = []
    for _, one, other in sorted(found):
        if not any(one == each or other == its for each, its in pairs):
            pairs.append((one, other))
    return pairs


def _node(schema: Json, definitions: Any) -> SchemaNode:
    return SchemaNode(schema, BASE, definitions)
