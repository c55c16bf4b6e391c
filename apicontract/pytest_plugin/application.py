"""
An application of somebody's own, called in process.

Which interface it speaks, how long it may take, and what it has raised.
"""

from __future__ import annotations

import functools
import inspect
import pkgutil
import signal
import threading
import time
import traceback
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any, Self

from apicontract.client.asgi import AsgiBridge
from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

    Application = Callable[..., Any]


class ApplicationHangs(BaseException):
    """
    An application gave no answer in time.

    No `Exception`, since a framework would turn that into an answer with status 500.
    """


def read_application(given: Application | str) -> Application:
    """
    Return the application that is meant: the object itself, or what "module:name" names.

    Raises:
        UsageError: it cannot be imported, or is neither a WSGI nor an ASGI application.
    """
    application = _imported(given) if isinstance(given, str) else given
    if not callable(application):
        raise UsageError(
            f"{_named(given)} is a {type(application).__name__}, which cannot be called",
            "give a WSGI or ASGI application",
        )
    made = _makes_one(application)
    if made or not (takes(application, 2) or takes(application, 3)):
        remedy = "call it and give what it returns" if made else "give a WSGI or ASGI application"
        raise UsageError(f"{_named(given)} takes neither the two arguments of WSGI nor the three of ASGI", remedy)
    return application


def takes(application: Application, count: int) -> bool:
    """
    Whether a callable can be called with so many arguments; one whose parameters are unknown, with any.
    """
    try:
        inspect.signature(application).bind(*range(count))
    except TypeError:
        return False
    except ValueError:
        return True
    return True


def _makes_one(application: Application) -> bool:
    """
    Whether a callable is no application and may return one: it can be called with nothing.

    A wrapper that takes whatever comes is not meant.
    """
    if not takes(application, 0):
        return False
    try:
        parameters = inspect.signature(application).parameters.values()
    except ValueError:
        return False
    return all(each.kind is not each.VAR_POSITIONAL for each in parameters)


def speaks_asgi(application: Application) -> bool:
    """
    Whether an application speaks ASGI: it takes three arguments; one that takes two as well, if it is a coroutine.
    """
    if not takes(application, 2):
        return True
    inner = application.func if isinstance(application, functools.partial) else application
    called = getattr(inner, "__call__", inner)  # noqa: B004 - its kind is asked for
    return takes(application, 3) and any(map(inspect.iscoroutinefunction, (inner, called)))


class InProcess:
    """
    An application as a WSGI callable, between its start and its end.

    Attributes:
        raised: the first exception that came out of it, with place and request; empty if none did.
    """

    def __init__(self, application: Application, seconds: float) -> None:
        self.raised = ""
        self._application = application
        self._seconds = seconds
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """
        Start it, where it wants to be told of that.

        Raises:
            UsageError: it says that it cannot start.
        """
        if speaks_asgi(self._application):
            with _limited(self._seconds, "the application does not start"):
                self._application = self._open.enter_context(AsgiBridge(self._application))
        return self

    def __exit__(self, *_: object) -> None:
        """
        Stop it.
        """
        with _limited(self._seconds, "the application does not stop"):
            self._open.close()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """
        Answer a request of WSGI, whole.

        Raises:
            ApplicationHangs: it takes too long.
        """
        query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
        asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}{query}"
        with _limited(self._seconds, f"no answer to {asked}"):
            try:
                parts = self._application(environ, start_response)
                with closing(parts) if hasattr(parts, "close") else ExitStack():
                    return [b"".join(parts)]
            except Exception as error:
                self.raised = self.raised or _told(error, asked)
                raise


@contextmanager
def _limited(seconds: float, what: str) -> Iterator[None]:
    """
    Raise `ApplicationHangs` in the block when it takes longer.

    It does so only where the platform has an alarm clock (Unix), and on the main thread, which alone may set it.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_: int, __: FrameType | None) -> None:
        raise ApplicationHangs(f"{what} within {seconds:g} s")

    begun = time.monotonic()
    handler = signal.signal(signal.SIGALRM, ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        # The alarm of somebody else, such as that of pytest-timeout, goes on.
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - begun), 0.001), interval)


def _imported(name: str) -> Any:
    if ":" not in name:
        raise UsageError(f"{name!r} names no application", 'write "module:name"')
    try:
        return pkgutil.resolve_name(name)
    except Exception as error:
        raise UsageError(f"{name} cannot be imported: {_reason(error)}", "mend it, or give the application") from error


def _named(given: Application | str) -> str:
    return given if isinstance(given, str) else getattr(given, "__qualname__", type(given).__name__)


def _told(error: Exception, asked: str) -> str:
    return f"first exception of the application: {_reason(error)}, on {asked}"


def _reason(error: Exception) -> str:
    """
    Return an exception in one line, with the place that raised it.
    """
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" ({each.filename}:{each.lineno})" for each in last)
    text = " ".join(str(error).split())
    return f"{type(error).__name__}{f': {text}' if text else ''}{where}"
