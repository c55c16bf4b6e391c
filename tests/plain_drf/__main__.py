"""
Fill a database in a folder of its own, and serve it until the standard input ends.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from plain_drf.settings import configure


class Quiet(WSGIRequestHandler):
    """
    A handler that writes no access log.
    """

    def log_request(self, *_: object) -> None:
        """
        Keep silent.
        """


def main() -> None:
    """
    Serve as many records as the command line says.
    """
    with tempfile.TemporaryDirectory() as folder:
        configure(Path(folder) / "plain.sqlite3")
        # Django's modules can only be imported once it is configured.
        from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 - see above

        from plain_drf.rows import fill  # noqa: PLC0415 - see above

        fill(int(sys.argv[1]))
        server = make_server("127.0.0.1", 0, WSGIHandler(), threaded=True, request_handler=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.port, flush=True)  # noqa: T201 - the parent reads it
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
