"""
Checks of the ordering on one page.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from apicontract.checks.check import Check, Difference, Evaluation, chain, each
from apicontract.contract.paths import ABSENT
from apicontract.contract.querynames import ordering_names
from apicontract.semantics.sorting import inversion, sent
from apicontract.semantics.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.contract.model import Record
    from apicontract.semantics.ordering import OrderingTerm
    from apicontract.semantics.sorting import Inversion


#: The id of a check that rows break, and how.
_Wrong: TypeAlias = "tuple[str, Difference | None]"
#: Different values that must stand in another order before it tells which mistake it is.
_TELLING = 3


def _function(name: str) -> CheckFunction:
    """
    Make the check that reports one way in which rows are not sorted.
    """

    def shown(context: Context, reading: ParsedExchange) -> list[Difference] | None:
        rows = [row for _, row in reading.rows]
        if reading.page is None or not reading.asked.ordering or len(rows) < 2:  # noqa: PLR2004 - one row is sorted
            return None
        return _differences(name, reading, rows, context.cached_per_exchange("inversion", reading, _inverted))

    def hidden(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
        for collection in context.collections(readings):
            for reading, rows, wrong in context.once(("hidden", id(collection)), partial(_hidden, context, collection)):
                differences = _differences(name, reading, rows, wrong)
                if differences is not None:
                    yield Evaluation((reading,), tuple(differences))

    return chain(each(shown), hidden)


def _differences(name: str, reading: ParsedExchange, rows: Sequence[Record], wrong: _Wrong) -> list[Difference] | None:
    kind, difference = wrong
    if kind == name and difference is not None:
        return [difference]
    return [] if _RELEVANT[name](reading.asked.ordering, rows) else None


def _inverted(context: Context, reading: ParsedExchange) -> _Wrong:
    return _wrong(context, reading, [row for _, row in reading.rows])


def _hidden(context: Context, collection: KnownCollection) -> list[tuple[ParsedExchange, list[Record], _Wrong]]:
    """
    Return the pages that do not show what they are sorted by, with their rows as other answers show them.
    """
    found = []
    for reading, page in collection.lists:
        paths = [key.field.path for key in reading.asked.ordering]
        rows = [collection.full(reading, row, paths) for row in page.rows]
        if any(one is not other for one, other in zip(rows, page.rows, strict=True)):
            found.append((reading, rows, _wrong(context, reading, rows)))
    return found


def _wrong(context: Context, reading: ParsedExchange, rows: Sequence[Record]) -> _Wrong:
    """
    Return the id of the check that the rows break, and how; "" if they are sorted.
    """
    keys = reading.asked.ordering
    wrong = _coarsest(context, keys, rows)
    if wrong is None:
        return "", None
    doubtful = ordering_names(context.api)[0] in reading.asked.presumed
    return _kind(context, keys, rows, wrong), replace(_difference(reading, rows, wrong), doubtful=doubtful)


def _coarsest(context: Context, keys: Sequence[OrderingTerm], rows: Sequence[Record]) -> Inversion | None:
    """
    Return an inversion by the earliest term that the rows are not sorted by.
    """
    wrong = inversion(keys, rows, context.rules)
    while wrong is not None and wrong.depth > 0:
        earlier = inversion(keys[: wrong.depth], rows, context.rules)
        if earlier is None:
            break
        wrong = earlier
    return wrong


def _kind(context: Context, keys: Sequence[OrderingTerm], rows: Sequence[Record], wrong: Inversion) -> str:
    """
    Return the id of the check that unsorted rows break: what else they are sorted by tells the mistake.
    """
    key = wrong.key
    turned = replace(key, descending=not key.descending)
    known = _without_nulls(key, rows)
    if None in wrong.values and inversion(keys[: wrong.depth + 1], known, context.rules) is None:
        return "ordering-nulls"
    if wrong.depth > 0:
        return _later_kind(context, keys, rows)
    if len({str(sent(key, row)) for row in rows}) < _TELLING:
        return "ordering-kept"
    if any(inversion([turned], rows, replace(context.rules, nulls_last=end)) is None for end in (True, False)):
        return "ordering-direction"
    if key.field.type not in ("text", "choice") and inversion([_as_text(key)], rows, context.rules) is None:
        return "ordering-typed"
    return "ordering-kept"


def _later_kind(context: Context, keys: Sequence[OrderingTerm], rows: Sequence[Record]) -> str:
    """
    Return the id of the check that rows break which are sorted by the first term, but not by a later one.
    """
    plain = [replace(each, descending=False) for each in keys]
    if plain != list(keys) and inversion(plain, rows, context.rules) is None:
        return "ordering-direction"
    texts = [_as_text(each) for each in keys]
    return "ordering-typed" if inversion(texts, rows, context.rules) is None else "ordering-several"


def _without_nulls(key: OrderingTerm, rows: Sequence[Record]) -> list[Record]:
    return [row for row in rows if sent(key, row) is not None]


def _as_text(key: OrderingTerm) -> OrderingTerm:
    return replace(key, field=replace(key.field, type="text"))


def _difference(reading: ParsedExchange, rows: Sequence[Record], wrong: Inversion) -> Difference:
    one, other = wrong.values
    pointer = reading.rows[wrong.place][0]
    return Difference(
        place=f"{pointer}/{wrong.key.field.path.replace('.', '/')}",
        message=f"ordering={','.join(reading.ordered)} puts {wrong.key.field.name} {one!r} before {other!r}",
        expected=other,
        found=one,
        record=reading.name(rows[wrong.place]),
    )


def _distinct(keys: Sequence[OrderingTerm], rows: Sequence[Record]) -> bool:
    return len({str(sent(keys[0], row)) for row in rows}) > 1


def _has_nulls(keys: Sequence[OrderingTerm], rows: Sequence[Record]) -> bool:
    return any(len({sent(key, row) is None for row in rows}) > 1 for key in keys)


def _has_ties(keys: Sequence[OrderingTerm], rows: Sequence[Record]) -> bool:
    values = [str(sent(keys[0], row)) for row in rows]
    return len(keys) > 1 and len(set(values)) < len(values)


def _differs_as_text(keys: Sequence[OrderingTerm], rows: Sequence[Record]) -> bool:
    """
    Return whether the values of the first key stand in another order when they are sorted as texts.
    """
    values = [value for value in (sent(keys[0], row) for row in rows) if value is not None and value is not ABSENT]
    try:
        return [str(each) for each in sorted(values, key=partial(parse_value, keys[0].field.type))] != sorted(
            map(str, values)
        )
    except (ValueError, TypeError, ArithmeticError):
        return False


#: check id to whether a page with such keys and rows can show that mistake.
_RELEVANT = {
    "ordering-several": _has_ties,
    "ordering-nulls": _has_nulls,
    "ordering-direction": _distinct,
    "ordering-typed": _differs_as_text,
    "ordering-kept": _distinct,
}

CHECKS = tuple(
    Check(name, "ordering", sentence, "one", _function(name))
    for name, sentence in (
        ("ordering-direction", "A leading minus sorts descending; without it, ascending."),
        ("ordering-nulls", "Nulls sort at their documented end."),
        ("ordering-typed", "Rows are sorted by value, not by text: durations as durations."),
        ("ordering-kept", "Rows are sorted by the requested ordering."),
        ("ordering-several", "Rows that tie in one term are sorted by the next."),
    )
)
