"""
The installed distribution works without the checkout, and without the libraries of the extra `test`.
"""

from __future__ import annotations

import json
import shutil
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parents[1]


def test_no_test_library_is_needed(installed: Path, run: Run) -> None:
    """
    The base install brings no schemathesis, Django or pytest-httpserver.
    """
    listed = json.loads(run(installed / "python", "-m", "pip", "list", "--format", "json").stdout)

    assert set() == {each["name"].lower() for each in listed} & {"schemathesis", "django", "pytest-httpserver"}


def test_mock_is_judged(installed: Path, run: Run) -> None:
    """
    The installed command judges the packaged mock from an empty folder, with exit status 0.
    """
    done = run(installed / "apicontract", "check", "mock", "--request-budget", "15")

    assert (0, True) == (done.returncode, ", 0 violated," in done.stdout), done.stderr


def test_server_is_served_and_judged(installed: Path, served: str, run: Run) -> None:
    """
    The installed command serves the packaged API on a free port, and another one judges it by its URL.
    """
    with urllib.request.urlopen(f"{served}/2.3.0/spacecraft/?limit=1") as answer:
        assert 1 == len(json.load(answer)["results"])

    done = run(installed / "apicontract", "check", served, "--request-budget", "15")

    assert (0, True) == (done.returncode, ", 0 violated," in done.stdout), done.stderr


def test_plugin_judges_a_url(installed: Path, served: str, run: Run, tmp_path: Path) -> None:
    """
    The contract suite holds a server to its contract by the installed plugin, with nothing of the checkout beside it.
    """
    for each in (ROOT / "contract_tests").glob("test_*.py"):
        shutil.copy(each, tmp_path)

    done = run(installed / "python", "-m", "pytest", "-q", "--target", served, "--request-budget", "30")

    assert 0 == done.returncode, done.stdout


def test_derive_checks_the_checkout(installed: Path, run: Run, tmp_path: Path) -> None:
    """
    In a checkout, `derive --check` of the installed wheel holds that checkout to its evidence, and not the wheel.
    """
    for each in ("schemas", "fixtures"):
        shutil.copytree(ROOT / each, tmp_path / each)
    right = run(installed / "apicontract", "derive", "--check", "--quiet")
    changed = next((tmp_path / "schemas").glob("ll2-2.3.0/*/contract.json"))
    changed.write_text(changed.read_text(encoding="utf-8").replace('"title": "', '"title": "No ', 1), encoding="utf-8")
    wrong = run(installed / "apicontract", "derive", "--check", "--quiet")

    assert [0, 1] == [right.returncode, wrong.returncode], right.stderr + wrong.stderr
    assert f"apicontract: data of {tmp_path} (the current folder)" in right.stderr


def test_editable_install_finds_the_data(
    tmp_path: Path, installed: Path, environment: Callable[..., Path], run: Run
) -> None:
    """
    An editable install of a checkout uses the data that stands beside the packages.

    What it requires exists already, in the environment of the wheel.
    """
    checkout = tmp_path / "a check out"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".*", "tests", "docs", "node_modules"))

    binaries = environment("--no-deps", "--editable", str(checkout))
    libraries, site = (
        run(each / "python", "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").stdout.strip()
        for each in (installed, binaries)
    )
    (Path(site) / "libraries.pth").write_text(libraries, encoding="utf-8")
    found = run(binaries / "python", "-c", "import apicontract.contract.catalog as c; print(c.packaged_data())")

    assert str(checkout) == found.stdout.strip()
    assert 0 == run(binaries / "apicontract", "check", "mock", "--request-budget", "3").returncode
