"""
The tables of the contract are complete: behind each record stands everything that makes it true.

A lookup, a type, a rule or a representation is one record; who adds one is told by one failing test what else it takes.
"""

from __future__ import annotations

import importlib
import json
import os
from dataclasses import dataclass, replace
from enum import EnumType
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import tables
from differential.table import ROWS
from kills import OWN_CHECKS
from killtable import DOCUMENT, documented

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.grades import Grade
from apicontract.contract.lookups import BOOLEANS, LOOKUPS, TYPES, Accepted
from apicontract.contract.model import Field, Parameter
from apicontract.contract.openapi import openapi_document
from apicontract.contract.paging import STYLES
from apicontract.contract.queryrules import ORDERING, SEARCHING
from apicontract.contract.representations import REPRESENTATIONS
from apicontract.dataset import generate
from apicontract.dataset.placement.selection import query_of
from apicontract.dataset.values import READERS
from apicontract.evidence.recordings import recordings_of
from apicontract.semantics.conditions import Condition
from apicontract.semantics.naive import NAIVE, predict
from apicontract.semantics.predicates import satisfies
from apicontract.semantics.request import parse_request
from apicontract.semantics.values import QUERY_VALUES, RECORD_VALUES
from mockserver.engine.filters import FilterCondition as EngineCondition
from mockserver.engine.pipeline import answer, standard
from mockserver.engine.query import matching
from mockserver.engine.site import Site
from mockserver.faults.table import FAULTS
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Resource

BEHAVIOUR = Path(__file__).parents[2] / "docs" / "behaviour.md"
SCHEMAS = Path(__file__).parents[2] / "schemas" / "meta"
CONTRACT = Path(__file__).parents[2] / "apicontract" / "contract"
LIBRARY = Path(__file__).parents[1] / "data" / "library"
HOST = "https://library.test"
#: What stands for a value in the OpenAPI document.
VALUE = "the value given"


@dataclass(frozen=True)
class Table:
    """
    One table of the contract.

    Attributes:
        records: name to record.
        file: where the records stand.
        proofs: what stands behind them.
        proofs_name: the name of the proofs in `tests/tables.py`.
    """

    records: Mapping[str, Any]
    file: str
    proofs: Mapping[str, tables.Proof]
    proofs_name: str


TABLES = {
    "lookup": Table(LOOKUPS, "apicontract/contract/lookups.py", tables.LOOKUPS, "LOOKUPS"),
    "type": Table(TYPES, "apicontract/contract/lookups.py", tables.TYPES, "TYPES"),
    "searching": Table(SEARCHING, "apicontract/contract/queryrules.py", tables.SEARCHING, "SEARCHING"),
    "ordering": Table(ORDERING, "apicontract/contract/queryrules.py", tables.ORDERING, "ORDERING"),
    "representation": Table(
        REPRESENTATIONS, "apicontract/contract/representations.py", tables.REPRESENTATIONS, "REPRESENTATIONS"
    ),
}


@cache
def site() -> Site:
    """
    Return the API of the tests, which has every kind of filter, with its full world.
    """
    api = load_api("library-1", LIBRARY)
    return Site(api, generate(api, recordings_of(api)))


def filtered_by(table: str, name: str) -> tuple[Resource, Parameter] | None:
    """
    Return a filter of the tests' API that has a lookup or a type.
    """
    found = (
        (resource, each)
        for resource in site().api.resources.values()
        for each in resource.parameters
        if (each.lookup if table == "lookup" else each.type) == name
    )
    return next(found, None)


def missing(table: str, name: str) -> Iterator[str]:
    """
    Yield what a record lacks, each with the file in which it goes.
    """
    record, proof = TABLES[table].records[name], TABLES[table].proofs.get(name)
    sentence = record.refusal if table == "type" else record.sentence
    if not sentence and not (table == "type" and name in BOOLEANS):
        yield f"a sentence: {TABLES[table].file}"
    if table in ("lookup", "type"):
        yield from _of_a_filter(table, name)
    if proof is None:
        yield f"a proof in {TABLES[table].proofs_name}, that is a differential row and a wrong server: tests/tables.py"
        return
    if proof.row not in ROWS:
        yield f"the differential row {proof.row!r}: tests/differential/rows_lists.py or rows_protocol.py"
    if proof.fault not in FAULTS:
        yield f"the wrong server {proof.fault!r}: mockserver/faults"
    if proof.fault not in OWN_CHECKS:
        yield f"the checks that speak of {proof.fault!r}: tests/kills.py"
    if proof.fault not in documented(DOCUMENT.read_text(encoding="utf-8")):
        yield f"the kill of {proof.fault!r}: docs/killtable.md, by `tox -e killtable -- --write`"
    if table in ("searching", "ordering", "representation"):
        yield from _of_a_rule(table, name, proof)


def _of_a_filter(table: str, name: str) -> Iterator[str]:
    if table == "type":
        if name not in READERS:
            yield "the mock's reading: READERS in apicontract/dataset/values.py"
        if name not in QUERY_VALUES or name not in RECORD_VALUES:
            yield "the naive reading: QUERY_VALUES and RECORD_VALUES in apicontract/semantics/values.py"
        if not TYPES[name].schema:
            yield "an OpenAPI fragment: apicontract/contract/lookups.py"
    found = filtered_by(table, name)
    if found is None:
        yield f"a filter of this {table}: tests/data/library/schemas/library-1/*/contract.json"
    elif LOOKUPS[found[1].lookup].sentence.format(field=" or ".join(found[1].fields), value=VALUE) not in described():
        yield "its sentence in the OpenAPI document: apicontract/contract/openapi.py"
    if table == "lookup":
        books = site().api.resources["books"]
        yield from _of_a_lookup(*(found or (books, Parameter("title", ("title",), name, "text"))))


@cache
def described() -> str:
    """
    Return the text of the OpenAPI document.
    """
    return json.dumps(openapi_document(site().api), ensure_ascii=False)


def _of_a_lookup(resource: Resource, parameter: Parameter) -> Iterator[str]:
    """
    Yield the implementations of a lookup that are missing, or differ from the naive one.
    """
    records, text = site().collections[resource.name].records, _some_text(resource, parameter)
    outcome = READERS["boolean" if parameter.lookup == "isnull" else parameter.type].read(text)
    values = (outcome.value,) if isinstance(outcome, Accepted) else ()
    alone = replace(resource, parameters=(parameter,), search=())
    placed = next(iter(query_of(alone, [(parameter.name, text)]).conditions), None)
    condition, asked = EngineCondition(parameter, values, parameter.type), Condition(parameter, text, values)
    naive = _tried(lambda: [number for number, each in enumerate(records) if satisfies(asked, each)])
    fast = _tried(lambda: sorted(matching(site().collections[resource.name], condition, 0.0)))
    placement = _tried(lambda: [number for number, each in enumerate(records) if placed and placed.holds(each)])
    if isinstance(naive, str):
        yield f"the naive implementation ({naive}): COMPARISONS in apicontract/semantics/predicates.py"
    if isinstance(fast, str) or fast != naive:
        yield f"the fast implementation ({fast}, not {naive}): mockserver/engine/query.py"
    # Pages that a rule selects are not placed.
    if parameter.lookup != "rule" and (isinstance(placement, str) or placement != naive):
        yield f"the placement ({placement}, not {naive}): apicontract/dataset/placement/selection.py"


def _some_text(resource: Resource, parameter: Parameter) -> str:
    """
    Return a text that the filter accepts, of a record where it has one.
    """
    if parameter.lookup in {"isnull", "rule"}:
        return "true"
    if LOOKUPS[parameter.lookup].record_type:
        return "5"
    column = site().collections[resource.name].column(parameter.fields[0], parameter.type)
    texts = [str(value) for row in column.values for value in row if value is not None]
    return next(each for each in texts if isinstance(READERS[parameter.type].read(each), Accepted))


def _tried(make: Any) -> Any:
    try:
        return make()
    except (KeyError, ValueError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


def _of_a_rule(table: str, name: str, proof: tables.Proof) -> Iterator[str]:
    """
    Yield what a rule of the query lacks: it changes an answer, in the mock as the naive reading predicts.
    """
    if table == "representation":
        if _mocked(proof.resource, proof.query)[1] != REPRESENTATIONS[name].media_type:
            yield "the mock's renderer: RENDERERS in mockserver/http/negotiation.py"
        if _parsed(proof.resource, proof.query).representation.name != name:
            yield "the naive negotiation: apicontract/semantics/negotiation.py"
        return
    if not proof.query:
        yield f"a query that shows it: {TABLES[table].proofs_name} in tests/tables.py"
        return
    expected, found = _predicted(proof.resource, proof.query), _mocked(proof.resource, proof.query)[0]
    if _predicted(proof.resource, proof.without) == expected:
        yield f"the naive implementation ({proof.query} has no effect): apicontract/semantics"
    if _mocked(proof.resource, proof.without)[0] == found:
        yield f"the fast implementation ({proof.query} has no effect): mockserver/engine/query.py"
    if found != expected:
        yield f"agreement on {proof.query} ({found}, predicted {expected}): mockserver/engine, apicontract/semantics"


def _exchange(resource: str, query: str) -> Exchange:
    return Exchange("GET", f"{HOST}{site().api.base_path}{resource}/?{quote(query, safe='=&%,')}&limit=100", 0)


def _parsed(resource: str, query: str) -> Any:
    return parse_request(site().api, _exchange(resource, query))


def _predicted(resource: str, query: str) -> Any:
    return predict(NAIVE, site().api, _exchange(resource, query), site().world.tables).identifiers


@cache
def _mocked(resource: str, query: str) -> tuple[Any, str]:
    asked = _exchange(resource, query)
    request = Request("GET", "https", "library.test", asked.path, asked.url.partition("?")[2], {})
    sent = answer(standard(), site(), request)
    media_type = (sent.header("Content-Type") or "").partition(";")[0]
    rows = json.loads(sent.body)["results"] if media_type == "application/json" else ()
    return tuple(str(row["id"]) for row in rows), media_type


@pytest.mark.parametrize(("table", "name"), [(table, name) for table, each in TABLES.items() for name in each.records])
def test_nothing_is_missing(table: str, name: str) -> None:
    """
    Each record has a sentence, an OpenAPI fragment, both implementations, a differential row and a wrong server.
    """
    lacks = [f"{table} {name!r} lacks {each}" for each in missing(table, name)]

    assert not lacks, os.linesep.join(lacks)


#: Schema of our own kinds of file and place in it, to the names that the code knows there.
ENUMERATIONS = {
    **{(each, "/$defs/grade/enum"): [grade.value for grade in Grade] for each in ("api", "contract", "facts")},
    ("api", "/properties/envelope/properties/style/enum"): [*STYLES],
}


@pytest.mark.parametrize(("kind", "place"), ENUMERATIONS, ids=str)
def test_schemas_list_what_the_code_knows(kind: str, place: str) -> None:
    """
    Names of grades and styles are the same, and in the same order, in the code and in the schemas of our own files.
    """
    found = json.loads((SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
    for part in place.split("/")[1:]:
        found = found[part]

    assert ENUMERATIONS[kind, place] == found


@pytest.mark.parametrize("name", ["library-1", None])
def test_promises_have_the_grade_of_the_data(name: str | None) -> None:
    """
    What a check promises has the grade that the data of the API give it, or else those of every API.
    """
    api = load_api(name, LIBRARY if name else None)
    head = json.loads((api.folders[0] / "schemas" / api.name / "api.json").read_text("utf-8"))
    everywhere = json.loads((SCHEMAS / "promises.json").read_text("utf-8"))
    stated = {key: each["grade"] for key, each in {**everywhere, **head.get("promises", {})}.items() if key[0] != "$"}

    assert stated == {key: api.grade_of(key).value for key in stated}
    assert Grade.FRAMEWORK == api.grade_of("a check that nobody states")


def test_no_two_names_have_one_value() -> None:
    """
    Each enumeration of the contract has as many values as names, and its numbers rise in the order declared.
    """
    modules = (importlib.import_module(f"apicontract.contract.{path.stem}") for path in CONTRACT.glob("[a-z]*.py"))
    found = {each for module in modules for each in vars(module).values() if isinstance(each, EnumType)}
    own = [each for each in found if each.__module__.startswith("apicontract.contract")]

    assert own
    assert [] == [each for each in own if len(each) != len(each.__members__)]
    assert [] == [each for each in own if issubclass(each, int) and sorted(each) != [*each]]


def test_defaults_are_records() -> None:
    """
    What the parts of a contract have for a type and a grade, where the data leave it out, stands in the tables.
    """
    assert "text" == Field("a", "a").type
    assert Field("a", "a").type in TYPES
    assert Grade.PUBLISHED == Parameter("a", ("a",), "exact", "text").grade


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_confused_lookups_exist(lookup: str) -> None:
    """
    What a lookup may be confused with are other lookups.
    """
    assert set(LOOKUPS[lookup].confused) <= set(LOOKUPS) - {lookup}


@pytest.mark.parametrize("table", ["searching", "ordering", "representation"])
def test_sentences_are_documented(table: str) -> None:
    """
    The page about the behaviour says of each rule what its record says.
    """
    rows = BEHAVIOUR.read_text("utf-8").splitlines()

    assert [] == [each for each in TABLES[table].records.values() if f"| {each.name} | {each.sentence} |" not in rows]


@pytest.mark.parametrize("table", TABLES)
def test_proofs_are_of_records(table: str) -> None:
    """
    No proof is left of a record that is gone.
    """
    assert set(TABLES[table].proofs) <= set(TABLES[table].records)
