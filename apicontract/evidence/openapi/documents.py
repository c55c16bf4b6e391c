"""
An OpenAPI document and the files that it refers to -> values, found by reference.

References are followed inside the document and to files in its own folder or below, never to another place and
never over the network (OpenAPI 3.1, section 4.6; CWE-918).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource, Unresolvable
from referencing.jsonschema import DRAFT202012

from apicontract.contract.catalog import hold_to
from apicontract.contract.errors import DataError
from apicontract.contract.naming import inside
from apicontract.contract.reading import MOST_BYTES, read_notation
from apicontract.evidence.openapi.swagger import as_openapi_3

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json

#: Stands for a document that has no file.
_LEADS_TO_NOTHING = "https://apicontract.example/document"
_SCHEMAS = "#/components/schemas/"


class Unfollowed(Exception):
    """
    A reference that leads to nothing, or out of the document's folder; its text is the reason.
    """


@dataclass
class DocumentSource:
    """
    An OpenAPI 3 document and what its references lead to.

    Attributes:
        root: the document; one in 2.0 is put into the form of 3.0 first.
        place: its file, for messages.
        uri: against which its references are resolved.
        notes: what the form of 3.0 cannot say of a document in 2.0: JSON pointer and reason.
    """

    root: Mapping[str, Any]
    place: str
    uri: str = _LEADS_TO_NOTHING
    notes: tuple[tuple[str, str], ...] = ()
    _registry: Registry[Any] = field(init=False, repr=False)
    _found: dict[tuple[str, str], tuple[Json, str, str]] = field(default_factory=dict, repr=False)
    _checked: set[tuple[str, str]] = field(default_factory=set, repr=False)

    def __post_init__(self) -> None:
        """
        Enter the document under its URI.
        """
        resource = DRAFT202012.create_resource(self.root)
        registry = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        self._registry = registry.with_resource(self.uri, resource)

    def follow(self, base: str, reference: str) -> tuple[Json, str, str]:
        """
        Return what a reference leads to, the URI against which its own references are resolved, and its address.

        Raises:
            Unfollowed: it leads nowhere.
        """
        known = self._found.get((base, reference))
        if known is None:
            known = self._found[base, reference] = self._follow(base, reference)
        return known

    def schema(self, base: str, reference: str) -> tuple[Json, str, str]:
        """
        Return what a reference of a schema leads to, as `follow`; it is a schema.

        Raises:
            Unfollowed: it leads nowhere.
            DataError: it leads to something else than a schema.
        """
        found, uri, address = self.follow(base, reference)
        if (base, reference) not in self._checked:
            self._checked.add((base, reference))
            if not (base == self.uri and reference.startswith(_SCHEMAS) and "/" not in reference[len(_SCHEMAS) :]):
                components = {"schemas": {"schema": found}}
                held = {"openapi": "3.1.0", "paths": {}, "components": components}
                hold_to(held, "description", f"{self.place}, what {reference[:100]!r} leads to: ")
        return found, uri, address

    def _follow(self, base: str, reference: str) -> tuple[Json, str, str]:
        uri, fragment = urldefrag(urljoin(base, reference))
        if uri == self.uri and (fragment.startswith("/") or not fragment):
            return self._local(fragment, reference), self.uri, f"#{fragment}"
        try:
            resolved = self._registry.resolver(base).lookup(reference)
        except (Unresolvable, ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
            reason = getattr(error, "cause", None) or error.__cause__
            told = f" ({reason})" if isinstance(reason, (DataError, Unfollowed)) else ""
            raise Unfollowed(f"$ref {reference[:100]!r} leads to nothing that may be read{told}") from error
        return resolved.contents, resolved.resolver._base_uri, urljoin(base, reference)  # noqa: SLF001 - has no other name

    def _local(self, fragment: str, reference: str) -> Json:
        """
        Return a part of the document itself, by JSON pointer (RFC 6901).
        """
        part: Any = self.root
        for step in fragment.split("/")[1:]:
            key = unquote(step).replace("~1", "/").replace("~0", "~")
            if isinstance(part, list) and key.isdecimal() and int(key) < len(part):
                part = part[int(key)]
            elif isinstance(part, dict) and key in part:
                part = part[key]
            else:
                raise Unfollowed(f"$ref {reference[:100]!r} leads to nothing")
        return part

    def _retrieve(self, uri: str) -> Resource[Any]:
        parts = urlsplit(uri)
        if parts.scheme != "file" or not self.uri.startswith("file:"):
            raise _missing(uri)
        folder = Path(unquote(urlsplit(self.uri).path)).parent
        try:
            content = read_notation(inside(folder, Path(unquote(parts.path))), MOST_BYTES)
        except DataError as error:
            raise _missing(uri) from error
        return DRAFT202012.create_resource(content)


def _missing(uri: str) -> NoSuchResource:
    return NoSuchResource(ref=uri)  # type: ignore[call-arg]


def read_source(path: Path | str, most: int = MOST_BYTES) -> DocumentSource:
    """
    Read an OpenAPI document in JSON or YAML.

    Raises:
        DataError: unreadable, above `most` bytes, no OpenAPI document, or a part has another type than it must have.
    """
    document = read_notation(path, most)
    return source_of(document, str(path), Path(path).absolute().as_uri())


def source_of(document: Any, place: str, uri: str = _LEADS_TO_NOTHING) -> DocumentSource:
    """
    Return the source that a document is; `place` names it in messages, `uri` is where it lies.

    Raises:
        DataError: no OpenAPI document, or a part has another type than it must have, with the JSON pointer.
    """
    if not isinstance(document, dict) or not {"openapi", "swagger"} & document.keys():
        raise DataError(f"{place}:1", "no member 'openapi'", "an OpenAPI document (2.0 to 3.2)")
    notes: list[tuple[str, str]] = []
    if "openapi" not in document:
        if str(document["swagger"]) not in {"2.0", "2"}:
            raise DataError(f"{place}#/swagger", repr(document["swagger"])[:100], "2.0")
        hold_to(document, "swagger", place)
        document = as_openapi_3(document, notes)
    return DocumentSource(_held(document, place), place, uri, tuple(notes))


def _held(document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """
    Return a document whose every part that is read has its type, without the extensions among its paths.
    """
    paths = document.get("paths")
    if (
        paths is None
        and {"webhooks", "components"} & document.keys()
        and not str(document["openapi"]).startswith("3.0")
    ):
        paths = {}  # from 3.1 on, one of the three is enough
    known = {key: each for key, each in paths.items() if key.startswith("/")} if isinstance(paths, dict) else paths
    if known is None:
        raise DataError(f"{place}#/paths", "no paths", "an OpenAPI document with paths")
    held = {**document, "paths": known}
    hold_to(held, "description", place)
    for number, each in enumerate(held.get("servers", ())):
        try:
            urlsplit(each.get("url", ""))
        except ValueError as error:
            raise DataError(f"{place}#/servers/{number}/url", str(error), "a URL") from error
    return held
