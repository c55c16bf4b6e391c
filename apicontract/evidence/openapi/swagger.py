"""
An OpenAPI 2.0 document ("Swagger") -> the same in the words of 3.0.

After the table of differences that the OpenAPI Initiative gives in its upgrade guide ("Upgrading from OpenAPI 2.0
to 3.0"): bodies and form fields become request bodies, `host`, `basePath` and `schemes` become servers,
`collectionFormat` becomes style and explode, definitions become components.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.evidence.openapi.parts import members

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Folder of 2.0 to that of 3.0.
_MOVED = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
    "#/securityDefinitions/": "#/components/securitySchemes/",
}
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
#: `collectionFormat` to style and explode; tsv has no counterpart.
_FORMATS = {
    "csv": {"style": "form", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "multi": {"style": "form", "explode": True},
}
#: What a parameter of 2.0 says beside its schema.
_OUTSIDE = frozenset({"name", "in", "description", "required", "allowEmptyValue", "collectionFormat"})
_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def as_openapi_3(document: Mapping[str, Any], notes: list[tuple[str, str]]) -> dict[str, Any]:
    """
    Return a document of 2.0 in the form of 3.0; what has no counterpart is added to the notes, pointer and reason.
    """
    moved = _moved(document)
    shared = {f"#/components/parameters/{name}": each for name, each in _part(moved, "parameters").items()}
    upgrade = _Upgrade(moved, shared, notes)
    kept = {key: each for key, each in moved.items() if key in {"info", "tags", "security", "externalDocs"}}
    kept |= {key: each for key, each in moved.items() if key.startswith("x-")}
    parameters = {
        name: upgrade.parameter(each, f"/parameters/{name}")
        for name, each in _part(moved, "parameters").items()
        if isinstance(each, dict) and each.get("in") not in {"body", "formData"}
    }
    return {
        "openapi": "3.0.3",
        **kept,
        "servers": _servers(moved),
        "paths": {path: upgrade.item(each, path) for path, each in _part(moved, "paths").items()},
        "components": {
            "schemas": _part(moved, "definitions"),
            "parameters": parameters,
            "responses": {
                name: upgrade.response(each, moved.get("produces")) for name, each in _part(moved, "responses").items()
            },
            "securitySchemes": {name: _scheme(each) for name, each in _part(moved, "securityDefinitions").items()},
        },
    }


class _Upgrade:
    def __init__(self, document: Mapping[str, Any], shared: Mapping[str, Any], notes: list[tuple[str, str]]) -> None:
        self._document = document
        self._shared = shared
        self._notes = notes

    def item(self, item: Any, path: str) -> Any:
        if not isinstance(item, dict):
            return item
        made = {key: each for key, each in item.items() if key not in {*_METHODS, "parameters"}}
        above = item.get("parameters", [])
        plain, sent = self._sorted(above)
        if plain:
            made["parameters"] = [self.parameter(each, f"/paths/{path}") for each in plain]
        for method in _METHODS:
            if isinstance(item.get(method), dict):
                made[method] = self._operation(item[method], sent, f"{method.upper()} {path}")
        return made

    def _operation(self, operation: Mapping[str, Any], above: list[Any], place: str) -> dict[str, Any]:
        left = {"parameters", "responses", "consumes", "produces", "schemes"}
        made = {key: each for key, each in operation.items() if key not in left}
        plain, sent = self._sorted(operation.get("parameters", []))
        if plain:
            made["parameters"] = [self.parameter(each, place) for each in plain]
        body = self._body([*above, *sent], operation.get("consumes", self._document.get("consumes")))
        if body:
            made["requestBody"] = body
        produces = operation.get("produces", self._document.get("produces"))
        made["responses"] = {
            status: self.response(each, produces) for status, each in _part(operation, "responses").items()
        }
        if "schemes" in operation:
            self._notes.append((place, "schemes of an operation"))
        return made

    def _sorted(self, parameters: Any) -> tuple[list[Any], list[Any]]:
        """
        Return the parameters that stay, and those that a request body is made of.
        """
        plain: list[Any] = []
        sent: list[Any] = []
        for each in parameters if isinstance(parameters, list) else ():
            found = self._shared.get(each["$ref"]) if isinstance(each, dict) and "$ref" in each else each
            inside = isinstance(found, dict) and found.get("in") in {"body", "formData"}
            (sent if inside else plain).append(found if inside else each)
        return plain, sent

    def parameter(self, parameter: Any, place: str) -> Any:
        if not isinstance(parameter, dict) or "$ref" in parameter:
            return parameter
        made = {
            key: each
            for key, each in parameter.items()
            if key in {"name", "in", "description", "required", "allowEmptyValue"} or key.startswith("x-")
        }
        if parameter.get("type") == "array":
            stated = parameter.get("collectionFormat", "csv")
            form = _FORMATS.get(stated) if isinstance(stated, str) else None
            if form is None:
                self._notes.append((f"{place} {parameter.get('name')}", f"collectionFormat {str(stated)[:40]}"))
            elif parameter.get("in") == "query":
                made |= form
        schema = {key: each for key, each in parameter.items() if key not in _OUTSIDE and not key.startswith("x-")}
        return made | {"schema": schema}

    def _body(self, sent: list[Any], consumes: Any) -> dict[str, Any]:
        whole = next((each for each in sent if each.get("in") == "body"), None)
        if whole is not None:
            media = {each: {"schema": whole.get("schema", {})} for each in _texts(consumes) or ["application/json"]}
            return {"required": whole.get("required", False), "content": media}
        if not sent:
            return {}
        fields = {each["name"]: each for each in sent if isinstance(each.get("name"), str)}
        schema = {
            "type": "object",
            "properties": {name: self.parameter(each, "")["schema"] for name, each in fields.items()},
            "required": [name for name, each in fields.items() if each.get("required") is True],
        }
        kind = "multipart/form-data" if any(each.get("type") == "file" for each in sent) else None
        types = [kind] if kind else _texts(consumes) or ["application/x-www-form-urlencoded"]
        return {"content": {each: {"schema": _files(schema)} for each in types}}

    def response(self, response: Any, produces: Any) -> Any:
        if not isinstance(response, dict) or "$ref" in response:
            return response
        made = {key: each for key, each in response.items() if key not in {"schema", "headers", "examples"}}
        if "schema" in response:
            types = _texts(produces) or ["application/json"]
            made["content"] = {each: {"schema": _files(response["schema"])} for each in types}
        if isinstance(response.get("headers"), dict):
            made["headers"] = {name: self._header(each) for name, each in response["headers"].items()}
        return made

    def _header(self, header: Any) -> Any:
        if not isinstance(header, dict):
            return header
        schema = {key: each for key, each in header.items() if key not in _OUTSIDE}
        return {"description": header.get("description", ""), "schema": schema}


def _files(schema: Any) -> Any:
    """
    Return a schema whose files are texts in binary form, as 3.0 writes them.
    """
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "file":
        return {**schema, "type": "string", "format": "binary"}
    properties = schema.get("properties")
    if isinstance(properties, dict):
        return {**schema, "properties": {name: _files(each) for name, each in properties.items()}}
    return schema


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _part(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return members(document.get(key))


def _servers(document: Mapping[str, Any]) -> list[dict[str, str]]:
    base = document.get("basePath") if isinstance(document.get("basePath"), str) else "/"
    host = document.get("host")
    if not isinstance(host, str):
        return [{"url": str(base)}]
    return [{"url": f"{each}://{host}{base}"} for each in _texts(document.get("schemes")) or ["https"]]


def _scheme(scheme: Any) -> Any:
    """
    Return how a client proves who it is, in the form of 3.0.
    """
    if not isinstance(scheme, dict):
        return scheme
    if scheme.get("type") == "basic":
        return {"type": "http", "scheme": "basic"}
    if scheme.get("type") != "oauth2":
        return scheme
    flow = str(scheme.get("flow", ""))
    kept = {key: scheme[key] for key in ("authorizationUrl", "tokenUrl", "scopes") if key in scheme}
    return {"type": "oauth2", "flows": {_FLOWS.get(flow, flow): kept}}


def _moved(value: Any) -> Any:
    """
    Return a value whose references lead to where 3.0 has the parts.
    """
    if isinstance(value, list):
        return [_moved(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {key: _moved(each) for key, each in value.items()}
    reference = made.get("$ref")
    if isinstance(reference, str):
        old = next((each for each in _MOVED if reference.startswith(each)), "")
        made["$ref"] = _MOVED[old] + reference.removeprefix(old) if old else reference
    return made
