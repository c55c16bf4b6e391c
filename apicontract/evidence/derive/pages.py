"""
Exchanges -> rows: which resource an answer is of, in which mode, and what its documentation says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from apicontract.contract.documented import Documented, listed_in
from apicontract.contract.paging import value_at
from apicontract.evidence.derive.nesting import Nested, nested
from apicontract.evidence.paging import is_bare_list, recognised, types_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apicontract.contract.model import Exchange

_OK = 200


@dataclass(frozen=True)
class SourcePage:
    """
    One recorded answer that holds records.

    Attributes:
        resource: path below the base path, without the closing slash.
        rows: the records.
        detail: whether it is the answer of a single record.
        exchange: where they come from.
        nested: where the list stands.
    """

    resource: str
    rows: tuple[Mapping[str, Any], ...]
    detail: bool
    exchange: Exchange
    nested: Nested | None = None


def pages_of(exchanges: Iterable[Exchange], base_path: str) -> Iterator[SourcePage]:
    """
    Yield the answers below the base path that hold records: lists in a known envelope, and single records.

    A single record stands one folder below a path that also gave a list, or below any other path.
    """
    good = [each for each in exchanges if each.status == _OK and each.path.startswith(base_path)]
    bodies = [(each, _json(each)) for each in good]
    lists: dict[str, list[Mapping[str, Any]]] = {}
    for each, body in bodies:
        if (rows := _rows(body)) is not None:
            lists.setdefault(_below(each.path, base_path), []).extend(rows)
    for exchange, body in bodies:
        name = _below(exchange.path, base_path)
        rows = _rows(body)
        parent = name.rpartition("/")[0]
        if rows is not None and name:
            place = nested(name, lists)
            yield SourcePage(place.resource, rows, detail=False, exchange=exchange, nested=place)
        elif isinstance(body, dict) and parent and (parent in lists or _names_itself(body, name)):
            place = nested(parent, lists)
            yield SourcePage(place.resource, (body,), detail=True, exchange=exchange, nested=place)


def documented(exchange: Exchange) -> Documented:
    """
    Return what the documentation of a page lists.
    """
    return listed_in(exchange.documentation.sections if exchange.documentation else ())


def mode_field(page: SourcePage, choices: Iterable[str]) -> str:
    """
    Return the field that names the mode in which a row stands, or "".
    """
    known = [*dict.fromkeys(choices)]
    keys = (key for row in page.rows[:1] for key in row)
    return next((key for key in keys if known and all(row.get(key) in known for row in page.rows)), "")


def _json(exchange: Exchange) -> Any:
    try:
        return exchange.json
    except ValueError:
        return None


def _below(path: str, base_path: str) -> str:
    return unquote(path[len(base_path) :]).strip("/")


def _rows(body: Any) -> tuple[Mapping[str, Any], ...] | None:
    if is_bare_list(body):
        return tuple(body)
    paging = recognised(types_in(body), ())
    return None if paging is None else tuple(value_at(body, paging.rows))


def _names_itself(body: Mapping[str, Any], name: str) -> bool:
    last = name.rpartition("/")[2]
    return any(str(value) == last for value in body.values() if isinstance(value, int | str))
