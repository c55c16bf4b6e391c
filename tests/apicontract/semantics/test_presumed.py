"""
Of which parameters only what is usual says how a service reads them as they are sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.grades import Grade, Promise
from apicontract.contract.model import Setting
from apicontract.contract.routes import list_path
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from apicontract.contract.model import Api

#: What decides how the queries below are read.
READ = {"unknown_ordering": "ignore", "quoted_search": True, "representations": ["json", "api"], "repeated": "last"}


def presumed(api: Api, query: str, grade: Grade, *, strict: bool = False, **changed: object) -> list[str]:
    """
    Return the parameters that are presumed, with why, where the settings of reading are known this well.

    Of a service that is strict, a parameter that there is not may change the answer.
    """
    settings = {name: Setting(value, grade) for name, value in (READ | changed).items()}
    ignored = {"parameter-undeclared": Promise(Grade.GUESS if strict else Grade.FRAMEWORK, "a test")}
    known = replace(api, behaviour={**api.behaviour, **settings}, promises={**api.promises, **ignored})
    url = f"https://host.test{list_path(known, known.resources['spacecraft'])}?{query}"
    return sorted(map(" ".join, parse_request(known, Exchange("GET", url, 200, ())).presumed.items()))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", []),
        ("search=dragon+soyuz", []),
        ("search=dragon,soyuz", ["search search-parted"]),
        ("search='dragon soyuz'", ["search search-parted"]),
        ("search=%22dragon", ["search search-parted"]),
        ("format=json", []),
        ("ordering=name,-id", []),
        ("ordering=+name", ["ordering ordering-blank"]),
        ("ordering=name,+-id&search=a,b", ["ordering ordering-blank", "search search-parted"]),
        ("name=a&name=b", ["name repeated"]),
        ("name=a&name=a", []),
        ("limit=1&limit=2", ["limit repeated"]),
        ("name=a&in_space=true", []),
        ("search=a,b&format=&id=1&id=2", ["id repeated", "search search-parted"]),
    ],
)
def test_what_nobody_saw_is_presumed(api: Api, query: str, names: list[str]) -> None:
    """
    Separators of a search besides blanks, and several values of one parameter; published, nothing is presumed.
    """
    assert names == presumed(api, query, Grade.FRAMEWORK)
    assert [] == presumed(api, query, Grade.PUBLISHED)


@pytest.mark.parametrize(
    ("query", "names"), [("name=a&name=b", ["name repeated"]), ("limit=1&limit=2", []), ("search=a,b", [])]
)
def test_which_of_several_values_counts_was_seen_of_pages_alone(api: Api, query: str, names: list[str]) -> None:
    """
    Recordings that show it of the rows of a page say nothing of filters: two may have to hold together.
    """
    assert names == presumed(api, query, Grade.RECORDED)


def test_a_format_may_be_a_parameter_that_there_is_not(api: Api) -> None:
    """
    Where such a one changes the answer, a format is presumed until the forms of answers were seen.
    """
    assert ["format format"] == presumed(api, "format=json&limit=1", Grade.FRAMEWORK, strict=True)
    assert [] == presumed(api, "format=json&limit=1", Grade.RECORDED, strict=True)


def test_a_text_that_is_searched_as_it_stands_has_no_separators(api: Api) -> None:
    """
    Where words are not searched each for itself, nothing parts a search.
    """
    assert [] == presumed(api, "search=dragon,soyuz", Grade.FRAMEWORK, search_words=False)
