"""
Two sets of alternatives -> which of them went, came or changed; their order means nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.diff.nodes import key_of, written
from apicontract.diff.objects import unrolled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apicontract.diff.facts import SchemaPath
    from apicontract.diff.nodes import SchemaNode

#: Alternatives of one place that are paired by likeness; more are told as gone and come.
_MOST_PAIRED = 200


def compare_alternatives(
    old: SchemaNode,
    new: SchemaNode,
    here: SchemaPath,
    compare: Callable[[SchemaNode, SchemaNode, SchemaPath], Iterator[Any]],
    *,
    told: bool,
) -> Iterator[Any]:
    """
    Yield what tells two sets of alternatives apart; a schema without alternatives is the only one of its set.

    `told` says that other JSON types are told already: an alternative of those alone is not told again.
    """
    left, right = old.branches or [old], new.branches or [new]
    pairs = _paired(left, right)
    for one, other in pairs:
        yield from compare(one, other, here)
    gone = [each for each in left if not any(each is one for one, _ in pairs)]
    came = [each for each in right if not any(each is other for _, other in pairs)]
    for each in gone:
        if not (told and each.types.isdisjoint(new.types)):
            yield here.fact("alternative-removed", written(each))
    for each in came:
        if not (told and each.types.isdisjoint(old.types)):
            yield here.fact("alternative-added", new=written(each))


def _paired(left: list[SchemaNode], right: list[SchemaNode]) -> list[tuple[SchemaNode, SchemaNode]]:
    """
    Return which alternatives are the same or stand for each other: by text, by name, by meaning, by likeness.
    """
    pairs: list[tuple[SchemaNode, SchemaNode]] = []
    rest = [list(left), list(right)]
    for label in (_text, _name, _said):
        if not (rest[0] and rest[1]):
            break
        labels = {label(each): each for each in reversed(rest[1])}
        for one in list(rest[0]):
            other = labels.pop(label(one), None) if label(one) else None
            if other is not None:
                pairs.append((one, other))
                rest = [[e for e in rest[0] if e is not one], [e for e in rest[1] if e is not other]]
    return pairs + _alike(*rest)


def _alike(left: list[SchemaNode], right: list[SchemaNode]) -> list[tuple[SchemaNode, SchemaNode]]:
    """
    Return the pairs of alternatives that have most in common: JSON types, and fields if they are objects.
    """
    if len(left) * len(right) > _MOST_PAIRED:
        return []
    found = []
    for one in left:
        for other in right:
            fields, others = (set(each.expanded.plain.get("properties", {})) for each in (one, other))
            common = len(fields & others)
            if one.types & other.types and (common or not (fields and others)):
                ends = sorted((_said(one), _said(other)))
                found.append((-common, one.types != other.types, ends, one, other))
    pairs: list[tuple[SchemaNode, SchemaNode]] = []
    for *_, one, other in sorted(found, key=lambda each: each[:3]):
        if not any(one is each or other is its for each, its in pairs):
            pairs.append((one, other))
    return pairs


def _text(node: SchemaNode) -> str:
    return node.target.name if node.target else key_of(node.schema)


def _name(node: SchemaNode) -> str:
    """
    Return what tells an alternative apart by name: the constants of its fields, or its title.
    """
    plain = node.expanded.plain
    fields = {name: node.expanded.child(each).values for name, each in plain.get("properties", {}).items()}
    constants = {name: list(each) for name, each in fields.items() if each is not None and len(each) == 1}
    return key_of(constants) if constants else str(plain.get("title", ""))


def _said(node: SchemaNode) -> str:
    return unrolled(node.schema, node)
