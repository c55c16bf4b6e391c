"""
The catalogue of promises that answers are held to, and the judge.

::

    results = judge(api, exchanges, strict=False, only=(), skip=())
    results.outcomes["page-length"].verdict   # Verdict.KEPT, VIOLATED or UNDECIDED
    results.outcomes["page-length"].exchanges # how many exchanges stand behind it
    results.violations                        # all of them, the heaviest first, then in the catalogue's order

`CATALOGUE` maps a stable id to a `Check(id, concern, sentence, sees, find, level, scope, asks)`.
Judging is pure: any traffic will do (what a runner sent, a HAR file, a journal), no request is ever sent.
A check that saw nothing relevant is *undecided*, never kept; an answer of 429 or 5xx decides no promise
about content.

A check function looks at readings: an exchange, what it asked for by the contract (`ParsedExchange.asked`, made by
`apicontract.semantics.request`), and what it holds (`ParsedExchange.page`, `ParsedExchange.record`).
It yields evaluations: the readings that it decided on, with the differences found there; none means kept.
The checks run in the order of the catalogue, and an answer that one of them finds wrong in its content is
evidence for no later one: a fault is named once, by the check that says most precisely what is wrong.

A finding weighs as much as its check's level, but a promise that is only inferred, or a finding with a possible
innocent cause, is a warning unless `strict`.
How well a promise is known is no part of its check: the data of each API say so (`Api.grade_of`).
"""

from apicontract.checks.catalogue import CATALOGUE
from apicontract.checks.check import Check
from apicontract.checks.judging import CheckResults, Outcome, Verdict, judge

__all__ = ["CATALOGUE", "Check", "CheckResults", "Outcome", "Verdict", "judge"]
