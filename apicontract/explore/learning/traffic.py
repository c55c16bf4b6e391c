"""
Recorded answers -> what they show of a contract; nothing is sent.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError
from apicontract.contract.grades import Grade
from apicontract.contract.paging import STYLES
from apicontract.evidence.paging import UNPAGED, as_sent, recorded_paging, unlinked
from apicontract.explore.learning.asking import json_of
from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.learn import Learnt, ListLearnt, open_sentences, stated
from apicontract.explore.learning.meanings import NO_EFFECT, fields_of, meanings_of
from apicontract.explore.learning.orderings import DIRECTIONS, NAMES, sorted_by
from apicontract.explore.learning.orderings_learnt import OrderingLearnt
from apicontract.explore.learning.pages import identity, list_in, total_header
from apicontract.explore.learning.paging import PagingLearnt
from apicontract.explore.learning.records import RecordLearnt, nested_keys, unique_fields
from apicontract.explore.learning.searches import NAMES as SEARCH_NAMES
from apicontract.explore.learning.searches import SearchLearnt, searched_fields
from apicontract.explore.learning.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Record
    from apicontract.contract.paging import Paging
    from apicontract.explore.learning.pages import ListAnswer


def learn_traffic(exchanges: Sequence[Exchange], place: str) -> Learnt:
    """
    Return what recorded answers show.

    Args:
        exchanges: the answers, oldest first.
        place: where they come from, for messages.

    Raises:
        DataError: none of them is a list of records.
    """
    lists: dict[str, list[ListAnswer]] = defaultdict(list)
    for each in exchanges:
        answer = list_in(each) if each.method == "GET" else None
        if answer is not None and answer.rows:
            lists[each.path].append(answer)
    if not lists:
        raise DataError(place, "no answer that is a list of records", "traffic with lists of records in JSON")
    learnt = Learnt(exchanges=list(exchanges))
    for path, answers in lists.items():
        learnt.lists.append(_list(path, answers, exchanges))
    learnt.statements = list(stated(learnt))
    learnt.open = ["what no recorded request asked for was not tried", *open_sentences(learnt, recorded=True)]
    return learnt


def _list(path: str, answers: Sequence[ListAnswer], exchanges: Sequence[Exchange]) -> ListLearnt:
    paging = recorded_paging([each.exchange for each in answers]) or STYLES[UNPAGED]
    names = {name for each in answers for name, _ in each.exchange.query}
    if paging.style == UNPAGED:
        paging = unlinked(paging.rows, names, total_header(answers[0].exchange))
    paging = as_sent(paging, json_of(answers[0].exchange))
    rows = list({identity(row): row for each in _plain_first(answers, paging) for row in each.rows}.values())
    counts = [each.count for each in answers if each.count is not None]
    complete = bool(counts) and len(rows) >= max(counts)
    found = PagingLearnt(paging, rows, complete)
    plain = [each for each in answers if not each.exchange.query]
    most = max(len(each.rows) for each in answers)
    default = len(plain[0].rows) if plain else most
    found.paging = replace(paging, default_limit=default, maximum_limit=max(most, default)) if paging.start else paging
    if plain and paging.start:
        found.known.add("default_limit")
        found.state(f"a page has {len(plain[0].rows)} rows by default", f"{len(plain)} recorded answers")
    name = path.strip("/")
    learnt = ListLearnt(path, name, found, _record(path, rows, exchanges), Alive(KnownRows(rows, complete), most))
    _sorting(learnt, answers)
    _searching(learnt, answers)
    _filtering(learnt, answers)
    return learnt


def _plain_first(answers: Sequence[ListAnswer], paging: Paging) -> list[ListAnswer]:
    """
    Return the pages that nothing but paging asked for first: their rows stand in natural order.
    """
    own = set(paging.parameters)
    return sorted(answers, key=lambda each: any(name not in own for name, _ in each.exchange.query))


def _record(path: str, rows: Sequence[Record], exchanges: Sequence[Exchange]) -> RecordLearnt:
    found = RecordLearnt(next(unique_fields(rows), ""))
    for each in exchanges:
        body = json_of(each)
        below = each.path.rstrip("/").rpartition("/")[0] == path.rstrip("/")
        if below and each.status == HTTPStatus.OK and isinstance(body, dict):
            row = next((row for row in rows if row.get(found.identifier) == body.get(found.identifier)), rows[0])
            found.path, found.nested = each.path, nested_keys(row, body)
            found.inside = {name: body[name] for name in found.nested}
            found.alike = body.keys() == row.keys()
    return found


def _sorting(learnt: ListLearnt, answers: Sequence[ListAnswer]) -> None:
    fields, found = fields_of(learnt.alive.known.rows), OrderingLearnt(recorded=True)
    for each in answers:
        parameters = dict(each.exchange.query)
        name = next((name for name in NAMES if name in parameters), "")
        directions = [word for word in DIRECTIONS if word in parameters and word != name]
        terms = [term.strip() for term in parameters.get(name, "").split(",")]
        down = [word.lower() == "desc" for word in parameters.get(directions[0], "").split(",")] if directions else []
        named = [
            (term.removeprefix("-"), down[number] if number < len(down) else term.startswith("-"))
            for number, term in enumerate(terms)
        ]
        if not name or not all(term in fields for term, _ in named):
            continue
        if sorted_by(each.rows, tuple(named), fields) and len(each.rows) > 1:
            found.parameter, found.direction = name, directions[0] if directions else ""
            found.fields.setdefault(named[0][0], set()).add(named[0][1])
            found.many = found.many or len(named) > 1
    learnt.ordering = found
    for name, ways in found.fields.items():
        found.told(learnt.name, name, ways, len(learnt.alive.known.rows))


def _searching(learnt: ListLearnt, answers: Sequence[ListAnswer]) -> None:
    name = next((each for each in SEARCH_NAMES if any(each in dict(one.exchange.query) for one in answers)), "")
    if not name:
        return
    asked = [(dict(each.exchange.query)[name], each) for each in answers if name in dict(each.exchange.query)]
    alone = [(text, each) for text, each in asked if _alone(learnt, name, each)]
    fields, certain = searched_fields(learnt.alive.known, alone, len(learnt.alive.known.rows))
    found = SearchLearnt(name, fields, certain)
    if fields:
        rows, grade = len(learnt.alive.known.rows), Grade.RECORDED if certain else Grade.GUESS
        said, evidence = f"`{name}` searches {', '.join(fields)}", f"{len(alone)} recorded answers, {rows} rows"
        found.statements.append(Statement(learnt.name, said, evidence, grade, "search", rows, rows))
    else:
        found.open_reason = "the recorded answers do not show in which fields it searches"
    learnt.search = found


def _alone(learnt: ListLearnt, name: str, answer: ListAnswer) -> bool:
    own = {name, *learnt.paging.paging.parameters, learnt.ordering.parameter, learnt.ordering.direction}
    return all(each in own for each, _ in answer.exchange.query)


def _filtering(learnt: ListLearnt, answers: Sequence[ListAnswer]) -> None:
    alive = learnt.alive
    fields = fields_of(alive.known.rows)
    own = {*learnt.paging.paging.parameters, *NAMES, *DIRECTIONS, *SEARCH_NAMES, "format", "mode"}
    for each in answers:
        query = [pair for pair in each.exchange.query if pair[0] not in own]
        if not query or any(name in SEARCH_NAMES for name, _ in each.exchange.query):
            continue
        for name, _ in query:
            alive.meanings.setdefault(name, [NO_EFFECT, *meanings_of(name, fields)])
        alive.size = len(each.rows)
        alive.take(query, each)
