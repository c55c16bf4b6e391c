"""
Checks of the body: every record has its documented shape.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.checks.answers import NO_JSON
from apicontract.checks.check import Check, Difference, chain, each
from apicontract.checks.parameters import tolerates
from apicontract.checks.samples import sampled
from apicontract.contract.model import Level
from apicontract.contract.paging import value_at
from apicontract.contract.validation import validator_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.checks.shapes import SchemaMatch
    from apicontract.contract.model import Record
    from apicontract.contract.paging import Paging
    from apicontract.contract.validation import Flaw

#: check id to the schema keywords whose violation it reports; "null" is a null where none is allowed.
_KEYWORDS = {
    "field-present": {"required"},
    "field-constant": {"const"},
    "field-null": {"null"},
    "field-type": {"type"},
    "field-format": {"format", "pattern"},
}


_TYPES = {bool: "boolean", int: "number", float: "number", dict: "object", list: "array", str: "string"}


def _envelope(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    del context
    fit = reading.asked.route.kind == "list" and reading.answered and not reading.asked.refused
    if not fit or reading.json is NO_JSON:
        return None
    keys = list(reading.paging.keys)
    found = list(_keys(reading.json, keys)) if isinstance(reading.json, dict) else json_type(reading.json)
    if not keys and isinstance(reading.json, list):
        found = keys
    if found != keys:
        return [Difference("", f"the body has the keys {found}, not {keys}", keys, found)]
    if reading.page is None:
        wanted, told = _types(reading.paging, reading.json)
        return [Difference("", f"the body's values have the types {told}, not {wanted}", wanted, told)]
    return list(_echoes(reading))


def _echoes(reading: ParsedExchange) -> Iterator[Difference]:
    """
    Yield the keys of a body that repeat something else of the page than it has.
    """
    page, limit, start = reading.page, reading.asked.limit, reading.start
    # What a number of rows that is none comes to is the business of another check.
    if page is None or not reading.placed or reading.oddly_sized:
        return
    right = {"size": limit, "shown": len(page.rows), "number": start // limit + reading.paging.first, "before": start}
    right |= {"pages": -(-page.count // limit)} if reading.paging.counts else {}
    for key, meaning in reading.paging.echoes:
        found = value_at(reading.json, key)
        if meaning in right and page.rows and found != right[meaning]:
            message = f"{key} is {found}, and the page has {right[meaning]}"
            yield Difference("/" + key.replace(".", "/"), message, right[meaning], found)


def _types(paging: Paging, body: Any) -> tuple[str, str]:
    """
    Return which types the values of a list's body must have, and which they have.
    """
    if not paging.keys:
        counted = f" and a whole number in the header {paging.total}" if paging.total else ""
        return f"objects alone{counted}", ", ".join(dict.fromkeys(map(json_type, body)))
    kinds = {
        paging.count: "a whole number",
        paging.next: "a link or null",
        paging.previous: "a link or null",
        paging.token: "a token or null",
        paging.back_token: "a token or null",
        paging.more: "true where there is a next page",
    }
    wanted = (f"{key} {kinds.get(key, 'a list of objects')}" for key in paging.keys)
    return ", ".join(wanted), ", ".join(f"{key} {json_type(value_at(body, key))}" for key in paging.keys)


def json_type(value: Any) -> str:
    """
    Return what JSON calls a value.
    """
    return "null" if value is None else _TYPES.get(type(value), "text")


def _keys(body: Record, expected: Sequence[str], before: str = "") -> Iterator[str]:
    """
    Yield the keys of a body, dotted where one is expected inside.
    """
    for key, value in body.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and any(each.startswith(f"{name}.") for each in expected):
            yield from _keys(value, expected, f"{name}.")
        else:
            yield name


def _flawed(name: str) -> CheckFunction:
    """
    Make the check that reports one kind of flaw.
    """

    def function(context: Context, reading: ParsedExchange) -> list[Difference] | None:
        if not reading.rows:
            return None
        found = context.cached_per_exchange("flaws", reading, _flaws)
        return [
            _difference(context, reading, pointer, row, flaw) for pointer, row, flaw in found if _kind(flaw) == name
        ]

    return each(function)


def _flaws(context: Context, reading: ParsedExchange) -> list[tuple[str, Record, Flaw]]:
    return [
        (pointer, row, flaw)
        for pointer, row in reading.rows
        for flaw in context.cached_per_row("flaws", reading, row, _flaws_of)
    ]


def _flaws_of(context: Context, shape: str, row: Record) -> tuple[Flaw, ...]:
    return tuple(validator_for(context.api, shape).errors(row))


def _kind(flaw: Flaw) -> str:
    keyword = "null" if flaw.keyword == "type" and flaw.found is None else flaw.keyword
    return next((name for name, keywords in _KEYWORDS.items() if keyword in keywords), "field-value")


def _difference(context: Context, reading: ParsedExchange, pointer: str, row: Record, flaw: Flaw) -> Difference:
    found = None if flaw.keyword == "required" else flaw.found
    numbers, few = sampled(context, reading, row, flaw)
    return Difference(
        pointer + flaw.pointer, flaw.message + numbers, flaw.expected, found, reading.name(row), doubtful=few
    )


def _mode(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    Rows of another mode: they are not what was asked, but exactly what another mode is.
    """
    shapes = reading.asked.resource.shapes if reading.rows else {}
    if len(shapes) < 2:  # noqa: PLR2004 - with one shape there is nothing to mistake
        return None
    found = []
    for pointer, row in reading.rows:
        fits = [mode for mode, shape in shapes.items() if _is(context, shape, row)]
        if fits and reading.asked.mode not in fits:
            message = f"mode {reading.asked.mode} was asked; this row is in mode {fits[0]}"
            found.append(Difference(pointer, message, reading.asked.mode, fits[0], reading.name(row)))
    return found


def _unknown_mode(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    return _mode(context, reading) if any(each.kind == "mode-unknown" for each in reading.asked.tolerated) else None


def _is(context: Context, shape: str, row: dict[str, object]) -> bool:
    declared = context.api.shapes[shape].schema.get("properties", {})
    return set(row) == set(declared) and validator_for(context.api, shape).is_valid(row)


def _undeclared(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    if not reading.rows:
        return None
    return [
        Difference(
            f"{pointer}{node.pointer}/{name}", f"{name} is not declared", None, node.value[name], reading.name(row)
        )
        for pointer, row in reading.rows
        for node, name in context.cached_per_row("undeclared", reading, row, _surplus)
    ]


def _surplus(context: Context, shape: str, row: Record) -> list[tuple[SchemaMatch, str]]:
    return [
        (node, name)
        for node in context.objects_of(shape, row)
        for name in node.value
        if "properties" in node.schema and name not in node.schema["properties"]
    ]


def _key_order(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    if not reading.rows:
        return None
    found = []
    for pointer, row in reading.rows:
        for place, declared, sent in context.cached_per_row("disordered", reading, row, _disordered):
            message = f"the fields are in the order {', '.join(sent)}; documented is {', '.join(declared)}"
            found.append(Difference(pointer + place, message, declared, sent, reading.name(row)))
    return found


def _disordered(context: Context, shape: str, row: Record) -> list[tuple[str, list[str], list[str]]]:
    """
    Return where fields stand in another order than the documented one, that order, and the order sent.
    """
    found = []
    for node in context.objects_of(shape, row):
        declared = [name for name in node.schema.get("properties", ()) if name in node.value]
        sent = [name for name in node.value if name in declared]
        if sent != declared:
            found.append((node.pointer, declared, sent))
    return found


def _readable(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    del context
    known = reading.asked.route.kind in ("list", "detail", "singleton", "root")
    if not known or reading.exchange.method != "GET" or reading.exchange.status != HTTPStatus.OK:
        return None
    if reading.json is not NO_JSON:
        marked = reading.exchange.body.startswith(BOM_UTF8)
        return [Difference("", "the JSON starts with a byte order mark (RFC 8259, section 8.1)")] if marked else []
    start = reading.exchange.body[:80].decode("utf-8", errors="replace")
    return [Difference("", f"the body holds no JSON; it begins with {start!r}", None, start)]


def _singleton(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    shape = context.api.singletons.get(reading.asked.route.key)
    if shape is None or not reading.answered or reading.json is NO_JSON:
        return None
    flaws = validator_for(context.api, shape).errors(reading.json)
    return [Difference(flaw.pointer, flaw.message, flaw.expected, flaw.found) for flaw in flaws]


CHECKS = (
    Check("json-readable", "schema", "A successful response contains JSON.", "one", each(_readable)),
    Check(
        "envelope",
        "schema",
        "The body of a list has count, next, previous and results, in this order.",
        "one",
        each(_envelope),
    ),
    Check(
        "mode-unknown",
        "modes",
        "An unknown mode is ignored.",
        "many",
        chain(each(_unknown_mode), tolerates("mode-unknown")),
    ),
    Check(
        "mode-shape",
        "modes",
        "Rows are in the requested mode, or in the default mode if none was requested.",
        "one",
        each(_mode),
    ),
    *(
        Check(name, "schema", sentence, "one", _flawed(name))
        for name, sentence in (
            ("field-present", "Every documented field is present."),
            ("field-constant", "A constant field has its documented value."),
            ("field-null", "A field is null only where documented."),
            ("field-type", "Every field has its documented type."),
            ("field-format", "Strings have their documented format: URLs, dates, durations."),
            ("field-value", "Every value is within its documented enumeration and bounds."),
        )
    ),
    Check(
        "singleton-shape",
        "schema",
        "A response that is not a collection matches its schema.",
        "one",
        each(_singleton),
    ),
)

SURFACE_CHECKS = (
    Check(
        "key-order",
        "schema",
        "Fields are in the documented order.",
        "one",
        each(_key_order),
        scope="surface",
    ),
    Check(
        "undeclared-field",
        "schema",
        "A response has no undocumented field.",
        "one",
        each(_undeclared),
        level=Level.NOTE,
        scope="surface",
    ),
)
