"""
Which part of a request is to blame: the same request with less and less in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.semantics.tolerance import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.exchange import Exchange
    from apicontract.planner.exchange_log import ExchangeLog
    from apicontract.planner.probe import Probe
    from apicontract.semantics.request import ParsedRequest

#: Requests that one fault may take.
_MOST = 8
#: Kinds of what has no effect that are a size or a place.
_UNREADABLE = frozenset({"limit-unreadable", "offset-unreadable"})


def minimize(
    evidence: ExchangeLog, exchange: Exchange, send: Callable[[Probe], Exchange], most: int = _MOST
) -> Exchange:
    """
    Return the smallest request found that still shows a fault; bigger ones are then superseded.

    Halves are tried before single parts (delta debugging: Zeller and Hildebrandt, 2002).
    When nothing but a search is left, small letters tell whether their case is to blame.

    Raises:
        TargetError: the server can be asked no more; what was superseded until then stays so.
    """
    tried = {evidence.probes[id(exchange)]}
    beside = not evidence.faults_of(exchange)
    shrinking = True
    while shrinking:
        shrinking = False
        probe = evidence.probes[id(exchange)]
        parts = (lowercase_search(probe), *probe.halves())
        for smaller in parts if len(probe.query) == 1 else (*parts[1:], parts[0]):
            if smaller in tried or most <= 0:
                continue
            tried.add(smaller)
            most -= 1
            answer = send(smaller)
            if evidence.faults_of(answer, beside=beside):
                evidence.superseded.add(id(exchange))
                exchange, shrinking = answer, True
                break
    return exchange


def lowercase_search(probe: Probe, search: str = "search") -> Probe:
    """
    Return the probe with its search in small letters, as most pieces of words are written; `search` is the parameter.
    """
    return replace(
        probe, query=tuple((name, value.lower() if name == search else value) for name, value in probe.query)
    )


def canonicalize(probe: Probe, asked: ParsedRequest, search: str = "search") -> Probe:
    """
    Return a probe for the same records in which no value is spelled as only the framework understands it.

    The parameter that searches is `search`. Of a parameter that is repeated, each value is the one that counts; a
    format of which it is not known whether it is one is left out, and so is a size or place that nobody can read.
    """
    conditions, presumed = asked.filters.conditions, asked.presumed
    plain = {each.parameter.name: each.plain for each in conditions if each.spelled or each.parameter.name in presumed}
    if search in presumed:
        plain[search] = " ".join(asked.terms)
    left_out = {each.parameter for each in asked.tolerated if each.kind in _UNREADABLE} | presumed.keys() & {FORMAT}
    kept = (each for each in probe.query if each[0] not in left_out)
    return replace(probe, query=tuple((name, plain.get(name, value)) for name, value in kept))
