"""
Query texts -> conditions, or all that is wrong with them (`django_filters.rest_framework`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import (
    INVALID_CHOICE,
    LOOKUPS,
    NOT_A_CHOICE,
    NOT_A_KEY,
    NOT_A_UUID,
    NULL_CHARACTER,
    Accepted,
    Ignored,
    Refused,
)
from apicontract.dataset.values import READERS
from mockserver.http.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apicontract.contract.model import Parameter
    from mockserver.http.request import Request


@dataclass(frozen=True, slots=True)
class FilterCondition:
    """
    What one parameter of a request asks for.

    Attributes:
        parameter: the documented filter.
        values: any of these will do; none at all matches nothing.
        type: key of `lookups.TYPES` that the values belong to.
    """

    parameter: Parameter
    values: tuple[Any, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Choices:
    """
    The identifiers that a filter may refer to.

    Attributes:
        type: how an identifier is read.
        known: those that exist.
        refuse: whether one that does not exist is an error, or matches nothing.
    """

    type: str
    known: frozenset[Any]
    refuse: bool


def read_conditions(
    parameters: Iterable[Parameter],
    request: Request,
    choices: Mapping[str, Choices],
    refused: Mapping[str, Sequence[str]] | None = None,
) -> tuple[FilterCondition, ...]:
    """
    Read the filters that a request gives.

    `refused` are the sentences of what is refused besides, which stand last.

    Raises:
        Refusal: 400 with the sentences of every filter that cannot be used, in the order of declaration.
    """
    conditions, errors = [], {}
    for parameter in parameters:
        outcome = _READERS[LOOKUPS[parameter.lookup].values](parameter, request, choices)
        if isinstance(outcome, Refused):
            errors[parameter.name] = list(outcome.messages)
        elif isinstance(outcome, Accepted):
            conditions.append(FilterCondition(parameter, tuple(outcome.value), kind_of(parameter, choices)))
    if errors or refused:
        raise invalid({**errors, **(refused or {})})
    return tuple(conditions)


def _one(parameter: Parameter, request: Request, choices: Mapping[str, Choices]) -> Accepted | Ignored | Refused:
    text = request.last.get(parameter.name)
    outcome = Ignored() if text is None else _read(parameter, text, choices)
    return Accepted((outcome.value,)) if isinstance(outcome, Accepted) else outcome


def _comma(parameter: Parameter, request: Request, choices: Mapping[str, Choices]) -> Accepted | Ignored | Refused:
    text = request.last.get(parameter.name)
    return _several(parameter, text.split(",") if text else [], choices)


def _repeated(parameter: Parameter, request: Request, choices: Mapping[str, Choices]) -> Accepted | Ignored | Refused:
    texts = request.every(parameter.name)
    if parameter.related is None and not parameter.choices:
        return _several(parameter, [text for text in texts if text], choices)
    # The framework reads all of them before it looks for any among the choices.
    flaws = (flaw for find in (_unreadable, _unknown) for text in texts if (flaw := find(parameter, text, choices)))
    flaw = next(flaws, None)
    return Refused((flaw,)) if flaw else _several(parameter, texts, choices)


def _several(
    parameter: Parameter, texts: Iterable[str], choices: Mapping[str, Choices]
) -> Accepted | Ignored | Refused:
    outcomes = [_read(parameter, text, choices) for text in texts]
    refused = next((each for each in outcomes if isinstance(each, Refused)), None)
    if refused:
        return refused
    values = [each.value for each in outcomes if isinstance(each, Accepted)]
    if parameter.type == "text" and any(isinstance(each, Ignored) for each in outcomes):
        values.append("")
    return Accepted(values) if outcomes else Ignored()


def _read(parameter: Parameter, text: str, choices: Mapping[str, Choices]) -> Accepted | Ignored | Refused:
    """
    Read one text, and hold it to the choices that the filter has.
    """
    if parameter.related is not None:
        return _reference(text, choices[parameter.name])
    outcome = READERS[parameter.type].read(text)
    if parameter.choices and isinstance(outcome, Accepted) and outcome.value not in parameter.choices:
        return Refused((NOT_A_CHOICE.format(outcome.value),))
    return outcome


def _reference(text: str, choices: Choices) -> Accepted | Ignored | Refused:
    """
    Read an identifier of another entity (`django.forms.ModelChoiceField`).
    """
    if not text:
        return Ignored()
    if not choices.refuse:
        return READERS["integer" if choices.type == "related" else choices.type].read(text)
    if "\x00" in text:
        return Refused((NULL_CHARACTER,))
    try:
        value = READERS[choices.type].parse(text)
    except ValueError:
        return Refused((NOT_A_UUID.format(text) if choices.type == "uuid" else INVALID_CHOICE,))
    return Accepted(value) if value in choices.known else Refused((INVALID_CHOICE,))


def _unreadable(parameter: Parameter, text: str, choices: Mapping[str, Choices]) -> str | None:
    """
    Return what is wrong with how one of several identifiers is written (`django.forms.ModelMultipleChoiceField`).
    """
    if parameter.related is None or not choices[parameter.name].refuse:
        return None
    if "\x00" in text:
        return NULL_CHARACTER
    kind = choices[parameter.name].type
    try:
        READERS[kind].parse(text)
    except ValueError:
        return (NOT_A_UUID if kind == "uuid" else NOT_A_KEY).format(text)
    return None


def _unknown(parameter: Parameter, text: str, choices: Mapping[str, Choices]) -> str | None:
    """
    Return what is wrong with one of several readable choices: each must be written exactly as the choice is.

    (`django.forms.ModelMultipleChoiceField`, `django.forms.MultipleChoiceField`).
    """
    if parameter.related is None:
        return None if text in parameter.choices else NOT_A_CHOICE.format(text)
    valid = choices[parameter.name]
    if not valid.refuse:
        return None
    value = READERS[valid.type].parse(text)
    return None if value in valid.known and str(value) == text else NOT_A_CHOICE.format(text)


def kind_of(parameter: Parameter, choices: Mapping[str, Choices]) -> str:
    """
    Return the key of `lookups.TYPES` that the values of a filter belong to.
    """
    return choices[parameter.name].type if parameter.related is not None else parameter.type


_READERS: Mapping[str, Callable[[Parameter, Request, Mapping[str, Choices]], Accepted | Ignored | Refused]] = {
    "one": _one,
    "comma": _comma,
    "repeated": _repeated,
}
