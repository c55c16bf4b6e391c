"""
The vocabulary of the tables: a row makes a part of a request, and parts join into a request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from differential.asking import Request
from differential.subject import some_value

if TYPE_CHECKING:
    from random import Random

    from reference_drf.service import Resource

    from differential.subject import Subject


@dataclass(frozen=True)
class Part:
    """
    A part of a request.

    Attributes:
        query: raw `name=value` texts.
        path: the path, where it is not the list's.
        method: where it is not GET.
        headers: of the request.
    """

    query: tuple[str, ...] = ()
    path: str = ""
    method: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def __or__(self, other: Part) -> Part:
        """
        Join two parts: queries and headers one after the other; the first path and method count.
        """
        return Part(
            self.query + other.query,
            self.path or other.path,
            self.method or other.method,
            self.headers or other.headers,
        )


@dataclass(frozen=True)
class Scene:
    """
    Where a part is made: a source of chance, a subject, and one of its resources.
    """

    random: Random
    subject: Subject
    resource: Resource

    def request(self, part: Part) -> Request:
        """
        Return the request that a part stands for, on this resource's list unless it names a path.
        """
        path = part.path or self.subject.list_path(self.resource)
        return Request(path, "&".join(part.query), part.method or "GET", part.headers)

    def identifier(self) -> object:
        """
        Return the identifier of one of the records.
        """
        return self.random.choice(self.subject.records(self.resource))[self.resource.identifier]

    def detail(self, identifier: object = None) -> str:
        """
        Return the path of a record, of any one unless named.
        """
        return self.subject.detail_path(self.resource, self.identifier() if identifier is None else identifier)


#: What a row of a table is: it makes a part in a scene, or None where the scene has nothing of that kind.
Row: TypeAlias = Callable[[Scene], "Part | None"]


def pair(name: str, value: object) -> str:
    """
    Return a query pair, everything but letters and digits encoded.
    """
    return f"{quote(name, safe='')}={quote(str(value), safe='')}"


def one_of(name: str, *values: object) -> Row:
    """
    Return a row that gives a parameter one of some values.
    """
    return lambda scene: Part((pair(name, scene.random.choice(values)),))


def raw(*queries: str) -> Row:
    """
    Return a row that appends one of some raw query texts.
    """
    return lambda scene: Part((scene.random.choice(queries),))


def header(name: str, *values: str) -> Row:
    """
    Return a row that sends a header with one of some values.
    """
    return lambda scene: Part(headers=((name, scene.random.choice(values)),))


def filters(types: set[str], lookups: set[str] | None, *values: str) -> Row:
    """
    Return a row that gives a filter of some types one of some values, or one that a record has.
    """

    def make(scene: Scene) -> Part | None:
        fitting = [
            each
            for each in scene.resource.parameters
            if each.type in types and (lookups is None or each.lookup in lookups)
        ]
        if not fitting:
            return None
        parameter = scene.random.choice(fitting)
        chosen = scene.random.choice(("", *values))
        if not chosen:
            chosen = some_value(scene.random, scene.subject, scene.resource, parameter)
        return Part((pair(parameter.name, chosen),))

    return make


def join(*rows: Row) -> Row:
    """
    Return a row that joins the parts of several.
    """

    def make(scene: Scene) -> Part | None:
        whole: Part | None = Part()
        for row in rows:
            part = row(scene)
            whole = None if part is None or whole is None else whole | part
        return whole

    return make
