"""
Two object schemas -> the facts that tell their fields apart.
"""

from __future__ import annotations

import difflib
import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from apicontract.diff.facts import Direction
from apicontract.diff.nodes import NON_ASSERTING, SchemaNode, key_of, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from apicontract.contract.model import Json
    from apicontract.diff.facts import SchemaPath

#: From this likeness of their names on, a field that went and one that came are taken for one (difflib's ratio).
_ALIKE = 0.6
#: References inside each other that are followed to tell whether two schemas say the same.
_DEEP = 6
#: Characters of a text beyond which a digest stands for it, as many as the digest has.
_SHORT = 64
#: Keywords whose members have no order.
_SETS = frozenset({"anyOf", "allOf", "enum", "required", "type"})
#: Keywords whose members are named by the data, not by JSON Schema.
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas"})


def compare_objects(
    old: SchemaNode,
    new: SchemaNode,
    here: SchemaPath,
    compare: Callable[[SchemaNode, SchemaNode, SchemaPath], Iterator[Any]],
) -> Iterator[Any]:
    """
    Yield what tells the fields of two objects apart; `compare` looks into those that both have.
    """
    left, right = (sent(each, here.direction) for each in (old, new))
    gone, came = [each for each in left if each not in right], [each for each in right if each not in left]
    renamed = dict(_renamed(old, new, gone, came))
    needed = () if here.direction is Direction.ANSWER else new.plain.get("required", ())
    for name in left:
        if name in right:
            yield from compare(old.child(left[name]), new.child(right[name]), here.into(name))
        elif name in renamed:
            yield _renaming(
                old.child(left[name]), new.child(right[renamed[name]]), name, here.into(name, renamed[name])
            )
        else:
            yield here.into(name).fact("field-removed", written(old.child(left[name])))
    for name in came:
        if name not in renamed.values():
            yield from _came(old, new.child(right[name]), here.into(name), compare, needed=name in needed)
    yield from _required(old, new, here)
    yield from _hidden(old, new, here)
    yield from _others(old, new, here, compare)
    kept = [each for each in left if each in right]
    if kept != [each for each in right if each in left]:
        yield here.fact("field-order-changed")


def sent(node: SchemaNode, direction: Direction) -> Mapping[str, Json]:
    """
    Return the fields that go a certain way: `writeOnly` ones in no answer, `readOnly` ones in no request.
    """
    mark = "writeOnly" if direction is Direction.ANSWER else "readOnly"
    properties: Mapping[str, Json] = node.plain.get("properties", {})
    return {name: each for name, each in properties.items() if not _marked(node.child(each), mark)}


def _marked(node: SchemaNode, mark: str) -> bool:
    return node.plain.get(mark) is True or ("$ref" in node.plain and node.expanded.plain.get(mark) is True)


def _came(
    old: SchemaNode,
    new: SchemaNode,
    here: SchemaPath,
    compare: Callable[[SchemaNode, SchemaNode, SchemaPath], Iterator[Any]],
    *,
    needed: bool,
) -> Iterator[Any]:
    """
    Yield that a field came; where the former schema said something of unlisted fields, hold it to that.
    """
    others = old.plain.get("additionalProperties", True)
    if others is False:
        yield here.fact("field-added-where-closed", new=written(new))
        return
    yield here.fact("field-added-required" if needed else "field-added", new=written(new))
    if others is not True:
        yield from compare(old.child(others), new, here)


def _required(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Any]:
    """
    Yield which fields became optional or required, but for those of which it is said already that they went or came.
    """
    left, right = set(old.plain.get("required", ())), set(new.plain.get("required", ()))
    had, has = (sent(each, here.direction) for each in (old, new))
    hidden = {name for each in (old, new) for name in each.plain.get("properties", {})} - {*had, *has}
    left, right = left - hidden, right - hidden
    for name in sorted(left - right):
        if name not in had or name in has:
            yield here.into(name).fact("made-optional")
    for name in sorted(right - left):
        if name not in has or name in had:
            yield here.into(name).fact("made-required")


def _hidden(old: SchemaNode, new: SchemaNode, here: SchemaPath) -> Iterator[Any]:
    """
    Yield what changed of fields that do not go this way, before or after: they break nobody here.
    """
    sides = [_kept_back(each, here.direction) for each in (old, new)]
    visible = {name for each in (old, new) for name in sent(each, here.direction)}
    for name in sorted({*sides[0], *sides[1]} - visible):
        if sides[0].get(name) != sides[1].get(name):
            yield here.into(name).fact("hidden-field-changed")


def _kept_back(node: SchemaNode, direction: Direction) -> dict[str, str]:
    """
    Return the fields that do not go a certain way, each with what is said of it.
    """
    shown, needed = sent(node, direction), node.plain.get("required", ())
    properties = node.plain.get("properties", {})
    if len(shown) == len(properties):
        return {}
    return {
        name: unrolled(each, node) + (" required" if name in needed else "")
        for name, each in properties.items()
        if name not in shown
    }


def _others(
    old: SchemaNode,
    new: SchemaNode,
    here: SchemaPath,
    compare: Callable[[SchemaNode, SchemaNode, SchemaPath], Iterator[Any]],
) -> Iterator[Any]:
    """
    Yield what tells apart how unlisted fields are treated.
    """
    left, right = (each.plain.get("additionalProperties", True) for each in (old, new))
    if left is False or right is False:
        if left is not right:
            yield here.fact("fields-opened" if left is False else "fields-closed")
    elif not (left is True and right is True):
        yield from compare(old.child(left), new.child(right), here.into("*"))


def _renaming(old: SchemaNode, new: SchemaNode, name: str, here: SchemaPath) -> Any:
    fresh = here.new_path.rpartition(".")[2]
    if unrolled(old.schema, old) == unrolled(new.schema, new):
        return here.fact("field-renamed", name, fresh)
    return here.fact("field-replaced", f"{name} ({written(old)})", f"{fresh} ({written(new)})")


def _renamed(old: SchemaNode, new: SchemaNode, gone: Iterable[str], came: Iterable[str]) -> Iterator[tuple[str, str]]:
    """
    Yield the pairs of a field that went and one that came in its stead, nearest first.

    Either both have the same schema and alike names, or the one name consists of words of the other.
    """
    left, right = old.plain.get("properties", {}), new.plain.get("properties", {})
    pairs = []
    for one in gone:
        for other in came:
            same = unrolled(left[one], old) == unrolled(right[other], new)
            likeness = difflib.SequenceMatcher(None, one, other).ratio()
            if (same and likeness >= _ALIKE) or _shares_words(one, other):
                pairs.append((not same, -likeness, one, other))
    taken: set[str] = set()
    for _, _, one, other in sorted(pairs):
        if not {f"<{one}", f">{other}"} & taken:
            taken |= {f"<{one}", f">{other}"}
            yield one, other


def _shares_words(one: str, other: str) -> bool:
    left, right = set(one.split("_")), set(other.split("_"))
    return left < right or right < left


def unrolled(schema: Json, node: SchemaNode, depth: int = _DEEP) -> str:
    """
    Return a text that is equal for schemas that say the same, references followed and prose left out.
    """
    return key_of(_unrolled(schema, node, depth))


def _unrolled(schema: Json, node: SchemaNode, depth: int, *, named: bool = False) -> Json:
    """
    Follow references; `named` says that the members are fields, of which none is prose, whatever its name.
    """
    if isinstance(schema, list):
        return [_unrolled(each, node, depth) for each in schema]
    if not isinstance(schema, dict):
        return schema
    result = {
        key: _unrolled(value, node, depth, named=key in _NAMED and not named)
        for key, value in schema.items()
        if named or key not in NON_ASSERTING
    }
    if named:
        return result
    for key in _SETS & result.keys():
        if isinstance(result[key], list):
            result[key] = sorted(result[key], key=key_of)
    reference = schema.get("$ref")
    if isinstance(reference, str):
        found = _followed(reference, node, depth)
        if len(result) == 1:
            return found
        result["$ref"] = found
    text = key_of(result)
    return result if len(text) <= _SHORT else hashlib.sha256(text.encode()).hexdigest()


def _followed(reference: str, node: SchemaNode, depth: int) -> Json:
    """
    Return what stands for a reference: what is said there, in short; further below than `depth`, nothing.
    """
    if depth == 0:
        return {}
    known, key = node.definitions.said, (urljoin(node.uri, reference), depth)
    if key not in known:
        target = node.definitions.resolve(node.uri, reference)
        inner = SchemaNode(target.schema, target.uri, node.definitions)
        known[key] = _unrolled(target.schema, inner, depth - 1)
    return known[key]
