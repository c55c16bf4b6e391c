"""
Texts of records that can be asked for.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import LOOKUPS, compared_type
from apicontract.contract.paths import values_at
from apicontract.planner.words import wild, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Parameter
    from apicontract.diagnosis.records import KnownRecords


def sendable(value: Any) -> bool:
    """
    Whether a value of a record can be asked for: half a surrogate pair, which JSON allows, is no character.
    """
    text = str(value)
    whole = text.encode(errors="ignore").decode() == text
    return isinstance(value, str | int | float) and whole and "\x00" not in text


def written(value: Any) -> str:
    """
    Return a value as it is written in a query.
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def commonest(survey: KnownRecords, parameter: Parameter) -> list[str]:
    """
    Return the values that records have where a filter looks, as they are written, the commonest first.
    """
    counted = Counter(
        written(value)
        for row in survey.rows
        for path in parameter.fields
        for value in values_at(row, path)
        if sendable(value)
    )
    return [text for text, _ in counted.most_common()]


def searched_texts(survey: KnownRecords) -> list[str]:
    """
    Return the texts of records that a search looks in, those that can be asked for.
    """
    found = (value for row in survey.rows for each in survey.resource.search for value in values_at(row, each.path))
    return [value for value in found if isinstance(value, str) and sendable(value)]


def two_values(survey: KnownRecords) -> Iterator[tuple[str, str, str]]:
    """
    Yield each filter of one value with two values that many records have; the last one counts.
    """
    for each in survey.resource.parameters:
        if LOOKUPS[each.lookup].values == "one" and compared_type(each.lookup, each.type):
            texts = commonest(survey, each)
            if len(texts) > 1:
                yield each.name, texts[0], texts[1]


def own_names(survey: KnownRecords) -> Iterator[str]:
    """
    Yield the longest of the texts that are searched first: a record is found by its own name.
    """
    names = [
        value
        for row in survey.rows
        for each in survey.resource.search[:1]
        for value in values_at(row, each.path)
        if isinstance(value, str) and sendable(value) and not {"'", '"'}.intersection(value)
    ]
    if names:
        yield max(names, key=len)


def wildcards(survey: KnownRecords) -> Iterator[str]:
    """
    Yield searches for a word with a sign in it or before it, which find it only if the sign means more than itself.
    """
    word = next((word for word in words(searched_texts(survey)) if wild(word)), None)
    if word is not None:
        yield from wild(word).values()
        yield f"({word}"
        yield f"{word}\\"
