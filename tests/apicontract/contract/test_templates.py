"""
Where a collection and its records stand.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.templates import ANY_KEY, Parent, Template, escaped, template_of

NESTED = Template("authors/{author}/books", parents=(Parent("author", "authors", "author.id"),))


def test_a_path_below_parents() -> None:
    """
    Keys stand escaped in the path, in the order of the parameters; a parameter without one stays open.
    """
    assert "authors/a%20b/books" == NESTED.below(("a b",))
    assert "authors/{author}/books" == NESTED.below(())
    assert ("4",) == NESTED.choosing((4,)).chosen


@pytest.mark.parametrize(
    ("record", "keys"),
    [
        ({"author": {"id": 4}}, (4,)),
        ({"author": [{"id": 5}, {"id": 6}]}, (5,)),
        ({}, (None,)),
        ({"author": {"id": []}}, (None,)),
    ],
)
def test_the_parents_of_a_record(record: dict[str, Any], keys: tuple[Any, ...]) -> None:
    """
    A record shows the key of its parent, of several the first, or none.
    """
    assert keys == NESTED.parents_in(record)


def test_a_route_is_read() -> None:
    """
    Without an entry a list stands under its name, and a key may be what the framework's router takes.
    """
    parent = {"author": {"resource": "authors", "field": "author.id"}}

    assert Template("books", ANY_KEY) == template_of("books", {})
    assert NESTED == template_of("books", {"path": "authors/{author}/books", "parents": parent})
    assert "[a-z]+" == template_of("books", {"key": "[a-z]+"}).key


@pytest.mark.parametrize("document", [{"path": "{author}/books"}, {"parents": {"author": {}}}])
def test_parameters_and_parents_are_the_same(document: dict[str, Any]) -> None:
    """
    A parameter that is not declared, and a parent that does not stand in the path, are named.
    """
    with pytest.raises(ValueError, match="do not name the same parameters"):
        template_of("books", document)


def test_keys_are_escaped_as_django_does() -> None:
    """
    What Django leaves in a path stays as it is.
    """
    assert "a/b%20%23%3F!$&'()*+,;=~:@" == escaped("a/b #?!$&'()*+,;=~:@")
