"""
What `apicontract mcp` offers to agents: five tools, each a command of this program or a question to its mock.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from apicontract.contract.catalog import api_names, load_api
from apicontract.contract.errors import ApiContractError, UsageError
from apicontract.contract.folders import chosen_data, package_folder
from apicontract.contract.routes import list_path

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The program in a process of its own: what it prints must not end up in the protocol.
_PROGRAM = (sys.executable, "-P", "-c", "from apicontract.cli import main; main()")
#: Exit status to its meaning, for those who read no manual.
_MEANINGS = {
    0: "passed",
    1: "something was found: violated, or a breaking change",
    2: "wrong usage or unusable input",
    3: "too little was decided, or the server ended the run",
    4: "an error of the program itself",
}
#: Characters of an output that are handed on; a whole one can be written with the option `--output` of the command.
_MOST = 40_000
_SERVED = re.compile(r"is served on (\S+)")


class Tools:
    """
    The five tools, and the mocks that are being served; `data` is the folder of those who name none.
    """

    def __init__(self, data: str | None = None) -> None:
        self._data = data
        self._running: dict[tuple[str, ...], subprocess.Popen[str]] = {}
        self._urls: dict[tuple[str, ...], str] = {}
        # Tools are called on threads.
        self._lock = threading.Lock()

    def list(self, data: str | None = None) -> dict[str, Any]:
        """
        List the APIs of a data folder with their hosts, resources and paths; without a folder, those at hand.
        """
        named = data or self._data
        folder, chosen = chosen_data(named, package_folder())
        apis = [load_api(name, named) for name in api_names(named)]
        return {
            "data": str(folder.resolve()),
            "chosen_by": chosen or "packaged",
            "apis": [
                {
                    "api": each.name,
                    "title": f"{each.title} {each.version}",
                    "hosts": {name: host.url for name, host in each.hosts.items()},
                    "resources": {name: list_path(each, one) for name, one in each.resources.items()},
                }
                for each in apis
            ],
        }

    def serve(  # noqa: PLR0913, PLR0917 - the options of the command that matter to an agent
        self,
        api: str | None = None,
        data: str | None = None,
        world: str | None = None,
        throttle: str | None = None,
        faults: tuple[str, ...] = (),
        records: str = "full",
    ) -> dict[str, Any]:
        """
        Serve a mock of an API on a free port until this server ends, and return its URL.

        `throttle` such as "15/hour" limits requests; `faults` are named ways to be wrong; `records` is "full",
        "recorded" or a number. Asked again with the same arguments, it returns the mock that is served already.
        """
        options = {"api": api, "data": data or self._data, "world": world, "throttle": throttle, "records": records}
        arguments = (*_options(options), *(f"--fault={each}" for each in faults))
        with self._lock:
            process = self._running.get(arguments)
            if process is None or process.poll() is not None:
                self._urls[arguments] = self._start(arguments)
            url = self._urls[arguments]
        return {"url": url, "documentation": urljoin(url, "/docs/"), "journal": urljoin(url, "/__mock__/")}

    def check(  # noqa: PLR0913, PLR0917 - the options of the command that matter to an agent
        self,
        target: str = "mock",
        api: str | None = None,
        data: str | None = None,
        request_budget: int | None = None,
        only: tuple[str, ...] = (),
        skip: tuple[str, ...] = (),
        strict: bool = False,  # noqa: FBT001, FBT002 - arguments have names in the protocol
    ) -> dict[str, Any]:
        """
        Hold a server to its contract and report what it violates, with a request that shows each violation.

        `target` is "mock", the name of a host that `list` shows, a URL, or a file of recorded traffic.
        """
        options = {"api": api, "data": data or self._data, "request-budget": request_budget}
        chosen = (*(f"--only={each}" for each in only), *(f"--skip={each}" for each in skip))
        return _ran("check", *_options(options), *chosen, *(["--strict"] if strict else []), "--", target)

    def diff(self, old: str, new: str, api: str | None = None, fail_on: str = "breaking") -> dict[str, Any]:
        """
        Say what changed between two data folders, git revisions or OpenAPI files, and whom it breaks.

        `fail_on` is the lightest change that counts: "breaking", "risky", "compatible" or "note".
        """
        return _ran("diff", *_options({"api": api, "fail-on": fail_on}), "--", old, new)

    def hint(self, path: str, api: str | None = None, data: str | None = None) -> dict[str, Any]:
        """
        Say what is probably misspelt or without effect in a request, such as "/things/?colour=red&limit=5".

        The path begins at the host, as `list` shows it.
        """
        if not path.startswith("/"):
            raise UsageError(f"{path!r} is no path", "give path and query, beginning with a slash")
        # Only who asks for hints pays for the mock.
        from werkzeug.test import create_environ  # noqa: PLC0415 - see above

        from mockserver.http.hint_header import HINTS_KEY  # noqa: PLC0415 - see above

        statuses: list[str] = []
        # Called as a server would: a test client hands on a copy, in which the hints are not.
        environ = create_environ(path)
        b"".join(_mock(api, data or self._data)(environ, lambda status, *_: statuses.append(status)))
        return {"status": int(statuses[-1].split()[0]), "hints": [*environ.get(HINTS_KEY, ())]}

    def close(self) -> None:
        """
        Serve nothing any more.
        """
        running = [*self._running.values()]
        for each in running:
            each.terminate()
        for each in running:
            each.communicate()

    def _start(self, arguments: tuple[str, ...]) -> str:
        """
        Start a mock, and return its URL.

        Raises:
            ApiContractError: it does not start.
        """
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            process = self._running[arguments] = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [*_PROGRAM, "serve", "--port=0", "--access-log=off", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
            for line in process.stdout or ():
                if found := _SERVED.search(line):
                    return found[1]
            process.wait()
            said.seek(0)
            raise ApiContractError(_last_line(said.read()))


def _options(given: dict[str, Any]) -> Iterator[str]:
    """
    Yield options of the command line for what is given; their values can be no options themselves.
    """
    yield from (f"--{name}={value}" for name, value in given.items() if value is not None)


def _ran(*arguments: str) -> dict[str, Any]:
    """
    Run a command and return what it reports.

    Raises:
        ApiContractError: it could not do what was asked.
    """
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        [*_PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1, 3}:
        raise ApiContractError(_last_line(done.stderr))
    left_out = len(done.stdout) - _MOST
    more = f"\n({left_out} more characters are left out)" if left_out > 0 else ""
    meaning = _MEANINGS.get(done.returncode, "")
    return {"status": done.returncode, "meaning": meaning, "report": done.stdout[:_MOST] + more}


def _last_line(said: str) -> str:
    """
    Return the sentence with which a command ended.
    """
    lines = said.strip().splitlines()
    return lines[-1].removeprefix("apicontract: ") if lines else "the command ended without a word"


@cache
def _mock(api: str | None, data: str | None) -> Any:
    """
    Return the mock of an API, made once.
    """
    # Only who asks for hints pays for Flask.
    from mockserver.app import create_app  # noqa: PLC0415 - see above

    return create_app(api=api, data=data)
