"""
Two OpenAPI documents -> the facts that tell them apart, operation by operation.

What no rule is about is a fact of its own (`not-compared`) where its text differs, never silence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from apicontract.contract.model import Shape
from apicontract.diff.answers import answer_facts, content_facts
from apicontract.diff.definitions import DefinitionComparison
from apicontract.diff.facts import MISSING, Direction, Fact, SchemaPath
from apicontract.diff.nodes import Definitions, key_of
from apicontract.diff.parameters import parameter_facts
from apicontract.diff.security import scheme_facts, security_facts
from apicontract.evidence.openapi import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Json
    from apicontract.evidence.openapi import Description, Operation

_OPEN: Mapping[str, Json] = {}
#: The order in which a document lists the fields of a schema says nothing of the order in which they are sent.
_UNPROMISED = "-field-order-changed"
_UNUSED = "(used by no operation)"


@dataclass(frozen=True)
class Compared:
    """
    What tells two documents apart.

    Attributes:
        facts: all of them.
        surveys: direction to the comparison of schemas that travel so.
    """

    facts: tuple[Fact, ...]
    surveys: Mapping[Direction, DefinitionComparison]


def compare_descriptions(old: Description, new: Description) -> Compared:
    """
    Return what tells two documents apart.
    """
    left, right = (Definitions(shapes_of(each).values()) for each in (old, new))
    surveys = {each: DefinitionComparison(left, right, each) for each in Direction}
    old, new, moved = _aligned(old, new)
    facts = [*_document(old, new, moved)]
    facts += _operations(old, new, surveys)
    facts += _webhooks(old, new, surveys)
    facts += _unused(old, new, surveys[Direction.ANSWER])
    found = (fact for survey in surveys.values() for fact in survey.facts)
    facts += [each for each in found if not each.rule.endswith(_UNPROMISED)]
    return Compared(tuple(facts), surveys)


def shapes_of(description: Description) -> Mapping[str, Shape]:
    """
    Return the definitions of a document as shapes.
    """
    made = {}
    for name, schema in description.schemas.items():
        uri = BASE + quote(name, safe="-._~")
        made[name] = Shape(name, uri, "", schema if isinstance(schema, dict) else _OPEN if schema else {"not": {}})
    return made


def _aligned(old: Description, new: Description) -> tuple[Description, Description, bool]:
    """
    Return both documents, and whether their servers are to be compared.

    The same URLs may be written with a longer path at the server and shorter ones at the operations.
    """
    if _bases(old) == _bases(new):
        return old, new, True
    whole = [_absolute(each) for each in (old, new)]
    common = len(whole[0].operations.keys() & whole[1].operations.keys())
    if common > len(old.operations.keys() & new.operations.keys()):
        return whole[0], whole[1], False
    return old, new, True


def _bases(description: Description) -> set[str]:
    return {urlsplit(each).path.rstrip("/") for each in description.servers} or {""}


def _absolute(description: Description) -> Description:
    base = min(_bases(description))
    operations = {
        (base + path, method): replace(each, path=base + each.path)
        for (path, method), each in description.operations.items()
    }
    return replace(description, operations=operations)


def _document(old: Description, new: Description, compared: bool) -> Iterator[Fact]:  # noqa: FBT001 - said by `_aligned`
    if old.version != new.version:
        yield _of_api("version-changed", "version", old.version, new.version)
    yield from _servers("", old.servers, new.servers, hosts_alone=not compared)
    yield from security_facts("", old.security, new.security)
    yield from scheme_facts(old.schemes, new.schemes)
    rest = [dict(each.rest) for each in (old, new)]
    for name in rest[0].keys() ^ rest[1].keys():
        if name.startswith("/components/"):
            for each in rest:
                each.pop(name, None)  # read on one side, where its use is told, or there and used by nothing
    yield from _left("", *rest)
    for place, (left, right) in _differing(_skipped(old), _skipped(new)):
        yield Fact("not-compared", "", place, place, left, right, kind="operation")


def _skipped(description: Description) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for place, reason, what in description.skipped:
        found[place] = [*found.get(place, []), reason, what]
    return found


def _of_api(rule: str, path: str, old: Any, new: Any) -> Fact:
    removed, added = new is MISSING, old is MISSING
    return Fact(rule, "", "" if added else path, "" if removed else path, old, new, kind="api")


def _servers(where: str, old: tuple[str, ...], new: tuple[str, ...], *, hosts_alone: bool = False) -> Iterator[Fact]:
    left, right = (list(dict.fromkeys(_server(each, hosts_alone=hosts_alone) for each in side)) for side in (old, new))
    gone, came = [each for each in left if each not in right], [each for each in right if each not in left]
    if len(gone) == len(came):
        for one, other in zip(gone, came, strict=True):
            rule = "base-path-changed" if urlsplit(one).netloc == urlsplit(other).netloc else "host-moved"
            yield Fact(rule, where, "server", "server", one, other, kind="operation")
        return
    for each in gone:
        yield Fact("host-removed", where, f"server {each}", "", each, kind="operation")
    for each in came:
        yield Fact("host-added", where, "", f"server {each}", MISSING, each, kind="operation")


def _server(url: str, *, hosts_alone: bool) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if hosts_alone else url.rstrip("/") or "/"


def _operations(
    old: Description, new: Description, surveys: Mapping[Direction, DefinitionComparison]
) -> Iterator[Fact]:
    paths = [{path for path, _ in side.operations} for side in (old, new)]
    told: set[str] = set()
    for key in dict.fromkeys((*old.operations, *new.operations)):
        left, right = old.operations.get(key), new.operations.get(key)
        if left is not None and right is not None:
            label = f"{right.method} {right.path}"
            yield from _operation(label, left, right, (old, new), surveys)
        elif key[0] not in paths[0] or key[0] not in paths[1]:
            if key[0] not in told:
                told.add(key[0])
                yield _whole_path(key[0], old if right is None else new, gone=right is None)
        else:
            each = left or right
            assert each is not None  # noqa: S101 - the key is of one of both
            yield _member("operation", f"{each.method} {each.path}", gone=right is None)


def _whole_path(path: str, side: Description, *, gone: bool) -> Fact:
    found = [each for (other, _), each in side.operations.items() if other == path]
    methods = ", ".join(each.method for each in found)
    return _member("path", found[0].path, gone=gone, told=methods)


def _member(noun: str, name: str, *, gone: bool, told: str = "") -> Fact:
    if gone:
        return Fact(f"{noun}-removed", "", name, "", told or name, kind="operation")
    return Fact(f"{noun}-added", "", "", name, MISSING, told or name, kind="operation")


def _webhooks(old: Description, new: Description, surveys: Mapping[Direction, DefinitionComparison]) -> Iterator[Fact]:
    """
    Yield what tells apart the requests that the API sends: their bodies are read by who is called.
    """
    turned = {
        Direction.ANSWER: surveys[Direction.BODY],
        Direction.BODY: surveys[Direction.ANSWER],
        Direction.PARAMETER: surveys[Direction.ANSWER],
    }
    for key in dict.fromkeys((*old.webhooks, *new.webhooks)):
        left, right = old.webhooks.get(key), new.webhooks.get(key)
        label = f"webhook {key[0]} ({key[1]})"
        if left is not None and right is not None:
            yield from _operation(label, left, right, (old, new), turned)
        else:
            yield _member("webhook", label, gone=right is None)


def _operation(
    label: str,
    old: Operation,
    new: Operation,
    sides: tuple[Description, Description],
    surveys: Mapping[Direction, DefinitionComparison],
) -> Iterator[Fact]:
    yield from parameter_facts(label, old, new, surveys[Direction.PARAMETER])
    yield from _bodies(label, old, new, surveys[Direction.BODY])
    yield from answer_facts(label, old.answers, new.answers, surveys[Direction.ANSWER])
    if old.security is not None or new.security is not None:
        ways = [
            side.security if each.security is None else each.security
            for each, side in zip((old, new), sides, strict=True)
        ]
        yield from security_facts(label, *ways)
    if old.servers or new.servers:
        servers = [each.servers or side.servers for each, side in zip((old, new), sides, strict=True)]
        yield from _servers(label, *servers)
    if old.deprecated != new.deprecated:
        yield _here(label, "operation-deprecated" if new.deprecated else "operation-reinstated", label)
    if old.name != new.name:
        yield _here(label, "operation-id-changed", "operationId", old.name or MISSING, new.name or MISSING)
    for tag in sorted({*old.tags} ^ {*new.tags}):
        gone = tag in old.tags
        yield Fact(f"tag-{'removed' if gone else 'added'}", label, *_ends(f"tag {tag}", gone=gone), kind="operation")
    yield from _extensions(label, old.extensions, new.extensions)
    yield from _left(label, old.rest, new.rest)


def _ends(path: str, *, gone: bool) -> tuple[str, str, Any, Any]:
    return (path, "", path, MISSING) if gone else ("", path, MISSING, path)


def _here(label: str, rule: str, path: str, old: Any = MISSING, new: Any = MISSING) -> Fact:
    return Fact(rule, label, path, path, old, new, kind="operation")


def _bodies(label: str, old: Operation, new: Operation, survey: DefinitionComparison) -> Iterator[Fact]:
    left, right, place = old.body, new.body, "request body"
    if left is None and right is None:
        return
    if left is None or right is None:
        gone, needed = right is None, bool(right and right.required)
        rule = "request-body-removed" if gone else f"request-body-added{'-required' if needed else ''}"
        yield Fact(rule, label, *_ends(place, gone=gone), kind="operation")
        return
    if left.required != right.required:
        yield _here(label, f"request-body-made-{'required' if right.required else 'optional'}", place)
    here = SchemaPath(label, label, survey.direction)
    yield from content_facts(place, left.content, right.content, here, survey, rules="request-media-type")
    yield from _left(f"{label} {place}", left.rest, right.rest)


def _extensions(label: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Fact]:
    for name, (left, right) in _differing(old, new):
        if name == "x-sunset":
            ending = "added" if left is MISSING else "removed" if right is MISSING else "changed"
            yield _here(label, f"sunset-{ending}", "sunset", left, right)
        else:
            rule = "stability-changed" if name == "x-stability-level" else "extension-changed"
            yield _here(label, rule, name, left, right)


def _left(label: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Fact]:
    for name, (left, right) in _differing(old, new):
        yield _here(label, "not-compared", name, left, right)


def _differing(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name in dict.fromkeys((*old, *new)):
        left, right = old.get(name, MISSING), new.get(name, MISSING)
        if left is MISSING or right is MISSING or key_of(left) != key_of(right):
            yield name, (left, right)


def _unused(old: Description, new: Description, survey: DefinitionComparison) -> Iterator[Fact]:
    """
    Yield the schemas that no operation uses and that came or went; those of both sides are compared.
    """
    for name in dict.fromkeys((*old.unused, *new.unused)):
        if name in old.schemas and name in new.schemas:
            met = any(name == one == other for one, other in survey.links)
            if not met:
                here = SchemaPath(name, name, Direction.ANSWER)
                survey.root(f"{name} {_UNUSED}", name, name, here)
        else:
            yield _member("schema", name, gone=name in old.schemas)
