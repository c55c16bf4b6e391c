"""
Options of the commands that reach a server, and the client that they describe.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.client import Client, Target
    from apicontract.contract.model import Api

    _Command = TypeVar("_Command", bound=Callable[..., Any])

_MEGABYTE = 1024 * 1024


class Span(click.FloatRange):
    """
    A span of time, as a number of seconds or of another unit.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """
        Read the number; "nan" and "inf" are none.
        """
        seconds = float(super().convert(value, param, ctx))
        if not math.isfinite(seconds):
            self.fail(f"{value} is not a span of time", param, ctx)
        return seconds


#: A day: whoever gives more means no limit, and sockets take no more than some 24 days.
_SECONDS = Span(min=0, min_open=True, max=86_400)
#: Also an option of `serve`, whose token is that of the upstream.
TOKEN_HOST = click.option(
    "--token-host",
    "token_hosts",
    multiple=True,
    metavar="HOST",
    help="Another host that may receive the token; repeatable.",
)
_OPTIONS = (
    click.option(
        "--timeout", type=_SECONDS, default=30.0, show_default=True, metavar="SECONDS", help="Seconds for one response."
    ),
    click.option("--deadline", type=_SECONDS, metavar="SECONDS", help="Seconds for the whole run."),
    click.option(
        "--max-body",
        type=click.IntRange(min=1),
        default=32,
        show_default=True,
        metavar="MB",
        help="Maximum size of one response, compressed and decompressed.",
    ),
    TOKEN_HOST,
    click.option(
        "--token-env",
        metavar="NAME",
        help="Environment variable with a token for the target, which is sent to its origin alone.",
    ),
)


@dataclass(frozen=True)
class Reach:
    """
    What a run may use up, and to whom it may show the token.

    Attributes:
        timeout: seconds for one answer.
        deadline: seconds for the run, None for no limit.
        max_body: megabytes of one answer.
        token_hosts: hosts that may have the token besides those that the contract declares.
        token_env: environment variable that holds a token for the target, whoever that is; None for none.
        concurrency: requests under way at a time; None for as many as is usual.
    """

    timeout: float
    deadline: float | None
    max_body: int
    token_hosts: tuple[str, ...]
    token_env: str | None = None
    concurrency: int | None = 1

    def client(self, server: Target, api: Api, budget: int) -> Client:
        """
        Return a client of a server, which shares the ledger of all runs.
        """
        # A start of --help pays for none of these.
        from apicontract.client import token_for  # noqa: PLC0415 - see above

        if self.token_env:
            return self.client_of(server, budget)
        token = token_for(server, api, self.token_hosts, lambda line: click.echo(f"apicontract: {line}", err=True))
        return self._client(server, token, budget)

    def client_of(self, server: Target, budget: int) -> Client:
        """
        Return a client of a server that no contract speaks of; it sends the token that the options name.

        Raises:
            UsageError: the variable holds none, or http would expose it.
        """
        from apicontract.client import token_named  # noqa: PLC0415 - as above

        return self._client(server, token_named(server, self.token_env) if self.token_env else "", budget)

    def _client(self, server: Target, token: str, budget: int) -> Client:
        from apicontract.client import Budget, Client, Deadline, Ledger, usual_concurrency  # noqa: PLC0415 - as above
        from apicontract.contract.files import cache_folder  # noqa: PLC0415 - as above

        return Client(
            server,
            budget=Budget(budget),
            ledger=Ledger(cache_folder() / "ledger"),
            token=token,
            timeout=self.timeout,
            deadline=Deadline(self.deadline),
            most_bytes=self.max_body * _MEGABYTE,
            concurrency=self.concurrency or usual_concurrency(budget),
        )


def reaching(command: _Command) -> _Command:
    """
    Give a command the options of a `Reach`.
    """
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
