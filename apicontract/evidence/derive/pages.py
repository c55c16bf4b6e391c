"""
Exchanges -> rows: which resource an answer is of, in which mode, and what its documentation says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from apicontract.contract.paging import value_at
from apicontract.evidence.derive.nesting import Nested, nested
from apicontract.evidence.paging import is_bare_list, recognised, types_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apicontract.contract.model import Exchange

_OK = 200
_MAXIMUM = re.compile(r"\(max\.? (\d+)\)")
#: What a line of documentation lists, told by its heading and its label.
_LISTS: tuple[tuple[str, str, str], ...] = (
    ("modes", r"mode|detail|level", r"mode|detail|level|choice"),
    ("parameters", r"filter", r"parameter|filter|^fields?$"),
    ("search", r"filter|search", r"search"),
    ("ordering", r"order|sort", r"field|order|sort"),
)


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


@dataclass
class Documented:
    """
    What the documentation above a page lists.
    """

    modes: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    search: list[str] = field(default_factory=list)
    ordering: list[str] = field(default_factory=list)
    maximum: int | None = None


def pages_of(exchanges: Iterable[Exchange], base_path: str) -> Iterator[SourcePage]:
    """
    Yield the answers below the base path that hold records: lists in a known envelope, and single records.

    A single record stands one folder below a path that also gave a list, or below any other path.
    """
    good = [each for each in exchanges if each.status == _OK and each.path.startswith(base_path)]
    bodies = [(each, _json(each)) for each in good]
    lists = {_below(each.path, base_path): rows for each, body in bodies if (rows := _rows(body)) is not None}
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


def listed_in(sections: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Documented:
    """
    Return what sections of documentation list: a heading each, with lines of a label and a text.
    """
    found = Documented()
    for heading, lines in sections:
        for label, text in lines:
            maximum = _MAXIMUM.search(f"{label} {text}")
            if maximum:
                found.maximum = int(maximum.group(1))
            name = _kind(heading, label) if text else None
            if name:
                setattr(found, name, [each.strip() for each in text.split(",") if each.strip()])
    return found


def mode_field(page: SourcePage, choices: Iterable[str]) -> str:
    """
    Return the field that names the mode in which a row stands, or "".
    """
    known = [*dict.fromkeys(choices)]
    keys = (key for row in page.rows[:1] for key in row)
    return next((key for key in keys if known and all(row.get(key) in known for row in page.rows)), "")


def _kind(heading: str, label: str) -> str | None:
    for name, above, beside in _LISTS:
        if re.search(above, heading, re.IGNORECASE) and re.search(beside, label, re.IGNORECASE):
            if name == "parameters" and re.search("search", label, re.IGNORECASE):
                continue
            return name
    return None


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
