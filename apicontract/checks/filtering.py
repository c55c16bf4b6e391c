"""
Laws of the filters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, each
from apicontract.checks.paths import values_at
from apicontract.checks.predicates import satisfies
from apicontract.lookups import LOOKUPS
from apicontract.model import Grade

if TYPE_CHECKING:
    from apicontract.checks.answers import Reading
    from apicontract.checks.conditions import Condition
    from apicontract.checks.context import Context
    from apicontract.model import Record


def _rows_satisfy(context: Context, reading: Reading) -> list[Difference] | None:
    del context
    conditions = reading.asked.filters.conditions
    if not conditions or not reading.rows:
        return None
    return [
        _unsatisfied(reading, pointer, row, condition)
        for pointer, row in reading.rows
        for condition in conditions
        if satisfies(condition, row) is False
    ]


def _unsatisfied(reading: Reading, pointer: str, row: Record, condition: Condition) -> Difference:
    parameter = condition.parameter
    found = [value for path in parameter.fields for value in values_at(row, path)]
    shown = found[0] if len(found) == 1 else found
    promise = LOOKUPS[parameter.lookup].sentence.format(field=" or ".join(parameter.fields), value=condition.text)
    return Difference(
        place=f"{pointer}/{parameter.fields[0].replace('.', '/')}",
        message=f"{parameter.name}={condition.text} asks for rows where {promise}; this row has {shown!r}",
        expected=promise,
        found=shown,
        record=reading.name(row),
        grade=parameter.grade,
    )


CHECKS = (
    Check(
        "filter-kept",
        "filtering",
        "Every row of a filtered answer satisfies each filter asked.",
        Grade.PUBLISHED,
        "one",
        each(_rows_satisfy),
    ),
)
