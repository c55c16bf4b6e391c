"""
What a request that was parsed is answered with: refused, redirected, not found, a record or a page.

The order of the questions is that of `rest_framework.views.APIView.initial` and `dispatch`: representation, method,
filters, search, and then the records.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.contract.paths import values_at
from apicontract.contract.representations import most_parameters, reads_parameters
from apicontract.semantics.identity import identified
from apicontract.semantics.paging import past_status, past_the_end
from apicontract.semantics.parents import belongs, parent_missing
from apicontract.semantics.predicates import every
from apicontract.semantics.prediction import Prediction
from apicontract.semantics.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.contract.model import Api, Record
    from apicontract.semantics.conditions import Condition
    from apicontract.semantics.request import ParsedRequest
    from apicontract.semantics.stages import Semantics, Tables

UNKNOWN = Prediction(None)


def respond(semantics: Semantics, api: Api, request: ParsedRequest, tables: Tables) -> Prediction:
    """
    Return the answer to a request.
    """
    unserved_root = request.route.kind == "root" and not api.setting("api_root")
    if unserved_root or request.route.kind in ("outside", "missing_trailing_slash", "surplus_slash"):
        return _elsewhere(api, request)
    if "authorization" in request.headers:
        # Whether a token is valid only the service knows.
        return UNKNOWN
    refusal = _refused(api, request)
    if refusal is not None:
        return refusal
    if request.route.kind not in _ANSWERS:
        return Prediction(HTTPStatus.OK)
    return _of_records(semantics, api, request, tables)


def _of_records(semantics: Semantics, api: Api, request: ParsedRequest, tables: Tables) -> Prediction:
    """
    Answer for a list or a record: the parents come first, then the filters, then the records.
    """
    missing = parent_missing(api, request.route, tables)
    if missing and api.setting("missing_parent") == "refuse":
        return Prediction(HTTPStatus.NOT_FOUND)
    refusal = _unreadable(request)
    if refusal is not None or missing is None:
        return refusal or UNKNOWN
    choices = _choices_refused(api, request, tables)
    if choices is not False:
        return UNKNOWN if choices is None else Prediction(HTTPStatus.BAD_REQUEST)
    return _ANSWERS[request.route.kind](semantics, api, request, tables)


def _elsewhere(api: Api, request: ParsedRequest) -> Prediction:
    """
    Answer a URL that leads nowhere; what lies outside of the API, or may have a suffix, is not known.
    """
    inside = request.url.removeprefix(request.origin).startswith(api.base_path)
    if not inside or request.method != "GET" or api.setting("suffix_routes"):
        return UNKNOWN
    if request.route.kind == "missing_trailing_slash" and api.setting("append_slash"):
        return Prediction(HTTPStatus.MOVED_PERMANENTLY, location=request.url.removeprefix(request.origin) + "/")
    return Prediction(HTTPStatus.NOT_FOUND)


def _refused(api: Api, request: ParsedRequest) -> Prediction | None:
    """
    Return the refusal of a request in which something is wrong whatever the records are; None if nothing is.
    """
    most = most_parameters(api)
    if most is not None and len(request.query) > most:
        # Code of the project may read what nothing known does.
        read = reads_parameters(api, request.route.resource)
        return Prediction(HTTPStatus.BAD_REQUEST) if read else UNKNOWN
    if request.representation.status != HTTPStatus.OK:
        return Prediction(request.representation.status)
    read = request.method == "HEAD" and "HEAD" in api.setting("methods")
    if request.method != "GET" and not read:
        return _of_other_method(api, request)
    return None


def _unreadable(request: ParsedRequest) -> Prediction | None:
    """
    Return the refusal of filters and a search that cannot be used; None if they can.
    """
    if request.filters.refusals or (request.null_search and not request.filters.unclear):
        return Prediction(HTTPStatus.BAD_REQUEST)
    return UNKNOWN if request.filters.unclear else None


def _of_other_method(api: Api, request: ParsedRequest) -> Prediction:
    preflight = "access-control-request-method" in request.headers
    asked = request.method == "OPTIONS" and (preflight or "OPTIONS" in api.setting("methods"))
    if request.route.kind not in _ANSWERS or asked:
        return UNKNOWN
    if request.method == "HEAD":
        return Prediction(HTTPStatus.METHOD_NOT_ALLOWED)
    return Prediction(int(api.setting("other_methods")))


def _choices_refused(api: Api, request: ParsedRequest, tables: Tables) -> bool | None:
    """
    Return whether a filter names a related record that does not exist, where that is refused; None if not known.
    """
    if api.setting("unknown_choice") != "refuse":
        return False
    related = [each for each in request.filters.conditions if each.parameter.related is not None]
    known = [_exists(each, request, tables) for each in related if each.parameter.lookup in ("exact", "any")]
    answer = every(known)
    return None if answer is None else not answer


def _exists(condition: Condition, request: ParsedRequest, tables: Tables) -> bool | None:
    parameter = condition.parameter
    key = parameter.fields[0].rpartition(".")[2]
    listed = tables.get(parameter.related or "")
    shown = [value for row in tables.get(request.resource.entity, ()) for value in values_at(row, parameter.fields[0])]
    values = shown if listed is None else [row.get(key) for row in listed]
    known = {parse_value(parameter.type, each) for each in values if isinstance(each, int | str)}
    return True if known.issuperset(condition.values) else None if listed is None else False


def _selects(semantics: Semantics, api: Api, request: ParsedRequest, record: Record) -> bool | None:
    filters = (semantics.filter(each, record) for each in request.selecting)
    return every(
        (
            belongs(api, request.route, record),
            *filters,
            semantics.search(request.resource.search, record, request.terms),
        )
    )


def _identifier(request: ParsedRequest, record: Record) -> str:
    return str(key_of(request.resource, record))


def _detail(semantics: Semantics, api: Api, request: ParsedRequest, tables: Tables) -> Prediction:
    """
    Answer for one record, which is looked up among those that filters and search leave.
    """
    identifier, key = request.resource.identifier, request.route.key
    wanted, records = identified(identifier, key), tables.get(request.resource.entity)
    if "\x00" in key and identifier.type == "text":
        # Whether a text may hold a null character hangs on the database.
        return UNKNOWN
    if wanted is None or records is None:
        return UNKNOWN if wanted is not None else Prediction(HTTPStatus.NOT_FOUND)
    record = next((each for each in records if _identifier(request, each) == wanted), None)
    found = record is not None and _selects(semantics, api, request, record)
    if found is None:
        return UNKNOWN
    if not found:
        return Prediction(HTTPStatus.NOT_FOUND)
    return Prediction(HTTPStatus.OK, 1, ((wanted,),), range(1), shape=request.resource.shapes[request.mode])


def _list(semantics: Semantics, api: Api, request: ParsedRequest, tables: Tables) -> Prediction:
    """
    Answer with a page of the records that a request selects.
    """
    if request.place.unknown:
        return UNKNOWN
    shape, records = request.resource.shapes[request.mode], tables.get(request.resource.entity)
    answers = None if records is None else [_selects(semantics, api, request, each) for each in records]
    if records is None or answers is None or None in answers:
        past, status = past_the_end(request.paging, request.place, None), past_status(request.paging)
        open_ = past is None and status != HTTPStatus.OK
        return UNKNOWN if open_ else Prediction(status) if past else Prediction(HTTPStatus.OK, shape=shape)
    selected = [record for record, answer in zip(records, answers, strict=True) if answer]
    count, groups = len(selected), semantics.order(api, request, selected)
    if past_the_end(request.paging, request.place, count) and past_status(request.paging) != HTTPStatus.OK:
        return Prediction(past_status(request.paging))
    return Prediction(
        HTTPStatus.OK,
        count,
        _named(request, groups),
        semantics.window(request.limit, request.offset_in(count), count),
        semantics.links(api, request, count),
        shape,
    )


def _named(request: ParsedRequest, groups: Sequence[Sequence[Record]] | None) -> tuple[tuple[str, ...], ...] | None:
    return None if groups is None else tuple(tuple(_identifier(request, each) for each in group) for group in groups)


#: kind of a route to its answer, where records are needed.
_ANSWERS: Mapping[str, Callable[[Semantics, Api, ParsedRequest, Tables], Prediction]] = {
    "list": _list,
    "detail": _detail,
}
