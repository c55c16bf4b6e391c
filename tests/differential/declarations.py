"""
What the contract declares, held to what the reference declares: names, types and defaults that few answers show.

Whether a schema refuses what is wrong is not seen in right answers; so it is given wrong values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reference_drf.service import PARTS, SETTINGS, dotted

from apicontract.contract.openapi import openapi_document
from apicontract.contract.validation import validator_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reference_drf.columns import Column
    from reference_drf.columns import Shape as Described
    from reference_drf.service import Parameter, Resource, Service

    from apicontract.contract.model import Api
    from apicontract.contract.model import Parameter as Declared
    from apicontract.contract.model import Resource as Contract

#: Kind of column to values that the framework never sends there; a formatted text is refused where it is none.
_NO_TEXT: tuple[Any, ...] = (1, True, ["x"], {"x": 1})
WRONG: dict[str, tuple[Any, ...]] = {
    "text": _NO_TEXT,
    "link": (*_NO_TEXT, "x y"),
    "integer": ("1", 1.5, True),
    "number": ("1", True),
    "boolean": (1, "true"),
    "date": (*_NO_TEXT, "yesterday"),
    "date-time": (*_NO_TEXT, "yesterday"),
    "duration": (*_NO_TEXT, "an hour"),
    "uuid": (*_NO_TEXT, "x y"),
    "constant": (1, "another"),
    "one": (1, "x", [{}], {}),
    "many": (1, "x", {}, [1], [{}]),
    "json": (),
}
#: Kind of value to how the OpenAPI document states it.
STATED: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "choice": {"type": "string"},
    "duration": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    **{each: {"type": "boolean"} for each in ("boolean", "form-boolean")},
    **{each: {"type": "string", "format": each} for each in ("date", "date-time", "uuid")},
}


def undeclared(api: Api, service: Service) -> Iterator[str]:
    """
    Yield where a contract says something else than the reference, each as a sentence.
    """
    document = openapi_document(api)
    yield from _compared("", _of_api(api), _of_service(service))
    for name, resource in service.resources.items():
        if name in api.resources:
            described = _of_described(service, resource)
            yield from _compared(f"{name}: ", _of_contract(api.resources[name]), described)
            stated = {each.name: _stated(service, each) for each in resource.parameters}
            yield from _compared(f"document of {name}: ", _of_document(document, service, name), stated)
    for name, shape in service.shapes.items():
        yield from _of_shape(api, shape) if name in api.shapes else [f"no shape {name}"]
    for name, ways in SETTINGS.items():
        if api.setting(name) != service.setting(name):
            yield f"setting {name}: {api.setting(name)!r}, not {service.setting(name)!r} of {ways}"


def _compared(place: str, found: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    for name, value in expected.items():
        if found[name] != value:
            yield f"{place}{name}: {found[name]!r}, not {value!r}"


def _of_api(api: Api) -> dict[str, Any]:
    return {
        "base path": api.base_path,
        "primary": api.primary,
        "default limit": api.paging.default_limit,
        "maximum limit": api.paging.maximum_limit,
        "resources": list(api.resources),
        "singletons": list(api.singletons),
        "throttles": {each.name: (each.throttle.requests, each.throttle.seconds) for each in _throttled(api)},
    }


def _of_service(service: Service) -> dict[str, Any]:
    return {
        "base path": service.base_path,
        "primary": service.primary,
        "default limit": service.default_limit,
        "maximum limit": service.maximum_limit,
        "resources": list(service.resources),
        "singletons": list(service.singletons),
        "throttles": dict(service.throttles),
    }


def _throttled(api: Api) -> list[Any]:
    return [each for each in api.hosts.values() if each.throttle]


def _of_contract(resource: Contract) -> dict[str, Any]:
    return {
        "title": resource.title,
        "entity": resource.entity,
        "identifier": (resource.identifier.name, resource.identifier.type),
        "modes": (resource.modes.choices, resource.modes.list, resource.modes.detail),
        "shapes": dict(resource.shapes),
        "parameters": [_told(each) for each in resource.parameters],
        "search": [(each.name, each.path) for each in resource.search],
        "ordering": [(each.name, each.path, each.type) for each in resource.ordering],
        "default ordering": resource.default_ordering,
    }


def _of_described(service: Service, resource: Resource) -> dict[str, Any]:
    kinds = service.columns(resource.entity)
    return {
        "title": resource.title,
        "entity": resource.entity,
        "identifier": (resource.identifier, kinds[resource.identifier].kind),
        "modes": (resource.modes.choices, resource.modes.list, resource.modes.detail),
        "shapes": resource.shapes,
        "parameters": [_told(each) for each in resource.parameters],
        "search": [(resource.documented.get(each, each), dotted(each)) for each in resource.search],
        "ordering": [(each, *_end(service, resource.entity, each)) for each in resource.ordering],
        "default ordering": resource.default_ordering,
    }


def _of_document(document: dict[str, Any], service: Service, name: str) -> dict[str, Any]:
    """
    Return the schemas of the parameters that the OpenAPI document describes.
    """
    operation = document["paths"][f"{service.base_path}{name}/"]["get"]
    return {each["name"]: each["schema"] for each in operation["parameters"]}


def _stated(service: Service, parameter: Parameter) -> dict[str, Any]:
    related = service.resources.get(parameter.related)
    kind = service.columns(related.entity)[related.identifier].kind if related else parameter.type
    # Choices that no list of the reference has are numbers in every service that is described here.
    kind = "integer" if kind == "related" else kind
    one = STATED[kind] | ({"enum": list(parameter.choices)} if parameter.choices else {})
    return {"type": "array", "items": one} if parameter.lookup in {"in", "any", *PARTS} else one


def _told(parameter: Parameter | Declared) -> tuple[Any, ...]:
    # What a rule looks at is declared by the rule alone.
    fields, choices = () if parameter.rules else tuple(parameter.fields), tuple(parameter.choices)
    return parameter.name, fields, parameter.lookup, parameter.type, parameter.related or "", choices


def _end(service: Service, entity: str, name: str) -> tuple[str, str]:
    """
    Return path and kind of a column, which may be another record's; a whole record is compared by its identifier.
    """
    first, _, rest = name.partition("__")
    column = service.columns(entity)[first]
    if column.kind == "one":
        path, kind = _end(service, column.entity, rest or "id")
        return f"{first}.{path}", kind
    return first, column.kind


def _of_shape(api: Api, shape: Described) -> Iterator[str]:
    """
    Yield the columns that a schema lacks, in their order, and the wrong values that it takes.
    """
    schema = api.shapes[shape.name].schema
    shown = {name: each for name, each in shape.columns.items() if each.sent}
    if list(schema.get("properties", ())) != list(shown):
        yield f"{shape.name}: properties {list(schema.get('properties', ()))}, not {list(shown)}"
    if sorted(schema.get("required", ())) != sorted(shown):
        yield f"{shape.name}: required {schema.get('required')}, not {list(shown)}"
    if validator_for(api, shape.name).is_valid([]):
        yield f"{shape.name}: a list is taken for a record"
    for column in shown.values():
        for value in WRONG[column.kind]:
            if not _refused(api, shape, column, value):
                yield f"{shape.name}: {column.name}, {column.kind}, may be {value!r}"


def _refused(api: Api, shape: Described, column: Column, value: Any) -> bool:
    """
    Say whether a schema finds a flaw in a column itself, or below.
    """
    flaws = validator_for(api, shape.name).explain({column.name: value})
    return any(each.pointer.split("/")[1:2] == [column.name] for each in flaws)
