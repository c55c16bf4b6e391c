"""
Promise: every `--help` has examples that work, names what its options take, and is quick.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from apicontract.cli import COMMANDS, main
from apicontract.cli.explaining import EXAMPLES
from apicontract.contract.catalog import load_api
from mockserver.control.failures import FAILURE_KINDS

if TYPE_CHECKING:
    from pathlib import Path

#: What a start of `--help` may import besides the standard library.
LIGHT = {"click", "apicontract", "mockserver"}


def commands() -> list[list[str]]:
    """
    Return the words of every command and every command below it.
    """
    context, found = click.Context(main), [[]]
    for name in COMMANDS:
        command = main.get_command(context, name)
        found += [[name], *([name, below] for below in (command.commands if isinstance(command, click.Group) else ()))]
    return found


def helped(*words: str) -> str:
    """
    Return the help of a command.
    """
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_ends_in_two_examples(words: list[str]) -> None:
    """
    The help of every command ends in two command lines of that command, each unbroken.
    """
    lines = [line.strip() for line in helped(*words).partition("\nExamples:\n")[2].splitlines()]
    assert 2 == len(lines)
    assert all(line.split()[: len(words) + 1] == ["apicontract", *words] for line in lines)


@pytest.mark.parametrize("line", sorted({each for lines in EXAMPLES.values() for each in lines}))
def test_the_options_of_examples_exist(line: str) -> None:
    """
    Each example is taken by the command line as far as its options go.
    """
    command, rest = main, shlex.split(line.partition(" > ")[0])[1:]
    context = click.Context(main)
    while isinstance(command, click.Group):
        found = command.get_command(context, rest[0])
        assert found is not None, rest
        command, rest = found, rest[1:]
    command.make_context("x", rest)


@pytest.mark.parametrize("words", [["check"], ["record"], ["replay"]], ids=" ".join)
def test_help_names_the_hosts(words: list[str]) -> None:
    """
    The help of a command that reaches a server names the hosts of the data in use, with their limits.
    """
    told = helped(*words)
    assert [] == [name for name, host in load_api().hosts.items() if name not in told or host.url not in told]
    assert "at most 15 requests in 3600 seconds" in " ".join(told.split())


def test_help_of_serve_names_worlds_and_failures() -> None:
    """
    The help of `serve` names every world and every kind of failure.
    """
    told = [line.split()[0] for line in helped("serve").splitlines() if line.startswith("  ") and line.strip()]
    assert [] == [each for each in (*load_api().hosts, *FAILURE_KINDS) if each not in told]


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"hosts": 5}'])
def test_broken_data_does_not_keep_help_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """
    Where the data in use cannot be read, help is printed without the names of it.
    """
    (tmp_path / "schemas" / "x").mkdir(parents=True)
    (tmp_path / "schemas" / "x" / "api.json").write_text(content)
    monkeypatch.setenv("APICONTRACT_DATA", str(tmp_path))
    assert "Hosts" not in helped("check")


def test_help_imports_little() -> None:
    """
    The help of every command imports click, the standard library and declarations alone.
    """
    code = (
        "import json, sys\nfrom apicontract.cli import main\nbefore = set()\nheavy = {}\n"
        f"for words in {commands()!r}:\n"
        "    main([*words, '--help'], standalone_mode=False)\n"
        "    names = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "    heavy[' '.join(words)] = sorted(n for n in names if getattr(sys.modules.get(n), '__spec__', None))\n"
        "print('\\n' + json.dumps(heavy))"
    )
    run = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    heavy = json.loads(done.stdout.splitlines()[-1])
    assert {} == {words: extra for words, names in heavy.items() if (extra := set(names) - LIGHT)}
