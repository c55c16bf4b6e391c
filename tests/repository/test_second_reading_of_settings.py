"""
What both the mock and the checks ask of an API's settings, and of the texts of true and false, read a second time.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract import model
from apicontract.contract.catalog import read_api
from apicontract.contract.grades import Grade
from apicontract.contract.lookups import BOOLEANS, Accepted
from apicontract.contract.model import Evidence, Setting, Unserved, World
from apicontract.contract.representations import (
    most_parameters,
    negotiates,
    own_words,
    reads_parameters,
    reads_tokens,
    searches_first,
)
from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGED = Path(__file__).parents[2]
LIBRARY = PACKAGED / "tests" / "data" / "library" / "schemas"


@pytest.mark.parametrize(
    ("asks", "name", "answers"),
    [
        (negotiates, "negotiation", {None: True, "asked": True, "fixed": False}),
        (reads_tokens, "authorization", {None: True, "token": True, "ignored": False}),
        (own_words, "refusals", {None: False, "framework": False, "own": True}),
        (searches_first, "refused_first", {None: False, "filters": False, "search": True}),
        (most_parameters, "most_parameters", {None: 1000, 7: 7}),
    ],
)
def test_a_setting_says_what_is_read(asks: Callable[..., bool], name: str, answers: dict[str | None, bool]) -> None:
    """
    Without the setting it is as the framework has it.
    """
    api = read_api(LIBRARY / "library-1")
    usual = {key: each for key, each in api.behaviour.items() if key != name}

    def with_setting(value: str | None) -> Any:
        stated = {} if value is None else {name: Setting(value, Grade.PUBLISHED, "")}
        return replace(api, behaviour={**usual, **stated})

    assert answers == {value: asks(with_setting(value)) for value in answers}


@pytest.mark.parametrize(("negotiation", "known"), [("asked", True), ("fixed", False)])
def test_parameters_are_read_by_what_chooses(negotiation: str, known: bool) -> None:  # noqa: FBT001 - as is expected
    """
    A representation, or rows and their order; of a list that does none of it nobody knows that it reads any.
    """
    api = read_api(LIBRARY / "library-1")
    stated = {**api.behaviour, "negotiation": Setting(negotiation, Grade.PUBLISHED, "")}
    api = replace(api, behaviour=stated)
    resource = next(each for each in api.resources.values() if each.parameters)
    plain = replace(resource, parameters=(), search=(), ordering=())

    assert (known, True) == (reads_parameters(api, None), reads_parameters(api, resource))
    assert reads_parameters(api, plain)
    unpaged = replace(api, paging=replace(api.paging, size="", start="", back=""))
    assert known == reads_parameters(unpaged, plain)


def test_the_texts_of_true_and_false() -> None:
    """
    Those that are sent are those that Django's widgets understand (`BooleanWidget`, `NullBooleanSelect`).
    """
    understood = {
        "boolean": {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False},
        "form-boolean": {"true": True, "True": True, "2": True, "false": False, "False": False, "3": False},
    }

    read = {kind: {text: READERS[kind].read(text) for text in texts} for kind, texts in BOOLEANS.items()}

    assert {
        kind: {text: Accepted(value) for text, value in texts.items()} for kind, texts in understood.items()
    } == read


def test_what_a_contract_says_of_a_filter(tmp_path: Path) -> None:
    """
    That no record shows what it compares, and the evidence of a statement with its source.
    """
    shutil.copytree(LIBRARY, tmp_path / "schemas")
    path = tmp_path / "schemas" / "library-1" / "books" / "contract.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["parameters"][0]["hidden"] = True
    document["evidence"] = {"title": {"seen": 2, "of": 3, "grade": "recorded", "source": "a page"}}
    path.write_text(json.dumps(document), encoding="utf-8")

    books = read_api(tmp_path / "schemas" / "library-1").resources["books"]

    assert [True, *[False] * (len(books.parameters) - 1)] == [each.hidden for each in books.parameters]
    assert {"title": Evidence(2, 3, Grade.RECORDED, "a page")} == books.evidence


def test_the_keywords_of_shapes_are_those_of_their_schema() -> None:
    """
    What code asks a shape for may stand in one.
    """
    stated = set(re.findall(r'"(x-[a-z-]+)"', (PACKAGED / "schemas" / "meta" / "shape.schema.json").read_text("utf-8")))
    named = {each for each in vars(model).values() if isinstance(each, str) and each.startswith("x-")}

    assert {"x-computed", "x-refers"} <= named <= stated


def test_a_world_is_shown_without_its_records() -> None:
    """
    They refer to each other in circles.
    """
    record: dict[str, Any] = {}
    record["itself"] = record

    assert "World(name='x', unserved=())" == repr(World("x", {"things": [record]}))


def test_what_is_not_served_is_a_page_unless_it_is_said_otherwise() -> None:
    """
    Pages are what is recorded most.
    """
    assert Unserved("a.json", "rows that tie").page
    assert "a.json: rows that tie" == str(Unserved("a.json", "rows that tie"))


def test_what_a_contract_holds_stays_as_it_is() -> None:
    """
    The values of the model are frozen, so that whoever holds one may share it.
    """
    classes = [each for each in vars(model).values() if isinstance(each, type) and is_dataclass(each)]

    assert classes
    assert [] == [
        each.__name__
        for each in classes
        if fields(each) and not each.__dataclass_params__.frozen  # type: ignore[attr-defined]
    ]
