"""
Two schema nodes -> the facts that tell them apart.

Nothing is judged here, and nothing is guessed: what the comparison does not understand is a fact of its own
(`constraint-changed`), never silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.diff.alternatives import compare_alternatives
from apicontract.diff.facts import MISSING
from apicontract.diff.nodes import Definition, SchemaNode, key_of, written
from apicontract.diff.objects import compare_objects, unrolled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Json
    from apicontract.diff.facts import Fact, SchemaPath

#: Bound to its sign: a greater value of a lower bound is narrower, a smaller one of an upper bound.
_BOUNDS = {
    "string": {"minLength": 1, "maxLength": -1},
    "number": {"minimum": 1, "exclusiveMinimum": 1, "maximum": -1, "exclusiveMaximum": -1},
    "array": {"minItems": 1, "maxItems": -1, "uniqueItems": 1, "minContains": 1, "maxContains": -1},
    "object": {"minProperties": 1, "maxProperties": -1},
}
#: Lower bounds that forbid nothing.
_IDLE = {"minLength": 0, "minItems": 0, "uniqueItems": False, "minProperties": 0, "minContains": 1}
#: Keywords that say what form a text has.
_FORMS = ("format", "pattern", "contentEncoding", "contentMediaType")
#: Keywords whose meaning depends on their neighbours.
_NEIGHBOURLY = frozenset({"unevaluatedProperties", "unevaluatedItems", "$dynamicRef"})


@dataclass(frozen=True, slots=True)
class Reference:
    """
    A place on both sides that refers to a definition: the definitions are compared once, elsewhere.
    """

    here: SchemaPath
    old: Definition
    new: Definition
    exchanged: bool


def compare_nodes(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact | Reference]:
    """
    Yield what tells two nodes apart, and the definitions that both refer to.
    """
    if old.target and new.target:
        yield from _nullability(old.null_in_a_branch, new.null_in_a_branch, here)
        yield from _conditions(old, new, here)
        yield from _marks(old, new, here)
        yield from _reference(old, new, here, old.target, new.target)
        return
    first, second = old.expanded, new.expanded
    retyped = next(_types(old, new, here), None)
    if retyped:
        yield retyped
        if retyped.rule.endswith("-retyped"):
            return
    yield from _nullability(old.nullable, new.nullable, here)
    if _alternating(first, second):
        yield from compare_alternatives(first, second, here, compare_nodes, told=retyped is not None)
        yield from _rest(old, new, here)
        return
    yield from _values(old, new, here)
    both = old.types & new.types
    yield from _texts(first, second, here, _FORMS if "string" in both else ("format",))
    yield from _bounds(first, second, here, both)
    if "array" in both:
        yield from _items(first, second, here)
    if "object" in both:
        yield from compare_objects(first, second, here, compare_nodes)
    yield from _rest(old, new, here)


def _alternating(old: SchemaNode, new: SchemaNode) -> bool:
    """
    Return whether two sets of alternatives are to be compared; a node without any is a set of one.
    """
    sides = (old, new)
    return any(each.branches for each in sides) and all(each.alternating or not each.branches for each in sides)


def _reference(
    old: SchemaNode, new: SchemaNode, here: SchemaPath, left: Definition, right: Definition
) -> Iterator[Reference]:
    known = left.name in new.definitions and right.name in old.definitions
    yield Reference(here, left, right, exchanged=left.name != right.name and known)


def _types(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact]:
    left, right = old.types, new.types
    if left == right or (old.values is not None and new.values is not None):
        return
    fixed = new.values is not None and right <= left
    freed = old.values is not None and left <= right
    if fixed or freed:
        return
    kind = "type-narrowed" if right < left else "type-widened" if left < right else "retyped"
    yield here.fact(kind, written(old), written(new))


def _nullability(old: bool, new: bool, here: SchemaPath) -> Iterator[Fact]:  # noqa: FBT001 - two sides of one thing
    if old != new:
        yield here.fact("made-nullable" if new else "made-non-null")


def _values(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact]:
    left, right = old.values, new.values
    if left is None and right is None:
        return
    if left is None or right is None:
        kind = "constant-freed" if right is None else "constant-fixed"
        yield here.fact(kind, _listed(left), _listed(right))
        return
    gone, came = sorted(set(left) - set(right)), sorted(set(right) - set(left))
    if gone and came:
        yield here.fact("enum-values-exchanged", [left[each] for each in gone], [right[each] for each in came])
    elif gone:
        yield here.fact("enum-value-removed", [left[each] for each in gone])
    elif came:
        yield here.fact("enum-value-added", MISSING, [right[each] for each in came])


def _listed(values: Json) -> Json:
    return MISSING if values is None else list(values.values())


def _texts(old: SchemaNode, new: SchemaNode, here: SchemaPath, keywords: tuple[str, ...]) -> Iterator[Fact]:
    for keyword in keywords:
        left, right = old.plain.get(keyword, MISSING), new.plain.get(keyword, MISSING)
        if left != right:
            yield here.fact(f"{'pattern' if keyword == 'pattern' else 'format'}-{_ending(left, right)}", left, right)


def _ending(left: Json, right: Json) -> str:
    return "added" if left is MISSING else "removed" if right is MISSING else "changed"


def _bounds(old: SchemaNode, new: SchemaNode, here: SchemaPath, types: frozenset[str]) -> Iterator[Fact]:
    """
    Yield one fact for all the bounds of a place that moved.
    """
    looser: dict[str, tuple[Json, Json]] = {}
    narrower: dict[str, tuple[Json, Json]] = {}
    groups = {"number" if each in {"integer", "fraction"} else each for each in types}
    for keyword, sign in (
        (key, sign) for group in sorted(groups & set(_BOUNDS)) for key, sign in _BOUNDS[group].items()
    ):
        left, right = _bound(old, keyword), _bound(new, keyword)
        if left == right:
            continue
        loosened = right is None or (left is not None and (right - left) * sign < 0)
        (looser if loosened else narrower)[keyword] = (left, right)
    moved = looser | narrower
    if moved:
        kind = "bounds-shifted" if looser and narrower else "bound-loosened" if looser else "bound-tightened"
        left, right = ({key: pair[side] for key, pair in moved.items() if pair[side] is not None} for side in (0, 1))
        yield here.fact(kind, left or MISSING, right or MISSING)


def _bound(node: SchemaNode, keyword: str) -> Json:
    value = node.plain.get(keyword)
    return None if keyword in _IDLE and value == _IDLE[keyword] else value


def _items(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact | Reference]:
    left, right = old.plain.get("items", True), new.plain.get("items", True)
    if left is True and right is True:
        return
    if not isinstance(left, list) and not isinstance(right, list):
        yield from compare_nodes(old.child(left), new.child(right), here.into("[]"))


def _rest(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact | Reference]:
    """
    Yield the conditions beside references and at their end, and the marks that hold of both.
    """
    yield from _conditions(old, new, here)
    first, second = old.expanded, new.expanded
    if first is not old or second is not new:
        yield from _conditions(first, second, here)
    yield from _marks(old.marked, new.marked, here)


def _conditions(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact | Reference]:
    """
    Yield what is not understood, and what narrows alone.
    """
    left, right = dict(old.unsupported_keywords), dict(new.unsupported_keywords)
    yield from _narrowing(old, new, here, left, right)
    if any(_differ(keyword, old, new) for keyword in sorted(set(left) | set(right))):
        yield here.fact("constraint-changed", left or MISSING, right or MISSING)
    else:
        yield from _parts(old, new, here)
    if old.branches and new.branches and not _alternating(old, new):
        yield from compare_alternatives(old, new, here, compare_nodes, told=False)


def _marks(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact]:
    """
    Yield what tells apart how a value is to be understood.
    """
    yield from _told(old, new, here)
    if key_of(dict(old.annotations)) != key_of(dict(new.annotations)):
        yield here.fact("annotation-changed", dict(old.annotations) or MISSING, dict(new.annotations) or MISSING)


def _narrowing(
    old: SchemaNode, new: SchemaNode, here: SchemaPath, left: dict[str, Json], right: dict[str, Json]
) -> Iterator[Fact]:
    """
    Yield the conditions that came or went whole, and take them out of what is not understood.
    """
    removed: dict[str, Json] = {}
    added: dict[str, Json] = {}
    for keyword in sorted({*left} ^ {*right}):
        if old.narrowed_by(keyword) and new.narrowed_by(keyword):
            side, kept = (left, removed) if keyword in left else (right, added)
            kept[keyword] = side.pop(keyword)
    if bool(old.branches) != bool(new.branches):
        left.pop("exclusive", None)
        right.pop("exclusive", None)
        if not _alternating(old, new):
            (added if new.branches else removed)["anyOf"] = (new if new.branches else old).plain["anyOf"]
    if removed:
        yield here.fact("condition-removed", removed)
    if added:
        yield here.fact("condition-added", MISSING, added)


def _told(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact]:
    """
    Yield how defaults, discriminators and marks of deprecation differ.
    """
    for keyword in ("discriminator", "default", "deprecated"):
        left, right = old.plain.get(keyword, MISSING), new.plain.get(keyword, MISSING)
        if keyword == "deprecated":
            if (left is True) != (right is True):
                yield here.fact("deprecated" if right is True else "reinstated")
        elif left is not right and (left is MISSING or right is MISSING or key_of(left) != key_of(right)):
            kind = keyword if keyword == "discriminator" else "default"
            ending = _ending(left, right) if keyword == "discriminator" else "changed"
            yield here.fact(f"{kind}-{ending}", left, right)


def _differ(keyword: str, old: SchemaNode, new: SchemaNode) -> bool:
    left, right = old.unsupported_keywords.get(keyword, MISSING), new.unsupported_keywords.get(keyword, MISSING)
    if left is MISSING or right is MISSING:
        return left is not right
    if keyword == "allOf" and key_of(left) == key_of(right):
        return False  # what the parts refer to is compared where it stands
    if keyword in _NEIGHBOURLY:
        return unrolled(old.schema, old) != unrolled(new.schema, new)
    return unrolled(left, old) != unrolled(right, new)


def _parts(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Fact | Reference]:
    """
    Yield the comparison of parts that are written alike, for what they refer to.
    """
    left, right = old.unsupported_keywords.get("allOf"), new.unsupported_keywords.get("allOf")
    if isinstance(left, list) and isinstance(right, list) and key_of(left) == key_of(right):
        for one, other in zip(left, right, strict=True):
            yield from compare_nodes(old.child(one), new.child(other), here)
