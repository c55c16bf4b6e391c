"""
Tests of `apicontract derive`.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner, Result
from small import SMALL_DATA

from apicontract.cli import main
from apicontract.contract.catalog import load_api, packaged_data
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from pathlib import Path

API = load_api().name
#: Over which a folder of one's own is laid.
PACKAGED = load_api(data=packaged_data())


def run(folder: Path, *arguments: str) -> Result:
    """
    Run the command on a data folder.
    """
    return CliRunner().invoke(main, ["derive", "--data", str(folder), *arguments])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """
    Return a copy of the packaged evidence and what was derived from it.
    """
    for name in ("fixtures", "schemas"):
        shutil.copytree(SMALL_DATA / name / API, tmp_path / name / API)
    return tmp_path


def test_committed_files_are_current() -> None:
    """
    What is committed is what the evidence gives.
    """
    result = run(SMALL_DATA, "--api", API, "--check", "--quiet")

    assert (0, []) == (result.exit_code, result.stderr.splitlines()[1:]), result.output


def test_second_run_changes_nothing(copy: Path) -> None:
    """
    Deriving from the same evidence again changes no file, also where nothing was derived before.
    """
    head = (copy / "schemas" / API / "api.json").read_text(encoding="utf-8")
    shutil.rmtree(copy / "schemas" / API)
    (copy / "schemas" / API).mkdir()
    (copy / "schemas" / API / "api.json").write_text(head, encoding="utf-8")

    assert 0 == run(copy).exit_code
    assert "0 changed" in run(copy).stdout
    for path in (SMALL_DATA / "schemas" / API).rglob("*.json"):
        again = copy / "schemas" / API / path.relative_to(SMALL_DATA / "schemas" / API)
        assert path.read_text(encoding="utf-8") == again.read_text(encoding="utf-8")


def test_check_shows_the_difference(copy: Path) -> None:
    """
    An edited contract fails the check with a readable difference, and nothing is written.
    """
    path = next((copy / "schemas" / API).rglob("contract.json"))
    text = path.read_text(encoding="utf-8").replace('"exact"', '"iexact"', 1)
    edited = text if '"iexact"' in text else text.replace('"title": "', '"title": "Our ')
    path.write_text(edited, encoding="utf-8")

    result = run(copy, "--check", "--quiet")
    assert 1 == result.exit_code
    assert f"--- schemas/{API}/{path.relative_to(copy / 'schemas' / API)} (committed)" in result.stdout
    assert {"+", "-"} <= {line[0] for line in result.stdout.splitlines() if line[:3] not in {"+++", "---"}}
    assert "run 'apicontract derive' and commit" in result.stderr
    assert edited == path.read_text(encoding="utf-8")


def test_stale_files_are_removed(copy: Path) -> None:
    """
    A file that was derived once and that the evidence no longer gives is removed; one made by hand stays.
    """
    folder = copy / "schemas" / API
    shape = next(folder.rglob("*.schema.json"))
    document = json.loads(shape.read_text(encoding="utf-8"))
    for name, comment in (("stale", document["$comment"]), ("own", "made by hand")):
        text = json.dumps(
            {**document, "$id": document["$id"].replace(".schema", f"-{name}.schema"), "$comment": comment}
        )
        (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")

    assert f"schemas/{API}/stale.schema.json (committed)" in run(copy, "--check", "--quiet").stdout
    assert 0 == run(copy).exit_code
    assert [False, True] == [(folder / f"{name}.schema.json").exists() for name in ("stale", "own")]


def test_unobserved_is_listed(copy: Path) -> None:
    """
    The command lists what no recording shows, unless told not to.
    """
    assert "was only ever null" in run(copy, "--check").stdout
    assert "was only ever null" not in run(copy, "--check", "--quiet").stdout


def test_unknown_api_is_one_line(tmp_path: Path) -> None:
    """
    A folder without evidence ends in one line and exit status 2.
    """
    result = run(tmp_path)

    assert 2 == result.exit_code
    assert 1 == len(result.stderr.splitlines())


def test_own_folder_adds_a_resource(tmp_path: Path) -> None:
    """
    Recordings of another resource in a folder of one's own give its contract; known shapes are recognised.
    """
    api = PACKAGED
    page = recordings_of(api, api.primary)[0]
    row = next(value for value in page.json["results"][0].values() if isinstance(value, dict) and "url" in value)
    url = f"{api.hosts[api.default_host].url}{api.base_path}gadgets/"
    body = {"count": 1, "next": None, "previous": None, "results": [{"id": 1, "url": f"{url}1/", "made_for": row}]}
    path = tmp_path / "fixtures" / PACKAGED.name / "gadgets" / "recorded" / "list.json"
    path.parent.mkdir(parents=True)
    path.write_text(f"# {url}\n{json.dumps(body)}", encoding="utf-8")

    assert 0 == run(tmp_path).exit_code
    assert "0 changed" in run(tmp_path).stdout
    extended = load_api(PACKAGED.name, tmp_path)
    known = {shape.uri for shape in api.shapes.values()}
    made_for = extended.shapes["gadgets/list"].schema["properties"]["made_for"]["$ref"]
    assert urljoin(extended.shapes["gadgets/list"].uri, made_for) in known
    assert {*api.resources, "gadgets"} == set(extended.resources)
    assert {*api.shapes, "gadgets/list"} == set(extended.shapes)


def test_waiver_in_an_own_folder_leaves_the_rest_as_declared(tmp_path: Path) -> None:
    """
    Facts of one's own that only waive a field do not weaken what the packaged facts say of the others.
    """
    shape = PACKAGED.shapes[PACKAGED.resources[PACKAGED.primary].shapes["normal"]]
    waiver = {"shape": shape.name, "field": "description", "reason": "sent as null of late"}
    path = tmp_path / "fixtures" / PACKAGED.name / "published.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"source": "own notes", "grade": "recorded", "waivers": [waiver]}), encoding="utf-8")

    assert 0 == run(tmp_path, "--quiet").exit_code
    written = (tmp_path / "schemas" / PACKAGED.name).rglob("*.schema.json")
    assert [f"{shape.name}.schema.json"] == [
        each.relative_to(tmp_path / "schemas" / PACKAGED.name).as_posix() for each in written
    ]
    assert shape.schema["required"] == load_api(PACKAGED.name, tmp_path).shapes[shape.name].schema["required"]


def test_file_that_became_like_the_packaged_one_is_removed(tmp_path: Path) -> None:
    """
    A derived file of one's own that the evidence no longer gives leaves the packaged one in its place.
    """
    shape = next((packaged_data() / "schemas" / PACKAGED.name).rglob("*.schema.json"))
    own = tmp_path / "schemas" / PACKAGED.name / shape.relative_to(packaged_data() / "schemas" / PACKAGED.name)
    own.parent.mkdir(parents=True)
    shutil.copy(shape, own)
    (tmp_path / "fixtures" / PACKAGED.name).mkdir(parents=True)

    result = run(tmp_path, "--quiet")
    assert (0, []) == (result.exit_code, result.stderr.splitlines()[1:])
    assert not own.exists()
