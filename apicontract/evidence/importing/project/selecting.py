"""
Filters, search and ordering as a project describes them -> what a resource declares, and what is left open and why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import BOOLEANS, LOOKUPS
from apicontract.contract.paths import UNSHOWN
from apicontract.evidence.importing.components import snake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: Filter of django-filter to the type by which it reads a text; the first of a filter's bases that is named counts.
_TYPES: Mapping[str, str] = {
    "ModelMultipleChoiceFilter": "related",
    "ModelChoiceFilter": "related",
    "AllValuesMultipleFilter": "text",
    "MultipleChoiceFilter": "choice",
    "AllValuesFilter": "text",
    "ChoiceFilter": "choice",
    "BooleanFilter": "boolean",
    "DateTimeFromToRangeFilter": "date-time",
    "IsoDateTimeFromToRangeFilter": "date-time",
    "DateFromToRangeFilter": "date",
    "RangeFilter": "number",
    "NumberFilter": "number",
    "IsoDateTimeFilter": "date-time",
    "DateTimeFilter": "date-time",
    "DateFilter": "date",
    "DurationFilter": "duration",
    "UUIDFilter": "uuid",
    "CharFilter": "text",
}
#: Filter with a parameter for each end, to what their names end with.
_ENDS = {
    "DateTimeFromToRangeFilter": ("_after", "_before"),
    "IsoDateTimeFromToRangeFilter": ("_after", "_before"),
    "DateFromToRangeFilter": ("_after", "_before"),
    "RangeFilter": ("_min", "_max"),
}
#: Filters whose parameter may be given several times.
_REPEATED = frozenset({"MultipleChoiceFilter", "AllValuesMultipleFilter"})
_GUESS = {"grade": "guess"}
_MAKING = "__init__"
#: The name under which the place of a record in an order stands by what no record shows, which is another than that.
_ORDER = "by {}"
#: The same of what a filter selects by code of the project.
_SELECTED = "selected by {}"
_SEARCH, _ORDERING = "search", "ordering"


@dataclass
class Selecting:
    """
    What a list selects and sorts by.

    Attributes:
        parameters: name to declaration, as `published.json` has it.
        search, ordering: names and paths, likewise.
        default_ordering: terms.
        names: how the parameters are called that search and sort, by what they are usually called.
        refuses: whether an unknown term of an ordering is refused; None where lists have no ordering.
        notes: what is not expressed.
    """

    parameters: dict[str, Any] = field(default_factory=dict)
    search: list[Any] = field(default_factory=list)
    ordering: list[Any] = field(default_factory=list)
    default_ordering: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    refuses: bool | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """
    How the columns of a list's records are looked up.

    Attributes:
        paths: lookup of the ORM to the dotted paths at which records show it; none if they do not.
        schema: dotted path to the JSON Schema of what stands there.
        own_type: dotted path to the type of the column there, where code of the project writes it; else "".
        homes: label of a model to the entity of its records, where these are listed.
        keys: entity to the field that identifies its records.
        names: what an ordering may name where the view does not say: name to lookup.
        open: whether code of the project writes the rows, so that they may show more than is described.
    """

    paths: Callable[[str], Sequence[str]]
    schema: Callable[[str], Mapping[str, Any]]
    own_type: Callable[[str], str]
    homes: Mapping[str, str]
    keys: Mapping[str, str]
    names: Mapping[str, str]
    open: bool = False


def selection_of(view: Mapping[str, Any], columns: Columns) -> Selecting:
    """
    Return what the filter backends of a list do.
    """
    found = Selecting()
    for backend in view["backends"]:
        bases, place = backend["bases"], view["path"]
        own = set(backend["own"]) - ({_MAKING} if "filters" in backend else set())
        if own:
            found.notes.append(f"{place}: {_last(backend['class'])} has {', '.join(sorted(own))} of its own; left out")
        elif "SearchFilter" in bases:
            _search(found, backend, columns, place)
        elif "OrderingFilter" in bases:
            _ordering(found, backend, columns, place)
        # What a set of filters changes of them while it is made is not read.
        doubt = _GUESS if backend["own"] else {}
        for name, each in backend.get("filters", {}).items() if not own else ():
            if "OrderingFilter" in each["bases"]:
                _ordering_filter(found, name, each, columns, place)
            else:
                declared = dict(_parameters(name, each, columns))
                found.parameters.update((key, {**one, **doubt}) for key, one in declared.items())
                if name in declared and declared[name].get("hidden") and each.get("method"):
                    found.notes.append(f"{place}: {name}: code of the project selects; known once it is recorded")
    if not found.default_ordering and "get_queryset" not in view["own"]:
        found.default_ordering = _terms(view["ordered"], found, columns)
    return found


def _search(found: Selecting, backend: Mapping[str, Any], columns: Columns, place: str) -> None:
    """
    Take the fields of a search; whether one that no record shows finds a row is not known, and nothing is found by it.
    """
    if not backend["fields"]:
        return
    # A field with a prefix (`SearchFilter.lookup_prefixes`) is compared otherwise, and is no column by that name.
    prefixed = [each for each in backend["fields"] if not each.isidentifier()]
    paths = {each: next(iter(columns.paths(each)), "") for each in backend["fields"]}
    hidden = [each for each, path in paths.items() if not path]
    if prefixed:
        found.notes.append(
            f"{place}: the search is left out: {', '.join(prefixed)} is compared otherwise than by what it contains"
        )
    elif len(hidden) == len(paths):
        found.notes.append(f"{place}: the search is left out: {', '.join(hidden)} is shown by no record")
    else:
        found.names[_SEARCH] = str(backend["parameter"])
        found.search = [_field(each, path, columns) if path else _hidden(each) for each, path in paths.items()]
        found.notes += [f"{place}: rows may be found by {each}, too, which no record shows" for each in hidden]


def _hidden(name: str, called: str = "") -> dict[str, Any]:
    return {"name": name, "path": UNSHOWN.format(called or name), "hidden": True}


def _ordering(found: Selecting, backend: Mapping[str, Any], columns: Columns, place: str) -> None:
    fields = backend["fields"]
    named = {each: each for each in fields} if isinstance(fields, list) else columns.names
    found.names[_ORDERING] = str(backend["parameter"])
    found.refuses = bool(found.refuses)
    _sort(found, named, columns, place)
    found.default_ordering = _terms(backend["default"], found, columns)


def _ordering_filter(found: Selecting, name: str, each: Mapping[str, Any], columns: Columns, place: str) -> None:
    if each["own"] or each.get("method"):
        found.notes.append(f"{place}: the ordering {name} has code of its own; left out")
        return
    found.names[_ORDERING] = name
    found.refuses = True
    _sort(found, {shown: lookup for lookup, shown in each["fields"].items()}, columns, place)


def _sort(found: Selecting, named: Mapping[str, str], columns: Columns, place: str) -> None:
    paths = {name: next(iter(columns.paths(lookup)), "") for name, lookup in named.items()}
    found.ordering += [
        _field(name, path, columns) if path else _hidden(name, _ORDER.format(name)) for name, path in paths.items()
    ]
    hidden = [name for name, path in paths.items() if not path]
    if hidden:
        found.notes.append(f"{place}: ordering by {', '.join(hidden)}: no record shows it; known once it is recorded")


def _field(name: str, path: str, columns: Columns) -> dict[str, str]:
    """
    Return the declaration of a field; where code of the project writes its values, these must be seen first.
    """
    own = columns.own_type(path)
    return {"name": name, "path": path, **({"type": own} if own else {})}


def _terms(stated: list[str], found: Selecting, columns: Columns) -> list[str]:
    """
    Return the terms of a default ordering, up to the first that no ordering can name.
    """
    names = {each["path"]: each["name"] for each in found.ordering}
    terms = []
    for term in stated:
        name = next((names[path] for path in columns.paths(term.lstrip("-+")) if path in names), None)
        if name is None:
            break
        terms.append(f"-{name}" if term.startswith("-") else name)
    return terms


def _parameters(name: str, told: Mapping[str, Any], columns: Columns) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Yield the declarations of a filter: of each end, if it has two.
    """
    kind = next((each for each in told["bases"] if each in _TYPES), "")
    open_ = _why_open(told, kind)
    ends = _ENDS.get(kind)
    for suffix, lookup in zip(ends, ("gte", "lte"), strict=True) if ends else (("", ""),):
        if open_:
            yield f"{name}{suffix}", _observable(name, told, kind, columns) or {"type": "text", "open": open_}
        else:
            yield f"{name}{suffix}", _declared(name, told, kind, lookup, columns)


def _observable(name: str, told: Mapping[str, Any], kind: str, columns: Columns) -> dict[str, Any]:
    """
    Return the declaration of a filter of few values whose method is code of the project; nothing of another filter.

    Recordings of whole lists say which records each value selects.
    """
    typed = _typed(told, kind, "exact", "", columns) if kind in {"BooleanFilter", "ChoiceFilter"} else {}
    few = typed.get("type") in BOOLEANS or "choices" in typed
    if not told.get("method") or told["own"] or not few:
        return {}
    return {"fields": [UNSHOWN.format(_SELECTED.format(name))], "lookup": "exact", "hidden": True, **typed, **_GUESS}


def _why_open(told: Mapping[str, Any], kind: str) -> str:
    if told.get("method"):
        read = told.get("reads")
        if not read or read["exclude"]:
            return f"its method {told['method']} is code of the project"
    elif told["own"]:
        return f"the filter {_last(told['class'])} is code of the project"
    if not kind:
        return f"the filter {_last(told['class'])} is of a kind that no lookup has"
    if told.get("exclude") and not told.get("method"):
        return "it excludes what it names"
    if told.get("conjoined"):
        return "a record must have all of its values"
    return ""


def _called_alike(name: str, attributes: Sequence[str], columns: Columns) -> list[Sequence[str]]:
    """
    Return where rows that code of the project writes may show what a filter compares: at the filter's own name.
    """
    alike = columns.open and [each.rpartition("__")[2] for each in attributes] == [name]
    return [[name]] if alike else []


def _declared(called: str, told: Mapping[str, Any], kind: str, lookup: str, columns: Columns) -> dict[str, Any]:
    read = told.get("reads") if told.get("method") else None
    # Which record is meant is said by the attribute that is given of it, which need not be the one that is shown.
    key = f"__{told['key']}" if told.get("key") and told["lookup_expr"] in {"exact", "in"} else ""
    asked = read["any"] if read else [f"{told['field_name']}{key}__{lookup or told['lookup_expr']}"]
    split = [attribute_of(each) for each in asked]
    lookups, paths = {each for _, each in split}, [columns.paths(each) for each, _ in split]
    if len(lookups) != 1 or not lookups <= set(LOOKUPS):
        return {"type": "text", "open": f"its lookup {' or '.join(sorted(lookups))} is none that is known"}
    seen = all(paths)
    paths = paths if seen else _called_alike(called, [each for each, _ in split], columns)
    (name,) = lookups
    listed = {"BaseInFilter", "BaseCSVFilter"} & set(told["bases"])
    repeated = _REPEATED & set(told["bases"])
    if (name == "in" and not listed) or (listed and name not in {"in", "exact"}):
        return {"type": "text", "open": f"a list of values for the lookup {name}"}
    fields = list(dict.fromkeys(path for each in paths for path in each))
    lookup = "any" if repeated else "in" if listed else name
    if not paths:
        hidden = {"fields": [UNSHOWN.format(each) for each, _ in split], "lookup": lookup, "hidden": True}
        return {**hidden, **_typed(told, kind, lookup, "", columns), **_GUESS}
    declared: dict[str, Any] = {"fields": fields, "lookup": lookup}
    typed = _typed(told, kind, lookup, fields[0], columns)
    return {**declared, **typed, **({} if seen else _GUESS)}


def _typed(told: Mapping[str, Any], kind: str, lookup: str, path: str, columns: Columns) -> dict[str, Any]:
    """
    Return how the text of a filter is read.
    """
    type_name = _TYPES[kind]
    schema = columns.schema(path)
    stated = schema.get("type", ())
    integer = "integer" in ([stated] if isinstance(stated, str) else stated)
    if type_name == "related":
        entity = columns.homes.get(str(told.get("related")))
        # A key that is a text names its record likewise, but no type of the contract reads it so.
        numbered = integer or schema.get("format") == "uri"
        known = lookup in {"exact", "any"} and entity and columns.keys.get(entity) == told.get("key")
        if numbered and known:
            return {"type": "related", "related": entity}
        # Of records that stand in no list those are known to which rows refer.
        if integer and lookup in {"exact", "any"} and told.get("related"):
            return {"type": "related", "related": snake(_last(told["related"])), **_GUESS}
        return {"type": "integer" if integer else "text", **_GUESS}
    if type_name == "choice":
        choices = told.get("choices")
        return {"type": "choice", "choices": choices} if choices else {"type": "text", **_GUESS}
    # The plain filter of booleans reads other words than the one for APIs.
    if type_name == "boolean" and str(told["class"]).startswith("django_filters.filters."):
        return {"type": "boolean", **_GUESS} if lookup == "isnull" else {"type": "form-boolean"}
    return {"type": "integer" if type_name == "number" and integer else type_name}


def attribute_of(lookup: str) -> tuple[str, str]:
    """
    Return the attribute that a lookup of the ORM compares, and the comparison.
    """
    base, _, last = lookup.rpartition("__")
    known = last in LOOKUPS or last in {"regex", "iregex", "range", "date", "week", "time"}
    return (base, last) if base and known else (lookup, "exact")


def _last(name: str) -> str:
    return name.rpartition(".")[2]
