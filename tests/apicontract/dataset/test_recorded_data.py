"""
What the recordings of a host show, collected.
"""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import ContradictionError
from apicontract.contract.projection import project
from apicontract.dataset.recorded_data import recorded_data
from apicontract.evidence.recordings import recordings_of

API = load_api()
EXCHANGES = recordings_of(API)
HOSTS = {host.name: host for host in API.hosts.values()}


@pytest.mark.parametrize("host", HOSTS)
def test_recorded_rows_survive_extraction(host: str) -> None:
    """
    A recorded row that was taken apart into records is put together again by its shape, exactly.
    """
    evidence = recorded_data(API, HOSTS[host], EXCHANGES)
    (recorded,) = (each.json for each in EXCHANGES if urlsplit(each.url).netloc == urlsplit(HOSTS[host].url).netloc)
    (page,) = evidence.pages

    def link(entity: str, record: dict[str, object]) -> str:
        return f"{HOSTS[host].url}{API.base_path}{entity}/{record['id']}/?format=api"

    shape = API.shapes[page.resource.shapes["normal"]]
    assert json.dumps(recorded["results"]) == json.dumps([project(each, shape, API.shapes, link) for each in page.rows])


def test_records_are_shared() -> None:
    """
    An object that several rows show is one record.
    """
    evidence = recorded_data(API, HOSTS["lldev"], EXCHANGES)
    agencies = {id(each["spacecraft_config"]["agency"]) for each in evidence.tables["spacecraft"].values()}

    assert agencies < {id(each) for each in evidence.tables["agencies"].values()}
    assert len(agencies) == 5


def test_two_values_of_one_field_are_a_contradiction() -> None:
    """
    A record that two recordings show with different values is an error that names both.
    """
    first = EXCHANGES[0]
    other = replace(first, source="other.txt", body=first.body.replace(b'"in_use":false', b'"in_use":true'))

    with pytest.raises(ContradictionError) as caught:
        recorded_data(API, HOSTS["lldev"], (first, other))

    assert caught.value.places == (first.source, "other.txt")
    assert "in_use of spacecraft_configurations 41 is both False and True" in str(caught.value)
