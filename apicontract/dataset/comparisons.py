"""
How a record's value is compared with a value of a query: the reading of the side that serves.

`apicontract.contract.lookups` declares the lookups; `mockserver.engine` selects by this table, and the placement of
recorded pages reads recorded queries by it.
"""

from __future__ import annotations

import datetime as dt
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def fold(text: str) -> str:
    """
    Remove letter case as a database does: character by character, so that the length stays.
    """
    if text.isascii():
        return text.upper()
    return "".join(upper if len(upper := each.upper()) == 1 else each for each in text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    How the values of a lookup are compared.

    Attributes:
        holds: a record's value (never null) and a value of the query -> whether the record is selected.
        folded: whether both are given to `holds` as texts without letter case (`fold`).
        equality: whether it is plain equality, so that an index of the values answers it.
    """

    holds: Callable[[Any, Any], bool]
    folded: bool = False
    equality: bool = False

    def compare(self, value: Any, sought: Any) -> bool:
        """
        Return whether a record's value (never null) is what a value of the query asks for.
        """
        return self.holds(fold(str(value)), fold(str(sought))) if self.folded else self.holds(value, sought)


def _contains(value: Any, sought: Any) -> bool:
    return str(sought) in str(value)


def _starts(value: Any, sought: Any) -> bool:
    return str(value).startswith(str(sought))


def _ends(value: Any, sought: Any) -> bool:
    return str(value).endswith(str(sought))


#: lookup name to its comparison; `isnull` and `rule`, which ask for no value, have none.
COMPARISONS: Mapping[str, Comparison] = {
    "exact": Comparison(operator.eq, equality=True),
    "iexact": Comparison(operator.eq, folded=True),
    "contains": Comparison(_contains),
    "icontains": Comparison(_contains, folded=True),
    "startswith": Comparison(_starts),
    "istartswith": Comparison(_starts, folded=True),
    "endswith": Comparison(_ends),
    "iendswith": Comparison(_ends, folded=True),
    "gt": Comparison(operator.gt),
    "gte": Comparison(operator.ge),
    "lt": Comparison(operator.lt),
    "lte": Comparison(operator.le),
    "in": Comparison(operator.eq, equality=True),
    "any": Comparison(operator.eq, equality=True),
    "year": Comparison(lambda value, sought: value.astimezone(dt.UTC).year == int(sought)),
    "month": Comparison(lambda value, sought: value.astimezone(dt.UTC).month == int(sought)),
    "day": Comparison(lambda value, sought: value.astimezone(dt.UTC).day == int(sought)),
}
