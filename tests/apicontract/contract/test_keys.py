"""
What identifies a record as it is sent.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.keys import key_in, key_of
from apicontract.contract.model import Field, Modes, Resource
from apicontract.contract.templates import Template


def _resource(own_url: str = "") -> Resource:
    identifier = Field("id", "id", "integer")
    modes, template = Modes((), "list", "detail"), Template("books")
    return Resource("books", "Book", "books", identifier, modes, {}, own_url=own_url, template=template)


@pytest.mark.parametrize(
    ("own_url", "record", "key"),
    [
        ("", {"id": 4}, 4),
        ("", {"url": "https://a.test/books/4/"}, None),
        ("url", {"url": "https://a.test/books/4/"}, 4),
        ("url", {"id": 5, "url": "https://a.test/books/4/"}, 5),
        ("url", {}, None),
    ],
)
def test_what_identifies_a_record(own_url: str, record: dict[str, Any], key: Any) -> None:
    """
    It is the identifier; where a record names itself by its URL, the end of that.
    """
    assert key == key_of(_resource(own_url), record)


@pytest.mark.parametrize(
    ("link", "kind", "key"),
    [
        ("https://a.test/books/12/", "integer", 12),
        ("https://a.test/books/12?format=json", "integer", 12),
        ("https://a.test/books/12/", "text", "12"),
        ("https://a.test/books/a%20b/", "text", "a b"),
        ("https://a.test/books/x/", "integer", "x"),
        ("https://a.test/books/٣/", "integer", "٣"),
        ("https://a.test", "text", None),
        (7, "integer", None),
    ],
)
def test_the_key_at_the_end_of_a_url(link: Any, kind: str, key: Any) -> None:
    """
    The last segment, decoded, is a number where keys are; what is no URL of a record has none.
    """
    assert key == key_in(link, kind)
