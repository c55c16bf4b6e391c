"""
The second part of the table of kills: servers that are wrong in one style of paging, or in one form of route.

A style or form is a contract of its own, so these servers are no named faults of the packaged API.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import wrong_routes
from growth import wrong_pages
from paging_styles import library, slim_in
from route_forms import FORMS, api_of, world_of

from apicontract.client import Budget, Client, Target
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app
from mockserver.engine.pipeline import standard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.contract.model import Api, World

#: Requests with which a server is asked, one after another, until it is caught.
BUDGETS = (15, 60, 200)
#: What must be reached with the smallest.
SMALL_SHARE = 0.90
HEADING = "## Styles of paging and forms of route"
#: The seed of a run; the tests that hold a server to its budget take the same.
_SEED = 1


@dataclass(frozen=True)
class FormKill:
    """
    What became of one wrong server.

    Attributes:
        server: what it does wrong.
        form: the style of paging or the form of route in which it does so.
        budget: the requests that were enough, 0 if none were.
        checks: those violated, the first named first.
    """

    server: str
    form: str
    budget: int
    checks: tuple[str, ...]


def servers() -> list[tuple[str, str]]:
    """
    Return what each wrong server does, and in which style or form.
    """
    paged = [(server, name) for server, (_, names) in wrong_pages.WRONG.items() for name in names]
    return [*paged, *((server, form) for server, (_, form, _) in wrong_routes.WRONG.items())]


def expected() -> dict[tuple[str, str], int]:
    """
    Return the requests within which the tests expect each server to be caught.
    """
    routed = {(server, form): budget for server, (_, form, budget) in wrong_routes.WRONG.items()}
    return {each: routed.get(each, wrong_pages.LATE.get(each, BUDGETS[0])) for each in servers()}


def hunt_form(place: tuple[str, str]) -> FormKill:
    """
    Ask one wrong server until it is caught.
    """
    api, world, plant, resource = made(*place)
    for budget in BUDGETS:
        application = create_app(api, world, pipeline=plant(standard(0)))
        target = Target("one", "http://one.test", application=application)
        with Client(target, budget=Budget(budget)) as client:
            run = gather(api, client, resources=(resource,), budget=budget, strict=True, seed=_SEED)
        violated = (each.rule for each in report_of_run(run).findings if each.level == "violation")
        checks = tuple(dict.fromkeys(violated))
        if checks:
            return FormKill(*place, budget, checks)
    return FormKill(*place, 0, ())


def made(server: str, form: str) -> tuple[Api, World, Callable[[Any], Any], str]:
    """
    Return the contract and the records of a wrong server, what plants its fault into a pipeline, and whom to ask.
    """
    if form in FORMS:
        return api_of(form), world_of(form), wrong_routes.WRONG[server][0], FORMS[form].resource
    return slim_in(form), library()[1], wrong_pages.WRONG[server][0], "books"


def form_summary(kills: Sequence[FormKill]) -> str:
    """
    Return the figures in one sentence.
    """
    caught = sum(bool(each.budget) for each in kills) / len(kills)
    return (
        f"{len(kills)} wrong servers: {caught:.1%} caught within {BUDGETS[-1]} requests, "
        f"{small_share([each.budget for each in kills]):.1%} within {BUDGETS[0]}."
    )


def small_share(budgets: Sequence[int]) -> float:
    """
    Return which part is caught with the smallest budget.
    """
    return list(budgets).count(BUDGETS[0]) / len(budgets)


def rendered_forms(kills: Sequence[FormKill]) -> str:
    """
    Return the section of the document.
    """
    lines = [HEADING, "", form_summary(kills), "", "| server | style or form | first named | requests | also named |"]
    lines.append("|---|---|---|---|---|")
    for each in kills:
        first, *more = (f"`{name}`" for name in each.checks[:4] or ("",))
        lines.append(f"| {each.server} | `{each.form}` | {first} | {each.budget} | {', '.join(more)} |")
    return "\n".join([*lines, ""])


def documented_forms(text: str) -> dict[tuple[str, str], tuple[str, int]]:
    """
    Return server and form to the check first named and the requests, out of the document.
    """
    lines = text.partition(HEADING)[2].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if " | `" in line]
    return {(row[0], row[1].strip("`")): (row[2].strip("`"), int(row[3])) for row in rows}
