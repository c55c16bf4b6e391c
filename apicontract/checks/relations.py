"""
Checks of the fields of one record beside each other: what always held of them still does.

What recordings show is a fact of the data of their hosts, and says nothing of other ones; a declaration holds for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.checks.again import measured
from apicontract.checks.check import Check, Difference, each
from apicontract.contract.confidence import enough
from apicontract.contract.model import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context


def _function(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    Return the relations that the objects of an answer break; None if it shows none that anything is said of.
    """
    found: list[Difference] = []
    decided = False
    for pointer, row, node in context.objects(reading):
        for said in node.schema.get("x-relations", ()):
            one, other = (node.value.get(name) for name in said["fields"])
            if one is None or other is None or not _applies(context, reading, said):
                continue
            decided = True
            if _RELATIONS[said["kind"]][0](one, other):
                found.append(_difference(said, pointer + node.pointer, one, other, reading.name(row)))
    return found if decided else None


def _applies(context: Context, reading: ParsedExchange, said: Mapping[str, Any]) -> bool:
    """
    Whether a relation is declared, or was seen in enough records of the host that answers.
    """
    if "records" not in said:
        return True
    return reading.asked.origin in said.get("hosts", ()) and enough(context.api, said["records"])


def _difference(said: Mapping[str, Any], pointer: str, one: Any, other: Any, title: str) -> Difference:
    first, second = said["fields"]
    seen = "records" in said
    numbers = f" (otherwise in 0 of {said['records']} recorded)" if seen else ""
    message = (
        f"{first} is {one!r} and {second} is {other!r}; {_RELATIONS[said['kind']][1].format(first, second)}{numbers}"
    )
    return Difference(f"{pointer}/{first}", message, other, one, title, level=Level.WARNING if seen else None)


def _more(one: Any, other: Any) -> bool:
    first, second = measured(one), measured(other)
    return first is not None and type(first) is type(second) and first > second


def _another_length(one: Any, other: Any) -> bool:
    return isinstance(other, list) and one != len(other)


def _without_key(one: Any, other: Any) -> bool:
    return isinstance(one, str) and "://" in one and str(other) not in urlsplit(one).path.split("/")


#: Kind of a relation to whether two values break it, and its sentence.
_RELATIONS: Mapping[str, tuple[Callable[[Any, Any], bool], str]] = {
    "at-most": (_more, "{0} is at most {1}"),
    "length": (_another_length, "{0} is the length of {1}"),
    "contains": (_without_key, "{0} contains {1}"),
}

CHECKS = (
    Check(
        "field-relation",
        "schema",
        "Fields of a record that always stood in a relation to each other still do.",
        "one",
        each(_function),
        scope="derived",
    ),
)
