"""
What happens on a machine without a browser.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("ci", "said"), [("", "1 skipped"), ("true", "1 error")])
def test_without_a_browser(ci: str, said: str, tmp_path: Path) -> None:
    """
    A person's machine skips the tests of the pages; one that checks for all does not let them pass.
    """
    tmp_path.joinpath("conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text("utf-8"), "utf-8")
    tmp_path.joinpath("test_page.py").write_text("def test_page(browser):\n    pass\n", "utf-8")
    folders = (Path(__file__).parents[2], Path(__file__).parents[1])
    paths = os.pathsep.join([*map(str, folders), os.environ.get("PYTHONPATH", "")])
    environment = {"PATH": str(tmp_path), "PYTHONPATH": paths, "CI": ci}

    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)]
    run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert f"{said} in" in run.stdout
