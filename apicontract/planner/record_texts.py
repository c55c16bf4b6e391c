"""
Texts of records that can be asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import LOOKUPS, compared_type
from apicontract.contract.paths import values_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apicontract.contract.model import Parameter
    from apicontract.diagnosis.survey import Survey

_WORD = re.compile(r"[A-Za-z]{3,}|[0-9]{2,}")


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


def commonest(survey: Survey, parameter: Parameter) -> list[str]:
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


def two_values(survey: Survey) -> Iterator[tuple[str, str, str]]:
    """
    Yield each filter of one value with two values that many records have; the last one counts.
    """
    for each in survey.resource.parameters:
        if LOOKUPS[each.lookup].values == "one" and compared_type(each.lookup, each.type):
            texts = commonest(survey, each)
            if len(texts) > 1:
                yield each.name, texts[0], texts[1]


def own_names(survey: Survey) -> Iterator[str]:
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


def wildcards(survey: Survey) -> Iterator[str]:
    """
    Yield searches that find a word only if a percent sign or an underscore stands for other characters.
    """
    values = (value for row in survey.rows for each in survey.resource.search for value in values_at(row, each.path))
    word = next((word for word in words(values) if len(word) > 4), None)  # noqa: PLR2004 - two ends and a middle
    if word is not None:
        yield f"{word[:2]}%{word[-2:]}"
        yield f"{word[:2]}_{word[3:]}"


def words(values: Iterable[Any]) -> list[str]:
    """
    Return the words and numbers in texts.
    """
    return [word for value in values if isinstance(value, str) for word in _WORD.findall(value)]


def inside(word: str) -> str:
    """
    Return a piece out of the middle of a word, in the other letter case; of a short one, what follows its beginning.
    """
    return (word[1:-1] if len(word) > 4 else word[1:] or word).swapcase()  # noqa: PLR2004 - what is left says enough
