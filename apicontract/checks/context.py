"""
What check functions know besides the exchange at hand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from apicontract.checks.knowledge import collections_of
from apicontract.checks.shapes import nodes
from apicontract.contract.model import COMPUTED
from apicontract.contract.references import References
from apicontract.semantics.sorting import Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.checks.shapes import SchemaMatch
    from apicontract.contract.model import Api, Record

T = TypeVar("T")


@dataclass(frozen=True)
class ExchangeCache:
    """
    What single answers say by themselves: it stays true however many other answers they are judged with.

    Who judges a growing set of answers again and again keeps one, for one API and one strictness.

    Attributes:
        readings: identity of an exchange to what it asked for.
        findings: by what was asked, what was found out about readings, or about rows of any, by their identities.
        rows: text of a row to the row, which stands for all equal ones.
    """

    readings: dict[int, ParsedExchange] = field(default_factory=dict)
    findings: dict[Hashable, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[bytes, Record] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """
    What is promised, and how much benefit of the doubt an answer has.

    Attributes:
        api: the contract.
        strict: whether inferred promises and doubtful findings count in full.
        cache: what is known of single answers already.
        recorded: earlier answers, with which later ones are compared and which are not judged.
    """

    api: Api
    strict: bool = False
    cache: ExchangeCache = field(default_factory=ExchangeCache, repr=False, compare=False)
    recorded: Sequence[ParsedExchange] = field(default=(), repr=False, compare=False)
    _memory: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def documents(self) -> Mapping[str, Mapping[str, Any]]:
        """
        The schemas of the shapes by their URI.
        """
        return {each.uri: each.schema for each in self.api.shapes.values()}

    @cached_property
    def references(self) -> References:
        """
        Where the references in the schemas lead.
        """
        return References(self.documents)

    @cached_property
    def labels(self) -> frozenset[str]:
        """
        The fields that have one value in each shape, which name the form, and those that code makes for each shape.
        """
        found = (
            name
            for schema in self.documents.values()
            for name, inner in schema.get("properties", {}).items()
            if "const" in inner or COMPUTED in inner
        )
        return frozenset(found)

    @cached_property
    def rules(self) -> Rules:
        """
        What an ordering leaves to the service.
        """
        return Rules(nulls_last=self.api.setting("nulls") == "last", strict=self.strict)

    @cached_property
    def promised_rules(self) -> Rules:
        """
        What an ordering promises by more than inference: the end of the nulls may not be known.
        """
        open_ = self.api.behaviour["nulls"].grade.inferred and not self.strict
        return replace(self.rules, nulls_last=None) if open_ else self.rules

    def collections(self, readings: Sequence[ParsedExchange]) -> Iterable[KnownCollection]:
        """
        Return the collections that readings speak of; the same readings are sorted once.
        """
        return self.once(("collections", len(readings)), lambda: collections_of(self.api, readings)).values()

    def collection_of(self, readings: Sequence[ParsedExchange], reading: ParsedExchange) -> KnownCollection | None:
        """
        Return which of the collections that readings speak of one of them belongs to, or None.
        """

        def placed() -> Mapping[int, KnownCollection]:
            return {id(one): each for each in self.collections(readings) for one in each.readings}

        return self.once(("collection of", len(readings)), placed).get(id(reading))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """
        Return what `make` finds out about all answers together; whichever checks want to know, it is asked once.
        """
        return _kept(self._memory, key, make)

    def objects(self, reading: ParsedExchange) -> Iterator[tuple[str, Record, SchemaMatch]]:
        """
        Yield every object of an answer, with the pointer to the row that it stands in and that row.
        """
        return ((pointer, row, node) for pointer, row in reading.rows for node in self.objects_of(reading.shape, row))

    def objects_of(self, shape: str, row: Record) -> Sequence[SchemaMatch]:
        """
        Return a row and every object in it, with what describes them in a shape.
        """
        return _kept(self.cache.findings["objects", shape], id(row), _objects, self, shape, row)

    def cached_per_row(
        self, what: Hashable, reading: ParsedExchange, row: Record, make: Callable[[Context, str, Record], T]
    ) -> T:
        """
        Return what `make` finds out about a row in the shape that its answer has, asked once for all equal rows.
        """
        shape = reading.shape
        return _kept(self.cache.findings[what, shape], id(row), make, self, shape, row)

    def cached_per_exchange(
        self, what: Hashable, reading: ParsedExchange, make: Callable[[Context, ParsedExchange], T]
    ) -> T:
        """
        Return what `make` finds out about one reading by itself, asked once for one cache.
        """
        return _kept(self.cache.findings[what], id(reading), make, self, reading)


def _kept(store: dict[Any, Any], key: Hashable, make: Callable[..., T], *given: object) -> T:
    """
    Return what is kept under a key, or make it of what is given and keep it.
    """
    if key not in store:
        store[key] = make(*given)
    found: T = store[key]
    return found


def _objects(context: Context, shape: str, row: Record) -> Sequence[SchemaMatch]:
    return tuple(nodes(context.references, context.api.shapes[shape], row))
