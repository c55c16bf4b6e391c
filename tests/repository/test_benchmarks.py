"""
The benchmarks run: what they measure is not judged here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_comparison_with_other_servers_runs(tmp_path: Path) -> None:
    """
    The comparison measures what `serve` runs and plain Flask, without a failed request, and writes its report.
    """
    output = tmp_path / "results.md"
    command = [sys.executable, str(ROOT / "benchmarks" / "peers.py"), "--rounds", "1", "--seconds", "1"]
    command += ["--records", "20", "--only", "mock,flask", "--output", str(output)]
    # Without a path no other client is found, so that what runs is the same everywhere.
    environment = {**os.environ, "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)
    text = output.read_text() if output.exists() else ""

    assert (0, "") == (done.returncode, done.stderr)
    assert 3 == text.count("| `apicontract serve` | ") - 1
    assert 3 == text.count("| plain Flask, pages in memory | ") - 1
    assert "failed" not in text
    assert f"({output.with_suffix('.svg').name})" in text
    assert "<svg" in output.with_suffix(".svg").read_text()


def test_a_plot_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    """
    Each workload has a bar for each server, with its figure; drawn again, nothing changes in the file.
    """
    code = (
        "import sys; from pathlib import Path; from plots import plot\n"
        "for name in sys.argv[1:]: plot({'one': {'mock': 1234.0, 'other': 10.0}, 'two': {'mock': 7.0}}, Path(name))"
    )
    places = [tmp_path / "first.svg", tmp_path / "second.svg"]
    command = [sys.executable, "-c", code, *map(str, places)]
    subprocess.run(command, cwd=ROOT / "benchmarks", check=True, capture_output=True, timeout=300)
    first, second = (each.read_text() for each in places)

    assert first == second
    assert all(f"<!-- {each} -->" in first for each in ("one", "two", "mock", "other", "1,234"))


def test_requests_among_few_and_many_records_are_measured() -> None:
    """
    Each kind of request is measured in both worlds, beside each other.
    """
    command = [sys.executable, str(ROOT / "benchmarks" / "sizes.py"), "200", "300"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.count("ratio") == done.stdout.count("the first: ") == 11
