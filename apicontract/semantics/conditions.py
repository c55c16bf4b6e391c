"""
The filters of a query -> conditions, refusals and texts without effect.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import (
    BOOLEANS,
    LOOKUPS,
    NOT_A_CHOICE,
    NOT_A_KEY,
    NOT_A_UUID,
    Accepted,
    Ignored,
    Refused,
)
from apicontract.contract.model import Parameter
from apicontract.contract.rules import field_rules
from apicontract.semantics.values import read_value

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Resource


#: Types of which the framework understands more spellings than the service writes: `1`, ` 4`, `TRUE`.
_SPELLED = frozenset({*BOOLEANS, "related", "integer", "number", "text", "uuid"})
#: Types of which letter case says nothing (RFC 9562, section 4).
_IN_ANY_CASE = frozenset({"uuid"})
#: Types as which identifiers that are numbers are read.
_NUMBERED = frozenset({"related", "integer"})
#: How several choices are refused of which one is empty, by the type of the identifiers; one alone is no filter.
_EMPTY_AMONG_CHOICES = {"uuid": NOT_A_UUID, **dict.fromkeys(_NUMBERED, NOT_A_KEY)}


@dataclass(frozen=True, slots=True)
class Condition:
    """
    A filter that a request asks for and that was understood.

    Attributes:
        parameter: the documented filter.
        text: the query text that counts (several joined by a comma).
        values: what the text stands for; several are alternatives.
        now: the moment of the answer, for rules that hang on time; None if unknown.
    """

    parameter: Parameter
    text: str
    values: tuple[Any, ...]
    now: dt.datetime | None = None

    def __str__(self) -> str:
        return f"{self.parameter.name}={self.text}"

    @property
    def inferred(self) -> bool:
        """
        Whether only the framework says that the filter is not without effect, or how it works.
        """
        return self.parameter.grade.inferred or (self.spelled and isinstance(self.values[0], bool))

    @property
    def spelled(self) -> bool:
        """
        Whether only the framework says that the text stands for its values: `1`, ` 4`, `+4`.
        """
        texts = {self.plain, ",".join(map(str, self.values))}
        text = self.text.lower() if self.parameter.type in _IN_ANY_CASE else self.text
        return self.parameter.type in _SPELLED and text not in texts

    @property
    def plain(self) -> str:
        """
        The text by which anybody would ask for the values.
        """
        written = ",".join(map(str, self.values))
        return written.lower() if isinstance(self.values[0], bool) else written


@dataclass(frozen=True, slots=True)
class Filters:
    """
    What the filters of a query come to.

    Attributes:
        conditions: those that select, in the order of declaration.
        refusals: parameter name to the sentences that a 400 answers, in the order of declaration.
        ignored: names of parameters whose value is unreadable and therefore has no effect.
        empty: names of parameters that were given without a value.
        unclear: names of parameters whose text this reading does not dare to interpret.
    """

    conditions: tuple[Condition, ...] = ()
    refusals: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ignored: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def read_filters(
    resource: Resource, exchange: Exchange, kinds: Mapping[str, str] | None = None, *, held: bool = False
) -> Filters:
    """
    Return what the documented filters of a resource come to in a request.

    Args:
        resource: the one that is filtered.
        exchange: the request.
        kinds: entity to the type as which its identifiers are read, where that is not the parameter's own.
        held: whether a filter by several choices refuses what is none of them, an empty text included.
    """
    conditions: list[Condition] = []
    refusals: list[tuple[str, tuple[str, ...]]] = []
    without: dict[str, list[str]] = {"ignored": [], "empty": [], "unclear": []}
    given: dict[str, list[str]] = {}
    for name, value in exchange.query:
        given.setdefault(name, []).append(value)
    for parameter in resource.parameters:
        if parameter.name not in given:
            continue
        texts = given[parameter.name]
        typed = _typed(parameter, kinds or {})
        match _read(typed, texts) if not _chooses(typed) or "" not in texts else _empty_choice(typed, texts, held=held):
            case Condition() as condition:
                conditions.append(replace(condition, now=exchange.moment) if parameter.rules else condition)
            case Refused(messages):
                refusals.append((parameter.name, messages))
            case str(kind):
                without[kind].append(parameter.name)
    return Filters(tuple(conditions), tuple(refusals), **{kind: tuple(names) for kind, names in without.items()})


def selection_of(resource: Resource, exchange: Exchange) -> Condition | None:
    """
    Return what a resource lists of its entity, as a condition at the moment of an answer; None if it lists all.
    """
    if resource.selects is None:
        return None
    fields = tuple(dict.fromkeys(each.field for each in field_rules(resource.selects.rule)))
    parameter = Parameter(
        resource.name, fields, "rule", "text", None, (), resource.selects.grade, (("", resource.selects.rule),)
    )
    return Condition(parameter, "", ("",), exchange.moment)


def _typed(parameter: Parameter, kinds: Mapping[str, str]) -> Parameter:
    """
    Return a filter by identifier with the type of the entity that it refers to.
    """
    kind = kinds.get(parameter.related or "")
    return parameter if kind in (None, parameter.type) else replace(parameter, type=kind)


def _read(parameter: Parameter, texts: Sequence[str]) -> Condition | Refused | str:
    """
    Return a condition, a refusal, or why there is neither: "ignored", "empty" or "unclear".
    """
    style = LOOKUPS[parameter.lookup].values
    if style == "one":
        return _single(parameter, texts[-1])
    return _several(parameter, texts[-1].split(",") if style == "comma" else texts)


def _chooses(parameter: Parameter) -> bool:
    """
    Return whether a filter takes several of a known set of choices, each in a parameter of its own.
    """
    several = LOOKUPS[parameter.lookup].values == "repeated"
    return several and bool(parameter.choices or parameter.related is not None)


def _empty_choice(parameter: Parameter, texts: Sequence[str], *, held: bool) -> Refused | str:
    """
    Read several choices of which one is empty, which is no choice.

    (`django.forms.ModelMultipleChoiceField`, `MultipleChoiceField`); which of several is named is not known.
    """
    if not held or set(texts) != {""}:
        return "unclear"
    sentence = _EMPTY_AMONG_CHOICES.get(parameter.type, NOT_A_CHOICE) if parameter.related else NOT_A_CHOICE
    return Refused((sentence.format(""),))


def _single(parameter: Parameter, text: str) -> Condition | Refused | str:
    reading = _value(parameter, text)
    if parameter.related is not None and parameter.type not in _NUMBERED and text and not _exactly(reading, text):
        # How an identifier that is no number is read, and refused, hangs on the model's field.
        return "unclear"
    match reading:
        case Accepted(value):
            return Condition(parameter, text, (value,))
        case Refused() as refused:
            return refused
        case _:
            return "ignored" if text.strip() else "empty"


def _exactly(reading: Accepted | Ignored | Refused, text: str) -> bool:
    return isinstance(reading, Accepted) and str(reading.value) == text


def _several(parameter: Parameter, texts: Sequence[str]) -> Condition | Refused | str:
    """
    Read a list; one with a member that is empty or unreadable is left alone unless nothing at all is given.
    """
    readings = [_value(parameter, text) for text in texts]
    if parameter.related is not None and any(not _canonical(*pair) for pair in zip(readings, texts, strict=True)):
        return "unclear"
    accepted = tuple(each.value for each in readings if isinstance(each, Accepted))
    if len(accepted) == len(readings):
        return Condition(parameter, ",".join(texts), accepted)
    # A list of nothing but blanks is a list all the same: the framework selects what has none of its members.
    nothing = texts == [""] or LOOKUPS[parameter.lookup].values == "repeated"
    return "empty" if nothing and all(isinstance(each, Ignored) for each in readings) else "unclear"


def _canonical(reading: Accepted | Ignored | Refused, text: str) -> bool:
    """
    Whether an identifier is written as the service writes it.

    Several in a list are compared as texts (`django.forms.ModelMultipleChoiceField`).
    """
    return not isinstance(reading, Accepted) or str(reading.value) == text


def _value(parameter: Parameter, text: str) -> Accepted | Ignored | Refused:
    reading = read_value(parameter.query_type, text)
    if isinstance(reading, Accepted) and parameter.query_type == "choice" and text not in parameter.choices:
        return Refused((NOT_A_CHOICE.format(text),))
    return reading
