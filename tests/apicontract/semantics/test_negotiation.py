"""
Which representation a request asks for.
"""

import pytest

from apicontract.semantics.negotiation import Representation, representation_of


@pytest.mark.parametrize(
    ("parameter", "accept", "form"),
    [
        (None, None, Representation("json")),
        (None, "*/*", Representation("json")),
        (None, "text/html, */*;q=0.8", Representation("api")),
        (None, "application/json;q=0.1, text/html", Representation("json")),
        (None, "text/html;level=1, application/json", Representation("api")),
        (None, "*/json", Representation("json")),
        (None, "", Representation(None, 406)),
        (None, "*", Representation(None, 406)),
        ("", None, Representation("json")),
        ("api", None, Representation("api")),
        ("api", "application/json", Representation(None, 406)),
        ("xml", None, Representation(None, 404)),
        ("JSON", None, Representation(None, 404)),
    ],
)
def test_representation(parameter: str | None, accept: str | None, form: Representation) -> None:
    """
    Only how specific a media range is counts, then the order of the renderers.
    """
    assert form == representation_of(parameter, accept)
