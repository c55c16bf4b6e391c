"""
Where a `$ref` leads in the schemas of an API, by the `referencing` library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json


class References:
    """
    Documents by URI, with what the references in them lead to.
    """

    def __init__(self, documents: Mapping[str, Json]) -> None:
        resources = ((urldefrag(uri).url, DRAFT202012.create_resource(each)) for uri, each in documents.items())
        self._registry: Registry[Json] = Registry().with_resources(resources)
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
            contents = self._registry.resolver(base).lookup(reference).contents
        except (Unresolvable, TypeError, ValueError):
            # The last two: a pointer into a number, or past a name in an array.
            return None
        return contents, urldefrag(urljoin(base, reference)).url
