"""
What is known of one resource -> its `contract.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.keys import key_in
from apicontract.contract.lookups import BOOLEANS, TYPES, compared_type
from apicontract.contract.model import Grade
from apicontract.contract.paths import leads_somewhere
from apicontract.evidence.derive.binding import bound_field, bound_inside, bound_order, bound_parameter, value_type
from apicontract.evidence.derive.declared import FILE_NAME, modes_declared
from apicontract.evidence.derive.documents import MARK, listed
from apicontract.evidence.derive.places import bare_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.documented import Documented
    from apicontract.evidence.derive.binding import Shapes
    from apicontract.evidence.derive.declared import DeclaredFacts
    from apicontract.evidence.derive.merging import MergedShape
    from apicontract.evidence.derive.observing import Observation
    from apicontract.evidence.derive.pages import SourcePage

_HOST = "{host}"
_NOT_BOUND = ", so that it cannot be compared: it is not bound"
#: Type of a parameter to the types of fields whose values it can be compared with; others with any.
_READABLE = {
    "integer": {"integer", "number"},
    "number": {"integer", "number"},
    **{each: {"boolean"} for each in BOOLEANS},
    "date": {"date"},
    "date-time": {"date", "date-time"},
    "duration": {"duration"},
    "uuid": {"uuid"},
}
#: Types of parameters that may be held against the type of a field; the others say how a field is chosen.
_COMPARED = frozenset(TYPES) - {"choice", "related"}


@dataclass(frozen=True)
class Evidenced:
    """
    Everything known of one resource.

    Attributes:
        name: of the resource.
        pages: its recorded answers.
        documented: what their documentation lists.
        facts: what is declared.
        seen: what all rows showed.
        shapes: where documented names are looked up.
        mode_field: the field that says in which mode an object is, or "".
        head: the document `api.json`.
    """

    name: str
    pages: Sequence[SourcePage]
    documented: Documented
    facts: DeclaredFacts
    seen: Observation
    shapes: Shapes
    mode_field: str
    head: Mapping[str, Any]

    @property
    def declared(self) -> Mapping[str, Any]:
        """
        What the facts declare of the resource.
        """
        return self.facts.resources.get(self.name, {})

    def listed(self, key: str) -> list[str]:
        """
        Return the names that the documentation lists, else the declared ones.
        """
        return list(getattr(self.documented, key)) or [_named(each) for each in self.declared.get(key, ())]

    def fields(self, key: str, roots: Sequence[str]) -> dict[str, dict[str, Any] | None]:
        """
        Return what the names that are listed for `search` or `ordering` lead to in shapes; None for one that does not.
        """
        hints = {each["name"]: each for each in self.declared.get(key, ()) if not isinstance(each, str)}
        found = {name: bound_field(self.shapes, roots, name, hints.get(name, {})) for name in self.listed(key)}
        for name in [each for each, bound in found.items() if bound is None]:
            if key == "search":
                found |= bound_inside(self.shapes, roots, name, hints.get(name, {}))
            else:
                found[name] = bound_order(self.shapes, roots, name, hints.get(name, {}))
        return found


def contract_document(of: Evidenced, forms: dict[str, MergedShape]) -> tuple[dict[str, Any], list[str]]:
    """
    Return the document, and one sentence for each documented name that could not be bound or is typed otherwise.

    A documented mode that was neither recorded nor declared gets an open shape, which is added to `forms`.
    """
    modes, shapes = _modes(of, forms)
    fullest = sorted(dict.fromkeys(shapes.values()), key=lambda each: -len(forms[each].properties))
    entity = forms[shapes[modes["list"]]].entity or of.name
    names = of.listed("parameters")
    hints = {name: _hint(of, name) for name in names}
    bound = {
        name: bound_parameter(of.shapes, fullest, name, hint) for name, hint in hints.items() if "open" not in hint
    }
    differing = {name: _types(of, fullest, each) for name, each in bound.items() if each}
    unreadable = [name for name, (read, kind) in differing.items() if kind not in _READABLE.get(read, {kind})]
    typed = [_typed_otherwise(bound[name] or {}, *types) for name, types in differing.items() if types[0] != types[1]]
    bound = {name: each for name, each in bound.items() if name not in unreadable}
    fields = {key: of.fields(key, fullest) for key in ("search", "ordering")}
    found = {"parameter": bound, **fields}
    open_names = [f"the {kind} {name} leads to no known field" for kind in found for name in _missing(found[kind])]
    open_names += [f"the parameter {name} is open: {hint['open']}" for name, hint in hints.items() if "open" in hint]
    open_names += [f"{each}{_NOT_BOUND if each.split()[2] in unreadable else ''}" for each in typed]
    identifier = of.declared.get("identifier") or of.shapes.identifiers[fullest[0]]
    document: dict[str, Any] = {
        "$schema": "../" * (of.name.count("/") + 2) + "meta/contract.schema.json",
        "$comment": MARK,
        "title": of.declared.get("title") or _title(of.name),
    }
    if entity != of.name:
        document["entity"] = entity
    document |= {
        **_identified(of, forms[fullest[0]], identifier),
        "modes": modes,
        "shapes": shapes,
        "parameters": _present(bound),
        "search": _present(fields["search"]),
        "ordering": _present(fields["ordering"]),
        "default_ordering": of.declared.get("default_ordering", ()),
        "selects": of.declared.get("selects", {}),
        "absent": of.declared.get("absent"),
        "heading": of.declared.get("heading"),
        "documentation": _documentation(of),
        "evidence": {**_evidence(of, _present(bound), identifier), **of.declared.get("evidence", {})},
    }
    return {key: value for key, value in document.items() if value or key in {"modes", "shapes"}}, open_names


def _identified(of: Evidenced, form: MergedShape, name: str) -> dict[str, Any]:
    """
    Return what identifies the records, declared or seen: a field, or the end of their own URL.
    """
    if "own_url" in of.declared:
        return {"own_url": of.declared["own_url"], "identifier": {"name": name, "type": of.declared["identifier_type"]}}
    rows = [row for page in of.pages for row in page.rows]
    link = next(filter(None, (bare_url(row, of.head["base_path"]) for row in rows)), "")
    if of.declared.get("identifier") or not link:
        kind = _identifier_type(form.properties.get(name, {}))
        written = of.declared.get("identifier_form") if kind == "text" else None
        return {"identifier": {"name": name, "type": kind, **({"form": written} if written else {})}}
    numbers = all(isinstance(key_in(row.get(link), "integer"), int) for row in rows)
    return {"own_url": link, "identifier": {"name": "id", "type": "integer" if numbers else "text"}}


def _named(declared: str | Mapping[str, Any]) -> str:
    return declared if isinstance(declared, str) else str(declared["name"])


def _present(found: Mapping[str, dict[str, Any] | None]) -> list[dict[str, Any]]:
    return [each for each in found.values() if each is not None]


def _missing(found: Mapping[str, dict[str, Any] | None]) -> list[str]:
    return [name for name, each in found.items() if each is None]


def _types(of: Evidenced, fullest: Sequence[str], bound: Mapping[str, Any]) -> tuple[str, str]:
    """
    Return the type as which a parameter's text is read, and that of its field; twice the same if they need not agree.
    """
    read, path = str(bound["type"]), bound["fields"][0]
    target = of.shapes.find(fullest, path.replace(".", "__"))
    compared = read in _COMPARED and compared_type(bound["lookup"], read) == read
    return read, value_type(target.schema) if compared and target else read


def _typed_otherwise(bound: Mapping[str, Any], read: str, kind: str) -> str:
    return f"the parameter {bound['name']} is read as {read}, and its field {bound['fields'][0]} is {kind}"


def _hint(of: Evidenced, name: str) -> dict[str, Any]:
    parameters = of.declared.get("parameters", {})
    hint = parameters.get(name, {}) if isinstance(parameters, dict) else {}
    return {"type": hint} if isinstance(hint, str) else dict(hint)


def _modes(of: Evidenced, forms: dict[str, MergedShape]) -> tuple[dict[str, Any], dict[str, str]]:
    if modes_declared(of.declared):
        modes = {
            "choices": of.declared.get("choices", []),
            "list": of.declared["list"],
            "detail": of.declared["detail"],
        }
        return modes, dict(of.declared["modes"])
    shapes = {mode: shape for (resource, mode), shape in of.seen.roots.items() if resource == of.name}
    listing = [page for page in of.pages if not page.detail and page.rows]
    unasked = [page for page in listing if page.exchange.parameter("mode") is None]
    lists = [_said(page, of, shapes) for page in unasked or listing]
    details = [_said(page, of, shapes) for page in of.pages if page.detail]
    plain = lists[-1] if lists else details[-1]
    for mode in of.documented.modes:
        if mode not in shapes:
            shapes[mode] = _open_shape(forms, shapes[plain], mode, of.mode_field)
    unseen = [mode for mode in of.documented.modes if mode not in {*lists, *details}]
    detail = details[-1] if details else (unseen[-1] if unseen else plain)
    return {"choices": of.documented.modes, "list": plain, "detail": detail}, shapes


def _said(page: SourcePage, of: Evidenced, shapes: Mapping[str, str]) -> str:
    said = str(page.rows[0].get(of.mode_field, "")) if of.mode_field else ""
    asked = str(page.exchange.parameter("mode"))
    return said if said in shapes else "detail" if page.detail else asked if asked in shapes else "list"


def _open_shape(forms: dict[str, MergedShape], like: str, mode: str, mode_field: str) -> str:
    """
    Add a shape for a mode that nobody has seen: the known fields, none of them certain.
    """
    known = forms[like]
    name = f"{like.rpartition('/')[0]}/{mode}"
    plain = {
        key: {**{each: value for each, value in schema.items() if each != "x-evidence"}, "x-unobserved": "absent"}
        for key, schema in known.properties.items()
    }
    if mode_field in plain:
        plain[mode_field] = {"const": mode, "x-unobserved": "absent"}
    forms[name] = type(known)(name, f"{known.title}{mode.capitalize()}", known.entity, plain, [])
    return name


def _identifier_type(schema: Mapping[str, Any]) -> str:
    kind = value_type(schema)
    return kind if kind in {"integer", "uuid"} else "text"


def _documentation(of: Evidenced) -> list[dict[str, Any]]:
    """
    Return the sections of the last recorded page that has some, with the host left open; else the declared ones.
    """
    spoken = [page.exchange for page in of.pages if page.exchange.documentation]
    if not spoken:
        return list(of.declared.get("documentation", ()))
    exchange = spoken[-1]
    host = urlsplit(exchange.url).netloc
    sections = exchange.documentation.sections if exchange.documentation else ()
    return [
        {"heading": heading, "lines": [[label, text.replace(host, _HOST)] for label, text in lines]}
        for heading, lines in sections
    ]


def _evidence(of: Evidenced, parameters: Sequence[Mapping[str, Any]], identifier: str) -> dict[str, Any]:
    """
    Return, for each bound parameter, in how many records its field stands; one that was recorded again counts once.
    """
    every = [row for page in of.pages for row in page.rows]
    rows = list({str(row.get(identifier, f"row {number}")): row for number, row in enumerate(every)}.values())
    sources = listed(page.exchange.source for page in of.pages)
    if not rows:
        return {each["name"]: {"seen": 0, "of": 0, "grade": each["grade"], "source": FILE_NAME} for each in parameters}
    return {
        each["name"]: {
            "seen": sum(any(leads_somewhere(row, path) for path in each["fields"]) for row in rows),
            "of": len(rows),
            "grade": Grade.RECORDED.value,
            "source": sources,
        }
        for each in parameters
    }


def _title(name: str) -> str:
    """
    Return the singular of a folder's name in the form of a class name.
    """
    last = name.rpartition("/")[2]
    singular = last[:-3] + "y" if last.endswith("ies") else last.removesuffix("s")
    return "".join(part.capitalize() for part in singular.replace("-", "_").split("_"))
