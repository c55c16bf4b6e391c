"""
What the code of a project says in words and spellings of its own.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from apicontract.evidence.importing.project import describe_django, imported_project

if TYPE_CHECKING:
    from collections.abc import Callable


def test_what_answers_an_absent_record_is_told(project: dict[str, Any]) -> None:
    """
    A handler of the project's own is asked what it makes of a record that there is not; its other words are not known.
    """
    imported = imported_project(project, "shop-1", "the code")

    assert [{"id": 404, "view": "Shop Instance"}] == imported.facts["resources"]["shops"]["absent"]
    assert "own" == imported.head["behaviour"]["refusals"]["value"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (lambda text: UUID(text).hex, {"key_form": "hex"}),
        (lambda text: text, {}),
        (lambda text: str(UUID(text)), {}),
        (int, {}),
    ],
    ids=["digits", "as-it-is", "with-hyphens", "unreadable"],
)
def test_a_column_of_the_project_may_read_any_uuid(written: Callable[[str], Any], told: dict[str, str]) -> None:
    """
    Its own code is asked how it writes one in capitals; what it makes of it names the record.
    """
    column = SimpleNamespace(get_db_prep_value=lambda value, _: written(value))

    assert told == describe_django._form(column)


def test_a_record_may_be_named_by_any_spelling_of_its_uuid(project: dict[str, Any]) -> None:
    """
    What the code says of the column is said of the records that show it.
    """
    told = json.loads(json.dumps(project))
    (view,) = (each for each in told["views"] if each["path"] == "/api/v1/words/" and each["kind"] == "list")
    view["key_form"] = "hex"

    resources = imported_project(told, "shop-1", "the code").facts["resources"]

    assert "hex" == resources["words"]["identifier_form"]
    assert "identifier_form" not in resources["items"]


def test_what_pages_call_a_list_is_told(project: dict[str, Any]) -> None:
    """
    The name of a view is not that of its model; one that does not tell lists from records is left out.
    """
    told = json.loads(json.dumps(project))
    views = {each["path"]: each for each in told["views"] if each["kind"] == "list"}
    assert "Shop List" == views["/api/v1/shops/"]["heading"]
    views["/api/v1/shops/"]["heading"] = "Public Shop List"
    views["/api/v1/words/"]["heading"] = "All words"

    resources = imported_project(told, "shop-1", "the code").facts["resources"]

    assert "Public Shop" == resources["shops"]["heading"]
    assert "heading" not in resources["words"]


def test_how_values_are_refused_is_told(project: dict[str, Any]) -> None:
    """
    The handler is asked for the form in which it names values; one that does not say the sentences is none.
    """
    form = {"errors": [{"of": "{field}", "says": "{message}", "id": "{CODE}"}]}
    mute = json.loads(json.dumps(project).replace("{message}", "no"))

    assert form == imported_project(project, "shop-1", "the code").head["behaviour"]["invalid_body"]["value"]
    assert "invalid_body" not in imported_project(mute, "shop-1", "the code").head["behaviour"]
