"""
The fixture that holds an application of one's own to a contract.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from apicontract.contract.model import Api
    from apicontract.pytest_plugin.application import InProcess
    from apicontract.reports.report import Report

#: Where the application is told to be: the host that Django and Starlette let in during tests.
_URL = "http://testserver"
#: Requests when nobody says: as for the mock in process, they cost little.
_REQUESTS = 120
#: Broken promises that the first line names.
_NAMED = 5


@pytest.fixture
def contract_app(request: pytest.FixtureRequest) -> Callable[..., Report]:
    """
    Return a function that holds a WSGI or ASGI application to a contract, in this process; see `hold_application`.

    What is not given is what the options of pytest say (`--contract-api`, `--contract-data`, `--contract-strict`,
    `--contract-seed`, `--contract-timeout`, `--request-budget`).
    """
    option = request.config.getoption

    def hold(application: Callable[..., Any] | str, **given: Any) -> Report:
        __tracebackhide__ = True
        defaults = {
            "api": option("contract_api"),
            "data": option("contract_data"),
            "strict": option("contract_strict"),
            "seed": option("contract_seed"),
            "timeout": option("contract_timeout"),
            "budget": option("request_budget") or _REQUESTS,
        }
        return hold_application(application, **{**defaults, **given})

    return hold


def hold_application(  # noqa: PLR0913 - the options of `apicontract check`
    application: Callable[..., Any] | str,
    *,
    api: str | None = None,
    data: Path | str | None = None,
    budget: int = _REQUESTS,
    resources: Collection[str] = (),
    only: Collection[str] = (),
    skip: Collection[str] = (),
    require_decided: Collection[str] = (),
    strict: bool = False,
    baseline: Path | str | None = None,
    seed: int = 0,
    timeout: float = 30.0,
    url: str = _URL,
) -> Report:
    """
    Pass, and return the report, where `apicontract check` would end with 0; else fail the test with the report.

    Args:
        application: a WSGI or ASGI callable, or "module:name".
        api: name of the contract; the first one of the data folder if not given.
        data: data folder; else that of `APICONTRACT_DATA`, the current folder if it holds data, the packaged one.
        budget: maximum number of requests.
        resources: only these.
        only: ids of the checks that are reported; all if none is given.
        skip: ids of checks that are not reported.
        require_decided: ids of checks that must be decided.
        strict: also report violations of inferred promises.
        baseline: file of findings that are accepted.
        seed: of the request selection.
        timeout: seconds for one response.
        url: where the application is told to be, with the path below which it serves the API.
    """
    __tracebackhide__ = True
    # Only a run that uses the fixture pays for these.
    from apicontract.cli.statuses import status_of  # noqa: PLC0415 - see above
    from apicontract.contract.errors import ApiContractError  # noqa: PLC0415 - see above
    from apicontract.pytest_plugin.application import (  # noqa: PLC0415 - see above
        ApplicationHangs,
        InProcess,
        read_application,
    )

    chosen, left_out, required = map(_ids, (only, skip, require_decided))
    try:
        with InProcess(read_application(application), timeout) as served:
            report = _report(
                served,
                _contract(api, data, (*chosen, *left_out, *required)),
                url,
                baseline=Path(baseline) if baseline else None,
                budget=budget,
                resources=_ids(resources),
                strict=strict,
                seed=seed,
                only=chosen,
                skip=left_out,
            )
    except ApiContractError as error:
        pytest.fail(f"contract_app: {error}", pytrace=False)
    except ApplicationHangs as error:
        pytest.fail(f"contract_app: {error}; mend it, or give a longer timeout", pytrace=False)
    status = status_of(report, "violation", required, chosen)
    if status:
        pytest.fail(_failure(report, status, served.raised), pytrace=False)
    return report


def _contract(name: str | None, data: Path | str | None, checks: Collection[str]) -> Api:
    """
    Return the contract, once the ids of checks are known to exist.
    """
    from apicontract.cli.checking import hold_checks  # noqa: PLC0415 - as in `hold_application`
    from apicontract.cli.data import say_data  # noqa: PLC0415 - the same
    from apicontract.contract.catalog import load_api  # noqa: PLC0415 - the same

    hold_checks(checks)
    say_data(data)
    return load_api(name, data)


def _report(  # noqa: PLR0913 - as in `hold_application`
    served: InProcess,
    api: Api,
    url: str,
    *,
    baseline: Path | None,
    budget: int,
    only: Collection[str],
    skip: Collection[str],
    **options: Any,
) -> Report:
    """
    Ask the application within the budget, and return what was found and is not accepted.
    """
    from apicontract.cli.baselines import held_against, hold_baseline  # noqa: PLC0415 - as in `hold_application`
    from apicontract.client import Budget, Client, target_of, token_for  # noqa: PLC0415 - the same
    from apicontract.planner.gathering import gather  # noqa: PLC0415 - the same
    from apicontract.reports.of_checks import report_of_run  # noqa: PLC0415 - the same

    hold_baseline(baseline)
    there, mounted = target_of(url, api)
    target = replace(there, application=served, throttle=None, usage=None)
    with Client(target, budget=Budget(budget), token=token_for(target, api)) as client:
        run = gather(mounted, client, **options)
    return held_against(report_of_run(run, only=only, skip=skip), baseline, None)


def _failure(report: Report, status: int, raised: str) -> str:
    """
    Return what a failed test says: what is wrong in one line, then the report.
    """
    from apicontract.reports import render  # noqa: PLC0415 - as in `hold_application`

    shown = report.at_least("violation")
    broken = list(dict.fromkeys(each.rule for each in shown))
    more = f" and {len(broken) - _NAMED} more" if len(broken) > _NAMED else ""
    what = f"it violates {', '.join(broken[:_NAMED])}{more}" if status == 1 else "too little was decided to pass"
    lighter = len(report.findings) - len(shown)
    left_out = f"{lighter} findings that fail no test are left out; strict=True fails on them" if lighter else ""
    text = render(replace(report, findings=shown), "text").rstrip()
    return "\n".join(filter(None, (f"contract_app: {what}", text, left_out, raised)))


def _ids(given: Collection[str]) -> tuple[str, ...]:
    """
    Return names as they are meant: a single one may stand alone.
    """
    return (given,) if isinstance(given, str) else tuple(given)
