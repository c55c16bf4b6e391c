"""
The texts at one path of all records, laid end to end, so that a term is looked for in all of them at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING
from warnings import catch_warnings

from apicontract.semantics.predicates import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Lower case for the letters of ASCII alone.
_ASCII = str.maketrans(ascii_uppercase, ascii_lowercase)
#: Sign of LIKE in SQL to a pattern of what it stands for.
_WILD = {"%": "[^\\0]*", "_": "[^\\0]"}
#: Stands before and behind each text.
_EDGE = "\0"


class TextColumn:
    """
    The texts at one path, and the numbers of the rows that have them.

    Args:
        cells: the texts of each row.
    """

    def __init__(self, cells: Sequence[Sequence[str]]) -> None:
        self._pairs = [(number, text) for number, texts in enumerate(cells) for text in texts]
        # What is ASCII is compared in lower case; of all else the lookup tells.
        self._plain = [(number, text.lower()) for number, text in self._pairs if _is_plain(text)]
        self._others = [(number, text) for number, text in self._pairs if not _is_plain(text)]

    @cached_property
    def _raw(self) -> _Joined:
        return _Joined(self._pairs)

    @cached_property
    def _lowered(self) -> _Joined:
        return _Joined(self._plain)

    def containing(self, term: str) -> set[int]:
        """
        Return the rows with a text that contains a term, case-insensitively.
        """
        return self._compared("icontains", term, term.lower())

    def beginning(self, term: str) -> set[int]:
        """
        Return the rows with a text that begins with a term, case-insensitively.
        """
        return self._compared("istartswith", term, _EDGE + term.lower())

    def containing_exactly(self, term: str) -> set[int]:
        """
        Return the rows with a text that contains a term, letter case included.
        """
        if _EDGE in term:
            return {number for number, text in self._pairs if term in text}
        return self._raw.having(term)

    def being(self, term: str) -> set[int]:
        """
        Return the rows with a text that is a term, case-insensitively.
        """
        return self._compared("iexact", term, f"{_EDGE}{term.lower()}{_EDGE}")

    def beginning_words(self, term: str) -> set[int]:
        """
        Return the rows with a text in which a term begins where a word does, case-insensitively.
        """
        return self._matching(rf"\b{re.escape(term)}", term)

    def having_words(self, term: str) -> set[int]:
        """
        Return the rows with a text in which a term begins and ends where words do, case-insensitively.
        """
        return self._matching(rf"\b{re.escape(term)}\b", term)

    def like(self, term: str, signs: str = "%_") -> set[int]:
        """
        Return the rows with a text that contains a term in which `%` stands for any text and `_` for any character.

        Of the signs some may stand for themselves.
        """
        wild = [each for each in signs if each in term]
        if not wild:
            return self.containing(term)
        pattern = re.escape(term)
        for sign in wild:
            pattern = pattern.replace(sign, _WILD[sign])
        return self._matching(pattern, term)

    def matching(self, term: str) -> set[int]:
        """
        Return the rows with a text in which a term is found if it is read as a regular expression.
        """
        try:
            with catch_warnings(action="ignore", category=FutureWarning):
                pattern = re.compile(term, re.IGNORECASE)
        except (re.error, OverflowError):
            return set()
        return {number for number, text in self._pairs if pattern.search(text)}

    def containing_in_ascii(self, term: str) -> set[int]:
        """
        Return the rows with a text that contains a term, where letters beyond ASCII must be the same.
        """
        if term.isascii():
            return self.containing(term)
        wanted = term.translate(_ASCII)
        return {number for number, text in self._pairs if wanted in text.translate(_ASCII)}

    def containing_in_unicode(self, term: str) -> set[int]:
        """
        Return the rows with a text that contains a term, whatever the case of any letters.
        """
        return {number for number, text in self._pairs if term.lower() in text.lower()}

    def _matching(self, pattern: str, term: str) -> set[int]:
        """
        Return the rows with a text in which the pattern of a term is found, case-insensitively.
        """
        compiled = re.compile(pattern, re.IGNORECASE)
        if _EDGE in term:
            return {number for number, text in self._pairs if compiled.search(text)}
        return self._raw.matching(compiled)

    def _compared(self, lookup: str, term: str, wanted: str) -> set[int]:
        compare = COMPARISONS[lookup]
        if not _is_plain(term):
            return {number for number, text in self._pairs if compare(text, term)}
        return self._lowered.having(wanted) | {number for number, text in self._others if compare(text, term)}


def _is_plain(text: str) -> bool:
    return text.isascii() and _EDGE not in text


class _Joined:
    """
    Numbered texts, one behind the other.
    """

    def __init__(self, pairs: Sequence[tuple[int, str]]) -> None:
        self._numbers = [number for number, _ in pairs]
        self._text = _EDGE + "".join(text + _EDGE for _, text in pairs)
        #: Where each text begins, its edge included, and where the last one ends.
        self._starts = [*accumulate((len(text) + 1 for _, text in pairs), initial=0)]

    def having(self, piece: str) -> set[int]:
        """
        Return the numbers of the texts in which, edges included, a piece is.
        """
        return self._rows(lambda start: self._text.find(piece, start))

    def matching(self, pattern: re.Pattern[str]) -> set[int]:
        """
        Return the numbers of the texts in which a pattern is found that spans no edge.
        """

        def search(start: int) -> int:
            found = pattern.search(self._text, start)
            return found.start() if found else -1

        return self._rows(search)

    def _rows(self, find: Callable[[int], int]) -> set[int]:
        return {self._numbers[place] for place in self._places(find)}

    def _places(self, find: Callable[[int], int]) -> Iterator[int]:
        place = 0
        while place < len(self._numbers) and (at := find(self._starts[place])) >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            place += 1
