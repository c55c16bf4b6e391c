"""
The mutants that can be made of a file: cosmic-ray's operators, at the places where a change can show.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators import (
    binary_operator_replacement,
    boolean_replacer,
    break_continue,
    comparison_operator_replacement,
    exception_replacer,
    number_replacer,
    remove_decorator,
    unary_operator_replacement,
    zero_iteration_for_loop,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

Position = tuple[int, int]

#: All of cosmic-ray's but those that need the name of a variable.
OPERATORS = {
    each.__name__: each
    for each in chain(
        binary_operator_replacement.operators(),
        comparison_operator_replacement.operators(),
        unary_operator_replacement.operators(),
        (
            boolean_replacer.AddNot,
            boolean_replacer.ReplaceAndWithOr,
            boolean_replacer.ReplaceFalseWithTrue,
            boolean_replacer.ReplaceOrWithAnd,
            boolean_replacer.ReplaceTrueWithFalse,
            break_continue.ReplaceBreakWithContinue,
            break_continue.ReplaceContinueWithBreak,
            exception_replacer.ExceptionReplacer,
            number_replacer.NumberReplacer,
            remove_decorator.RemoveDecorator,
            zero_iteration_for_loop.ZeroIterationForLoop,
        ),
    )
}
#: Decorators whose arguments and presence change no answer: a memory saves time, a frozen value is held by mypy.
_UNSEEN_DECORATORS = frozenset({"cache", "lru_cache", "cached_property", "dataclass", "override", "overload"})
#: Leaves that no operator changes, most of the tree.
_NEVER = frozenset({"name", "string", "newline", "endmarker", "fstring_start", "fstring_string", "fstring_end"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """
    One change of one file.

    Attributes:
        file: its path from the root of the checkout.
        operator: name of cosmic-ray's operator.
        occurrence: which of the operator's places in the file it is.
        position: line and column.
        function: dotted name of the function or class around it, "" at the top level.
        text: the line, without blanks around it.
    """

    file: str
    operator: str
    occurrence: int
    position: Position
    function: str
    text: str

    @property
    def place(self) -> tuple[str, Position, str]:
        """
        What is changed: mutants of one place replace the same thing by something else.
        """
        return self.file, self.position, self.operator.partition("_")[0]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """
        What names the mutant as long as its line is there, wherever that moves to.
        """
        return self.file, self.function, self.operator, self.text

    def applied(self, source: str) -> str | None:
        """
        Return the changed text of the file, or None if it is no Python or the same program.
        """
        try:
            changed = mutate_code(source, OPERATORS[self.operator](), self.occurrence)
            return changed if ast.dump(ast.parse(changed)) != _dumped(source) else None
        except (SyntaxError, AttributeError):  # cosmic-ray does not know dotted names among several exceptions
            return None


def mutants_of(file: str, source: str) -> Iterator[Mutant]:
    """
    Yield the mutants of a file, in the order of cosmic-ray.
    """
    tree, lines = ast.parse(source), source.splitlines()
    unseen, names = list(_unseen(tree, lines)), list(_functions(tree, lines))
    counts = dict.fromkeys(OPERATORS, 0)
    for node in ast_nodes(get_ast(source)):
        if node.type in _NEVER:
            continue
        for name, operator in _operators().items():
            for start, _ in operator.mutation_positions(node):
                number = counts[name]
                counts[name] += 1
                if not any(first <= start < last for first, last in unseen):
                    around = max((each for each in names if each[0] <= start < each[1]), default=(None, None, ""))
                    yield Mutant(file, name, number, start, around[2], lines[start[0] - 1].strip())


@cache
def _dumped(source: str) -> str:
    return ast.dump(ast.parse(source))


@cache
def _operators() -> dict[str, object]:
    return {name: operator() for name, operator in OPERATORS.items()}


def drawn(mutants: Sequence[Mutant], count: int, random: Random, sources: Mapping[str, str]) -> Iterator[Mutant]:
    """
    Yield as many mutants, of different places: one place is as likely as another, however it can be changed.

    So an operator with a dozen replacements weighs no more than a `not`. What is no other program is passed over.
    """
    places: dict[object, list[Mutant]] = {}
    for each in mutants:
        places.setdefault(each.place, []).append(each)
    order = random.sample(sorted(places, key=str), len(places))
    chosen = (random.choice(places[place]) for place in order)
    yield from islice((each for each in chosen if each.applied(sources[each.file]) is not None), count)


def _unseen(tree: ast.Module, lines: Sequence[str]) -> Iterator[tuple[Position, Position]]:
    """
    Yield the stretches that are not mutated.

    Annotations and type-checking blocks are never evaluated; alias and variable of types neither but for their names.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield _stretch(node, lines)
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield _stretch(node.annotation, lines)
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield _stretch(node.returns, lines)
        for each in getattr(node, "decorator_list", ()):
            if _name(each) in _UNSEEN_DECORATORS:
                first, last = _stretch(each, lines)
                yield (first[0], 0), last


def _functions(tree: ast.AST, lines: Sequence[str], around: str = "") -> Iterator[tuple[Position, Position, str]]:
    for node in ast.iter_child_nodes(tree):
        name = around
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{around}.{node.name}".lstrip(".")
            yield (*_stretch(node, lines), name)
        yield from _functions(node, lines, name)


def _stretch(node: ast.AST, lines: Sequence[str]) -> tuple[Position, Position]:
    """
    Return start and end in letters; `ast` counts bytes.
    """
    first, last = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
    start, end = ((line, len(lines[line - 1].encode()[:column].decode())) for line, column in (first, last))
    return start, end


def _name(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(target).rpartition(".")[2]
