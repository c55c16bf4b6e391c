"""
Everything that this package raises on purpose.

::

    ApiContractError            what a caller may want to catch
    ├── DataError               a file of ours, or a recording, cannot be used
    ├── UnknownName             a name that nothing answers to (API, world, resource, check, fault ...)
    ├── ContradictionError      two pieces of evidence that cannot both be true
    ├── UsageError              arguments that do not fit together
    └── TargetError             a server that could not be asked
        ├── Unreachable         no connection, or no answer in time
        ├── NotServing          whatever is asked is refused, fails or is redirected
        ├── Throttled           the server, or the ledger on its behalf, said "not now"
        ├── OutOfBudget         the run's own request budget is spent
        └── OutOfTime           the run's own deadline is over

Each error is a record of its facts; the sentence is made from them and ends in the remedy.
(Not frozen: the interpreter and `contextlib` set `__traceback__` on a raised error.)
The command line prints that sentence alone and exits with `exit_status`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Known names that a message lists at the most.
_MOST_LISTED = 16


class ApiContractError(Exception):
    """
    The parent of every error that this package raises on purpose.
    """

    #: What the command line exits with.
    exit_status: ClassVar[int] = 2


@dataclass(unsafe_hash=True)
class DataError(ApiContractError):
    """
    A file that was to be read does not hold what was expected there.

    Attributes:
        place: the file, with `:line` (1-based) or a JSON pointer where known.
        found: what stands there.
        expected: what should stand there, or what to do.
    """

    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.place}: {self.found}; expected {self.expected}"


@dataclass(unsafe_hash=True)
class UnknownName(ApiContractError):
    """
    A name that nothing answers to.

    Attributes:
        kind: what was looked for, in the singular ("world").
        name: the name that was given.
        known: the names that exist.
    """

    kind: str
    name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        close = did_you_mean(self.name, self.known)
        hint = f"; did you mean {close!r}?" if close else ""
        listed = ", ".join(self.known[:_MOST_LISTED]) or "none"
        more = len(self.known) - _MOST_LISTED
        return f"unknown {self.kind} {self.name!r}{hint} (known: {listed}{f' and {more} more' if more > 0 else ''})"


@dataclass(unsafe_hash=True)
class ContradictionError(ApiContractError):
    """
    Two pieces of evidence cannot both be true.

    Attributes:
        places: where each of the pieces stands.
        statement: what they disagree about, with both values.
        remedy: what to do.
    """

    places: tuple[str, ...]
    statement: str
    remedy: str = "remove or correct one of them"

    def __str__(self) -> str:
        return f"{self.statement} (see {' and '.join(self.places)}); {self.remedy}"


@dataclass(unsafe_hash=True)
class UsageError(ApiContractError):
    """
    Arguments that cannot be acted on.

    Attributes:
        problem: what is wrong, quoting the argument.
        remedy: what to give instead.
    """

    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.problem}; {self.remedy}"


@dataclass(unsafe_hash=True)
class TargetError(ApiContractError):
    """
    A server could not be asked, so nothing was learnt about it.

    Attributes:
        target: the base URL.
        reason: why, in one clause.
    """

    target: str
    reason: str
    exit_status: ClassVar[int] = 3

    def __str__(self) -> str:
        return f"{self.target}: {self.reason}"


@dataclass(unsafe_hash=True)
class Unreachable(TargetError):
    """
    No connection, or no answer in time.
    """


@dataclass(unsafe_hash=True)
class NotServing(TargetError):
    """
    The server answers, and serves nobody: it refuses, fails on or redirects every request.
    """


@dataclass(unsafe_hash=True)
class Throttled(TargetError):
    """
    The server, or the request ledger on its behalf, said "not now".

    Attributes:
        retry_after: seconds until the next request may be sent.
        refusal: the answer that said so, if the server did.
    """

    retry_after: float = 0.0
    refusal: Any = None


@dataclass(unsafe_hash=True)
class OutOfBudget(TargetError):
    """
    The request budget of this run is spent.
    """


@dataclass(unsafe_hash=True)
class OutOfTime(TargetError):
    """
    The deadline of this run is over.
    """


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """
    Return the known name that is nearest to a mistyped one, if any is near.
    """
    # Only who mistypes pays for it.
    import difflib  # noqa: PLC0415 - see above

    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
