"""
The parts that requests are put together from, with values picked from the records seen.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from apicontract.contract.lookups import BOOLEANS, LOOKUPS, Accepted
from apicontract.contract.paging import UNITS
from apicontract.contract.paths import values_at
from apicontract.contract.querynames import last_counts, ordered, query_setting, searched, several_terms
from apicontract.planner.borders import beside
from apicontract.planner.no_op_params import ORIGIN, undeclared, without_effect
from apicontract.planner.record_texts import commonest, searched_texts
from apicontract.planner.words import foreign_words, inside, signed_words, wild, words
from apicontract.semantics.ordering import OrderingTerm, lists_terms
from apicontract.semantics.spellings import other_spellings
from apicontract.semantics.values import parse_value, read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from apicontract.contract.model import Parameter, Record
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.planner.probe import Pairs

#: How many values of one parameter are tried.
_MOST = 12
#: Records whose texts are searched for, and words of each unusual kind.
_SEARCHED, _UNUSUAL = 20, 2
#: Orderings by many fields, how often a field is in one, and how many are at the most.
_CHAINS, _IN_CHAIN, _KEYS = 6, 0.7, 5
_PHRASE = re.compile(r"[A-Za-z0-9-]+ [A-Za-z0-9-]+")


def filter_parts(survey: KnownRecords, parameter: Parameter, random: Random) -> list[Pairs]:
    """
    Return ways to ask for a filter: the common value, rare ones, in every spelling that its type allows, and beside.
    """
    texts, others = list(BOOLEANS.get(parameter.query_type, ())), []
    if not texts:
        texts = _texts(survey, parameter, random)
        others = _otherwise(survey, parameter, texts)
    if parameter.choices:
        texts = [each for each in texts if each in parameter.choices] or list(parameter.choices)
    style = LOOKUPS[parameter.lookup].values
    parts: list[Pairs] = [((parameter.name, text),) for text in texts]
    if style == "comma":
        parts += [((parameter.name, f"{one},{two}"),) for one, two in pairwise([*texts, *others[:1]])]
    if style == "repeated":
        parts += [((parameter.name, one), (parameter.name, two)) for one, two in pairwise(texts)]
    return parts + [((parameter.name, text),) for text in others]


def _texts(survey: KnownRecords, parameter: Parameter, random: Random) -> list[str]:
    common = commonest(survey, parameter)
    chosen = common[: _MOST // 2] + random.sample(common, min(len(common), _MOST // 2))
    if LOOKUPS[parameter.lookup].record_type:
        dates = (parse_value(LOOKUPS[parameter.lookup].record_type, each) for each in chosen)
        chosen = [str(getattr(each, parameter.lookup)) for each in dates]
    if parameter.type == "text":
        first, last = _telling(common, parameter.lookup, random)
        chosen = [*first, *chosen]
        chosen += [*(text.swapcase() for text in chosen[:3]), *last]
    return _readable(parameter, chosen)


def _otherwise(survey: KnownRecords, parameter: Parameter, texts: Sequence[str]) -> list[str]:
    """
    Return values that a filter is seldom asked for: written otherwise, beside those of records, with signs in them.
    """
    common = commonest(survey, parameter)
    others = [each for text in texts[:1] for each in other_spellings(parameter.type, text)]
    others += [each for text in common[:1] for each in beside(parameter, text)]
    if parameter.type == "text":
        others += [*_unusual(common), *(each for text in texts[:1] for each in wild(text).values())]
    return [text for text in _readable(parameter, others) if text not in texts]


def _readable(parameter: Parameter, texts: Iterable[str]) -> list[str]:
    """
    Return the texts that the type of a filter reads, each once.
    """
    return [text for text in dict.fromkeys(texts) if isinstance(read_value(parameter.type, text), Accepted)]


def _unusual(texts: Sequence[str]) -> list[str]:
    """
    Return a text with letters beyond ASCII, and one with signs that may be taken for more than themselves.
    """
    return [text for found in (foreign_words, signed_words) for text in [each for each in texts if found([each])][:1]]


def _telling(texts: Sequence[str], lookup: str, random: Random) -> tuple[list[str], list[str]]:
    """
    Return what is asked for before common values, and what behind them.

    Where whole values are compared, those that stand inside of others are first, and a piece, which "contains" finds
    and "exact" does not, is last: blanks and signs are tried on the first. Elsewhere pieces are first.
    """
    pieces = [text[len(text) // 4 : -(len(text) // 4) or None] for text in texts[:4]]
    if lookup in {"exact", "iexact", "in", "any"}:
        some = random.sample(texts, min(len(texts), 200))
        whole = "\n".join(texts).lower()
        return [text for text in some if text and whole.count(text.lower()) > 1][:4], pieces[:1]
    return pieces, []


def search_parts(survey: KnownRecords, random: Random) -> list[Pairs]:
    """
    Return searches: pieces of words, two words of one record across fields, phrases, and the ways to part words.
    """
    rows = random.sample(list(survey.rows), min(len(survey.rows), _SEARCHED))
    texts = dict.fromkeys(text for row in rows for text in _searches(survey, row, random))
    texts |= dict.fromkeys(_unusual_searches(survey, random))
    return [searched(survey.api, text) for text in texts]


def _unusual_searches(survey: KnownRecords, random: Random) -> Iterator[str]:
    """
    Yield words of any records as they stand: with letters beyond ASCII, and with signs.
    """
    texts = searched_texts(survey)
    for some in (foreign_words(texts), signed_words(texts)):
        yield from random.sample(some, min(len(some), _UNUSUAL))


def _searches(survey: KnownRecords, row: Record, random: Random) -> Iterator[str]:
    """
    Yield searches that a record satisfies; those of several terms take them from different fields, if they can.
    """
    columns = [found for each in survey.resource.search if (found := words(values_at(row, each.path)))]
    if not columns:
        return
    word, *others = (random.choice(own) for own in random.sample(_distinctive(columns), len(columns)))
    yield word[: random.randint(3, max(3, len(word)))].swapcase()
    other = others[0] if others else random.choice(columns[0])
    yield f"{inside(other)} {inside(word)}"
    yield f"{other.upper()},{inside(word)}"
    yield f"{other.upper()},{inside(word)} {random.choice(columns[0])[:3]}"
    texts = [value for each in survey.resource.search for value in values_at(row, each.path) if isinstance(value, str)]
    phrases = _PHRASE.findall(random.choice(texts))
    if phrases and survey.api.setting("quoted_search"):
        phrase = random.choice(phrases)
        yield f"'{phrase}'"
        yield f'{inside(word)} "{phrase[1:].upper()}"'
        # The pieces on both sides of a blank stand in many texts, side by side in few.
        first, second = phrase.upper().split()
        yield f'"{first[-2:]} {second[:1]}"'
        yield f'{other.upper()},{inside(word)} "{first[-2:]} {second[:1]}"'


def _distinctive(columns: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """
    Return of each column the words that no other column has a part of, or all where every word stands elsewhere, too.
    """
    texts = [" ".join(column).lower() for column in columns]
    rest = [" ".join(texts[:number] + texts[number + 1 :]) for number in range(len(columns))]
    return [
        [word for word in column if inside(word).lower() not in elsewhere] or column
        for column, elsewhere in zip(columns, rest, strict=True)
    ]


def ordering_parts(survey: KnownRecords, random: Random) -> list[Pairs]:
    """
    Return orderings: each field both ways, alone and before others, with unknown terms and blanks.
    """
    names = [each.name for each in survey.resource.ordering]
    parts: list[Pairs] = [ordered(survey.api, sign + name) for name in names for sign in ("", "-")]
    for name in names if several_terms(survey.api) else ():
        for other in names:
            if other != name:
                sign = random.choice(("", "-"))
                parts.append(ordered(survey.api, f"{random.choice(('', '-'))}{name},{sign}{other}"))
    parts += [ordered(survey.api, ",".join(each)) for each in _chains(survey, random)]
    if names:
        one = random.choice(names)
        parts += [ordered(survey.api, f" -{one} ")] if lists_terms(survey.api) else []
    return parts


def _chains(survey: KnownRecords, random: Random) -> Iterator[list[str]]:
    """
    Yield orderings by many fields: before each other those of which many records have the same value.

    So one page shows of each key whether it sorts the records that tie in those before it; unknown terms stand between.
    """
    if not several_terms(survey.api) or len(survey.resource.ordering) <= 2:  # noqa: PLR2004 - pairs are others
        return
    different = {
        each.name: len(set(map(repr, survey.sort_values(OrderingTerm(each, descending=False)))))
        for each in survey.resource.ordering
    }
    names = sorted(different, key=different.__getitem__)
    for _ in range(_CHAINS):
        some = [name for name in names if random.random() < _IN_CHAIN][:_KEYS]
        chain = [f"{random.choice(('', '-'))}{name}" for name in some]
        if len(chain) > 1:
            yield chain
            yield from [[*chain[:1], "nonsense", *chain[1:]]] if lists_terms(survey.api) else []


def limit_parts(survey: KnownRecords) -> list[Pairs]:
    """
    Return limits, ordinary and unreadable.
    """
    name, most = survey.api.paging.size, survey.api.paging.maximum_limit
    if not name:
        return [()]
    texts = ("0", "-1", "abc", "", "2.5", "1", "7", "3", "2", "+5", str(most), str(most + 1))
    return [(), *(((name, text),) for text in texts)]


def offset_parts(survey: KnownRecords, selected: int, random: Random) -> list[Pairs]:
    """
    Return offsets for a selection of that size: inside, the last rows, just past the end, far past it, unreadable.
    """
    paging, inside = survey.api.paging, random.randint(1, max(selected - 1, 1))
    texts = UNITS[paging.unit].texts(paging, selected, inside)
    return [(), (), *(((paging.start, text),) for text in texts)]


def decoration_parts(survey: KnownRecords) -> list[tuple[Pairs, Pairs]]:
    """
    Return what else can be asked of any list, as query and headers, without an effect on what it selects.
    """
    modes = survey.resource.modes
    queries: list[Pairs] = [(), *((("mode", name),) for name in modes.choices)]
    queries += [(("mode", modes.detail.upper()),)] if modes.choices else []
    queries += [(("format", "json"),), (("format", ""),)]
    queries += [(("format", "api"),)] if "api" in survey.api.setting("representations") else []
    pages = ((("Accept", "text/html"),),) if "api" in survey.api.setting("representations") else ()
    headers = ((("Accept", "application/json"),), *pages, ORIGIN)
    return [*((query, ()) for query in queries), *(((), each) for each in headers)]


def lenient_parts(survey: KnownRecords) -> list[Pairs]:
    """
    Return what must have no effect on a list, one by one.
    """
    one = next((each.name for each in survey.resource.ordering), None)
    parts: list[Pairs] = [(each,) for each in undeclared(survey.api)]
    parts += [(each,) for parameter in survey.resource.parameters for each in without_effect(parameter)]
    modes = survey.resource.modes
    parts += [(("mode", text),) for text in ("unknown", modes.detail.upper())] if modes.choices else []
    blanks = ("", ",", '""', "'") if query_setting(survey.api, "search_words") else ("",)
    parts += [searched(survey.api, text) for text in blanks] if survey.resource.search else []
    if one:
        if lists_terms(survey.api):
            parts += [ordered(survey.api, text) for text in (f"nonsense,-{one}", "nonsense", f"--{one},{one}")]
        twice = (*ordered(survey.api, one), *ordered(survey.api, f"-{one}"))
        parts += [twice] if last_counts(survey.api) else []
    return parts
