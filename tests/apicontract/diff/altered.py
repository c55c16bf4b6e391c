"""
Forty altered copies of the packaged data: one change each, named, with the rule and the level it must give.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Alteration:
    """
    One change of one data file.

    Attributes:
        name: for people.
        file: which file, by its number in the kinds below: the seed picks one of those that fit.
        change: alters the document in place, or returns False if it does not fit.
        rule: the rule that must be found.
        level: its level.
    """

    name: str
    kind: str
    change: Callable[[dict[str, Any], Any], bool]
    rule: str
    level: str


def _pick(
    rng: Any, document: dict[str, Any], fits: Callable[[dict[str, Any]], bool]
) -> tuple[str, dict[str, Any]] | None:
    found = [(name, each) for name, each in document.get("properties", {}).items() if fits(each)]
    return rng.choice(found) if found else None


def prop(fits: Callable[[dict[str, Any]], bool], change: Callable[[dict[str, Any], str], object]) -> Any:
    """
    Return a change of one property that fits.
    """

    def alter(document: dict[str, Any], rng: Any) -> bool:
        chosen = _pick(rng, document, fits)
        if chosen is None:
            return False
        change(document, chosen[0])
        return True

    return alter


def _remove(document: dict[str, Any], name: str) -> None:
    del document["properties"][name]
    document["required"] = [each for each in document["required"] if each != name]


def _rename(document: dict[str, Any], name: str) -> None:
    fresh = f"{name}_now"
    document["properties"] = {fresh if key == name else key: each for key, each in document["properties"].items()}
    document["required"] = [fresh if each == name else each for each in document["required"]]


def _set(**members: Any) -> Callable[[dict[str, Any], str], object]:
    return lambda document, name: document["properties"][name].update(members)


def _del(key: str) -> Callable[[dict[str, Any], str], object]:
    return lambda document, name: document["properties"][name].pop(key)


def _nullable(document: dict[str, Any], name: str) -> None:
    each = document["properties"][name]
    each["type"] = [each["type"], "null"]


def _non_null(document: dict[str, Any], name: str) -> None:
    document["properties"][name]["type"].remove("null")


def _widen(document: dict[str, Any], name: str) -> None:
    document["properties"][name]["type"] = ["integer", "string"]


def _optional(document: dict[str, Any], name: str) -> None:
    document["required"].remove(name)


def _company(document: dict[str, Any], name: str) -> None:
    each = document["properties"][name]
    each["enum"] = [each.pop("const"), "x"]


def _free_constant(document: dict[str, Any], name: str) -> None:
    each = document["properties"][name]
    del each["const"]
    each["type"] = "string"


def _mode(modes: Any, rng: Any) -> bool:
    if len(modes["choices"]) > 1:
        modes["choices"].remove(rng.choice(modes["choices"]))
        return True
    return False


def _bound(step: int) -> Callable[[dict[str, Any], str], object]:
    def change(document: dict[str, Any], name: str) -> None:
        document["properties"][name]["maxLength"] += step

    return change


def _add(document: dict[str, Any], rng: Any) -> bool:
    document["properties"][f"fresh_{rng.randint(1, 99)}"] = {"type": "integer"}
    return True


def _reverse(document: dict[str, Any], _: Any) -> bool:
    document["properties"] = dict(reversed(document["properties"].items()))
    return len(document["properties"]) > 1


def _close(document: dict[str, Any], _: Any) -> bool:
    document["additionalProperties"] = False
    return True


def _is(kind: Any) -> Callable[[dict[str, Any]], bool]:
    return lambda each: each.get("type") == kind and "x-link" not in each


def _has(key: str) -> Callable[[dict[str, Any]], bool]:
    return lambda each: key in each and "x-link" not in each


def _union(each: dict[str, Any]) -> bool:
    return isinstance(each.get("type"), list)


def _free(each: dict[str, Any]) -> bool:
    return each.get("type") == "string" and not {"maxLength", "format", "pattern", "x-link"} & set(each)


def part(key: str, change: Callable[[Any, Any], object]) -> Any:
    """
    Return a change of one member of a document.
    """

    def alter(document: dict[str, Any], rng: Any) -> bool:
        if not document.get(key):
            return False
        return change(document[key], rng) is not False

    return alter


def _pop(entries: Any, rng: Any) -> None:
    entries.pop(rng.randrange(len(entries)))


def _first(entries: Any, rng: Any, kind: str) -> Any:
    found = [each for each in entries if each["type"] == kind]
    return rng.choice(found) if found else None


def _lookup(entries: Any, rng: Any) -> bool:
    chosen = _first(entries, rng, "text")
    if chosen:
        chosen["lookup"] = "icontains" if chosen["lookup"] == "exact" else "exact"
    return bool(chosen)


def _retyped_boolean(entries: Any, rng: Any) -> bool:
    chosen = _first(entries, rng, "boolean")
    if chosen:
        chosen["type"] = "text"
    return bool(chosen)


def _renamed(entries: Any, rng: Any) -> None:
    chosen = rng.choice(entries)
    chosen["name"] += "s"


def assign(*path: str, value: Any) -> Any:
    """
    Return a change that sets one value.
    """

    def alter(document: dict[str, Any], _: Any) -> bool:
        for step in path[:-1]:
            document = document.setdefault(step, {})
        document[path[-1]] = value
        return True

    return alter


def remove(*path: str) -> Any:
    """
    Return a change that removes one value.
    """

    def alter(document: dict[str, Any], _: Any) -> bool:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]
        return True

    return alter


_COMPATIBLE, _RISKY, _BREAKING, _NOTE = "compatible", "risky", "breaking", "note"
_SETTING = {"value": 401, "grade": "guess", "source": "a test"}
_PARAMETER = {"name": "fresh", "fields": ["name"], "lookup": "exact", "type": "text"}

ALTERATIONS = tuple(
    Alteration(*each)
    for each in (
        ("field removed", "shape", prop(_is("string"), _remove), "answer-field-removed", _BREAKING),
        ("nullable field removed", "shape", prop(_union, _remove), "answer-field-removed", _BREAKING),
        ("reference removed", "shape", prop(_has("$ref"), _remove), "answer-field-removed", _BREAKING),
        ("field added", "shape", _add, "answer-field-added", _COMPATIBLE),
        ("field renamed", "shape", prop(_is("boolean"), _rename), "answer-field-renamed", _BREAKING),
        ("boolean became text", "shape", prop(_is("boolean"), _set(type="string")), "answer-retyped", _BREAKING),
        ("number became text", "shape", prop(_is("integer"), _set(type="string")), "answer-retyped", _BREAKING),
        (
            "object became text",
            "shape",
            prop(_has("$ref"), lambda d, n: d["properties"].update({n: {"type": "string"}})),
            "answer-retyped",
            _BREAKING,
        ),
        ("number or text", "shape", prop(_is("integer"), _widen), "answer-type-widened", _BREAKING),
        ("integer became number", "shape", prop(_is("integer"), _set(type="number")), "answer-type-widened", _BREAKING),
        ("made nullable", "shape", prop(_is("string"), _nullable), "answer-made-nullable", _BREAKING),
        ("flag made nullable", "shape", prop(_is("boolean"), _nullable), "answer-made-nullable", _BREAKING),
        ("made non-null", "shape", prop(_union, _non_null), "answer-made-non-null", _COMPATIBLE),
        ("made optional", "shape", prop(_has("type"), _optional), "answer-made-optional", _BREAKING),
        ("format removed", "shape", prop(_has("format"), _del("format")), "answer-format-removed", _RISKY),
        ("format changed", "shape", prop(_has("format"), _set(format="date-time")), "answer-format-changed", _RISKY),
        ("format added", "shape", prop(_is("string"), _set(format="email")), "answer-format-added", _COMPATIBLE),
        ("pattern removed", "shape", prop(_has("pattern"), _del("pattern")), "answer-pattern-removed", _RISKY),
        ("pattern changed", "shape", prop(_has("pattern"), _set(pattern="^P")), "answer-pattern-changed", _RISKY),
        (
            "constant changed",
            "shape",
            prop(_has("const"), _set(const="other")),
            "answer-enum-values-exchanged",
            _BREAKING,
        ),
        (
            "constant got company",
            "shape",
            prop(_has("const"), _company),
            "answer-enum-value-added",
            _RISKY,
        ),
        (
            "constant freed",
            "shape",
            prop(_has("const"), _free_constant),
            "answer-constant-freed",
            _RISKY,
        ),
        ("longer text", "shape", prop(_has("maxLength"), _bound(45)), "answer-bound-loosened", _RISKY),
        ("shorter text", "shape", prop(_has("maxLength"), _bound(-5)), "answer-bound-tightened", _COMPATIBLE),
        ("order of fields", "shape", _reverse, "answer-field-order-changed", _NOTE),
        ("closed object", "shape", _close, "answer-fields-closed", _COMPATIBLE),
        ("filter removed", "contract", part("parameters", _pop), "filter-removed", _BREAKING),
        (
            "filter added",
            "contract",
            part("parameters", lambda it, _: it.append(dict(_PARAMETER))),
            "filter-added",
            _COMPATIBLE,
        ),
        ("filter renamed", "contract", part("parameters", _renamed), "filter-renamed", _BREAKING),
        ("lookup changed", "contract", part("parameters", _lookup), "lookup-changed", _BREAKING),
        ("filter of another type", "contract", part("parameters", _retyped_boolean), "parameter-retyped", _BREAKING),
        ("ordering removed", "contract", part("ordering", _pop), "ordering-field-removed", _BREAKING),
        (
            "ordering added",
            "contract",
            part("ordering", lambda it, _: it.append({"name": "fresh"})),
            "ordering-field-added",
            _COMPATIBLE,
        ),
        ("search field removed", "contract", part("search", _pop), "search-field-removed", _BREAKING),
        (
            "mode removed",
            "contract",
            part("modes", _mode),
            "mode-removed",
            _BREAKING,
        ),
        ("maximum lowered", "api", assign("envelope", "maximum_limit", value=50), "maximum-limit-lowered", _BREAKING),
        ("default limit", "api", assign("envelope", "default_limit", value=20), "default-limit-changed", _RISKY),
        ("throttle", "api", assign("hosts", "ll", "throttle", "requests", value=5), "throttle-tightened", _RISKY),
        ("host removed", "api", remove("hosts", "ll"), "host-removed", _BREAKING),
        ("behaviour", "api", assign("behaviour", "other_methods", value=_SETTING), "behaviour-changed", _RISKY),
    )
)
