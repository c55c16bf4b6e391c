"""
The description of a project, and the rows that it sends -> a service that requests can be made for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from differential.subject import Subject, values_at
from reference_drf.service import Modes, Parameter, Resource, Service, by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: Filter of django-filter to the type of value that it takes; the first of its classes that is named counts.
_TYPES = {
    "ModelMultipleChoiceFilter": "related",
    "ModelChoiceFilter": "related",
    "MultipleChoiceFilter": "choice",
    "ChoiceFilter": "choice",
    "BooleanFilter": "boolean",
    "NumberFilter": "number",
    "IsoDateTimeFilter": "date-time",
    "DateTimeFilter": "date-time",
    "DateFilter": "date",
    "DurationFilter": "duration",
    "UUIDFilter": "uuid",
}
_REPEATED = {"MultipleChoiceFilter", "AllValuesMultipleFilter"}


@dataclass(frozen=True)
class Collection:
    """
    A list of a project that is asked.

    Attributes:
        path: of the list.
        view: what the project's code says of it.
        rows: all rows that it sends.
    """

    path: str
    view: Mapping[str, Any]
    rows: Sequence[dict[str, Any]]


def subject_of(
    collections: Sequence[Collection], base_path: str, mock: Callable[..., Any], real: Callable[..., Any]
) -> Subject:
    """
    Return the subject whose requests ask these collections below a path, with the first as the most important.
    """
    resources = [_resource(each, base_path) for each in collections]
    paging = collections[0].view["paging"] or {}
    service = Service(
        name="imported",
        base_path=base_path,
        primary=resources[0].name,
        default_limit=_number(paging, "default_limit", "page_size"),
        maximum_limit=_number(paging, "max_limit", "max_page_size"),
        resources=by_name(*resources),
        shapes={},
        settings={"closing_slash": collections[0].path.endswith("/")},
        singletons={},
    )
    rows = {each.name: one.rows for each, one in zip(resources, collections, strict=True)}
    world: Any = SimpleNamespace(tables=rows)
    api: Any = None
    return Subject(service, api, world, mock, real)


def parameter_names(collections: Sequence[Collection]) -> dict[str, str]:
    """
    Return how the project calls the parameters that search and sort.
    """
    backends = [one for each in collections for one in each.view["backends"]]
    filters = [pair for one in backends for pair in one.get("filters", {}).items()]
    ordering = next((name for name, each in filters if "OrderingFilter" in each["bases"]), "ordering")
    names = {"SearchFilter": "search", "OrderingFilter": "ordering"}
    found = {names[kind]: one["parameter"] for one in backends for kind in names if kind in one["bases"]}
    return {"ordering": ordering, **found}


def _number(paging: Mapping[str, Any], *names: str) -> int:
    return next((paging[name] for name in names if paging.get(name)), 100)


def _resource(each: Collection, base_path: str) -> Resource:
    backends = each.view["backends"]
    filters = {name: one for backend in backends for name, one in backend.get("filters", {}).items()}
    row = each.rows[0] if each.rows else {}
    identifier = next((name for name in ("id", each.view["lookup"][1], "uuid", "code", "url") if name in row), "id")
    return Resource(
        name=each.path.removeprefix(base_path).strip("/"),
        title=each.view["model"],
        modes=Modes(tuple(each.view.get("chosen", {}).get("mode", ())), "default", "default"),
        parameters=tuple(parameter for name, one in filters.items() for parameter in _parameters(name, one, row)),
        search=tuple(_fields(backends, "SearchFilter")),
        ordering=(
            *_fields(backends, "OrderingFilter"),
            *(term for told in filters.values() for term in told.get("fields", {}).values()),
        ),
        default_ordering=tuple(term for one in backends for term in one.get("default", ())),
        identifier=identifier,
    )


def _fields(backends: Sequence[Mapping[str, Any]], kind: str) -> Iterator[str]:
    for each in backends:
        if kind in each["bases"] and isinstance(each.get("fields"), list):
            yield from (re.sub(r"^[\^=@$]", "", name) for name in each["fields"])


def _parameters(name: str, told: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Parameter]:
    if "OrderingFilter" in told["bases"]:
        return
    lookup = told["lookup_expr"] if isinstance(told["lookup_expr"], str) else "exact"
    kind = next((_TYPES[each] for each in told["bases"] if each in _TYPES), "text")
    lookup = "in" if "BaseInFilter" in told["bases"] else "any" if _REPEATED & set(told["bases"]) else lookup
    path = _shown(row, str(told["field_name"] or name).split("__"))
    whole = bool(path) and isinstance(next(values_at(row, path), None), int)
    kind = "integer" if kind == "number" and whole else kind
    yield Parameter(name, (path,) if path else (), lookup, kind, choices=tuple(told.get("choices", ())))


def _shown(row: Mapping[str, Any], steps: Sequence[str]) -> str:
    """
    Return the dotted path at which a row shows an attribute, as far as it goes; "" where it does not.
    """
    value, path = row, []
    for step in steps:
        if not isinstance(value, dict) or step not in value:
            break
        path.append(step)
        value = value[step]
    if isinstance(value, dict) and path:
        path.append("id")
        value = value.get("id")
    return "" if not path or isinstance(value, dict | list) else ".".join(path)
