"""
Checks of a single record, and of the links by which records name themselves.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.checks.check import Check, Difference, Evaluation, chain, each
from apicontract.checks.knowledge import fits
from apicontract.checks.links import same, upgraded
from apicontract.checks.parents import belonging, missing, parents_exist
from apicontract.contract.keys import key_of
from apicontract.semantics.identity import identified
from apicontract.semantics.links import own_link, self_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.checks.shapes import SchemaMatch
    from apicontract.contract.model import Record
    from apicontract.semantics.request import ParsedRequest


#: Statuses that say whether there is such a record.
_FINDINGS = {HTTPStatus.OK, HTTPStatus.GONE, HTTPStatus.NOT_FOUND}


def _identity(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    if reading.record is None:
        return None
    field, key = reading.asked.resource.identifier, reading.asked.route.key
    found, wanted = reading.identifier(reading.record), identified(field, key)
    if wanted is None:
        return None
    if wanted == str(found):
        return []
    message = f"{key} was requested, but {reading.name(reading.record)} was returned"
    # That capital letters count is what `detail-unknown` promises.
    alike = str(found).casefold() == wanted.casefold()
    grade = context.api.grade_of("detail-unknown") if alike else None
    title = reading.name(reading.record)
    return [Difference(f"/{field.path}", message, key, found, title, grade=grade, doubtful=alike)]


def _of_parent(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    return belonging(context, reading) if reading.record is not None else None


def _filtered(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    A record that a filter or a search of the request leaves out is not found.
    """
    del context
    if (
        reading.record is None
        or not (reading.asked.conditioned or reading.asked.selection)
        or not reading.asked.certain
    ):
        return None
    if fits(reading, reading.record) is not False:
        return []
    title = reading.name(reading.record)
    message = f"{title} does not match the filters of the request, but is returned"
    return [Difference("status", message, int(HTTPStatus.NOT_FOUND), int(HTTPStatus.OK), title)]


def _filtered_out(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    A known record that the request filters out is not found.
    """
    for collection in context.collections(readings):
        for reading in collection.readings:
            asked = reading.asked
            gone = (
                asked.route.kind == "detail" and reading.exchange.status == HTTPStatus.NOT_FOUND and not asked.refused
            )
            known = collection.known.get(identified(asked.resource.identifier, asked.route.key) or "") if gone else None
            if known is not None and asked.conditioned and asked.certain and fits(reading, known.row) is False:
                yield Evaluation((reading,))


def _found(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    A record that a list shows is found under its identifier, unless the request filters it out.
    """
    for collection in context.collections(readings):
        for reading in collection.readings:
            asked, status = reading.asked, reading.exchange.status
            if asked.route.kind != "detail" or status not in (HTTPStatus.OK, HTTPStatus.NOT_FOUND) or not asked.certain:
                continue
            known = collection.known.get(identified(asked.resource.identifier, asked.route.key) or "")
            gone = status == HTTPStatus.NOT_FOUND and collection.changed
            if known is None or gone or fits(reading, known.row) is not True:
                continue
            title = known.reading.name(known.row)
            message = f"{title} is in a list, but not found at {reading.exchange.path}"
            # That 01 is 1, too, only the framework says.
            spelled = asked.route.key != str(key_of(asked.resource, known.row))
            lost = Difference("status", message, int(HTTPStatus.OK), int(status), title, doubtful=spelled)
            yield Evaluation((reading, known.reading), () if status == HTTPStatus.OK else (lost,))


def _in_other_case(collection: KnownCollection, key: str) -> bool:
    """
    Return whether a record is called as a path has it but for capital letters: some databases tell none apart.
    """
    return any(str(name).casefold() == key.casefold() for name in collection.known)


def _unfound(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    What the whole collection does not hold is not found, and neither is what the request filters out.

    A record that is answered in spite of the filters is another check's business.
    """
    for collection in context.collections(readings):
        for reading in collection.readings:
            asked, status = reading.asked, reading.exchange.status
            if asked.route.kind != "detail" or asked.refused or status not in _FINDINGS:
                continue
            if parents_exist(context, readings, reading) is False:
                continue
            name = identified(asked.resource.identifier, asked.route.key)
            known = collection.known.get(name or "")
            if known is not None:
                answered = reading.record is not None and str(reading.identifier(reading.record)) == name
                if answered or not asked.certain or fits(reading, known.row) is not False:
                    continue
                message = f"{known.reading.name(known.row)} is filtered out, and the answer is {status}"
            elif name is None or collection.complete:
                message = f"no record is called {asked.route.key!r}, and the answer is {status}"
            else:
                continue
            grade = None if known is None else context.api.grade_of("detail-filtered")
            doubtful = known is None and _in_other_case(collection, asked.route.key)
            wrong = Difference(
                "status", message, int(HTTPStatus.NOT_FOUND), int(status), grade=grade, doubtful=doubtful
            )
            yield Evaluation((reading,), () if status == HTTPStatus.NOT_FOUND else (wrong,))


def _link_function(name: str) -> CheckFunction:
    """
    Make the check that reports one way in which the URL of a record is wrong.
    """

    def function(context: Context, reading: ParsedExchange) -> list[Difference] | None:
        if not reading.rows:
            return None
        base = own_link(reading.asked, "")  # all that the links of a record take from the request
        found = [
            (pointer, wrong)
            for pointer, row in reading.rows
            for wrong in context.cached_per_row(("links", base), reading, row, partial(_links_of, reading.asked))
        ]
        wrong = [(pointer, *each) for pointer, each in found if each is not None]
        return (
            [replace(each, place=pointer + each.place) for pointer, kind, each in wrong if kind == name]
            if found
            else None
        )

    return each(function)


def _links_of(asked: ParsedRequest, context: Context, shape: str, row: Record) -> list[tuple[str, Difference] | None]:
    """
    Return for each record in a row that says its own URL in what that is wrong, or None; places are those in the row.
    """
    return [
        _wrong_link(context, asked, node, field)
        for node in context.objects_of(shape, row)
        for field, inner in node.schema.get("properties", {}).items()
        if inner.get("x-link") == "self" and isinstance(node.value.get(field), str)
    ]


def _wrong_link(context: Context, asked: ParsedRequest, node: SchemaMatch, field: str) -> tuple[str, Difference] | None:
    entity, found = node.schema.get("x-entity", ""), str(node.value[field])
    resource = context.api.home_of(entity)
    if resource is not None:
        expected = self_link(context.api, asked, resource, key_of(resource, node.value), node.value)
    else:
        # Nothing of the contract serves this entity, so only host, base path and query are promised.
        path, base = urlsplit(found).path, context.api.base_path
        expected = own_link(asked, path if path.startswith(base) else base)
    if same(expected, found):
        return None
    kind = "self-link-format" if found.partition("?")[0] == expected.partition("?")[0] else "self-link"
    message = f"{field} is {found}, not {expected}"
    doubtful = upgraded(expected, found)
    return kind, Difference(f"{node.pointer}/{field}", message, expected, found, doubtful=doubtful)


LINK_CHECKS = tuple(
    Check(name, "detail", sentence, "one", _link_function(name), scope="derived")
    for name, sentence in (
        ("self-link", "The url of a record is its own URL, on the host of the request."),
        ("self-link-format", "The url of a record keeps the format parameter of the request, and no other."),
    )
)

UNKNOWN_CHECK = Check("detail-unknown", "errors", "An unknown id returns 404.", "many", chain(_unfound, missing))

CHECKS = (
    Check(
        "detail-identity",
        "detail",
        "A record's URL returns that record.",
        "one",
        chain(each(_identity), each(_of_parent)),
    ),
)

FOUND_CHECK = Check("detail-found", "detail", "Every listed record can be fetched by its id.", "many", _found)

FILTER_CHECKS = (
    Check(
        "detail-filtered",
        "detail",
        "Filters also apply to a single record.",
        "one",
        chain(each(_filtered), _filtered_out),
    ),
)
