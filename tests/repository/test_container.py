"""
Promise: the container files start commands that exist, with options that exist, as a user without rights.
"""

from __future__ import annotations

import json
import re
from typing import Any

import click
import pytest
import yaml
from source import ROOT

from apicontract.cli import main

CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


def instruction(name: str) -> str:
    """
    Return the last value of an instruction of the Containerfile.
    """
    return re.findall(rf"^{name} (.+)$", CONTAINER, re.MULTILINE)[-1]


COMMANDS = {"Containerfile": json.loads(instruction("CMD"))} | {
    f"service {name}": service["command"] for name, service in SERVICES.items()
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_commands_are_understood(arguments: list[str]) -> None:
    """
    The arguments are a command of ours that listens on every interface, on the port that is published.
    """
    name, *rest = arguments
    command = main.get_command(click.Context(main), name)
    assert command
    context = command.make_context(name, rest)

    assert ("0.0.0.0", 8000) == (context.params["host"], context.params["port"])  # noqa: S104 - inside a container
    assert "8000" == instruction("EXPOSE")
    assert ["apicontract"] == json.loads(instruction("ENTRYPOINT"))


def test_user_has_no_rights() -> None:
    """
    The server runs as a user of its own, and what is published stays on the host's loopback.
    """
    ports = [port for service in SERVICES.values() for port in service["ports"]]

    assert instruction("USER") not in {"root", "0"}
    assert all(each.startswith("127.0.0.1:") for each in ports)


def test_services_are_built_here() -> None:
    """
    Each service is built from the Containerfile of this repository.
    """
    assert all((ROOT / each["build"]["context"] / each["build"]["dockerfile"]).is_file() for each in SERVICES.values())
