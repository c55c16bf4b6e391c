"""
Requests that may be worth sending, made from the contract and the records seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.checks.paths import values_at
from apicontract.lookups import TYPES, Refused
from apicontract.runner.doubts import doubts, expected_size
from apicontract.runner.probe import Pairs, Probe, detail_path, list_path
from apicontract.runner.values import (
    dressing_parts,
    filter_parts,
    limit_parts,
    offset_parts,
    ordering_parts,
    search_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from apicontract.model import Parameter, Record
    from apicontract.runner.survey import Survey


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A request with the doubts that its answer settles.
    """

    probe: Probe
    doubts: frozenset[str]


class Combiner:
    """
    Puts list requests together at random, seeded.
    """

    def __init__(self, survey: Survey, random: Random) -> None:
        self._survey = survey
        self._random = random
        self._filters = [filter_parts(survey, each, random) for each in survey.resource.parameters]
        self._searches = search_parts(survey, random) if survey.resource.search else []
        self._orderings = ordering_parts(survey, random)
        self._limits = limit_parts(survey)
        self._dressing = dressing_parts(survey)

    def draw(self) -> Candidate:
        """
        Return one more request.
        """
        random = self._random
        chosen = [each for each in self._filters if each and random.random() < random.choice((0.2, 0.5, 0.8))]
        query: Pairs = tuple(pair for each in chosen for pair in random.choice(each))
        if self._searches and random.random() < 0.5:  # noqa: PLR2004 - half of them
            query += random.choice(self._searches)
        if self._orderings and random.random() < 0.8:  # noqa: PLR2004 - most of them
            query += random.choice(self._orderings)
        path = list_path(self._survey.api, self._survey.resource)
        size = expected_size(self._survey, Probe(path, query))
        query += random.choice(self._limits) + random.choice(offset_parts(self._survey, size, random))
        headers: Pairs = ()
        taken = {name for name, _ in query}
        for extra, more in random.sample(self._dressing, min(3, len(self._dressing))):
            if not taken & {name for name, _ in extra} and not (headers and more):
                query, headers = query + extra, headers + more
                taken |= {name for name, _ in extra}
        probe = Probe(path, query, headers)
        return Candidate(probe, doubts(self._survey, probe))


def fixed_candidates(survey: Survey) -> Iterator[Candidate]:
    """
    Yield the requests that do not depend on chance: the plain list, records, errors, forms, methods.
    """
    path = list_path(survey.api, survey.resource)
    plain = Probe(path)
    yield Candidate(plain, doubts(survey, plain) | {"list: plain"})
    yield from _details(survey)
    yield from _refusals(survey, path)
    for probe, doubt in _forms(path):
        yield Candidate(probe, frozenset({doubt}))
    for method in ("OPTIONS", "HEAD"):
        yield Candidate(Probe(path, method=method), frozenset({f"method: {method}"}))
    if survey.api.setting("append_slash"):
        yield Candidate(Probe(path.rstrip("/"), (("limit", "1"),)), frozenset({"slash: list"}))
    if survey.api.setting("api_root"):
        yield Candidate(Probe(survey.api.base_path), frozenset({"root"}))


def _forms(path: str) -> Iterator[tuple[Probe, str]]:
    yield Probe(path, (("format", "xml"), ("limit", "1"))), "form: unknown"
    yield Probe(path, (("limit", "1"),), (("Accept", "application/xml"),)), "form: unacceptable"
    yield Probe(path, (("format", "api"), ("limit", "2"))), "form: page"
    yield Probe(path, (("limit", "2"),), (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),)), "form: browser"
    yield Probe(path, (("format", "json"),), (("Accept", "text/html"),)), "form: contradiction"
    yield Probe(path, (("format", "JSON"),)), "form: letter case"


def _details(survey: Survey) -> Iterator[Candidate]:
    identifier = survey.resource.identifier
    rows = sorted(survey.rows, key=lambda row: -_weight(row))
    for number, row in enumerate([*rows[:2], *rows[-1:], *rows[len(rows) // 2 : len(rows) // 2 + 1]]):
        path = detail_path(survey.api, survey.resource, row.get(identifier.path))
        query = ((), (("format", "json"),), (("mode", "normal"),), (("undeclared", "x"),))[number % 4]
        yield Candidate(Probe(path, query), frozenset({"detail", f"detail: {number}"}))
        if number == 0:
            yield from _filtered_details(survey, path, row)
            yield Candidate(Probe(path, (("format", "api"),)), frozenset({"detail: page"}))
            yield Candidate(Probe(path.rstrip("/")), frozenset({"slash: detail"}))
    unknown = detail_path(survey.api, survey.resource, _unknown_key(survey))
    yield Candidate(Probe(unknown), frozenset({"detail: unknown"}))
    if identifier.type in {"integer", "uuid"}:
        yield Candidate(Probe(detail_path(survey.api, survey.resource, "nonsense")), frozenset({"detail: unreadable"}))
    if identifier.type == "integer" and rows:
        path = detail_path(survey.api, survey.resource, f"0{rows[0].get(identifier.path)}")
        yield Candidate(Probe(path), frozenset({"detail: leading zero"}))


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


def _unknown_key(survey: Survey) -> str:
    kind = survey.resource.identifier.type
    keys = [row.get(survey.resource.identifier.path) for row in survey.rows]
    if kind == "integer":
        return str(max((key for key in keys if isinstance(key, int)), default=0) + 9_999_999)
    return "00000000-0000-4000-8000-000000000000" if kind == "uuid" else "no-such-record"


def _filtered_details(survey: Survey, path: str, row: Record) -> Iterator[Candidate]:
    """
    Yield requests for a record with a filter that it satisfies, and with one that it does not.
    """
    for parameter in survey.resource.parameters:
        if parameter.type == "boolean" and parameter.lookup == "exact":
            value = next(values_at(row, parameter.fields[0]), None)
            if isinstance(value, bool):
                kept, lost = str(value).lower(), str(not value).lower()
                yield Candidate(Probe(path, ((parameter.name, lost),)), frozenset({"detail: filtered away"}))
                yield Candidate(Probe(path, ((parameter.name, kept),)), frozenset({"detail: filter kept"}))
                return


def _refusals(survey: Survey, path: str) -> Iterator[Candidate]:
    """
    Yield requests that are answered with 400: unknown and unreadable choices, one alone and all at once.
    """
    refused = [(each, text) for each in survey.resource.parameters for text in _refused_texts(survey, each)]
    first = {each.name: text for each, text in reversed(refused)}
    last = {each.name: text for each, text in refused}
    mixed = {name: (first if number % 2 == 0 else last)[name] for number, name in enumerate(first)}
    if len(mixed) > 1:
        settled = frozenset({"refusal", *(f"refusal: {name}" for name in mixed), "refusal: all are named"})
        yield Candidate(Probe(path, tuple(mixed.items())), settled)
    for parameter, text in refused:
        settled = frozenset({"refusal", f"refusal: {parameter.name}", f"refusal: {parameter.name} {text[:4]!r}"})
        yield Candidate(Probe(path, ((parameter.name, text),)), settled)
    if survey.resource.search:
        yield Candidate(Probe(path, (("search", "a\x00b"),)), frozenset({"refusal: search"}))


def _refused_texts(survey: Survey, parameter: Parameter) -> Iterator[str]:
    kind = "boolean" if parameter.lookup == "isnull" else parameter.type
    if kind == "related":
        keys = [value for row in survey.rows for path in parameter.fields for value in values_at(row, path)]
        yield str(max((key for key in keys if isinstance(key, int)), default=0) + 9_999_999)
    for text in ("nonsense", "1.5", "a\x00b"):
        if isinstance(TYPES[kind].read(text), Refused) or (kind == "choice" and text not in parameter.choices):
            yield text
