"""
Tests of the OpenAPI document.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

import jsonschema_rs
import needs
import pytest
import schemathesis
from openapi_spec_validator import validate

from apicontract.contract.catalog import load_api, packaged_data
from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.openapi import openapi_document
from apicontract.evidence.recordings import recordings_of

API = load_api()
RESOURCE = API.resources[API.primary]
DOCUMENT = openapi_document(API)
LIST = f"{API.base_path}{RESOURCE.name}/"
BODY = recordings_of(API, RESOURCE.name)[0].json


def references(value: Any) -> set[str]:
    """
    Return every reference of a document.
    """
    found = {value["$ref"]} if isinstance(value, dict) and isinstance(value.get("$ref"), str) else set()
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return found.union(*(references(each) for each in children)) if children else found


def test_document_is_valid() -> None:
    """
    The document is OpenAPI 3.1 by the validator of the specification.
    """
    validate(DOCUMENT)


def test_references_are_local() -> None:
    """
    Each reference stays inside the document, and none of our annotations is left.
    """
    assert {"#"} == {each.partition("/")[0] for each in references(DOCUMENT)}
    assert '"x-' not in json.dumps(DOCUMENT)


def test_every_resource_is_described() -> None:
    """
    Each collection has a list and a record with an operation id of its own; singletons and root are there.
    """
    collections = [f"{API.base_path}{name}/" for name in API.resources]
    expected = {API.base_path, *collections, *(f"{each}{{id}}/" for each in collections)}
    expected |= {f"{API.base_path}{path}/" for path in API.singletons}

    identifiers = [path["get"]["operationId"] for path in DOCUMENT["paths"].values()]
    assert expected == set(DOCUMENT["paths"])
    assert len(set(identifiers)) == len(identifiers)


def test_every_parameter_is_described() -> None:
    """
    Each filter is a parameter, lists in the style that their lookup reads; documented examples have their type.
    """
    for name, resource in API.resources.items():
        parameters = {each["name"]: each for each in DOCUMENT["paths"][f"{API.base_path}{name}/"]["get"]["parameters"]}
        for each in resource.parameters:
            values = LOOKUPS[each.lookup].values
            assert {"one": None, "comma": False, "repeated": True}[values] == parameters[each.name].get("explode")
        wanted = {"limit", "offset", "format", *(("mode",) if resource.modes.choices else ())}
        assert wanted <= set(parameters)
    examples = [each for each in DOCUMENT["paths"][LIST]["get"]["parameters"] if "example" in each]
    assert all(isinstance(each["example"], bool) for each in examples if each["schema"].get("type") == "boolean")


def test_one_server_can_be_named() -> None:
    """
    Servers are the declared hosts, the default one first, or the one that is asked for.
    """
    assert API.hosts[API.default_host].url == DOCUMENT["servers"][0]["url"]
    assert [{"url": "http://localhost:1"}] == openapi_document(API, "http://localhost:1")["servers"]


def damaged(change: Any) -> Any:
    """
    Return the recorded list with its first row changed.
    """
    body = json.loads(json.dumps(BODY))
    change(body["results"][0])
    return body


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.update(id="1"),
        lambda row: row.pop("name"),
        lambda row: row.update(url="nowhere at all"),
        lambda row: row.update(response_mode="other"),
    ],
    ids=["type", "missing", "format", "constant"],
)
def test_wrong_body_is_refused(change: Any) -> None:
    """
    Canary: a recorded list is what the document says, and a damaged one is refused through it.
    """
    reference = DOCUMENT["paths"][LIST]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema_rs.Draft202012Validator({**DOCUMENT, **reference}, validate_formats=True)

    assert validator.is_valid(BODY)
    assert not validator.is_valid(damaged(change))


def test_schemathesis_refuses_a_wrong_body() -> None:
    """
    Canary: schemathesis loads the document, accepts a recorded list and refuses a damaged one.
    """
    operation = schemathesis.openapi.from_dict(DOCUMENT)[LIST]["GET"]

    def answer(body: Any) -> schemathesis.Response:
        headers = {"content-type": ["application/json"]}
        content = json.dumps(body).encode()
        return schemathesis.Response(
            status_code=200,
            headers=headers,
            content=content,
            request=None,
            elapsed=0.1,
            verify=False,  # type: ignore[arg-type]
        )

    assert operation.is_valid_response(answer(BODY))
    assert not operation.is_valid_response(answer(damaged(lambda row: row.update(id=None))))


def test_linter_finds_nothing() -> None:
    """
    The committed document passes redocly's recommended rules (with the exceptions of redocly.yaml).
    """
    npx = needs.program("npx")
    root = packaged_data()
    file = root / "schemas" / load_api(data=root).name / "openapi.json"
    if not (root / "redocly.yaml").is_file():
        pytest.skip("not a checkout")
    result = subprocess.run(
        [npx, "--yes", "@redocly/cli@2", "lint", str(file)], cwd=root, capture_output=True, text=True, check=False
    )

    assert 0 == result.returncode, result.stderr[-3000:]
