"""
Lines of values in JSON texts.
"""

from __future__ import annotations

import pytest

from apicontract.contract.jsonlines import line_of

TEXT = """
{
  "a": {"x": [1, {"b": 2}], "b c": "}"},
  "b":
    {"a\\u0062": {
      "deep": null}}
}
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 2),
        (("a",), 3),
        (("a", "b c"), 3),
        (("b",), 5),
        (("b", "ab"), 5),
        (("b", "ab", "deep"), 6),
        (("b", "ab", "absent"), 5),
        (("b", "absent", "deep"), 5),
        (("a", "x", "b"), 3),
    ],
)
def test_line_of_a_value(keys: tuple[str, ...], line: int) -> None:
    """
    It is the line on which the value begins; of the last one that the keys lead to, where one is missing.
    """
    assert line == line_of(TEXT, *keys)


@pytest.mark.parametrize(("keys", "line"), [(("a",), 1), (("a", "b"), 2), (("c",), 3), (("d",), 4), (("e",), 4)])
def test_blanks_between_marks_are_no_matter(keys: tuple[str, ...], line: int) -> None:
    """
    A value is found behind its key whether or not blanks stand around colons and commas.
    """
    assert line == line_of('{"a":{\n"b":1},\n"c" : 2 ,\n"d":3,"e":4}', *keys)
