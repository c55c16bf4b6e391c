"""
What a browser may do with a page of the mock's own, and with what the control API answers.

The API's answers are not touched: they are the service's, headers included.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import flask

if TYPE_CHECKING:
    from flask import Response

_CLOSED = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
#: The pages load from this server alone; style and script that stand in them carry the nonce (CSP 3, 2.3.1).
_PAGE = "script-src 'self' 'nonce-{0}'; style-src 'self' 'nonce-{0}'; img-src 'self' data:; connect-src 'self'"


def page_nonce() -> str:
    """
    Return the random text that marks the style and script of the page that is being answered; for each answer another.
    """
    nonce: str = flask.g.setdefault("nonce", secrets.token_urlsafe(16))
    return nonce


def guarded(response: Response) -> Response:
    """
    Return an answer with the headers that keep it from being framed, read as another type, or scripted from elsewhere.
    """
    nonce = flask.g.get("nonce")
    response.headers["Content-Security-Policy"] = f"{_CLOSED}; {_PAGE.format(nonce)}" if nonce else _CLOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    return response
