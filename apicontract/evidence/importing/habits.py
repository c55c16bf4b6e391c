"""
What a filter's name tells of it by habit: which field it compares, and how; a guess where nobody says it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import LOOKUPS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

#: How a comparison is written behind or before the name of a field, and the lookup that it is; `{}` is the field.
_HABITS: Mapping[str, tuple[str, ...]] = {
    "gte": ("{}_gte", "{}[gte]", "min_{}", "{}_min", "{}_after", "{}_from", "{}_since", "from_{}"),
    "lte": ("{}_lte", "{}[lte]", "max_{}", "{}_max", "{}_before", "{}_to", "{}_until", "to_{}"),
    "gt": ("{}_gt", "{}[gt]"),
    "lt": ("{}_lt", "{}[lt]"),
    "in": ("{}_in", "{}[in]"),
    "icontains": ("{}_contains", "{}_icontains", "{}[contains]", "{}_like"),
    "istartswith": ("{}_startswith", "{}_istartswith", "{}[startswith]"),
    "iendswith": ("{}_endswith", "{}_iendswith", "{}[endswith]"),
    "isnull": ("{}_isnull", "{}_is_null", "{}[isnull]", "{}[null]"),
    "exact": ("filter[{}]", "{}[eq]", "{}_eq"),
}
#: How a name says that it excludes what it names, which no lookup does.
_EXCLUDING = ("{}_not", "{}__not", "{}_ne", "{}__ne", "{}[ne]", "{}[not]", "{}!", "not_{}", "exclude_{}", "{}_exclude")
_PATTERNS = tuple(
    (lookup, re.compile(re.escape(form).replace(r"\{\}", r"(\w+?)")))
    for lookup, forms in (*_HABITS.items(), ("", _EXCLUDING))
    for form in forms
)
_SAYS_LESS = {"type": "text"}


def guessed_filter(name: str, kind: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """
    Return the declaration of a filter whose name says by habit what it compares; one that says nothing has no field.

    Args:
        name: of the parameter.
        kind: its type and choices, as the description has them.
        fields: of the rows.
    """
    if name in fields or name.rpartition("__")[2] in LOOKUPS:
        return dict(kind)
    for lookup, pattern in _PATTERNS:
        match = pattern.fullmatch(name)
        if match is None or match[1] not in fields:
            continue
        if not lookup:
            return {**_SAYS_LESS, "open": f"by its name it excludes what {match[1]} is"}
        read = (
            {"type": "boolean"}
            if lookup == "isnull"
            else {key: kind[key] for key in ("type", "choices") if key in kind}
        )
        return {**read, "fields": [match[1]], "lookup": lookup, "grade": "guess"}
    return dict(kind)
