"""
Changes become a report.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from apicontract.diff.changes import Extent
from apicontract.diff.facts import Fact
from apicontract.reports.of_changes import report_of
from apicontract.reports.report import Finding, Place, Rule

_TEXT = '{\n "properties": {\n  "title": {},\n  "pages": {},\n  "name": "pages"\n }\n}\n'
_OTHER = '{\n "parameters": [\n  {"name": "status"}\n ]\n}\n'


def _change(old: str = "pages", new: str = "", definition: str = "books/normal", now: str = "") -> SimpleNamespace:
    rule = SimpleNamespace(id="field-removed", level="breaking", sentence="A field is gone.", advice="Keep it.")
    return SimpleNamespace(
        rule=rule,
        level="risky",
        message="pages is no longer sent",
        fact=Fact("field-removed", definition, old, new, new_definition=now),
        places=(("books results[].pages", ""),),
        old="in 3 of 4 records",
        new="in no record",
        extent=None,
        also=(),
    )


def _finding(change: SimpleNamespace, **files: tuple[str, str]) -> Finding:
    named = {name.replace("_", "/"): value for name, value in files.items()}
    return report_of([change], target="a..b", api="x", files=named).findings[0]  # type: ignore[list-item]


def test_a_change_is_a_finding() -> None:
    """
    It has the places, how often both sides show it, what to do, and the line that declares it.
    """
    assert Finding(
        rule="field-removed",
        level="risky",
        message="pages is no longer sent",
        places=(Place("books results[].pages", ""),),
        details=(
            ("seen in old", "in 3 of 4 records"),
            ("seen in new", "in no record"),
            ("what to do", "Keep it."),
        ),
        file="books.json",
        line=4,
        subject="books/normal",
    ) == _finding(_change(), books_normal=("books.json", _TEXT))


def test_a_change_says_how_far_it_reaches() -> None:
    """
    Of several places the number is told, and which other rules the change falls under.
    """
    change = _change()
    change.extent, change.also = Extent(3, 2), (("body-retyped", "breaking"),)

    assert (("reaches", "3 places, 2 operations"), ("also", "body-retyped (breaking)")) == _finding(change).details[:2]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (_change("title"), 3),
        (_change("author.title"), 3),
        (_change("tags[].title"), 3),
        (_change("title[]"), 3),
        (_change("", "properties"), 2),
        (_change("title", "pages"), 4),
        (_change("nowhere"), 1),
        (_change("", ""), 1),
    ],
)
def test_the_line_that_declares(change: SimpleNamespace, line: int) -> None:
    """
    The last step of the newer path, or of the older one, is looked for; what is not found points at the first line.
    """
    assert ("f", line) == ((found := _finding(change, books_normal=("f", _TEXT))).file, found.line)


def test_a_name_may_be_a_value() -> None:
    """
    A parameter is declared by its name, which is a value.
    """
    assert 3 == _finding(_change("parameter status"), books_normal=("f", _OTHER)).line


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ("", 0)),
        ({"books_old": ("old.json", _TEXT)}, ("old.json", 4)),
        ({"books_old": ("old.json", _TEXT), "books_new": ("new.json", _TEXT)}, ("new.json", 4)),
    ],
)
def test_the_file_is_that_of_the_newer_definition(files: dict[str, tuple[str, str]], expected: object) -> None:
    """
    The definition's name now counts before its former one; without a file there is no line.
    """
    found = _finding(_change(definition="books/old", now="books/new"), **files)

    assert expected == (found.file, found.line)


def test_each_rule_is_named_once() -> None:
    """
    Two changes of one kind have one rule, with its own level.
    """
    report = report_of([_change(), _change("title")], target="a..b", api="x", started_at="now")  # type: ignore[list-item]

    assert ("diff", "a..b", "x", "now", 2) == (
        report.tool,
        report.target,
        report.api,
        report.started_at,
        len(report.findings),
    )
    assert (Rule("field-removed", "breaking", "A field is gone."),) == report.rules
