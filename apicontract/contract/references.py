"""
Where a `$ref` leads in the schemas of an API, by the `referencing` library.

It takes long to import, so a reference to a whole document that is known is followed without it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from referencing import Registry

    from apicontract.contract.model import Json


class References:
    """
    Documents by URI, with what the references in them lead to.
    """

    def __init__(self, documents: Mapping[str, Json]) -> None:
        self._documents = {urldefrag(uri).url: each for uri, each in documents.items()}
        self._found: dict[tuple[str, str], tuple[Json, str] | None] = {}

    def follow(self, reference: str, base: str) -> tuple[Json, str] | None:
        """
        Return what a reference in the document `base` leads to, and the URI of the document in which that stands.

        None if it leads nowhere; a reference there is not followed in turn.
        """
        key = (reference, base)
        if key not in self._found:
            self._found[key] = self._followed(reference, base)
        return self._found[key]

    def _followed(self, reference: str, base: str) -> tuple[Json, str] | None:
        try:
            place = urldefrag(urljoin(base, reference))
        except ValueError:
            return None
        if not place.fragment and place.url in self._documents:
            return self._documents[place.url], place.url
        from referencing.exceptions import Unresolvable  # noqa: PLC0415 - see the module

        try:
            contents = self._registry.resolver(base).lookup(reference).contents
        except (Unresolvable, TypeError, ValueError):
            # The last two: a pointer into a number, or past a name in an array.
            return None
        return contents, place.url

    @cached_property
    def _registry(self) -> Registry[Json]:
        from referencing import Registry  # noqa: PLC0415 - see the module
        from referencing.jsonschema import DRAFT202012  # noqa: PLC0415 - the same

        known: Registry[Json] = Registry()
        return known.with_resources((uri, DRAFT202012.create_resource(each)) for uri, each in self._documents.items())
