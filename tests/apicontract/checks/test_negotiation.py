"""
Which form of answer a request asks for.
"""

import pytest

from apicontract.checks.negotiation import Form, form_of


@pytest.mark.parametrize(
    ("parameter", "accept", "form"),
    [
        (None, None, Form("json")),
        (None, "*/*", Form("json")),
        (None, "text/html, */*;q=0.8", Form("api")),
        (None, "application/json;q=0.1, text/html", Form("json")),
        (None, "text/html;level=1, application/json", Form("api")),
        (None, "*/json", Form("json")),
        (None, "", Form(None, 406)),
        (None, "*", Form(None, 406)),
        ("", None, Form("json")),
        ("api", None, Form("api")),
        ("api", "application/json", Form(None, 406)),
        ("xml", None, Form(None, 404)),
        ("JSON", None, Form(None, 404)),
    ],
)
def test_form(parameter: str | None, accept: str | None, form: Form) -> None:
    """
    Only how specific a media range is counts, then the order of the renderers.
    """
    assert form == form_of(parameter, accept)
