"""
What is said of the chosen records: rows, envelope, links; and the answers that are no collection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.routes import closing
from mockserver.engine import rendering
from mockserver.engine.singletons import ThrottleUsage, described, shape_metadata, singleton_value
from mockserver.engine.stages.guards import FORMAT
from mockserver.http.answer import Draft, compact
from mockserver.pages.title import spaced

if TYPE_CHECKING:
    from mockserver.engine.stages.call import Call

MODE = "mode"
#: What `rest_framework.routers.APIRootView` says of itself.
_ROOT = "The default basic root view for DefaultRouter"


def mode(call: Call) -> str:
    """
    Choose the level of detail; a single record has its own, and what is not documented means the default.
    """
    modes = call.resource.modes
    if call.route.identifier:
        return modes.detail
    asked = call.parameters.get(MODE, "")
    return asked if asked in modes.choices else modes.list


def row(call: Call, level: str, number: int) -> bytes:
    """
    Write one record at a level of detail, the places of a link left open.
    """
    return call.site.rows[call.route.name](call.resource.shapes[level], number)


def root(call: Call) -> bytes:
    """
    Write the API root: resource name to the URL of its list, in registration order.
    """
    base = f"{rendering.ORIGIN}{call.site.api.base_path}"
    # Below a parent there are many lists, of which none is the resource's own.
    listed = (each for each in call.site.api.resources.values() if not each.route.parents)
    return compact({each.name: f"{base}{each.route.path}{rendering.TAIL}" for each in listed})


def metadata(call: Call) -> Draft:
    """
    Write what a view answers to OPTIONS: what it is called, and which forms it writes and reads.
    """
    api, resource = call.site.api, call.site.api.resources.get(call.route.name)
    if resource is None:
        return Draft(200, compact(described("Api Root", _ROOT, api)))
    suffix = "Instance" if call.route.identifier else "List"
    return Draft(200, compact(described(f"{spaced(resource)} {suffix}", "", api)))


def usage(call: Call) -> ThrottleUsage:
    """
    Say what a client has used of its limit: nothing, as long as nobody counts.
    """
    rate = call.site.rate
    return ThrottleUsage(rate.requests if rate else None, rate.seconds if rate else None, 0, 0, call.request.client)


def singleton(call: Call, used: ThrottleUsage) -> Draft:
    """
    Write an answer that is no collection; it may be another one the next time.
    """
    shape = call.site.api.shapes[call.site.api.singletons[call.route.name]]
    value = (
        shape_metadata(shape, call.site.api)
        if call.request.method == "OPTIONS"
        else singleton_value(call.site.api, shape, used)
    )
    return Draft(200, compact(value), lasting=False)


def fill(call: Call, template: bytes) -> bytes:
    """
    Write scheme, host and the request's format into every link.
    """
    ending = rendering.tail(call.route.suffix, call.parameters.get(FORMAT), closing(call.site.api))
    return rendering.fill(template, call.request.origin, ending)
