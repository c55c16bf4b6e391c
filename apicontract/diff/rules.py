"""
The rules of the regression gate: every kind of change that can be told apart, as data.

Each rule has a stable id, a level, its mirror (the rule that is found when the sides are swapped) or the
reason why it has none, what it means, and what a client must do.

The levels follow one principle, held by a property test:
`compatible` in an answer means that every new answer satisfies the old schema, and in a parameter or a body that
every old request satisfies the new one (a body as far as it has no fields that nobody described). What breaks that
is `breaking`, or `risky` where tolerant clients usually survive (a further enum value, a longer text).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.diff.drift_tables import DRIFT
from apicontract.diff.operation_tables import OPERATIONS
from apicontract.diff.tables import BODY, PROMISES, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What a row of the tables begins with that says why there is no mirror.
_WAIVED = "waived: "


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """
    One kind of change.

    Attributes:
        id: stable, kebab-case; begins with the direction where one kind exists for both.
        level: "breaking", "risky", "compatible" or "note", unless overridden.
        mirror: id of the rule that the swapped sides give; its own id if the change is symmetric; "" if waived.
        sentence: what such a change means.
        advice: what a client must do.
        waiver: why it has no mirror, or "".
    """

    id: str
    level: str
    mirror: str
    sentence: str
    advice: str
    waiver: str = ""


def _rules() -> Iterator[ChangeRule]:
    for kind, (answer, parameter, mirror, sentence, advice_answer, advice_parameter) in SCHEMA.items():
        levels = {"answer": answer, "parameter": parameter, "body": BODY.get(kind, parameter)}
        for direction, level in levels.items():
            advice = advice_answer if direction == "answer" else advice_parameter
            yield _rule(f"{direction}-{kind}", level, mirror, sentence, advice, prefix=f"{direction}-")
    for name, row in {**PROMISES, **OPERATIONS, **DRIFT}.items():
        yield _rule(name, *row)


def _rule(name: str, level: str, mirror: str, sentence: str, advice: str, *, prefix: str = "") -> ChangeRule:  # noqa: PLR0913 - a row of the tables
    """
    Return a rule; in place of its mirror a row may say why it has none.
    """
    waiver = mirror.removeprefix(_WAIVED) if mirror.startswith(_WAIVED) else ""
    return ChangeRule(name, level, "" if waiver else prefix + mirror, sentence, advice, waiver)


#: id to rule, in the order listed.
RULES: Mapping[str, ChangeRule] = MappingProxyType({each.id: each for each in _rules()})
