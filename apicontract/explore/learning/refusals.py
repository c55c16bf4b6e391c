"""
Which parameters a list has, as its refusals say: one request with a text that nothing reads names all that read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import INVALID_CHOICE, NOT_A_CHOICE, NULL_CHARACTER, TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from apicontract.contract.exchange import Exchange

    #: Asks a list with a query, for a purpose.
    Get = Callable[[Iterable[tuple[str, str]], str], Exchange | None]

#: A text that is no number, date, key or choice.
UNREADABLE = "no-such-value"
#: The same, and no text that a form takes.
NOT_EVEN_TEXT = "no-such\0value"
REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
#: Characters of a query that servers and what stands before them let pass: half of the usual 8 KB for a request's head.
_LONGEST = 4000
#: Sentence of a refusal to the type whose sentence it is; two types of numbers share one.
_SENTENCES: Mapping[str, str] = {each.refusal: name for name, each in TYPES.items() if each.refusal} | {
    INVALID_CHOICE: "related",
    NULL_CHARACTER: "text",
}


@dataclass
class Refusals:
    """
    What refusals of a service say of its parameters.

    Attributes:
        typed: whether a text that nothing reads is refused, and the parameter named; None before that was tried.
        texts: the same of a text with a null character.
    """

    typed: bool | None = None
    texts: bool | None = None

    def ask(self, get: Get, names: Iterable[str], *, text: str = UNREADABLE) -> dict[str, str] | None:
        """
        Return the parameters that are refused by name, each with the sentence; None where no refusal names any.

        Where a list of a service that names them refuses nothing, it reads none of them.
        """
        named: dict[str, str] = {}
        answered, refused = False, False
        for some in _parts(list(names), text):
            exchange = get([(name, text) for name in some], "what is refused")
            found = named_in(exchange, some)
            answered = answered or bool(found)
            named |= found
            refused = refused or exchange is None or exchange.status != HTTPStatus.OK
            if exchange is None or (not answered and exchange.status in REFUSED):
                break
        return named if answered or (self.typed and not refused) else None


@dataclass
class _NamedSentences:
    names: Collection[str]
    found: dict[str, str] = field(default_factory=dict)

    def at(self, value: Any) -> None:
        if isinstance(value, dict):
            self.stated(value)
            for key, inner in value.items():
                sentence = _sentence(inner) if key in self.names else ""
                if sentence and sentence not in self.names and sentence not in {UNREADABLE, NOT_EVEN_TEXT}:
                    self.found.setdefault(key, sentence)
                else:
                    self.at(inner)
        elif isinstance(value, list):
            for each in value:
                self.at(each)

    def stated(self, value: Mapping[str, Any]) -> None:
        """
        Take an object that says in one member which parameter it is about.
        """
        texts = [each for each in value.values() if isinstance(each, str)]
        about = [each for inner in value.values() for each in _texts(inner) if each in self.names]
        for name in about[:1]:
            self.found.setdefault(name, next((each for each in texts if " " in each), ""))


def named_in(exchange: Exchange | None, names: Collection[str]) -> dict[str, str]:
    """
    Return the parameters, of those that were sent, that a refusal names, each with the sentence that it has for it.

    A name is the key of a sentence or of a list of them (`{"year": ["Enter a number."]}`), or stands in an object
    beside one (`{"loc": ["query", "year"], "msg": "Input should be a valid integer"}`).
    """
    if exchange is None or exchange.status not in REFUSED:
        return {}
    try:
        body = exchange.json
    except (ValueError, RecursionError):
        return {}
    walk = _NamedSentences(set(names))
    walk.at(body)
    return walk.found


def type_of_sentence(sentence: str, text: str) -> str:
    """
    Return the type, by its name in `lookups.TYPES`, that refuses a text with a sentence; "" if none does.
    """
    if sentence == NOT_A_CHOICE.format(text) or sentence == NOT_A_CHOICE.format(text.replace("\0", "")):
        return "choice"
    return _SENTENCES.get(sentence, "")


def terms_in(sentence: str, terms: Iterable[str]) -> list[str]:
    """
    Return the terms that a sentence mentions as whole words.
    """
    return [each for each in terms if re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", sentence)]


def _sentence(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return str(value[0])
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))
    elif isinstance(value, dict):
        yield from (each for each in value.values() if isinstance(each, str))


def _parts(names: list[str], text: str) -> Iterator[list[str]]:
    """
    Yield names in parts that each make a query of a usual length.
    """
    part: list[str] = []
    length = 0
    for each in names:
        own = len(each) + len(text) + 6
        if part and length + own > _LONGEST:
            yield part
            part, length = [], 0
        part.append(each)
        length += own
    if part:
        yield part
