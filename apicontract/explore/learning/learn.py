"""
A server, or what was recorded of it -> everything that answers show of its contract.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import NotServing, TargetError
from apicontract.contract.grades import Grade
from apicontract.contract.lookups import LOOKUPS
from apicontract.evidence.derive.api_config import base_path_of
from apicontract.explore.learning.asking import Asker
from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.experiment import AskedList
from apicontract.explore.learning.filters import FilterExperiment
from apicontract.explore.learning.following import KeyedRows, followed_texts
from apicontract.explore.learning.habits import Habits
from apicontract.explore.learning.meanings import fields_of
from apicontract.explore.learning.narrowing import Narrowing
from apicontract.explore.learning.orderings import NAMES, OrderingExperiment
from apicontract.explore.learning.orderings_learnt import OrderingLearnt
from apicontract.explore.learning.pages import list_in
from apicontract.explore.learning.paging import PAGE_SIZES, PagingLearnt, learn_paging
from apicontract.explore.learning.places import find_lists
from apicontract.explore.learning.records import RecordLearnt, form_of, learn_absent, learn_records, record_path
from apicontract.explore.learning.searches import NAMES as SEARCH_NAMES
from apicontract.explore.learning.searches import SearchExperiment, SearchLearnt
from apicontract.explore.learning.statements import Statement
from apicontract.explore.learning.unread import learn_unread, many_parameters, refused_first
from apicontract.explore.visibility.asking import ask_both_ways, told_of
from apicontract.explore.visibility.pairs import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.explore.learning.pages import ListAnswer
    from apicontract.explore.learning.places import Found
    from apicontract.explore.visibility.asking import BothWays

#: A parameter that no service has.
_NO_PARAMETER = "no-such-parameter"
#: What asks the framework for its browsable page, and is refused by a service that has none.
_FOR_PEOPLE = (("format", "api"),)


@dataclass
class ListLearnt:
    """
    What is known of one list.

    Attributes:
        path: where it stands.
        name: of the resource.
        paging, record, ordering, search: what was found out of each.
        alive: the rows, and what parameters mean.
        both_ways: what depends on who asks; None without a token.
    """

    path: str
    name: str
    paging: PagingLearnt
    record: RecordLearnt
    alive: Alive
    ordering: OrderingLearnt = field(default_factory=OrderingLearnt)
    search: SearchLearnt = field(default_factory=SearchLearnt)
    both_ways: BothWays | None = None


@dataclass
class Learnt:
    """
    What is known of a server.

    Attributes:
        lists: those that were found, in order.
        exchanges: the answers.
        statements: what was found out.
        open: what was not tried or not understood, one sentence each.
        strict: whether a parameter that there is not changes an answer.
        unread: settings of what of a request is not read.
    """

    lists: list[ListLearnt] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    strict: bool = False
    unread: dict[str, Any] = field(default_factory=dict)

    @property
    def paging(self) -> PagingLearnt:
        """
        How the lists are paged: as the one of which most is known, the first of several.
        """
        return max((each.paging for each in self.lists), key=lambda each: len(each.known & PAGE_SIZES))

    def differing(self) -> Iterator[str]:
        """
        Yield the members of the paging in which lists differ, where it is known of them.
        """
        for member in sorted(PAGE_SIZES):
            known = {getattr(each.paging.paging, member) for each in self.lists if member in each.paging.known}
            if len(known) > 1:
                yield member


def learn(asker: Asker, path: str, others: Sequence[str] = ()) -> Learnt:
    """
    Learn the contract of a server by experiment.

    Args:
        asker: sends, within its budget.
        path: where to begin.
        others: paths of lists to which nothing leads from there.

    Raises:
        Unreachable: there is no answer.
        NotServing: the server refuses or fails on everything.
        TargetError: there is no list of records.
    """
    found = find_lists(asker, path, others)
    if not found.lists:
        raise nothing(asker.client.target.url, found.tried)
    learnt = Learnt()
    budget = asker.left
    asker.reserve = budget // 2
    _unknown_name(asker, found, learnt)
    for place, first in found.lists.items():
        learnt.lists.append(_outlined(asker, place, first, learnt))
    # What all answers hang on comes before the parameters, which take what is left.
    asker.get(base_path_of(asker.heard), purpose="the root")
    if not asker.unknown:
        # Where a parameter that there is not counts, no format tells anything.
        asker.get(next(iter(found.lists)), _FOR_PEOPLE, "a page for people")
    learnt.unread = learn_unread(asker, *next(iter(found.lists.items())))
    if asker.client.signed_in:
        _both_ways(asker, learnt)
    _parameters(asker, learnt)
    _last(asker, learnt)
    learnt.exchanges = list(asker.heard)
    learnt.statements += stated(learnt)
    learnt.open += list(open_sentences(learnt))
    if not asker.left:
        reason = asker.stopped or "all requests that may be sent are sent; raise their number with --request-budget"
        learnt.open.append(f"what else there is: {reason}")
    return learnt


def nothing(target: str, tried: dict[str, str]) -> TargetError:
    """
    Return the error that says what was tried where nothing was found.
    """
    listed = ", ".join(f"{path}: {told}" for path, told in tried.items())
    statuses = set(tried.values())
    if statuses <= {"status 401", "status 403"}:
        return NotServing(target, f"every request is refused ({listed}); name a token with --token-env")
    if all(each.startswith("status 5") for each in statuses):
        return NotServing(target, f"every request fails ({listed})")
    if any(each == "a list without rows" for each in statuses):
        return TargetError(target, f"no list has a row to learn from ({listed})")
    return TargetError(target, f"no list of records was found ({listed}); name the path of one")


def _unknown_name(asker: Asker, found: Found, learnt: Learnt) -> None:
    """
    Ask for a parameter that there is not: where that changes the rows, names cannot be tried together.
    """
    path, first = next(iter(found.lists.items()))
    exchange = asker.get(path, ((_NO_PARAMETER, "x"),), "a parameter that there is not")
    if exchange is None:
        return
    answer = list_in(exchange)
    asker.unknown = "refused" if answer is None else "" if answer.rows == first.rows else "empty"
    learnt.strict = asker.alone
    if asker.alone:
        said = f"a parameter that there is not is answered with {exchange.status}"
        said += f" and {len(answer.rows)} of {len(first.rows)} rows" if answer else ""
        learnt.statements.append(Statement(path.strip("/"), said, "one request"))


def _outlined(asker: Asker, path: str, first: ListAnswer, before: Learnt) -> ListLearnt:
    """
    Learn how a list is paged, its rows, and what identifies them; some of it is that of the lists before.
    """
    name = path.strip("/")
    paging = learn_paging(asker, path, first, before.paging if before.lists else None)
    # In words of its own, a service may say of each list something else.
    asked = not before.lists or before.lists[0].record.absent is not None
    form = next((each.record.form for each in before.lists if each.record.form is not None), None)
    record = learn_records(asker, path, name, paging.rows, absent=asked)
    record.form = form_of(asker, path, record, paging.rows, form)
    known = KnownRows(list(paging.rows), paging.complete)
    size = paging.paging.maximum_limit
    return ListLearnt(path, name, paging, record, Alive(known, size))


def _both_ways(asker: Asker, learnt: Learnt) -> None:
    """
    Learn what of each list depends on who asks.
    """
    signed = Asker(asker.client, asker.say)
    with asker.client.anonymous() as client:
        anonymous = Asker(client, asker.say)
        for each in learnt.lists:
            both = ask_both_ways(_listing(each), signed, anonymous)
            each.both_ways = both if both.pairs else None


def _listing(learnt: ListLearnt) -> Listing:
    paging, record = learnt.paging.paging, learnt.record
    return Listing(
        learnt.name,
        learnt.path,
        paging.sized(max(len(learnt.paging.rows), 1)),
        paging,
        key=lambda row: row.get(record.identifier),
        place=lambda row: record_path(learnt.path, row.get(record.identifier)) if record.path else "",
    )


def _parameters(asker: Asker, learnt: Learnt) -> None:
    """
    Learn what sorts, searches and filters; what is known of one list is tried first with the next.
    """
    ordering: tuple[str, ...] = NAMES
    searching: tuple[str, ...] = SEARCH_NAMES
    habits, experiments = Habits(), list[OrderingExperiment]()
    for number, each in enumerate(learnt.lists):
        left = asker.left
        share = left // (len(learnt.lists) - number)
        until = left - share
        sized = _sized(each)
        asked = AskedList(asker, each.path, each.name, sized, fields_of(each.alive.known.rows), each.alive, habits)
        experiment = OrderingExperiment(asked, left - share // 2)
        each.ordering = experiment.run(ordering)
        each.search = SearchExperiment(asked, left - share * 2 // 3, _followed(each, learnt)).run(searching)
        FilterExperiment(asked, until).run()
        experiments.append(experiment)
        ordering = (each.ordering.parameter,) if each.ordering.parameter else ordering
        searching = (each.search.parameter,) if each.search.parameter else searching
    for each, experiment in zip(learnt.lists, experiments, strict=True):
        # A list that came before the parameter was known, or had no request left for it.
        if len(searching) == 1 and not each.search.fields:
            until = asker.left - asker.left // 2
            again = SearchExperiment(experiment.listed, until, _followed(each, learnt)).run(searching)
            each.search = again if again.parameter else each.search
    for each, experiment in zip(learnt.lists, experiments, strict=True):
        # What one list left over is another's: first what filters compare, then the other directions.
        Narrowing(experiment.listed).run(list(each.alive.effective()))
    for number, experiment in enumerate(experiments):
        experiment.again(asker.left - asker.left // (len(experiments) - number))


def _followed(of: ListLearnt, learnt: Learnt) -> dict[str, list[str]]:
    """
    Return the texts to which the keys in the rows of a list lead, in other lists that were seen whole.
    """
    known = {
        each.name: KeyedRows(each.alive.known.rows, each.record.identifier)
        for each in learnt.lists
        if each.alive.known.complete and each.record.identifier
    }
    others = [rows for name, rows in known.items() if name != of.name]
    return followed_texts(known[of.name], others) if of.name in known else {}


def _last(asker: Asker, learnt: Learnt) -> None:
    """
    Learn by the requests that are left what few requests of clients show.
    """
    learnt.unread |= _refused_first(asker, learnt)
    if not asker.unknown:
        learnt.unread |= many_parameters(asker, learnt.lists[0].path, learnt.lists[0].paging.rows)
    # The framework's sentence names the model of each list.
    for each in learnt.lists[1:] if learnt.lists[0].record.title else ():
        if each.record.path and not each.record.title:
            learn_absent(asker, each.path, each.name, each.record, each.paging.rows)


def _refused_first(asker: Asker, learnt: Learnt) -> dict[str, str]:
    """
    Ask the first list that searches, and has a filter that refuses what it does not read.
    """
    for each in learnt.lists:
        types = {name: found[0].type for name, found in each.alive.effective().items() if name in each.alive.named}
        name = next((name for name, kind in types.items() if kind != "text"), "")
        if name and each.search.parameter:
            return refused_first(asker, each.path, each.search.parameter, name)
    return {}


def _sized(learnt: ListLearnt) -> tuple[tuple[str, str], ...]:
    paging = learnt.paging.paging
    rows = min(paging.maximum_limit, max(len(learnt.paging.rows), 1) + 1)
    learnt.alive.size = rows if paging.size else paging.default_limit
    return paging.sized(rows)


def stated(learnt: Learnt) -> Iterator[Statement]:
    """
    Yield what was found out, list by list.
    """
    for each in learnt.lists:
        for part in (each.paging, each.record, each.ordering, each.search):
            yield from part.statements
        yield from filter_statements(each)
        both = each.both_ways
        for sentence in told_of(both) if both else ():
            yield Statement(each.name, sentence, f"{2 * len(both.pairs)} requests" if both else "")


def filter_statements(learnt: ListLearnt) -> Iterator[Statement]:
    """
    Yield what each filter of a list selects.
    """
    rows = len(learnt.alive.known.rows)
    for name, found in learnt.alive.effective().items():
        sentence = LOOKUPS[found[0].lookup].sentence.format(field=found[0].path, value="its value")
        number = learnt.alive.answers.get(name, 0)
        evidence = f"{number} request{'s' if number > 1 else ''}, {rows} rows" if number else "a refusal names it"
        grade = filter_grade(learnt.alive, name)
        others = "" if len(found) == 1 else f"; or {' or '.join(each.lookup for each in found[1:])}"
        yield Statement(learnt.name, f"`{name}`: {sentence}{others}", evidence, grade, name, rows, rows)


def filter_grade(alive: Alive, name: str) -> Grade:
    """
    Return how well it is known what a parameter selects: one meaning is left by answers, or it is a guess.
    """
    return Grade.RECORDED if alive.answers.get(name) and len(alive.meanings[name]) == 1 else Grade.GUESS


def open_sentences(learnt: Learnt, *, recorded: bool = False) -> Iterator[str]:
    """
    Yield what is not known of each list; of recorded answers, not what nobody asked for.
    """
    for member in learnt.differing():
        sizes = ", ".join(f"{each.name} {getattr(each.paging.paging, member)}" for each in learnt.lists)
        yield f"lists differ in the rows of a page, and the contract has one number: {sizes}"
    for each in learnt.lists:
        if not each.paging.complete:
            yield f"{each.name}: {len(each.paging.rows)} rows were seen, not all"
        if not each.record.path:
            yield f"{each.name}: no path of a single record was found"
        if not each.ordering.parameter and not recorded:
            yield f"{each.name}: no parameter that sorts was found among {', '.join(NAMES)}"
        if each.ordering.refused:
            yield f"{each.name}: no ordering by {', '.join(each.ordering.refused)}"
        if not each.search.parameter and not recorded:
            yield f"{each.name}: no parameter that searches was found among {', '.join(SEARCH_NAMES)}"
        if each.search.open_reason:
            yield f"{each.name}: `{each.search.parameter}`: {each.search.open_reason}"
        yield from _open_filters(each)


def _open_filters(learnt: ListLearnt) -> Iterator[str]:
    """
    Yield what is not known of the filters of a list.
    """
    name, alive = learnt.name, learnt.alive
    yield from (f"{name}: an answer that no meaning explains: {query}" for query in alive.unexplained)
    answered = {each for each in alive.meanings if alive.answers.get(each)}
    if ignored := sorted(answered - alive.effective().keys()):
        yield f"{name}: without effect: {', '.join(ignored)}"
    if untried := sorted(each for each, found in alive.meanings.items() if found and each not in answered):
        yield f"{name}: not tried: {', '.join(untried)}"
