"""
What depends on who asks, for `check` and `record`: asked both ways, held to the contract, or written into it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.checks import judge
from apicontract.contract.catalog import hold_to, read_document
from apicontract.contract.errors import TargetError, UsageError
from apicontract.contract.files import render_json, write_atomically
from apicontract.contract.grades import Grade
from apicontract.contract.model import Level
from apicontract.contract.naming import inside
from apicontract.contract.violation import Violation
from apicontract.contract.visibility import Visibility, visibility_document
from apicontract.explore.visibility.asking import asked_both_ways, listings, told_of
from apicontract.explore.visibility.completing import completed
from apicontract.explore.visibility.declaring import allowed, merged, shown_visibility, unrefused
from apicontract.explore.visibility.pairs import STATUS, WRONG
from apicontract.reports.report import Rule, RuleResult

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource
    from apicontract.explore.visibility.asking import BothWays
    from apicontract.explore.visibility.pairs import Disparity

RULE = Rule(
    "visibility",
    "violation",
    "With a token and without it, lists and records agree in all that the contract does not declare to depend on it.",
)
#: The part of a budget that is asked both ways.
_PART = 3


def is_asked(token_env: str | None, only: Collection[str], skip: Collection[str], required: Collection[str]) -> bool:
    """
    Return whether a run asks both ways: if a token was named for it, unless the rule is not chosen.

    Raises:
        UsageError: the rule is chosen or required, and no token is named.
    """
    if RULE.id in {*only, *required} and not token_env:
        raise UsageError(f"{RULE.id} is decided by requests with a token", "name its variable with --token-env")
    return bool(token_env) and RULE.id not in skip and (not only or RULE.id in only)


def both_ways(api: Api, client: Client, resources: Sequence[Resource]) -> list[BothWays]:
    """
    Return what came of asking for lists and records with the client's token and without it; nothing without one.
    """
    if not client.signed_in:
        return []
    try:
        return asked_both_ways(listings(api, resources), client, client.left // _PART)
    except TargetError:
        # The run itself tells why nothing is answered.
        return []


def held(api: Api, both: Sequence[BothWays], *, strict: bool) -> tuple[RuleResult, list[Violation]]:
    """
    Return the verdict on what was asked both ways, and where it breaks the contract.

    Answers without the token are judged by all checks, too, so that list and single record agree there as well.
    """
    violations = [each for one in both for each in _violations(api, one, strict=strict)]
    served = [exchange for each in both for exchange in _served(api, each)]
    violations += [
        replace(each, message=f"without the token: {each.message}")
        for each in judge(api, served, strict=strict).violations
    ]
    heavy = any(each.level > Level.NOTE for each in violations if each.check == RULE.id)
    pairs = sum(len(each.pairs) for each in both)
    state = "violated" if heavy else "kept" if pairs else "undecided"
    reason = "" if pairs else "no list was answered with the token, or too few requests were left"
    return RuleResult(RULE.id, state, 2 * pairs, reason), violations


def _violations(api: Api, both: BothWays, *, strict: bool) -> Iterator[Violation]:
    declared = api.visibility.get(both.listing.resource)
    known = declared or Visibility()
    found = [each for each in both.found if not allowed(known, each)]
    found += [each for each in (unrefused(known, pair) for pair in both.pairs) if each]
    yield from (_violation(each, certain=strict or _is_known(declared, each)) for each in found)


def _served(api: Api, both: BothWays) -> list[Exchange]:
    """
    Return the answers without the token that can be judged: what is personal in them is as it is with it.
    """
    known = api.visibility.get(both.listing.resource, Visibility())
    differing = merged(known, shown_visibility(both.found, ""))
    return [completed(each, differing) for each in both.pairs if each.anonymous.status == each.signed.status]


def _is_known(declared: Visibility | None, found: Disparity) -> bool:
    """
    Return whether the contract says that a difference must not be: some recorded rows do not show that of a value.
    """
    certain = found.kind in {STATUS, WRONG} or (declared is not None and declared.grade is Grade.PUBLISHED)
    return declared is not None and certain


def _violation(found: Disparity, *, certain: bool) -> Violation:
    level = Level.VIOLATION if certain else Level.WARNING
    signed = replace(found.pair.signed, request_headers=(*found.pair.signed.request_headers, ("Authorization", "***")))
    return Violation(
        RULE.id, level, found.place, found.message, found.signed, found.anonymous, "", (found.pair.anonymous, signed)
    )


def declare(api: Api, folder: Path, both: Sequence[BothWays], source: str) -> list[str]:
    """
    Write what depends on who asks into the `api.json` of a data folder; return one sentence for each resource.

    What is declared already stays; a folder without a contract of its own is left as it is.
    """
    path = inside(folder, folder / "schemas" / api.name / "api.json")
    every = {each.listing.resource: each for each in both}
    told = [f"{name}: {sentence}" for name, each in every.items() for sentence in told_of(each)]
    if not every or not path.is_file():
        return told
    head = read_document(path, "api")
    written = {**head, "visibility": {**head.get("visibility", {}), **_documents(api, every, source)}}
    hold_to(written, "api", str(path))
    if json.dumps(written) != json.dumps(head):
        write_atomically(path, render_json(written))
    return told


def _documents(api: Api, both: Mapping[str, BothWays], source: str) -> dict[str, object]:
    known = {name: api.visibility.get(name) for name in both}
    found = {name: shown_visibility(each.found, source) for name, each in both.items()}
    # A second run that finds nothing else changes nothing, not even the source.
    return {
        name: visibility_document(found[name] if former is None else merged(former, found[name]))
        for name, former in known.items()
    }
