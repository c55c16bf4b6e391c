"""
Records whose fields are made when they are first asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.dataset.lazy_records import ABSENT, LazyRecord, copied, stated, waits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


@dataclass
class Maker:
    """
    Makes each of its fields once, and notes it.
    """

    fields: dict[str, Any]
    made: list[str] = field(default_factory=list)

    def names(self, _: LazyRecord) -> Collection[str]:
        """
        Return what it makes.
        """
        return self.fields.keys()

    def make(self, record: LazyRecord, name: str) -> Any:
        """
        Make a field.
        """
        if name not in self.fields:
            return ABSENT
        self.made.append(name)
        record[name] = self.fields[name]
        return record[name]


def lazy(**fields: Any) -> tuple[LazyRecord, Maker]:
    """
    Return a record with an identifier, and what makes its other fields.
    """
    maker = Maker(fields)
    return LazyRecord({"id": 1}, (maker,)), maker


@pytest.mark.parametrize(
    "read",
    [
        lambda record: record["name"],
        lambda record: record.get("name"),
        lambda record: dict(record)["name"],
        lambda record: {**record}["name"],
        lambda record: record.copy()["name"],
        lambda record: dict(record.items())["name"],
        lambda record: list(record.values())[1],
        lambda record: json.loads(json.dumps(record))["name"],
        lambda record: (record | {})["name"],
        lambda record: record.setdefault("name", "another"),
        lambda record: record.pop("name"),
    ],
)
def test_a_field_is_there_however_it_is_read(read: Callable[[LazyRecord], Any]) -> None:
    """
    Nobody can tell a lazy record from one that has all its fields, and a field is made once.
    """
    record, maker = lazy(name="One")

    assert ("One", ["name"]) == (read(record), maker.made)


def test_a_record_equals_one_that_has_the_same_fields() -> None:
    """
    Comparing, counting, showing and iterating see every field.
    """
    whole = {"id": 1, "name": "One"}
    one, two, three, four = (lazy(name="One")[0] for _ in range(4))

    assert (True, True, False) == (one == whole, whole == two, three != whole)
    assert (2, repr(whole)) == (len(four), repr(lazy(name="One")[0]))


def test_only_what_is_asked_for_is_made() -> None:
    """
    Truth, membership and other fields leave a field unmade; a name that nobody makes is not there.
    """
    record, maker = lazy(name="One", size=2)
    seen = (bool(record), "size" in record, record["name"], "other" in record, record.get("other", 3))

    assert ((True, True, "One", False, 3), ["name"]) == (seen, maker.made)
    with pytest.raises(KeyError, match="other"):
        record["other"]


def test_of_two_makers_the_first_wins() -> None:
    """
    What is made later is a field that the one before does not know.
    """
    first, second = Maker({"name": "First"}), Maker({"name": "Second", "size": 2})

    assert {"name": "First", "size": 2} == LazyRecord({}, (first, second))


def test_what_is_stated_is_told_without_making_anything() -> None:
    """
    A record waits until every field is there.
    """
    record, maker = lazy(name="One")

    assert ({"id": 1}, True, []) == (stated(record), waits(record), maker.made)
    assert ({"id": 1, "name": "One"}, False) == (stated(record.complete()), waits(record))


def test_copies_refer_to_copies() -> None:
    """
    Records that were one object still are one, in a circle too; the copies are plain.
    """
    one, maker = lazy(name="One")
    one["next"] = [one]
    (copy,) = copied({"things": [one]})["things"]

    assert (dict, True, "One", ["name"]) == (type(copy), copy["next"][0] is copy, copy["name"], maker.made)
