"""
Field statistics + declared facts -> the fields of each shape, with the evidence for each.

A declaration that what was seen contradicts is an error, unless it is waived; then what was seen decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import ContradictionError
from apicontract.evidence.derive.declared import FILE_NAME
from apicontract.evidence.derive.field_stats import TEXT_FORMATS, inferred

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.evidence.derive.declared import DeclaredFacts
    from apicontract.evidence.derive.field_stats import FieldStats, ShapeStats
    from apicontract.evidence.derive.observing import Observation

#: What to do about a recording that contradicts a declared field.
WAIVE = f"correct the declaration, remove the recording, or waive the field in {FILE_NAME}"


@dataclass
class MergedShape:
    """
    One shape as it will be written.

    Attributes:
        name: shape name.
        title: for people.
        entity: the table of its records.
        properties: field to fragment, `$ref`s being shape names, in the order sent.
        required: fields that every record has.
        records: how many records were seen.
        sources: the recordings that show them.
    """

    name: str
    title: str
    entity: str
    properties: dict[str, Any]
    required: list[str]
    records: int = 0
    sources: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def merged(observation: Observation, facts: DeclaredFacts, mode_field: str) -> dict[str, MergedShape]:
    """
    Return every shape that was declared or seen, by name.

    Raises:
        ContradictionError: a declaration cannot be true of what was seen.
    """
    entities = {kind.shape: kind.entity for kind in observation.kinds.values()}
    forms = {}
    for name in [*facts.shapes, *(each for each in observation.shapes if each not in facts.shapes)]:
        declared = facts.shapes.get(name, {})
        seen = observation.shapes.get(name)
        fields = _order(facts.properties(name), seen)
        forms[name] = MergedShape(
            name=name,
            title=declared.get("title", _title(name)),
            entity=declared.get("entity", "") if declared else entities.get(name, ""),
            properties={key: _property(name, key, seen, facts, mode_field) for key in fields},
            required=[key for key in fields if _required(name, key, seen, facts)],
            records=seen.records if seen else 0,
            sources=tuple(seen.sources) if seen else (),
        )
    return forms


def unobserved(forms: Mapping[str, MergedShape]) -> Iterator[str]:
    """
    Yield one sentence for each thing that no recording shows.
    """
    for form in forms.values():
        if not form.records:
            yield f"{form.name}: never recorded"
            continue
        for key, schema in form.properties.items():
            why = schema.get("x-unobserved")
            if why:
                yield f"{form.name}: {key} {_REASONS[why]}"


_REASONS = {
    "null": "was only ever null",
    "empty": "was only ever an empty list",
    "absent": "was never sent",
    "waived": "is declared otherwise than recorded, which the facts waive",
}


def _order(declared: Mapping[str, Any], seen: ShapeStats | None) -> list[str]:
    """
    Return the fields in the order sent: the recorded one, and declared fields after the one they follow.
    """
    order = list(seen.fields) if seen else []
    before = ""
    for key in declared:
        if key not in order:
            order.insert(order.index(before) + 1 if before in order else len(order), key)
        before = key
    return order


def _required(name: str, key: str, seen: ShapeStats | None, facts: DeclaredFacts) -> bool:
    always = seen is not None and key in seen.fields and seen.fields[key].present == seen.records
    return always if name not in facts.shapes else key in facts.required(name) or always


def _property(name: str, key: str, seen: ShapeStats | None, facts: DeclaredFacts, mode_field: str) -> dict[str, Any]:
    declared = facts.properties(name).get(key)
    stats = seen.fields.get(key) if seen else None
    if seen is None or stats is None:
        schema = _fragment(declared)
        if seen is not None:
            _never_sent(name, key, seen, facts)
            schema |= {"x-unobserved": "absent"}
        return schema
    waived = (name, key) in facts.waivers
    if declared is None or waived:
        schema = inferred(stats, constant=key == mode_field)
    else:
        schema = _fragment(declared)
        _agree(name, key, schema, stats, facts)
        if stats.present < seen.records and key in facts.required(name):
            _never_sent(name, key, seen, facts)
    if waived or stats.unobserved_reason:
        schema |= {"x-unobserved": "waived" if waived else stats.unobserved_reason}
    evidence = {"seen": stats.present, "of": seen.records}
    return schema | {"x-evidence": evidence | ({"null": stats.nulls} if stats.nulls else {})}


def _fragment(declared: Any) -> dict[str, Any]:
    return dict(declared) if isinstance(declared, dict) else {}


def _never_sent(name: str, key: str, seen: ShapeStats, facts: DeclaredFacts) -> None:
    if key in facts.required(name) and (name, key) not in facts.waivers:
        stats = seen.fields.get(key)
        count, first_absence = (stats.present, stats.first_absence) if stats else (0, next(iter(seen.sources)))
        raise ContradictionError(
            (f"{facts.place}#/shapes/{name}", first_absence),
            f"{name}: {key} is declared to be always sent, and was sent in {count} of {seen.records} records",
            WAIVE,
        )


def _agree(name: str, key: str, schema: Mapping[str, Any], stats: FieldStats, facts: DeclaredFacts) -> None:
    problem = _disagreement(schema, stats)
    if problem:
        source, statement = problem
        place = f"{facts.place}#/shapes/{name}/properties/{key}"
        raise ContradictionError((place, source), f"{name}: {key} is {statement}", WAIVE)


def _disagreement(schema: Mapping[str, Any], stats: FieldStats) -> tuple[str, str] | None:
    """
    Return the source that shows it, and the statement, if a declared fragment cannot hold what was seen.
    """
    if "const" in schema:
        other = stats.values != {schema["const"]}
        source = next(iter(stats.first.values()), "")
        return (source, f"declared to be {schema['const']!r}, and {_values(stats)} was recorded") if other else None
    allowed = _types(schema)
    for kind in stats.types:
        if allowed and kind not in allowed and not (kind == "integer" and "number" in allowed):
            return stats.first[
                kind
            ], f"declared as {' or '.join(sorted(allowed))}, and a value of type {kind} was recorded"
    text = "string" in stats.types
    for form, fragment, _ in TEXT_FORMATS:
        if text and form not in stats.forms and all(schema.get(one) == value for one, value in fragment.items()):
            return stats.counterexamples[form], f"declared as {form}, and a text that is none was recorded"
    items = schema.get("items")
    return _disagreement(items, stats.items) if isinstance(items, dict) and stats.items else None


def _types(schema: Mapping[str, Any]) -> set[str]:
    """
    Return the JSON types that a declared fragment allows; none if it does not say.
    """
    if "$ref" in schema:
        return {"object"}
    stated = schema.get("type")
    if stated:
        return {stated} if isinstance(stated, str) else set(stated)
    return {kind for key in ("anyOf", "oneOf") for each in schema.get(key, ()) for kind in _types(each)}


def _values(stats: FieldStats) -> str:
    return repr(next(iter(stats.values))) if len(stats.values) == 1 else "another value"


def _title(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("/", "_").split("_"))
