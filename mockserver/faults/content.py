"""
Faults of the records themselves: their schema, their modes, and single records against the list.
"""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontypes import is_integer
from apicontract.contract.projection import Schemas
from apicontract.dataset.texts import read_iso_duration
from mockserver.faults.fault import Fault, asking
from mockserver.http.answer import compact
from mockserver.http.refusals import not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.engine.collection import Rows
    from mockserver.engine.stages.call import Call

_CONCERN = "schema"
#: Differs from one answer to the next, for a server that changes its mind.
_TICKS = itertools.cycle(range(7))


def _is_text(schema: Mapping[str, Any], value: Any) -> bool:
    return isinstance(value, str) and not {"format", "pattern", "const", "x-link"} & set(schema)


def _is_required_text(schema: Mapping[str, Any], value: Any) -> bool:
    return _is_text(schema, value) and schema.get("type") == "string"


def _is_number(_: Mapping[str, Any], value: Any) -> bool:
    return is_integer(value)


def _is_boolean(_: Mapping[str, Any], value: Any) -> bool:
    return isinstance(value, bool)


def _is_bounded(schema: Mapping[str, Any], value: Any) -> bool:
    return isinstance(value, str) and "maxLength" in schema


def _is_object(_: Mapping[str, Any], value: Any) -> bool:
    return isinstance(value, dict)


def _is_constant(schema: Mapping[str, Any], _: Any) -> bool:
    return "const" in schema


def _is_formatted(schema: Mapping[str, Any], value: Any) -> bool:
    return isinstance(value, str) and bool({"format", "pattern"} & set(schema)) and "x-link" not in schema


def _is_duration(schema: Mapping[str, Any], value: Any) -> bool:
    if not isinstance(value, str) or "pattern" not in schema:
        return False
    try:
        return bool(read_iso_duration(value))
    except ValueError:
        return False


def _properties(call: Call, level: str) -> Mapping[str, Mapping[str, Any]]:
    shapes = call.site.api.shapes
    resolved = Schemas(shapes).properties(shapes[call.resource.shapes[level]])
    return {name: schema for name, (schema, _) in resolved.items()}


def _spoiled(
    chosen: Callable[[Mapping[str, Any], Any], bool],
    spoil: Callable[[dict[str, Any], str], None],
    is_meant: Callable[[Call, int], bool] = lambda _, __: True,
) -> Callable[..., bytes]:
    """
    Return a row stage that spoils the last property that is chosen (the last, so that it is not the identifier).
    """

    def wrong(right: Callable[[Call, str, int], bytes], call: Call, level: str, number: int) -> bytes:
        row = right(call, level, number)
        if not is_meant(call, number):
            return row
        record = json.loads(row)
        schemas = _properties(call, level)
        names = [name for name, value in record.items() if chosen(schemas.get(name, {}), value)]
        names = [name for name in names if name != call.resource.identifier.path]
        if names:
            spoil(record, names[-1])
        return compact(record)

    return wrong


def _rare(call: Call, number: int) -> bool:
    return number == len(call.collection.rows) * 2 // 3


def _drop(record: dict[str, Any], name: str) -> None:
    del record[name]


def _rename(record: dict[str, Any], name: str) -> None:
    items = [(f"{key}_" if key == name else key, value) for key, value in record.items()]
    record.clear()
    record.update(items)


def _null(record: dict[str, Any], name: str) -> None:
    record[name] = None


def _as_string(record: dict[str, Any], name: str) -> None:
    record[name] = str(record[name])


def _as_number(record: dict[str, Any], name: str) -> None:
    record[name] = int(record[name])


def _flatten(record: dict[str, Any], name: str) -> None:
    value = record[name]
    record[name] = value.get("name", next(iter(value.values()), None))


def _drop_inside(record: dict[str, Any], name: str) -> None:
    record[name].pop(next(reversed(record[name])), None)


def _garble(record: dict[str, Any], name: str) -> None:
    record[name] = f"{record[name]} ?"


def _other(record: dict[str, Any], name: str) -> None:
    record[name] = f"{record[name]}-2"


def _framework_duration(record: dict[str, Any], name: str) -> None:
    """
    Write a duration as the framework would by itself: days, blank, padded time.
    """
    whole = read_iso_duration(record[name])
    minutes, seconds = divmod(whole.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    record[name] = f"{whole.days} {hours:02}:{minutes:02}:{seconds:02}"


def _lengthen(record: dict[str, Any], name: str) -> None:
    record[name] += "!" * 9999


def _negate(record: dict[str, Any], name: str) -> None:
    record[name] = not record[name]


def _doubt(record: dict[str, Any], name: str) -> None:
    record[name] += "?" * next(_TICKS)


def _reversed_keys(right: Callable[[Call, str, int], bytes], call: Call, level: str, number: int) -> bytes:
    return compact(dict(reversed(json.loads(right(call, level, number)).items())))


def _neighbour(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    return (right(call, rows) + 1) % len(call.collection.rows)


def _last_not_found(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    number = right(call, rows)
    if number == len(call.collection.rows) - 1:
        raise not_found()
    return number


def _detail_in_list_mode(right: Callable[[Call], str], call: Call) -> str:
    return call.resource.modes.list if call.route.identifier else right(call)


def _mode_ignored(right: Callable[[Call], str], call: Call) -> str:
    return right(asking(call, "mode"))


def _mode_for_most(right: Callable[[Call, str, int], bytes], call: Call, level: str, number: int) -> bytes:
    rare = _rare(call, number) and not call.route.identifier
    return right(call, call.resource.modes.list if rare else level, number)


def _asks_other_mode(call: Call) -> bool:
    asked = call.parameters.get("mode")
    return asked in call.resource.modes.choices and asked != call.resource.modes.list


def _mode_loses_row(right: Callable[[Call], Rows], call: Call) -> Rows:
    rows = right(call)
    return rows[1:] if _asks_other_mode(call) and not call.route.identifier else rows


def _unknown_mode_detailed(right: Callable[[Call], str], call: Call) -> str:
    asked, modes = call.parameters.get("mode"), call.resource.modes
    return modes.detail if asked is not None and asked not in modes.choices else right(call)


def _stale(call: Call, number: int) -> bool:
    return bool(call.route.identifier) and number % 2 == 0


FAULTS = (
    Fault("field-missing", _CONCERN, "row", "a required field is missing", _spoiled(_is_required_text, _drop)),
    Fault("field-renamed", _CONCERN, "row", "a field has another name", _spoiled(_is_boolean, _rename)),
    Fault("field-null", _CONCERN, "row", "a field that is never null is null", _spoiled(_is_required_text, _null)),
    Fault("number-as-string", _CONCERN, "row", "a number is sent as a text", _spoiled(_is_number, _as_string)),
    Fault("boolean-as-number", _CONCERN, "row", "a boolean is sent as a number", _spoiled(_is_boolean, _as_number)),
    Fault("object-flattened", _CONCERN, "row", "an object is sent as its name", _spoiled(_is_object, _flatten)),
    Fault(
        "nested-field-missing",
        _CONCERN,
        "row",
        "the last field of a nested object is missing",
        _spoiled(_is_object, _drop_inside),
    ),
    Fault("format-broken", _CONCERN, "row", "a formatted text is garbled", _spoiled(_is_formatted, _garble)),
    Fault(
        "duration-padded",
        _CONCERN,
        "row",
        "durations are sent as the framework writes them",
        _spoiled(_is_duration, _framework_duration),
    ),
    Fault("constant-changed", _CONCERN, "row", "a constant has another value", _spoiled(_is_constant, _other)),
    Fault(
        "one-bad-record",
        _CONCERN,
        "row",
        "one record of the collection lacks a field",
        _spoiled(_is_required_text, _drop, _rare),
    ),
    Fault(
        "one-null-record",
        _CONCERN,
        "row",
        "one record of the collection has null where none may be",
        _spoiled(_is_boolean, _null, _rare),
    ),
    Fault("keys-reordered", _CONCERN, "row", "the fields are in another order", _reversed_keys),
    Fault("mode-ignored", "modes", "mode", "mode has no effect", _mode_ignored),
    Fault("mode-forgotten-once", "modes", "row", "one row is sent in the default mode", _mode_for_most),
    Fault("mode-loses-row", "modes", "select", "the first row is missing in another mode", _mode_loses_row),
    Fault(
        "mode-unknown-detailed", "modes", "mode", "an undocumented mode gives the detailed one", _unknown_mode_detailed
    ),
    Fault("detail-of-neighbour", "detail", "find", "a single record is that of its neighbour", _neighbour),
    Fault("detail-last-missing", "detail", "find", "the last record is not found by itself", _last_not_found),
    Fault("detail-in-list-mode", "detail", "mode", "a single record is sent as in a list", _detail_in_list_mode),
    Fault(
        "detail-stale",
        "detail",
        "row",
        "single records differ from the list in one text",
        _spoiled(_is_text, _other, _stale),
    ),
    Fault("text-too-long", _CONCERN, "row", "a text is longer than documented", _spoiled(_is_bounded, _lengthen)),
    Fault(
        "text-unsteady",
        _CONCERN,
        "row",
        "a text has another ending each time",
        _spoiled(_is_required_text, _doubt),
        lasting=False,
    ),
    Fault(
        "mode-says-opposite",
        "modes",
        "row",
        "another mode says the opposite of a boolean",
        _spoiled(_is_boolean, _negate, lambda call, _: _asks_other_mode(call) and not call.route.identifier),
    ),
    Fault(
        "mode-retells",
        "modes",
        "row",
        "another mode changes the end of a text",
        _spoiled(_is_text, _other, lambda call, _: _asks_other_mode(call) and not call.route.identifier),
    ),
)
