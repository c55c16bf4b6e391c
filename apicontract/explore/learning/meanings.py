"""
What a parameter of a query may mean, by its name and by the rows: candidates, and the rows that each would select.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Field, Modes, Parameter, Resource
from apicontract.contract.paths import values_at
from apicontract.evidence.derive.field_stats import TEXT_FORMATS
from apicontract.semantics.conditions import read_filters
from apicontract.semantics.predicates import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Record

#: What a parameter has where it selects nothing.
NO_EFFECT = None
#: Words in names of parameters to the lookups that they may stand for, the likeliest first.
WORDS: Mapping[str, tuple[str, ...]] = {
    "": ("exact", "iexact", "icontains", "contains", "istartswith", "startswith", "in"),
    "exact": ("exact", "iexact"),
    "eq": ("exact", "iexact"),
    "iexact": ("iexact", "exact"),
    "gte": ("gte", "gt"),
    "gt": ("gt", "gte"),
    "lte": ("lte", "lt"),
    "lt": ("lt", "lte"),
    "min": ("gte", "gt"),
    "max": ("lte", "lt"),
    "from": ("gte", "gt"),
    "to": ("lte", "lt"),
    "since": ("gte", "gt"),
    "until": ("lte", "lt"),
    "after": ("gt", "gte"),
    "before": ("lt", "lte"),
    "contains": ("contains", "icontains"),
    "icontains": ("icontains", "contains"),
    "like": ("icontains", "contains"),
    "startswith": ("startswith", "istartswith"),
    "istartswith": ("istartswith", "startswith"),
    "endswith": ("endswith", "iendswith"),
    "iendswith": ("iendswith", "endswith"),
    "in": ("in",),
    "isnull": ("isnull",),
}
#: How a field and a word are joined in a name, the usual first.
STYLES: Mapping[str, str] = {
    "double": "{field}__{word}",
    "single": "{field}_{word}",
    "bracket": "{field}[{word}]",
    "before": "{word}_{field}",
    "filter": "filter[{field}][{word}]",
    "dot": "{field}.{word}",
}
#: How a field alone is named.
PLAIN: Mapping[str, str] = {"plain": "{field}", "filter": "filter[{field}]", "prefix": "filter_{field}"}
_ORDERED = frozenset({"integer", "number", "date", "date-time"})
_TEXTUAL = frozenset({"contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "iexact"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What a parameter selects: a lookup over a field.

    Attributes:
        path: dotted path of the field.
        lookup: key of `lookups.LOOKUPS`.
        type: key of `lookups.TYPES`: how its text is read.
        choices: for type `choice`, the texts that are known to be taken.
    """

    path: str
    lookup: str
    type: str
    choices: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """
        Return it as a contract has it.
        """
        return Parameter(name, (self.path,), self.lookup, self.type, choices=self.choices)


def selected(meaning: Meaning | None, text: str, rows: Sequence[Record]) -> frozenset[int] | None:
    """
    Return the numbers of the rows that a parameter of this meaning selects; None if that cannot be told.
    """
    if meaning is NO_EFFECT:
        return frozenset(range(len(rows)))
    condition = next(iter(_conditions(meaning.parameter("x"), text)), None)
    if condition is None:
        return None
    answers = [satisfies(condition, row) for row in rows]
    return None if None in answers else frozenset(number for number, answer in enumerate(answers) if answer)


def _conditions(parameter: Parameter, text: str) -> Sequence[Any]:
    resource = Resource("x", "X", "x", Field("id", "id"), Modes((), "x", "x"), {}, (parameter,))
    return read_filters(resource, Exchange("GET", f"http://x/?{urlencode({'x': text})}", 200)).conditions


def fields_of(rows: Sequence[Record]) -> dict[str, str]:
    """
    Return dotted path to type of the scalar fields of rows, those of objects inside included.
    """
    found: dict[str, list[Any]] = {}
    for row in rows:
        for path, value in _scalars(row):
            found.setdefault(path, []).append(value)
    types = {path: type_of([each for each in values if each is not None]) for path, values in found.items()}
    return {path: kind for path, kind in types.items() if kind}


def _scalars(row: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict) and not before:
            yield from _scalars(value, f"{name}.")
        elif not isinstance(value, dict | list) and "." not in name:
            yield f"{before}{name}", value


def type_of(values: Sequence[Any]) -> str:
    """
    Return the type, by its name in `lookups.TYPES`, of values that are not null; "" for none and for links.
    """
    kinds = {type(each) for each in values}
    if not kinds:
        return ""
    if kinds == {bool}:
        return "boolean"
    if kinds <= {int, float}:
        return "integer" if kinds == {int} else "number"
    if kinds != {str}:
        return ""
    formats = (name for name, _, holds in TEXT_FORMATS if all(map(holds, values)))
    found = next(formats, "")
    return "" if found == "uri" else found if found in {"date", "date-time", "uuid"} else "text"


def meanings_of(name: str, fields: Mapping[str, str]) -> list[Meaning]:
    """
    Return what a parameter may mean by its name, the likeliest first.
    """
    return [
        Meaning(path, lookup, "boolean" if lookup == "isnull" else kind)
        for path, kind in fields.items()
        for word in _words_of(name, path)
        for lookup in WORDS[word]
        if _fits(lookup, kind)
    ]


def _fits(lookup: str, kind: str) -> bool:
    if lookup in _TEXTUAL:
        return kind == "text"
    return kind in _ORDERED if lookup in {"gte", "gt", "lte", "lt"} else lookup != "in" or kind != "boolean"


def _words_of(name: str, path: str) -> Iterator[str]:
    """
    Yield the words that a name may consist of beside a field.
    """
    plain = _normal(name)
    for field in _spelled(path):
        for form in PLAIN.values():
            if plain == _normal(form.format(field=field)):
                yield ""
        for word in filter(None, WORDS):
            if plain in {_normal(form.format(field=field, word=word)) for form in STYLES.values()}:
                yield word


def _spelled(path: str) -> tuple[str, ...]:
    """
    Return how names of parameters may call a field.
    """
    steps = path.split(".")
    own = [path, "__".join(steps), "_".join(steps)]
    return tuple(dict.fromkeys([*own, *([steps[0]] if steps[-1] in {"id", "slug"} and len(steps) > 1 else [])]))


def _normal(name: str) -> str:
    """
    Return a name without regard to case: `minYear` as `min_year`.
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def named(path: str, form: str, word: str = "") -> str:
    """
    Return the name of a parameter in a style.
    """
    return form.format(field="__".join(path.split(".")) if "__" in form else "_".join(path.split(".")), word=word)


def texts_of(path: str, rows: Sequence[Record]) -> list[str]:
    """
    Return how the values of a field are written in a query, one for each row; "" for null and none.
    """
    return [_text(next(values_at(row, path), None)) for row in rows]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
