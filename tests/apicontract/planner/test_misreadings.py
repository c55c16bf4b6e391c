"""
What a request can refute, and what it selects.
"""

from __future__ import annotations

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
