"""
Requests to the control API, made from its published description: valid ones, and ones with something wrong in them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hostile.shot import SCOPE, Draft, Manner, Scene, request
from hostile.texts import BROKEN, ENCODED, JSON, name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.served import Operation
    from hostile.shot import Headers, Row

#: What asks for answers of 5xx, by the end of its path; sent to a scope of its own.
_ASKING = ("/failures", "/faults")
_JSON_TYPE = ((b"Content-Type", b"application/json"),)
_TYPES = (
    b"text/plain",
    b"",
    b"application/x-www-form-urlencoded",
    b"application/json; charset=utf-16",
    b"application/problem+json",
)
_ORIGINS = (
    b"null",
    b"http://foreign.test",
    b"http://localhost",
    b"http://localhost:1",
    b"",
    b"\xff",
    b"http://[::1",
    b"*",
)
#: Texts that a member of this name may have.
_KNOWN = {
    "rate": ("1/s", "3/10s", "15/hour", "1000/day", "999999/1000000d"),
    "path": ("*", "/*", "*spacecraft*", "[!a]*", "/" + "*a" * 20),
    "method": ("*", "GET", "get", "P*"),
    "body": ("", "{}", "\u00e9", "\u2028", "x" * 20_000),
}
#: A marker that stands for a raw text until the document is written.
_HOLE = "\ue000"
_MARKER = re.compile(f'"{_HOLE}(\\d+)"')
#: No delay that is asked for may look like a hang.
_DELAY = 0.05


def value(scene: Scene, schema: Mapping[str, Any], member: str = "") -> Any:
    """
    Return a value that a schema allows; its numbers are not hostile.
    """
    if "$ref" in schema:
        return value(scene, scene.served.definitions[schema["$ref"].rpartition("/")[2]], member)
    if "enum" in schema:
        return scene.random.choice(schema["enum"])
    types = schema.get("type", "null")
    kind = types if isinstance(types, str) else scene.random.choice(types)
    return _MAKERS[kind](scene, schema, member)


def _object(scene: Scene, schema: Mapping[str, Any], member: str) -> Any:
    if member == "record":
        return _record(scene)
    required = schema.get("required", ())
    members = {
        name: value(scene, each, name)
        for name, each in schema.get("properties", {}).items()
        if name in required or scene.random.random() < 0.3
    }
    others = schema.get("additionalProperties")
    if isinstance(others, dict) and scene.random.random() < 0.5:
        members |= {scene.random.choice(("limit", "x-a", "Accept", "Content-Type")): value(scene, others, "")}
    return members


def _record(scene: Scene) -> dict[str, Any]:
    """
    Return some fields of a record that exists, mostly with its identifier.
    """
    record = scene.random.choice(tuple(scene.served.entities.values()))
    kept = {name: each for name, each in record.items() if name != "id" and scene.random.random() < 0.2}
    return kept if scene.random.random() < 0.1 else {"id": record["id"], **kept}


def _string(scene: Scene, _: Mapping[str, Any], member: str) -> str:
    if member == "entity":
        return scene.random.choice(tuple(scene.served.entities))
    if member == "":
        return scene.random.choice((*scene.served.faults, "1", "*"))
    return scene.random.choice(_KNOWN.get(member, ("a",)))


def _number(scene: Scene, schema: Mapping[str, Any], member: str) -> Any:
    if member in {"seconds", "jitter"}:
        return scene.random.choice((0, _DELAY / 5, _DELAY))
    low, high = schema.get("minimum", 0), schema.get("maximum", 5)
    if schema["type"] == "integer" or "integer" in schema["type"]:
        return scene.random.randint(low, high)
    return scene.random.choice((low, high, low + (high - low) * scene.random.random()))


_MAKERS: Mapping[str, Any] = {
    "object": _object,
    "array": lambda scene, schema, _: [value(scene, schema["items"]) for _ in range(scene.random.randint(0, 3))],
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda scene, _, __: scene.random.random() < 0.5,
    "null": lambda _, __, ___: None,
}


def mutated(scene: Scene, document: Any) -> bytes:
    """
    Return a document as JSON with one or two hostile texts in it, as values, members or items.
    """
    texts = [scene.random.choice(JSON) for _ in range(scene.random.randint(1, 2))]
    for number in range(len(texts)):
        document = _holed(scene, document, f"{_HOLE}{number}")
    return _MARKER.sub(lambda match: texts[int(match[1])], json.dumps(document, ensure_ascii=False)).encode()


def _holed(scene: Scene, document: Any, hole: str) -> Any:
    if isinstance(document, dict) and document and scene.random.random() < 0.9:
        key = scene.random.choice((*document, "\x00new") if scene.random.random() < 0.2 else tuple(document))
        deeper = key in document and isinstance(document[key], dict | list) and scene.random.random() < 0.7
        return {**document, key: _holed(scene, document[key], hole) if deeper else hole}
    if isinstance(document, list) and document and scene.random.random() < 0.8:
        place = scene.random.randrange(len(document))
        return [*document[:place], hole, *document[place + 1 :]]
    return hole


def _controlled(scene: Scene, operation: Operation, headers: Headers = (), body: bytes | None = None) -> Draft:
    """
    Send a request to a scope of the conversation: to the armed one if it asks for what makes 5xx.
    """
    target = re.sub(rb"\{\w+\}", lambda _: scene.random.choice((b"1", b"2", b"3")), operation.path.encode())
    asking = operation.path.endswith(_ASKING) and operation.method != "GET"
    scope = scene.pending if asking else scene.random.choice(scene.scopes)
    typed = () if body is None or headers else _JSON_TYPE
    return Draft(request(target, operation.method, ((SCOPE, scope), *typed, *headers), body), operation.method)


def _operation(scene: Scene, *, with_body: bool) -> Operation:
    fitting = [each for each in scene.served.operations if (each.schema is not None) is with_body]
    return scene.random.choice(fitting)


def _valid(scene: Scene) -> Draft:
    operation = _operation(scene, with_body=True)
    return _controlled(scene, operation, body=json.dumps(value(scene, operation.schema)).encode())


def _bodiless(scene: Scene) -> Draft:
    return _controlled(scene, _operation(scene, with_body=False))


def _mutated(scene: Scene) -> Draft:
    operation = _operation(scene, with_body=True)
    return _controlled(scene, operation, body=mutated(scene, value(scene, operation.schema)))


def _edit(scene: Scene) -> Draft:
    """
    Edit the world: the operation whose body holds a record is the one that reaches deepest.
    """
    fitting = [each for each in scene.served.operations if "record" in (each.schema or {}).get("properties", {})]
    operation = scene.random.choice(fitting)
    entity, record = scene.random.choice(tuple(scene.served.entities.items()))
    document: Any = {"entity": entity, "record": {"id": record["id"], "name": "edited"}}
    if scene.random.random() < 0.8:
        field = scene.random.choice(tuple(record))
        document["record"][field] = f"{_HOLE}0"
    text = scene.random.choice(JSON)
    return _controlled(scene, operation, body=_MARKER.sub(lambda _: text, json.dumps(document)).encode())


def _broken(scene: Scene) -> Draft:
    operation = _operation(scene, with_body=True)
    if scene.random.random() < 0.5:
        return _controlled(scene, operation, body=scene.random.choice(BROKEN))
    body = json.dumps(value(scene, operation.schema)).encode()
    encoded = body.decode().encode(scene.random.choice(("utf-8", "utf-16", "utf-7")))
    return _controlled(scene, operation, ((b"Content-Type", scene.random.choice(_TYPES)),), encoded)


def _misaddressed(scene: Scene) -> Draft:
    """
    Send what nobody described: other methods, other paths, queries, pages of other origins. Nothing is changed.
    """
    operation = scene.random.choice(scene.served.operations)
    path = re.sub(rb"\{\w+\}", lambda _: scene.random.choice(ENCODED), operation.path.encode())
    target = (
        path
        + scene.random.choice((b"", b"/", b"/1", b"?after=", b"?after=1&after=2", b"?"))
        + scene.random.choice(ENCODED)
    )
    method = scene.random.choice(("GET", "GET", "HEAD", "OPTIONS", "PATCH", "X"))
    headers = ((SCOPE, name(scene.random)), (b"Origin", scene.random.choice(_ORIGINS)))
    return Draft(request(target, method, headers[: scene.random.randint(0, 2)]), method)


def _edited(scene: Scene) -> Draft:
    """
    Ask the API in a scope whose world, clock or limit may have been changed.
    """
    page = scene.random.choice((b"", b"?format=api", b"?ordering=-id", b"?search=a", b"?mode=detailed", b"?limit=100"))
    return Draft(request(scene.api_path() + page, headers=((SCOPE, scene.random.choice(scene.scopes)),)))


def _failing(scene: Scene) -> Draft:
    return Draft(request(scene.api_path(), headers=((SCOPE, scene.pending),)), manner=Manner.ASKED)


#: Requests to the control API, and to the API in the scopes that they changed.
CONTROLS: Mapping[str, tuple[int, Row]] = {
    "control valid": (10, _valid),
    "control without body": (6, _bodiless),
    "control mutated": (10, _mutated),
    "control edit": (6, _edit),
    "control broken": (5, _broken),
    "control misaddressed": (6, _misaddressed),
    "API in a changed scope": (16, _edited),
    "API in an armed scope": (4, _failing),
}
