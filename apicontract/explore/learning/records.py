"""
What identifies the rows of a list, where a single record stands, and how an absent one is answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from apicontract.evidence.derive.declared import IDENTIFIERS
from apicontract.explore.learning.asking import JSON, json_of
from apicontract.explore.learning.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Record
    from apicontract.explore.learning.asking import Asker

#: Fields that are tried in the path of a record.
_MOST_FIELDS = 5
#: A UUID without hyphens.
_DIGITS = re.compile(r"[0-9a-f]{32}")
#: How the framework says that there is no such record (`django.shortcuts.get_object_or_404`).
_NAMED = re.compile(r"No (\w+) matches the given query\.")


@dataclass
class RecordLearnt:
    """
    What is known of single records.

    Attributes:
        identifier: the field that tells rows apart, "" if none does.
        path: of a record that was answered, "" if none was.
        alike: whether a record has the same fields as a row of the list.
        nested: fields in which a row shows the key of a record that the single record nests, with the name of that key.
        inside: these fields, with the nested records.
        statements: what was found out.
        form: `hex` where any spelling of a UUID names a record of 32 digits, "" where none does; None if nobody asked.
        absent: body that answers a record that there is not, where that is worded otherwise than the framework does.
        title: what that answer calls a record, where it is the framework's sentence; else "".
    """

    identifier: str = ""
    path: str = ""
    alike: bool = False
    nested: dict[str, str] = field(default_factory=dict)
    inside: Mapping[str, Record] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    absent: Any = None
    form: str | None = None
    title: str = ""


def learn_records(
    asker: Asker, path: str, resource: str, rows: Sequence[Record], *, absent: bool = True
) -> RecordLearnt:
    """
    Return what identifies the records of a list, and, if that is asked for, how one is answered that there is not.
    """
    found = RecordLearnt()
    unique = list(unique_fields(rows))
    found.identifier = next(iter(unique), "")
    for name in unique[:_MOST_FIELDS]:
        place = record_path(path, rows[0][name])
        answer = asker.get(place, purpose="a record")
        body = json_of(answer)
        if isinstance(body, dict) and body.get(name) == rows[0][name]:
            found.identifier, found.path = name, urlsplit(answer.url).path if answer else place
            found.nested = nested_keys(rows[0], body)
            found.inside = {name: body[name] for name in found.nested}
            found.alike = body.keys() == rows[0].keys()
            sentence = f"`{name}` identifies a record, which stands at {place}"
            found.statements.append(
                Statement(resource, sentence, f"one request, {len(rows)} rows with different values")
            )
            break
    if found.path and absent:
        learn_absent(asker, path, resource, found, rows)
    if path.endswith("/"):
        other = asker.unfollowed(path.rstrip("/"), "the closing slash")
        if other is not None:
            said = f"a path without its closing slash is answered with {other.status}"
            found.statements.append(Statement(resource, said, "one request"))
    return found


def nested_keys(row: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, str]:
    """
    Return the fields in which a row shows the key of what the single record nests, each with the name of that key.
    """
    inside = {name: value for name, value in record.items() if isinstance(value, dict)}
    shown = {name: row[name] for name in inside if isinstance(row.get(name), int | str)}
    return {name: key for name in shown for key in IDENTIFIERS if inside[name].get(key) == shown[name]}


def record_path(path: str, value: object) -> str:
    """
    Return where a record stands: below its list, with or without a closing slash as the list has it.
    """
    end = "/" if path.endswith("/") else ""
    return f"{path.rstrip('/')}/{quote(str(value), safe='')}{end}"


def unique_fields(rows: Sequence[Record]) -> Iterator[str]:
    """
    Yield the fields that tell rows apart, the likeliest first.
    """
    names = [*(each for each in IDENTIFIERS if rows and each in rows[0]), *(rows[0] if rows else ())]
    for name in dict.fromkeys(names):
        values = [row.get(name) for row in rows]
        plain = all(isinstance(each, int | str) and not isinstance(each, bool) and each != "" for each in values)
        if plain and len(set(values)) == len(values) and not any(str(each).startswith("http") for each in values):
            yield name


def form_of(asker: Asker, path: str, found: RecordLearnt, rows: Sequence[Record], known: str | None) -> str | None:
    """
    Return which spellings of UUIDs name the records of a list: what another list has told, or what one request tells.

    Returns:
        `hex` if one with hyphens and in capitals names a record of 32 digits, "" if not, None where no record has such
        a name.
    """
    keys = [str(each.get(found.identifier)) for each in rows]
    if not found.path or not all(map(_DIGITS.fullmatch, keys)):
        return None
    if known is not None:
        return known
    spelled = record_path(path, str(UUID(keys[0])).upper())
    body = json_of(asker.aside(spelled, (), JSON, "a UUID in another spelling"))
    return "hex" if isinstance(body, dict) and body.get(found.identifier) == keys[0] else ""


def learn_absent(asker: Asker, path: str, resource: str, found: RecordLearnt, rows: Sequence[Record]) -> None:
    """
    Learn how a list answers for a record that there is not.
    """
    known = rows[0][found.identifier]
    value = 999_999_999 if isinstance(known, int) else f"no-such-{found.identifier}"
    answer = asker.get(record_path(path, value), purpose="a record that there is not")
    if answer is not None and answer.status != HTTPStatus.OK:
        found.statements.append(
            Statement(resource, f"an absent record is answered with {answer.status}", "one request")
        )
        found.absent = _own_words(answer, str(value))
        named = _NAMED.search(answer.body.decode("utf-8", "replace")) if answer.status == HTTPStatus.NOT_FOUND else None
        found.title = named[1] if named else ""


def _own_words(answer: Exchange, key: str) -> Any:
    """
    Return the body of a 404 that says the same of each record, if it is not the framework's sentence under `detail`.
    """
    try:
        body = answer.json
    except (ValueError, RecursionError):
        return None
    usual = isinstance(body, dict) and list(body) == ["detail"]
    told = (
        isinstance(body, dict | list) and bool(body) and not usual and key not in answer.body.decode("utf-8", "replace")
    )
    return body if told and answer.status == HTTPStatus.NOT_FOUND else None
