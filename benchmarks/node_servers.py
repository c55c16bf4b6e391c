"""
Mock servers that run on Node.js, fetched once by npm into a folder beside this file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent / ".peers"
#: What npm is asked for.
JSON_SERVER, MOCKOON, PRISM = "json-server@0.17.4", "@mockoon/cli@9.9.0", "@stoplight/prism-cli@5.14.2"


def json_server(folder: Path, port: int) -> list[str] | None:
    """
    Return the command of json-server over `rows.json` of a folder, or None where it cannot be had.
    """
    script = _fetched(JSON_SERVER, "json-server/lib/cli/bin.js")
    if script is None:
        return None
    return ["node", str(script), "--port", str(port), "--host", "127.0.0.1", "--quiet", str(folder / "rows.json")]


def mockoon(folder: Path, port: int) -> list[str] | None:
    """
    Return the command of Mockoon with a route for each page of a folder, or None where it cannot be had.
    """
    script = _fetched(MOCKOON, "@mockoon/cli/bin/run.js")
    if script is None:
        return None
    environment = folder / "mockoon.txt"
    pages = [_route(each.name, each.read_text()) for each in sorted(folder.glob("1*.json"))]
    environment.write_text(json.dumps(_environment(pages, port)))
    command = ["node", str(script), "start", "--data", str(environment), "--port", str(port), "--repair"]
    return [*command, "--disable-log-to-file", "--disable-admin-api"]


def prism(folder: Path, port: int) -> list[str] | None:
    """
    Return the command of Prism over a description whose examples are the pages of a folder, or None if not to be had.
    """
    script = _fetched(PRISM, "@stoplight/prism-cli/dist/index.js")
    if script is None:
        return None
    paths = {
        f"/{each.name}": {"get": _operation(json.loads(each.read_text()))} for each in sorted(folder.glob("1*.json"))
    }
    description = folder / "prism.json"
    description.write_text(json.dumps({"openapi": "3.0.3", "info": {"title": "pages", "version": "1"}, "paths": paths}))
    return [
        "node",
        str(script),
        "mock",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--verboseLevel",
        "error",
        str(description),
    ]


def _operation(example: object) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}, "example": example}}
    return {"responses": {"200": {"description": "A page.", "content": content}}}


def _fetched(package: str, script: str) -> Path | None:
    place = HOME / "node_modules" / script
    if not place.exists() and shutil.which("npm"):
        HOME.mkdir(exist_ok=True)
        command = ["npm", "install", "--prefix", str(HOME), "--no-audit", "--no-fund", package]
        subprocess.run(command, check=False, capture_output=True, timeout=300)
    return place if place.exists() else None


def _environment(routes: list[dict[str, Any]], port: int) -> dict[str, Any]:
    """
    Return what Mockoon reads; it mends what is left out (`--repair`).
    """
    return {
        "uuid": str(uuid.uuid4()),
        "lastMigration": 33,
        "name": "pages",
        "port": port,
        "hostname": "127.0.0.1",
        "routes": routes,
        "rootChildren": [{"type": "route", "uuid": each["uuid"]} for each in routes],
    }


def _route(name: str, body: str) -> dict[str, Any]:
    answer = {
        "uuid": str(uuid.uuid4()),
        "body": body,
        "statusCode": 200,
        "headers": [{"key": "Content-Type", "value": "application/json"}],
        "bodyType": "INLINE",
        "disableTemplating": True,
        "default": True,
    }
    return {"uuid": str(uuid.uuid4()), "type": "http", "method": "get", "endpoint": name, "responses": [answer]}
