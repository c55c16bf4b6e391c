"""
Compare a server with the mock of a data folder, in which its project was imported.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from agreement.compared import compared


@click.command()
@click.argument("url")
@click.option("--description", type=click.Path(path_type=Path), required=True, help="What describe_django.py printed.")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="Data folder.")
@click.option("--collection", "paths", multiple=True, required=True, help="Path of a list, repeatable.")
@click.option("--requests", default=300, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(url: str, description: Path, data: Path, paths: tuple[str, ...], requests: int, seed: int) -> None:  # noqa: PLR0913, PLR0917 - the options
    """
    Say on how many requests the server at URL and the mock agree.
    """
    project = json.loads(description.read_text(encoding="utf-8"))
    click.echo(str(compared(url, project, data, paths, (requests, seed))))


if __name__ == "__main__":
    main()
