"""
Applications that stand beside the mock, each on granian.

    python benchmarks/applications.py flask PORT FOLDER     pages of a folder, read once
    python benchmarks/applications.py framework PORT ROWS   the real framework with so many records
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


def flask(folder: str) -> Any:
    """
    Return plain Flask with the pages of a folder in memory.
    """
    import flask as framework  # noqa: PLC0415 - one application of two is made

    app = framework.Flask("pages", static_folder=None)
    pages = {path.name: path.read_bytes() for path in Path(folder).glob("*.json")}

    @app.get("/<name>")
    def page(name: str) -> Any:
        return framework.Response(pages[name], content_type="application/json")

    return app


def framework(records: str) -> Any:
    """
    Return the framework that stands for the real service in the tests, with generated records.
    """
    from framework import create_framework  # noqa: PLC0415 - see above
    from small import small_api  # noqa: PLC0415 - see above

    from apicontract.dataset import generate  # noqa: PLC0415 - see above
    from apicontract.evidence.recordings import recordings_of  # noqa: PLC0415 - see above

    api = small_api()
    return create_framework(api, generate(api, recordings_of(api), records=int(records)))


def main() -> None:
    """
    Serve one of them.
    """
    name, port, argument = sys.argv[1:]
    app = {"flask": flask, "framework": framework}[name](argument)
    server = Granian(
        name,
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        log_enabled=False,
        websockets=False,
    )
    server.serve(target_loader=lambda: app, wrap_loader=False)


if __name__ == "__main__":
    main()
