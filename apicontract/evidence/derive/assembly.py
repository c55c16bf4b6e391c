"""
The steps of a derivation, put together: pages -> rows -> field statistics -> forms -> documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.documented import Documented
from apicontract.contract.moments import oldest_first
from apicontract.evidence.derive.binding import Shapes
from apicontract.evidence.derive.contracts import Evidenced, contract_document
from apicontract.evidence.derive.declared import modes_declared
from apicontract.evidence.derive.documents import schema_document
from apicontract.evidence.derive.merging import MergedShape, merged, unobserved
from apicontract.evidence.derive.observing import Observation, SourceRow, observe
from apicontract.evidence.derive.pages import SourcePage, documented, mode_field, pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.evidence.derive.declared import DeclaredFacts

_IDENTIFIER = "id"


@dataclass(frozen=True)
class Derivation:
    """
    What the evidence gives.

    Attributes:
        documents: file path below `schemas/<api>/` to JSON document.
        unobserved: one sentence for each thing that no recording shows, or that two show otherwise.
    """

    documents: Mapping[str, Any]
    unobserved: tuple[str, ...]


def derive(name: str, head: Mapping[str, Any], exchanges: Sequence[Exchange], facts: DeclaredFacts) -> Derivation:
    """
    Return the contracts and schemas of an API; the order of the exchanges has no influence.

    What newer ones say of documentation, modes and the order of fields stands.

    Args:
        name: of the API, its folder.
        head: the document `api.json`.
        exchanges: recorded answers; those that hold no records of the API are passed over.
        facts: what is declared.

    Raises:
        ContradictionError: a declaration that can be corrected cannot be true of what was recorded.
    """
    pages = list(pages_of(oldest_first(exchanges), head["base_path"]))
    speaking = _documented(pages)
    choices = [mode for each in speaking.values() for mode in each.modes]
    choices += [mode for each in facts.resources.values() for mode in each.get("choices", ())]
    field = next(filter(None, (mode_field(page, choices) for page in pages if page.rows)), "")
    rows = [row for page in pages for row in _rows(page, facts, speaking.get(page.resource), field)]
    seen = observe(rows, facts, head["base_path"], field)
    forms = merged(seen, facts, field)
    resources = list(dict.fromkeys([*facts.resources, *(page.resource for page in pages if page.rows)]))
    shapes = Shapes(
        properties={each.name: each.properties for each in forms.values()},
        entities={each.name: each.entity for each in forms.values()},
        identifiers=_identifiers(forms, seen, facts),
        hidden=facts.hidden,
        aliases=facts.aliases,
    )
    documents: dict[str, Any] = {}
    notes: list[str] = []
    for resource in resources:
        own = [page for page in pages if page.resource == resource]
        evidence = Evidenced(resource, own, speaking.get(resource, Documented()), facts, seen, shapes, field, head)
        contract, open_names = contract_document(evidence, forms)
        documents[f"{resource}/contract.json"] = contract
        notes += [f"{resource}: {each}" for each in open_names]
    for form in forms.values():
        documents[f"{form.name}.schema.json"] = schema_document(name, form, facts)
    return Derivation(dict(sorted(documents.items())), (*unobserved(forms), *notes, *seen.histories.contradictions()))


def _documented(pages: Sequence[SourcePage]) -> dict[str, Documented]:
    """
    Return what the last documented page of each resource lists.
    """
    return {page.resource: documented(page.exchange) for page in pages if page.exchange.documentation}


def _rows(page: SourcePage, facts: DeclaredFacts, documented: Documented | None, field: str) -> list[SourceRow]:
    mode = _mode(page, facts, documented, field)
    place = urlsplit(page.exchange.url)
    host = f"{place.scheme}://{place.netloc}"
    source = page.exchange.source or place.netloc
    return [SourceRow(page.resource, mode, row, source, host, page.exchange.moment) for row in page.rows]


def _mode(page: SourcePage, facts: DeclaredFacts, documented: Documented | None, field: str) -> str:
    """
    Return the mode of a page: the declared rule, else what its rows say, else what was asked, else list or detail.
    """
    declared = facts.resources.get(page.resource, {})
    if modes_declared(declared):
        asked = page.exchange.parameter("mode")
        if page.detail:
            return str(declared["detail"])
        return str(asked if asked in declared.get("choices", ()) else declared["list"])
    known = documented.modes if documented else ()
    said = {str(row.get(field, "")) for row in page.rows} if field else set()
    if len(said) == 1 and known and "" not in said:
        return said.pop()
    asked = page.exchange.parameter("mode")
    return "detail" if page.detail else asked if asked and asked in known else "list"


def _identifiers(forms: Mapping[str, MergedShape], seen: Observation, facts: DeclaredFacts) -> dict[str, str]:
    found = dict(seen.identifiers)
    for resource in facts.resources.values():
        for shape in modes_declared(resource).values():
            found.setdefault(shape, resource.get("identifier", _IDENTIFIER))
    for form in forms.values():
        if not found.get(form.name):
            found[form.name] = _IDENTIFIER if _IDENTIFIER in form.properties else next(iter(form.properties), "")
    return found
