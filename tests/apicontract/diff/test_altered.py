"""
Forty altered copies of the packaged data, each with one change that the diff must name once.
"""

from __future__ import annotations

import json
import random
import shutil
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from altered import ALTERATIONS, Alteration
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from apicontract.diff.changes import changes
from apicontract.diff.definitions import compare_answers
from apicontract.diff.rules import RULES
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from pathlib import Path

SEED = 2026


@pytest.fixture(scope="module")
def original() -> Any:
    """
    The packaged API with its recordings.
    """
    api = load_api()
    return api, recordings_of(api)


def altered_copy(alteration: Alteration, api: Any, folder: Path) -> str:
    """
    Copy the data, change one file that fits, chosen by the seed, and return the definition that was changed.
    """
    shutil.copytree(SMALL_DATA / "schemas" / api.name, folder / "schemas" / api.name)
    rng = random.Random(f"{SEED} {alteration.name}")  # noqa: S311 - repeatable, not secret
    base = folder / "schemas" / api.name
    pattern = {"shape": "*.schema.json", "contract": "contract.json", "api": "api.json"}[alteration.kind]
    files = sorted(base.rglob(pattern))
    used = {each.name for each in _used(api)} if alteration.kind == "shape" else set()
    rng.shuffle(files)
    for path in files:
        name = path.relative_to(base).as_posix().removesuffix(".schema.json")
        document = json.loads(path.read_text(encoding="utf-8"))
        if (not used or name in used) and alteration.change(document, rng):
            path.write_text(json.dumps(document), encoding="utf-8")
            return {"shape": name, "contract": name.removesuffix("/contract.json"), "api": ""}[alteration.kind]
    pytest.fail(f"nothing fits {alteration.name}")


def _used(api: Any) -> Any:
    survey = compare_answers(api, api)
    for name, shape in api.shapes.items():
        if any("answered by no" not in each.origin for each in survey.uses((name, name))):
            yield shape


def test_there_are_forty() -> None:
    """
    Forty copies, each with a name of its own.
    """
    assert len({each.name for each in ALTERATIONS}) == 40


@pytest.fixture(scope="module")
def outcome(original: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """
    What an altered copy gives: the definition that was changed, the changes, and those of the swapped sides.
    """

    @cache
    def of(alteration: Alteration) -> tuple[str, Any, Any]:
        folder = tmp_path_factory.mktemp("copy")
        definition = altered_copy(alteration, original[0], folder)
        copy = load_api(original[0].name, folder, alone=True), original[1]
        return definition, changes(original, copy), changes(copy, original)

    return of


@pytest.mark.parametrize("alteration", ALTERATIONS, ids=lambda it: it.name)
def test_one_change_is_one_finding(alteration: Alteration, outcome: Any) -> None:
    """
    A copy with one change gives one finding of the right rule and level, and the swapped sides give its mirror.
    """
    definition, found, mirrored = outcome(alteration)
    assert [(each.rule.id, each.level, each.fact.definition) for each in found] == [
        (alteration.rule, alteration.level, definition)
    ]
    assert [each.rule.id for each in mirrored] == [RULES[alteration.rule].mirror]


@pytest.mark.parametrize("alteration", [each for each in ALTERATIONS if each.kind == "shape"], ids=lambda it: it.name)
def test_every_place_is_listed(alteration: Alteration, original: Any, outcome: Any) -> None:
    """
    A finding lists every place at which the changed definition is answered, found by walking the schemas naively.
    """
    api = original[0]
    definition, (found,), _ = outcome(alteration)
    path = found.fact.new_path or found.fact.old_path
    answered = {
        f"{name} ({mode})": shape for name, each in api.resources.items() for mode, shape in each.shapes.items()
    }
    expected = {
        f"{origin}: {'.'.join(filter(None, (place, path))) or 'the record'}"
        for origin, shape in {**answered, **api.singletons}.items()
        for place in naive_places(api, api.shapes[shape], definition, ())
    }
    assert {(new or old) for old, new in found.places} == expected


def naive_places(api: Any, shape: Any, goal: Any, above: Any) -> Any:
    """
    Yield the dotted paths at which a shape holds another, by text alone.
    """
    if shape.name == goal:
        yield ""
    by_uri = {each.uri: each for each in api.shapes.values()}

    def walk(schema: Any, path: Any) -> Any:
        if isinstance(schema, dict):
            if "$ref" in schema:
                target = by_uri[_absolute(shape.uri, schema["$ref"])]
                if target.name not in (*above, shape.name):
                    for rest in naive_places(api, target, goal, (*above, shape.name)):
                        yield ".".join(filter(None, (path, rest)))
            for name, each in schema.get("properties", {}).items():
                yield from walk(each, ".".join(filter(None, (path, name))))
            yield from walk(schema.get("items"), f"{path}[]")
            for each in schema.get("anyOf", ()):
                yield from walk(each, path)

    yield from walk(shape.schema, "")


def _absolute(base: Any, reference: Any) -> Any:
    return urljoin(base, reference)
