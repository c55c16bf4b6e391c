"""
The splitting of a search text, held to the framework's own.
"""

from hypothesis import example, given
from hypothesis import strategies as st
from reference_drf.project import set_up

from apicontract.semantics.terms import search_terms

set_up()

TEXTS = st.text(st.sampled_from("ab \"',\\\t"), max_size=12)


@given(TEXTS)
@example('"red fox"')
@example("it's a 'test'")
@example('"a" b"c d"e')
@example('"')
@example('"unbalanced fox')
def test_like_the_framework(text: str) -> None:
    """
    Every text has the terms that the framework finds in it.
    """
    from rest_framework.filters import search_smart_split  # noqa: PLC0415 - the framework must be set up first

    assert tuple(search_smart_split(text)) == search_terms(text)


def test_without_quotes() -> None:
    """
    Where quotes are ordinary characters, commas are blanks and nothing more is special.
    """
    assert ('"red', 'fox"', "owl") == search_terms('"red fox",owl', quoted=False)


def test_null_without_quotes() -> None:
    """
    There, null characters are dropped.
    """
    assert ("owl",) == search_terms("o\x00wl", quoted=False)
