"""
The text of a browsable page in HTML is held to the contract as that of a copied one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from handmade import messages, page, shown, thing
from small import SMALL_DATA, small_api

from apicontract.checks.answers import json_of, reading_of
from apicontract.checks.shown_text import sections_shown
from apicontract.contract.documented import listed_in
from apicontract.contract.routes import list_path
from mockserver import create_app

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

_FILTERS = "<h2>Filters</h2><p>Parameters - <b>kind</b>, name, ready, size__gt</p>"
_RIGHT = f"{_FILTERS}<p>Up to so many rows (max&nbsp;5)</p>".replace("&nbsp;", " ")


def page_with(text: str) -> Exchange:
    """
    Return a page in HTML with a text above its answer.
    """
    exchange = shown(page("", (thing(1),)))
    return replace(exchange, body=f"<main>{text}".encode() + exchange.body)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_RIGHT, []),
        (_RIGHT.replace("name, ", ""), ["the page lists no filter name"]),
        (_RIGHT.replace("max 5", "max 4"), ["the page says a maximum of 4 rows, not 5"]),
        (_RIGHT.replace("</p>", "").replace("<b>", "").replace("</b>", ""), []),
        (
            f'<pre id="copied" hidden>\n</pre>{_RIGHT}'.replace("max 5", "max 4"),
            ["the page says a maximum of 4 rows, not 5"],
        ),
    ],
)
def test_a_page_is_held_to_the_contract(text: str, said: list[str]) -> None:
    """
    Another list of filters and another maximum are differences, whatever markup they stand in.
    """
    found = messages("page-text", page_with(text))

    assert found is not None
    assert said == [each.partition(": ")[2] for each in found]


@pytest.mark.parametrize("text", ["", "<h1>Things</h1><p>Every thing.</p>", "<pre>GET /v1/</pre><p>Parameters - x</p>"])
def test_a_page_that_lists_nothing_tells_nothing(text: str) -> None:
    """
    Most servers show the answer alone: that is no broken promise, and no kept one.
    """
    assert messages("page-text", page_with(text)) is None


def test_the_pages_of_the_mock_are_read() -> None:
    """
    What a page of the mock lists is what its contract does: a page that is laid out anew is still read.
    """
    api = small_api()
    resource = api.resources[api.primary]
    answer = create_app(api=api.name, data=SMALL_DATA).test_client().get(f"{list_path(api, resource)}?format=api")

    assert listed_in(resource.documentation.sections) == listed_in(sections_shown(answer.text))


def test_sections_are_read_from_html() -> None:
    """
    Headings begin sections, and a dash parts label and text.
    """
    assert (("Filters", (("Parameters", "kind, name, ready, size__gt"),)),) == sections_shown(_FILTERS)


def test_readings_of_one_page_keep_their_rows() -> None:
    """
    What one run exchanges in the answer of a page, equal rows for rows of its own, no other run sees.
    """
    exchange = page_with("")
    first, second = (reading_of(small_api(), exchange, seen={}) for _ in range(2))

    assert json_of(exchange) == json_of(exchange)
    assert json_of(exchange) is not json_of(exchange)
    assert first.json is not second.json
