"""
What a request asks for, by the contract: the naive and obviously right reading that the laws start from.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from apicontract.checks.conditions import Filters, read_filters
from apicontract.checks.lenience import FORMAT, MODE, ORDERING, SEARCH, Leniency, leniencies
from apicontract.checks.negotiation import Form, form_of
from apicontract.checks.terms import search_terms
from apicontract.contract.paging import STYLES, read_limit, read_offset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api, Exchange, Field, Resource


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a URL leads.

    Attributes:
        kind: "list", "detail", "root", "singleton", "slashless" (only the slash at the end is missing) or
            "outside" (nothing of this API).
        resource: of a list, of a detail, or of either without its slash.
        key: the text that a detail names, decoded; of a singleton, its path.
    """

    kind: str
    resource: Resource | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """
    A term of an ordering that was understood.
    """

    field: Field
    descending: bool

    def __str__(self) -> str:
        return f"-{self.field.name}" if self.descending else self.field.name


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a request for a list or a record asks for.

    Attributes:
        place: where its URL leads.
        origin: scheme and authority.
        form: the form of the answer.
        mode: the mode of the rows.
        filters: what the filters come to.
        terms: of the search.
        null_search: whether the search holds a null character, which is refused.
        keys: of the ordering, in order; none means "as the service likes".
        limit, offset: of the page.
        lenient: everything in the query that must have no effect, or another one than its text suggests.
        quoted: whether the terms hang on quotes of which only the framework says how they are read.
    """

    place: Place
    origin: str
    form: Form
    mode: str = ""
    filters: Filters = NO_FILTERS
    terms: tuple[str, ...] = ()
    null_search: bool = False
    keys: tuple[Key, ...] = ()
    limit: int = 0
    offset: int = 0
    lenient: tuple[Leniency, ...] = ()
    quoted: bool = False

    @property
    def resource(self) -> Resource:
        """
        The resource of a list or a record.
        """
        assert self.place.resource is not None  # noqa: S101 - only lists and records are asked for it
        return self.place.resource

    @property
    def refused(self) -> bool:
        """
        Whether the request must be answered with an error, whatever there is in the collection.
        """
        return bool(self.filters.refusals) or self.null_search or self.form.status != HTTPStatus.OK

    @property
    def certain(self) -> bool:
        """
        Whether the reading knows what the request selects.
        """
        return not self.refused and not self.filters.unclear

    @property
    def conditioned(self) -> bool:
        """
        Whether anything selects among the records.
        """
        return bool(self.filters.conditions or self.terms)


def place_of(api: Api, exchange: Exchange) -> Place:
    """
    Return where a URL leads, by the routes of the contract.
    """
    path = exchange.path
    if not path.startswith(api.base_path):
        return Place("outside")
    rest = path.removeprefix(api.base_path)
    if rest == "":
        return Place("root")
    if not rest.endswith("/"):
        below = _below(api, rest + "/")
        return below if below.kind == "outside" else Place("slashless", below.resource, below.key)
    return _below(api, rest)


def _below(api: Api, rest: str) -> Place:
    name = rest.removesuffix("/")
    if name in api.singletons:
        return Place("singleton", key=name)
    if name in api.resources:
        return Place("list", api.resources[name])
    folder, _, key = name.rpartition("/")
    text = unquote(key, errors="replace")
    if folder in api.resources and text and not {".", "/"} & set(text):
        return Place("detail", api.resources[folder], text)
    return Place("outside")


def read_request(api: Api, exchange: Exchange) -> Asked:
    """
    Return what a request asks for; of one whose URL leads to no list and no record, that is little.
    """
    place = place_of(api, exchange)
    resource = place.resource
    if resource is None or place.kind not in ("list", "detail"):
        return Asked(place, _origin(exchange), _form(exchange))
    style = STYLES[api.envelope.style]
    filters = read_filters(resource, exchange, _kinds(api))
    search = (exchange.parameter(SEARCH) or "") if resource.search else ""
    return Asked(
        place=place,
        origin=_origin(exchange),
        form=_form(exchange),
        mode=_mode(resource, exchange) if place.kind == "list" else resource.modes.detail,
        filters=filters,
        terms=search_terms(search, quoted=bool(api.setting("quoted_search"))),
        null_search="\x00" in search,
        keys=_keys(resource, exchange),
        limit=read_limit(exchange.parameter(style.limit), api.envelope),
        offset=read_offset(exchange.parameter(style.offset)),
        lenient=tuple(leniencies(api, resource, exchange, filters)),
        quoted=api.behaviour["quoted_search"].grade.inferred and not {"'", '"'}.isdisjoint(search),
    )


def _origin(exchange: Exchange) -> str:
    parts = urlsplit(exchange.url)
    return f"{parts.scheme}://{parts.netloc}"


def _form(exchange: Exchange) -> Form:
    """
    Return the form asked for; a page copied from a browser came from a browser, whatever it sent.
    """
    if exchange.documentation is not None:
        return Form("api")
    accept = next((value for name, value in exchange.request_headers if name.lower() == "accept"), None)
    return form_of(exchange.parameter(FORMAT), accept)


def _mode(resource: Resource, exchange: Exchange) -> str:
    asked = exchange.parameter(MODE)
    return asked if asked is not None and asked in resource.modes.choices else resource.modes.list


def _keys(resource: Resource, exchange: Exchange) -> tuple[Key, ...]:
    """
    Return the ordering's terms; unknown ones are dropped, and if none is left the default counts.
    """
    known = {each.name: each for each in resource.ordering}
    asked = [text.strip() for text in (exchange.parameter(ORDERING) or "").split(",")]
    terms = [text for text in asked if text.removeprefix("-") in known]
    keys: dict[str, Key] = {}
    for text in terms or resource.default_ordering:
        name = text.removeprefix("-")
        if name not in known:
            break
        keys.setdefault(name, Key(known[name], text.startswith("-")))
    return tuple(keys.values())


def _kinds(api: Api) -> Mapping[str, str]:
    """
    Return the entities whose identifiers are no integers, with the type as which they are read.
    """
    resources = api.resources.values()
    return {each.entity: each.identifier.type for each in resources if each.identifier.type != "integer"}
