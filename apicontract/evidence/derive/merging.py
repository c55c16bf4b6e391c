"""
Field statistics + declared facts -> the fields of each shape, with the evidence for each.

A declaration that what was seen contradicts is an error, unless it is waived or stands in a file that cannot be
corrected; then what was seen decides. Recordings that contradict each other are no error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import ContradictionError
from apicontract.contract.model import COMPUTED
from apicontract.contract.moments import written_moment
from apicontract.evidence.derive.declared import FILE_NAME, references
from apicontract.evidence.derive.field_stats import TEXT_FORMATS, ShapeStats, inferred, renewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.evidence.derive.declared import DeclaredFacts
    from apicontract.evidence.derive.field_stats import FieldStats
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
        seen: what was seen of it.
        relations: of its fields, declared and seen.
    """

    name: str
    title: str
    entity: str
    properties: dict[str, Any]
    required: list[str]
    seen: ShapeStats = field(default_factory=ShapeStats)
    relations: list[dict[str, Any]] = field(default_factory=list)


def merged(observation: Observation, facts: DeclaredFacts, mode_field: str) -> dict[str, MergedShape]:
    """
    Return every shape that was declared or seen, by name.

    Raises:
        ContradictionError: a declaration that can be corrected cannot be true of what was seen.
    """
    entities = {kind.shape: kind.entity for kind in observation.kinds.values()}
    labels = _labels(observation, facts)
    forms = {}
    for name in [*facts.shapes, *(each for each in observation.shapes if each not in facts.shapes)]:
        declared = facts.shapes.get(name, {})
        seen = observation.shapes.get(name)
        fields = renewed(list(facts.properties(name)), seen.order) if seen else list(facts.properties(name))
        why = {key: _decided(name, key, seen, facts) for key in fields}
        forms[name] = MergedShape(
            name=name,
            title=declared.get("title", _title(name)),
            entity=declared.get("entity", "") if declared else entities.get(name, ""),
            properties={
                key: _behaving(
                    _property(name, key, seen, facts, why[key], constant=key == mode_field or (name, key) in labels),
                    *(name, key, observation, facts),
                )
                for key in fields
            },
            required=[key for key in fields if _required(name, key, seen, facts, why[key])],
            seen=seen or ShapeStats(),
            relations=_relations(name, observation, facts),
        )
    return forms


def unobserved(forms: Mapping[str, MergedShape]) -> Iterator[str]:
    """
    Yield one sentence for each thing that no recording shows.
    """
    for form in forms.values():
        if not form.seen.records:
            yield f"{form.name}: never recorded"
            continue
        for key, schema in form.properties.items():
            why = schema.get("x-unobserved")
            if why:
                yield f"{form.name}: {key} {_REASONS[why]} ({_place_and_time(form.seen)})"


def _place_and_time(seen: ShapeStats) -> str:
    """
    Return how many records were seen, of which hosts and when, as people read it.
    """
    ends = list(dict.fromkeys(map(written_moment, seen.moments)))
    when = " to ".join(ends) if ends else "without a moment"
    hosts = " and ".join(sorted(filter(None, seen.hosts)))
    counted = f"{seen.records} record{'s' if seen.records > 1 else ''}"
    return f"{counted} of {hosts}, {when}" if hosts else f"{counted}, {when}"


_REASONS = {
    "null": "was only ever null",
    "empty": "was only ever an empty list",
    "absent": "was never sent",
    "waived": "is declared otherwise than recorded, which the facts waive",
    "overruled": f"is declared otherwise than recorded, in a {FILE_NAME} of another folder: the recordings decide",
}


def _decided(name: str, key: str, seen: ShapeStats | None, facts: DeclaredFacts) -> str:
    """
    Return why the recordings decide on a declared field: "waived", "overruled", or "" if they do not.

    Raises:
        ContradictionError: they contradict a declaration that can be corrected.
    """
    if key not in facts.properties(name) or seen is None:
        return ""
    if (name, key) in facts.waivers:
        return "waived"
    problem = _contradiction(name, key, seen, facts)
    if problem is None:
        return ""
    source, statement = problem
    if facts.correctable(name):
        raise ContradictionError((facts.where(name, key), source), f"{name}: {key} is {statement}", WAIVE)
    return "overruled"


def _contradiction(name: str, key: str, seen: ShapeStats, facts: DeclaredFacts) -> tuple[str, str] | None:
    """
    Return the source that shows it, and the statement, if a field was recorded otherwise than it is declared.
    """
    stats = seen.fields.get(key)
    declared = facts.properties(name)[key]
    problem = _disagreement(_fragment(declared), stats) if stats else None
    always = seen.always(key)
    if problem is None and key in facts.required(name) and always < seen.records:
        first = stats.first_absence if stats else next(iter(seen.sources))
        return first, f"declared to be always sent, and was sent in {always} of {seen.records} records"
    return problem


def _labels(observation: Observation, facts: DeclaredFacts) -> set[tuple[str, str]]:
    """
    Return the shapes and computed fields that have one text in each shape of an entity, and not the same in all.
    """
    texts: dict[tuple[str, str], dict[str, set[Any]]] = {}
    for name, seen in observation.shapes.items():
        for key, declared in facts.properties(name).items():
            if _fragment(declared).get(COMPUTED) and key in seen.fields:
                entity = facts.shapes[name].get("entity", "")
                texts.setdefault((entity, key), {})[name] = set(seen.fields[key].values)
    told = {place: each for place, each in texts.items() if all(len(values) == 1 for values in each.values())}
    return {
        (name, key)
        for (entity, key), each in told.items()
        for name in each
        if entity and len(set.union(*each.values())) > 1
    }


def _required(name: str, key: str, seen: ShapeStats | None, facts: DeclaredFacts, why: str) -> bool:
    always = seen is not None and key in seen.fields and not seen.fields[key].lacking
    return always or (not why and key in facts.required(name))


def _property(  # noqa: PLR0913 - what is known of a field
    name: str, key: str, seen: ShapeStats | None, facts: DeclaredFacts, why: str, *, constant: bool
) -> dict[str, Any]:
    declared = facts.properties(name).get(key)
    stats = seen.fields.get(key) if seen else None
    if seen is None or stats is None:
        return _fragment(declared) | ({} if seen is None else {"x-unobserved": "absent"})
    computed = _fragment(declared).get(COMPUTED, False)
    inferring = declared is None or bool(why) or computed
    schema = inferred(stats, constant=constant) if inferring else _fragment(declared)
    schema |= {COMPUTED: True} if computed else {}
    schema = _linked(schema, stats)
    if why or stats.unobserved_reason:
        schema |= {"x-unobserved": why or stats.unobserved_reason}
    evidence: dict[str, Any] = {"seen": len(stats.having), "of": seen.records}
    if stats.lacking:
        evidence["missing"] = len(stats.lacking)
    if stats.null_in:
        evidence["null"] = len(stats.null_in)
    sent = not stats.lacking and (bool(why) or key not in facts.required(name))
    alone = [*(["presence"] if sent else []), *(["value"] if inferring else [])]
    return schema | {"x-evidence": evidence | ({"inferred": alone} if alone else {})}


def _linked(schema: dict[str, Any], stats: FieldStats) -> dict[str, Any]:
    """
    Return the fragment of a URL with what recordings show: whether it is the record's own.
    """
    if schema.get("format") != "uri" or "string" not in stats.types:
        return schema
    return {
        **{key: each for key, each in schema.items() if key != "x-link"},
        **({"x-link": "self"} if stats.links else {}),
    }


def _relations(name: str, observation: Observation, facts: DeclaredFacts) -> list[dict[str, Any]]:
    """
    Return the declared relations of a shape, and those that its records showed and nobody declares.
    """
    declared = [dict(each) for each in facts.shapes.get(name, {}).get("relations", ())]
    known = [(each["kind"], each["fields"]) for each in declared]
    seen = observation.relations.get(name)
    identifier = observation.identifiers.get(name) or facts.identifier(name)
    own = _own_links(observation.shapes.get(name))
    found = [each for each in seen.statements(identifier) if own.isdisjoint(each["fields"])] if seen else []
    return [*declared, *(each for each in found if (each["kind"], each["fields"]) not in known)]


def _own_links(seen: ShapeStats | None) -> set[str]:
    """
    Return the fields that hold the URL of their record: that it contains the identifier is what makes them that.
    """
    return {key for key, stats in seen.fields.items() if stats.links} if seen else set()


def _behaving(
    schema: dict[str, Any], name: str, key: str, observation: Observation, facts: DeclaredFacts
) -> dict[str, Any]:
    """
    Add how a field was seen to behave, where nobody declares it; what tells records apart is always the same.
    """
    history = observation.histories.fields.get((name, key))
    if history is None or "x-behaviour" in schema or key in {observation.identifiers.get(name), facts.identifier(name)}:
        return schema
    return schema | {"x-behaviour": history.statement}


def _fragment(declared: Any) -> dict[str, Any]:
    return dict(declared) if isinstance(declared, dict) else {}


def _disagreement(schema: Mapping[str, Any], stats: FieldStats) -> tuple[str, str] | None:
    """
    Return the source that shows it, and the statement, if a declared fragment cannot hold what was seen.
    """
    if "const" in schema:
        other = stats.values != {schema["const"]}
        source = next(iter(stats.first.values()), "")
        return (source, f"declared to be {schema['const']!r}, and {_values(stats)} was recorded") if other else None
    allowed = _types(schema)
    meant = set(references(schema))
    for shape, source in stats.shapes.items():
        if meant and shape not in meant:
            return source, f"declared as {' or '.join(sorted(meant))}, and a record of another form was recorded"
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
    inside = _disagreement(items, stats.items) if isinstance(items, dict) and stats.items else None
    if inside or stats.breach is None:
        return inside
    return stats.breach[0], f"recorded otherwise than declared: {stats.breach[1]}"


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
