"""
Parts of a query that must have no effect on the rows: they are added to a crawl at no cost.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from apicontract.contract.lookups import BOOLEANS, LOOKUPS, Ignored
from apicontract.contract.querynames import last_counts, ordered, query_setting, searched
from apicontract.contract.representations import REPRESENTATIONS
from apicontract.semantics.ordering import lists_terms
from apicontract.semantics.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Api, Parameter, Resource
    from apicontract.planner.probe import Pairs

#: A value that no boolean, number or date is.
UNREADABLE = "maybe"
#: A parameter that no contract declares; its value needs every kind of encoding in a link.
UNDECLARED = (("undeclared", "x"), ("undeclared", 'a b,c"d~é'), ("page", "2"), ("order", "-id"))
#: A page of another origin asks.
ORIGIN: Pairs = (("Origin", "https://origin.example"),)
#: What is asked of each page besides behind the first, in turn: with more pages than entries it starts again.
_HEADERS: Sequence[Pairs] = (
    (("Accept", "application/json"),),
    ORIGIN,
    (("Accept", "application/json;q=0.1, text/plain"),),
    (),
    (("Accept", "text/plain, */*"),),
)
_FORMATS: Sequence[Pairs] = ((), (("format", "json"),), (), (("format", ""),))
#: An empty phrase in quotes is a term that everything contains, so it is none of these.
_SEARCHES = ("", ",", " , ")


def undeclared(api: Api) -> Pairs:
    """
    Return parameters that no contract declares; what pages in another style than the API's is one.
    """
    return tuple(each for each in UNDECLARED if each[0] not in api.paging.parameters)


def orderings(api: Api, terms: Sequence[str]) -> Iterator[Pairs]:
    """
    Yield ways to ask for the same order: plainly, and on every second page with unknown terms and twice.

    Where unknown terms are refused, so are blanks; then it is asked for plainly, and twice.
    """
    if not terms:
        return cycle(((),))
    plain, twice = ordered(api, ",".join(terms)), (*ordered(api, "-unknown"), *ordered(api, ",".join(terms)))
    if not lists_terms(api):
        return cycle((plain, twice) if last_counts(api) and not query_setting(api, "ordering_descending") else (plain,))
    unknown = ordered(api, f"{terms[0]},unknown-term,{','.join(terms[1:])}".rstrip(","))
    blanks = ordered(api, f" {' , '.join(terms)} ")
    return cycle((plain, unknown, blanks, twice) if last_counts(api) else (plain, unknown, blanks))


def reverse(terms: Sequence[str]) -> str:
    """
    Return the ordering that is the other way round in each of its terms.
    """
    return ",".join(each.removeprefix("-") if each.startswith("-") else f"-{each}" for each in terms)


def modes(resource: Resource) -> Iterator[Pairs]:
    """
    Yield the mode that shows most, and on every second page one that does not exist, the others and none in turn.
    """
    if not resource.modes.choices:
        return cycle(((),))
    richest, *others = sorted(resource.modes.choices, key=lambda name: name != resource.modes.detail)
    rest: list[Pairs] = [(("mode", name),) for name in ("unknown", *others)]
    return cycle(each for mode in (*rest, ()) for each in ((("mode", richest),), mode))


def without_effect(parameter: Parameter) -> Pairs:
    """
    Return values of a filter that have no effect by the rules of its type: empty, blank, unreadable.
    """
    if LOOKUPS[parameter.lookup].values != "one":
        return ()
    texts = (UNREADABLE, "", "  ")
    return tuple(
        (parameter.name, text) for text in texts if isinstance(read_value(parameter.query_type, text), Ignored)
    )


def overruled(parameter: Parameter) -> Pairs:
    """
    Return a filter that is asked for twice, whose last value, the one that counts, has no effect.
    """
    none = without_effect(parameter)
    kind = parameter.query_type
    first = "true" if kind in BOOLEANS else {"related": "1", "integer": "1", "number": "1"}.get(kind, "nothing")
    return ((parameter.name, first), none[0]) if none else ()


def no_op_params(api: Api, resource: Resource) -> Iterator[tuple[Pairs, Pairs]]:
    """
    Yield, for one page after another, the query and the headers that are added.

    Every second page carries nothing that might select by mistake, so that the count of the whole is sure.
    """
    filters = [without_effect(each) for each in resource.parameters]
    others = undeclared(api)
    blanks = _SEARCHES if query_setting(api, "search_words") else _SEARCHES[:1]
    searches = [searched(api, text) for text in blanks] if resource.search else [()]
    accepted = cycle((_by_weights(api), *_HEADERS))
    for page, (mode, form, headers) in enumerate(zip(modes(resource), cycle(_FORMATS), accepted, strict=False)):
        turn = page // 2
        ignored = tuple(each[(turn + number) % len(each)] for number, each in enumerate(filters) if each)
        if turn % 2 and last_counts(api):
            ignored = tuple(pair for each in resource.parameters for pair in overruled(each))
        risky = (*ignored, *searches[turn % len(searches)], others[turn % len(others)])
        yield (*(risky if page % 2 else ()), *mode, *form), headers


def _by_weights(api: Api) -> Pairs:
    """
    Return the header that names another representation before the first, with less weight (RFC 9110, 12.4.2).

    Nothing where there is no other one.
    """
    first, *others = (REPRESENTATIONS[each].media_type for each in api.setting("representations"))
    return tuple(("Accept", f"{each};q=0.1, {first}") for each in others[:1])


def as_page(api: Api, query: Pairs) -> Pairs:
    """
    Return the query asking for the page that a browser shows; the shortest page of a walk is cheapest for it.

    An API without pages for browsers is asked for the same again.
    """
    if "api" not in api.setting("representations"):
        return query
    return (*(each for each in query if each[0] != "format"), ("format", "api"))
