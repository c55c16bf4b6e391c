"""
What is recorded and not served so is said where a world is made, and nothing recorded stops one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lost_world import API, HOST, LostWorld, lost_world, urls

from apicontract.cli.placing import placed_lines
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Unserved, World
from apicontract.dataset import generate
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Sequence

_URL = "/things/?ordering=name&limit=5"


def nights() -> list[Exchange]:
    """
    Return three pages of one night, and one of the night before with another count.
    """
    lost = lost_world(1, 30)
    old = LostWorld(lost.records[1:]).ask(["/things/?limit=5&offset=20"], "2026-01-01")
    return [*old, *lost.ask([_URL, "/things/?limit=5", "/things/?flag=true&limit=2"], "2026-01-02")]


def test_derive_counts_the_pages_that_are_served() -> None:
    """
    Each page that is not served as recorded is a line with its reason; the last line counts those that are.
    """
    *refused, last = placed_lines(API, nights())

    assert ["not served as recorded: /things/?limit=5&offset=20"] == [each.partition(": its")[0] for each in refused]
    assert "here: 3 of 4 recorded pages are served as recorded" == last


def test_the_naive_reading_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A page that the world itself takes for served is a line if the naive reading expects other rows.
    """
    world = generate(API, nights())
    turned = replace(world, tables={**world.tables, "things": tuple(reversed(world.tables["things"]))})
    monkeypatch.setattr("apicontract.cli.placing.generate", lambda *_: turned)

    assert "not served as recorded: /things/?limit=5: the naive reading expects other rows" in placed_lines(
        API, nights()
    )


@pytest.mark.parametrize(("number", "more"), [(0, 0), (3, 0), (5, 2)])
def test_a_mock_says_what_it_does_not_serve(number: int, more: int, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A starting mock names the first few recordings that it does not serve so, and how many more there are.
    """
    unserved = tuple(Unserved(f"{each}.txt", "its count changed") for each in range(number))
    create_app(API, World("here", {"things": (), "kinds": ()}, unserved))

    named = [f"apicontract: not served as recorded: {each}.txt: its count changed" for each in range(number)][:3]
    rest = [f"apicontract: not served as recorded: {more} more; 'apicontract derive' lists them"] if more else []
    assert [*named, *rest] == capsys.readouterr().err.splitlines()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 25), st.integers(1, 8))
def test_pages_of_a_small_collection_are_served(seed: int, size: int, most: int) -> None:
    """
    A page is told if and only if the mock does not answer it byte for byte.
    """
    pages = lost_world(seed, size).ask(list(dict.fromkeys(urls(seed, size, most))), "2026-01-01")
    world = generate(API, pages)
    client = create_app(API, world, exact_headers=True).test_client()
    wrong = {each.source for each in pages if client.get(each.source, base_url=HOST).data != each.body}

    assert wrong == {each.source for each in world.unserved}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["count", "results", "id", "name", "size", "span", "born", "weight", "kind", "kinds"]),
            inner,
        )
    ),
    max_leaves=12,
)


def _odd(values: Sequence[object]) -> list[Exchange]:
    import json  # noqa: PLC0415 - of this function alone

    bodies = [*values, *({"count": len(values), "next": None, "previous": None, "results": [each]} for each in values)]
    addresses = ["/things/?limit=1", "/things/?ordering=span", "/things/?size__gt=1&ordering=-size", "/things/3/"]
    return [
        Exchange("GET", HOST + addresses[number % 4], 200, body=json.dumps(each).encode(), source=f"{number}.txt")
        for number, each in enumerate(bodies)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(_JSON, min_size=1, max_size=4))
def test_nothing_recorded_stops_a_world(values: list[object]) -> None:
    """
    Whatever answers were recorded: a world is made, and a mock serves it.
    """
    client = create_app(API, generate(API, _odd(values))).test_client()

    assert 200 == client.get("/things/?ordering=span", base_url=HOST).status_code
