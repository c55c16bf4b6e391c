"""
The project's own files, as the tests of the repository see them.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PACKAGES = ("apicontract", "mockserver")


def python_files(*folders: str) -> list[Path]:
    """
    Return the Python files below the named top-level folders, sorted.
    """
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if "_data" not in path.parts)


def relative(path: Path) -> str:
    """
    Return a path as it is written in messages.
    """
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """
    Return the syntax tree of a file.
    """
    return ast.parse(path.read_text(encoding="utf-8"))


def module_name(path: Path) -> str:
    """
    Return the dotted name under which a file is imported.
    """
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """
    Yield the modules that a file imports anywhere, lazily and for type checkers included, with the line.
    """
    yield from _imported(path, ast.walk(tree(path)))


def eager_imports(path: Path) -> Iterator[tuple[str, int]]:
    """
    Yield the modules that are imported when a file is: those at its top level.
    """
    yield from _imported(path, iter(tree(path).body))


def _imported(path: Path, nodes: Iterator[ast.AST]) -> Iterator[tuple[str, int]]:
    package = module_name(path) if path.name == "__init__.py" else module_name(path).rpartition(".")[0]
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module or "") if part)
            for alias in node.names:
                yield f"{name}.{alias.name}", node.lineno


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """
    Yield every function and method of a file, nested ones included.
    """
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
