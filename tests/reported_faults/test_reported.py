"""
The reported faults are wrong, and in the way they say.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from wrong_framework.wsgi import BASES, Answer, request

from reported_faults.differences import parts
from reported_faults.gallery import Reported, is_visible, right, shown
from reported_faults.hidden import HIDDEN
from reported_faults.hunt import interval, main
from reported_faults.visible import VISIBLE

ALL = (*VISIBLE, *HIDDEN)
FOLDER = Path(__file__).parent
#: What knows the product: the right applications' rows, and the hunt.
KNOWING = {"gallery.py", "hunt.py", "test_reported.py"}


@pytest.mark.parametrize("each", ALL, ids=[each.name for each in ALL])
def test_own_request_shows_it(each: Reported) -> None:
    """
    The request that a fault names is answered otherwise than rightly, in exactly the parts that it names.
    """
    assert each.differs == parts(shown(right(each.api), each), shown(each.wrong(right(each.api)), each))


@pytest.mark.parametrize("each", ALL, ids=[each.name for each in ALL])
def test_nothing_is_left_behind(each: Reported) -> None:
    """
    Two servers of the same fault answer alike, and the right one answers as before.
    """
    before = shown(right(each.api), each)
    assert shown(each.wrong(right(each.api)), each) == shown(each.wrong(right(each.api)), each)
    assert before == shown(right(each.api), each)


def test_a_hundred() -> None:
    """
    There are a hundred faults, each with a name and a report of its own.
    """
    names, addresses = ({getattr(each, name) for each in ALL} for name in ("name", "address"))
    assert (100, 100, 100) == (len(ALL), len(names), len(addresses))


def test_halves() -> None:
    """
    The hash of its name says in which half a fault is.
    """
    assert [] == [each.name for each in VISIBLE if not is_visible(each.name)]
    assert [] == [each.name for each in HIDDEN if is_visible(each.name)]


@pytest.mark.parametrize("each", ALL, ids=[each.name for each in ALL])
def test_told(each: Reported) -> None:
    """
    A fault tells where the report is, and in a sentence each what that says and what the server does.
    """
    assert re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+/(issues|pull)/\d+", each.address)
    assert each.report.endswith(".")
    assert each.mistake.endswith(".")
    assert each.report != each.mistake


def test_faults_import_nothing_of_ours() -> None:
    """
    Only the rows of the right applications, and the hunt, come from the product.
    """
    ours = {
        path.name: names
        for path in FOLDER.glob("*.py")
        if path.name not in KNOWING and (names := _ours(path.read_text(encoding="utf-8")))
    }
    assert {} == ours


def _ours(text: str) -> list[str]:
    imported = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Import | ast.ImportFrom)]
    names = [name for each in imported for name in _names(each)]
    return [name for name in names if name.partition(".")[0] in {"apicontract", "mockserver"}]


def _names(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]


def _page(rows: str, count: int = 2) -> Answer:
    body = f'{{"count":{count},"next":null,"previous":null,"results":{rows}}}'
    return Answer("200 OK", (("Content-Type", "application/json"),), body.encode())


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (_page('[{"id":1},{"id":2}]'), ()),
        (_page('[{"id":1},{"id":2}]', 3), ("count",)),
        (_page('[{"id":2},{"id":1}]'), ("order",)),
        (_page('[{"id":1},{"id":1}]'), ("rows",)),
        (_page('[{"id":1},{"id":2,"on":0}]'), ("values",)),
        (_page("[]").but_header("Vary", "Accept"), ("header vary", "rows")),
        (_page("null"), ("body",)),
        (Answer("404 Not Found"), ("status",)),
    ],
)
def test_parts(wrong: Answer, expected: tuple[str, ...]) -> None:
    """
    The parts that differ are told apart.
    """
    assert expected == parts(_page('[{"id":1},{"id":2}]'), wrong)


@pytest.mark.parametrize("arguments", [["--hidden", "links-say-http"], ["no-such-fault"], ["--seeds", "first"]])
def test_bad_arguments(arguments: list[str]) -> None:
    """
    What cannot be hunted is one line and status 2; no name of the hidden half is taken.
    """
    result = CliRunner().invoke(main, arguments)
    assert (2, 1) == (result.exit_code, result.output.count("Error: "))


@pytest.mark.parametrize("base", BASES)
def test_places(base: str) -> None:
    """
    A path names a resource and a record below the base of either API.
    """
    asked = [request(base + path) for path in ("books/", "books/1/", "config/desks/é/")]
    assert [("books", ""), ("books", "1"), ("config/desks", "é")] == [
        (each.resource, each.identifier) for each in asked
    ]


def test_interval() -> None:
    """
    The interval holds the share, and is wide where there are few.
    """
    low, high = interval(8, 10)
    assert (0.49, 0.94) == (round(low, 2), round(high, 2))
    assert (0.0, 1.0) == interval(0, 0)
