"""
One request, answered with the token and without it -> in what the answers differ.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.contract.visibility import REFUSED
from apicontract.explore.learning.asking import json_of
from apicontract.explore.visibility.pairs import HIDDEN, PERSONAL, STATUS, WRONG, Disparity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Json, Record
    from apicontract.explore.visibility.pairs import Pair


def disparities(pair: Pair) -> tuple[Disparity, ...]:
    """
    Return in what two answers differ; nothing where the one with the token has no JSON to compare.
    """
    if json_of(pair.signed) is None:
        return ()
    status = pair.anonymous.status
    if status != HTTPStatus.OK:
        return (_refusal(pair, status),)
    if json_of(pair.anonymous) is None:
        return (_wrong(pair, "without the token the answer is no JSON", "", None, None),)
    return tuple(_of_lists(pair) if pair.part == "list" else _of_records(pair))


def forms_apart(listed: Pair, alone: Pair) -> tuple[Disparity, ...]:
    """
    Return the fields that a list and a record show otherwise without the token, and alike with it.
    """
    key = listed.listing.key
    record = json_of(alone.signed)
    rows = [
        next((row for row in rows_of(listed, each) if key(row) == key(record)), None)
        for each in (listed.signed, listed.anonymous)
    ]
    records = [record, json_of(alone.anonymous)]
    if not all(isinstance(each, dict) for each in (*rows, *records)):
        return ()
    signed, anonymous = (_shared(alone, row, other) for row, other in zip(rows, records, strict=True))
    return tuple(
        _wrong(alone, f"without the token, a list has another `{path}` than the record", *found)
        for path, found in anonymous.items()
        if path not in signed
    )


def _shared(pair: Pair, row: Json, record: Json) -> dict[str, tuple[str, Json, Json]]:
    """
    Return the fields that both a row and a record show, with other values: path to place and values.
    """
    both = {name: value for name, value in row.items() if name in record}
    found = _of_values(pair, both, {name: record[name] for name in both}, (), "")
    return {each.subject: (each.place, each.signed, each.anonymous) for each in found}


def rows_of(pair: Pair, exchange: Exchange) -> list[Record]:
    """
    Return the rows of an answer to a list's request; none where it is no page.
    """
    body = json_of(exchange)
    rows = pair.listing.paging.read(body, exchange.header)[1] if body is not None else None
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []


def hidden_rows(pair: Pair) -> list[Record]:
    """
    Return the rows that stand in the list with the token alone.
    """
    key = pair.listing.key
    shown = {key(row) for row in rows_of(pair, pair.anonymous)}
    return [row for row in rows_of(pair, pair.signed) if key(row) not in shown]


def _wrong(pair: Pair, message: str, place: str, signed: Json, anonymous: Json) -> Disparity:
    return Disparity(WRONG, "", message, place, signed, anonymous, pair)


def _refusal(pair: Pair, status: int) -> Disparity:
    kind = STATUS if status in REFUSED else WRONG
    if status == HTTPStatus.NOT_FOUND and pair.part == "record":
        kind = HIDDEN
    message = f"without the token, a {pair.part} is answered with {status}"
    subject = str(status) if kind == STATUS else ""
    return Disparity(kind, subject, message, "status", pair.signed.status, status, pair)


def _of_records(pair: Pair) -> Iterator[Disparity]:
    yield from _of_values(pair, json_of(pair.signed), json_of(pair.anonymous), (), "")


def _of_lists(pair: Pair) -> Iterator[Disparity]:
    """
    Yield in what two pages differ: which rows stand there, in which order, how many the list has, and their values.
    """
    listing = pair.listing
    signed, anonymous = rows_of(pair, pair.signed), rows_of(pair, pair.anonymous)
    keys = [[listing.key(row) for row in rows] for rows in (signed, anonymous)]
    if any(None in each or len(set(each)) != len(each) for each in keys):
        return
    counts = [listing.paging.read(json_of(each), each.header)[0] for each in (pair.signed, pair.anonymous)]
    yield from _of_rows(pair, keys[0], keys[1], counts)
    others = {key: (number, row) for number, (key, row) in enumerate(zip(keys[1], anonymous, strict=True))}
    root = listing.paging.rows.replace(".", "/")
    for key, row in zip(keys[0], signed, strict=True):
        if key in others:
            number, other = others[key]
            yield from _of_values(pair, row, other, (), f"/{root}/{number}" if root else f"/{number}")


def _of_rows(
    pair: Pair, signed: Sequence[Json], anonymous: Sequence[Json], counts: Sequence[Any]
) -> Iterator[Disparity]:
    missing = [each for each in signed if each not in anonymous]
    more = [each for each in anonymous if each not in signed]
    common = [each for each in anonymous if each in signed]
    fewer = all(isinstance(each, int) for each in counts) and counts[1] < counts[0]
    whole = counts[0] == len(signed)
    if missing or fewer:
        message = "without the token, the list leaves out records"
        yield Disparity(HIDDEN, "", message, "", counts[0] or len(signed), counts[1] or len(anonymous), pair)
    if more and (whole or not missing or anonymous[: len(common)] != common):
        yield _wrong(pair, "without the token, the list has records that it has not with it", "", None, more[0])
    elif common != [each for each in signed if each in anonymous]:
        yield _wrong(pair, "without the token, the records stand in another order", "", signed, anonymous)
    elif all(isinstance(each, int) for each in counts) and counts[1] > counts[0]:
        yield _wrong(pair, "without the token, the list counts more records", "", counts[0], counts[1])


def _of_values(pair: Pair, signed: Json, anonymous: Json, steps: tuple[str, ...], place: str) -> Iterator[Disparity]:
    if isinstance(signed, dict) and isinstance(anonymous, dict):
        for name in (*signed, *(each for each in anonymous if each not in signed)):
            yield from _of_member(pair, (signed, anonymous), name, steps, place)
    elif isinstance(signed, list) and isinstance(anonymous, list) and len(signed) == len(anonymous):
        for number, (one, other) in enumerate(zip(signed, anonymous, strict=True)):
            yield from _of_values(pair, one, other, steps, f"{place}/{number}")
    elif json.dumps(signed) != json.dumps(anonymous):
        path = ".".join(steps)
        message = f"`{path}` has another value without the token" if path else "the answer is another without the token"
        yield Disparity(PERSONAL if path else WRONG, path, message, place, signed, anonymous, pair)


def _of_member(
    pair: Pair, both: tuple[Mapping[str, Json], Mapping[str, Json]], name: str, steps: tuple[str, ...], place: str
) -> Iterator[Disparity]:
    signed, anonymous = both
    within, path = f"{place}/{name}", ".".join((*steps, name))
    if name in signed and name in anonymous:
        yield from _of_values(pair, signed[name], anonymous[name], (*steps, name), within)
        return
    said = "is missing without the token" if name in signed else "is there without the token alone"
    yield Disparity(PERSONAL, path, f"`{path}` {said}", within, signed.get(name), anonymous.get(name), pair)
