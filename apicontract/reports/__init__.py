"""
Views of a `Report`: one module for each format, behind one table.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from apicontract.contract.errors import UnknownName
from apicontract.reports.as_github import github
from apicontract.reports.as_html import html
from apicontract.reports.as_json import json_text
from apicontract.reports.as_junit import junit
from apicontract.reports.as_markdown import markdown
from apicontract.reports.as_sarif import sarif
from apicontract.reports.as_text import text, verbose_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from apicontract.reports.report import Report


#: format name to what makes it.
FORMATS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {
        "text": text,
        "json": json_text,
        "junit": junit,
        "sarif": sarif,
        "github": github,
        "markdown": markdown,
        "html": html,
    }
)


def render(
    report: Report,
    format: str,  # noqa: A002 - the option's own name
    *,
    colour: bool = False,
    verbose: bool = False,
    written: Path | None = None,
) -> str:
    """
    Return a report in a format.

    `colour` and `verbose` (every verdict) concern the format for a terminal alone; `written`, the file that the text
    is for, the one for programs, which refers to its schema.

    Raises:
        UnknownName: there is no such format.
    """
    if format not in FORMATS:
        raise UnknownName("format", format, tuple(FORMATS))
    if format == "json":
        return json_text(report, written)
    made = verbose_text(report) if verbose and format == "text" else FORMATS[format](report)
    return made if colour else click.unstyle(made)
