"""
What a client may have meant: near misses that the service would pass over in silence.

A lenient service ignores a misspelt parameter and answers 200, which is the costliest kind of mistake.
"""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from apicontract.contract.errors import did_you_mean
from apicontract.contract.lookups import Ignored
from apicontract.contract.querynames import ordering_names, search_name
from apicontract.contract.routes import closing, list_path
from apicontract.dataset.asked import ORDERING, plain_query
from apicontract.dataset.paging import paging_of_request, read_limit
from apicontract.dataset.values import READERS
from mockserver.http.routing import find_route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.contract.model import Api, Resource

#: Hints of one request that are told; the journal keeps them.
_MOST_HINTS = 20
#: Characters of a name or a value that a hint quotes.
_MOST_QUOTED = 100
#: How much alike two paths are (`difflib`) when one is taken for a misspelling of the other; 0.6, the usual bound,
#: takes two names for each other that share nothing but some letters.
_MEANT = 0.75


def hints(api: Api, path: str, query: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """
    Return a sentence for everything in a request that has no effect, or not the effect it seems to have.
    """
    route = find_route(api, path) or find_route(api, f"{path}/")
    resource = api.resources.get(route.name) if route else None
    if resource is None:
        return tuple(_path_hints(api, path))
    found = (hint for source in (_names, _booleans, _ordering, _mode, _limit) for hint in source(api, resource, query))
    told = tuple(islice(found, _MOST_HINTS))
    return (*told, "further parts of this request have no effect") if next(found, None) else told


def _path_hints(api: Api, path: str) -> Iterator[str]:
    bare = path.rstrip("/")
    # Browsers ask for the icon by themselves.
    if bare in {"", "/favicon.ico", api.base_path.rstrip("/")} or find_route(api, path) or find_route(api, f"{path}/"):
        return
    lists = (list_path(api, each).removeprefix(api.base_path) for each in api.resources.values())
    names = tuple(name.rstrip("/") for name in (*lists, *api.singletons))
    rest = bare.removeprefix(api.base_path).lstrip("/")[:_MOST_QUOTED]
    close, nearest = (get_close_matches(rest, names, n=1, cutoff=cutoff) for cutoff in (_MEANT, 0))
    place = f"{api.base_path}{(close or nearest or [api.primary])[0]}{closing(api)}"
    if not close and not path.startswith(api.base_path) and find_route(api, api.base_path):
        place = api.base_path
    meant = f"did you mean `{place}`?" if close else f"the nearest served path is `{place}`"
    yield f"`{_quoted(path)}` is not served; {meant}"


def _names(api: Api, resource: Resource, query: Sequence[tuple[str, str]]) -> Iterator[str]:
    known = {search_name(api), *ordering_names(api), "format", *api.paging.parameters}
    known |= {each.name for each in resource.parameters}
    known |= {"mode"} if resource.modes.choices else set()
    for name in _unique(name for name, _ in query if name not in known):
        yield f"`{_quoted(name)}` is not a parameter and is ignored{_meant(name, known)}"


def _booleans(_: Api, resource: Resource, query: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, value in dict(query).items():
        parameter = resource.parameter(name)
        if parameter and value and isinstance(READERS[parameter.type].read(value), Ignored):
            yield f"`{name}={_quoted(value)}` is invalid and ignored; give true or false"


def _ordering(api: Api, resource: Resource, query: Sequence[tuple[str, str]]) -> Iterator[str]:
    known = {each.name for each in resource.ordering}
    terms = [term.strip() for term in dict(plain_query(api, query)).get(ORDERING, "").split(",")]
    if api.setting("unknown_ordering") == "refuse":
        return
    for term in _unique(term.removeprefix("-") for term in terms if term and term.removeprefix("-") not in known):
        yield f"`{_quoted(term)}` is not an ordering field and is ignored{_meant(term, known)}"


def _mode(_: Api, resource: Resource, query: Sequence[tuple[str, str]]) -> Iterator[str]:
    mode = dict(query).get("mode")
    if mode is not None and resource.modes.choices and mode not in resource.modes.choices:
        choices = ", ".join(resource.modes.choices)
        yield f"`mode={_quoted(mode)}` is not documented ({choices}); the answer is in mode {resource.modes.list}"


def _limit(api: Api, _: Resource, query: Sequence[tuple[str, str]]) -> Iterator[str]:
    name = api.paging.size
    asked = dict(query).get(name)
    if asked is not None and not paging_of_request(api.paging, dict(query)).start and api.paging.start:
        yield f"`{name}={_quoted(asked)}` sets no rows of a page; all records are sent"
        return
    effective = read_limit(asked, api.paging)
    if asked is not None and asked.strip() != str(effective):
        yield f"`{name}={_quoted(asked)}` becomes {effective}"


def _meant(name: str, known: Iterable[str]) -> str:
    close = did_you_mean(name[:_MOST_QUOTED], known)
    return f"; did you mean `{close}`?" if close else ""


def _quoted(text: str) -> str:
    return text if len(text) <= _MOST_QUOTED else f"{text[:_MOST_QUOTED]}…"


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
