"""
Each style of paging is described as its record says, and asks for pages as the naive reading finds them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from paging_styles import DOCUMENTS, paging_in

from apicontract.contract.pagedocument import page_headers, page_parameters, page_schema
from apicontract.contract.paging import STYLES, UNITS, paging_of
from apicontract.contract.tokens import NO_TOKEN
from apicontract.semantics.paging import place_of

#: Style to its OpenAPI fragments, to the texts worth asking for, and to what it says of itself, by hand.
RECORDS = Path(__file__).parents[1] / "data" / "paging.json"
#: Rows that are selected, and one of them.
SELECTED, INSIDE = 45, 4


def told(name: str) -> dict[str, Any]:
    """
    Return all that a style says of itself.
    """
    paging = paging_in(name)
    unit = UNITS[paging.unit]
    return {
        "parameters": page_parameters(paging),
        "schema": page_schema(paging, "books", {"type": "object"}),
        "headers": page_headers(paging),
        "texts": [each for each in unit.texts(paging, SELECTED, INSIDE) if each != NO_TOKEN],
        "none": unit.none,
        "whole": unit.whole,
        "counts": paging.counts,
        "asks": list(paging.parameters),
        "keys": list(paging.keys),
        "links": list(paging.led_to),
        "pointers": [paging.count_pointer, paging.rows_pointer, *map(paging.link_pointer, ("next", "prev"))],
        "document": paging.document,
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_style_is_described_as_its_record_says(name: str) -> None:
    """
    OpenAPI fragments, texts worth asking for, keys and links of a style are those of its record.
    """
    found = json.loads(json.dumps(told(name)))

    assert json.loads(RECORDS.read_text("utf-8")).get(name, f"add it to {RECORDS.name}") == found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_style_is_read_as_it_is_written(name: str) -> None:
    """
    The value that a document states is the one that is read back, limits included.
    """
    paging = paging_in(name)

    assert paging == paging_of(paging.document | ({} if paging.start else {"default_limit": paging.default_limit}))


def test_every_style_and_unit_has_a_record() -> None:
    """
    Each style and each unit is one of those that are described, and no record is left of one that is gone.
    """
    assert {*STYLES} == {document["style"] for document in DOCUMENTS.values()}
    assert {*UNITS} == {paging_in(name).unit for name in DOCUMENTS}
    assert {*DOCUMENTS} == {*json.loads(RECORDS.read_text("utf-8"))}


@pytest.mark.parametrize(
    "name", [each for each in DOCUMENTS if UNITS[paging_in(each).unit].texts(paging_in(each), 1, 1)]
)
def test_pages_are_asked_for_where_they_begin(name: str) -> None:
    """
    What asks for the page behind some rows is read as that, and where nothing does no page begins there.
    """
    paging = paging_in(name)
    asked = [str(number) for number in range(-1, 30)]
    for size in range(1, 6):
        limit = size if paging.size else paging.default_limit
        read = [place_of(text, paging, limit) for text in asked]
        known = {each.offset for each in read if not each.invalid and not each.unknown}
        for row in range(20):
            query = paging.starting(row, size)
            place = place_of(dict(query or ()).get(paging.start), paging, limit)

            assert (row in known or not row) == (query is not None)
            assert query is None or row == place.offset
            assert query is None or bool(row) == bool(query)
        assert size == 1 or paging.any_row == (1 in known)


@pytest.mark.parametrize("name", ["limit-offset", "page-number", "page-from-zero", "page-fixed"])
@pytest.mark.parametrize("size", range(1, 6))
def test_the_last_page_is_found_as_plainly(name: str, size: int) -> None:
    """
    Before the last page stand as many rows as fill it, where any row may begin one; else as many as fill pages.
    """
    paging = paging_in(name)
    for count in range(14):
        begins = range(count) if paging.any_row else range(0, count, size)
        full = [row for row in begins if row + size <= count] if paging.any_row else [*begins]

        assert max(full, default=0) == paging.last_page(count, size)


def test_what_there_is_not_has_no_paging() -> None:
    """
    A style that there is not is refused by name.
    """
    with pytest.raises(KeyError, match="nothing"):
        paging_of({"style": "nothing"})
