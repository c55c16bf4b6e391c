"""
The sides of a comparison: data folder, git revision, file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from apicontract.contract.errors import DataError, UnknownName
from apicontract.diff.sides import read_side

MOVE = Path(__file__).parents[2] / "data" / "move"


def git(folder: Path, *arguments: str) -> None:
    """
    Run git in a folder, with nothing of the person's own configuration.
    """
    settings = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A repository whose first commit holds the older data at the top, and whose second holds the newer in a folder.
    """
    folder = tmp_path / "a checkout"
    shutil.copytree(MOVE / "old", folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Older")
    git(folder, "tag", "v1")
    for name in ("schemas", "fixtures"):
        shutil.rmtree(folder / name)
    shutil.copytree(MOVE / "new", folder / "data" / "here")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Newer")
    monkeypatch.chdir(folder)
    return folder


def test_a_folder_is_read_alone() -> None:
    """
    A data folder stands for itself: nothing of the packaged data fills its gaps.
    """
    side = read_side(str(MOVE / "old"))
    assert (side.api.name, list(side.api.resources), len(side.exchanges)) == ("launches-2.2.0", ["spacecraft"], 1)


@pytest.mark.parametrize(("label", "name"), [("v1", "launches-2.2.0"), ("main:data/here", "launches-2.3.0")])
def test_a_revision_is_read(checkout: Path, label: str, name: str) -> None:
    """
    A revision, or a folder in one, is read with its recordings, from anywhere in the checkout.
    """
    side = read_side(label)
    assert (side.api.name, len(side.exchanges), checkout.name) == (name, 1, "a checkout")


def test_a_revision_is_read_from_a_folder_below(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The current folder inside of the checkout makes no difference.
    """
    monkeypatch.chdir(checkout / "data")
    assert read_side("v1").api.name == "launches-2.2.0"


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("nothing", "nothing: no such folder, file, API or git revision"),
        ("--upload-pack=x", "--upload-pack=x: no such folder, file, API or git revision"),
        ("main", "main: no folder 'schemas' in that revision"),
        ("main:no/such", "main:no/such: no such folder, file, API or git revision"),
    ],
)
def test_a_revision_that_cannot_be_read(checkout: Path, label: str, message: str) -> None:
    """
    What is no revision with data is one error that names it, also where it looks like an option.
    """
    with pytest.raises(DataError) as caught:
        read_side(label)
    assert str(caught.value).startswith(message)
    assert checkout.is_dir()


def test_a_folder_without_an_api_is_refused(tmp_path: Path) -> None:
    """
    A folder that holds no API is one error that says what should be there.
    """
    (tmp_path / "schemas").mkdir()
    with pytest.raises(DataError, match="no API in it; expected a data folder"):
        read_side(str(tmp_path))


def test_an_api_is_read_by_its_name() -> None:
    """
    A packaged API needs no path; a folder of that name would win.
    """
    side = read_side("ll2-2.4.0")
    assert ("ll2-2.4.0", "/api/ll/2.4.0/") == (side.api.name, side.api.base_path)


def test_an_unknown_api_is_an_error() -> None:
    """
    A side without the API of that name says which it has.
    """
    with pytest.raises(UnknownName, match="unknown API 'launch'"):
        read_side(str(MOVE / "old"), "launch")


@pytest.mark.parametrize("label", ["v1", "folder"])
def test_a_file_above_the_maximum_is_refused(checkout: Path, label: str) -> None:
    """
    A file that is larger than allowed is refused before it is read, in a folder and in a revision.
    """
    shutil.copytree(MOVE / "old", checkout / "folder")
    with pytest.raises(DataError, match=r"fixtures/.*page.json: \d+ bytes; expected at most 500"):
        read_side(label, max_size=500)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{not JSON", ":1: Expecting property name enclosed in double quotes; expected a document in JSON or YAML"),
        ("not JSON", ":1: no member 'openapi'"),
        ("[1]", ":1: no member 'openapi'"),
        ("{}", ":1: no member 'openapi'"),
        ("[" * 100_000, ":1: values nested more than 64 deep"),
    ],
)
def test_a_file_that_is_no_description_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """
    A file that holds no OpenAPI document is one error with its place.
    """
    path = tmp_path / "api.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_side(str(path))
    assert str(caught.value).startswith(f"{path}{message}")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """
    Bytes that are no UTF-8 are one error.
    """
    path = tmp_path / "api.json"
    path.write_bytes(b"\xff{}")
    with pytest.raises(DataError, match="byte 0 is not UTF-8"):
        read_side(str(path))


def test_a_description_in_yaml_is_the_same_in_json(tmp_path: Path) -> None:
    """
    A description that people wrote, with bare status codes and dates, is read like the same one in JSON.
    """
    text = """
openapi: 3.0.3
info: {title: Books, version: "1"}
paths:
  /books/1/:
    get:
      responses:
        200: {content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
components: {schemas: {Book: {type: object, properties: {printed: {type: string, format: date, example: 2001-02-03}}}}}
"""
    as_yaml, as_json = tmp_path / "api.yaml", tmp_path / "api.json"
    as_yaml.write_text(text, encoding="utf-8")
    as_json.write_text(json.dumps(yaml.safe_load(text), default=str), encoding="utf-8")

    found = read_side(str(as_yaml)).description
    assert found is not None
    assert read_side(str(as_json)).description == replace(found, place=str(as_json))
    assert ["Book"] == list(found.schemas)
