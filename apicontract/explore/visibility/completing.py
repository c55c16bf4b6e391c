"""
An answer without the token, in which what is personal is taken from the answer with it: the rest can then be judged.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.contract.paging import value_at
from apicontract.explore.learning.asking import json_of
from apicontract.explore.visibility.comparing import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Json, Record
    from apicontract.contract.visibility import Visibility
    from apicontract.explore.visibility.pairs import Pair


def completed(pair: Pair, visibility: Visibility) -> Exchange:
    """
    Return the answer without the token, its personal fields as they are with it; as it is where there are none.
    """
    body = json_of(pair.anonymous)
    if not visibility.personal or body is None:
        return pair.anonymous
    if pair.part == "list":
        rows = rows_of(pair, pair.anonymous)
        _put(body, pair.listing.paging.rows, _rows(pair, rows, visibility), rows)
    else:
        body = _completed(json_of(pair.signed), body, visibility, ())
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return replace(pair.anonymous, body=text.encode())


def _rows(pair: Pair, rows: Sequence[Record], visibility: Visibility) -> list[Json]:
    key, signed = pair.listing.key, rows_of(pair, pair.signed)
    by_key = {key(row): row for row in signed}
    # A row that stands on no page with the token has the personal fields of another one: their values are nobody's.
    usual = signed[0] if signed else {}
    return [_completed(by_key.get(key(row), usual), row, visibility, ()) for row in rows]


def _put(body: Json, place: str, rows: list[Json], former: list[Record]) -> None:
    whole = value_at(body, place) if place else body
    if isinstance(whole, list) and len(whole) == len(former):
        whole[:] = rows


def _completed(signed: Json, anonymous: Json, visibility: Visibility, steps: tuple[str, ...]) -> Json:
    if isinstance(signed, list) and isinstance(anonymous, list) and len(signed) == len(anonymous):
        pairs = zip(signed, anonymous, strict=True)
        return [_completed(one, other, visibility, steps) for one, other in pairs]
    if not isinstance(signed, dict) or not isinstance(anonymous, dict):
        return anonymous
    personal = {name for name in signed.keys() | anonymous.keys() if visibility.may_differ(".".join((*steps, name)))}
    # Only where a field is missing does the order come from the other answer, too.
    order = (*signed, *anonymous) if personal & (signed.keys() - anonymous.keys()) else tuple(anonymous)
    return {
        name: signed[name]
        if name in personal
        else _completed(signed.get(name), anonymous[name], visibility, (*steps, name))
        for name in dict.fromkeys(order)
        if (name in signed if name in personal else name in anonymous)
    }
