"""
Two states of an API -> the facts that tell apart what is promised about requests.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import TYPES
from apicontract.contract.openapi import read_as
from apicontract.diff.facts import MISSING, Direction, Fact, SchemaPath
from apicontract.diff.node_comparison import compare_nodes
from apicontract.diff.nodes import Definitions, SchemaNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Api, Field, Parameter, Resource, Throttle

_ALIKE = 0.6


def promise_facts(old: Api, new: Api) -> Iterator[Fact]:
    """
    Yield what tells two states of an API apart, but for the shapes of answers.
    """
    yield from _api(old, new)
    yield from _hosts(old, new)
    yield from _members("resource", old.resources, new.resources)
    yield from _members("singleton", old.singletons, new.singletons)
    for name, resource in old.resources.items():
        if name in new.resources:
            yield from _resource(resource, new.resources[name], (old, new))


def _api(old: Api, new: Api) -> Iterator[Fact]:
    plain: tuple[tuple[str, Any, Any], ...] = (
        ("version-changed", old.version, new.version),
        ("base-path-changed", old.base_path, new.base_path),
        ("envelope-changed", old.paging.style, new.paging.style),
        ("default-limit-changed", old.paging.default_limit, new.paging.default_limit),
        ("default-host-changed", old.default_host, new.default_host),
    )
    for rule, left, right in plain:
        if left != right:
            yield _of_api(rule, rule.removesuffix("-changed").replace("-", " "), left, right)
    lowest, highest = old.paging.maximum_limit, new.paging.maximum_limit
    if lowest != highest:
        rule = "maximum-limit-lowered" if highest < lowest else "maximum-limit-raised"
        yield _of_api(rule, "maximum limit", lowest, highest)
    for name in sorted({*old.behaviour, *new.behaviour}):
        left, right = (side.behaviour[name].value if name in side.behaviour else MISSING for side in (old, new))
        if left != right:
            yield _of_api("behaviour-changed", f"behaviour {name}", left, right)


def _hosts(old: Api, new: Api) -> Iterator[Fact]:
    for name in dict.fromkeys((*old.hosts, *new.hosts)):
        left, right = old.hosts.get(name), new.hosts.get(name)
        if left is None or right is None:
            rule = "host-added" if left is None else "host-removed"
            yield _of_api(rule, f"host {name}", left.url if left else MISSING, right.url if right else MISSING)
            continue
        if left.url != right.url:
            yield _of_api("host-moved", f"host {name}", left.url, right.url)
        if left.throttle != right.throttle:
            tighter = _rate(right.throttle) < _rate(left.throttle)
            rule = "throttle-tightened" if tighter else "throttle-loosened"
            yield _of_api(rule, f"host {name}", _limit(left.throttle), _limit(right.throttle))


def _rate(throttle: Throttle | None) -> float:
    return throttle.requests / throttle.seconds if throttle else float("inf")


def _limit(throttle: Throttle | None) -> str:
    return f"{throttle.requests} in {throttle.seconds} s" if throttle else "no limit"


def _of_api(rule: str, path: str, old: Any, new: Any) -> Fact:
    return Fact(rule, "", path, path, old, new, kind="api")


def _members(kind: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Fact]:
    for name in old:
        if name not in new:
            yield Fact(f"{kind}-removed", name, name, "", name, kind="resource")
    for name in new:
        if name not in old:
            yield Fact(f"{kind}-added", name, "", name, MISSING, name, kind="resource")


def _resource(old: Resource, new: Resource, apis: tuple[Api, Api]) -> Iterator[Fact]:
    facts = [
        *_plain(old, new),
        *_modes(old, new),
        *_parameters(old, new, apis),
        *_fields("search-field", old, old.search, new.search),
        *_fields("ordering-field", old, old.ordering, new.ordering),
    ]
    yield from facts
    if not facts and old.documentation != new.documentation:
        yield _of(old, "documentation-changed", "documentation")


def _plain(old: Resource, new: Resource) -> Iterator[Fact]:
    for rule, left, right in (
        ("identifier-changed", _field(old.identifier), _field(new.identifier)),
        ("title-changed", old.title, new.title),
        ("default-ordering-changed", list(old.default_ordering), list(new.default_ordering)),
    ):
        if left != right:
            yield _of(old, rule, rule.removesuffix("-changed").replace("-", " "), left, right)


def _modes(old: Resource, new: Resource) -> Iterator[Fact]:
    for mode in dict.fromkeys((*old.modes.choices, *new.modes.choices)):
        if mode not in new.modes.choices:
            yield _of(old, "mode-removed", f"mode {mode}", mode)
        elif mode not in old.modes.choices:
            yield _of(old, "mode-added", f"mode {mode}", MISSING, mode)
    for view in ("list", "detail"):
        left, right = getattr(old.modes, view), getattr(new.modes, view)
        if left != right:
            yield _of(old, "default-mode-changed", f"default mode of the {view}", left, right)


def _parameters(old: Resource, new: Resource, apis: tuple[Api, Api]) -> Iterator[Fact]:
    left, right = ({each.name: each for each in side.parameters} for side in (old, new))
    gone, came = [each for each in left if each not in right], [each for each in right if each not in left]
    for name in gone:
        other = next((each for each in came if _alike(left[name], right[each])), None)
        if other is None:
            yield _of(old, "filter-removed", f"parameter {name}", name)
        else:
            came.remove(other)
            yield Fact(
                "filter-renamed", old.name, f"parameter {name}", f"parameter {other}", name, other, kind="resource"
            )
    for name in came:
        yield _of(old, "filter-added", f"parameter {name}", MISSING, name)
    for name in left:
        if name in right:
            yield from _parameter(old, left[name], right[name], apis)


def _alike(old: Parameter, new: Parameter) -> bool:
    same = _effect(old) == _effect(new)
    return same and difflib.SequenceMatcher(None, old.name, new.name).ratio() >= _ALIKE


def _effect(parameter: Parameter) -> tuple[object, ...]:
    return (parameter.fields, parameter.lookup, parameter.type, parameter.related, parameter.choices)


def _parameter(resource: Resource, old: Parameter, new: Parameter, apis: tuple[Api, Api]) -> Iterator[Fact]:
    path = f"parameter {old.name}"
    if old.lookup != new.lookup:
        yield _of(resource, "lookup-changed", path, old.lookup, new.lookup)
    if (old.fields, old.related) != (new.fields, new.related):
        yield _of(resource, "filter-target-changed", path, _target(old), _target(new))
    here = SchemaPath(resource.name, resource.name, Direction.PARAMETER, path, path)
    none = Definitions(())
    # Another identifier of the related records is told of their own resource.
    after = apis[0] if old.related == new.related else apis[1]
    left, right = (SchemaNode(_schema(api, each), "", none) for api, each in ((apis[0], old), (after, new)))
    found = list(compare_nodes(left, right, here))
    for each in found:
        if isinstance(each, Fact):
            yield Fact(each.rule, each.definition, path, path, each.old, each.new, kind="resource", note=each.note)
    if not found and old.type != new.type:
        yield _of(resource, "filter-reading-changed", path, old.type, new.type)


def _schema(api: Api, parameter: Parameter) -> dict[str, Any]:
    schema = dict(TYPES[read_as(api, parameter)].schema)
    return schema | {"enum": list(parameter.choices)} if parameter.choices else schema


def _target(parameter: Parameter) -> str:
    return ", ".join(parameter.fields) + (f" ({parameter.related})" if parameter.related else "")


def _fields(kind: str, resource: Resource, old: tuple[Field, ...], new: tuple[Field, ...]) -> Iterator[Fact]:
    left, right = ({each.name: each for each in side} for side in (old, new))
    noun = kind.partition("-")[0]
    for name in dict.fromkeys((*left, *right)):
        path = f"{noun} {name}"
        if name not in right:
            yield _of(resource, f"{kind}-removed", path, name)
        elif name not in left:
            yield _of(resource, f"{kind}-added", path, MISSING, name)
        elif left[name] != right[name]:
            yield _of(resource, f"{kind}-changed", path, _field(left[name]), _field(right[name]))


def _field(field: Field) -> str:
    return f"{field.path} ({field.type})"


def _of(resource: Resource, rule: str, path: str, old: Any = MISSING, new: Any = MISSING) -> Fact:
    removed, added = rule.endswith("-removed"), rule.endswith("-added")
    return Fact(rule, resource.name, "" if added else path, "" if removed else path, old, new, kind="resource")
