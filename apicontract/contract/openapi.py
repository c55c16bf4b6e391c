"""
`Api` -> OpenAPI 3.1: one self-contained document (local references only) for generators, viewers and fuzzers.

Our own annotations are left out, so that strict tools take it. Modes are alternatives (`anyOf`) whose constants
tell them apart. Operation identifiers follow drf-spectacular: `<resource>_list`, `<resource>_retrieve`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from apicontract.contract.errors import DataError
from apicontract.contract.lookups import BOOLEANS, LOOKUPS, TYPES
from apicontract.contract.openapi_paths import detail_template, key_parameter, list_template, parent_parameters
from apicontract.contract.pagedocument import page_headers, page_parameters, page_schema
from apicontract.contract.querynames import (
    DOWNWARDS,
    UPWARDS,
    ordering_names,
    query_setting,
    search_name,
    several_terms,
)
from apicontract.contract.queryrules import ORDERING, SEARCHING
from apicontract.contract.representations import REPRESENTATIONS
from apicontract.contract.routes import closing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Api, Field, Json, Parameter, Resource

_OURS = frozenset({"$schema", "$id", "$comment"})
_ARRAYS = {"comma": False, "repeated": True}


def openapi_document(api: Api, server_url: str | None = None) -> dict[str, Any]:
    """
    Return the OpenAPI document of an API.

    Args:
        api: what is promised.
        server_url: URL of the only server to name; the declared hosts by default.
    """
    paths: dict[str, Any] = {}
    if api.setting("api_root"):
        paths[api.base_path] = {"get": _root(api)}
    for resource in api.resources.values():
        paths[list_template(api, resource)] = {"get": _list(api, resource)}
        paths[detail_template(api, resource)] = {"get": _retrieve(api, resource)}
    for path, shape in api.singletons.items():
        paths[f"{api.base_path}{path.strip('/')}{closing(api)}"] = {"get": _singleton(api, path, shape)}
    shared = _shared(api)
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": api.title, "version": api.version, "description": f"The contract of {api.title}."},
        "servers": _servers(api, server_url),
        "security": [{}, {"token": []}] if api.token_environment else [{}],
        "tags": [{"name": each.name, "description": f"Records of the kind {each.title}."} for each in _tagged(api)],
        "paths": paths,
        "components": {"schemas": _schemas(api, [paths, shared]), "responses": shared},
    }
    if api.singletons or api.setting("api_root"):
        document["tags"].append({"name": "service", "description": "The service itself."})
    if api.token_environment:
        document["components"]["securitySchemes"] = {"token": _TOKEN}
    return document


_TOKEN = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "The word Token, a blank, and the key.",
}

_MESSAGES = {"type": "array", "items": {"type": "string"}, "minItems": 1}
#: Bodies of refusals, components of their own, so that a generator gives each one type for all operations.
_REFUSALS: Mapping[str, Json] = {
    "ErrorDetail": {
        "type": "object",
        "description": "Why nothing was answered.",
        "required": ["detail"],
        "properties": {"detail": {"type": "string"}},
    },
    "ErrorMessages": {
        "type": "object",
        "description": "Messages by query parameter.",
        "minProperties": 1,
        "additionalProperties": _MESSAGES,
    },
}
_DETAIL, _BY_PARAMETER = ({"$ref": f"#/components/schemas/{name}"} for name in _REFUSALS)
_HTML = {"schema": {"type": "string"}}


def _answer(api: Api, description: str, schema: Json, **more: Json) -> dict[str, Any]:
    """
    Return the description of an answer, in every representation that the API offers.
    """
    schemas = {"json": {"schema": schema}, "api": _HTML}
    content = {REPRESENTATIONS[each].media_type: schemas[each] for each in api.setting("representations")}
    return {"description": description, "content": content, **more}


def _shared(api: Api) -> dict[str, Json]:
    """
    Return the answers that all resources share; the bodies are those of `rest_framework.views.exception_handler`.
    """
    return {
        "BadRequest": _answer(
            api,
            "A query parameter cannot be read: messages by parameter, or a list of messages.",
            {"anyOf": [_BY_PARAMETER, _MESSAGES]},
        ),
        "Unauthorized": _answer(api, "The token is not valid.", _DETAIL),
        "NotFound": _answer(api, "There is no such record, or no such format.", _DETAIL),
        "NotAcceptable": _answer(api, "No acceptable format was asked for.", _DETAIL),
        "TooManyRequests": _answer(
            api,
            "Too many requests; try again after the seconds that Retry-After says.",
            _DETAIL,
            headers={"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}},
        ),
    }


def _format(api: Api) -> dict[str, Any]:
    return {
        "name": "format",
        "in": "query",
        "description": "The format of the answer, whatever the Accept header says.",
        "schema": {"type": "string", "enum": api.setting("representations")},
    }


def _tagged(api: Api) -> Iterator[Resource]:
    yield from api.resources.values()


def _servers(api: Api, server_url: str | None) -> list[dict[str, str]]:
    if server_url:
        return [{"url": server_url}]
    ordered = sorted(api.hosts.values(), key=lambda host: host.name != api.default_host)
    return [{"url": host.url, "description": host.note or host.name} for host in ordered]


def _operation(
    api: Api, resource: Resource, verb: str, parameters: list[Json], schema: Json, **more: Json
) -> dict[str, Any]:
    strict = resource.ordering and api.setting("unknown_ordering") == "refuse"
    refused = ["BadRequest"] if resource.parameters or resource.search or strict else []
    return {
        "operationId": f"{_identifier(resource.name)}_{verb}",
        "summary": f"{verb.capitalize()} {resource.name.rpartition('/')[2].replace('_', ' ')}",
        "tags": [resource.name],
        "parameters": parameters,
        "responses": _responses(api, schema, [*refused, "NotFound"], **more),
    }


def _responses(api: Api, schema: Json, names: list[str], **more: Json) -> dict[str, Any]:
    statuses = {"BadRequest": "400", "NotFound": "404"}
    found = {"200": _answer(api, "What was asked for.", schema, **more)}
    found |= {statuses[name]: {"$ref": f"#/components/responses/{name}"} for name in names}
    if api.token_environment:
        found["401"] = {"$ref": "#/components/responses/Unauthorized"}
    found["406"] = {"$ref": "#/components/responses/NotAcceptable"}
    found["429"] = {"$ref": "#/components/responses/TooManyRequests"}
    return dict(sorted(found.items()))


def _list(api: Api, resource: Resource) -> dict[str, Any]:
    examples = _examples(resource)
    parameters = [*parent_parameters(api, resource), *(_filter(api, each, examples) for each in resource.parameters)]
    parameters += [*page_parameters(api.paging), *_choosing(api, resource, examples), _format(api)]
    schema = {"$ref": f"#/components/schemas/{_page_name(api, resource)}"}
    headers = page_headers(api.paging)
    operation = _operation(api, resource, "list", parameters, schema, **({"headers": headers} if headers else {}))
    return operation | ({"description": text} if (text := _markdown(api, resource)) else {})


def _markdown(api: Api, resource: Resource) -> str:
    """
    Return what stands above the browsable page, as CommonMark.
    """
    host = api.hosts[api.default_host].url
    paragraphs = [
        part
        for heading, lines in resource.documentation.sections
        for part in (f"#### {heading}", *(" - ".join(filter(None, line)) for line in lines))
    ]
    return "\n\n".join(paragraphs).replace("{host}", host)


def _retrieve(api: Api, resource: Resource) -> dict[str, Any]:
    schema = _reference(api, resource.shapes[resource.modes.detail])
    parameters = [*parent_parameters(api, resource), key_parameter(resource), _format(api)]
    return _operation(api, resource, "retrieve", parameters, schema)


def _root(api: Api) -> dict[str, Any]:
    schema = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
    return {
        "operationId": "root_retrieve",
        "summary": "Retrieve the URLs of all collections",
        "tags": ["service"],
        "parameters": [_format(api)],
        "responses": _responses(api, schema, ["NotFound"]),
    }


def _singleton(api: Api, path: str, shape: str) -> dict[str, Any]:
    return {
        "operationId": f"{_identifier(path)}_retrieve",
        "summary": f"Retrieve {path.strip('/').replace('-', ' ')}",
        "tags": ["service"],
        "parameters": [_format(api)],
        "responses": _responses(api, _reference(api, shape), ["NotFound"]),
    }


def _filter(api: Api, parameter: Parameter, examples: Mapping[str, str]) -> dict[str, Any]:
    lookup, kind = LOOKUPS[parameter.lookup], TYPES[read_as(api, parameter)]
    schema = dict(kind.schema) | ({"enum": list(parameter.choices)} if parameter.choices else {})
    field = " or ".join(parameter.fields)
    sentence = lookup.sentence.format(field=field, value="the value given")
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": f"Only records whose {sentence}.",
    }
    if lookup.values in _ARRAYS:
        described |= {"style": "form", "explode": _ARRAYS[lookup.values]}
        schema = {"type": "array", "items": schema}
    described["schema"] = schema
    example = _example(examples.get(parameter.name), kind.name) if lookup.values == "one" else None
    return described if example is None else described | {"example": example}


def read_as(api: Api, parameter: Parameter) -> str:
    """
    Return the type of a filter's values; those of a related record are its identifiers, where a collection lists it.
    """
    listed = (each.identifier.type for each in api.resources.values() if each.entity == parameter.related)
    return next(listed, parameter.type)


def _choosing(api: Api, resource: Resource, examples: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if resource.search:
        text = f"Only records in which {SEARCHING['terms'].sentence.format(fields=_names(resource.search))}."
        yield _query(search_name(api), text, {"type": "string"}, examples)
    if resource.ordering:
        yield from _sorting(api, resource)
    if resource.modes.choices:
        schema = {"type": "string", "enum": list(resource.modes.choices), "default": resource.modes.list}
        yield _query("mode", "How much is sent of each record.", schema, examples)


def _sorting(api: Api, resource: Resource) -> Iterator[dict[str, Any]]:
    """
    Yield the parameters that sort: the one that names the fields, and the one that says a direction or sorts downwards.
    """
    names = [each.name for each in resource.ordering]
    parameter, *others = ordering_names(api)
    terms = names if others else [sign + each for each in names for sign in ("", "-")]
    several = f", {ORDERING['terms'].sentence}" if several_terms(api) else ""
    text = f"What the records are ordered by{several}" + ("." if others else f"; {ORDERING['descending'].sentence}.")
    for name in (parameter, *(each for each in others if each == query_setting(api, "ordering_descending"))):
        told = text if name == parameter else "What the records are ordered by, downwards."
        schema = {"type": "array", "items": {"type": "string", "enum": terms}}
        yield _query(name, told, schema, {}) | {"style": "form", "explode": False}
    if direction := query_setting(api, "ordering_direction"):
        yield _query(direction, "The direction of the ordering.", {"type": "string", "enum": [UPWARDS, DOWNWARDS]}, {})


def _names(fields: tuple[Field, ...]) -> str:
    return ", ".join(each.name for each in fields)


def _query(name: str, text: str, schema: Json, examples: Mapping[str, str]) -> dict[str, Any]:
    found = {"name": name, "in": "query", "description": text, "schema": schema}
    return found | ({"example": examples[name]} if name in examples else {})


def _examples(resource: Resource) -> dict[str, str]:
    """
    Return the documented examples of parameters: those that stand in the query of a documented path.
    """
    texts = [text for _, lines in resource.documentation.sections for _, text in lines if text.startswith("/")]
    return {name: value for text in texts for name, value in parse_qsl(urlsplit(text).query)}


def _example(text: str | None, kind: str) -> Json:
    if text is None:
        return None
    if kind in BOOLEANS:
        return text.lower() in {"true", "1", "2"}
    return int(text) if kind in {"integer", "related"} and text.lstrip("-").isdigit() else text


def _identifier(path: str) -> str:
    return re.sub(r"\W+", "_", path.strip("/"))


def _component(api: Api, shape: str) -> str:
    """
    Return the name of a shape among the components: its title where only this shape has it.
    """
    titles = [str(each.schema.get("title", "")) for each in api.shapes.values()]
    title = str(api.shapes[shape].schema.get("title", ""))
    if re.fullmatch(r"[\w.-]+", title, re.ASCII) and titles.count(title) == 1 and title not in _REFUSALS:
        return title
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"\W+|_", shape))


def _reference(api: Api, shape: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{_component(api, shape)}"}


def _page_name(api: Api, resource: Resource) -> str:
    return f"Page{_component(api, resource.shapes[resource.modes.list])}"


def _schemas(api: Api, users: Json) -> dict[str, Any]:
    """
    Return the components that are referred to, directly or through others, by name.
    """
    every = {_component(api, name): _clean(api, shape.schema, shape.uri) for name, shape in api.shapes.items()}
    every |= {_page_name(api, resource): _page(api, resource) for resource in api.resources.values()}
    every |= _REFUSALS
    wanted, found = list(_local(users)), dict[str, Any]()
    while wanted:
        name = wanted.pop()
        if name in every and name not in found:
            found[name] = every[name]
            wanted += _local(every[name])
    return dict(sorted(found.items()))


def _local(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        reference = value.get("$ref", "")
        if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
            yield reference.rpartition("/")[2]
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _local(each)


def _page(api: Api, resource: Resource) -> dict[str, Any]:
    names = dict.fromkeys((resource.modes.list, *resource.modes.choices))
    rows = [_reference(api, shape) for shape in dict.fromkeys(resource.shapes[mode] for mode in names)]
    return page_schema(api.paging, resource.name, rows[0] if len(rows) == 1 else {"anyOf": rows})


def _clean(api: Api, schema: Json, uri: str) -> Json:
    """
    Return a schema without our annotations, its references leading to components.
    """
    if isinstance(schema, list):
        return [_clean(api, each, uri) for each in schema]
    if not isinstance(schema, dict):
        return schema
    cleaned = {
        key: _clean(api, value, uri)
        for key, value in schema.items()
        if not (key.startswith("x-") or key in _OURS or key == "$ref")
    }
    if isinstance(schema.get("$ref"), str):
        target = urljoin(uri, schema["$ref"])
        shape = next((name for name, each in api.shapes.items() if each.uri == target), None)
        if shape is None:
            raise DataError(uri, f"$ref {schema['$ref']!r} leads to no schema", "the $id of a schema of the same API")
        return cleaned | _reference(api, shape)
    return cleaned
