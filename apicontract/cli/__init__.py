"""
The command line: a group whose commands are imported when they are asked for.

A command is one module of this package that holds a `click.Command` named `command`.
An `ApiContractError` ends a command with its sentence on standard error and its exit status;
a mistake in the arguments ends it with 2, Ctrl-C with 130. An error that nobody foresaw ends it with 4, one line and
a file with the details.
"""

from __future__ import annotations

import errno
import gc
import importlib
import importlib.util
import re
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

import apicontract
from apicontract.cli.configuration import defaults_of, read_configuration
from apicontract.cli.explaining import ExplainedGroup
from apicontract.cli.output import whole_output
from apicontract.cli.statuses import INTERNAL, INTERRUPTED, interruption
from apicontract.contract.errors import ApiContractError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Command to the module that holds it, in the order listed.
COMMANDS: Mapping[str, str] = {
    "serve": "apicontract.cli.serve",
    "derive": "apicontract.cli.derive",
    "check": "apicontract.cli.check",
    "diff": "apicontract.cli.diff",
    "report": "apicontract.cli.report",
    "replay": "apicontract.cli.replay",
    "record": "apicontract.cli.record",
    "learn": "apicontract.cli.learn",
    "drift": "apicontract.cli.drift",
    "history": "apicontract.cli.history",
    "thin": "apicontract.cli.thin",
    "import": "apicontract.cli.import_",
    "config": "apicontract.cli.config",
    "schema": "apicontract.cli.schema",
    "mcp": "apicontract.cli.mcp",
}

#: Collections of the younger objects for one of the older ones, where Python has ten: a run makes millions of values
#: that stay and few cycles; to go through them all took a fifth of the time of a check.
_COLLECTED = 50
#: Characters of a mistake in the arguments: an option that takes one of many names would list them all.
_LONGEST = 300
#: What click says of one argument more than a command takes.
_EXTRA = re.compile(r"Got unexpected extra argument \((?P<word>\S+)\)")
#: Errors that say that an output has no place to go.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


class _Sentence(click.ClickException):
    """
    An error of ours in the form that click prints.
    """

    def __init__(self, error: ApiContractError) -> None:
        super().__init__(str(error))
        vars(self)["exit_code"] = error.exit_status  # click declares it a class variable and reads the instance's

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"apicontract: {self.message}", file=file, err=True)


def _crashed(error: BaseException) -> click.ClickException:
    """
    Return the line that an unexpected error ends with, its details kept.
    """
    # Imported only now: a start of the command should not pay for it.
    from apicontract.cli.crashes import keep_crash, sentence_of  # noqa: PLC0415 - see above

    shown = _Sentence(ApiContractError(sentence_of(error, keep_crash(error, sys.argv[1:]))))
    vars(shown)["exit_code"] = INTERNAL
    return shown


class LazyGroup(ExplainedGroup):
    """
    A group that imports the module of a command only when that command is needed.

    A start of `apicontract --version` should not pay for Flask or schemathesis.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """
        Return the commands whose modules exist.
        """
        return [name for name, module in COMMANDS.items() if importlib.util.find_spec(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """
        Import a command, or return None if there is none of that name.
        """
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """
        Find the command that is asked for; of a name that none has, say which is near.
        """
        near = did_you_mean(args[0], COMMANDS) if args and args[0] not in COMMANDS else None
        if near:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near!r}?")
        name, command, rest = super().resolve_command(ctx, args)
        # Whoever asks for help, or for the completion of a word, is not kept from it by a broken file.
        asks = ctx.resilient_parsing or set(ctx.help_option_names) & set(rest)
        if command is not None and name is not None and not asks:
            self._configure(ctx, name, command)
        return name, command, rest

    def _configure(self, ctx: click.Context, name: str, command: click.Command) -> None:
        ctx.obj = read_configuration(Path.cwd())
        ctx.default_map = {name: defaults_of(command, name, ctx.obj)}

    def main(self, *args: Any, **extra: Any) -> Any:
        """
        Run the program; what it prints arrives whole, help and version too, or one line says why not.
        """
        gc.set_threshold(gc.get_threshold()[0], _COLLECTED, _COLLECTED)
        try:
            with whole_output():
                return super().main(*args, **extra)
        except OSError as error:
            sentence = _sentence_of(error)
            # What cannot be written now cannot be at the end either, when Python tries again.
            sys.stdout = None
            sentence.show()
            sys.exit(sentence.exit_code)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """
        Read the program's own options; a slip there is one line, as everywhere.
        """
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as error:
            raise _in_one_line(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """
        Run the command; turn what it raises on purpose into one line and an exit status.
        """
        try:
            return super().invoke(ctx)
        except ApiContractError as error:
            raise _Sentence(error) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # whoever read the output went away; click ends the command
            raise _sentence_of(error) from error
        except KeyboardInterrupt:
            click.echo(f"apicontract: {interruption(ctx.invoked_subcommand)}", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except click.UsageError as error:
            raise _in_one_line(error) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            raise _crashed(error) from error


def _in_one_line(error: click.UsageError) -> click.ClickException:
    """
    Return a mistake in the arguments as one line that says where help is; a start without arguments prints help.
    """
    # Older than 8.2, click prints help without an error.
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        return error
    path = error.ctx.command_path if error.ctx else "apicontract"
    command = path.partition(" ")[2]
    told = " ".join(error.format_message().split()).removesuffix(".")
    told = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}..."
    said = f"{command}: {told}{_meant(error)}" if command else told
    return _Sentence(ApiContractError(f"{said} (see '{path} --help')"))


def _meant(error: click.UsageError) -> str:
    """
    Return the option that an argument too many was probably meant for: the name of an API, or "".
    """
    takes = error.ctx is not None and any("--api" in each.opts for each in error.ctx.command.params)
    extra = _EXTRA.match(error.message) if takes else None
    return f". Did you mean '--api {extra['word']}'?" if extra else ""


def _sentence_of(error: OSError) -> click.ClickException:
    """
    Return what is said of a place that cannot be used, or of an error of another kind.
    """
    if error.filename is None and error.errno not in _FULL:
        return _crashed(error)
    place = error.filename or "the output"
    return _Sentence(UsageError(f"{place} cannot be used: {error.strerror}", "choose a disk with free space"))


@click.group("main", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(apicontract.__version__, package_name="apicontract", message="%(prog)s %(version)s")
def main() -> None:
    """
    One contract of a REST API: a mock server, a contract suite, a regression gate.
    """
