"""
What a request can refute, and what it selects.
"""

from __future__ import annotations

from itertools import product

from books import PARAMETERS, survey
from readings import asking, numbers, refuted

from apicontract.planner.misreadings import expected_size, misreadings, selection


def test_a_request_refutes_what_its_answer_would() -> None:
    """
    A request is weighed as the answer to it is read later.
    """
    known, probe = survey(*PARAMETERS), asking("search=mm&limit=1")

    assert refuted(known, probe) == misreadings(known, probe)
    assert misreadings(known, probe)


def test_what_a_request_selects() -> None:
    """
    Filters and search together, whatever page is asked for.
    """
    known, probe = survey(*PARAMETERS), asking("sold=true&search=e&limit=1&offset=1")

    assert ([1, 5], 2) == (numbers(known, selection(known, probe)), expected_size(known, probe))


def test_what_was_asked_before_changes_nothing() -> None:
    """
    What a request can refute is remembered by all that it depends on.
    """
    filters, searches = (
        ("", "title=Emma", "title=emma", "sold=true", "sold=false&pages__gt=9"),
        ("", "search=e", "search=e,a", "search=e a"),
    )
    orders, places = (
        ("", "ordering=pages", "ordering=-pages,id", "ordering=nonsense"),
        ("", "limit=1", "offset=1&limit=2"),
    )
    queries = ["&".join(filter(None, each)) for each in product(filters, searches, orders, places)]
    known = survey(*PARAMETERS)

    for query in (*queries, *reversed(queries)):
        assert misreadings(known, asking(query)) == misreadings(survey(*PARAMETERS), asking(query)), query
