"""
Checks of collections below a parent: its records alone are listed, and one that does not exist has none.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.checks.check import Difference, Evaluation
from apicontract.semantics.identity import identified
from apicontract.semantics.parents import belongs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection, SeenRow
    from apicontract.contract.templates import Parent


def _declared(reading: ParsedExchange) -> tuple[Parent, ...]:
    return reading.asked.resource.route.parents


def _named(reading: ParsedExchange) -> str:
    """
    Return the parents that a path names, for a message.
    """
    pairs = zip(_declared(reading), reading.asked.route.parents, strict=True)
    return " and ".join(f"{one.name} {key}" for one, key in pairs)


def belonging(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    Find the rows that belong to another parent than the path names.
    """
    route = reading.asked.route
    if not route.parents or not reading.rows:
        return None
    names = _named(reading)
    return [
        Difference(pointer, f"{reading.name(row)} does not belong to {names}", record=reading.name(row))
        for pointer, row in reading.rows
        if belongs(context.api, route, row) is False
    ]


def missing(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    Judge how a parent that does not exist is answered: by 404, or by an empty list, as the API states.
    """
    setting = context.api.behaviour["missing_parent"]
    refuse = setting.value == "refuse"
    for reading in readings:
        asked, status = reading.asked, reading.exchange.status
        if (
            not asked.route.parents
            or not reading.is_get_of_resource
            or parents_exist(context, readings, reading) is not False
        ):
            continue
        if asked.route.kind == "list" and asked.refused and not refuse:
            continue
        empty = status == HTTPStatus.OK and reading.page is not None and not reading.page.count
        wanted = "an empty list" if asked.route.kind == "list" and not refuse else "404"
        kept = empty if wanted == "an empty list" else status == HTTPStatus.NOT_FOUND
        message = f"{reading.exchange.path} stands below nothing, and the answer is {status}, not {wanted}"
        wrong = Difference("status", message, wanted, status, grade=setting.grade)
        yield Evaluation((reading,), () if kept else (wrong,))


def listed_below_each(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    Judge whether a list below a parent, if it is known whole, has all records that other lists show to belong to it.
    """
    families: dict[tuple[str, str], list[KnownCollection]] = {}
    for each in context.collections(readings):
        asked = each.readings[0].asked
        if asked.route.parents:
            families.setdefault((asked.origin, each.resource.name), []).append(each)
    for family in families.values():
        for collection in family:
            others = [each for each in family if each is not collection]
            if others and collection.complete:
                yield _listed(context, collection, others)


def _listed(context: Context, collection: KnownCollection, others: Sequence[KnownCollection]) -> Evaluation:
    reading = collection.clean[0][0]
    shown = {name: each for other in others for name, each in other.known.items() if name not in collection.members}
    lost = [each for each in shown.values() if belongs(context.api, reading.asked.route, each.row)]
    return Evaluation((reading, *(each.reading for each in lost[:1])), tuple(_left_out(reading, each) for each in lost))


def _left_out(reading: ParsedExchange, missing: SeenRow) -> Difference:
    name = missing.reading.name(missing.row)
    message = f"{name} belongs to {_named(reading)} and is missing"
    return Difference(reading.paging.rows_pointer, message, missing.reading.identifier(missing.row), record=name)


def _asked_in_vain(owner: KnownCollection, wanted: str) -> bool:
    """
    Whether a record was asked for by itself, with nothing that selects, and not found.
    """
    return any(
        reading.exchange.status == HTTPStatus.NOT_FOUND
        and reading.asked.route.kind == "detail"
        and not reading.asked.conditioned
        and not reading.asked.refused
        and identified(owner.resource.identifier, reading.asked.route.key) == wanted
        for reading in owner.readings
    )


def parents_exist(context: Context, readings: Sequence[ParsedExchange], reading: ParsedExchange) -> bool | None:
    """
    Return whether every parent that a path names exists; None if the answers do not tell.
    """
    route, answers = reading.asked.route, list[bool | None]()
    if not route.parents:
        return True
    collections = {(each.readings[0].asked.origin, each.resource.name): each for each in context.collections(readings)}
    for parent, key in zip(_declared(reading), route.parents, strict=True):
        wanted = identified(context.api.resources[parent.resource].identifier, key)
        owner = collections.get((reading.asked.origin, parent.resource))
        if wanted is None:
            answers.append(False)
        elif owner is not None and wanted in owner.known:
            answers.append(True)
        else:
            answers.append(False if owner is not None and (owner.complete or _asked_in_vain(owner, wanted)) else None)
    return False if False in answers else None if None in answers else True
