"""
A mock server that answers as the described API would.

`flask --app mockserver run` finds `create_app` here; it is imported when it is first asked for, so that
`import mockserver` does not import Flask.
"""

from __future__ import annotations

from typing import Any

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from mockserver import app  # noqa: PLC0415 - only who asks for it pays for Flask

        return getattr(app, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
