"""
Fill a database in a folder of its own, and serve it until the standard input ends.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from pathlib import Path

import django
from werkzeug.serving import WSGIRequestHandler, make_server


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
        os.environ["PLAIN_DRF_DATABASE"] = str(Path(folder) / "plain.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "plain_drf.settings"
        django.setup()
        # Django's modules can only be imported once it is set up.
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
