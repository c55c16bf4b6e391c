"""
Which names sort, in which direction, and how ties and nulls fall.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.model import Field
from apicontract.contract.paths import values_at
from apicontract.explore.learning.ordering_terms import TermExperiment
from apicontract.explore.learning.orderings_learnt import DESCENDING, OrderingLearnt
from apicontract.explore.learning.pages import list_in
from apicontract.explore.learning.refusals import REFUSED, named_in
from apicontract.explore.learning.statements import Statement
from apicontract.semantics.ordering import OrderingTerm
from apicontract.semantics.sorting import Rules, inversion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.explore.learning.experiment import AskedList
    from apicontract.explore.learning.orderings_learnt import Terms

#: Names of parameters that sort, the usual first.
NAMES = ("ordering", "sort", "order_by", "_sort", "sort_by", "sortBy", "orderBy", "orderby", "order", "o")
#: Names of parameters that say the direction.
DIRECTIONS = ("order", "_order", "direction", "sort_order", "dir", "sortOrder", "sort_dir", "sortDirection")
#: Parameter that sorts to those that usually say its direction.
PAIRED: Mapping[str, tuple[str, ...]] = {
    "_sort": ("_order",),
    "sort": ("direction", "order"),
    "sort_by": ("sort_order",),
    "sortBy": ("sortOrder",),
    "orderBy": ("direction",),
}
#: Names of parameters that sort downwards, where that is one of its own; with the parameter that sorts upwards.
OPPOSITES: Mapping[str, str] = {"_sort": "_sort_desc", "sort": "sort_desc"}
#: Fields with which the parameter is looked for: services let some be sorted by, seldom all.
_FIELDS = 5
_UNKNOWN = "no-such-field"


def sorted_by(rows: Sequence[Record], terms: Terms, fields: Mapping[str, str]) -> bool:
    """
    Return whether rows stand in the order of terms; those in which one of these is null stand where they like.
    """
    keys = [OrderingTerm(Field(name, name, fields[name]), down) for name, down in terms]
    kept = [row for row in rows if all(next(values_at(row, name), None) is not None for name, _ in terms)]
    return inversion(keys, kept, Rules(None, strict=False)) is None


@dataclass
class OrderingExperiment:
    """
    The orderings of one list, tried within a budget.

    Attributes:
        listed: the list.
        until: requests that must be left for others.
        found: what is known.
    """

    listed: AskedList
    until: int = 0
    found: OrderingLearnt = field(default_factory=OrderingLearnt)

    def run(self, names: Sequence[str] = NAMES) -> OrderingLearnt:
        """
        Find the parameter, the form of a descending term, the fields, ties, nulls and what an unknown term does.
        """
        ranked = self._ranked()
        names = self._unknown(names) if ranked and not self.listed.asker.alone else names
        self._parameter(names, ranked)
        if not self.found.parameter:
            return self.found
        self._direction(ranked)
        if self.listed.asker.alone:
            self._unknown([self.found.parameter])
        self.found.fields = {name: ways for name, ways in self.found.fields.items() if ways}
        accepted = TermExperiment(self.listed, self.until, self.found).run(ranked)
        for name in [] if accepted else ranked:
            if name not in self.found.fields:
                self._field(name)
        if not accepted:
            self._many()
        return self.found

    def again(self, until: int) -> None:
        """
        Ask for the other direction of each field, as far as the budget allows, and say what was found out.
        """
        self.until = until
        for name, ways in sorted(self.found.fields.items(), key=lambda each: len(each[1])):
            for down in sorted({False, True} - ways):
                shows = self.listed.left > self.until and not self._sorted(self.listed.known.rows, ((name, down),))
                works = self._asked(self.found.query(((name, down),)), ((name, down),)) if shows else None
                if works:
                    ways.add(down)
                elif works is False and not ways:
                    del self.found.fields[name]
                    self.found.refused.append(name)
                    break
        for name, ways in self.found.fields.items():
            self.found.told(self.listed.resource, name, ways, len(self.listed.known.rows))

    def _ranked(self) -> list[str]:
        """
        Return the fields by which sorting would show, those with the most values first.
        """
        telling = [each for each in self.listed.fields if "." not in each and self._shows(each)]
        return sorted(telling, key=lambda each: -len({str(row.get(each)) for row in self.listed.known.rows}))

    def _shows(self, name: str) -> bool:
        return any(not self._sorted(self.listed.known.rows, ((name, down),)) for down in (False, True))

    def _sorted(self, rows: Sequence[Record], terms: Terms) -> bool:
        return sorted_by(rows, terms, self.listed.fields)

    def _asked(self, query: Sequence[tuple[str, str]], terms: Terms) -> bool | None:
        """
        Return whether an answer is sorted by terms and the rows as they stand are not; None without an answer.
        """
        answer = list_in(self.listed.get(query, "ordering"))
        if answer is None:
            return None
        rows, plain = answer.rows, self.listed.known.rows[: len(answer.rows)]
        if not self._sorted(rows, terms) or (list(rows) == list(plain)):
            return False
        extreme = self._extreme(terms[0], rows)
        if extreme:
            self._nulls(rows, terms)
        return extreme

    def _extreme(self, term: tuple[str, bool], rows: Sequence[Record]) -> bool:
        """
        Return whether a page begins where the whole list would: sorting what stands on one page alone is no ordering.
        """
        name = term[0]
        shown = [row for row in rows if row.get(name) is not None]
        every = [row for row in self.listed.known.rows if row.get(name) is not None]
        return (
            not shown
            or self._sorted([shown[0], *every], (term,))
            or all(self._sorted([shown[0], row], (term,)) for row in every)
        )

    def _nulls(self, rows: Sequence[Record], terms: Terms) -> None:
        if len(terms) > 1 or self.found.nulls_last is not None:
            return
        values = [row.get(terms[0][0]) for row in rows]
        if None in values and len(rows) == len(self.listed.known.rows) and any(each is not None for each in values):
            self.found.nulls_last = (values[-1] is None) != terms[0][1]

    def _parameter(self, names: Sequence[str], ranked: Sequence[str]) -> None:
        """
        Find the parameter: all names at once, then by halves.
        """
        if self.listed.asker.alone:
            self._one_by_one(names, ranked)
            return
        for name in ranked[:_FIELDS]:
            down = self._sorted(self.listed.known.rows, ((name, False),))
            found = self._halved([*names], name, down=down)
            if found:
                self.found.parameter = found
                self.found.fields[name] = {down}
                return

    def _one_by_one(self, names: Sequence[str], ranked: Sequence[str]) -> None:
        """
        Find the parameter where each name is asked for alone: upwards, which needs no minus.

        A name that is not answered as one that there is not is tried with further fields.
        """
        upward = [each for each in ranked if not self._sorted(self.listed.known.rows, ((each, False),))]
        for parameter in names if upward else ():
            for name in upward[:_FIELDS]:
                if self.listed.left <= self.until:
                    return
                works = self._asked([(parameter, name)], ((name, False),))
                if works:
                    self.found.parameter, self.found.fields[name] = parameter, {False}
                    return
                if works is False or self.listed.asker.unknown == "refused":
                    break

    def _halved(self, names: list[str], name: str, *, down: bool) -> str:
        """
        Return the one of several parameters that sorts; what the other half does not do, this one does.
        """
        terms: Terms = ((name, down),)
        text = f"{'-' if down else ''}{name}"

        def works(some: Sequence[str]) -> bool | None:
            return self._asked([(each, text) for each in some], terms) if self.listed.left > self.until else False

        every = works(names)
        if every is None:
            return next((each for each in names[:4] if works([each])), "")
        proven = bool(every)
        while proven and len(names) > 1 and self.listed.left > self.until:
            half = names[: max(len(names) // 2, 1)]
            sorts = bool(works(half))
            names = half if sorts else names[len(half) :]
            every = sorts
        if not proven or len(names) > 1:
            return ""
        # One that is left over is asked for, if it can be: two names may sort together alone.
        return names[0] if every or self.listed.left <= self.until or works(names) else ""

    def _direction(self, ranked: Sequence[str]) -> None:
        """
        Find out how a term descends: by a minus, a parameter of the direction, or a parameter of its own.
        """
        found, habits = self.found, self.listed.habits
        if habits.descending is not None:
            found.direction, found.opposite = habits.descending
            return
        self._descend(ranked)
        if any(True in ways for ways in found.fields.values()):
            habits.descending = found.direction, found.opposite

    def _descend(self, ranked: Sequence[str]) -> None:
        found = self.found
        if any(True in ways for ways in found.fields.values()):
            return
        first = next(iter(found.fields))
        others = [each for each in ranked[:_FIELDS] if each != first]
        # A list that stands in this order already shows nothing: its plain rows are what an unread term gives, too.
        shown = (each for each in (first, *others) if not self._sorted(self.listed.known.rows, ((each, True),)))
        name = next(shown, first)
        found.fields.setdefault(name, set())
        terms: Terms = ((name, True),)
        if self._asked(((found.parameter, f"-{name}"),), terms):
            found.fields[name] |= {True}
            return
        own = OPPOSITES.get(found.parameter, "")
        if own and self._asked(((own, name),), terms):
            found.opposite = own
            found.fields[name] |= {True}
            return
        usual = PAIRED.get(found.parameter, ())
        names = sorted((each for each in DIRECTIONS if each != found.parameter), key=lambda each: each not in usual)
        if self._asked(((found.parameter, name), *((each, DESCENDING) for each in names)), terms):
            found.direction = next(
                (each for each in names[:-1] if self._asked(((found.parameter, name), (each, DESCENDING)), terms)),
                names[-1],
            )
            found.fields[name] |= {True}

    def _field(self, name: str) -> None:
        """
        Try a field downwards, or upwards where its rows stand so already.
        """
        down = not self._sorted(self.listed.known.rows, ((name, True),))
        if self.listed.left <= self.until:
            return
        if self._asked(self.found.query(((name, down),)), ((name, down),)):
            self.found.fields[name] = {down}
        else:
            self.found.refused.append(name)

    def _many(self) -> None:
        """
        Find out whether ties of one term are sorted by the next.
        """
        if self.found.opposite:
            self.found.many = False
            return
        rows = self.listed.known.rows
        for first in reversed(self.found.fields):
            for second in self.found.fields:
                terms: Terms = ((first, False), (second, True))
                plain = sorted(rows, key=lambda row: str(row.get(first)))
                tied = len({str(row.get(first)) for row in rows}) < len(rows) / 2
                if first == second or not tied or self._sorted(plain, terms) or self.listed.left <= self.until:
                    continue
                works = self._asked(self.found.query(terms), terms)
                self.found.many = bool(works)
                said = "ties of one term are sorted by the next" if works else "one term is sorted by"
                text = "&".join(f"{name}={value}" for name, value in self.found.query(terms))
                self.found.statements.append(Statement("ordering", said, f"one request, {text}"))
                return

    def _unknown(self, names: Sequence[str]) -> Sequence[str]:
        """
        Ask for a term that there is not, and return the names that may be the parameter's: one that is refused, or all.
        """
        habits = self.listed.habits
        if habits.unknown_term:
            self.found.unknown = habits.unknown_term
            return names
        exchange = self.listed.get([(each, _UNKNOWN) for each in names], "ordering")
        if exchange is None:
            return names
        refused = exchange.status in REFUSED
        self.found.unknown = "refuse" if refused else "ignore" if exchange.status == HTTPStatus.OK else ""
        habits.unknown_term = self.found.unknown
        said = {"refuse": "is refused", "ignore": "has no effect"}.get(self.found.unknown, "fails")
        self.found.statements.append(
            Statement("ordering", f"an unknown term {said}", f"one request, {exchange.status}")
        )
        return list(named_in(exchange, names)) or names
