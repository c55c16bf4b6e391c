"""
Requests that may be worth sending, made from the contract and the records seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Parameter, Record
    from apicontract.diagnosis.records import KnownRecords


#: How far beyond all that are known an identifier lies that names nothing.
_BEYOND = 9_999_999
#: How a question begins that is seldom asked, and what is read otherwise by a server that answers it otherwise.
_OTHERWISE = "what is seldom asked is answered otherwise"
_SELDOM = (
    ("HEAD", "a method is answered otherwise"),
    ("OPTIONS", "a method is answered otherwise"),
    ("a refused method", "a method is answered otherwise"),
    ("a form", "a request for a representation is answered otherwise"),
    ("no form", "a request for a representation is answered otherwise"),
    ("an accepted form", "a request for a representation is answered otherwise"),
    ("a format", "a request for a representation is answered otherwise"),
    ("the same", "a representation is otherwise"),
    ("a record", "a record is answered otherwise"),
    ("a word in all filters", "a refusal is answered otherwise"),
    ("a search", "a search is answered otherwise"),
    ("a long search", "a search is answered otherwise"),
)
#: More letters than most columns hold.
_LONG = "x" * 300


def fixed_candidates(survey: KnownRecords) -> Iterator[Candidate]:
    """
    Yield the requests that do not depend on chance: the plain list, records, errors, forms, methods.
    """
    path = list_path(survey.api, survey.resource)
    plain = Probe(path)
    yield Candidate(plain, misreadings(survey, plain) | {Misreading("a list is answered otherwise", "kind", "plain")})
    for part in lenient_parts(survey):
        probe = Probe(path, part)
        yield Candidate(probe, misreadings(survey, probe))
    yield from _details(survey)
    yield from _refusals(survey, path)
    for probe, misreading in _forms(survey, path):
        yield Candidate(probe, frozenset({misreading}))
    for method in ("OPTIONS", "HEAD"):
        yield Candidate(
            Probe(path, method=method), frozenset({Misreading("a method is answered otherwise", "one", method)})
        )
    if survey.resource.identifier.type in {"integer", "uuid"}:
        # A method is refused before its record is looked for, so one request tells both.
        unreadable = detail_path(survey.api, survey.resource, "nonsense")
        yield Candidate(
            Probe(unreadable, method="OPTIONS"),
            frozenset(
                {
                    Misreading("a method is answered otherwise", "one", "OPTIONS"),
                    Misreading("a record is answered otherwise", "kind", "unreadable, OPTIONS"),
                }
            ),
        )
    yield Candidate(
        Probe(_other_end(path), survey.api.paging.sized(1)),
        frozenset({Misreading("a path with another ending is answered otherwise", "kind", "list")}),
    )
    if survey.api.setting("api_root"):
        yield Candidate(Probe(survey.api.base_path), frozenset({Misreading("the root is answered otherwise")}))
    for name in survey.api.singletons if survey.resource.name == survey.api.primary else ():
        yield Candidate(
            Probe(f"{survey.api.base_path}{name}/"),
            frozenset({Misreading("a singleton is answered otherwise", "one", name)}),
        )
    yield Candidate(
        Probe(path, headers=(("Accept", "application/json"),)),
        frozenset({Misreading("a list is answered otherwise", "kind", "again")}),
    )
    yield from _asked_by_checks(path)
    yield from _halves(survey, path)
    yield from _texts(survey, path)
    for question, probe in more_requests(survey):
        operator = next((operator for beginning, operator in _SELDOM if question.startswith(beginning)), _OTHERWISE)
        seldom = Misreading(operator, "one", question)
        yield Candidate(probe, misreadings(survey, probe) | {seldom})


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


def _asked_by_checks(path: str) -> Iterator[Candidate]:
    """
    Yield the requests that checks declare for themselves.
    """
    for check in CATALOGUE.values():
        for number, (query, headers) in enumerate(check.asks):
            yield Candidate(
                Probe(path, query, headers),
                frozenset(
                    {Misreading("a promise is broken that is asked for by itself", "one", f"{check.id} {number}")}
                ),
            )


def _texts(survey: KnownRecords, path: str) -> Iterator[Candidate]:
    """
    Yield searches for texts that say little of the rest, and filters of two values.
    """
    for text in own_names(survey):
        yield Candidate(
            Probe(path, searched(survey.api, text)),
            frozenset({Misreading("a search is answered otherwise", "kind", "own name")}),
        )
    for text in wildcards(survey):
        probe = Probe(path, searched(survey.api, text))
        yield Candidate(probe, misreadings(survey, probe))
    for each in survey.resource.parameters:
        if each.type == "text":
            yield Candidate(
                Probe(path, ((each.name, _LONG),)), frozenset({Misreading("a long text fails", "one", each.name)})
            )
    for name, one, other in two_values(survey):
        yield Candidate(
            Probe(path, ((name, one), (name, other))),
            frozenset({Misreading("of two values the first counts", "one", name)}),
        )


def _halves(survey: KnownRecords, path: str) -> Iterator[Candidate]:
    """
    Yield both halves of the collection by each yes-or-no filter, as short as can be.
    """
    for each in survey.resource.parameters:
        for text in ("true", "false") if each.type in BOOLEANS and each.lookup == "exact" else ():
            probe = Probe(path, ((each.name, text), *survey.api.paging.sized(1)))
            yield Candidate(
                probe, frozenset({Misreading("halves do not make the whole", "one", f"{each.name} {text}")})
            )


def _forms(survey: KnownRecords, path: str) -> Iterator[tuple[Probe, Misreading]]:
    paging = survey.api.paging
    yield Probe(path, (("format", "xml"), *paging.sized(1))), _form("unknown")
    yield Probe(path, paging.sized(1), (("Accept", "application/xml"),)), _form("unacceptable")
    yield Probe(path, (("format", "api"), *paging.sized(2))), _form("page for people")
    yield Probe(path, paging.sized(2), (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),)), _form("browser")
    yield Probe(path, (("format", "json"),), (("Accept", "text/html"),)), _form("contradiction")
    for name in survey.api.setting("representations"):
        yield Probe(path, (("format", name.upper()),)), _form("letter case")


def _details(survey: KnownRecords) -> Iterator[Candidate]:
    """
    Yield requests for single records: the newest, the oldest, those that show most and least.
    """
    named = [row for row in survey.rows if key_of(survey.resource, row) is not None]
    rows = sorted(named, key=lambda row: -_weight(row))
    ends = sorted(named, key=lambda row: (str(type(key_of(survey.resource, row))), key_of(survey.resource, row)))
    for number, row in enumerate([*ends[-1:], *rows[:1], *ends[:1], *rows[-1:]]):
        own = matching_filters(survey, row) if number < 2 else ()  # noqa: PLR2004 - half of them
        query = ((), (("format", "json"),), (("mode", "normal"),), (("undeclared", "x"),))[number]
        probe = Probe(_path_of(survey, row), own + query)
        yield Candidate(probe, misreadings(survey, probe) | {_record("plain"), _record(str(number))})
    for row in rows[:1]:
        for away in excluding_filters(survey, row):
            probe = Probe(_path_of(survey, row), away, ORIGIN)
            yield Candidate(probe, misreadings(survey, probe) | {_record("unknown"), _record("404 of another origin")})
        yield Candidate(Probe(_path_of(survey, row), (("format", "api"),)), frozenset({_record("page for people")}))
        yield Candidate(
            Probe(_other_end(_path_of(survey, row))),
            frozenset({Misreading("a path with another ending is answered otherwise", "kind", "detail")}),
        )
    yield from _unknown_details(survey, rows[:1])


def _path_of(survey: KnownRecords, row: Record) -> str:
    return detail_path(survey.api, survey.resource, key_of(survey.resource, row))


def _unknown_details(survey: KnownRecords, rows: Sequence[Record]) -> Iterator[Candidate]:
    identifier = survey.resource.identifier
    unknown = detail_path(survey.api, survey.resource, _unknown_key(survey))
    yield Candidate(Probe(unknown), frozenset({_record("unknown")}))
    if identifier.type in {"integer", "uuid"}:
        yield Candidate(Probe(detail_path(survey.api, survey.resource, "nonsense")), frozenset({_record("unreadable")}))
    keys = {str(key_of(survey.resource, row)) for row in survey.rows}
    others = [each.swapcase() for each in sorted(keys) if identifier.type == "text" and each.swapcase() not in keys]
    for key in others[:1]:
        path = detail_path(survey.api, survey.resource, key)
        yield Candidate(Probe(path), frozenset({_record("unknown"), _record("other letters")}))
    if identifier.type == "integer":
        for row in rows:
            path = detail_path(survey.api, survey.resource, f"0{key_of(survey.resource, row)}")
            yield Candidate(Probe(path), frozenset({_record("leading zero")}))


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


def _refusals(survey: KnownRecords, path: str) -> Iterator[Candidate]:
    """
    Yield requests that are answered with 400: unknown and unreadable choices, one alone and all at once.
    """
    refused = [(each, text) for each in survey.resource.parameters for text in _refused_texts(survey, each)]
    first = {each.name: text for each, text in reversed(refused)}
    last = {each.name: text for each, text in refused}
    mixed = {name: (first if number % 2 == 0 else last)[name] for number, name in enumerate(first)}
    if len(mixed) > 1:
        covered = frozenset({_refusal("any"), _refusal("all are named"), *(_refused(name) for name in mixed)})
        yield Candidate(Probe(path, tuple(mixed.items()), ORIGIN), covered | {_refusal("of another origin")})
    for text in _refused_orderings(survey):
        yield Candidate(
            Probe(path, ordered(survey.api, text)), frozenset({_refusal("any"), _refused(f"ordering {text[:4]!r}")})
        )
    for parameter, text in refused:
        covered = frozenset({_refusal("any"), _refused(parameter.name), _refused(f"{parameter.name} {text[:4]!r}")})
        unknown = {_refusal("unknown choice")} if parameter.type == "related" and text.isdecimal() else set()
        yield Candidate(Probe(path, ((parameter.name, text),)), covered | unknown)
    if survey.resource.search:
        yield Candidate(Probe(path, searched(survey.api, "a\x00b")), frozenset({_refusal("search")}))


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
