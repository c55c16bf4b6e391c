"""
The command line as a whole: what every command shares.
"""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import click
import pytest
from click.testing import CliRunner

import apicontract
from apicontract import cli
from apicontract.cli import main
from apicontract.contract.errors import Unreachable, UsageError

if TYPE_CHECKING:
    from pathlib import Path

Raising: TypeAlias = Callable[[BaseException], None]


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Raising:
    """
    Put a command `boom` into the group that raises what it is told to.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path))

    def install(error: BaseException) -> None:
        @click.command()
        def boom() -> None:
            raise error

        monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: boom)

    return install


def test_version_is_the_packages() -> None:
    """
    `--version` prints the version of the package.
    """
    result = CliRunner().invoke(main, ["--version"], prog_name="apicontract")
    assert (result.exit_code, result.output) == (0, f"apicontract {apicontract.__version__}\n")


def test_error_is_one_line_on_stderr(raising: Raising) -> None:
    """
    An error raised on purpose is one sentence on standard error, and 2.
    """
    raising(UsageError("no such port", "give another"))
    result = CliRunner().invoke(main, ["boom"])
    assert (result.exit_code, result.stderr, result.stdout) == (2, "apicontract: no such port; give another\n", "")


def test_error_sets_its_own_exit_status(raising: Raising) -> None:
    """
    The exit status is the error's own.
    """
    raising(Unreachable("http://localhost", "refused"))
    assert CliRunner().invoke(main, ["boom"]).exit_code == 3


def test_interrupt_exits_130(raising: Raising) -> None:
    """
    Ctrl-C ends a command with 130 and one line that says what is left behind.
    """
    raising(KeyboardInterrupt())
    result = CliRunner().invoke(main, ["boom"])
    assert (result.exit_code, result.output) == (130, "apicontract: stopped by Ctrl-C; nothing was written\n")


def test_unknown_command_exits_2() -> None:
    """
    A command that does not exist is a usage error.
    """
    result = CliRunner().invoke(main, ["nothing"])
    assert result.exit_code == 2
    assert "No such command 'nothing'" in result.stderr


def test_missing_module_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A command whose module does not exist is not offered.
    """
    monkeypatch.setattr(cli, "COMMANDS", {"serve": "apicontract.cli.no_such_module"})
    assert cli.LazyGroup().list_commands(click.Context(main)) == []


def test_help_imports_no_server() -> None:
    """
    Asking for the version imports neither Flask nor the mock.
    """
    code = (
        "import sys; from apicontract.cli import main; main(['--version'], standalone_mode=False); "
        "print(sorted({'flask', 'mockserver', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_near_command_is_suggested() -> None:
    """
    A slip of the keyboard is told from a command that does not exist.
    """
    result = CliRunner().invoke(main, ["chekc"])
    assert (result.exit_code, "Did you mean 'check'?" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the output cannot be used: No space left on device"),
        (PermissionError(errno.EACCES, "Permission denied", "/proc/x"), "/proc/x cannot be used: Permission denied"),
    ],
)
def test_a_place_that_cannot_be_used_is_one_line(raising: Raising, error: OSError, place: str) -> None:
    """
    What has no room, or is not the user's, is named in one sentence with 2.
    """
    raising(error)
    result = CliRunner().invoke(main, ["boom"])
    assert (result.exit_code, result.stderr) == (2, f"apicontract: {place}; choose a disk with free space\n")


def test_other_errors_of_the_system_are_not_hidden(raising: Raising) -> None:
    """
    A mistake of the program itself with a file is no mistake of whoever called it.
    """
    raising(OSError(errno.EBADF, "Bad file descriptor"))
    assert 4 == CliRunner().invoke(main, ["boom"]).exit_code
