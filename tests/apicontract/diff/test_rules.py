"""
The catalogue of rules, tested as data.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from apicontract.diff.levels import LEVELS
from apicontract.diff.rules import RULES, ChangeRule


def flaws(rules: Any) -> Any:
    """
    Return what is wrong with the mirrors of a catalogue: one sentence for each rule.
    """
    found = []
    for rule in rules.values():
        if bool(rule.mirror) == bool(rule.waiver):
            found.append(f"{rule.id}: a mirror or a waiver with a reason, not both, not neither")
        elif rule.mirror and rule.mirror not in rules:
            found.append(f"{rule.id}: its mirror {rule.mirror} does not exist")
        elif rule.mirror and not rules[rule.mirror].waiver and rules[rule.mirror].mirror != rule.id:
            found.append(f"{rule.id}: {rule.mirror} mirrors something else")
        elif rule.waiver and any(each.mirror == rule.id and rule.id == each.id for each in rules.values()):
            found.append(f"{rule.id}: its waiver is stale")
    return found


def test_every_rule_has_its_mirror_or_a_reason() -> None:
    """
    Mirrors exist and point back, and a rule without one says why.
    """
    assert flaws(RULES) == []


@pytest.mark.parametrize(
    "wrong",
    [
        ChangeRule("x", "note", "", "s", "a"),
        ChangeRule("x", "note", "x", "s", "a", "a stale reason"),
        ChangeRule("x", "note", "nobody", "s", "a"),
        ChangeRule("x", "note", "mode-added", "s", "a"),
    ],
)
def test_a_wrong_rule_is_found(wrong: Any) -> None:
    """
    A rule without mirror, with a stale waiver, or with a mirror that does not point back is reported.
    """
    assert len(flaws({**RULES, "x": wrong})) == 1


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda it: it.id)
def test_a_rule_is_complete(rule: Any) -> None:
    """
    Each rule has a kebab-case id, a level, a sentence and an advice.
    """
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id)
    assert rule.level in LEVELS
    assert rule.sentence.endswith(".")
    assert rule.advice.endswith(".")


def test_the_same_change_weighs_differently_in_each_direction() -> None:
    """
    What is harmless in an answer breaks a parameter, and the reverse.
    """
    levels = {
        name: (RULES[f"answer-{name}"].level, RULES[f"parameter-{name}"].level)
        for name in ("made-nullable", "made-non-null")
    }
    assert levels == {"made-nullable": ("breaking", "compatible"), "made-non-null": ("compatible", "breaking")}
