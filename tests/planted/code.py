"""
Wrong edits of Python modules: one operator, constant or statement each.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from planted.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: A comparison and its slightly wrong neighbour.
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}


def code_edits(root: Path, path: str) -> Iterator[Edit]:
    """
    Yield every edit of one module.
    """
    source = (root / path).read_text("utf-8")
    seen: Counter[str] = Counter()
    for place, node in _nodes(ast.parse(source)):
        for changed in _changes(node):
            old, new = ast.unparse(node), changed if isinstance(changed, str) else ast.unparse(changed)
            made = partial(_replaced, source, node, new if isinstance(node, ast.stmt) else f"({new})")
            change = f"{_short(old)} -> {_short(new)}"
            seen[f"{place} {change}"] += 1
            again = seen[f"{place} {change}"]
            yield Edit(path, place, change if again == 1 else f"{change} #{again}", made)


def _nodes(tree: ast.AST, place: str = "") -> Iterator[tuple[str, ast.AST]]:
    """
    Yield what may be changed: no docstrings, annotations, imports, patterns, nor the insides of f-strings.
    """
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or _spared(node):
                continue
            inside = f"{place}.{node.name}".lstrip(".") if hasattr(node, "name") and hasattr(node, "body") else place
            yield inside, node
            yield from _nodes(node, inside)


def _spared(node: ast.AST) -> bool:
    # A pattern of a `match` holds no expression that may stand in brackets.
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.pattern):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _changes(node: ast.AST) -> Iterator[ast.AST | str]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield _with(node, ops=[COMPARISONS[type(node.ops[0])](), *node.ops[1:]])
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield _with(node, op=ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield _with(node, body=node.orelse, orelse=node.body)
    elif isinstance(node, ast.Constant):
        yield from (_with(node, value=each) for each in _constants(node.value))
    elif _droppable(node):
        yield "pass"


def _droppable(node: ast.AST) -> bool:
    """
    Say whether a statement can be left out, and the text still runs: a call, an addition, an early return.
    """
    if isinstance(node, ast.If):
        return not node.orelse and isinstance(node.body[-1], ast.Return | ast.Raise)
    return isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))


def _constants(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, str) and value:
        return [f"{value}x", value[:-1]]
    return []


def _with(node: ast.AST, **changes: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _replaced(source: str, node: ast.AST, new: str) -> str:
    lines = source.encode().splitlines(keepends=True)
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    data = source.encode()
    return (data[:start] + new.encode() + data[end:]).decode()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
