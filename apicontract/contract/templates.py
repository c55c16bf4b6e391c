"""
Where a collection and its records stand: the path is a template, and what it leaves open is data.

Declarations only: paths are matched twice, naively in `apicontract.semantics.routes` and fast in
`mockserver.http.routing`. As in `rest_framework.routers`, a record stands one segment below its list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from apicontract.contract.paths import values_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What Django leaves unescaped in a path that it makes (`django.urls.resolvers`, `_reverse_with_prefix`).
UNESCAPED = "!$&'()*+,;=/~:@"
#: What the key of a record may be in a path (`rest_framework.routers.SimpleRouter`).
ANY_KEY = "[^/.]+"
_OPEN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Parent:
    """
    A parameter in the path of a collection: only records that belong to the named one are listed.

    Attributes:
        name: of the parameter (`author` in `authors/{author}/books`).
        resource: the one that the parameter names a record of.
        field: dotted path in a record to the identifier of its parent.
    """

    name: str
    resource: str
    field: str


@dataclass(frozen=True, slots=True)
class Template:
    """
    The path of a collection.

    Attributes:
        path: below the base path, without the closing slash (`config/kinds`, `authors/{author}/books`).
        key: regular expression that the whole decoded key of a record matches.
        parents: the parameters in the path, in their order.
        chosen: keys of the parents below which a client asks, where one has chosen some.
    """

    path: str
    key: str = ANY_KEY
    parents: tuple[Parent, ...] = ()
    chosen: tuple[str, ...] = ()

    def below(self, keys: Sequence[object]) -> str:
        """
        Return the path below the parents with these keys, escaped.
        """
        texts = {each.name: escaped(key) for each, key in zip(self.parents, keys, strict=False)}
        return _OPEN.sub(lambda match: texts.get(match[1], match[0]), self.path)

    def choosing(self, keys: Sequence[object]) -> Template:
        """
        Return the same template for a client that asks below these parents.
        """
        return replace(self, chosen=tuple(map(str, keys)))

    def parents_in(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        """
        Return the keys of a record's parents, of several the first; None where the record does not show it.
        """
        found = (next((each for each in values_at(record, one.field)), None) for one in self.parents)
        return tuple(each if isinstance(each, int | str) else None for each in found)


def template_of(name: str, document: Mapping[str, Any]) -> Template:
    """
    Return the template of a resource from its entry in `routes` of an `api.json`.

    Raises:
        ValueError: a parameter of the path is not declared, or a declared one does not stand in it.
    """
    path, declared = document.get("path", name), document.get("parents", {})
    names = _OPEN.findall(path)
    if sorted(names) != sorted(declared):
        raise ValueError(f"the path {path!r} and the parents {sorted(declared)} do not name the same parameters")
    parents = tuple(Parent(each, declared[each]["resource"], declared[each]["field"]) for each in names)
    return Template(path, document.get("key", ANY_KEY), parents)


def escaped(key: object) -> str:
    """
    Return the key of a record as it stands in a path.
    """
    return quote(str(key), safe=UNESCAPED)
