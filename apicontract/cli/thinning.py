"""
`apicontract thin`: remove recordings on which nothing depends.
"""

from __future__ import annotations

import click

from apicontract.cli.data import say_data
from apicontract.contract.catalog import load_api, packaged_data
from apicontract.contract.errors import UsageError
from apicontract.contract.folders import chosen_data, package_folder
from apicontract.explore.thinning import thinnable


def run(api: str | None, data: str | None, *, remove: bool) -> None:
    """
    List the recordings that can go, or remove them.
    """
    known = load_api(api, data)
    folder, _ = chosen_data(data, package_folder())
    if folder.resolve() == package_folder().resolve() and remove and not data:
        raise UsageError("the packaged recordings are not yours to remove", "name a data folder with --data")
    below = packaged_data() if (packaged_data() / "schemas" / known.name / "api.json").is_file() else None
    has_recordings = (folder / "fixtures" / known.name).is_dir()
    found, untried = thinnable(known, folder, below) if has_recordings else ([], 0)
    say_data(data)
    size = sum(path.stat().st_size for path in found)
    for path in found:
        click.echo(f"{'removed' if remove else 'can go'}: {path}")
        if remove:
            path.unlink()
    told = f"{len(found)} recordings {'removed' if remove else 'can go'}, {size / 1024:.0f} KiB"
    if found and not remove:
        told += "; --remove removes them"
    if untried:
        told += f"; {untried} others were not tried: run it again" + ("" if remove else " after that")
    click.echo(told)
