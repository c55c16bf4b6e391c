"""
Whole requests for values that filters and searches are seldom asked for, each with the misreading that it decides.

The combiner has these values, too, among others; here each kind is asked for once, whatever else a resource has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.lookups import LOOKUPS, compared_type
from apicontract.contract.querynames import searched
from apicontract.contract.routes import list_path
from apicontract.diagnosis.operators import Misreading
from apicontract.planner.probe import Probe
from apicontract.planner.record_texts import commonest, searched_texts
from apicontract.planner.words import foreign_words, inside, signed_words, wild
from apicontract.semantics.spellings import other_spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Parameter
    from apicontract.diagnosis.records import KnownRecords

#: What is read otherwise by a server that answers a rare request otherwise, and by one that does a rare search.
OTHERWISE, SEARCHED_OTHERWISE = "what is seldom asked is answered otherwise", "a search is answered otherwise"
#: Types of which a spelling that is misread is another value: whether that shows hangs on the lookup.
_MOVED = frozenset({"date-time"})
#: Lookups by which a text is a part of another: what is asked for is a piece.
_PIECES = frozenset({"contains", "icontains"})


def rare_values(survey: KnownRecords) -> Iterator[tuple[Misreading, Probe]]:
    """
    Yield requests with what the answer to each may show: values written otherwise, signs, letters.
    """
    path = list_path(survey.api, survey.resource)
    filters = [each for each in survey.resource.parameters if LOOKUPS[each.lookup].values == "one" and _reads(each)]
    spelled = {(each.type, each.lookup if each.type in _MOVED else ""): each for each in reversed(filters)}
    signed = {each.lookup: each for each in reversed(filters) if each.type == "text"}
    for make, chosen in ((_spelled, spelled.values()), (_signed, signed.values())):
        for parameter in chosen:
            for question, text in make(survey, parameter):
                yield Misreading(OTHERWISE, "one", question), Probe(path, ((parameter.name, text),))
    for question, text in _searches(survey):
        yield Misreading(SEARCHED_OTHERWISE, "one", question), Probe(path, searched(survey.api, text))


def _reads(parameter: Parameter) -> bool:
    return bool(compared_type(parameter.lookup, parameter.type))


def _spelled(survey: KnownRecords, parameter: Parameter) -> Iterator[tuple[str, str]]:
    """
    Yield the value that most records have, as it is written otherwise.
    """
    moved = f", {parameter.lookup}" if parameter.type in _MOVED else ""
    for text in commonest(survey, parameter)[:1]:
        for number, other in enumerate(other_spellings(parameter.type, text), 1):
            yield f"another spelling: {parameter.type} {number}{moved}", other


def _signed(survey: KnownRecords, parameter: Parameter) -> Iterator[tuple[str, str]]:
    """
    Yield a text with a sign for one of its letters: one of LIKE, and, where pieces are found, those of patterns.
    """
    pieces = parameter.lookup in _PIECES
    texts = (inside(text).swapcase() if pieces else text for text in commonest(survey, parameter))
    for text in [each for each in texts if wild(each)][:1]:
        for sign, other in wild(text).items():
            if pieces or sign == "_":
                yield f"{sign} in a text: {parameter.lookup}", other


def _searches(survey: KnownRecords) -> Iterator[tuple[str, str]]:
    """
    Yield a word with letters beyond ASCII and one with a sign, as records have them.
    """
    texts = searched_texts(survey)
    yield from (("a search beyond ASCII", word) for word in foreign_words(texts)[:1])
    yield from (("a search with a sign", word) for word in signed_words(texts)[:1])
