"""
The size budget and the documentation of the code, counted.
"""

from __future__ import annotations

import ast
from statistics import median
from typing import TYPE_CHECKING

from source import PACKAGES, functions, python_files, relative, tree

if TYPE_CHECKING:
    from pathlib import Path

ALL = (*PACKAGES, "tests", "contract_tests", "benchmarks")


def lines(path: Path) -> int:
    """
    Return how many lines a file has.
    """
    return len(path.read_text(encoding="utf-8").splitlines())


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """
    Return the lines of a function without its docstring.
    """
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_files_are_short() -> None:
    """
    No file has more than 400 lines; the one that is copied to where nothing of ours is has at most 727.
    """
    copied = {"apicontract/evidence/importing/project/describe_django.py"}
    most = {path: 727 if relative(path) in copied else 400 for path in python_files(*ALL)}

    assert [] == [f"{relative(path)}: {lines(path)}" for path in python_files(*ALL) if lines(path) > most[path]]


def test_functions_are_short() -> None:
    """
    No function of the packages has more than 60 lines, and half of them have at most 7.
    """
    sizes = {
        f"{relative(path)}:{each.name}": body_lines(each)
        for path in python_files(*PACKAGES)
        for each in functions(path)
    }

    assert {} == {name: size for name, size in sizes.items() if size > 60}
    assert median(sizes.values()) <= 7


def test_public_names_are_few() -> None:
    """
    No module of the packages offers more public classes and functions than a newcomer can hold at once.
    """
    exempt = {"apicontract/contract/model.py", "apicontract/contract/errors.py"}
    wrong = {
        relative(path): count
        for path in python_files(*PACKAGES)
        if relative(path) not in exempt
        and (
            count := sum(
                isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
                for node in tree(path).body
            )
        )
        > 8
    }

    assert {} == wrong


def test_public_names_are_documented() -> None:
    """
    Every module, and every public class, function and method of the packages, has a docstring.
    """
    wrong = [relative(path) for path in python_files(*PACKAGES) if not ast.get_docstring(tree(path))]
    for path in python_files(*PACKAGES):
        public = [node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        public += [
            node
            for each in public
            if isinstance(each, ast.ClassDef) and not each.name.startswith("_")
            for node in each.body
            if isinstance(node, ast.FunctionDef)
        ]
        wrong += [
            f"{relative(path)}:{node.lineno} {node.name}"
            for node in public
            if not node.name.startswith("_") and not ast.get_docstring(node)
        ]

    assert [] == wrong


def test_tests_promise_something() -> None:
    """
    Every test states in one docstring what it promises.
    """
    wrong = [
        f"{relative(path)}:{each.lineno} {each.name}"
        for path in python_files("tests", "contract_tests")
        for each in functions(path)
        if each.name.startswith("test_") and not ast.get_docstring(each)
    ]

    assert [] == wrong
