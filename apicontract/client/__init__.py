"""
The one way to reach a server: in process or over HTTP, within a budget, and never against its throttle.
"""

from apicontract.client.allowance import Deadline
from apicontract.client.budget import Budget, default_budget, usual_concurrency
from apicontract.client.cache import AnswerCache
from apicontract.client.client import Client
from apicontract.client.clock import Clock, SystemClock
from apicontract.client.ledger import Ledger
from apicontract.client.target import Target, target_of
from apicontract.client.token import token_for, token_named
from apicontract.client.usage_once import UsageOnce

__all__ = [
    "AnswerCache",
    "Budget",
    "Client",
    "Clock",
    "Deadline",
    "Ledger",
    "SystemClock",
    "Target",
    "UsageOnce",
    "default_budget",
    "target_of",
    "token_for",
    "token_named",
    "usual_concurrency",
]
