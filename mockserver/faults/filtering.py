"""
Faults of filters.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.contract.lookups import BOOLEANS
from mockserver.engine import query
from mockserver.engine.filters import FilterCondition, read_conditions
from mockserver.faults.fault import Fault, asking
from mockserver.http.refusals import Refusal, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from apicontract.contract.model import Parameter
    from mockserver.engine.collection import Rows
    from mockserver.engine.stages.call import Call

_CONCERN = "filtering"


def _conditions(call: Call) -> tuple[FilterCondition, ...]:
    choices = call.site.choices[call.route.name]
    return read_conditions(call.resource.parameters, call.request, choices)


def _changed(change: Callable[[tuple[FilterCondition, ...]], Iterable[FilterCondition]]) -> Callable[..., Rows]:
    """
    Return a select stage that understands the conditions otherwise.
    """

    def wrong(_: Callable[[Call], Rows], call: Call) -> Rows:
        return query.select(call.collection, change(_conditions(call)), call.now)

    return wrong


def _ignored(is_meant: Callable[[Parameter], bool]) -> Callable[..., Rows]:
    """
    Return a select stage that passes over some parameters, unreadable values included.
    """

    def wrong(right: Callable[[Call], Rows], call: Call) -> Rows:
        names = [each.name for each in call.resource.parameters if is_meant(each)]
        return right(asking(call, *names))

    return wrong


def _as(lookups: Mapping[str, str], types: frozenset[str] | None = None) -> Callable[..., Rows]:
    """
    Return a select stage that takes a lookup for another.
    """

    def turned(condition: FilterCondition) -> FilterCondition:
        parameter = condition.parameter
        if types is not None and parameter.type not in types:
            return condition
        return replace(condition, parameter=replace(parameter, lookup=lookups.get(parameter.lookup, parameter.lookup)))

    return _changed(lambda conditions: map(turned, conditions))


def _joined_by_or(_: Callable[[Call], Rows], call: Call) -> Rows:
    conditions = _conditions(call)
    found = [query.matching(call.collection, each, call.now) for each in conditions]
    listed = query.select(call.collection, (), call.now)
    return sorted(set().union(*found) & set(listed)) if found else listed


def _inverted(condition: FilterCondition) -> FilterCondition:
    if condition.parameter.type not in BOOLEANS:
        return condition
    return replace(condition, values=tuple(not each for each in condition.values))


def _turned_null(condition: FilterCondition) -> FilterCondition:
    return (
        replace(condition, values=(not condition.values[0],)) if condition.parameter.lookup == "isnull" else condition
    )


_nulls_inverted = _changed(lambda conditions: map(_turned_null, conditions))


def _unreadable_boolean(right: Callable[[Call], Rows], call: Call) -> Rows:
    for each in call.resource.parameters:
        known = {"", *BOOLEANS.get(each.type, ())}
        text = call.parameters.get(each.name, "")
        if each.type in BOOLEANS and known.isdisjoint({text, text.lower()}):
            raise invalid({each.name: ["Must be a valid boolean."]})
    return right(call)


def _choice_error(rows: Callable[[Call], Rows]) -> Callable[..., Rows]:
    """
    Return a select stage that gives rows where a choice should be refused.
    """

    def wrong(right: Callable[[Call], Rows], call: Call) -> Rows:
        try:
            return right(call)
        except Refusal:
            return rows(call)

    return wrong


def _first_error_only(right: Callable[[Call], Rows], call: Call) -> Rows:
    try:
        return right(call)
    except Refusal as refusal:
        if isinstance(refusal.body, dict) and len(refusal.body) > 1:
            name, messages = next(iter(refusal.body.items()))
            raise invalid({name: messages}) from refusal
        raise


def _unknown_parameter(right: Callable[[Call], Rows], call: Call) -> Rows:
    known = {*call.site.api.paging.parameters, "format", "mode", query.SEARCH, query.ORDERING}
    known |= {each.name for each in call.resource.parameters}
    unknown = next((name for name in call.parameters if name not in known), None)
    if unknown is not None:
        raise invalid({unknown: ["Unknown parameter."]})
    return right(call)


def _first_of_repeated(right: Callable[[Call], Rows], call: Call) -> Rows:
    names = Counter(name for name, _ in call.request.parameters)
    documented = {each.name for each in call.resource.parameters if each.lookup != "any"}
    first = {name: call.request.every(name)[0] for name, times in names.items() if times > 1 and name in documented}
    return right(asking(call, **first)) if first else right(call)


def _not_on_detail(right: Callable[[Call], Rows], call: Call) -> Rows:
    return query.select(call.collection, (), call.now) if call.route.identifier else right(call)


def _rare_row(right: Callable[[Call], Rows], call: Call) -> Rows:
    """
    Let one row through that no filter selects.
    """
    rows, everything = right(call), call.collection.rows
    if len(rows) == len(everything) or not rows:
        return rows
    stray = next(number for number in everything if number not in set(rows))
    return sorted((*rows, stray))


def _rare_loss(right: Callable[[Call], Rows], call: Call) -> Rows:
    rows = right(call)
    return rows[:-1] if 1 < len(rows) < len(call.collection.rows) else rows


FAULTS = (
    Fault("filters-ignored", _CONCERN, "select", "no filter has an effect", _ignored(lambda _: True)),
    Fault(
        "text-filter-ignored",
        _CONCERN,
        "select",
        "text filters have no effect",
        _ignored(lambda each: each.type == "text"),
    ),
    Fault(
        "boolean-filter-ignored",
        _CONCERN,
        "select",
        "boolean filters have no effect",
        _ignored(lambda each: each.type in BOOLEANS),
    ),
    Fault(
        "related-filter-ignored",
        _CONCERN,
        "select",
        "filters by identifier have no effect",
        _ignored(lambda each: each.type == "related"),
    ),
    Fault(
        "last-filter-ignored",
        _CONCERN,
        "select",
        "the filter that is documented last has no effect",
        lambda right, call: right(asking(call, *(each.name for each in call.resource.parameters[-1:]))),
    ),
    Fault(
        "second-filter-ignored",
        _CONCERN,
        "select",
        "of two filters at once only the first has an effect",
        _changed(lambda conditions: conditions[:1]),
    ),
    Fault("filters-joined-by-or", _CONCERN, "select", "filters are combined with OR", _joined_by_or),
    Fault(
        "boolean-false-ignored",
        _CONCERN,
        "select",
        "a boolean filter takes false for not given",
        _changed(lambda conditions: [each for each in conditions if each.values != (False,)]),
    ),
    Fault(
        "boolean-inverted",
        _CONCERN,
        "select",
        "a boolean filter selects the others",
        _changed(lambda conditions: map(_inverted, conditions)),
    ),
    Fault(
        "boolean-unreadable-refused",
        _CONCERN,
        "select",
        "an invalid boolean returns 400",
        _unreadable_boolean,
    ),
    Fault(
        "text-filter-contains",
        _CONCERN,
        "select",
        "an exact text filter finds parts of texts",
        _as({"exact": "contains"}, frozenset({"text"})),
    ),
    Fault(
        "text-filter-ignores-case",
        _CONCERN,
        "select",
        "an exact text filter is case-insensitive",
        _as({"exact": "iexact"}, frozenset({"text"})),
    ),
    Fault(
        "substring-ignores-case",
        _CONCERN,
        "select",
        "a case-sensitive substring filter is case-insensitive",
        _as({"contains": "icontains", "startswith": "istartswith", "endswith": "iendswith"}),
    ),
    Fault(
        "substring-at-start-only",
        _CONCERN,
        "select",
        "a substring filter looks at the beginning only",
        _as({"contains": "startswith", "icontains": "istartswith"}),
    ),
    Fault(
        "comparison-includes-bound",
        _CONCERN,
        "select",
        "greater and less include the bound",
        _as({"gt": "gte", "lt": "lte"}),
    ),
    Fault(
        "comparison-excludes-bound",
        _CONCERN,
        "select",
        "at least and at most exclude the bound",
        _as({"gte": "gt", "lte": "lt"}),
    ),
    Fault("comparison-reversed", _CONCERN, "select", "greater and less are swapped", _as({"gt": "lt", "lt": "gt"})),
    Fault(
        "number-filter-ignored",
        _CONCERN,
        "select",
        "filters by number or date have no effect",
        _ignored(lambda each: each.type in {"integer", "number", "date", "date-time", "duration"}),
    ),
    Fault(
        "list-filter-takes-first",
        _CONCERN,
        "select",
        "of a list of values only the first counts",
        _changed(lambda conditions: [replace(each, values=each.values[:1]) for each in conditions]),
    ),
    Fault(
        "folding-filter-respects-case",
        _CONCERN,
        "select",
        "a text filter that takes any letter case respects it",
        _as({"iexact": "exact", "icontains": "contains", "istartswith": "startswith", "iendswith": "endswith"}),
    ),
    Fault(
        "beginning-or-end-anywhere",
        _CONCERN,
        "select",
        "a filter by the beginning or the end of a text looks at all of it",
        _as({"startswith": "contains", "endswith": "contains", "istartswith": "icontains", "iendswith": "icontains"}),
    ),
    Fault("null-filter-inverted", _CONCERN, "select", "a filter for nulls selects the others", _nulls_inverted),
    Fault(
        "choice-filter-ignored",
        _CONCERN,
        "select",
        "filters by choice or by UUID have no effect",
        _ignored(lambda each: each.type in {"choice", "uuid"}),
    ),
    Fault(
        "choice-unknown-empty",
        "errors",
        "select",
        "a choice that does not exist gives an empty list",
        _choice_error(lambda _: ()),
    ),
    Fault(
        "choice-unknown-ignored",
        "errors",
        "select",
        "a choice that does not exist has no effect",
        _choice_error(lambda call: call.collection.rows),
    ),
    Fault(
        "errors-first-only", "errors", "select", "of several bad filters only the first is reported", _first_error_only
    ),
    Fault(
        "unknown-parameter-refused",
        "errors",
        "select",
        "an undocumented parameter returns 400",
        _unknown_parameter,
    ),
    Fault(
        "first-of-repeated-counts",
        _CONCERN,
        "select",
        "of a repeated filter the first value counts",
        _first_of_repeated,
    ),
    Fault("detail-ignores-filters", "detail", "select", "filters do not apply to single records", _not_on_detail),
    Fault(
        "filter-lets-one-through", _CONCERN, "select", "one row that does not match is among those that do", _rare_row
    ),
    Fault("filter-loses-one", _CONCERN, "select", "the last row that matches is missing", _rare_loss),
)
