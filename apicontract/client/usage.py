"""
What a service itself says about its limit, and about how much of it is used up.

Where a contract declares an answer whose properties carry `x-value: throttle.…`, it can be asked for.
It knows of every client behind the same address, which a ledger does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.client.headers import LONGEST_WAIT
from apicontract.contract.model import Throttle
from apicontract.contract.routes import closing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api

_PREFIX = "throttle."
#: No larger number of requests is believed: a limit beyond it is never met, and each request counted is remembered.
_MOST_REQUESTS = 100_000


@dataclass(frozen=True, slots=True)
class Usage:
    """
    A limit and its use.

    Attributes:
        throttle: the limit.
        used: requests that count now, those of others behind the same address too.
        wait: seconds until the next one is admitted, 0 if that is now.
    """

    throttle: Throttle
    used: int
    wait: int


@dataclass(frozen=True)
class UsagePage:
    """
    Where a service says how much of its limit is used up; asking for it does not count.

    Attributes:
        path: absolute.
        names: fact ("requests", "seconds", "used", "wait") to the name of the property that holds it.
    """

    path: str
    names: Mapping[str, str]

    def read(self, exchange: Exchange) -> Usage | None:
        """
        Return what an answer says, or None if it says nothing that can be believed.
        """
        try:
            document = exchange.json if exchange.status == 200 else None  # noqa: PLR2004 - OK
        except (ValueError, RecursionError):
            return None
        if not isinstance(document, dict):
            return None
        facts = {fact: document.get(name) for fact, name in self.names.items()}
        numbers = {fact: value for fact, value in facts.items() if type(value) is int and value >= 0}
        # Seconds are believed up to a day, as those of a `Retry-After` are.
        numbers |= {fact: min(numbers[fact], int(LONGEST_WAIT)) for fact in numbers.keys() & {"seconds", "wait"}}
        if not (numbers.keys() >= {"requests", "seconds", "used"} and numbers["requests"] and numbers["seconds"]):
            return None
        if numbers["requests"] > _MOST_REQUESTS:
            return None
        numbers["used"] = min(numbers["used"], numbers["requests"])
        return Usage(Throttle(numbers["requests"], numbers["seconds"]), numbers["used"], numbers.get("wait", 0))


def usage_page(api: Api) -> UsagePage | None:
    """
    Return where an API says how much of its limit is used up, if its contract declares such an answer.
    """
    for path, shape in api.singletons.items():
        properties = api.shapes[shape].schema.get("properties", {})
        facts = {str(schema.get("x-value", "")): name for name, schema in properties.items()}
        names = {fact.removeprefix(_PREFIX): name for fact, name in facts.items() if fact.startswith(_PREFIX)}
        if names:
            return UsagePage(f"{api.base_path}{path}{closing(api)}", names)
    return None
