"""
What a browsable page lets its reader change: one control for every documented parameter, as values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apicontract.contract.lookups import BOOLEANS, LOOKUPS, TYPES
from apicontract.contract.querynames import ordering_names, search_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from apicontract.contract.model import Api, Parameter, Resource, World

#: A text that may be chosen, and how it reads.
Choice = tuple[str, str]
#: How many related records a list of choices may hold before typing is quicker.
_LONGEST_LIST = 300
#: How many comparisons a form shows at once.
_MOST_COMPARISONS = 6
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Control:
    """
    One labelled input of the form.

    Attributes:
        name: the query parameter that it sets.
        kind: an input type of HTML (`search`, `number`, `date`, `text`), or `select`.
        values: what the request said; usually one text, or none.
        choices: for `select`, what can be chosen.
        many: whether the parameter may be given several times.
        hint: one short phrase for people.
        placeholder: an example, shown while the input is empty.
        empty: for `select`, how asking for nothing reads.
        minimum, maximum: for numbers.
        special: whether it is a comparison, of which a resource may have many.
    """

    name: str
    kind: str
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    many: bool = False
    hint: str = ""
    placeholder: str = ""
    empty: str = "any"
    minimum: int | None = None
    maximum: int | None = None
    special: bool = False

    @property
    def value(self) -> str:
        """
        The text that counts: the last one given.
        """
        return self.values[-1] if self.values else ""


def controls(
    api: Api, resource: Resource, query: Sequence[tuple[str, str]], choices: Mapping[str, Sequence[Choice]]
) -> tuple[Control, ...]:
    """
    Return the form of a list: search, filters, ordering, mode and the rows of a page, as the request set them.
    """
    paging = api.paging
    made = [_search(api, resource), *(_filter(each, choices.get(each.name, ())) for each in resource.parameters)]
    made += [_ordering(api, resource), _mode(resource)]
    made.append(
        Control(
            paging.size,
            "number",
            placeholder=str(paging.default_limit),
            minimum=1,
            maximum=paging.maximum_limit,
            hint=f"rows a page, at most {paging.maximum_limit}",
        )
        if paging.size
        else None
    )
    return tuple(_filled(each, tuple(v for n, v in query if n == each.name)) for each in made if each)


def folded(made: Sequence[Control]) -> tuple[Control, ...]:
    """
    Return those of a form's controls that are better folded away: comparisons, where there are many.
    """
    special = tuple(each for each in made if each.special)
    return special if len(special) > _MOST_COMPARISONS else ()


def related_choices(api: Api, resource: Resource, world: World) -> Mapping[str, tuple[Choice, ...]]:
    """
    Return the identifiers, with names, of the records that each filter on a related entity may ask for.
    """
    return {
        each.name: _records(api, each.related, world)
        for each in resource.parameters
        if each.related and len(world.tables.get(each.related, ())) <= _LONGEST_LIST
    }


def _records(api: Api, entity: str, world: World) -> tuple[Choice, ...]:
    identifier = next((each.identifier.path for each in api.resources.values() if each.entity == entity), "id")
    rows = [(row.get(identifier), str(row.get("name") or "")) for row in world.tables.get(entity, ())]
    return tuple(
        (str(key), f"{key} · {name}" if name else str(key))
        for key, name in sorted(rows, key=lambda row: (isinstance(row[0], str), row[0]))
        if key is not None
    )


def _search(api: Api, resource: Resource) -> Control | None:
    if not resource.search:
        return None
    return Control(search_name(api), "search", hint="in " + ", ".join(each.name for each in resource.search))


def _filter(parameter: Parameter, choices: Sequence[Choice]) -> Control:
    lookup = LOOKUPS[parameter.lookup]
    many = lookup.values == "repeated"
    hint = "" if parameter.lookup == "exact" else lookup.sentence.format(field=parameter.fields[0], value="…")
    offered = tuple(_offered(parameter, choices))
    special = bool(hint)
    if offered and lookup.values != "comma":
        return Control(parameter.name, "select", choices=offered, many=many, hint=hint, special=special)
    kind = {"integer": "number", "number": "number", "related": "number", "date": "date"}.get(parameter.type, "text")
    return Control(
        parameter.name,
        "text" if lookup.values != "one" else kind,
        many=many,
        hint=f"{hint}, separated by commas" if lookup.values == "comma" else hint,
        placeholder=TYPES[parameter.type].example,
        special=special,
    )


def _offered(parameter: Parameter, choices: Sequence[Choice]) -> Iterable[Choice]:
    if parameter.type in BOOLEANS or parameter.lookup == "isnull":
        return (("True", "true"), ("False", "false"))
    return ((each, each) for each in parameter.choices) if parameter.choices else choices


def _ordering(api: Api, resource: Resource) -> Control | None:
    if not resource.ordering:
        return None
    names = [each.name for each in resource.ordering]
    parameter, *others = ordering_names(api)
    # Where a direction is a parameter of its own, a choice sets one parameter, and so the usual direction alone.
    signs = (("", "↑"),) if others else (("", "↑"), ("-", "↓"))
    terms = [(f"{sign}{name}", f"{name} {arrow}") for name in names for sign, arrow in signs]
    return Control(parameter, "select", choices=tuple(terms), empty="default")


def _mode(resource: Resource) -> Control | None:
    modes = resource.modes.choices
    if not modes:
        return None
    empty = f"default ({resource.modes.list})"
    return Control("mode", "select", choices=tuple((each, each) for each in modes), empty=empty)


def _filled(control: Control, values: tuple[str, ...]) -> Control:
    """
    Set what the request said; a text that the control could not show turns it into one that can.
    """
    known = {value for value, _ in control.choices}
    strange = tuple(dict.fromkeys(each for each in values if each and each not in known))
    if control.kind == "select":
        return replace(control, values=values, choices=control.choices + tuple((each, each) for each in strange))
    readable = {"number": _NUMBER, "date": _DATE}.get(control.kind)
    unreadable = readable is not None and any(not readable.fullmatch(each) for each in values if each)
    return replace(control, values=values, kind="text" if unreadable else control.kind)
