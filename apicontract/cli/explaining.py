"""
What every `--help` ends with: two examples, and the names that its options take, read from the data.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from apicontract.contract.folders import chosen_data, package_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Rows = list[tuple[str, str]]

#: Command to two command lines that work as they stand, or with files of one's own.
EXAMPLES: Mapping[str, tuple[str, str]] = {
    "main": ("apicontract serve", "apicontract check mock"),
    "serve": (
        "apicontract serve --port 0 --records recorded",
        "apicontract serve --throttle 15/hour --failure status,status=503,times=2",
    ),
    "derive": ("apicontract derive --check", "apicontract derive --data . --quiet"),
    "check": (
        "apicontract check mock --request-budget 15",
        "apicontract check traffic.har --format html",
    ),
    "diff": ("apicontract diff main .", "apicontract diff old.yaml new.yaml --fail-on risky"),
    "report": ("apicontract report report.json --format markdown", "apicontract report report.json --verbose"),
    "replay": ("apicontract replay report.json", "apicontract replay report.json --target http://127.0.0.1:8000"),
    "record": (
        "apicontract record mock --output recordings",
        "apicontract record http://127.0.0.1:8000",
    ),
    "learn": (
        "apicontract learn http://127.0.0.1:8000/2.3.0/ --data mine",
        "apicontract learn traffic.har --data mine",
    ),
    "drift": ("apicontract drift", "apicontract drift mock --request-budget 10"),
    "history": (
        "apicontract history books.title",
        "apicontract history books.publisher.name --format html --output history.html",
    ),
    "thin": ("apicontract thin", "apicontract thin --data mine --remove"),
    "import": ("apicontract import openapi openapi.yaml --api mine", "apicontract import har traffic.har"),
    "openapi": (
        "apicontract import openapi openapi.yaml --api mine --data mine",
        "apicontract import openapi openapi.json --every-field",
    ),
    "django": (
        "apicontract import django shop.settings --data mine",
        "apicontract import django shop.settings --python .venv/bin/python --project backend",
    ),
    "har": ("apicontract import har traffic.har", "apicontract import har traffic.har --any-host"),
    "page": ("apicontract import page page.txt", "apicontract import page saved.html --data mine"),
    "config": ("apicontract config", "apicontract config --format json"),
    "mcp": ("apicontract mcp", "apicontract mcp --data mine"),
    "schema": ("apicontract schema report", "apicontract schema report > report.schema.json"),
}


def _hosts() -> Rows:
    """
    Return each host that the data folder in use declares, with its URL and its limit.
    """
    named = ((name, f"{host['url']}{_limit(host)}") for _, head in _heads() for name, host in head["hosts"].items())
    return list(dict.fromkeys(named))


def _worlds() -> Rows:
    return [(name, f"records of {api}") for api, head in _heads() for name in head["hosts"]]


def _limit(host: Mapping[str, Any]) -> str:
    limit = host.get("throttle")
    return f", at most {limit['requests']} requests in {limit['seconds']} seconds" if limit else ""


def _failures() -> Rows:
    # Only the help of one command needs them.
    from mockserver.control.failures import FAILURE_KINDS  # noqa: PLC0415 - see above

    return [(name, kind.sentence) for name, kind in FAILURE_KINDS.items()]


def _heads() -> Iterator[tuple[str, Mapping[str, Any]]]:
    folder, _ = chosen_data(None, package_folder())
    for path in sorted(folder.glob("schemas/*/api.json")):
        yield path.parent.name, json.loads(path.read_bytes())


#: Command to what its help names: a title, and what returns the names with a sentence for each.
NAMES: Mapping[str, Mapping[str, Callable[[], Rows]]] = {
    "serve": {"Worlds (--world)": _worlds, "Kinds of failures (--failure)": _failures},
    "check": {"Hosts (TARGET)": _hosts},
    "record": {"Hosts (TARGET)": _hosts},
    "replay": {"Hosts (--target)": _hosts},
}


class Explained(click.Command):
    """
    A command whose help ends in names and examples.
    """

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own
        """
        Write the names that the options take, then the examples.
        """
        for title, rows in NAMES.get(self.name or "", {}).items():
            try:
                named = rows()
            except (ValueError, LookupError, TypeError, AttributeError, OSError):
                continue  # whoever uses the broken data is told; help is what it is needed for
            if named:
                with formatter.section(title):
                    formatter.write_dl(named)
        with formatter.section("Examples"):
            for line in EXAMPLES[self.name or ""]:
                # Not wrapped: a line is pasted as it stands.
                formatter.write(f"  {line}\n")


class ExplainedGroup(Explained, click.Group):
    """
    A group whose help, and that of whose commands, ends in names and examples.
    """

    command_class = Explained
