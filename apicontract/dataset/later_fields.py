"""
Fields that can be made when all records are there: those that follow from other records, and the empty ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import DataError
from apicontract.dataset.derived import derived_value
from apicontract.dataset.lazy_records import ABSENT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from apicontract.contract.model import Json
    from apicontract.dataset.completion import Completion
    from apicontract.dataset.fields import Member
    from apicontract.dataset.lazy_records import LazyRecord
    from apicontract.dataset.reference_index import ReferenceIndex


class DerivedFields:
    """
    Makes the derived fields of an entity.

    Args:
        entity: whose fields.
        rules: field to rule.
        references: all records.
        recorded: for each recorded record (by `id`) the fields that were seen; these are left alone.
    """

    def __init__(
        self,
        entity: str,
        rules: Mapping[str, Json],
        references: ReferenceIndex,
        recorded: Mapping[int, frozenset[str]],
    ) -> None:
        self._entity = entity
        self._rules = rules
        self._references = references
        self._recorded = recorded
        self._deriving: set[tuple[int, str]] = set()

    def names(self, record: LazyRecord) -> Collection[str]:
        """
        Return the fields that follow from others, those that were recorded apart.
        """
        seen = self._recorded.get(id(record))
        return self._rules.keys() - seen if seen else self._rules.keys()

    def make(self, record: LazyRecord, name: str) -> Any:
        """
        Derive a field, unless it is another one.

        Raises:
            DataError: it follows from itself.
        """
        rule = self._rules.get(name)
        if rule is None or name in self._recorded.get(id(record), ()):
            return ABSENT
        key = (id(record), name)
        if key in self._deriving:
            raise DataError(f"{self._entity}.{name}", "a derived field that follows from itself", "another rule")
        self._deriving.add(key)
        try:
            value = record[name] = derived_value(rule, self._entity, record, self._references)
        finally:
            self._deriving.discard(key)
        return value


class EmptyFields:
    """
    Makes the fields of an entity of which nothing is known.

    Args:
        members: the fields of the entity.
        completion: what makes them.
        withheld: `id` of a record to the fields that it does without.
    """

    def __init__(
        self, members: Mapping[str, Member], completion: Completion, withheld: Mapping[int, frozenset[str]]
    ) -> None:
        self._members = members
        self._completion = completion
        self._withheld = withheld

    def names(self, record: LazyRecord) -> Collection[str]:
        """
        Return the fields of the entity, those that the record does without apart.
        """
        without = self._withheld.get(id(record))
        return self._members.keys() - without if without else self._members.keys()

    def make(self, record: LazyRecord, name: str) -> Any:
        """
        Leave a field empty, unless it is another one.
        """
        if name not in self.names(record):
            return ABSENT
        value = record[name] = self._completion.empty(self._members[name])
        return value
