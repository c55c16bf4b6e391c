"""
An OpenAPI document of anybody -> declared facts (`published.json`) and `api.json`, and what they cannot say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.catalog import hold_to
from apicontract.contract.errors import DataError
from apicontract.contract.lookups import TYPES
from apicontract.contract.paging import STYLES, paging_of
from apicontract.contract.reading import read_notation
from apicontract.evidence.derive.pages import listed_in
from apicontract.evidence.importing.components import Components, mapping, stem_of
from apicontract.evidence.paging import UNPAGED, recognised, types_described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from apicontract.contract.paging import Paging

_RESERVED = frozenset({"ordering", "search", "mode", "format"})
_PREFIX = re.compile(r"/((?:api|rest|v?\d+(?:\.\d+)*)/)*", re.IGNORECASE)
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
    singletons: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    pagings: list[Paging] = field(default_factory=list)


def read_description(path: Path | str) -> dict[str, Any]:
    """
    Read an OpenAPI document in JSON or YAML.

    Raises:
        DataError: unreadable, no OpenAPI 3 document, or one with something of another type than it must have.
    """
    document = read_notation(path)
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3"):
        raise DataError(f"{path}:1", "no member 'openapi' with 3.x", "an OpenAPI 3 document")
    if not isinstance(document.get("paths"), dict):
        raise DataError(f"{path}#/paths", "no paths", "an OpenAPI document with paths")
    return held_description(document, str(path))


def held_description(document: Mapping[str, Any], place: str) -> dict[str, Any]:
    """
    Return an OpenAPI document whose every part that is read has its type, without the extensions among its paths.

    Raises:
        DataError: a part has another type, or a server's URL is none, with the JSON pointer.
    """
    paths = document.get("paths")
    known = {key: each for key, each in paths.items() if key.startswith("/")} if isinstance(paths, dict) else paths
    held = {**document, "paths": known}
    hold_to(held, "description", place)
    for number, each in enumerate(held.get("servers", ())):
        try:
            urlsplit(each.get("url", ""))
        except ValueError as error:
            raise DataError(f"{place}#/servers/{number}/url", str(error), "a URL") from error
    return held


def imported_description(document: Mapping[str, Any], name: str, source: str, *, every_field: bool = False) -> Imported:
    """
    Return the facts and the head that an OpenAPI document states.

    Args:
        document: the OpenAPI document.
        name: of the API.
        source: what to say about where it comes from.
        every_field: whether fields that the document calls optional are sent all the same.

    Raises:
        DataError: it describes no list of records.
    """
    servers = [each.get("url", "") for each in document.get("servers", ())]
    prefix = urlsplit(servers[0]).path.rstrip("/") if servers else ""
    gets = {prefix + path: item["get"] for path, item in document["paths"].items() if "get" in item}
    components = Components(document.get("components", {}).get("schemas", {}))
    reading = _Reading(_base_path(gets), components)
    reading.notes += _other_methods(document["paths"])
    lists = {path: page for path, get in gets.items() if (page := _rows(get, components)) is not None}
    # Where some lists are wrapped, a bare array is no list of the same paging.
    bare = {} if lists else {path: page for path, get in gets.items() if (page := _bare(get, components)) is not None}
    lists |= bare
    for path, (paging, component, rows) in lists.items():
        reading.pagings.append(paging)
        _resource(reading, path, gets, component, rows)
    if not reading.resources:
        raise DataError(source, "no list in a known envelope", "answers with a count and the records of a page")
    for path, get in gets.items():
        match = _DETAIL.fullmatch(path)
        if path not in lists and not (match and match.group(1) in lists):
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
    notes = dict.fromkeys([*reading.notes, *components.notes])
    return Imported(facts, _head(document, name, reading, servers), tuple(notes))


def _base_path(gets: Mapping[str, Any]) -> str:
    found = Counter(match.group() for path in gets if (match := _PREFIX.match(path)))
    return found.most_common(1)[0][0] if found else "/"


def _other_methods(paths: Mapping[str, Any]) -> Iterator[str]:
    for path, item in paths.items():
        others = [method.upper() for method in ("post", "put", "patch", "delete") if method in item]
        if others:
            yield f"{path}: {', '.join(others)}; only GET is expressed"


def _answer(get: Mapping[str, Any], components: Components) -> Any:
    answer = get.get("responses", {}).get("200", {})
    content = answer.get("content", {}) if isinstance(answer, dict) else {}
    media: Any = next((value for key, value in content.items() if "json" in key), {})
    return components.resolve(media.get("schema", {}))


def _rows(get: Mapping[str, Any], components: Components) -> tuple[Paging, str, Mapping[str, Any]] | None:
    """
    Return the paging of a list answer, and the schema of its rows with its component's name.
    """
    _, schema = _answer(get, components)
    types = types_described(schema, lambda each: mapping(components.resolve(each)[1]))
    paging = recognised(types, [each["name"] for each in get.get("parameters", ()) if "name" in each])
    if paging is None:
        return None
    for step in paging.rows.split("."):
        _, schema = components.resolve(schema["properties"][step])
    if not paging.size and isinstance(schema.get("maxItems"), int):
        paging = replace(paging, default_limit=schema["maxItems"], maximum_limit=schema["maxItems"])
    return paging, *components.resolve(schema.get("items", {}))


def _bare(get: Mapping[str, Any], components: Components) -> tuple[Paging, str, Mapping[str, Any]] | None:
    """
    Return the same of an answer that is an array of records.
    """
    _, schema = _answer(get, components)
    name, rows = components.resolve(schema.get("items", {}))
    known = schema.get("type") == "array" and (rows.get("properties") or rows.get("anyOf"))
    return (STYLES[UNPAGED], name, rows) if known else None


def _resource(reading: _Reading, path: str, gets: Mapping[str, Any], component: str, rows: Mapping[str, Any]) -> None:
    name = path.removeprefix(reading.base_path).strip("/")
    get = gets[path]
    listed = get.get("parameters", ())
    reading.notes += [f"{path}: the parameter {each['$ref']}, a reference" for each in listed if "name" not in each]
    parameters = {each["name"]: each for each in listed if "name" in each and each.get("in") == "query"}
    modes = _modes(reading, name, component, rows)
    detail_path, detail = next(
        ((each, gets[each]) for each in gets if (match := _DETAIL.fullmatch(each)) and match.group(1) == path),
        ("", None),
    )
    if detail is None:
        reading.notes.append(f"{path}: no path of a single record")
    resource: dict[str, Any] = {"title": stem_of(component or next(iter(modes.values()))), "modes": modes}
    schema = mapping(parameters.get("mode", {}).get("schema"))
    choices = [each for each in schema.get("enum", ()) if isinstance(each, str) and each in modes]
    resource["choices"] = choices
    resource["list"] = _default_mode(schema, choices, modes)
    resource["detail"] = _detail_mode(reading, name, detail, modes) if detail else resource["list"]
    resource["title"] = _title(reading, modes, resource["detail"])
    sections = _sections(get.get("description", ""))
    stated = listed_in(sections)
    resource["parameters"] = dict(_filters(reading, path, parameters))
    resource["search"] = stated.search
    resource["ordering"] = _ordering(parameters.get("ordering", {})) or stated.ordering
    resource["documentation"] = [
        {"heading": heading, "lines": [list(line) for line in lines]} for heading, lines in sections
    ]
    for key in ("search", "ordering"):
        if key in parameters and not resource[key]:
            reading.notes.append(f"{path}: {key} over fields that are not stated")
    identifier = _DETAIL.fullmatch(detail_path)
    if identifier and identifier.group(2) not in {"id", "pk"}:
        resource["identifier"] = identifier.group(2)
    _limits(reading, parameters)
    reading.resources[name] = {key: value for key, value in resource.items() if value or key in {"modes", "choices"}}


def _modes(reading: _Reading, name: str, component: str, rows: Mapping[str, Any]) -> dict[str, str]:
    """
    Return mode to shape name: alternatives are told apart by the constant that they state at the same field.
    """
    branches = [reading.components.resolve(each) for key in ("oneOf", "anyOf") for each in rows.get(key, ())]
    if not branches:
        label = component or f"{name}_row"
        mode = _constant(rows, _told_apart([(label, rows)])) or "default"
        return {mode: reading.components.settle(label, f"{name}/{mode}", name)}
    branches = [(label, reading.components.whole(label, schema)) for label, schema in branches]
    key = _told_apart(branches)
    modes = {}
    for label, schema in branches:
        mode = _constant(schema, key) or label.lower()
        modes[mode] = reading.components.settle(label, f"{name}/{mode}", name)
    return modes


def _told_apart(branches: list[tuple[str, Mapping[str, Any]]]) -> str:
    """
    Return the field at which each alternative states a constant of its own, or "".
    """
    for key in branches[0][1].get("properties", {}):
        constants = [_constant(schema, key) for _, schema in branches]
        if all(constants) and len(set(constants)) == len(branches) > 1:
            return str(key)
    return ""


def _constant(schema: Mapping[str, Any], key: str) -> str:
    stated = mapping(schema.get("properties", {}).get(key))
    enum = stated.get("enum", ())
    return str(stated.get("const", enum[0] if len(enum) == 1 else ""))


def _default_mode(schema: Mapping[str, Any], choices: list[str], modes: Mapping[str, str]) -> str:
    default = schema.get("default") if isinstance(schema.get("default"), str) else None
    known = [each for each in (default, "normal", "default", *choices, *modes) if each in modes]
    return str(known[0])


def _detail_mode(reading: _Reading, name: str, detail: Mapping[str, Any], modes: dict[str, str]) -> str:
    component, schema = _answer(detail, reading.components)
    label = component or f"{name}_record"
    shape = reading.components.names.get(label)
    known = next((mode for mode, each in modes.items() if each == shape), None)
    if known:
        return known
    if not schema.get("properties") and not schema.get("allOf"):
        reading.notes.append(f"{name}: the answer of a single record is not described")
        return next(iter(modes))
    modes["detail"] = reading.components.settle(label, f"{name}/detail", name)
    return "detail"


def _title(reading: _Reading, modes: Mapping[str, str], detail: str) -> str:
    return next(stem_of(each) for each, shape in reading.components.names.items() if shape == modes[detail])


def _filters(reading: _Reading, path: str, parameters: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, each in parameters.items():
        if name in _RESERVED or name in reading.pagings[-1].parameters:
            continue
        _, schema = reading.components.resolve(each.get("schema", {}))
        if schema.get("type") == "array":
            _, items = reading.components.resolve(schema.get("items", {}))
            values = "repeated" if each.get("explode", True) else "comma"
            yield name, {**_typed(items), "values": values}
        elif schema.get("type") == "object" or each.get("style", "form") != "form":
            reading.notes.append(f"{path}: the parameter {name} is of a form that no lookup has")
        else:
            kind = _typed(schema)
            yield name, kind["type"] if set(kind) == {"type"} else kind


def _typed(schema: Mapping[str, Any]) -> dict[str, Any]:
    stated = schema.get("type", "string")
    types = [stated] if isinstance(stated, str) else [each for each in stated if each != "null"]
    if schema.get("format") in TYPES:
        return {"type": schema["format"]}
    if schema.get("enum") and types == ["string"]:
        return {"type": "choice", "choices": [str(each) for each in schema["enum"] if each is not None]}
    return {"type": types[0] if types and types[0] in TYPES else "text"}


def _ordering(parameter: Mapping[str, Any]) -> list[str]:
    schema = mapping(parameter.get("schema"))
    terms = mapping(schema.get("items", schema)).get("enum", ())
    return list(dict.fromkeys(str(each).removeprefix("-") for each in terms))


def _sections(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """
    Return the headings of a CommonMark text with their lines, each split at " - " into label and text.
    """
    sections: list[tuple[str, list[tuple[str, str]]]] = []
    for raw in filter(None, (line.strip() for line in text.splitlines())):
        line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", raw).replace("`", "").replace("**", "")
        if raw.startswith("#"):
            sections.append((line.lstrip("# "), []))
        elif sections:
            label, _, content = line.partition(" - ")
            sections[-1][1].append((label, content))
    return sections


def _singleton(reading: _Reading, path: str, get: Mapping[str, Any]) -> None:
    component, schema = _answer(get, reading.components)
    name = path.removeprefix(reading.base_path).strip("/")
    if "{" in path or schema.get("type") == "array":
        reading.notes.append(f"{path}: {'a record without a list' if '{' in path else 'a bare list'}")
    elif schema.get("properties") and name:
        reading.singletons[name] = reading.components.settle(component or name, name, "")
    elif name:
        reading.notes.append(f"{path}: an answer that is not described")


def _limits(reading: _Reading, parameters: Mapping[str, Any]) -> None:
    paging = reading.pagings[-1]
    schema = mapping(parameters.get(paging.size, {}).get("schema"))
    for key, stated in (("default_limit", "default"), ("maximum_limit", "maximum")):
        if isinstance(schema.get(stated), int) and schema[stated] > 0:
            reading.limits.setdefault(key, schema[stated])
    missing = [each for each in paging.parameters if each not in parameters]
    if missing:
        reading.notes.append(f"paging without the parameters {' and '.join(missing)}")
    start = mapping(parameters.get(paging.start, {}).get("schema"))
    alternatives = [mapping(each) for each in start.get("anyOf", (start,))]
    if paging.unit == "pages":
        first = next((each["minimum"] for each in alternatives if each.get("minimum") in {0, 1}), paging.first)
        last = next((str(each["const"]) for each in alternatives if "const" in each), "")
        reading.pagings[-1] = replace(paging, first=first, last=last)


def _head(document: Mapping[str, Any], name: str, reading: _Reading, servers: list[str]) -> dict[str, Any]:
    urls = dict.fromkeys(f"{urlsplit(each).scheme}://{urlsplit(each).netloc}" for each in servers if "://" in each)
    hosts = {re.sub(r"\W", "-", urlsplit(url).netloc): {"url": url} for url in urls}
    info = document.get("info", {})
    return {
        "$schema": "../meta/api.schema.json",
        "title": str(info.get("title") or name),
        "version": str(info.get("version") or "1"),
        "base_path": reading.base_path,
        "primary": next(iter(reading.resources)),
        "default_host": next(iter(hosts), "local"),
        "hosts": hosts or {"local": {"url": "http://localhost:8000"}},
        "envelope": paging_of({**reading.pagings[0].document, **reading.limits}).document,
        "resources": list(reading.resources),
    }
