"""
A search text -> its terms: `rest_framework.filters.SearchFilter`, read naively.

Written by hand, character by character, and held to the framework's own splitting by a test.
"""

from __future__ import annotations

QUOTES = ("'", '"')


def search_terms(text: str, *, quoted: bool = True) -> tuple[str, ...]:
    """
    Return the terms that a record must contain, all of them.

    Blanks separate; commas do, too, outside of quotes; a phrase in matching quotes is one term
    (`rest_framework.filters.search_smart_split`). Without `quoted`, quotes are ordinary characters, and null
    characters, which else are refused, are dropped (before version 3.15).
    """
    if not quoted:
        return tuple(text.replace("\x00", "").replace(",", " ").split())
    found: list[str] = []
    for token in _tokens(text):
        trimmed = token.strip(",")
        if trimmed.startswith(QUOTES) and trimmed[0] == trimmed[-1]:
            found.append(_unquoted(trimmed))
        else:
            found += [part.strip() for part in trimmed.split(",") if part]
    return tuple(found)


def _unquoted(phrase: str) -> str:
    """
    Take the quotes off a phrase, and the backslashes that protect characters in it.
    """
    return phrase[1:-1].replace("\\" + phrase[0], phrase[0]).replace("\\\\", "\\")


def _tokens(text: str) -> list[str]:
    """
    Cut a text at blanks that stand outside of quotes; a quote that nothing closes is an ordinary character.
    """
    tokens: list[str] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        end = _end_of_quoted(text, place) or _end_of_plain(text, place)
        tokens.append(text[place:end])
        place = end
    return tokens


def _end_of_plain(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace():
        place += 1
    return place


def _end_of_quoted(text: str, place: int) -> int | None:
    """
    Return where a token ends that has at least one closed quotation in it, or None if it has none.
    """
    end = None
    place = _end_of_bare(text, place)
    while place < len(text) and text[place] in QUOTES:
        closing = _closing_quote(text, place)
        if closing is None:
            break
        end = place = _end_of_bare(text, closing + 1)
    return end


def _end_of_bare(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace() and text[place] not in QUOTES:
        place += 1
    return place


def _closing_quote(text: str, opening: int) -> int | None:
    place = opening + 1
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text[place] == text[opening]:
            return place
        else:
            place += 1
    return None
