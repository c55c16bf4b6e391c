"""
Whole requests that are seldom sent, each with the misreading that its answer decides.

What can be put together from parts is not here: `query_parts` has the values, and the combiner joins them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.keys import key_of
from apicontract.contract.lookups import BOOLEANS, LOOKUPS
from apicontract.contract.querynames import ordered, ordering_names, search_name, searched
from apicontract.contract.representations import REPRESENTATIONS
from apicontract.contract.routes import detail_path, list_path
from apicontract.diagnosis.operators import Misreading
from apicontract.planner.no_op_params import ORIGIN
from apicontract.planner.probe import Probe
from apicontract.planner.rare_values import OTHERWISE, SEARCHED_OTHERWISE, rare_values
from apicontract.planner.words import words
from apicontract.semantics.ordering import lists_terms, refuses_terms
from apicontract.semantics.spellings import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Parameter
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.planner.probe import Pairs

#: What is read otherwise by a server that answers a rare request otherwise.
_METHOD, _RECORD = "a method is answered otherwise", "a record is answered otherwise"
_FORM, _SHOWN = "a request for a representation is answered otherwise", "a representation is otherwise"
#: Operator, question, request.
_Rare: TypeAlias = "tuple[str, str, Probe]"
#: The first whole number that needs more than the 32 bits, one of them the sign, of a common column.
_LARGE = str(2**31)
#: More letters than a search is usually cut to.
_LONG = "x" * 1000
#: Fields that records show and no ordering names, of which so many are asked for.
_FIELDS = 2


def more_requests(survey: KnownRecords) -> Iterator[tuple[Misreading, Probe]]:
    """
    Yield requests with the misreading that the answer to each may show; no resource has a part in its element.
    """
    path = list_path(survey.api, survey.resource)
    for make in (_methods, _weights, _forms, _orderings, _of_other_lists, _unreadable, _numbers, _details):
        for operator, question, probe in make(survey, path):
            yield Misreading(operator, "one", question), probe
    yield from rare_values(survey)


def _methods(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield other methods where a plain list does not take them: with a query, for a record, from another origin.
    """
    yield _METHOD, "HEAD with a query", Probe(path, survey.api.paging.sized(1), method="HEAD")
    yield _METHOD, "a refused method from another origin", Probe(path, headers=ORIGIN, method="OPTIONS")
    for record in _paths(survey):
        yield from ((_METHOD, f"{method} of a record", Probe(record, method=method)) for method in ("HEAD", "OPTIONS"))


def _weights(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield what accepts a form in ways that come to the same by RFC 9110 and by what the framework makes of it.
    """
    first = REPRESENTATIONS[survey.api.setting("representations")[0]].media_type
    yield _FORM, "a form by its main type", _accepting(survey, path, f"{first.partition('/')[0]}/*, text/plain;q=0.5")
    yield _FORM, "an accepted form in other letters", _accepting(survey, path, first.upper())
    yield _FORM, "a form beside an unknown one", _accepting(survey, path, f"application/xml, {first};q=0.5")
    yield _FORM, "no form, from another origin", Probe(path, (), (("Accept", "application/xml"), *ORIGIN))


def _accepting(survey: KnownRecords, path: str, types: str) -> Probe:
    return Probe(path, survey.api.paging.sized(1), (("Accept", types),))


def _forms(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield what was asked for before in another form, which a cache may know by its address alone, and forms at odds.
    """
    first, *others = survey.api.setting("representations")
    for name in others:
        accepted = (("Accept", REPRESENTATIONS[name].media_type),)
        yield _SHOWN, "the same list in another form", Probe(path, (), accepted)
        yield from ((_SHOWN, "the same record in another form", Probe(each, (), accepted)) for each in _paths(survey))
        contradicted = (("Accept", REPRESENTATIONS[first].media_type),)
        yield _FORM, "a form at odds with what is accepted", Probe(path, (("format", name),), contradicted)


def _orderings(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield orderings by fields that records show and the contract does not name: ignored, or refused.
    """
    known = {name for each in survey.resource.ordering for name in (each.name, each.path)}
    if not known or not (lists_terms(survey.api) or refuses_terms(survey.api)):
        return
    fields = [name for name in _told_apart(survey) if name not in known]
    for name in fields[:_FIELDS]:
        yield OTHERWISE, "an order by a field that is not documented", Probe(path, ordered(survey.api, name))
        yield (
            OTHERWISE,
            "an order by a field that is not documented, down",
            Probe(path, ordered(survey.api, f"-{name}")),
        )


def _told_apart(survey: KnownRecords) -> list[str]:
    """
    Return the fields at the top of records whose values would sort them, those with most values first.
    """
    values: dict[str, set[Any]] = {}
    for row in survey.rows:
        for name, value in row.items():
            values.setdefault(name, set()).update([value] if isinstance(value, str | int | float) else [])
    return sorted((name for name, found in values.items() if len(found) > 1), key=lambda name: -len(values[name]))


def _of_other_lists(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield what other lists of the API understand and this one does not document: it is undeclared here.
    """
    others = [each for each in survey.api.resources.values() if each.name != survey.resource.name]
    declared = {each.name for each in survey.resource.parameters}
    if not survey.resource.search and any(each.search for each in others) and search_name(survey.api) not in declared:
        texts = [value for row in survey.rows for value in row.values()]
        yield from (
            (SEARCHED_OTHERWISE, "a search where none is", Probe(path, searched(survey.api, each)))
            for each in words(texts)[:1]
        )
    orders = any(each.ordering for each in others) and ordering_names(survey.api)[0] not in declared
    if not survey.resource.ordering and orders:
        for sign in ("", "-"):
            query = ordered(survey.api, f"{sign}{survey.resource.identifier.name}")
            yield OTHERWISE, "an order where none is", Probe(path, query)


def _unreadable(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield words that may be taken for true or false, each in all filters by these: they have no effect.
    """
    filters = {kind: [each.name for each in survey.resource.parameters if _kind(each) == kind] for kind in BOOLEANS}
    for kind, names in filters.items():
        for text in UNREADABLE[kind] if names else ():
            yield OTHERWISE, f"an unreadable boolean: {text}", Probe(path, tuple((name, text) for name in names))


def _kind(parameter: Parameter) -> str:
    return parameter.query_type if LOOKUPS[parameter.lookup].values == "one" else ""


def _numbers(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield numbers and texts that are too long for what keeps them.
    """
    paging = survey.api.paging
    if paging.size:
        yield OTHERWISE, "a size of more than 31 bits", Probe(path, ((paging.size, _LARGE),))
    if paging.start and paging.unit == "rows":
        yield OTHERWISE, "a start of more than 31 bits", Probe(path, ((paging.start, _LARGE),))
    for each in [each.name for each in survey.resource.parameters if _kind(each) == "integer"][:1]:
        yield OTHERWISE, "a value of more than 31 bits", Probe(path, ((each, _LARGE),))
    if survey.resource.search:
        yield SEARCHED_OTHERWISE, "a long search", Probe(path, searched(survey.api, _LONG))


def _details(survey: KnownRecords, path: str) -> Iterator[_Rare]:
    """
    Yield records by their key as others write it, and what a list selects, asked of a record.
    """
    del path
    resource = survey.resource
    for row in survey.rows[:1] if resource.identifier.type == "uuid" else ():
        key = str(key_of(resource, row))
        if key != key.upper():
            yield _RECORD, "a record by its key in capitals", Probe(detail_path(survey.api, resource, key.upper()))
    for record in _paths(survey):
        asked = (*survey.api.paging.sized(1), *_beyond(survey))
        yield OTHERWISE, "paging of a record", Probe(record, asked)


def _beyond(survey: KnownRecords) -> Pairs:
    """
    Return the query of a page behind the end.
    """
    paging = survey.api.paging
    return ((paging.start, str(len(survey.rows) + paging.maximum_limit)),) if paging.start else ()


def _paths(survey: KnownRecords) -> Sequence[str]:
    """
    Return the paths of the records that are known.
    """
    return [detail_path(survey.api, survey.resource, key_of(survey.resource, row)) for row in survey.rows[:1]]
