"""
The embedded server: one process that answers; a thread that reads and writes, several that make what is not known.

The worker ends with its parent, and says that it is ready when it has answered its first request.
"""

from __future__ import annotations

import ctypes
import http.client
import multiprocessing
import os
import secrets
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import UsageError
from mockserver.control.repeating import RepeatedAnswers
from mockserver.control.warming import first_needs, warm_up
from mockserver.detour import without_detour
from mockserver.http.access import PREFIX, TOKEN_VARIABLE, is_loopback
from mockserver.http.access_log import line_writer, logged
from mockserver.http.asgi import Asgi
from mockserver.http.interfaces import EVERYWHERE, addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import uvicorn

    from mockserver.control.mock_server import MockServer
    from mockserver.http.access import Access
    from mockserver.http.access_log import Wsgi

_BACKLOG = 1024
#: Signals that end the server, and seconds for what is under way then.
_ENDING, _GRACE = (signal.SIGINT, signal.SIGTERM), 2
#: Connections at which a request that is not known is refused by 503: a process usually has 1,024 descriptors.
_MOST_OPEN = 800
#: Seconds for the head of a request, from the connection or the answer before on; ends idle connections too.
_IDLE = 10
#: Seconds between two looks at whether the server answers.
_LOOK = 0.02
#: Letters of a wrong host that are repeated.
_SHOWN = 100
_PR_SET_PDEATHSIG = 1
#: Seconds for what only first requests need, before the line that says the server is ready; the server answers already.
#: In it all lists of an API of fifty collections are made; what is left of a larger one is made behind the line.
_BEFORE_READY = 1.0


@dataclass(frozen=True, slots=True)
class Address:
    """
    Where a server listens.

    Attributes:
        host: numeric address.
        port: never 0.
    """

    host: str
    port: int

    @property
    def url(self) -> str:
        """
        The URL by which this machine reaches it, without a path.
        """
        return self._url(EVERYWHERE.get(self.host, self.host))

    @property
    def urls(self) -> tuple[str, ...]:
        """
        Every URL by which it is reached, without a path; this machine's own first.
        """
        return tuple(map(self._url, addresses(self.host)))

    @property
    def warning(self) -> str:
        """
        What to know about a server that others than this machine can reach, in one line; empty for a loopback one.
        """
        if is_loopback(self.host):
            return ""
        return (
            f"whoever reaches port {self.port} of this machine may ask the mock; the control API answers clients on "
            f"this machine and whoever sends the token in {TOKEN_VARIABLE}; --host 127.0.0.1 keeps others out"
        )

    def _url(self, host: str) -> str:
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


@dataclass(frozen=True)
class Worker:
    """
    What the serving process does when it starts; it may have to travel there, so it holds values alone.

    Attributes:
        make: returns the mock, and who may control it.
        address: where it will be reached.
        path: where a browser is opened.
        greeting: what is printed then; `{url}` is the server's.
        access_log: key of `access_log.FORMS`, or `off`.
        browser: whether a browser is opened.
        parent: process without which there is nothing to serve for.
    """

    make: Callable[[], tuple[MockServer, Access]]
    address: Address
    path: str
    greeting: str
    access_log: str = "plain"
    browser: bool = False
    parent: int = 0

    def __call__(self) -> Asgi:
        """
        Return the ASGI application; tie the process to its parent, await the first answer, and make what others need.
        """
        end_with_parent(self.parent)
        secret = secrets.token_hex()
        live, access = self.make()
        write = line_writer(self.access_log)
        live.watch()
        wsgi = answering_first(logged(without_detour(live, access, _flask(live, access)), write), secret)
        threading.Thread(target=self._greet, args=(secret, live), daemon=True).start()
        return Asgi(wsgi, access.admits, RepeatedAnswers(live, write))

    def _greet(self, secret: str, live: MockServer) -> None:
        while not answers(self.address, secret):
            time.sleep(_LOOK)
        needs = first_needs(live.mock)
        warm_up(needs, _BEFORE_READY)
        url, *others = self.address.urls
        first, rest = self.greeting.replace("{url}", url).split("\n", 1)
        sys.stdout.write("\n".join((first, *(f"  also on {each}{self.path}" for each in others), rest)))
        sys.stdout.flush()
        if self.browser:
            import webbrowser  # noqa: PLC0415 - only who asks for one pays for it

            webbrowser.open(f"{url}{self.path}")
        warm_up(needs)


def _flask(live: MockServer, access: Access) -> Callable[[], Wsgi]:
    """
    Return what makes the Flask application of a mock, once.
    """

    @cache
    def made() -> Wsgi:
        from mockserver.app import application  # noqa: PLC0415 - only who asks for a page pays for Flask

        return application(live, access)

    return made


def serve(worker: Worker) -> None:
    """
    Serve until SIGINT or SIGTERM.

    Raises:
        UsageError: the port was taken meanwhile.
        SystemExit: the process that answers failed; it has said why.
    """
    with _listening(worker.address) as listener:
        process = multiprocessing.Process(target=_work, args=(replace(worker, parent=os.getpid()), listener))
        process.start()
    stopped: list[int] = []

    def stop(number: int, _: object) -> None:
        stopped.append(number)
        process.terminate()
        # What sleeps before it answers is not waited for.
        killing = threading.Timer(_GRACE, process.kill)
        killing.daemon = True
        killing.start()

    before = {number: signal.signal(number, stop) for number in _ENDING}
    process.join()
    for number, handler in before.items():
        signal.signal(number, handler)
    if not stopped and process.exitcode:
        raise SystemExit(1)


def _listening(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    place = (address.host, address.port)
    try:
        return socket.create_server(place, family=family, backlog=_BACKLOG, dualstack_ipv6=address.host == "::")
    except OSError as error:
        raise _no_place(address.host, address.port, error) from error


def _work(worker: Worker, listener: socket.socket) -> None:
    """
    Answer, in a process of its own.
    """
    # Until it answers, there is nothing to end in order.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Imported here, so that the process that only waits for this one is spared it.
    import uvicorn  # noqa: PLC0415 - see above

    uvicorn.Server(config_of(worker())).run([listener])


def config_of(app: Asgi, idle: float = _IDLE) -> uvicorn.Config:
    """
    Return how uvicorn is to serve an application.

    Args:
        app: answers.
        idle: seconds for the head of a request.
    """
    # Imported here, as uvicorn is.
    import uvicorn  # noqa: PLC0415 - see above

    from mockserver.http.outgoing import Outgoing  # noqa: PLC0415 - see above
    from mockserver.http.protocol import KnownFirst  # noqa: PLC0415 - see above

    return uvicorn.Config(
        Outgoing(app),
        http=KnownFirst,
        ws="none",
        interface="asgi3",
        lifespan="off",
        workers=1,
        # The mock has a log of its own, and decides itself which proxy it trusts.
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=_BACKLOG,
        limit_concurrency=_MOST_OPEN,
        timeout_keep_alive=idle,  # type: ignore[arg-type] # it is a time like any other
        timeout_graceful_shutdown=_GRACE,
    )


def free_address(host: str, port: int) -> Address:
    """
    Return the numeric address and the port to listen on; port 0 finds a free one.

    Raises:
        UsageError: the port is taken or not allowed, or the host is none of this machine's.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            found = probe.getsockname()
            return Address(str(found[0]), int(found[1]))
    except (OSError, OverflowError, ValueError) as error:
        # A `ValueError` is a name that cannot be looked up: a label of more than 63 letters, a NUL.
        raise _no_place(host, port, error) from error


def _no_place(host: str, port: int, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    shown = host[:_SHOWN] if host.isprintable() and host else repr(host[:_SHOWN])
    return UsageError(f"cannot listen on {shown} port {port}: {reason}", "choose another with --host or --port")


def answering_first(app: Wsgi, secret: str) -> Wsgi:
    """
    Return a WSGI application that answers whoever knows a secret itself, and leaves everybody else to another.

    The request that shows that the server answers must not be counted, logged or made to fail. It asks for a path of
    the control API, whose answers are never known beforehand.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_USER_AGENT") != secret:
            return app(environ, start_response)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    return application


def answers(address: Address, secret: str) -> bool:
    """
    Tell whether a request with the secret is answered.
    """
    host = EVERYWHERE.get(address.host, address.host)
    connection = http.client.HTTPConnection(host, address.port, timeout=5)
    try:
        connection.request("GET", f"{PREFIX}/", headers={"User-Agent": secret})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def end_with_parent(parent: int) -> None:
    """
    End this process when its parent has ended, even by SIGKILL: the kernel sees to it on Linux, a thread elsewhere.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if parent and os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
