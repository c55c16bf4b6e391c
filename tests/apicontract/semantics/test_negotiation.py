"""
Which representation a request asks for.
"""

from dataclasses import replace

import pytest
from handmade import API, answer

from apicontract.contract.model import Grade, Setting
from apicontract.semantics.negotiation import Negotiated, representation_of
from apicontract.semantics.request import parse_request


@pytest.mark.parametrize(
    ("parameter", "accept", "form"),
    [
        (None, None, Negotiated("json")),
        (None, "*/*", Negotiated("json")),
        (None, "text/html, */*;q=0.8", Negotiated("api")),
        (None, "application/json;q=0.1, text/html", Negotiated("json")),
        (None, "text/html;level=1, application/json", Negotiated("api")),
        (None, "*/json", Negotiated("json")),
        (None, "", Negotiated(None, 406)),
        (None, "*", Negotiated(None, 406)),
        ("", None, Negotiated("json")),
        ("api", None, Negotiated("api")),
        ("api", "application/json", Negotiated(None, 406)),
        ("xml", None, Negotiated(None, 404)),
        ("JSON", None, Negotiated(None, 404)),
    ],
)
def test_representation(parameter: str | None, accept: str | None, form: Negotiated) -> None:
    """
    Only how specific a media range is counts, then the order of the renderers.
    """
    assert form == representation_of(parameter, accept)


def test_a_fixed_representation_is_not_asked_for() -> None:
    """
    Where representations are fixed, the first one is that of each request.
    """
    fixed = replace(API, behaviour=API.behaviour | {"negotiation": Setting(value="fixed", grade=Grade.RECORDED)})
    unknown = answer("format=xml", {})

    assert Negotiated(None, 404) == parse_request(API, unknown).representation
    assert Negotiated("json") == parse_request(fixed, unknown).representation
