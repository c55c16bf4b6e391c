"""
The package is installed from the address of a repository, by each program that the document of installation names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.installation import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """
    What the constants would say if a clone of this checkout were the repository.
    """
    clone = tmp_path_factory.mktemp("repository") / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    return Source(f"file://{clone}", "")


@pytest.fixture(scope="module")
def installers(environment: Callable[..., Path]) -> Path:
    """
    The `bin` folder of an environment that has the programs that install others.
    """
    return environment("pipx", "uv", "pre-commit")


@pytest.fixture
def homes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outside: dict[str, str]) -> None:
    """
    Let the programs that install others keep everything in a folder of the test.
    """
    for name in ("PIPX_HOME", "PIPX_BIN_DIR", "PIPX_MAN_DIR", "UV_CACHE_DIR", "PRE_COMMIT_HOME"):
        outside[name] = str(tmp_path / name)
        monkeypatch.setenv(name, outside[name])


def version() -> str:
    """
    Return what the installed command says of itself.
    """
    text = (ROOT / "apicontract" / "__init__.py").read_text(encoding="utf-8")
    return f"apicontract {text.partition('__version__ = ')[2].splitlines()[0].strip(chr(34))}\n"


def test_pip_installs_from_an_address(source: Source, environment: Callable[..., Path], run: Run) -> None:
    """
    The package is installed by pip from the address of a repository, beside what `apicontract mcp` asks for.

    Not as an extra: in an address of a file, older versions of pip take none.
    """
    binaries = environment(source.requirement("."), "mcp>=2")

    assert version() == run(binaries / "apicontract", "--version").stdout
    assert 0 == run(binaries / "apicontract", "check", "mock", "--request-budget", "3").returncode
    assert 0 == run(binaries / "apicontract", "mcp").returncode


@pytest.mark.usefixtures("homes")
def test_pipx_installs_from_an_address(source: Source, installers: Path, run: Run, tmp_path: Path) -> None:
    """
    The command is installed by pipx from the address of a repository.
    """
    done = run(installers / "pipx", "install", "--quiet", "--python", sys.executable, source.requirement("."))

    assert 0 == done.returncode, done.stderr
    assert version() == run(tmp_path / "PIPX_BIN_DIR" / "apicontract", "--version").stdout


@pytest.mark.usefixtures("homes")
def test_uvx_runs_from_an_address(source: Source, installers: Path, run: Run) -> None:
    """
    The command is run by uvx from the address of a repository.
    """
    done = run(
        installers / "uvx", "--from", source.requirement("."), "--python", sys.executable, "apicontract", "--version"
    )

    assert version() == done.stdout, done.stderr


@pytest.mark.usefixtures("homes")
def test_pre_commit_runs_the_hook_from_an_address(source: Source, installers: Path, run: Run, tmp_path: Path) -> None:
    """
    The hook is installed by pre-commit from the address of a repository, and holds data of another one to its evidence.
    """
    for each in ("schemas", "fixtures"):
        shutil.copytree(ROOT / each, tmp_path / each)
    for arguments in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=test", "-c", "user.email=t@e.org", "commit", "-qm", "Data"),
    ):
        assert 0 == run("git", *arguments).returncode
    done = run(installers / "pre-commit", "try-repo", source.repository, "apicontract-derive", "--all-files")

    assert (0, True) == (done.returncode, "Passed" in done.stdout), done.stdout + done.stderr
