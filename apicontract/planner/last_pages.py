"""
The last page of a walk: where few records are left, one request shows them and covers something else, too.

It asks for nothing but what the records before the end have in common, a filter or a piece of their texts: for the
last of these in the walk's order, or the first in the reverse. So the ones that are left are there, if they are like
those before; whether they are, the count tells.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from apicontract.contract.paths import values_at
from apicontract.contract.querynames import ordered, searched
from apicontract.contract.routes import list_path
from apicontract.planner.combiner import NOTHING, Combiner
from apicontract.planner.misreadings import expected_size, selection
from apicontract.planner.no_op_params import reverse
from apicontract.planner.priors import Priors
from apicontract.planner.probe import Probe
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from apicontract.contract.model import Record
    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.planner.combiner import Candidate, Part
    from apicontract.planner.probe import Pairs

#: Records that may be left beyond a page, and how many before the end are taken for their likes, at the least.
FEW, _ALIKE = 5, 30
#: Letters of a piece of a text at the most.
_LETTERS = 3
#: How often each selection is compared with something else beside it.
_VARIANTS = 6
#: Records of the last page that are known, if it has place for them.
_KNOWN = 3


def last_page(
    survey: KnownRecords, terms: Sequence[str], left: int, covered: frozenset[Misreading], random: Random
) -> Probe | None:
    """
    Return the most telling request that probably shows the records that are left, a page of them at the most.

    None if the records before the end have nothing in common that can be asked for.
    """
    alike = max(min(left, survey.api.paging.maximum_limit), _ALIKE)
    combiner = Combiner(survey, random)
    fitting = [each for each in _selections(survey, combiner, alike) if _fits(survey, each, alike)]
    drawn = (combiner.random_with(each) for each in fitting for _ in range(_VARIANTS))
    ends = [each for parts in drawn for each in _at_the_end(survey, combiner, parts, terms, left)]
    priors = Priors(misreading for each in ends for misreading in each.misreadings)
    return max(ends, key=lambda each: priors.total(each.misreadings - covered)).probe if ends else None


def _selections(survey: KnownRecords, combiner: Combiner, alike: int) -> Iterator[Pairs]:
    """
    Yield what may select the last records: a filter, all filters that do so together, a search.
    """
    single = [
        [part for part in combiner.filters(each) if _fits(survey, part, alike)] for each in survey.resource.parameters
    ]
    yield from (part for parts in single for part in parts)
    yield tuple(pair for parts in single for part in parts[:1] for pair in part)
    yield from (searched(survey.api, text) for text in _common(survey, alike))


def _fits(survey: KnownRecords, query: Pairs, alike: int) -> bool:
    """
    Whether a query selects, but not everything, and all of the records before the end.
    """
    selected = selection(survey, Probe(list_path(survey.api, survey.resource), query))
    return not (survey.everything & ~(survey.everything >> alike)) & ~selected and selected != survey.everything


def _at_the_end(
    survey: KnownRecords, combiner: Combiner, parts: Mapping[str, Part], terms: Sequence[str], left: int
) -> Iterator[Candidate]:
    """
    Yield a request for the end of the walk: as the last page of its order, and as the first one of the reverse.
    """
    probe = combiner.probe(parts)
    limit = parse_request(survey.api, probe.as_exchange()).limit
    known = max(min(_KNOWN, survey.api.paging.maximum_limit - left), 0)
    if limit >= min(left + known, survey.api.paging.maximum_limit):
        start = expected_size(survey, probe) - known
        last = survey.api.paging.starting(start, limit)
        if last is None:
            return
        yield combiner.made({**parts, "ordering": (ordered(survey.api, ",".join(terms)), ()), "start": (last, ())})
    if limit >= left + _KNOWN:
        backwards = (ordered(survey.api, reverse(terms)), ())
        yield combiner.made({**parts, "ordering": backwards, "start": NOTHING})


def _common(survey: KnownRecords, alike: int) -> Iterator[str]:
    """
    Yield searches for pieces that the texts of all the last records have, in the other letter case: one, and two.
    """
    texts = [_text(survey, row) for row in survey.rows[-alike:]]
    if not texts:
        return
    first = min(texts, key=len)
    pieces = {first[start : start + size].strip() for size in range(1, _LETTERS + 1) for start in range(len(first))}
    common = sorted(piece for piece in pieces if piece.isalnum() and all(piece in text for text in texts))
    yield from map(str.swapcase, common)
    for one, other in combinations(common, 2):
        if one not in other and other not in one:
            yield f"{one.swapcase()},{other.swapcase()}"


def _text(survey: KnownRecords, row: Record) -> str:
    values = (value for each in survey.resource.search for value in values_at(row, each.path))
    return " ".join(value for value in values if isinstance(value, str))
