"""
Who may ask, how often, in which form and by which method.

In the order of `rest_framework.views.APIView.initial`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.representations import negotiates, reads_tokens
from mockserver.http import authentication, negotiation
from mockserver.http.refusals import not_allowed, unauthenticated
from mockserver.http.routing import RouteKind

if TYPE_CHECKING:
    from mockserver.engine.stages.call import Call
    from mockserver.http.negotiation import NegotiatedFormat

FORMAT = "format"
_SAFE = frozenset({"GET", "HEAD"})
_ASK_FIRST = 401
#: Routes of collections, whose views have the permission; the root and plain views are open.
_GUARDED = frozenset({RouteKind.LIST, RouteKind.DETAIL})


def negotiate(call: Call) -> NegotiatedFormat:
    """
    Choose the form of the answer.
    """
    offered = call.site.api.setting("representations")
    if not negotiates(call.site.api):
        return negotiation.NegotiatedFormat(negotiation.RENDERERS[offered[0]])
    format_name = call.route.suffix or call.parameters.get(FORMAT)
    return negotiation.negotiate(call.request.headers.get("accept"), format_name, offered)


def authenticate(call: Call) -> None:
    """
    Refuse a token that is malformed or unknown, where tokens are read.
    """
    if not reads_tokens(call.site.api):
        return
    authentication.authenticate(call.request.headers.get("authorization", ""), call.site.tokens)


def admit(call: Call) -> None:
    """
    Let everybody read; ask who wants to write, where the API does that first.
    """
    asked_first = call.site.api.setting("other_methods") == _ASK_FIRST and call.route.kind in _GUARDED
    if not asked_first or call.request.method in _SAFE:
        return
    if authentication.authenticate(call.request.headers.get("authorization", ""), call.site.tokens) is None:
        raise unauthenticated()


def throttle(call: Call) -> None:
    """
    Let everybody ask as often as they like.
    """


def allow(call: Call) -> None:
    """
    Refuse a method that the route does not have.
    """
    if call.request.method not in call.methods:
        raise not_allowed(call.request.method)
