"""
`apicontract mcp`: the tools for agents, over standard input and output.
"""

from __future__ import annotations

import functools
import os
import signal
from typing import TYPE_CHECKING, Any

import click

from apicontract import __version__
from apicontract.cli.explaining import Explained
from apicontract.cli.statuses import interruption
from apicontract.contract.errors import ApiContractError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from apicontract.cli.agents import Tools

_INSTRUCTIONS = (
    "Mock, check and compare REST APIs by contract. Begin with `list`; `serve` gives a URL to ask, "
    "`hint` says what is wrong with a request, `check` holds a server to its contract, `diff` says what a change breaks"
)


@click.command("mcp", cls=Explained)
@click.option("--data", metavar="DIR", help="Data folder of the tools, where a call names none.")
def command(data: str | None) -> None:
    """
    Offer list, serve, check, diff and hint to an agent, by the Model Context Protocol on standard input and output.

    It needs the extra "mcp", and ends when its input ends; what it served ends with it.
    """
    try:
        from mcp.server.mcpserver import MCPServer  # noqa: PLC0415 - an extra
        from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise UsageError("the extra 'mcp' is not installed", "pip install 'mcp>=2' adds it") from None
    # A start of --help pays for none of these.
    from apicontract.cli.agents import Tools  # noqa: PLC0415 - see above

    def telling(tool: Callable[..., Any]) -> Callable[..., Any]:
        """
        Return a tool whose errors on purpose are sentences for the agent.
        """

        @functools.wraps(tool)
        def told(*arguments: Any, **named: Any) -> Any:
            try:
                return tool(*arguments, **named)
            except ApiContractError as error:
                raise ToolError(str(error)) from error

        return told

    server: Any = MCPServer("apicontract", version=__version__, instructions=_INSTRUCTIONS, log_level="ERROR")
    tools = Tools(data)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, functools.partial(_end, tools))
    try:
        for each in (tools.list, tools.serve, tools.check, tools.diff, tools.hint):
            server.add_tool(telling(each))
        server.run()
    finally:
        tools.close()


def _end(tools: Tools, number: int, _: FrameType | None) -> None:
    """
    End at once: a thread that waits for input would keep an ordinary end waiting for it, too.
    """
    tools.close()
    if number == signal.SIGINT:
        click.echo(f"apicontract: {interruption('mcp')}", err=True)
    os._exit(128 + number)
