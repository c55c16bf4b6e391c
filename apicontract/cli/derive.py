"""
`apicontract derive`: recordings and declared facts -> contracts and schemas.
"""

from __future__ import annotations

from pathlib import Path

import click

from apicontract.catalog import data_folders, load_api
from apicontract.derive import Tree, derived_tree, differences, write_tree
from apicontract.errors import UsageError


@click.command("derive")
@click.option("--api", help="API to derive; the packaged or only one by default.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder with fixtures/<api>/.")
@click.option("--check", is_flag=True, help="Write nothing; fail if what is written is not what the evidence gives.")
@click.option("--quiet", is_flag=True, help="Do not list what no recording shows.")
def command(api: str | None, data: Path | None, *, check: bool, quiet: bool) -> None:
    """
    Derive schemas/<api>/ from the recordings and the declared facts in fixtures/<api>/.
    """
    folder = data or data_folders()[0]
    tree = derived_tree(folder, api or _only_api(folder))
    if not quiet:
        for sentence in tree.unobserved:
            click.echo(f"unobserved: {sentence}")
    if check:
        _check(tree)
    else:
        changed = write_tree(tree)
        for path in changed:
            click.echo(f"changed: {tree.folder / path}")
        click.echo(f"{len(tree.files)} files derived, {len(changed)} changed")
    if not check:
        load_api(tree.folder.name, folder)


def _check(tree: Tree) -> None:
    found = list(differences(tree))
    for line in found:
        click.echo(line)
    if found:
        click.echo(f"{tree.folder} is not what the evidence gives; run 'apicontract derive' and commit", err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"{len(tree.files)} files are what the evidence gives")


def _only_api(folder: Path) -> str:
    names = sorted(path.name for path in (folder / "fixtures").glob("*") if path.is_dir())
    if len(names) == 1:
        return names[0]
    found = ", ".join(names) or "none"
    raise UsageError(f"which API of {folder / 'fixtures'} (found: {found})", "name one with --api")
