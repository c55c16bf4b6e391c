"""
What SQLite does not do as PostgreSQL does: letter case in text lookups.

SQLite's `LIKE` ignores the case of ASCII letters always and of others never; the service's database does
neither. Each lookup is therefore a function written in Python and called by the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.signals import connection_created
from django.db.models import lookups

if TYPE_CHECKING:
    from collections.abc import Callable


class Text(models.TextField):
    """
    A text column whose lookups treat letter case as PostgreSQL does.
    """


def upper(text: str) -> str:
    """
    Return a text in capitals, letter by letter, as `UPPER` of PostgreSQL: a letter never becomes two.
    """
    return "".join(big if len(big := each.upper()) == 1 else each for each in text)


#: lookup -> (Django's class, the predicate of value and operand).
_PREDICATES: dict[str, tuple[type[lookups.Lookup], Callable[[str, str], bool]]] = {
    "contains": (lookups.Contains, lambda value, operand: operand in value),
    "icontains": (lookups.IContains, lambda value, operand: upper(operand) in upper(value)),
    "startswith": (lookups.StartsWith, str.startswith),
    "istartswith": (lookups.IStartsWith, lambda value, operand: upper(value).startswith(upper(operand))),
    "endswith": (lookups.EndsWith, str.endswith),
    "iendswith": (lookups.IEndsWith, lambda value, operand: upper(value).endswith(upper(operand))),
    "iexact": (lookups.IExact, lambda value, operand: upper(value) == upper(operand)),
}


def _register(name: str, base: type[lookups.Lookup]) -> None:
    """
    Replace a lookup of text columns by a call of the function `text_<name>`.
    """

    def as_sqlite(self: Any, compiler: Any, _: Any) -> tuple[str, list[Any]]:
        left, parameters = compiler.compile(self.lhs)
        return f"text_{name}({left}, %s)", [*parameters, str(self.rhs)]

    Text.register_lookup(type(base.__name__, (base,), {"lookup_name": name, "as_sqlite": as_sqlite}))


def _null_safe(predicate: Callable[[str, str], bool]) -> Callable[[Any, Any], int | None]:
    return lambda value, operand: None if value is None or operand is None else int(predicate(str(value), str(operand)))


def add_functions(connection: Any, **_: Any) -> None:
    """
    Teach a new connection the functions that the lookups call.
    """
    for name, (_base, predicate) in _PREDICATES.items():
        connection.connection.create_function(f"text_{name}", 2, _null_safe(predicate), deterministic=True)


for _name, (_base, _) in _PREDICATES.items():
    _register(_name, _base)
connection_created.connect(add_functions, dispatch_uid="reference_drf.text")
