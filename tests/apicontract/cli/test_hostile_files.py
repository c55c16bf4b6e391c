"""
The command line before documents and names that mean harm, each in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: Seconds after which a command counts as one that does not end.
_PATIENCE = 60
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{former}'] * 9)}]\n" for former, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def run(folder: Path, *arguments: str, memory: int = 2_000_000_000) -> subprocess.CompletedProcess[str]:
    """
    Run a command in a folder, with so many bytes of memory where the system can limit it.
    """

    def limit() -> None:
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return subprocess.run(
        [sys.executable, "-c", "from apicontract.cli import main; main()", *arguments],
        check=False,
        cwd=folder,
        env={**os.environ, "APICONTRACT_CACHE": str(folder / "cache")},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        preexec_fn=limit if os.name == "posix" else None,
    )


def described(schemas: dict[str, Any], path: str = "/v1/books/", title: Any = "Shelf") -> str:
    """
    Return a description with one list of books.
    """
    page = {"count": {"type": "integer"}, "results": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}}}
    answer = {"200": {"content": {"application/json": {"schema": {"type": "object", "properties": page}}}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1"},
        "paths": {path: {"get": {"responses": answer}}},
        "components": {"schemas": {"Book": {"type": "object", "properties": {"id": {"type": "integer"}}}} | schemas},
    }
    return json.dumps(document)


def component(name: str) -> dict[str, str]:
    """
    Return a reference to a component.
    """
    return {"$ref": f"#/components/schemas/{name}"}


DOUBLING = {f"D{n}": {"anyOf": [component(f"D{n + 1}")] * 2} for n in range(40)}
CHAIN = {f"D{n}": {"type": "array", "items": component(f"D{n + 1}")} for n in range(3_000)}
ROW = {"id": {"type": "integer"}, "d": component("D0")}

#: What was done to the file, its content, what the command may end with.
FILES = {
    "deep": ("[" * 200_000, 2),
    "digits": ('{"openapi": ' + "9" * 5_000 + "}", 2),
    "surrogate": (described({}, title="\ud800"), 2),
    "components": (described({}).replace('"components": {', '"components": 5, "x": {'), 2),
    "bomb": (BOMB, 2),
    "path": (described({}, path="/v1/../../../../../x/"), 2),
    "backslash": (described({}, path="/v1/..\\..\\x/"), 2),
    "long path": (described({}, path=f"/v1/{'x' * 300}/"), 2),
    "dots as title": (described({}, title="../../.."), 0),
    "all of itself": (described({"Book": {"allOf": [component("Book"), component("Book")]}}), 2),
    "any of itself": (
        described({"Book": {"properties": ROW}, "D0": {"anyOf": [component("D0"), {"type": "null"}]}}),
        0,
    ),
    "items of itself": (described({"Book": {"properties": ROW}, "D0": {"type": "array", "items": component("D0")}}), 0),
    "doubling": (described({"Book": {"properties": ROW}} | DOUBLING), 2),
    "chain": (described({"Book": {"properties": ROW}} | CHAIN), 2),
    "key twice": ('{"openapi": "3.0.3", "openapi": "3.0.3"}', 2),
    "infinite": ('{"openapi": 1e999}', 2),
    "UTF-16 without a mark": ("\x00{", 2),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_descriptions_end_in_a_result_or_a_line(tmp_path: Path, name: str) -> None:
    """
    A description that means harm ends soon, in a result or in one line and 2; it writes in the data folder alone.
    """
    content, status = FILES[name]
    work = tmp_path / "a" / "b" / "c" / "d" / "e"
    work.mkdir(parents=True)
    (work / "in.yaml").write_text(content, encoding="utf-8")
    done = run(work, "import", "openapi", "in.yaml", "--data", "data")

    assert (status, "") == (done.returncode, "".join(done.stderr.splitlines(keepends=True)[1:])), done.stderr
    assert "Traceback" not in done.stderr
    assert {"in.yaml", "data"} >= {each.name for each in work.iterdir()}
    assert [work] == list((tmp_path / "a").glob("*/*/*/*"))
    if status:
        assert done.stderr.startswith("apicontract: ")
        assert not (work / "data").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "openapi", "right.json", "--api", "../../../x"),
        ("import", "openapi", "right.json", "--api", "meta"),
        ("derive", "--api", "../x", "--data", "."),
        ("check", "mock", "--api", "../x"),
        ("diff", "right.json", "main:../../x"),
        ("import", "har", "header.har"),
        ("report", "deep.json"),
    ],
)
def test_hostile_arguments_end_in_a_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """
    A name that leads elsewhere, and a file that is none of its kind, end in one line and 2, and nothing is written.
    """
    request = {"method": "GET", "url": "https://a.example/2.3.0/x/", "headers": [{"name": "a", "value": 5}]}
    entry = {"request": request, "response": {"status": 200}}
    (tmp_path / "right.json").write_text(described({}), encoding="utf-8")
    (tmp_path / "header.har").write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    (tmp_path / "deep.json").write_text("[" * 200_000, encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    done = run(tmp_path, *arguments)

    assert (2, 1) == (done.returncode, done.stderr.count("\n")), done.stderr
    assert before == sorted(tmp_path.iterdir())
