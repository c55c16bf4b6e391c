"""
An answer held to a shape: fast verdicts, and explanations that a person understands.

`jsonschema-rs` gives the verdict, because whole collections are held to their shapes; `jsonschema` with
`referencing` explains a refusal, because it says what was found and descends into alternatives.
The two are held to the same verdicts by a test. Formats are asserted.
The explaining library takes long to import, so it is imported when there is something to explain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from apicontract.contract.errors import DataError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jsonschema.exceptions import ValidationError

    from apicontract.contract.model import Api, Json


@dataclass(frozen=True, slots=True)
class Flaw:
    """
    One place where a value is not what its shape says.

    Attributes:
        pointer: JSON pointer to the place ("" is the whole value).
        message: what is wrong there, in one sentence.
        keyword: the JSON Schema keyword that says so ("type", "required", ...).
        expected: what the keyword asks for.
        found: the value that stands there.
    """

    pointer: str
    message: str
    keyword: str
    expected: Json = None
    found: Json = None


class Validator:
    """
    Holds values to one JSON Schema 2020-12.

    Args:
        schema: the schema; its `$ref`s are relative to its `$id`.
        documents: URI and schema of everything that it refers to.

    Raises:
        ValueError: a reference leads nowhere, or the schema is none.
    """

    def __init__(self, schema: Mapping[str, Json], documents: Iterable[tuple[str, Mapping[str, Json]]] = ()) -> None:
        self._schema, self._known = dict(schema), [(uri, dict(document)) for uri, document in documents]
        self._fast = jsonschema_rs.Draft202012Validator(
            self._schema,
            registry=jsonschema_rs.Registry(self._known, retriever=_unknown),
            retriever=_unknown,
            validate_formats=True,
        )

    @cached_property
    def _clear(self) -> Any:
        from referencing import Registry  # noqa: PLC0415 - see the module
        from referencing.jsonschema import DRAFT202012  # noqa: PLC0415 - the same

        resources = ((uri, DRAFT202012.create_resource(document)) for uri, document in self._known)
        registry: Registry[Any] = Registry().with_resources(resources)
        explaining = _explaining()
        return explaining(self._schema, registry=registry, format_checker=explaining.FORMAT_CHECKER)

    def is_valid(self, instance: Json) -> bool:
        """
        Return whether a value is what the schema says.
        """
        return self._fast.is_valid(instance)

    def errors(self, instance: Json) -> Iterator[Flaw]:
        """
        Yield every flaw of a value, in the order of the schema; nothing if it is valid.

        Of an alternative with null, a value that is not null is explained by the other branch.
        """
        if not self._fast.is_valid(instance):
            yield from self.explain(instance)

    def explain(self, instance: Json) -> Iterator[Flaw]:
        """
        Yield every flaw by the explaining library alone, which is slow.
        """
        for error in self._clear.iter_errors(instance):
            yield from _flaws(error)


def validator_for(api: Api, shape: str) -> Validator:
    """
    Return the validator of one of an API's shapes; it is made once.

    Raises:
        UnknownName: the API has no such shape.
        DataError: a schema refers to something that the API does not have.
    """
    if shape not in api.shapes:
        raise UnknownName("shape", shape, tuple(api.shapes))
    try:
        return _made(_Same(api), shape)
    except ValueError as error:
        found = _shortened(" ".join(str(error).partition("\n")[0].split()))
        raise DataError(f"the schema of the shape {shape}", found, "references to shapes of the same API") from error


class _Same:
    """
    An API as the key of a cache: by identity, because its mappings have no hash.
    """

    def __init__(self, api: Api) -> None:
        self.api = api

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.api is other.api

    def __hash__(self) -> int:
        return id(self.api)


@lru_cache(maxsize=256)
def _made(same: _Same, shape: str) -> Validator:
    shapes = same.api.shapes
    return Validator(shapes[shape].schema, ((each.uri, each.schema) for each in shapes.values()))


def _unknown(uri: str) -> Any:
    """
    Refuse a reference to what is not there: left to itself, the library would read any file and ask any server.
    """
    msg = f"{uri} is no schema of this API"
    raise ValueError(msg)


@cache
def _explaining() -> Any:
    """
    Return the validator of the explaining library, which holds texts to patterns as ECMA-262 means them.
    """
    from jsonschema import Draft202012Validator, ValidationError, validators  # noqa: PLC0415 - see the module

    def pattern(_validator: object, pattern: str, instance: Json, _schema: object) -> Iterator[ValidationError]:
        if not _fits(pattern, instance):
            yield ValidationError(f"{instance!r} does not match {pattern!r}")

    return validators.extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]


def _fits(pattern: str, instance: Json) -> bool:
    r"""
    Hold a text to a pattern as ECMA-262 means it: `\d` is ASCII, and `$` is the end even before a newline.
    """
    strict = pattern[:-1] + r"\Z" if pattern.endswith("$") and not pattern.endswith(r"\$") else pattern
    try:
        return not isinstance(instance, str) or re.search(strict, instance, re.ASCII) is not None
    except re.error:  # what the fast library reads and Python does not is judged by that one alone
        return False


def _flaws(error: ValidationError) -> Iterator[Flaw]:
    branch = _branch(error)
    if branch:
        for each in branch:
            yield from _flaws(each)
        return
    yield Flaw(
        pointer="".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in error.absolute_path),
        message=_shortened(error.message),
        keyword=str(error.validator),
        expected=error.validator_value,
        found=error.instance,
    )


def _branch(error: ValidationError) -> list[ValidationError]:
    """
    Return the errors of the alternative that was meant: the only one that a value of this type could be.
    """
    if error.validator not in {"anyOf", "oneOf"} or not error.context:
        return []
    branches: dict[Any, list[ValidationError]] = {}
    for each in error.context:
        branches.setdefault(each.schema_path[0], []).append(each)
    meant = [each for each in branches.values() if not any(_refuses_type(one, error.instance) for one in each)]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        return []
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - see the module

    best = best_match(each for group in meant for each in group)
    return [best] if best is not None else []


def _refuses_type(error: ValidationError, instance: Json) -> bool:
    return (
        error.validator == "type"
        and error.instance is instance
        and len(error.absolute_path) == len(error.parent.absolute_path if error.parent else ())
    )


def _shortened(message: str, limit: int = 300) -> str:
    return message if len(message) <= limit else f"{message[: limit // 2]} … {message[-limit // 2 :]}"
