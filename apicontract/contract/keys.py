"""
What identifies a record as it is sent: a field of it, or the end of the URL by which it names itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json, Resource


def key_of(resource: Resource, record: Mapping[str, Any]) -> Json:
    """
    Return what identifies a record, or None.

    Where records name themselves by their URL alone (`rest_framework.serializers.HyperlinkedModelSerializer`) that
    is the last segment of its path.
    """
    value = record.get(resource.identifier.path)
    if value is not None or not resource.own_url:
        return value
    return key_in(record.get(resource.own_url), resource.identifier.type)


def key_in(link: Json, kind: str) -> Json:
    """
    Return the key at the end of a record's URL, a number where the kind is one; None if there is none.
    """
    if not isinstance(link, str):
        return None
    text = unquote(urlsplit(link).path.rstrip("/").rpartition("/")[2])
    return int(text) if kind == "integer" and text.isdecimal() and text.isascii() else text or None
