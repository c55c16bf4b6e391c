"""
What a continuous integration leaves out of the tests.
"""

from __future__ import annotations

import pytest
from sampled import SAMPLED, sampled
from source import ROOT

CASES = [f"a.py::one[{number}]" for number in range(20)] + ["a.py::two", "b.py::one[0]", "b.py::one[1]", "b.py::two[x]"]


def names(most: dict[str, int], seed: int = 0) -> tuple[list[str], list[str]]:
    """
    Return which cases are run, and which are left out.
    """
    return sampled(CASES, str, seed, most)


@pytest.mark.parametrize("most", [{}, {"a.py::one": 20}, {"c.py": 1}])
def test_what_is_not_named_is_run_whole(most: dict[str, int]) -> None:
    """
    Nothing is left out of what the table does not name, nor where it allows for all.
    """
    assert (CASES, []) == names(most)


@pytest.mark.parametrize(("key", "number"), [("a.py", 5), ("a.py::one", 5)])
def test_of_each_function_so_many_cases_are_run(key: str, number: int) -> None:
    """
    A file, or one function of it, is named; cases keep their order, and the others are told.
    """
    run, left_out = names({key: number})

    assert (number, 20 - number) == (len([each for each in run if each.startswith("a.py::one[")]), len(left_out))
    assert [each for each in CASES if each in run] == run
    assert {*CASES} == {*run, *left_out}
    assert {"a.py::two", "b.py::one[0]", "b.py::one[1]"} <= {*run}


def test_the_function_counts_before_its_file() -> None:
    """
    A number of a function stands before that of its file.
    """
    run, _ = names({"a.py": 1, "a.py::one": 3})

    assert 3 + 1 + 3 == len(run)


def test_the_cases_of_a_file_are_counted_together() -> None:
    """
    Of a whole file so many cases are run, whatever their functions; functions that have a number are apart.
    """
    run, left_out = names({"a.py::*": 4, "b.py::*": 2, "b.py::two": 1})

    assert 4 == len([each for each in run if each.startswith("a.py")])
    assert {"b.py::one[0]", "b.py::one[1]", "b.py::two[x]"} <= {*run}
    assert 17 == len(left_out)


def test_a_seed_gives_a_sample() -> None:
    """
    One seed always gives the same sample, whatever else there is; another seed another one.
    """
    most = {"a.py": 5}

    assert names(most) == names(most)
    assert names(most)[0] != names(most, seed=1)[0]
    assert [each for each in names(most)[0] if "a.py" in each] == sampled(CASES[:21], str, 0, most)[0]


@pytest.mark.parametrize("name", sorted(SAMPLED))
def test_the_table_names_what_there_is(name: str) -> None:
    """
    Each entry names a file of tests, a function in one, or all cases of one (`*`), and runs some of them.
    """
    file, _, function = name.partition("::")

    assert SAMPLED[name] > 0
    assert f"def {function.strip('*')}" in (ROOT / file).read_text(encoding="utf-8")
