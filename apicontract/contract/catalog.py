"""
Folders of data -> `Api`: the reader of contracts and schemas.

A *data folder* has the shape of this project's own: `schemas/<api>/…` and `fixtures/<api>/…`.
Several can be laid over each other, the most specific first, so that a folder of one's own adds a
resource to a packaged API, or a whole API, without touching the package.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.folders import chosen_data, package_folder
from apicontract.contract.grades import Grade, Promise
from apicontract.contract.lookups import LOOKUPS, TYPES
from apicontract.contract.model import (
    Api,
    Documentation,
    Evidence,
    Field,
    Host,
    ListRule,
    Modes,
    Parameter,
    Resource,
    Setting,
    Shape,
    Throttle,
)
from apicontract.contract.naming import checked_name, chosen_name, files_inside, inside
from apicontract.contract.paging import paging_of
from apicontract.contract.reading import read_json
from apicontract.contract.rules import rule_of
from apicontract.contract.templates import Template, template_of
from apicontract.contract.visibility import visibility_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from jsonschema import Draft202012Validator

    from apicontract.contract.rules import Rule

#: Characters of a message's either end, where it quotes a large value.
_SHOWN = 150
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def packaged_data() -> Path:
    """
    Return the folder that holds the packaged `schemas/` and `fixtures/`.
    """
    return package_folder()


def data_folders(data: Path | str | None = None) -> tuple[Path, ...]:
    """
    Return the data folders in use, most specific first: the chosen one, then the package's.

    Raises:
        DataError: the named folder does not exist or has no `schemas` folder.
    """
    folder, chosen = chosen_data(data, packaged_data())
    if not chosen:
        return (folder,)
    if not (folder / "schemas").is_dir():
        raise DataError(str(folder), "no folder 'schemas' in it", "a data folder with schemas/<api>/api.json")
    return (folder, packaged_data())


def api_names(data: Path | str | None = None) -> tuple[str, ...]:
    """
    Return the names of the APIs that the data folders hold, sorted.
    """
    found = {path.parent.name for folder in data_folders(data) for path in folder.glob("schemas/*/api.json")}
    return tuple(sorted(found))


def load_api(name: str | None = None, data: Path | str | None = None, *, alone: bool = False) -> Api:
    """
    Read an API from the data folders; without a name, the only or the first one of the most specific folder.

    `alone` leaves out the packaged data below, so that what a folder lacks is missing.

    Raises:
        UnknownName: there is no such API.
        UsageError: the name is none that a folder may have.
        DataError: a file is not JSON, does not follow its schema in `schemas/meta`, refers to nothing, or lies
            outside of its data folder by way of a symbolic link.
    """
    if name:
        chosen_name(name)
    folders = data_folders(data)[:1] if alone else data_folders(data)
    chosen = name or _default_name(folders, data)
    layers = tuple(each / "schemas" / chosen for each in folders if (each / "schemas" / chosen).is_dir())
    head = next((each / "api.json" for each in layers if (each / "api.json").is_file()), None)
    if head is None:
        raise UnknownName("API", chosen, api_names(data))
    return _api(chosen, read_document(inside(head.parents[2], head), "api"), layers)


def read_api(folder: Path) -> Api:
    """
    Read an API from one folder (`schemas/<api>`) alone, whatever lies below or above it.

    Raises:
        DataError: as `load_api` does.
    """
    return _api(folder.name, read_document(inside(folder.parents[1], folder / "api.json"), "api"), (folder,))


def read_document(path: Path, kind: str | None = None) -> dict[str, Any]:
    """
    Read a JSON object from a file; with a kind, hold it to `schemas/meta/<kind>.schema.json`.

    Raises:
        DataError: unreadable, not JSON (with the line), or not of that kind (with the JSON pointer).
    """
    document = read_json(path)
    if not isinstance(document, dict):
        raise DataError(f"{path}:1", f"a JSON {type(document).__name__}", "a JSON object")
    if kind is not None:
        hold_to(document, kind, str(path))
    return document


def hold_to(document: Any, kind: str, place: str) -> None:
    """
    Hold a value to `schemas/meta/<kind>.schema.json`; `place` names the file in messages.

    Raises:
        DataError: it is not of that kind, with the JSON pointer.
    """
    if _verdict(kind).is_valid(document):
        return
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - it takes long, and explains refusals alone

    flaw = best_match(meta_validator(kind).iter_errors(document))
    if flaw is not None:
        pointer = "/".join(("", *map(str, flaw.absolute_path)))
        raise DataError(f"{place}#{pointer}", _shortened(flaw.message), f"what schemas/meta/{kind}.schema.json says")


@cache
def meta_validator(kind: str) -> Draft202012Validator:
    """
    Return the validator of one of our own kinds of file: `schemas/meta/<kind>.schema.json`.
    """
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - as `best_match`

    return Draft202012Validator(_meta(kind))


@cache
def _meta(kind: str) -> dict[str, Any]:
    path = packaged_data() / "schemas" / "meta" / f"{kind}.schema.json"
    schema: dict[str, Any] = read_json(path)
    return schema


@cache
def _verdict(kind: str) -> jsonschema_rs.Draft202012Validator:
    """
    Return the fast judge of a kind of file; `meta_validator` explains what it refuses.
    """
    return jsonschema_rs.Draft202012Validator(_meta(kind))


@cache
def _defaults(kind: str) -> Mapping[str, Any]:
    """
    Return the settings or the promises of an API that states none: what the framework does when nobody overrides it.
    """
    document = read_document(packaged_data() / "schemas" / "meta" / f"{kind}.json")
    return {key: value for key, value in document.items() if not key.startswith("$")}


def _stated(head: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    return {**_defaults(kind), **head.get(kind, {})}


def _default_name(folders: Sequence[Path], data: Path | str | None) -> str:
    for folder in folders:
        names = sorted(path.parent.name for path in folder.glob("schemas/*/api.json"))
        if names:
            return names[0]
    raise UnknownName("API", "", api_names(data))


def _api(name: str, head: Mapping[str, Any], layers: tuple[Path, ...]) -> Api:
    shapes = {each.name: each for each in _shapes(layers)}
    resources = {each.name: each for each in _resources(layers, shapes)}
    order = [each for each in head["resources"] if each in resources]
    order += sorted(set(resources) - set(order))
    hosts = {key: _host(key, value) for key, value in head["hosts"].items()}
    place = f"{layers[-1]}/api.json"
    _known(place, "resource", head["primary"], resources)
    _known(place, "host", head["default_host"], hosts)
    for each, document in head.get("routes", {}).items():
        _known(place, "resource", each, resources)
        resources[each] = replace(resources[each], template=_template(each, document, f"{place}#/routes/{each}"))
    for resource in resources.values():
        for parent in resource.route.parents:
            _known(f"{place}#/routes/{resource.name}", "resource", parent.resource, resources)
    for each in head.get("visibility", {}):
        _known(place, "resource", each, resources)
    for shape in head.get("singletons", {}).values():
        _known(place, "shape", shape, shapes)
    return Api(
        name=name,
        title=head["title"],
        version=head["version"],
        base_path=head["base_path"],
        primary=head["primary"],
        hosts=hosts,
        default_host=head["default_host"],
        paging=paging_of(head["envelope"]),
        resources={each: resources[each] for each in order},
        shapes=shapes,
        behaviour={key: _setting(value) for key, value in _stated(head, "behaviour").items()},
        promises={key: _promise(value) for key, value in _stated(head, "promises").items()},
        singletons=head.get("singletons", {}),
        token_environment=head.get("token_environment", ""),
        seed=head.get("seed", ""),
        visibility={key: visibility_of(value) for key, value in head.get("visibility", {}).items()},
        folders=tuple(each.parents[1] for each in layers),
    )


def _shapes(layers: Sequence[Path]) -> Iterator[Shape]:
    """
    Yield every shape of every layer, the least specific layer first, so that a later one replaces it.
    """
    for layer in reversed(layers):
        for path in files_inside(layer.parents[1], layer, "**/*.schema.json"):
            name = path.relative_to(layer).as_posix().removesuffix(".schema.json")
            schema = read_document(path)
            _hold_schema(schema, str(path))
            entity = schema.get("x-entity", "")
            if entity:
                checked_name(entity, "entity", f"{path}#/x-entity")
            yield Shape(name=name, uri=schema["$id"], entity=entity, schema=schema)


def _hold_schema(schema: dict[str, Any], place: str) -> None:
    # Not by what `$schema` names: a validator would fetch that from wherever it lies.
    if schema.get("$schema", _DIALECT) != _DIALECT:
        raise DataError(f"{place}#/$schema", _shortened(repr(schema["$schema"])), _DIALECT)
    if not jsonschema_rs.meta.is_valid(schema):
        error = next(_schema_verdict().iter_errors(schema))
        pointer = "/".join(("", *map(str, error.instance_path)))
        raise DataError(f"{place}#{pointer}", _shortened(error.message), "a JSON Schema 2020-12")
    if "$id" not in schema:
        raise DataError(place, "no '$id'", "the URI by which other schemas refer to this one")


@cache
def _schema_verdict() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$schema": _DIALECT, "$ref": _DIALECT})


def _resources(layers: Sequence[Path], shapes: Mapping[str, Shape]) -> Iterator[Resource]:
    for layer in reversed(layers):
        for path in files_inside(layer.parents[1], layer, "**/contract.json"):
            name = path.parent.relative_to(layer).as_posix()
            yield _resource(name, read_document(path, "contract"), path, shapes)


def _resource(name: str, document: Mapping[str, Any], path: Path, shapes: Mapping[str, Shape]) -> Resource:
    for shape in document["shapes"].values():
        _known(str(path), "shape", shape, shapes)
    modes = Modes(
        choices=tuple(document["modes"]["choices"]), list=document["modes"]["list"], detail=document["modes"]["detail"]
    )
    for mode in (*modes.choices, modes.list, modes.detail):
        _known(f"{path}#/shapes", "mode", mode, document["shapes"])
    entity = checked_name(document.get("entity", name), "entity", str(path))
    _hold_entities(name, entity, path, shapes)
    return Resource(
        name=name,
        title=document["title"],
        entity=entity,
        identifier=_field(document["identifier"], path),
        modes=modes,
        shapes=document["shapes"],
        parameters=tuple(_parameter(each, path) for each in document.get("parameters", ())),
        search=tuple(_field(each, path) for each in document.get("search", ())),
        ordering=tuple(_field(each, path) for each in document.get("ordering", ())),
        default_ordering=tuple(document.get("default_ordering", ())),
        documentation=Documentation(
            tuple(
                (each["heading"], tuple((line[0], line[1]) for line in each["lines"]))
                for each in document.get("documentation", ())
            )
        ),
        evidence={key: _evidence(value) for key, value in document.get("evidence", {}).items()},
        own_url=document.get("own_url", ""),
        selects=_selection(document["selects"], path) if "selects" in document else None,
        absent=document.get("absent"),
        heading=document.get("heading", ""),
    )


def _hold_entities(name: str, entity: str, path: Path, shapes: Mapping[str, Shape]) -> None:
    """
    Hold the shapes in a resource's folder to its entity: by it, mock and checks know whose records nest elsewhere.
    """
    for shape in shapes.values():
        folder, _, stem = shape.name.rpartition("/")
        if folder == name and shape.entity not in {"", entity}:
            raise DataError(f"{path.parent / stem}.schema.json#/x-entity", repr(shape.entity), f"{entity!r}, as {path}")


def _template(name: str, document: Mapping[str, Any], place: str) -> Template:
    try:
        re.compile(document.get("key", ""))
        return template_of(name, document)
    except (ValueError, re.error) as error:
        raise DataError(
            place, str(error), "a parent for each parameter of the path, and a regular expression"
        ) from None


def _field(document: Mapping[str, Any], path: Path) -> Field:
    kind = document.get("type", "text")
    _known(str(path), "type", kind, TYPES)
    return Field(document["name"], document.get("path", document["name"]), kind, document.get("form", ""))


def _parameter(document: Mapping[str, Any], path: Path) -> Parameter:
    _known(str(path), "lookup", document["lookup"], LOOKUPS)
    _known(str(path), "type", document["type"], TYPES)
    return Parameter(
        name=document["name"],
        fields=tuple(document["fields"]),
        lookup=document["lookup"],
        type=document["type"],
        related=document.get("related"),
        choices=tuple(document.get("choices", ())),
        grade=Grade(document.get("grade", "published")),
        rules=tuple((key, _rule(each, path, document["name"])) for key, each in document.get("rules", {}).items()),
        hidden=document.get("hidden", False),
    )


def _selection(document: Mapping[str, Any], path: Path) -> ListRule:
    return ListRule(
        rule=_rule(document["rule"], path, "selects"),
        grade=Grade(document.get("grade", "published")),
        source=document.get("source", ""),
    )


def _rule(document: Mapping[str, Any], path: Path, of: str) -> Rule:
    try:
        return rule_of(document)
    except ValueError as error:
        raise DataError(f"{path} ({of})", str(error), "a known lookup and type, and a duration such as -P1D") from None


def _host(name: str, document: Mapping[str, Any]) -> Host:
    throttle = Throttle(**document["throttle"]) if document.get("throttle") else None
    return Host(name=name, url=document["url"], throttle=throttle, note=document.get("note", ""))


def _setting(document: Mapping[str, Any]) -> Setting:
    return Setting(value=document["value"], grade=Grade(document["grade"]), source=document.get("source", ""))


def _promise(document: Mapping[str, Any]) -> Promise:
    return Promise(grade=Grade(document["grade"]), source=document["source"])


def _evidence(document: Mapping[str, Any]) -> Evidence:
    return Evidence(
        seen=document["seen"], of=document["of"], grade=Grade(document["grade"]), source=document.get("source", "")
    )


def _shortened(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= 2 * _SHOWN else f"{line[:_SHOWN]} … {line[-_SHOWN:]}"


def _known(place: str, kind: str, name: str, known: Mapping[str, Any]) -> None:
    """
    Raise unless the name that a data file gives is one that exists.
    """
    if name not in known:
        raise DataError(place, str(UnknownName(kind, name, tuple(known))), f"a known {kind}")
