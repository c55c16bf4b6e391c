"""
An OpenAPI document of anybody -> declared facts (`published.json`) and `api.json`, and what they cannot say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.documented import listed_in
from apicontract.contract.errors import DataError
from apicontract.contract.jsontypes import is_integer
from apicontract.contract.naming import name_flaw
from apicontract.contract.paging import STYLES, paging_of
from apicontract.evidence.importing.components import IDENTIFIERS, Components, stem_of
from apicontract.evidence.importing.fragments import constant, fields_of, named_by, sections, told_apart, typed
from apicontract.evidence.importing.habits import guessed_filter
from apicontract.evidence.importing.refusals import shown_refusals
from apicontract.evidence.importing.routes import (
    entity_of,
    key_type,
    placed,
    resource_name,
    route_entry,
    route_of,
    stated_behaviour,
)
from apicontract.evidence.importing.stated import hosts_of, kinds_of, stated_promises
from apicontract.evidence.importing.unexpressed import left_out
from apicontract.evidence.openapi import description_of, read_source
from apicontract.evidence.openapi.parts import members
from apicontract.evidence.paging import UNPAGED, USUAL, paged_alternative, recognised, types_described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from apicontract.contract.paging import Paging
    from apicontract.evidence.openapi import DescribedParameter, Description, Operation

_RESERVED = frozenset({"ordering", "search", "mode", "format"})
#: Limits of an API; of one that nobody states, what its style has is taken.
_LIMITS = ("default_limit", "maximum_limit")
_DETAIL = re.compile(r"(.*/)\{([^{}]+)\}/?")


@dataclass(frozen=True)
class Imported:
    """
    What a published description gives.

    Attributes:
        facts: the document `published.json`.
        head: the document `api.json`.
        notes: what could not be expressed, one sentence each.
    """

    facts: Mapping[str, Any]
    head: Mapping[str, Any]
    notes: tuple[str, ...]


@dataclass
class _Reading:
    base_path: str
    components: Components
    resources: dict[str, Any] = field(default_factory=dict)
    slashed: bool = True
    routes: dict[str, Any] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    listed: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    singletons: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    pagings: list[Paging] = field(default_factory=list)


def read_description(path: Path | str) -> Description:
    """
    Read an OpenAPI document (2.0 to 3.2) in JSON or YAML.

    Raises:
        DataError: unreadable, no OpenAPI document, or one with something of another type than it must have.
    """
    return description_of(read_source(path))


def imported_description(description: Description, name: str, source: str, *, every_field: bool = False) -> Imported:
    """
    Return the facts and the head that an OpenAPI document states.

    Args:
        description: the document, read.
        name: of the API.
        source: what to say about where it comes from.
        every_field: whether fields that the document calls optional are sent all the same.

    Raises:
        DataError: it describes no list of records.
    """
    base_path, gets, repeated = placed(description)
    components = Components(description.schemas)
    reading = _Reading(base_path, components)
    reading.notes += repeated
    reading.notes += left_out(description)
    lists = {path: page for path, get in gets.items() if (page := _rows(get, components)) is not None}
    # Where some lists are wrapped, a bare array is no list of the same paging.
    if not lists:
        lists = dict(_other_lists(reading, gets))
    reading.slashed = any(path.endswith("/") for path in lists)
    # A list below a parent comes after that of its parents.
    for path, (paging, component, rows) in sorted(lists.items(), key=lambda each: each[0].count("{")):
        reading.pagings.append(paging)
        _resource(reading, path, gets, component, rows)
    if not reading.resources:
        raise DataError(
            source,
            "no list of records that can be told apart, in a known envelope",
            "answers with a count and the records of a page",
        )
    collections = {each.rstrip("/") for each in lists}
    for path, get in gets.items():
        match = _DETAIL.fullmatch(path)
        if path not in lists and not (match and match.group(1).rstrip("/") in collections):
            _singleton(reading, path, get)
    for component in list(components.names):
        components.declare(component)
    facts = {
        "$schema": "../../schemas/meta/facts.schema.json",
        "source": source,
        "grade": "published",
        "every_field_sent": every_field,
        "resources": reading.resources,
        "singletons": reading.singletons,
        "shapes": components.shapes,
    }
    refusals = shown_refusals(
        {path: gets[path] for path in lists},
        reading.pagings[0],
        lambda get: bool(_ordering({each.name: each for each in get.parameters.values()}, components)),
        source,
    )
    reading.pagings[0] = refusals.paging
    reading.notes += refusals.notes
    head = _head(description, name, reading)
    behaviour = {**stated_behaviour(lists, gets, source), **refusals.settings}
    head |= {"behaviour": behaviour} if behaviour else {}
    notes = dict.fromkeys([*reading.notes, *components.notes])
    head["promises"] = stated_promises(kinds_of(gets, reading.resources, reading.pagings[0]), reading.limits, source)
    return Imported(facts, head, tuple(notes))


def _rows(get: Operation, components: Components) -> tuple[Paging, str, Mapping[str, Any]] | None:
    """
    Return the paging of a list answer, and the schema of its rows with its component's name.
    """
    schema, begins = paged_alternative(components.followed(get.answered), components.followed)
    types = types_described(schema, components.followed)
    names = [each.name for each in get.parameters.values() if each.place == "query"]
    paging = recognised(types, names, dict.fromkeys(get.answered_headers, ""))
    if paging is None or (not paging.rows and schema.get("type") != "array"):
        return None
    for step in filter(None, paging.rows.split(".")):
        _, schema = components.resolve(members(schema.get("properties")).get(step))
    most = schema.get("maxItems")
    if not paging.size and is_integer(most) and most > 0:
        paging = replace(paging, default_limit=most, maximum_limit=most)
    return replace(paging, begins_on_size=begins), *components.resolve(schema.get("items", {}))


def _other_lists(
    reading: _Reading, gets: Mapping[str, Operation]
) -> Iterator[tuple[str, tuple[Paging, str, Mapping[str, Any]]]]:
    """
    Yield the lists of records of a document that has none in a known envelope.

    They are bare lists, and objects whose only list has records; what is served otherwise gets a note that says so.
    """
    found: dict[str, tuple[bool, str, Mapping[str, Any]]] = {}
    for path, get in gets.items():
        _, schema = reading.components.resolve(get.answered)
        fields = [reading.components.resolve(each)[1] for each in members(schema.get("properties")).values()]
        arrays = [each for each in (schema, *fields) if each.get("type") == "array"]
        component, rows = reading.components.resolve(arrays[0].get("items")) if len(arrays) == 1 else ("", {})
        plain = not name_flaw(path.removeprefix(reading.base_path).strip("/"))
        if "{" not in path and plain and (rows.get("properties") or rows.get("anyOf")):
            found[path] = arrays[0] is schema, component, rows
    paging = STYLES[UNPAGED] if all(bare for bare, *_ in found.values()) else USUAL
    for path, (bare, component, rows) in found.items():
        if paging is USUAL:
            form = "a bare list" if bare else "a list in an envelope of its own"
            reading.notes.append(f"{path}: {form}; served in the envelope {paging.style}")
        yield path, (paging, component, rows)


def _resource(
    reading: _Reading, path: str, gets: Mapping[str, Operation], component: str, rows: Mapping[str, Any]
) -> None:
    below = path.removeprefix(reading.base_path)
    name = resource_name(below)
    get = gets[path]
    parameters = {each.name: each for each in get.parameters.values() if each.place == "query"}
    if not path.endswith("/") and reading.slashed:
        reading.notes.append(f"{path}: a path without a closing slash; served as the others are")
    detail_path, detail = next(
        (
            (each, gets[each])
            for each in gets
            if (match := _DETAIL.fullmatch(each)) and match.group(1).rstrip("/") == path.rstrip("/")
        ),
        ("", None),
    )
    identifier = _identifier(reading, path, detail_path, rows)
    properties = fields_of(reading.components, rows)
    route = route_of(below, reading.identifiers, properties, lambda each: reading.components.resolve(each)[1])
    if route is None:
        reading.notes.append(f"{path}: below what no list is described of; the list is left out")
        return
    named = _DETAIL.fullmatch(detail_path)
    own_url = not identifier and named is not None and members(properties.get("url")).get("format") == "uri"
    identifier = named.group(2) if own_url and named else identifier
    if not identifier:
        reading.notes.append(f"{path}: rows without a field that tells them apart; the list is left out")
        return
    entity = entity_of(name, identifier, properties, {} if "{" in path else reading.listed)
    reading.listed[name] = entity, frozenset(properties)
    modes = _modes(reading, name, entity, component, rows)
    if detail is None:
        reading.notes.append(f"{path}: no path of a single record")
    resource: dict[str, Any] = {"title": stem_of(component or next(iter(modes.values()))), "modes": modes}
    schema = _schema_of(parameters, "mode", reading.components)
    headed = sections(get.description)
    stated = listed_in(headed)
    offered = schema.get("enum") or stated.modes
    choices = [each for each in offered if isinstance(each, str) and each in modes]
    resource["choices"] = choices
    resource["list"] = _default_mode(schema, choices, modes)
    resource["detail"] = _detail_mode(reading, name, entity, detail, modes) if detail else resource["list"]
    resource["title"] = _title(reading, modes, resource["detail"])
    resource["parameters"] = dict(_filters(reading, path, parameters, properties))
    resource["search"] = stated.search
    resource["ordering"] = _ordering(parameters, reading.components) or stated.ordering
    resource["documentation"] = [
        {"heading": heading, "lines": [list(line) for line in lines]} for heading, lines in headed
    ]
    for key in ("search", "ordering"):
        if key in parameters and not resource[key]:
            reading.notes.append(f"{path}: {key} over fields that are not stated")
    if identifier != "id":
        resource["identifier"] = identifier
    if own_url:
        reading.components.linked.add(name)
        resource |= {"own_url": "url", "identifier_type": key_type(detail, identifier)}
    reading.identifiers[below.strip("/")] = identifier
    if entry := route_entry(route, detail, identifier):
        reading.routes[name] = entry
    _limits(reading, parameters)
    reading.resources[name] = {key: value for key, value in resource.items() if value or key in {"modes", "choices"}}


def _identifier(reading: _Reading, path: str, detail_path: str, rows: Mapping[str, Any]) -> str:
    """
    Return the field that tells the rows of a list apart: the one that the path of a record names, else a usual one.
    """
    forms = [rows, *(reading.components.resolve(each)[1] for each in rows.get("anyOf", ()))]
    fields = [members(each.get("properties")) for each in forms if each.get("properties")]
    match = _DETAIL.fullmatch(detail_path)
    named = match.group(2) if match else "id"
    wanted = ("id" if named == "pk" else named, *IDENTIFIERS)
    found = next((each for each in wanted if fields and all(each in known for known in fields)), "")
    if found and match and found != wanted[0]:
        reading.notes.append(f"{path}: no field {named}, which the path of a record names; {found} is taken")
    return found


def _modes(reading: _Reading, name: str, entity: str, component: str, rows: Mapping[str, Any]) -> dict[str, str]:
    """
    Return mode to shape name: alternatives are told apart by the constant that they state at the same field.

    Where a discriminator names them, its names are the modes.
    """
    branches = [reading.components.resolve(each) for each in rows.get("anyOf", ())]
    branches = [(label or f"{name}_row_{number}", each) for number, (label, each) in enumerate(branches, 1) if each]
    if not branches:
        label = component or f"{name}_row"
        mode = constant(rows, told_apart([(label, rows)])) or "default"
        return {mode: reading.components.assign_shape(label, f"{name}/{mode}", entity, rows)}
    branches = [(label, reading.components.whole(label, schema)) for label, schema in branches]
    key = told_apart(branches)
    named = named_by(rows.get("discriminator"))
    modes = {}
    for label, schema in branches:
        mode = constant(schema, key) or named.get(label) or label.lower()
        modes[mode] = reading.components.assign_shape(label, f"{name}/{mode}", entity, schema)
    return modes


def _default_mode(schema: Mapping[str, Any], choices: list[str], modes: Mapping[str, str]) -> str:
    default = schema.get("default") if isinstance(schema.get("default"), str) else None
    known = [each for each in (default, "normal", "default", *choices, *modes) if each in modes]
    return str(known[0])


def _detail_mode(reading: _Reading, name: str, entity: str, detail: Operation, modes: dict[str, str]) -> str:
    component, schema = reading.components.resolve(detail.answered)
    label = component or f"{name}_record"
    shape = reading.components.names.get(label)
    known = next((mode for mode, each in modes.items() if each == shape), None)
    if known:
        return known
    if not schema.get("properties"):
        reading.notes.append(f"{name}: the answer of a single record is not described")
        return next(iter(modes))
    modes["detail"] = reading.components.assign_shape(label, f"{name}/detail", entity, schema)
    return "detail"


def _title(reading: _Reading, modes: Mapping[str, str], detail: str) -> str:
    return next(stem_of(each) for each, shape in reading.components.names.items() if shape == modes[detail])


def _schema_of(parameters: Mapping[str, DescribedParameter], name: str, components: Components) -> Mapping[str, Any]:
    """
    Return the schema of a parameter's value, an empty one if there is no such parameter.
    """
    return components.resolve(parameters[name].schema)[1] if name in parameters else {}


def _filters(
    reading: _Reading, path: str, parameters: Mapping[str, DescribedParameter], fields: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name, each in parameters.items():
        if name in _RESERVED or name in reading.pagings[-1].parameters:
            continue
        schema = _schema_of(parameters, name, reading.components)
        if schema.get("type") == "array" and each.style.startswith("form"):
            _, items = reading.components.resolve(schema.get("items"))
            values = "comma" if "not exploded" in each.style else "repeated"
            yield name, {**typed(items), "values": values}
        elif schema.get("type") in ("object", "array") or each.style:
            reading.notes.append(f"{path}: the parameter {name} is of a form that no lookup has")
        else:
            kind = guessed_filter(name, typed(schema), fields)
            yield name, kind["type"] if set(kind) == {"type"} else kind


def _ordering(parameters: Mapping[str, DescribedParameter], components: Components) -> list[str]:
    schema = _schema_of(parameters, "ordering", components)
    terms = components.resolve(schema.get("items"))[1] if "items" in schema else schema
    return list(dict.fromkeys(str(each).removeprefix("-") for each in terms.get("enum", ())))


def _singleton(reading: _Reading, path: str, get: Operation) -> None:
    component, schema = reading.components.resolve(get.answered)
    name = path.removeprefix(reading.base_path).strip("/")
    if "{" in path or schema.get("type") == "array":
        reading.notes.append(f"{path}: {'a record without a list' if '{' in path else 'a bare list'}")
    elif schema.get("properties") and name:
        reading.singletons[name] = reading.components.assign_shape(component or name, name, "", schema)
    else:
        reading.notes.append(f"{path}: an answer that is not described")


def _limits(reading: _Reading, parameters: Mapping[str, DescribedParameter]) -> None:
    paging = reading.pagings[-1]
    schema = _schema_of(parameters, paging.size, reading.components)
    for key, stated in (("default_limit", "default"), ("maximum_limit", "maximum")):
        value = schema.get(stated)
        if is_integer(value) and value > 0:
            reading.limits.setdefault(key, value)
    missing = [each for each in paging.parameters if each not in parameters]
    if missing:
        reading.notes.append(f"paging without the parameters {' and '.join(missing)}")
    start = _schema_of(parameters, paging.start, reading.components)
    alternatives = [members(each) for each in start.get("anyOf", (start,))]
    if paging.unit == "pages":
        first = next((each["minimum"] for each in alternatives if each.get("minimum") in {0, 1}), paging.first)
        last = next((str(each["const"]) for each in alternatives if "const" in each), "")
        reading.pagings[-1] = replace(paging, first=first, last=last)


def _head(description: Description, name: str, reading: _Reading) -> dict[str, Any]:
    hosts = hosts_of(description)
    paging = reading.pagings[0]
    stated = {*reading.limits, *(() if paging.parameters else _LIMITS)}
    guessed = [each for each in _LIMITS if each not in stated]
    reading.notes += [f"{each.replace('_', ' ')}: not stated; {getattr(paging, each)} is taken" for each in guessed]
    return {
        "$schema": "../meta/api.schema.json",
        "title": description.title or name,
        "version": description.version or "1",
        "base_path": reading.base_path,
        "primary": next(iter(reading.resources)),
        "default_host": next(iter(hosts)),
        "hosts": hosts,
        "envelope": paging_of({**paging.document, **reading.limits}).document,
        **({"routes": reading.routes} if reading.routes else {}),
        "resources": list(reading.resources),
    }
