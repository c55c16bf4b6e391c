"""
What a service is, written by hand: its resources, their parameters, bounds and settings.

Nothing here is read from the contract that the mock and the checks share; so a wrong number there is a difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from django.db.models import Q

    from reference_drf.columns import Column, Shape


@dataclass(frozen=True)
class Parameter:
    """
    A filter.

    Attributes:
        name: as it stands in a query.
        fields: dotted paths it looks at; any of them may match.
        lookup: Django's, or "any" for one that may be repeated.
        type: how its text is read, a key of `filters.BY_TYPE`.
        related: for the type "related", the entity whose identifiers are the choices.
        choices: for the type "choice", the texts.
        rules: value to what it selects, made anew for each request; a value without a rule selects everything.
    """

    name: str
    fields: tuple[str, ...]
    lookup: str
    type: str
    related: str = ""
    choices: tuple[str, ...] = ()
    rules: Mapping[Any, Callable[[], Q]] = field(default_factory=dict)


@dataclass(frozen=True)
class Modes:
    """
    The levels of detail: those that can be asked for, that of a list, and that of a single record.
    """

    choices: tuple[str, ...]
    list: str
    detail: str


@dataclass(frozen=True)
class Resource:
    """
    A collection.

    Attributes:
        name: path below the base path, without the closing slash.
        title: how the service names a record in prose.
        modes: levels of detail; each is the last part of a shape's name.
        parameters: filters, in the order declared.
        search, ordering: field names, with `__` where they enter another record.
        documented: search field to its documented name, where that is another than the models have.
        default_ordering: terms when none is asked.
        identifier: the column that a detail's URL names.
        key: regular expression of that column in a URL, if not the frameworks' own.
        path: regular expression of the list's path, where it is not the name.
        parents: name of a parameter of that path to the foreign key that it is compared with.
        of: whose records it lists, where these are not of its own name.
        selects: which of them, made anew for each request; all, if there is nothing.
    """

    name: str
    title: str
    modes: Modes
    parameters: tuple[Parameter, ...] = ()
    search: tuple[str, ...] = ()
    ordering: tuple[str, ...] = ()
    default_ordering: tuple[str, ...] = ()
    identifier: str = "id"
    key: str = "[^/.]+"
    path: str = ""
    parents: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    selects: Callable[[], Q] | None = None
    documented: Mapping[str, str] = field(default_factory=dict)

    @property
    def entity(self) -> str:
        """
        Whose records it lists: those of its own name, unless it is told otherwise.
        """
        return self.of or self.name

    @property
    def shapes(self) -> dict[str, str]:
        """
        Level of detail to shape.
        """
        return {mode: f"{self.entity}/{mode}" for mode in (*self.modes.choices, self.modes.list, self.modes.detail)}


@dataclass(frozen=True)
class Service:
    """
    A whole service.

    Attributes:
        name: of the data folder whose mock is held to it.
        base_path: path prefix, with both slashes.
        primary: the resource that matters most.
        default_limit, maximum_limit: rows of a page.
        paging: name of the paginator.
        resources: in the order of the API root.
        shapes: every form in which a record is sent.
        settings: what a project may switch (`SETTINGS`).
        singletons: path to the title and the values of an answer that is no collection; None is who asks.
        throttles: host to the requests that it allows an anonymous client, and in how many seconds.
        clock: where its clock stands, which its answers say, if it is not the wall's.
    """

    name: str
    base_path: str
    primary: str
    default_limit: int
    maximum_limit: int
    resources: Mapping[str, Resource]
    shapes: Mapping[str, Shape]
    settings: Mapping[str, Any]
    singletons: Mapping[str, tuple[str, Mapping[str, Any]]]
    paging: str = "limit-offset"
    throttles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    clock: dt.datetime | None = None

    def setting(self, name: str) -> Any:
        """
        Return what a project switched, or the frameworks' own way.
        """
        return self.settings[name] if name in self.settings else {**FORMS, **SETTINGS}[name][0]

    @property
    def entities(self) -> list[str]:
        """
        Every kind of record, listed or only nested.
        """
        listed = (each.entity for each in self.resources.values())
        return list(dict.fromkeys((*listed, *(each.entity for each in self.shapes.values()))))

    def columns(self, entity: str) -> dict[str, Column]:
        """
        Return the stored columns of all shapes of an entity together.
        """
        mine = (each for each in self.shapes.values() if each.entity == entity)
        return {column.name: column for each in mine for column in each.columns.values() if column.stored}


#: What a project may switch: the frameworks' own way (PostgreSQL's, for nulls), and the other ways.
SETTINGS: Mapping[str, tuple[Any, ...]] = {
    "unknown_choice": ("refuse", "empty"),
    "other_methods": (405, 401),
    "not_found": ("named", "plain"),
    "nulls": ("last", "first"),
    "append_slash": (True, False),
    "suffix_routes": (False, True),
    "api_root": (True, False),
    "quoted_search": (True, False),
    "cross_origin": (False, True),
}
#: What a project decides about its URLs: the frameworks' own way, and others.
FORMS: Mapping[str, tuple[Any, ...]] = {
    "closing_slash": (True, False),
    "representations": (("json", "api"), ("json",)),
    "unknown_ordering": ("ignore", "refuse"),
    "methods": (("GET",), ("GET", "HEAD", "OPTIONS")),
    "missing_parent": ("refuse", "empty"),
}
#: Parts of a date that Django compares (`django.db.models.functions.datetime`).
PARTS = ("year", "month", "day")
#: A resource whose rows have one form.
ONE_FORM = Modes((), "default", "default")


def by_name(*things: Any) -> dict[str, Any]:
    """
    Return resources or shapes by their names.
    """
    return {each.name: each for each in things}


def dotted(name: str) -> str:
    """
    Return the path in a record of a field as Django names it.
    """
    return name.replace("__", ".")


def lookups(column: str, kind: str, *names: str) -> tuple[Parameter, ...]:
    """
    Return filters of one column: `exact` has the column's name, every other one its own suffix.
    """
    return tuple(
        Parameter(column if each == "exact" else f"{column}__{each}", (dotted(column),), each, kind) for each in names
    )


def related(name: str, entity: str, *, path: str = "", key: str = "id", lookup: str = "exact") -> Parameter:
    """
    Return a filter of a foreign key, whose choices are the records of an entity.
    """
    return Parameter(name, (f"{path or name}.{key}",), lookup, "related", entity)


def filters(text: str) -> tuple[Parameter, ...]:
    """
    Return the filters of a text, by their names: a line is a name, a kind, and lookups.

    The name leads to the column of its words, unless `=` and paths (`|` between several) follow it.
    The kind is a scalar's, or `>` and the entity whose records are the choices.
    A lookup that begins with `_` is a suffix of the name.
    """
    lines = (line.split() for line in text.splitlines() if line.strip())
    found = (_written(name, kind, lookup) for name, kind, *names in lines for lookup in names)
    return tuple(sorted(found, key=lambda each: each.name))


def _written(written: str, kind: str, lookup: str) -> Parameter:
    name, _, paths = written.partition("=")
    fields = tuple((paths or dotted(name)).split("|"))
    full_name = f"{name}_{lookup}" if lookup.startswith("_") else name
    if kind.startswith(">"):
        return related(full_name, kind[1:], path=fields[0], lookup=lookup)
    return Parameter(full_name, fields, lookup.lstrip("_"), kind)
