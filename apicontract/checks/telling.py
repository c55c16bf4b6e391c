"""
What makes one answer telling, by what stands in it alone; and the case that preconditions look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from apicontract.contract.jsontypes import types_of
from apicontract.contract.tokens import TOKENS
from apicontract.semantics.links import LINKS
from apicontract.semantics.tolerance import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.checks.check import Evaluation
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.checks.shapes import SchemaMatch
    from apicontract.contract.model import Json, Record

#: Keywords of JSON Schema that bound a value beyond its type and its form.
_BOUNDS = frozenset(
    {"enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"}
)


@dataclass(frozen=True)
class TellingCase:
    """
    A ruling that found no difference, and what is known beside it.

    Attributes:
        context: what is promised.
        readings: all that the check may look at.
        everything: these, and those that an earlier check found wrong.
        evaluation: on which of them it ruled.
    """

    context: Context
    readings: Sequence[ParsedExchange]
    everything: Sequence[ParsedExchange]
    evaluation: Evaluation

    @property
    def reading(self) -> ParsedExchange:
        """
        The decisive answer.
        """
        return self.evaluation.readings[0]

    @property
    def page(self) -> Page | None:
        """
        The page of a list in it.
        """
        return self.reading.page

    @property
    def collection(self) -> KnownCollection | None:
        """
        The collection that it belongs to.
        """
        return self.context.collection_of(self.readings, self.reading)


Precondition: TypeAlias = "Callable[[TellingCase], bool]"


def _links(case: TellingCase) -> list[str]:
    page, reading, api = case.page, case.reading, case.context.api
    if page is None:
        return []
    if api.paging.unit == TOKENS:
        return [each for each in (page.next, page.previous) if each and api.paging.led_to]
    links = (LINKS[each](api, reading.asked, page.count) for each in reading.paging.led_to)
    return [each for each in links if each]


def _linked(case: TellingCase) -> bool:
    return bool(_links(case))


def _limit_rewritten(case: TellingCase) -> bool:
    paging = case.reading.paging
    written = case.reading.exchange.parameter(paging.size)
    return bool(paging.size) and _linked(case) and written != str(case.reading.asked.limit)


def _other_parameters(case: TellingCase) -> bool:
    paging = case.reading.paging.parameters
    return _linked(case) and any(name not in paging for name, _ in case.reading.exchange.query)


def _unsorted_query(case: TellingCase) -> bool:
    """
    The parameters of the link stand in another order than those of the request.
    """
    asked = [name for name, _ in case.reading.exchange.query]
    for link in _links(case):
        linked = [name for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True)]
        if [each for each in linked if each in asked] != [each for each in asked if each in linked]:
            return True
    return False


def _formatted(case: TellingCase) -> bool:
    return bool(case.reading.exchange.parameter(FORMAT))


def _holding(holds: Callable[[SchemaMatch], bool]) -> Precondition:
    """
    Some object of the answer is such that a flaw would be seen in it.
    """

    def of_row(context: Context, shape: str, row: Record) -> bool:
        return any(map(holds, context.objects_of(shape, row)))

    return lambda case: any(
        case.context.cached_per_row(holds, case.reading, row, of_row) for _, row in case.reading.rows
    )


def _field(promises: Callable[[Mapping[str, Json], Json], bool]) -> Precondition:
    """
    Some field of the answer has such a promise.
    """
    return _holding(
        lambda node: any(
            promises(inner, node.value[name])
            for name, inner in node.schema.get("properties", {}).items()
            if name in node.value and isinstance(inner, dict)
        )
    )


def _never_null(schema: Mapping[str, Json], _: Json) -> bool:
    return "type" in schema and "null" not in types_of(schema)


def _several_keys(node: SchemaMatch) -> bool:
    return len(node.value) > 1


def _required(node: SchemaMatch) -> bool:
    return bool(node.schema.get("required"))


def _several_refused(case: TellingCase) -> bool:
    """
    The body names more than one filter, as far as the resource has several.
    """
    asked, found = case.reading.asked, case.reading.json
    named = len(found) if isinstance(found, dict) else len(asked.filters.refusals)
    return named > 1 or len(asked.resource.parameters) < 2 or asked.null_search  # noqa: PLR2004 - several


def _escapable(case: TellingCase) -> bool:
    body = case.reading.exchange.body
    return not body.isascii() or b"\\u" in body


#: id of a check to its precondition for failing.
OF_ONE_ANSWER: Mapping[str, Precondition] = MappingProxyType(
    {
        "field-present": _holding(_required),
        "field-constant": _field(lambda schema, _: "const" in schema),
        "field-null": _field(_never_null),
        "field-type": _field(lambda schema, _: "type" in schema or "$ref" in schema),
        "field-format": _field(
            lambda schema, value: isinstance(value, str) and bool({"format", "pattern"} & set(schema))
        ),
        "field-value": _field(lambda schema, value: value is not None and not _BOUNDS.isdisjoint(schema)),
        "refusal-body": _several_refused,
        "link-base": _linked,
        "link-limit": _limit_rewritten,
        "link-parameters": _other_parameters,
        "link-encoding": _unsorted_query,
        "self-link-format": _formatted,
        "json-compact": _escapable,
        "key-order": _holding(_several_keys),
    }
)
