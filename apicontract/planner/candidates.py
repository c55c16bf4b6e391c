"""
Requests that may be worth sending, made from the contract and the records seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from apicontract.checks import CATALOGUE
from apicontract.contract.keys import key_of
from apicontract.contract.lookups import BOOLEANS, LOOKUPS, Refused
from apicontract.contract.paths import values_at
from apicontract.contract.querynames import ordered, searched
from apicontract.contract.routes import detail_path, list_path
from apicontract.diagnosis.operators import Misreading
from apicontract.planner.combiner import Candidate
from apicontract.planner.detail_filters import excluding_filters, matching_filters
from apicontract.planner.identifiers import gaps, numbers
from apicontract.planner.misreadings import misreadings
from apicontract.planner.no_op_params import ORIGIN
from apicontract.planner.probe import Probe
from apicontract.planner.query_parts import lenient_parts
from apicontract.planner.rare_requests import more_requests
from apicontract.planner.record_texts import own_names, two_values, wildcards
from apicontract.semantics.ordering import refuses_terms
from apicontract.semantics.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.contract.model import Parameter, Record
    from apicontract.diagnosis.records import KnownRecords


#: How far beyond all that are known an identifier lies that names nothing.
_BEYOND = 9_999_999
#: A request with the misreadings that its answer refutes besides those that predict a page.
_Question: TypeAlias = "tuple[Probe, Iterable[Misreading]]"
#: More letters than most columns hold.
_LONG = "x" * 300


def fixed_candidates(survey: KnownRecords) -> Iterator[Candidate]:
    """
    Yield the requests that do not depend on chance: the plain list, records, errors, forms, methods.
    """
    for probe, own in _questions(survey):
        yield Candidate(probe, misreadings(survey, probe).union(own))


def _questions(survey: KnownRecords) -> Iterator[_Question]:
    """
    Yield requests with what their answers tell besides what is predicted of a list.
    """
    path = list_path(survey.api, survey.resource)
    yield Probe(path), [Misreading("a list is answered otherwise", "kind", "plain")]
    yield from ((Probe(path, part), ()) for part in lenient_parts(survey))
    yield from _details(survey)
    yield from _refusals(survey, path)
    yield from _forms(survey, path)
    yield from _methods(survey, path)
    yield from _elsewhere(survey, path)
    yield (
        Probe(path, headers=(("Accept", "application/json"),)),
        [Misreading("a list is answered otherwise", "kind", "again")],
    )
    yield from _asked_by_checks(path)
    yield from _halves(survey, path)
    yield from _texts(survey, path)
    yield from ((probe, [misreading]) for misreading, probe in more_requests(survey))


def _methods(survey: KnownRecords, path: str) -> Iterator[_Question]:
    for method in ("OPTIONS", "HEAD"):
        yield Probe(path, method=method), ()
    if survey.resource.identifier.type in {"integer", "uuid"}:
        # A method is refused before its record is looked for, so one request tells both.
        unreadable = detail_path(survey.api, survey.resource, "nonsense")
        yield Probe(unreadable, method="OPTIONS"), [_record("unreadable, OPTIONS")]


def _elsewhere(survey: KnownRecords, path: str) -> Iterator[_Question]:
    """
    Yield what is asked beside lists and records: a path with another ending, the root, resources of one record.
    """
    yield Probe(_other_end(path), survey.api.paging.sized(1)), [_other_ending("list")]
    if survey.api.setting("api_root"):
        yield Probe(survey.api.base_path), [Misreading("the root is answered otherwise")]
    for name in survey.api.singletons if survey.resource.name == survey.api.primary else ():
        singleton = Probe(f"{survey.api.base_path}{name}/")
        yield singleton, [Misreading("a singleton is answered otherwise", "one", name)]


def _other_ending(kind: str) -> Misreading:
    return Misreading("a path with another ending is answered otherwise", "kind", kind)


def _record(kind: str) -> Misreading:
    return Misreading("a record is answered otherwise", "kind", kind)


def _refusal(kind: str) -> Misreading:
    return Misreading("a refusal is answered otherwise", "kind", kind)


def _refused(element: str) -> Misreading:
    return Misreading("a refusal is answered otherwise", "one", element)


def _form(kind: str) -> Misreading:
    return Misreading("a request for a representation is answered otherwise", "kind", kind)


def _other_end(path: str) -> str:
    """
    Return a path without its closing slash, or with one where it has none.
    """
    return path.removesuffix("/") if path.endswith("/") else f"{path}/"


def _asked_by_checks(path: str) -> Iterator[_Question]:
    """
    Yield the requests that checks declare for themselves.
    """
    for check in CATALOGUE.values():
        for number, (query, headers) in enumerate(check.asks):
            promise = f"{check.id} {number}"
            yield (
                Probe(path, query, headers),
                [Misreading("a promise is broken that is asked for by itself", "one", promise)],
            )


def _texts(survey: KnownRecords, path: str) -> Iterator[_Question]:
    """
    Yield searches for texts that say little of the rest, and filters of two values.
    """
    for text in own_names(survey):
        yield (
            Probe(path, searched(survey.api, text)),
            [Misreading("a search is answered otherwise", "kind", "own name")],
        )
    yield from ((Probe(path, searched(survey.api, text)), ()) for text in wildcards(survey))
    for each in survey.resource.parameters:
        if each.type == "text":
            yield Probe(path, ((each.name, _LONG),)), [Misreading("a long text fails", "one", each.name)]
    for name, one, other in two_values(survey):
        yield (
            Probe(path, ((name, one), (name, other))),
            [Misreading("of two values the first counts", "one", name)],
        )


def _halves(survey: KnownRecords, path: str) -> Iterator[_Question]:
    """
    Yield both halves of the collection by each yes-or-no filter, as short as can be.
    """
    for each in survey.resource.parameters:
        for text in ("true", "false") if each.type in BOOLEANS and each.lookup == "exact" else ():
            probe = Probe(path, ((each.name, text), *survey.api.paging.sized(1)))
            yield probe, [Misreading("halves do not make the whole", "one", f"{each.name} {text}")]


def _forms(survey: KnownRecords, path: str) -> Iterator[_Question]:
    paging = survey.api.paging
    yield Probe(path, (("format", "xml"), *paging.sized(1))), [_form("unknown")]
    yield Probe(path, paging.sized(1), (("Accept", "application/xml"),)), [_form("unacceptable")]
    yield Probe(path, (("format", "api"), *paging.sized(2))), [_form("page for people")]
    browser = (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),)
    yield Probe(path, paging.sized(2), browser), [_form("browser")]
    yield Probe(path, (("format", "json"),), (("Accept", "text/html"),)), [_form("contradiction")]
    for name in survey.api.setting("representations"):
        yield Probe(path, (("format", name.upper()),)), [_form("letter case")]


def _details(survey: KnownRecords) -> Iterator[_Question]:
    """
    Yield requests for single records: the newest, the oldest, those that show most and least.
    """
    named = [row for row in survey.rows if key_of(survey.resource, row) is not None]
    rows = sorted(named, key=lambda row: -_weight(row))
    ends = sorted(named, key=lambda row: (str(type(key_of(survey.resource, row))), key_of(survey.resource, row)))
    for number, row in enumerate([*ends[-1:], *rows[:1], *ends[:1], *rows[-1:]]):
        own = matching_filters(survey, row) if number < 2 else ()  # noqa: PLR2004 - half of them
        query = ((), (("format", "json"),), (("mode", "normal"),), (("undeclared", "x"),))[number]
        yield Probe(_path_of(survey, row), own + query), [_record("plain"), _record(str(number))]
    for row in rows[:1]:
        for away in excluding_filters(survey, row):
            yield Probe(_path_of(survey, row), away, ORIGIN), [_record("unknown"), _record("404 of another origin")]
        yield Probe(_path_of(survey, row), (("format", "api"),)), [_record("page for people")]
        yield Probe(_other_end(_path_of(survey, row))), [_other_ending("detail")]
    yield from _unknown_details(survey, rows[:1])


def _path_of(survey: KnownRecords, row: Record) -> str:
    return detail_path(survey.api, survey.resource, key_of(survey.resource, row))


def _unknown_details(survey: KnownRecords, rows: Sequence[Record]) -> Iterator[_Question]:
    identifier = survey.resource.identifier
    unknown = detail_path(survey.api, survey.resource, _unknown_key(survey))
    yield Probe(unknown), [_record("unknown")]
    if identifier.type in {"integer", "uuid"}:
        yield Probe(detail_path(survey.api, survey.resource, "nonsense")), [_record("unreadable")]
    keys = {str(key_of(survey.resource, row)) for row in survey.rows}
    others = [each.swapcase() for each in sorted(keys) if identifier.type == "text" and each.swapcase() not in keys]
    for key in others[:1]:
        path = detail_path(survey.api, survey.resource, key)
        yield Probe(path), [_record("unknown"), _record("other letters")]
    if identifier.type == "integer":
        for row in rows:
            path = detail_path(survey.api, survey.resource, f"0{key_of(survey.resource, row)}")
            yield Probe(path), [_record("leading zero")]


def _weight(row: Record) -> int:
    """
    Return how much a record shows: the fields that are set, nested ones included.
    """
    return len([value for value in _leaves(row) if value not in (None, "", False)])


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def _unknown_key(survey: KnownRecords) -> str:
    """
    Return an identifier that no record has: of numbers, one between those that are taken, if every record is known.
    """
    kind = survey.resource.identifier.type
    keys = numbers(survey.resource, survey.rows)
    if kind == "integer":
        beyond = max(keys, default=0) + _BEYOND
        return str(next(gaps(keys), beyond) if survey.complete else beyond)
    return "00000000-0000-4000-8000-000000000000" if kind == "uuid" else "no-such-record"


def _refusals(survey: KnownRecords, path: str) -> Iterator[_Question]:
    """
    Yield requests that are answered with 400: unknown and unreadable choices, one alone and all at once.
    """
    refused = [(each, text) for each in survey.resource.parameters for text in _refused_texts(survey, each)]
    first = {each.name: text for each, text in reversed(refused)}
    last = {each.name: text for each, text in refused}
    mixed = {name: (first if number % 2 == 0 else last)[name] for number, name in enumerate(first)}
    if len(mixed) > 1:
        told = [_refusal(kind) for kind in ("any", "all are named", "of another origin")]
        yield Probe(path, tuple(mixed.items()), ORIGIN), [*told, *map(_refused, mixed)]
    for text in _refused_orderings(survey):
        yield Probe(path, ordered(survey.api, text)), [_refusal("any"), _refusal("unknown ordering")]
    for parameter, text in refused:
        told = [_refusal("any"), _refused(parameter.name), _refused(f"{parameter.name} {text[:4]!r}")]
        told += [_refusal("unknown choice")] if parameter.type == "related" and text.isdecimal() else []
        yield Probe(path, ((parameter.name, text),)), told
    if survey.resource.search:
        yield Probe(path, searched(survey.api, "a\x00b")), [_refusal("search")]


def _refused_orderings(survey: KnownRecords) -> Iterator[str]:
    """
    Yield orderings that are refused for an unknown term, alone and behind a known one.
    """
    for each in survey.resource.ordering[:1] if refuses_terms(survey.api) else ():
        yield "nonsense"
        yield f"{each.name},nonsense"


def _refused_texts(survey: KnownRecords, parameter: Parameter) -> Iterator[str]:
    kind = parameter.query_type
    if kind == "related":
        keys = [value for row in survey.rows for path in parameter.fields for value in values_at(row, path)]
        yield str(max((key for key in keys if isinstance(key, int)), default=0) + _BEYOND)
    one = LOOKUPS[parameter.lookup].values != "comma"
    for text in ("nonsense", "1.5", *(("1,2",) if one else ()), "a\x00b"):
        if isinstance(read_value(kind, text), Refused) or (kind == "choice" and text not in parameter.choices):
            yield text
