"""
The browsable page: an answer as a person reads it in a browser.

Documentation, request line, status, headers and the JSON with its links; controls stand before the
documentation and after the JSON, so that the text between them is what the service's own page says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlencode

from apicontract.contract.routes import list_path
from mockserver.pages.documented import documented
from mockserver.pages.form import Choice, controls, folded
from mockserver.pages.highlight import highlighted
from mockserver.pages.position import position
from mockserver.pages.templating import render
from mockserver.pages.title import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Api, Resource

_FORMAT = "format"
_FORMATS = (("json", "JSON"), ("api", "Browsable"))


@dataclass(frozen=True, slots=True)
class BrowsableView:
    """
    What a browsable page shows of a request and its answer.

    Attributes:
        host: the request's host and port, as the documentation names it.
        target: path and query as requested, still percent-encoded.
        status: of the answer.
        headers: of the answer's JSON rendering, in order.
        body: the JSON as text, indented as it is to be shown.
        method: of the request.
        reason: phrase of the status line, if not the standard one.
    """

    host: str
    target: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: str
    method: str = "GET"
    reason: str | None = None


def browsable_page(
    api: Api, resource: Resource | None, answer: BrowsableView, choices: Mapping[str, Sequence[Choice]] | None = None
) -> str:
    """
    Return the HTML page of an answer.

    Args:
        api: what is served.
        resource: whose answer it is; None for the API root, a singleton, or a path that is no resource's.
        answer: what to show.
        choices: for each filter on related records, what it may ask for (`controls.related_choices`).
    """
    path, _, text = answer.target.partition("?")
    query = tuple(parse_qsl(text, keep_blank_values=True))
    listed = resource if resource and _is_list(api, resource, path) else None
    made = controls(api, listed, query, choices or {}) if listed else ()
    apart = folded(made)
    return render(
        "browsable.html",
        api=api,
        answer=answer,
        title=_title(api, resource, path),
        trail=_trail(api, resource, path),
        formats=[(label, name, _with_format(path, query, name)) for name, label in _FORMATS],
        path=path,
        position=position(api, path, query, _parsed(answer.body), answer.headers),
        controls=[each for each in made if each not in apart],
        folded=apart,
        kept=[(name, value) for name, value in query if name == _FORMAT],
        sections=documented(api, resource.documentation, answer.host) if resource else (),
        reason=_reason(answer.status) if answer.reason is None else answer.reason,
        body=highlighted(answer.body),
    )


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _is_list(api: Api, resource: Resource, path: str) -> bool:
    return unquote(path).rstrip("/") == unquote(list_path(api, resource)).rstrip("/")


def _title(api: Api, resource: Resource | None, path: str) -> str:
    if resource is None:
        name = unquote(path).rstrip("/").rpartition("/")[2]
        root = unquote(path).rstrip("/") == api.base_path.rstrip("/")
        return "Api Root" if root else name.replace("-", " ").replace("_", " ").title() or api.title
    return f"{spaced(resource)} {'List' if _is_list(api, resource, path) else 'Instance'}"


def _trail(api: Api, resource: Resource | None, path: str) -> tuple[tuple[str, str], ...]:
    """
    Return the way from the root to the page, each step a label and a path, the page itself last.
    """
    root = ("Api Root", api.base_path)
    title = _title(api, resource, path)
    if resource is None:
        return (root,) if title == root[0] else (root, (title, path))
    listing = (f"{spaced(resource)} List", list_path(api, resource))
    return (root, listing) if _is_list(api, resource, path) else (root, listing, (title, path))


def _with_format(path: str, query: Sequence[tuple[str, str]], name: str) -> str:
    others = [(key, value) for key, value in query if key != _FORMAT]
    return f"{path}?{urlencode([*others, (_FORMAT, name)])}"
