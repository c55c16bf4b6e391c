"""
One change at one place of a document is one finding, however many references lead there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from one_change import CHANGES, SHOP, changed
from test_oasdiff_checks import changes_between

from apicontract.cli import main
from apicontract.diff.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", CHANGES)
def test_one_change_is_one_finding(name: str) -> None:
    """
    By reference, items, `allOf`, `oneOf`, in bodies and in answers: a component that changed is told once.
    """
    assert [CHANGES[name][1]] == [each.rule.id for each in changes_between(SHOP, changed(name))]


@pytest.mark.parametrize("name", CHANGES)
def test_its_mirror_is_one_finding(name: str) -> None:
    """
    The swapped documents give one finding, which is the mirror of one of the rules of the change.
    """
    (there,) = changes_between(SHOP, changed(name))
    (back,) = changes_between(changed(name), SHOP)
    mirrors = {RULES[rule].mirror for rule in (there.rule.id, *dict(there.also))}

    assert mirrors & {back.rule.id, *dict(back.also)} or there.rule.waiver or back.rule.waiver


@pytest.mark.parametrize(
    ("name", "extent"),
    [
        ("a field is retyped", "11 places, 11 operations"),
        ("a component of a parameter and of answers", "5 places, 4 operations"),
        ("a shared parameter is retyped", "2 places, 2 operations"),
        ("a shared answer is retyped", "12 places, 12 operations"),
        ("what an allOf adds is retyped", "2 places, 2 operations"),
        ("a webhook is removed", "1 place, 1 operation"),
        ("security is added to all", "1 place, 0 operations"),
    ],
)
def test_a_finding_says_how_far_it_reaches(name: str, extent: str) -> None:
    """
    Places and operations are counted once each, those behind an `allOf` among them.
    """
    (found,) = changes_between(SHOP, changed(name))

    assert extent == str(found.extent)


def test_two_changes_at_one_place_are_two_findings() -> None:
    """
    What changed besides, at the same place and through the same `allOf`, is not hidden.
    """
    both = changed("an enum is longer")
    book = both["components"]["schemas"]["Book"]
    book["properties"]["title"].update(type=["string", "null"], format="uri")

    found = [each.rule.id for each in changes_between(SHOP, both)]

    assert ["answer-made-nullable", "body-format-added", "answer-enum-value-added"] == found


def test_what_a_whole_says_itself_is_told_apart() -> None:
    """
    A change of a component and one of what an `allOf` adds to it at the same place are two findings.
    """
    both = changed("a field may be missing")
    both["components"]["schemas"]["RareBook"]["allOf"][1]["properties"]["title"] = {"type": "string", "format": "uri"}

    found = [(each.rule.id, each.fact.definition) for each in changes_between(SHOP, both)]

    assert [("answer-made-optional", "Book"), ("answer-format-added", "RareBook")] == found


@pytest.mark.parametrize(
    ("rule", "status"), [("answer-enum-value-removed", 1), ("body-enum-value-removed", 1), ("path-removed", 0)]
)
def test_a_run_can_fail_on_each_rule_of_a_change(rule: str, status: int, tmp_path: Path) -> None:
    """
    A rule that a change falls under in another direction is one to fail on, too.
    """
    for name, document in (("old.json", SHOP), ("new.json", changed("an enum is shorter"))):
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
    sides = [str(tmp_path / each) for each in ("old.json", "new.json")]
    done = CliRunner().invoke(main, ["diff", *sides, "--fail-on", "never", "--fail-on", rule])

    assert status == done.exit_code
