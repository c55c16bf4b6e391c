"""
What was learnt -> a data folder: declared facts with their evidence, the answers as recordings, and the head.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import hold_to
from apicontract.contract.files import render_json, write_atomically
from apicontract.contract.grades import Grade
from apicontract.contract.paths import UNSHOWN, values_at
from apicontract.contract.promises import statements
from apicontract.contract.visibility import visibility_document
from apicontract.evidence.derive import api_config, derived_tree, facts_of
from apicontract.evidence.derive.api_config import base_path_of
from apicontract.evidence.importing import places_of, write_recordings
from apicontract.explore.learning.learn import filter_grade, filter_statements
from apicontract.explore.learning.nested import NestedRecords, nested_records, referred
from apicontract.explore.learning.pages import list_in
from apicontract.explore.visibility.declaring import shown_visibility

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from apicontract.contract.exchange import Exchange
    from apicontract.evidence.derive import Tree
    from apicontract.explore.learning.learn import Learnt, ListLearnt
    from apicontract.explore.learning.meanings import Meaning

#: member of the paging to the check that promises it, and to the checks that take it for granted.
_PROMISED = {"default_limit": ("limit-default", ("link-limit",)), "maximum_limit": ("limit-clamped", ())}
#: Promises about texts of the paging that are no plain numbers.
_UNTRIED = ("limit-unreadable", "offset-unreadable")
#: The promise that what is not declared has no effect.
_IGNORED = ("parameter-undeclared",)
#: Name of the one form in which records are sent.
_MODE = "default"
#: What a search looks in besides the fields that rows show.
_UNSEEN: list[Any] = [{"name": "hidden", "path": "(hidden)", "hidden": True}]


@dataclass(frozen=True)
class Written:
    """
    What was written.

    Attributes:
        tree: the derived files; they are not written yet.
        recordings: how many answers were kept.
    """

    tree: Tree
    recordings: int


def write_learnt(learnt: Learnt, folder: Path, name: str, source: str) -> Written:
    """
    Write the facts, the head and the recordings of an API into a data folder.

    Args:
        learnt: what was found out.
        folder: the data folder.
        name: of the API.
        source: what to say about where it comes from.

    Raises:
        DataError: what was learnt is no data that such a folder may hold.
    """
    facts = _facts(learnt, source)
    hold_to(facts, "facts", "what was learnt")
    place, head_place = places_of(folder, name)
    declared = facts_of(facts, str(place))
    head = _head(learnt, api_config(name, learnt.exchanges, declared), source)
    hold_to(head, "api", "what was learnt")
    agreeing = _agreeing(learnt)
    written = write_recordings(agreeing, head["base_path"], place.parent)
    for path, content in ((place, facts), (head_place, head)):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, render_json(content))
    tree = derived_tree(folder, name)
    paths = {resource_name(each, head["base_path"]): each.path for each in learnt.lists}
    unbound = {(paths[resource], name) for resource, name in _unbound(facts, tree)}
    kept = [each for each in agreeing if not unbound.intersection((each.path, name) for name, _ in each.query)]
    if len(kept) < len(agreeing):
        # What no contract declares would be taken for a list of which nothing is selected.
        for path in written:
            path.unlink()
        written = write_recordings(kept, head["base_path"], place.parent)
        tree = derived_tree(folder, name)
    return Written(tree, len(written))


def _unbound(facts: Mapping[str, Any], tree: Tree) -> Iterator[tuple[str, str]]:
    """
    Yield resource and parameter that are declared and in no contract: it leads to no field that can be compared.
    """
    for resource, declared in facts["resources"].items():
        contract = json.loads(tree.files[f"{resource}/contract.json"])
        bound = {each["name"] for each in contract.get("parameters", ())}
        yield from ((resource, name) for name in declared.get("parameters", {}) if name not in bound)


def _agreeing(learnt: Learnt) -> list[Exchange]:
    """
    Return the answers that what was learnt explains, to requests for what is declared: no others are evidence of it.
    """
    return [each for each in learnt.exchanges if all(_agrees(one, each) for one in learnt.lists)]


def _agrees(each: ListLearnt, exchange: Exchange) -> bool:
    if exchange.path != each.path:
        return True
    if each.search.hidden and any(name == each.search.parameter for name, _ in exchange.query):
        return False
    effective, known, ordering = each.alive.effective(), each.alive.known, each.ordering
    declared = {*each.paging.paging.parameters, *effective, ordering.parameter, ordering.direction, ordering.opposite}
    declared |= {each.search.parameter} if each.search.fields else set()
    readable = (known.selected(effective[name][0], text) for name, text in exchange.query if name in effective)
    names = [name for name, _ in exchange.query]
    once = len(names) == len(set(names)) and declared.issuperset(names) and not _otherwise_tied(each, exchange)
    return once and exchange.url not in each.alive.unexplained and None not in readable


def _otherwise_tied(each: ListLearnt, exchange: Exchange) -> bool:
    """
    Return whether rows that tie stand otherwise than in natural order, which is how they are served.
    """
    ordering, known = each.ordering, each.alive.known
    terms = [text for name, text in exchange.query if name in {ordering.parameter, ordering.opposite} and name]
    answer = list_in(exchange) if terms else None
    numbers = known.numbers(answer.rows) if answer is not None else None
    fields = [term.strip().removeprefix("-") for term in terms[0].split(",")] if terms else []
    if answer is None or numbers is None:
        return False
    values = [[str(next(values_at(row, field), None)) for field in fields] for row in answer.rows]
    pairs = zip(pairwise(values), pairwise(numbers), strict=True)
    return any(one == other and first > second for (one, other), (first, second) in pairs)


def resource_name(learnt: ListLearnt, base_path: str) -> str:
    """
    Return the name of a resource: its path below the base path.
    """
    return learnt.path.removeprefix(base_path).strip("/")


def _facts(learnt: Learnt, source: str) -> dict[str, Any]:
    base = base_path_of(learnt.exchanges)
    named = {resource_name(each, base): each for each in learnt.lists}
    alike = [name for name, each in named.items() if each.record.alike or not each.record.path]
    nesting = {name: found for name, each in named.items() if (found := nested_records(name, each, named))}
    return {
        "$schema": "../../schemas/meta/facts.schema.json",
        "source": source,
        "grade": Grade.RECORDED.value,
        "resources": {
            name: (nesting[name].modes if name in nesting else _modes(name, name in alike))
            | _resource(name, each, nesting.get(name), named)
            for name, each in named.items()
        },
        "shapes": {_shape(name): {"entity": name, "properties": {}} for name in alike}
        | {shape: told for each in nesting.values() for shape, told in each.shapes.items()},
    }


def _modes(name: str, alike: bool) -> dict[str, Any]:  # noqa: FBT001 - a fact of the record
    """
    Return the modes of a resource whose records have one form, in lists and alone; else the recordings tell them apart.
    """
    return {"modes": {_MODE: _shape(name)}, "list": _MODE, "detail": _MODE} if alike else {}


def _shape(name: str) -> str:
    return f"{name}/{_MODE}"


def _resource(
    resource: str, each: ListLearnt, nesting: NestedRecords | None, named: Mapping[str, ListLearnt]
) -> dict[str, Any]:
    effective = each.alive.effective()
    parameters = {name: _parameter(found, filter_grade(each.alive, name), nesting) for name, found in effective.items()}
    for name in each.alive.referring.intersection(parameters):
        found = effective[name][0]
        if found.lookup in {"exact", "any"} and (entity := referred(resource, each, found.path, named)):
            # Keys that are texts are compared as texts, and looked for among those of the list all the same.
            numbers = all(isinstance(row.get(found.path), int | None) for row in each.alive.known.rows)
            parameters[name] |= {"type": "related" if numbers else "text", "related": entity}
    declared: dict[str, Any] = {
        "title": each.record.title,
        "identifier": each.record.identifier,
        "identifier_form": each.record.form,
        "parameters": parameters,
        "search": [_searched(each, path) for path in each.search.fields] + (_UNSEEN if each.search.hidden else []),
        "ordering": list(each.ordering.fields),
        "absent": each.record.absent,
        "evidence": _evidence(each),
    }
    return {key: value for key, value in declared.items() if value}


def _searched(each: ListLearnt, path: str) -> str | dict[str, Any]:
    if path in each.search.followed:
        return {"name": path, "path": UNSHOWN.format(path), "hidden": True}
    return "__".join(path.split("."))


def _parameter(found: list[Meaning], grade: Grade, nesting: NestedRecords | None) -> dict[str, Any]:
    meaning = found[0]
    path = nesting.whole(meaning.path) if nesting else meaning.path
    choices = {"choices": list(meaning.choices)} if meaning.choices else {}
    declared = {"type": meaning.type, "fields": [path], "lookup": meaning.lookup}
    return {**declared, **choices, "grade": grade.value}


def _evidence(each: ListLearnt) -> dict[str, Any]:
    stated = [*filter_statements(each), *each.ordering.statements, *each.search.statements]
    return {
        one.key: {"seen": one.seen, "of": one.of, "grade": one.grade.value, "source": one.evidence}
        for one in stated
        if one.key
    }


def _head(learnt: Learnt, head: dict[str, Any], source: str) -> dict[str, Any]:
    paging = learnt.paging
    sure = paging.known - {*learnt.differing()}
    known = [check for member, (check, _) in _PROMISED.items() if member in sure]
    unsure = [checks for member, checks in _PROMISED.items() if member not in sure and paging.paging.start]
    guessed = [each for check, others in unsure for each in (check, *others)]
    return {
        **head,
        "title": head["title"],
        "primary": head["primary"],
        "envelope": paging.paging.document,
        **_visibility(learnt, head["base_path"], source),
        "behaviour": {**head.get("behaviour", {}), **_behaviour(learnt, source)},
        "promises": {
            **statements(known, Grade.RECORDED, source),
            **statements(guessed, Grade.GUESS, "no request showed it; the usual number is assumed"),
            **statements(_UNTRIED, Grade.GUESS, "no such text was sent; what is usual is assumed"),
            **statements(_IGNORED if learnt.strict else (), Grade.GUESS, "a parameter that there is not had an effect"),
        },
    }


def _visibility(learnt: Learnt, base_path: str, source: str) -> dict[str, Any]:
    """
    Return what depends on who asks, of the lists that were asked for both ways.
    """
    asked = {resource_name(each, base_path): each.both_ways for each in learnt.lists}
    found = {name: visibility_document(shown_visibility(both.found, source)) for name, both in asked.items() if both}
    return {"visibility": found} if found else {}


def _searchless(learnt: Learnt) -> bool:
    """
    Return whether a search was tried with each list, and no name that is usual for one has an effect.
    """
    return all(each.search.tried and not each.search.parameter for each in learnt.lists)


def _sent(learnt: Learnt) -> Iterator[tuple[str, Any]]:
    """
    Yield what the headers of the lists say; those of recorded answers may not be all.
    """
    paths = {each.path for each in learnt.lists}
    answers = [each for each in learnt.exchanges if each.path in paths and each.source == "sent"]
    varying = {each.header("Vary") or "" for each in answers if each.status == HTTPStatus.OK}
    stated = next(iter(varying)) if len(varying) == 1 else ""
    # A server of one representation needs none; what is promised then is the framework's, which accuses nobody.
    if "accept" in stated.lower().replace(" ", "").split(","):
        yield "vary", stated


def _behaviour(learnt: Learnt, source: str) -> dict[str, Any]:
    searchless = {"search_parameter": ""} if _searchless(learnt) else {}
    worded = {"refusals": "own"} if any(each.record.absent is not None for each in learnt.lists) else {}
    found: dict[str, Any] = dict(_sent(learnt)) | learnt.unread | searchless | worded
    for each in reversed(learnt.lists):
        ordering, search = each.ordering, each.search
        if each.paging.repeated:
            found["repeated"] = each.paging.repeated
        if search.parameter and search.fields:
            found["search_parameter"] = search.parameter
            # A text that was not tried apart is searched as it stands: that is what all services do with one word.
            if search.words is not None or "search_words" not in found:
                found["search_words"] = bool(search.words)
        if ordering.parameter:
            found |= {
                "ordering_parameter": ordering.parameter,
                "ordering_direction": ordering.direction,
                "ordering_descending": ordering.opposite,
                "ordering_many": any(one.ordering.many for one in learnt.lists),
            }
        if ordering.unknown:
            found["unknown_ordering"] = ordering.unknown
        if ordering.nulls_last is not None:
            found["nulls"] = "last" if ordering.nulls_last else "first"
    return {name: {"value": value, "grade": Grade.RECORDED.value, "source": source} for name, value in found.items()}
