"""
How many bytes values take.
"""

from __future__ import annotations

from sys import getsizeof
from typing import Any

import pytest

from apicontract.contract.model import World
from mockserver.engine.weights import weigh, weigh_records


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ((), ()),
        (("ab", 1, None), ("ab", 1, None)),
        ((["a", ("b",)],), (["a", ("b",)], "a", ("b",), "b")),
        (({"k": ["v"]},), ({"k": ["v"]}, "k", ["v"], "v")),
    ],
)
def test_containers_weigh_with_all_that_is_in_them(values: tuple[Any, ...], parts: tuple[Any, ...]) -> None:
    """
    Every text, number and container counts, keys included.
    """
    assert sum(map(getsizeof, parts)) == weigh(*values)


def test_what_is_shared_counts_at_every_place() -> None:
    """
    The same text twice weighs twice.
    """
    text = "x" * 1000

    assert getsizeof([text, text]) + 2 * getsizeof(text) == weigh([text, text])


def test_records_weigh_without_their_texts() -> None:
    """
    Of records their containers count, each once however often it is referred to, and in circles too.
    """
    kind: dict[str, Any] = {"name": "x" * 1000}
    kind["self"] = kind
    rows = [{"kind": kind, "list": [kind, 1]}, {"kind": kind}]
    containers = (rows, rows[0], rows[1], rows[0]["list"], kind)

    assert sum(map(getsizeof, containers)) == weigh_records(World("w", {"a": rows, "b": rows}))
