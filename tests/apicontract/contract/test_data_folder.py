"""
One rule says which data folder is used.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.contract.catalog import data_folders, packaged_data
from apicontract.contract.folders import DATA_VARIABLE, chosen_data


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    The current folder, which holds an API of its own.
    """
    folder = tmp_path / "checkout"
    (folder / "schemas" / "mine").mkdir(parents=True)
    (folder / "schemas" / "mine" / "api.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    return folder


def test_the_current_folder_comes_before_the_package(checkout: Path) -> None:
    """
    A folder with `schemas/<api>/api.json` is used where one stands in it, with the packaged data below.
    """
    assert (checkout, packaged_data()) == tuple(each.resolve() for each in data_folders())


def test_the_environment_comes_before_the_current_folder(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The variable wins over where one stands.
    """
    monkeypatch.setenv(DATA_VARIABLE, str(checkout.parent))

    assert (checkout.parent, DATA_VARIABLE) == chosen_data(None, packaged_data())


def test_the_option_comes_first(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What is named on the command line wins over everything.
    """
    monkeypatch.setenv(DATA_VARIABLE, str(checkout.parent))

    assert (Path("elsewhere"), "--data") == chosen_data("elsewhere", packaged_data())


def test_any_other_folder_means_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A folder that only has something called schemas is none of data.
    """
    (tmp_path / "schemas").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(DATA_VARIABLE, raising=False)

    assert (packaged_data(), "") == chosen_data(None, packaged_data())


def test_derive_holds_the_folder_where_one_stands(checkout: Path) -> None:
    """
    `derive --check` looks at the checkout, not at the installed package, and says so.
    """
    (checkout / "fixtures").mkdir()
    done = CliRunner().invoke(main, ["derive", "--check"])

    assert 2 == done.exit_code
    assert "no API in fixtures" in done.stderr


def test_the_folder_is_told(checkout: Path) -> None:
    """
    One line on standard error names the folder and what chose it; standard output stays the report's.
    """
    (checkout / "schemas" / "mine" / "api.json").unlink()
    packaged = packaged_data() / "schemas"
    recorded = min((packaged_data() / "fixtures").glob("*/*/recorded/*"))
    name = recorded.parents[2].name
    (checkout / "schemas" / name).mkdir()
    (checkout / "schemas" / name / "api.json").write_bytes((packaged / name / "api.json").read_bytes())
    done = CliRunner().invoke(main, ["check", str(recorded), "--format", "json"])

    assert f"apicontract: data of {checkout} (the current folder)" in done.stderr.splitlines()
    assert "check" == json.loads(done.stdout)["tool"]
