"""
Lists and levels of detail inside of an answer.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Shape
from mockserver.engine.parts import ASKED_MODE, ListPart, with_parts

API = load_api()
MODE = {"x-value": ASKED_MODE, "enum": ["brief", "long"], "default": "brief"}
LISTED = {"x-list": {"resource": API.primary, "query": {"limit": "2"}}}


def answered(properties: dict[str, Any], body: dict[str, Any], mode: str | None = None) -> tuple[Any, list[ListPart]]:
    """
    Return an answer of these properties with its parts, and the lists that were written.
    """
    shape = Shape("front", "https://a.test/front", "", {"type": "object", "properties": properties})
    asked: list[ListPart] = []

    def write(part: ListPart) -> bytes:
        asked.append(part)
        return b'["rows"]'

    text = with_parts(replace(API, shapes={"front": shape}), shape, json.dumps(body).encode(), mode, write)
    return json.loads(text), asked


@pytest.mark.parametrize(
    ("mode", "shown"), [(None, "brief"), ("long", "long"), ("nothing", "brief"), ("brief", "brief")]
)
def test_the_level_of_detail_is_shown(mode: str | None, shown: str) -> None:
    """
    That of the request, if there is such a one; else the default. Lists are written in it.
    """
    found, asked = answered({"level": MODE, "rows": LISTED}, {"level": "", "rows": []}, mode)

    assert ({"level": shown, "rows": ["rows"]}, [f"mode={shown}&limit=2"]) == (found, [each.query for each in asked])


def test_an_answer_without_parts_stays_as_it_is() -> None:
    """
    Nothing is put into what has neither lists nor a level of detail.
    """
    assert ({"name": "a"}, []) == answered({"name": {"type": "string"}}, {"name": "a"}, "long")
