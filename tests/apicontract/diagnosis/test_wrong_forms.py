"""
What of an answer may be wrong besides its page: the limit in its links, the mode and the representation of its rows.
"""

from __future__ import annotations

import pytest
from books import MODES, PARAMETERS, survey
from readings import misread, read

from apicontract.contract.model import Modes
from apicontract.diagnosis.wrong_forms import clear_forms, wrong_forms

_BESIDE = "a part of the query has no effect beside another | one | "


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("offset=3", {"the link to the previous page is another | kind | first page"}),
        (
            "offset=4&sold=false&title=no",
            {
                "the link to the previous page is another | kind | later page",
                "the link to the previous page is another | kind | no whole pages",
            },
        ),
        ("limit=2", {"the limit in links is another | kind | ordinary"}),
        ("", {"the limit in links is another | kind | absent"}),
        ("", {f"rows have another mode | one | absent, {each}" for each in ("list", "detailed")}),
        ("", {"rows of a mode are otherwise | one | normal", "a representation is otherwise | kind | format None"}),
        ("mode=list", {"rows have another mode | one | list, detailed", "rows of a mode are otherwise | one | list"}),
        ("mode=LIST", {"mode in other letters is known"}),
        ("format=json", {"a representation is otherwise | kind | format json"}),
        ("mode=list&sold=true", {f"{_BESIDE}mode beside filters"}),
        ("mode=list&search=emma&ordering=id", {f"{_BESIDE}mode beside search", f"{_BESIDE}mode beside ordering"}),
    ],
)
def test_what_may_be_otherwise(query: str, texts: set[str]) -> None:
    """
    Each may be wrong where the answer has it.
    """
    known = survey(*PARAMETERS, shapes={mode: f"books/{mode}" for mode in MODES.choices})

    assert set() == {misread(each) for each in texts} - set(wrong_forms(read(known, query)))


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("limit=5", {"the limit in links is another | kind | ordinary"}),
        ("", {"the link to the previous page is another | kind | first page"}),
        ("limit=2&offset=2", {"the link to the previous page is another | kind | no whole pages"}),
        ("limit=2&offset=1", {"the link to the previous page is another | kind | later page"}),
        ("limit=2&offset=3", {"the link to the previous page is another | kind | first page"}),
        (
            "offset=4&mode=list",
            {"rows of a mode are otherwise | one | list", "a representation is otherwise | kind | x"},
        ),
        ("offset=4&mode=list&sold=true", {f"{_BESIDE}mode beside filters"}),
        ("mode=tiny", {"mode in other letters is known", "rows of a mode are otherwise | one | tiny"}),
        ("mode=list", {"mode in other letters is known", "rows have another mode | one | list, list"}),
        ("mode=normal&sold=true", {f"{_BESIDE}mode beside filters", f"{_BESIDE}mode beside mode"}),
    ],
)
def test_there_is_nothing_to_misread(query: str, texts: set[str]) -> None:
    """
    What an answer does not have is not wrong.
    """
    known = survey(*PARAMETERS, shapes={mode: f"books/{mode}" for mode in MODES.choices})

    assert set() == {misread(each) for each in texts} & set(wrong_forms(read(known, query)))


def test_modes_of_one_shape_do_not_differ() -> None:
    """
    Where rows of all modes have the same shape, another one does not show.
    """
    found = {each.operator for each in wrong_forms(read(survey("sold"), "mode=list&sold=true"))}

    assert "rows of a mode are otherwise" in found
    assert found.isdisjoint({"rows have another mode", "a part of the query has no effect beside another"})


def test_a_resource_without_modes() -> None:
    """
    Where there are no modes, none can be wrong.
    """
    request = read(survey(modes=Modes((), "normal", "normal")), "mode=list")

    assert "modes" not in {each.concern for each in wrong_forms(request)}


def test_headers() -> None:
    """
    Each header shows by itself.
    """
    request = read(survey(), "", (("Origin", "https://x.example"), ("Accept", "*/*")))

    assert {
        misread("a representation is otherwise | kind | Origin: https://x.example"),
        misread("a representation is otherwise | kind | Accept: */*"),
    } <= set(wrong_forms(request))


def test_what_is_clear() -> None:
    """
    Links and what stands beside other parts hang on which rows are selected, the rest does not.
    """
    request = read(survey("sold"), "mode=list&sold=true&limit=1&offset=1")

    assert {"modes", "formats"} == {each.concern for each in clear_forms(request)}
    assert "pagination" in {each.concern for each in wrong_forms(request)}
