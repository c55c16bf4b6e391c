"""
What a contract says of answers without a token.
"""

from __future__ import annotations

import pytest

from apicontract.contract.grades import Grade
from apicontract.contract.visibility import Visibility, outermost, visibility_document, visibility_of

FULL = {
    "list_status": 401,
    "record_status": 403,
    "personal": ["maker.followed", "marked"],
    "hidden": True,
    "grade": "published",
    "source": "manual",
}


@pytest.mark.parametrize("document", [FULL, {"grade": "recorded", "source": "x"}])
def test_it_is_read_as_it_is_written(document: dict[str, object]) -> None:
    """
    A document comes back as it was, without what is as usual.
    """
    assert document == visibility_document(visibility_of(document))


def test_what_is_not_stated_is_alike() -> None:
    """
    Nothing depends on who asks unless it is stated.
    """
    assert Visibility(200, 200, (), hidden=False, grade=Grade.RECORDED, source="x") == visibility_of(
        {"grade": "recorded", "source": "x"}
    )


@pytest.mark.parametrize(
    ("path", "may"), [("maker", True), ("maker.id", True), ("makers", False), ("name", False), ("own.maker", False)]
)
def test_what_stands_in_a_personal_object_is_personal(path: str, may: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    A declared path covers itself and what stands in it, and nothing that begins alike.
    """
    assert may == Visibility(personal=("maker",)).may_differ(path)


def test_paths_inside_others_are_left_out() -> None:
    """
    Of paths that stand inside one another the outermost is kept, once and in order.
    """
    assert ("a", "b.c") == outermost(["b.c", "a.x", "a", "b.c.d", "a"])
