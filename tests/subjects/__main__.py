"""
Install, fill, serve, import and learn each real project; say how far its mocks agree with it and what checks say.
"""

from __future__ import annotations

import ast
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from agreement.compared import compared

from apicontract.cli.describing import described_project
from subjects.listed import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
SUBJECTS = {path.stem.removeprefix("subject_"): path for path in sorted(HERE.glob("subject_*.py"))}
#: Seconds in which a project must answer its first request.
PATIENCE = 60


def stated(path: Path) -> dict[str, Any]:
    """
    Return what the file of a subject states, without running it here.
    """
    body = ast.parse(path.read_text(encoding="utf-8")).body
    plain = [each for each in body if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)]
    return {each.targets[0].id: ast.literal_eval(each.value) for each in plain}  # type: ignore[attr-defined]


def apicontract(*arguments: str) -> subprocess.CompletedProcess[str]:
    """
    Run the command line, and return what came of it.
    """
    command = [sys.executable, "-c", "from apicontract.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def installed(home: Path, requirements: tuple[str, ...]) -> str:
    """
    Return the interpreter of an environment that has the requirements; make it if there is none.
    """
    python = home / "env" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home / "env")], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "-q", *requirements], check=True)
    return str(python)


def answering(url: str) -> None:
    """
    Wait until a server answers.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"{url} does not answer in {PATIENCE} s")


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(SUBJECTS)))
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".cache/subjects"), show_default=True)
@click.option("--requests", default=300, show_default=True, help="How many are compared.")
def main(names: tuple[str, ...], folder: Path, requests: int) -> None:
    """
    Try the named projects, or all of them.
    """
    for name in names or SUBJECTS:
        click.echo(f"{name}: {tried(SUBJECTS[name], (folder / name).absolute(), requests)}")


def tried(path: Path, home: Path, requests: int) -> str:
    """
    Return what came of one project.
    """
    told = stated(path)
    home.mkdir(parents=True, exist_ok=True)
    python = installed(home, told["REQUIREMENTS"])
    work = home / "work"
    if not work.exists():
        work.mkdir()
        subprocess.run([python, str(path), "fill"], cwd=work, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([python, str(path), "serve", str(port)], cwd=work) as process:
        try:
            answering(url + told["COLLECTIONS"][0])
            return "\n".join(_told(told, url, (python, work), home, requests))
        finally:
            process.terminate()


def _told(told: dict[str, Any], url: str, project: tuple[str, Path], home: Path, requests: int) -> Iterator[str]:
    """
    Yield what came of the import of a project and of what its URL alone teaches; of another subject, of the latter.
    """
    python, work = project
    described = described_project(told["SETTINGS"], python, work) if "SETTINGS" in told else None
    checks = (
        *(("check", url, "--request-budget", str(budget)) for budget in (15, 200)),
        ("check", url, "--request-budget", "200", "--strict"),
    )
    if described:
        resources = tuple(f"--resource={each}" for each in told["RESOURCES"])
        placed = ("--below", told["BELOW"]) if "BELOW" in told else ()
        imported = ("import", "django", told["SETTINGS"], "--python", python, "--project", str(work), *placed)
        recorded = ("record", url, "--request-budget", "60", *resources)
        yield from _ran((imported, *checks, recorded, ("derive", "--quiet")), home / "data")
        yield str(compared(url, described, home / "data", told["COLLECTIONS"], (requests, 1)))
    # Where a list is asked first, nothing leads to the others.
    others = told["COLLECTIONS"] if told["ROOT"] in told["COLLECTIONS"] else ()
    learned = ("learn", url + told["ROOT"], *(f"--list={each}" for each in others))
    learned = (*learned, "--request-budget", "150", "--api", "learned-1")
    yield from _ran((learned, *checks), home / "learned")
    if described:
        yield str(compared(url, described, home / "learned", told["COLLECTIONS"], (requests, 1)))
    else:
        yield listed(url, told["COLLECTIONS"][0], told, home / "learned", requests)


def _ran(commands: Iterable[tuple[str, ...]], data: Path) -> Iterator[str]:
    """
    Run commands on a new data folder, and yield the last line of each, and what it found.
    """
    shutil.rmtree(data, ignore_errors=True)
    for command in commands:
        done = apicontract(*command, "--data", str(data))
        found = [line[:200] for line in done.stdout.splitlines() if line.startswith(("VIOLATION", "WARNING"))]
        yield f"{' '.join(command[:2])}: {next(reversed(done.stdout.splitlines()), done.stderr[-300:])}"
        yield from found


if __name__ == "__main__":
    main()
