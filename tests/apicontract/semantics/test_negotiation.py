"""
Which representation a request asks for.
"""

import pytest

from apicontract.semantics.negotiation import Negotiated, representation_of


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
