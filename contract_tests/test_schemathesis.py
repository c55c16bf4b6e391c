"""
Schemathesis reads the OpenAPI document, sends what it makes of it, and our checks judge the answers too.

Configured for a service that is lenient on purpose: what it ignores or refuses is not held against it.
The canary shows that a broken body fails, because a document whose references do not resolve would pass
everything in silence.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apicontract.checks import judge
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import TargetError
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Level
from apicontract.contract.openapi import openapi_document

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis comes with the extra [test]")

# Only after the line above is it known to be there.
from schemathesis import GenerationMode  # noqa: E402 - see above
from schemathesis.core.failures import FailureGroup  # noqa: E402 - see above

if TYPE_CHECKING:
    from apicontract.client import Client
    from apicontract.contract.model import Api

_LENIENT = {
    "checks": {
        "negative_data_rejection": {"expected-statuses": ["2xx", "400", "404", "405", "406"]},
        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404", "406"]},
        # Missing headers are no mistake here, and other methods are judged by our own checks.
        "missing_required_header": {"enabled": False},
        "unsupported_method": {"enabled": False},
        "ignored_auth": {"enabled": False},
    },
}
_API = load_api()
_INSTANT = dt.timedelta()

schema = schemathesis.openapi.from_dict(openapi_document(_API), config=schemathesis.Config.from_dict(_LENIENT)).include(
    method="GET", path_regex=rf"^{_API.base_path}{_API.primary}/"
)
_OPERATIONS = {each.ok().label: each.ok() for each in schema.get_all_operations()}


@schemathesis.check
def contract_kept(_: Any, response: Any, case: Any) -> None:
    """
    Our own checks, registered beside those of schemathesis: one answer judged by itself.
    """
    accept = [(name, value) for name, value in response.request.headers.items() if name.lower() == "accept"]
    exchange = Exchange(
        case.method,
        response.request.url,
        response.status_code,
        tuple((name, value) for name, values in response.headers.items() for value in values),
        response.content,
        tuple(accept),
    )
    broken = [each for each in judge(_API, [exchange]).violations if each.level is Level.VIOLATION]
    assert not broken, f"{broken[0].check}: {broken[0].message}"


def _answered(case: Any, client: Client) -> Exchange | None:
    """
    Send a case by the client that holds the budget; None if nothing more may be asked.
    """
    sent = case.as_transport_kwargs(base_url=client.target.url)
    request = httpx.Request(sent["method"], sent["url"], params=sent.get("params"))
    headers = tuple((name, value) for name, value in (sent.get("headers") or {}).items() if name.lower() == "accept")
    try:
        return client.request(sent["method"], str(request.url), (), headers, follow=False)
    except TargetError:
        return None


def _response(exchange: Exchange) -> httpx.Response:
    request = httpx.Request(exchange.method, exchange.url, headers=list(exchange.request_headers))
    response = httpx.Response(exchange.status, headers=list(exchange.headers), content=exchange.body, request=request)
    response.elapsed = _INSTANT
    return response


# By pytest itself: two tests of one name are one to pytest-xdist, where it deals by files.
@pytest.mark.parametrize("operation", _OPERATIONS.values(), ids=list(_OPERATIONS))
def test_generated_requests_are_answered_as_described(operation: Any, contract_part: Client) -> None:
    """
    What schemathesis makes of the OpenAPI document is answered as the document and the contract say.
    """
    wanted, unwanted = (operation.as_strategy(each) for each in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))

    @settings(
        max_examples=max(min(settings().max_examples, contract_part.budget.left), 1),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(wanted, unwanted, *operation.get_strategies_from_examples()))
    def ask(case: Any) -> None:
        exchange = _answered(case, contract_part)
        if exchange is not None:
            case.validate_response(_response(exchange))

    ask()


def test_the_canary_dies(contract_api: Api) -> None:
    """
    A list whose rows are numbers is refused, so that references that do not resolve cannot pass in silence.
    """
    operation = schema[f"{_API.base_path}{_API.primary}/"]["GET"]
    body = b'{"count": 1, "next": null, "previous": null, "results": [1]}'
    url = f"https://canary.example{contract_api.base_path}{contract_api.primary}/"
    broken = Exchange("GET", url, 200, (("Content-Type", "application/json"),), body)

    with pytest.raises(FailureGroup, match="Response violates schema"):
        operation.Case().validate_response(_response(broken), excluded_checks=[contract_kept])
