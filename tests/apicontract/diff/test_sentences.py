"""
What is said of a fact.
"""

from __future__ import annotations

import pytest

from apicontract.diff.facts import MISSING, Fact
from apicontract.diff.rules import RULES
from apicontract.diff.sentences import sentence


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact("filter-removed", "books", "parameter title", "", "title"), "parameter title was removed"),
        (Fact("webhook-removed", "", "webhook x (POST)", "", "webhook x (POST)"), "webhook x (POST) was removed"),
        (Fact("host-added", "", "host eu", "host eu", MISSING, "https://eu.example"), "host eu was added: https://eu.example"),
        (Fact("default-limit-changed", "", "default limit", "default limit", 10, 20), "default limit was 10 and is 20"),
        (Fact("answer-made-nullable", "books", "title", "title"), "title may be null"),
        (Fact("answer-enum-value-added", "books", "x", "x", MISSING, ["a", None]), 'x may also be "a", null'),
        (Fact("answer-constant-freed", "books", "x{}", "x{}", ["{path}"]), 'x{} was one of "{path}" and is free'),
        (Fact("answer-field-order-changed", "books", "", ""), "the order of the fields of books changed"),
    ],
)  # fmt: skip
def test_a_fact_in_words(fact: Fact, text: str) -> None:
    """
    A fact is one sentence that names the place and both values.
    """
    assert sentence(fact) == text


def test_a_long_value_is_cut() -> None:
    """
    A value of any length leaves a sentence that can be read.
    """
    assert len(sentence(Fact("version-changed", "", "version", "version", "1" * 1000, "2"))) < 200


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_words(rule: str) -> None:
    """
    No rule ends in an empty sentence or in an unfilled one.
    """
    text = sentence(Fact(rule, "books", "x", "x", ["a"], ["b"]))
    assert text
    assert "{" not in text
