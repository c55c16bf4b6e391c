"""
`apicontract import`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apicontract.cli.explaining import ExplainedGroup
from apicontract.contract.folders import DATA_VARIABLE
from apicontract.contract.reading import MOST_RECORDED

if TYPE_CHECKING:
    from collections.abc import Callable


_FILE = click.argument("file", type=click.Path(path_type=Path))


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    """
    Add what every import takes.
    """
    function = click.option("--api", help="Name of the API.")(function)
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help=f"Data folder to write to; {DATA_VARIABLE} or the current folder by default.",
    )(function)


@click.group("import", cls=ExplainedGroup)
def command() -> None:
    """
    Turn traffic (har, page), a published description (openapi) or the code of a project (django) into data.
    """


@command.command("openapi")
@_FILE
@_options
@click.option("--every-field", is_flag=True, help="Treat optional fields of the document as always sent.")
def from_openapi(**options: Any) -> None:
    """
    Turn an OpenAPI document into declared facts, a contract and schemas.
    """
    from apicontract.cli.importing import import_openapi  # noqa: PLC0415 - a start of --help pays for none of it

    import_openapi(**options)


@command.command("django")
@click.argument("settings")
@_options
@click.option("--python", metavar="PATH", help="Interpreter in which the project runs; this one by default.")
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that holds the project's modules (manage.py); the current one by default.",
)
@click.option(
    "--below",
    metavar="PATH",
    default="",
    help="Path below which the lists stand, with a value for each parameter in it (/shops/corner/).",
)
def from_django(**options: Any) -> None:
    """
    Turn the routes, filters, paging and serializers of a Django project into declared facts, a contract and schemas.

    SETTINGS is its settings module, or a .json file that describe_django.py printed. The project's classes are read in
    its own interpreter; no view answers and no query is sent.
    """
    from apicontract.cli.importing import import_django  # noqa: PLC0415 - a start of --help pays for none of it

    import_django(**options)


@command.command("har")
@_FILE
@_options
@click.option(
    "--max-size", type=click.IntRange(1), default=MOST_RECORDED, show_default=True, help="Maximum size in bytes."
)
@click.option("--any-host", is_flag=True, help="Also import responses of hosts that the API does not declare.")
@click.option(
    "--recorded-at", metavar="MOMENT", default="", help="When responses without a date of their own were recorded."
)
def from_har(**options: Any) -> None:
    """
    Take the API's answers out of a HAR file that a browser saved.
    """
    from apicontract.cli.importing import import_traffic  # noqa: PLC0415 - a start of --help pays for none of it

    import_traffic(**options)


@command.command("page")
@_FILE
@_options
@click.option(
    "--max-size", type=click.IntRange(1), default=MOST_RECORDED, show_default=True, help="Maximum size in bytes."
)
@click.option("--any-host", is_flag=True, help="Also import responses of hosts that the API does not declare.")
@click.option(
    "--recorded-at", metavar="MOMENT", default="", help="When responses without a date of their own were recorded."
)
def from_page(**options: Any) -> None:
    """
    Take in a browsable page: its text that a person copied, or its HTML that a browser saved.
    """
    from apicontract.cli.importing import import_traffic  # noqa: PLC0415 - a start of --help pays for none of it

    import_traffic(**options)
