"""
Hypothesis strategies made from a contract: queries that people send, and queries that nobody should.

Values are drawn from known records where these are given, so that filters and searches find something.
Everything shrinks towards the plain list: no parameter at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from apicontract.contract.keys import key_of
from apicontract.contract.lookups import BOOLEANS, LOOKUPS, TYPES
from apicontract.contract.paths import ABSENT, values_at
from apicontract.contract.querynames import ordered, ordering_names, search_name
from apicontract.contract.routes import closing, list_path
from apicontract.contract.tokens import NO_TOKEN, TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from apicontract.contract.model import Api, Parameter, Record, Resource
    from apicontract.contract.paging import Paging

#: The names and values of a query, in order.
Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """
    A request to be sent: the path below a host, with its query, and headers.
    """

    target: str
    headers: tuple[tuple[str, str], ...] = ()


def requests(api: Api, resource: Resource, rows: Sequence[Record] = ()) -> SearchStrategy[Asking]:
    """
    Return requests for lists and records of a resource, ordinary and hostile ones.

    Args:
        api: the contract.
        resource: whose list and records are asked for.
        rows: known records of it, from which values are drawn.
    """
    path = list_path(api, resource)
    below, end = f"{path.rstrip('/')}/", closing(api)
    known = [str(key) for row in rows if (key := key_of(resource, row)) is not None]
    keys = st.sampled_from(known) if known else st.integers(1, 1000).map(str)
    hostile_keys = st.sampled_from(["0", "-1", "abc", "999999999", "01", "+1", "%00"])
    targets = st.one_of(
        st.just(path),
        st.just(path),
        st.one_of(keys, hostile_keys).map(lambda key: f"{below}{quote(key, safe='%+-')}{end}"),
    )
    queries = st.one_of(list_queries(api, resource, rows), list_queries(api, resource, rows, hostile=True))
    return st.builds(_asking, targets, queries, _accept_headers())


def list_queries(
    api: Api, resource: Resource, rows: Sequence[Record] = (), *, hostile: bool = False
) -> SearchStrategy[Query]:
    """
    Return queries of a list: filters, search, ordering, mode, paging and format, few at a time.

    Args:
        api: the contract.
        resource: whose list is asked for.
        rows: known records of it, from which values are drawn.
        hostile: whether values may be ones that a service must refuse or ignore, and names unknown ones.
    """
    paging = api.paging
    most = api.paging.maximum_limit
    parts: list[SearchStrategy[Query]] = [
        *((_one(paging.size, st.integers(1, most).map(str)),) if paging.size else ()),
        *(_one(each, _starts(paging, len(rows))) for each in (paging.start, paging.back) if each),
        _one("format", st.just("json")),
        filters(resource, rows),
    ]
    if resource.search:
        parts.append(_one(search_name(api), searches(resource, rows)))
    if resource.ordering:
        parts.append(orderings(resource).map(lambda terms: ordered(api, terms)))
    if resource.modes.choices:
        parts.append(_one("mode", st.sampled_from(resource.modes.choices)))
    chosen = st.lists(st.one_of(parts), max_size=4).map(
        lambda several: tuple(pair for query in several for pair in query)
    )
    if not hostile:
        return chosen
    names = [*paging.parameters, "format", search_name(api), *ordering_names(api), "mode", "undeclared"]
    odd = st.tuples(
        st.one_of(st.sampled_from(names), st.sampled_from([each.name for each in resource.parameters] or names)),
        hostile_values(api),
    )
    return st.tuples(chosen, st.lists(odd, min_size=1, max_size=2)).map(lambda both: (*both[0], *both[1]))


def _starts(paging: Paging, rows: int) -> SearchStrategy[str]:
    """
    Return texts that say where a page begins: up to as many rows as are known, ten at the least; or a page of these.
    """
    if paging.any_row:
        return st.integers(0, max(10, rows)).map(str)
    if paging.unit == TOKENS:
        return st.just(NO_TOKEN)
    numbers = st.integers(paging.first, paging.first + rows // paging.maximum_limit).map(str)
    return numbers | st.just(paging.last) if paging.last else numbers


def filters(resource: Resource, rows: Sequence[Record] = ()) -> SearchStrategy[Query]:
    """
    Return one documented filter with a value of its type; nothing for a resource without filters.
    """
    if not resource.parameters:
        return st.just(())
    return st.one_of([_filter(each, rows) for each in resource.parameters])


def orderings(resource: Resource) -> SearchStrategy[str]:
    """
    Return the text of an ordering: one to three documented terms, each in either direction.
    """
    terms = [sign + each.name for each in resource.ordering for sign in ("", "-")]
    return st.lists(st.sampled_from(terms), min_size=1, max_size=3, unique=True).map(",".join)


def searches(resource: Resource, rows: Sequence[Record] = ()) -> SearchStrategy[str]:
    """
    Return the text of a search: a word, part of a word, or all of a searched text, in any letter case.
    """
    texts = _texts(rows, [each.path for each in resource.search])
    words = sorted({word for text in texts for word in text.split()})
    if not words:
        return st.text("abcdefg ", min_size=1, max_size=4)
    cases: SearchStrategy[Callable[[str], str]] = st.sampled_from((str.strip, str.upper, str.lower))
    parts = st.tuples(st.sampled_from(words), st.integers(1, 5)).map(lambda drawn: drawn[0][: drawn[1]])
    several = st.lists(st.sampled_from(words), min_size=2, max_size=2).map(" ".join)
    quoted = st.sampled_from(texts).map(lambda text: f'"{text}"')
    whole = st.one_of(st.sampled_from(words), parts, several, st.sampled_from(texts), quoted)
    return st.tuples(cases, whole).map(lambda drawn: drawn[0](drawn[1]))


def hostile_values(api: Api) -> SearchStrategy[str]:
    """
    Return values that break careless readers: empty, blank, huge, signed, quoted, encoded, of other scripts.
    """
    most = api.paging.maximum_limit
    return st.one_of(
        st.sampled_from(HOSTILE),
        st.sampled_from((str(most), str(most + 1), str(10 * most))),
        st.text(st.characters(codec="utf-8"), max_size=6),
    )


def _accept_headers() -> SearchStrategy[tuple[tuple[str, str], ...]]:
    """
    Return request headers that negotiate the form of the answer; most often none.
    """
    texts = st.sampled_from(("*/*", "application/json", "application/*", "application/json;q=0.1, */*;q=0.2"))
    return st.one_of(st.just(()), st.just(()), st.tuples(st.tuples(st.just("Accept"), texts)))


#: Texts that careless readers stumble over.
HOSTILE = (
    "", " ", "0", "-1", "+5", " 5", "1_0", "1.5", "abc", "null", "None", "true", "TRUE", "yes", "1,2", ",", ",,",
    "\x00", "%", "_", "'", '"', '""', '"a b', "a'b", "\\", "../", "<b>", "é", "\u0663", "\uff15", "\U0001f4a5",
    "9" * 30, "-", "--id",
)  # fmt: skip


def _target(path: str, query: Query) -> str:
    return path + (f"?{urlencode(query)}" if query else "")


def _asking(path: str, query: Query, headers: tuple[tuple[str, str], ...]) -> Asking:
    return Asking(_target(path, query), headers)


def _one(name: str, values: SearchStrategy[str]) -> SearchStrategy[Query]:
    return values.map(lambda value: ((name, value),))


def _filter(parameter: Parameter, rows: Sequence[Record]) -> SearchStrategy[Query]:
    """
    Return one filter; a lookup that takes several values is given up to three.
    """
    values = _filter_values(parameter, rows)
    style = LOOKUPS[parameter.lookup].values
    if style == "one":
        return _one(parameter.name, values)
    several = st.lists(values, min_size=1, max_size=3)
    if style == "comma":
        return _one(parameter.name, several.map(",".join))
    return several.map(lambda texts: tuple((parameter.name, text) for text in texts))


def _filter_values(parameter: Parameter, rows: Sequence[Record]) -> SearchStrategy[str]:
    if parameter.query_type in BOOLEANS:
        return st.sampled_from(BOOLEANS[parameter.query_type])
    if parameter.choices:
        return st.sampled_from(parameter.choices)
    seen = _texts(rows, parameter.fields)
    made: Mapping[str, SearchStrategy[str]] = {
        "date": st.dates().map(str),
        "date-time": st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}"),
        "duration": st.integers(0, 1000).map(lambda days: f"P{days}D"),
        "uuid": st.uuids().map(str),
        "text": st.text("abcdefg ", max_size=5),
    }
    example = TYPES[parameter.type].example
    invented = made.get(parameter.type, st.just(example) if example else st.integers(0, 1000).map(str))
    if not seen:
        return invented
    return st.one_of(st.sampled_from(seen), st.sampled_from(seen), invented)


def _texts(rows: Sequence[Record], paths: Sequence[str]) -> list[str]:
    """
    Return the different texts of what stands at some paths of known rows.
    """
    found = (value for row in rows for path in paths for value in values_at(row, path))
    return sorted({str(value) for value in found if value is not None and value is not ABSENT})
