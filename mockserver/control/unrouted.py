"""
What is answered where the control API and the pages around it have nothing: why, and where to go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import MethodNotAllowed

from apicontract.contract.errors import did_you_mean
from apicontract.contract.routes import first_path
from mockserver.control.bodies import description, shortened
from mockserver.http.access import PREFIX
from mockserver.pages.problem import Destination, Problem
from mockserver.pages.templating import home_path

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException

    from apicontract.contract.model import Api


def under_control(path: str) -> bool:
    """
    Tell whether a path is the control API's to answer, whatever stands below the prefix.
    """
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def refused(sentence: str) -> Problem:
    """
    Return the problem of who may not control the mock; nothing of the control API would answer them.
    """
    return Problem(403, sentence, {}, ())


def unrouted(api: Api, method: str, path: str, error: HTTPException) -> Problem:
    """
    Return the problem of a path that leads nowhere, or has other methods.

    Args:
        api: what is served.
        method: as asked.
        path: as asked, decoded.
        error: what the router said: 404, or 405 with the methods that there are.
    """
    places = control_places() if under_control(path) else pages_of(api)
    if isinstance(error, MethodNotAllowed):
        allowed = sorted(error.valid_methods or ())
        sentence = f"{_shown(path)} takes {', '.join(allowed)}, not {_shown(method)}."
        # RFC 9110, 15.5.6: the answer has to say which methods there are.
        return Problem(405, sentence, {"Allow": ", ".join(allowed)}, places)
    home = f"{PREFIX}/" if under_control(path) else home_path(api)
    close = did_you_mean(shortened(path), [each.path for each in places])
    meant = close if close != home else None
    rest = f"; did you mean {meant}? Otherwise start at {home}." if meant else f"; start at {home}."
    return Problem(404, f"There is no {_shown(path)}{rest}", {}, places)


def control_places() -> tuple[Destination, ...]:
    """
    Return what there is below the prefix: the page, the description, and every request that this lists.
    """
    listed = tuple(
        Destination(method.upper(), f"{PREFIX}{path}", operation["summary"], link=method == "get" and "{" not in path)
        for path, operations in description()["paths"].items()
        for method, operation in operations.items()
    )
    return (Destination("GET", f"{PREFIX}/", "The journal as a page"), *listed)


def pages_of(api: Api) -> tuple[Destination, ...]:
    """
    Return the pages around an API; one that lives at the very root answers there itself.
    """
    index = () if api.base_path == "/" else (Destination("GET", "/", "What is served, and from which evidence"),)
    return (
        *index,
        Destination("GET", first_path(api), "The API"),
        Destination("GET", "/docs/", "Every parameter, with requests to send"),
        Destination("GET", "/openapi.json", "The OpenAPI document"),
        Destination("GET", f"{PREFIX}/", "What was requested, hints, failures to switch on"),
    )


def _shown(text: str) -> str:
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in shortened(text))
