"""
What a Django project says that it serves -> declared facts (`published.json`) and `api.json`, and what they cannot say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import DataError
from apicontract.contract.grades import Grade
from apicontract.contract.naming import name_flaw
from apicontract.contract.promises import shown_by, statements
from apicontract.contract.templates import ANY_KEY
from apicontract.evidence.derive import UNKNOWN_HOSTS
from apicontract.evidence.importing.descriptions import Imported
from apicontract.evidence.importing.project.below import placed
from apicontract.evidence.importing.project.heads import behaviour_of, needs_token, origins_unread, paging_of
from apicontract.evidence.importing.project.selecting import Columns, Selecting, attribute_of, selection_of
from apicontract.evidence.importing.project.shapes import ProjectShapes
from apicontract.evidence.importing.routes import resource_name
from apicontract.evidence.importing.stated import stated_promises

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.paging import Paging

_PREFIX = re.compile(r"/((?:api|rest|v?\d+(?:\.\d+)*)/)*", re.IGNORECASE)
_PARAMETER = re.compile(r"\{([^{}]+)\}")
#: The parameter by which rows in several forms are chosen.
_MODE = "mode"
#: Methods of a view that decide which rows there are.
_ROWS = frozenset({"get_queryset", "filter_queryset", "list", "paginate_queryset", "get_paginated_response"})


def source_of(project: Mapping[str, Any]) -> str:
    """
    Return what to say about where the facts of a project come from.
    """
    versions = project["frameworks"]
    return f"the code of {project['title']} (Django {versions['django']}, REST framework {versions['rest_framework']})"


@dataclass
class _ProjectReading:
    project: Mapping[str, Any]
    base_path: str
    shapes: ProjectShapes
    lists: dict[str, Mapping[str, Any]]
    details: dict[str, Mapping[str, Any]]
    identifiers: dict[str, str] = field(default_factory=dict)
    resources: dict[str, Any] = field(default_factory=dict)
    routes: dict[str, Any] = field(default_factory=dict)
    selecting: dict[str, Selecting] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def imported_project(project: Mapping[str, Any], name: str, source: str, below: str = "") -> Imported:
    """
    Return the facts and the head that the description of a project states.

    Args:
        project: as `describe_django.py` prints it.
        name: of the API.
        source: what to say about where it comes from.
        below: the path below which its lists stand, with a value for each parameter there; "" to find it.

    Raises:
        DataError: it describes no list of records that can be told apart.
    """
    project = placed(project, below) if below else project
    notes = [f"{each['place']}: {each['what']}: {each['reason']}" for each in project["unread"]]
    lists = {each["path"]: each for each in project["views"] if each["kind"] == "list" and each.get("serializer")}
    if not lists:
        raise DataError(source, "no list of Django REST Framework", "a view that lists records at some URL")
    paging, lists = _paged(lists, notes, source)
    base_path = below or _base_path(lists)
    details = {
        path.rpartition("{")[0].rstrip("/"): each
        for each in project["views"]
        if each["kind"] == "retrieve" and each.get("serializer") and (path := each["path"]).rstrip("/").endswith("}")
    }
    shapes = _shapes(project, base_path, lists, details)
    reading = _ProjectReading(project, base_path, shapes, lists, details, notes=notes)
    for path in sorted(lists, key=lambda each: each.count("{")):
        _resource(reading, path, lists[path])
    if not reading.resources:
        raise DataError(source, "no list of records that can be told apart", "an identifier in the rows of a list")
    facts = {
        "$schema": "../../schemas/meta/facts.schema.json",
        "source": source,
        "grade": "published",
        "resources": reading.resources,
        "shapes": shapes.made,
    }
    head = _head(reading, paging, name, source)
    told = filter(None, [*reading.notes, *shapes.notes, origins_unread(project["settings"])])
    return Imported(facts, head, tuple(dict.fromkeys(told)))


def _shapes(
    project: Mapping[str, Any],
    base_path: str,
    lists: Mapping[str, Mapping[str, Any]],
    details: Mapping[str, Mapping[str, Any]],
) -> ProjectShapes:
    """
    Return the serializers of a project, with the lists at which records of each model stand: the first of each counts.
    """
    shapes = ProjectShapes(project["serializers"], {}, {}, {}, {})
    for path, view in lists.items():
        detail = details.get(path.rstrip("/"))
        entity = resource_name(path.removeprefix(base_path))
        identified = _identified(shapes, view, detail)
        if not identified:
            continue
        if detail:
            shapes.routes[detail["name"]] = entity
            shapes.rows.setdefault(entity, [*dict.fromkeys((view["serializer"], detail["serializer"]))])
        if view["model"] and shapes.homes.setdefault(view["model"], entity) == entity:
            shapes.keys[entity] = identified["identifier"]
    return shapes


def _paged(
    lists: Mapping[str, Mapping[str, Any]], notes: list[str], source: str
) -> tuple[Paging, dict[str, Mapping[str, Any]]]:
    """
    Return the paging of most lists, and the lists that have it: an API has one.
    """
    found = {path: paging_of(each["paging"]) for path, each in lists.items()}
    outcome = {True: "the list is left out", False: "what its attributes say is a guess"}
    notes += [f"{path}: {why}; {outcome[paging is None]}" for path, (paging, why) in found.items() if why]
    known = {path: paging for path, (paging, _) in found.items() if paging is not None}
    if not known:
        raise DataError(source, "no list whose paging can be read", "a paginator of Django REST Framework")
    ((most, _),) = Counter(known.values()).most_common(1)
    others = [path for path, each in known.items() if each != most]
    notes += [f"{path}: paged otherwise than most lists; the list is left out" for path in others]
    return most, {path: lists[path] for path, each in known.items() if each == most}


def _base_path(lists: Mapping[str, Any]) -> str:
    """
    Return the path below which all lists stand, as far as it looks like one or none of them has a name otherwise.
    """
    found = Counter(match.group() for path in lists if (match := _PREFIX.match(path)))
    return found.most_common(1)[0][0]


def _resource(reading: _ProjectReading, path: str, view: Mapping[str, Any]) -> None:
    below = path.removeprefix(reading.base_path)
    name = resource_name(below)
    if flaw := name_flaw(name):
        reading.notes.append(f"{path}: {flaw}; the list is left out")
        return
    if name in reading.resources or not path.startswith(reading.base_path):
        reading.notes.append(f"{path}: not below {reading.base_path}, or called like another list; it is left out")
        return
    detail = reading.details.get(path.rstrip("/"))
    serializers = [view["serializer"], *([detail["serializer"]] if detail else [])]
    identified = _identified(reading.shapes, view, detail)
    route = _route(reading, below, serializers, view)
    if not identified or route is None:
        why = "below what no list is described of" if identified else "rows without a field that tells them apart"
        reading.notes.append(f"{path}: {why}; the list is left out")
        return
    columns = Columns(
        lambda lookup: reading.shapes.paths(serializers, lookup),
        lambda at: next(filter(None, (reading.shapes.schema_at(each, at) for each in serializers)), {}),
        lambda at: next(filter(None, (reading.shapes.own_type(each, at) for each in serializers)), ""),
        reading.shapes.homes,
        reading.shapes.keys,
        dict(_sortable(reading, view["serializer"])),
        bool(reading.shapes.serializers[view["serializer"]]["own"]),
    )
    selection = selection_of(view, columns)
    reading.notes += [*selection.notes, *_told(view, detail)]
    reading.selecting[name] = selection
    modes = _modes(reading, name, view, detail)
    resource = {
        "title": _title(view),
        **identified,
        **modes,
        "absent": (detail or {}).get("absent"),
        "heading": _heading(view),
        "parameters": selection.parameters,
        "search": selection.search,
        "ordering": selection.ordering,
        "default_ordering": selection.default_ordering,
    }
    reading.resources[name] = {key: value for key, value in resource.items() if value or key in {"modes", "choices"}}
    reading.identifiers[below.strip("/")] = identified.get("identifier", "id")
    key = next(iter((detail or {}).get("keys", {}).get(each) for each in [_keyword(detail)]), None) or ANY_KEY
    entry = {**(route if route["parents"] else {}), **({"key": key} if key != ANY_KEY else {})}
    reading.routes |= {name: entry} if entry else {}


def _keyword(detail: Mapping[str, Any] | None) -> str:
    return _PARAMETER.findall(detail["path"])[-1] if detail else ""


def _title(view: Mapping[str, Any]) -> str:
    return str(view["model"].rpartition(".")[2] or view["view"].rpartition(".")[2])


def _heading(view: Mapping[str, Any]) -> str:
    """
    Return what the pages of a list call its records, where that is not the title or hangs on the page; else "".
    """
    name = str(view.get("heading", "")).removesuffix(" List")
    return name if name not in {view.get("heading", ""), _title(view)} else ""


def _identified(shapes: ProjectShapes, view: Mapping[str, Any], detail: Mapping[str, Any] | None) -> dict[str, Any]:
    """
    Return the members of a resource that say what identifies its records; none if nothing does.

    What finds a single record may be any lookup of the ORM (`user__code__iexact`).
    """
    fields = shapes.fields(view["serializer"])
    lookup = attribute_of((detail or view)["lookup"][1])[0].replace("__", ".")
    wanted = [view["key"], "id"] if lookup == "pk" else [lookup]
    for name, each in fields.items():
        if each.get("source") in wanted or (lookup == "pk" and each.get("source") == "pk"):
            form = {"identifier_form": view["key_form"]} if view.get("key_form") and view["key"] in wanted else {}
            return {"identifier": name, **form}
    own = next((name for name, each in fields.items() if "HyperlinkedIdentityField" in each["bases"]), "")
    if own and detail:
        column = next((each for each in detail["keys"].values()), "")
        kind = "integer" if lookup == "pk" and "0-9" in column else "text"
        return {"own_url": own, "identifier": lookup, "identifier_type": kind}
    return {}


def _route(
    reading: _ProjectReading, path: str, serializers: Sequence[str], view: Mapping[str, Any]
) -> dict[str, Any] | None:
    """
    Return the entry in `routes` of a list below parents; None if a parent, or the field that names it, is not known.
    """
    path, parents = path.strip("/"), {}
    for match in _PARAMETER.finditer(path):
        owner = path[: match.start()].rstrip("/")
        if owner not in reading.identifiers:
            return None
        stem = owner.rpartition("/")[2]
        guesses = [view["parents"].get(match[1], ""), match[1], f"{match[1]}__{reading.identifiers[owner]}", stem]
        found = (path for lookup in filter(None, guesses) for path in reading.shapes.paths(serializers, lookup))
        at = next(found, "")
        if not at:
            return None
        parents[match[1]] = {"resource": resource_name(owner), "field": at}
    return {"path": path, "parents": parents}


def _modes(
    reading: _ProjectReading, name: str, view: Mapping[str, Any], detail: Mapping[str, Any] | None
) -> dict[str, Any]:
    """
    Return the forms in which records come: of a list, of a single record, and those that the query chooses.
    """
    declare = reading.shapes.declare
    modes = {"default": declare(view["serializer"], name, "default")}
    for parameter, chosen in view.get("chosen", {}).items():
        if parameter == _MODE:
            modes |= {text: declare(each, name, text) for text, each in chosen.items()}
        elif set(chosen.values()) - {view["serializer"]}:
            reading.notes.append(f"{view['path']}: the parameter {parameter} chooses another form of the rows")
    one = declare(detail["serializer"], name, "detail") if detail else modes["default"]
    known = next((mode for mode, each in modes.items() if each == one), "detail")
    modes[known] = one
    choices = [text for text in view.get("chosen", {}).get(_MODE, {}) if text in modes]
    return {"modes": modes, "choices": choices, "list": "default", "detail": known}


def _told(view: Mapping[str, Any], detail: Mapping[str, Any] | None) -> Iterator[str]:
    """
    Yield what is known of a list and not expressed.
    """
    path = view["path"]
    if own := sorted(_ROWS & set(view["own"])):
        yield f"{path}: {', '.join(own)} of its own; which rows it lists is not read"
    if detail is None:
        yield f"{path}: no path of a single record"
    token = needs_token(view["permissions"])
    if token is not False:
        who = "a token is needed" if token else "its own code says who may read"
        yield f"{path}: {who}; answers are served to anybody"


def _sortable(reading: _ProjectReading, serializer: str) -> Iterator[tuple[str, str]]:
    """
    Yield what an ordering may name where a view does not say (`OrderingFilter.get_default_valid_fields`).
    """
    for each in reading.shapes.fields(serializer).values():
        source = str(each.get("source") or "*")
        if source != "*":
            yield source.replace(".", "__"), source.replace(".", "__")


def _named(reading: _ProjectReading) -> dict[str, Any]:
    """
    Return the settings that most lists share: how search and ordering are called, and if an unknown term is refused.

    What a list calls otherwise is left out of it, for an API has one name.
    """
    searching = any("SearchFilter" in one["bases"] for each in reading.lists.values() for one in each["backends"])
    # Without the filter that searches, the parameter is one like any other.
    settings: dict[str, Any] = {} if searching else {"search_parameter": ""}
    for usual in ("search", "ordering"):
        called = {name: each.names[usual] for name, each in reading.selecting.items() if usual in each.names}
        if not called:
            continue
        ((name, _),) = Counter(called.values()).most_common(1)
        settings[f"{usual}_parameter"] = name
        for other in (each for each, own in called.items() if own != name):
            reading.resources[other].pop(usual, None)
            reading.notes.append(f"{other}: {usual} is called {called[other]}, and {name} elsewhere; left out")
    refusing = Counter(each.refuses for each in reading.selecting.values() if each.refuses is not None)
    if refusing:
        settings["unknown_ordering"] = "refuse" if refusing.most_common(1)[0][0] else "ignore"
    return settings


def _head(reading: _ProjectReading, paging: Paging, name: str, source: str) -> dict[str, Any]:
    lists = [reading.lists[path] for path in reading.lists]
    settings = behaviour_of(reading.project, lists, reading.base_path) | _named(reading)
    unsure = next(filter(None, (paging_of(each["paging"])[1] for each in lists)), "")
    limits = () if unsure else ("default_limit", "maximum_limit")
    kinds = [
        "schema",
        *(
            kind
            for kind, key in (("filter", "parameters"), ("search", "search"), ("ordering", "ordering"))
            if any(key in each for each in reading.resources.values())
        ),
        *(["paging"] if paging.parameters and not unsure else []),
        *(["record"] if reading.details else []),
    ]
    return {
        "$schema": "../meta/api.schema.json",
        "title": reading.project["title"] or name,
        "version": next(iter(re.findall(r"\d+(?:\.\d+)*", reading.base_path)), "1"),
        "base_path": reading.base_path,
        "primary": next(iter(reading.resources)),
        "default_host": "local",
        "hosts": UNKNOWN_HOSTS,
        "envelope": paging.document,
        **({"routes": reading.routes} if reading.routes else {}),
        "resources": list(reading.resources),
        "behaviour": {key: {"value": value, "grade": "published", "source": source} for key, value in settings.items()},
        "promises": {
            **stated_promises(kinds, limits, source),
            **(statements(shown_by("paging"), Grade.GUESS, unsure) if unsure else {}),
        },
    }
