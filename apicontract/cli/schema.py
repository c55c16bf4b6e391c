"""
`apicontract schema`: the schemas of the files that this program reads and writes, for editors and validators.
"""

from __future__ import annotations

import click

from apicontract.cli.explaining import Explained


@click.command("schema", cls=Explained)
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """
    Print the JSON Schema of a kind of file; without NAME, list the kinds.
    """
    from apicontract.contract.metaschemas import meta_names, meta_text  # noqa: PLC0415 - only who asks pays for it

    click.echo(meta_text(name).rstrip("\n") if name else "\n".join(meta_names()))
