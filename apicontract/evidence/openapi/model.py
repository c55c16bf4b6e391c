"""
What an OpenAPI document describes, whatever its version: operations with all that goes in and comes out.

Every schema is in the words of JSON Schema 2020-12, its references absolute, its `allOf` put together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json

#: What the references of schemas begin with; the name of a definition follows.
BASE = "https://apicontract.example/openapi/"
#: Statuses of success, the nearest first, and media type ranges that have JSON in them.
_SUCCESSES = ("200", "201", "2XX", "default")
_ANY = frozenset({"*/*", "application/*"})


@dataclass(frozen=True, slots=True)
class Media:
    """
    A body in one media type: its schema (None if none is stated) and what is not modelled.
    """

    schema: Json
    rest: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DescribedParameter:
    """
    What a request carries besides its body, or a header of an answer.

    Attributes:
        name: as written.
        place: "path", "query", "header", "cookie" or "querystring".
        required: whether each request has it.
        style: how its value is written (style and explode), where that makes a difference.
        schema: of its value.
        deprecated: whether it is on its way out.
        extensions: members that begin with `x-`.
        rest: what is not modelled.
    """

    name: str
    place: str
    required: bool
    style: str
    schema: Json
    deprecated: bool = False
    extensions: Mapping[str, Json] = field(default_factory=dict)
    rest: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """
    The body of a request: whether it must be there, and media type to content.
    """

    required: bool
    content: Mapping[str, Media]
    rest: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DescribedAnswer:
    """
    An answer: media type to content, and name of a header in lower case to header.
    """

    content: Mapping[str, Media]
    headers: Mapping[str, DescribedParameter]
    rest: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """
    One method of one path.

    Attributes:
        path: as written; with the path of the server, where an operation has one of its own.
        method: in upper case.
        parameters: place and name to parameter; one of the path by its position, one of a header in lower case.
        body: of the request, or None.
        answers: status (`200`, `2XX`, `default`) to answer.
        security: the ways to be let in, each scheme to scopes; None if those of the whole document hold.
        servers: URLs, if it has others than the whole document.
        deprecated: whether it is on its way out.
        name: its `operationId`, or "".
        tags: groups that it belongs to.
        description: the prose.
        extensions: members that begin with `x-`.
        rest: what is not modelled.
    """

    path: str
    method: str
    parameters: Mapping[tuple[str, str], DescribedParameter] = field(default_factory=dict)
    body: Body | None = None
    answers: Mapping[str, DescribedAnswer] = field(default_factory=dict)
    security: tuple[Mapping[str, tuple[str, ...]], ...] | None = None
    servers: tuple[str, ...] = ()
    deprecated: bool = False
    name: str = ""
    tags: tuple[str, ...] = ()
    description: str = ""
    extensions: Mapping[str, Json] = field(default_factory=dict)
    rest: Mapping[str, Json] = field(default_factory=dict)

    @property
    def answered(self) -> Json:
        """
        The schema of the successful answer in JSON, or None.

        A range of statuses or of media types counts where nothing nearer is stated, and so do types that end in
        `+json` (RFC 6839).
        """
        contents = [self.answers[each].content for each in _SUCCESSES if each in self.answers]
        named = [media.schema for content in contents for name, media in content.items() if _is_json(name)]
        open_ones = [media.schema for content in contents for name, media in content.items() if name in _ANY]
        return next((each for each in (*named, *open_ones) if each is not None), None)

    @property
    def answered_headers(self) -> tuple[str, ...]:
        """
        The names, in lower case, of the headers of the successful answers.
        """
        return tuple(name for each in _SUCCESSES if each in self.answers for name in self.answers[each].headers)


@dataclass(frozen=True, slots=True)
class Composition:
    """
    What a definition is put together of by `allOf`: the names of others, and what it says itself.
    """

    parts: tuple[str, ...]
    own: tuple[Json, ...]


@dataclass(frozen=True)
class Description:
    """
    A document, read.

    Attributes:
        title, version: as it names itself.
        place: its file.
        servers: URLs, variables replaced by their defaults.
        operations: path without the names of its parameters, and method, to operation.
        webhooks: name and method to operation; there the API sends the request.
        security: the ways to be let in, as in `Operation`.
        schemes: name to how a client proves who it is.
        schemas: definition to schema.
        composed: definition to what it is put together of by `allOf`, which it repeats.
        unused: definitions that nothing refers to.
        rest: JSON pointer to what is not modelled and stands outside of operations.
        skipped: JSON pointer, reason, and what stands there, of all that was left out.
    """

    title: str
    version: str
    place: str
    servers: tuple[str, ...]
    operations: Mapping[tuple[str, str], Operation]
    webhooks: Mapping[tuple[str, str], Operation]
    security: tuple[Mapping[str, tuple[str, ...]], ...]
    schemes: Mapping[str, Json]
    schemas: Mapping[str, Json]
    composed: Mapping[str, Composition] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    rest: Mapping[str, Json] = field(default_factory=dict)
    skipped: tuple[tuple[str, str, Json], ...] = ()


def _is_json(media_type: str) -> bool:
    return media_type.partition(";")[0].endswith(("/json", "+json"))
