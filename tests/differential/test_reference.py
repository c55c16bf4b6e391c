"""
The reference application is held to the recordings before anything is held to it.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest
from reference_drf import LAUNCH_LIBRARY, SERVICES, reference_application

from apicontract.contract.catalog import api_names, load_api
from apicontract.evidence.recordings import recordings_of
from differential.serving import FOLDERS, api_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.exchange import Exchange

RECORDED = [each for each in recordings_of(load_api()) if load_api().hosts["lldev"].url in each.url]


def client(application: Callable[..., Any], url: str) -> httpx.Client:
    """
    Return a client that reaches an application under the host of a URL.
    """
    parts = urlsplit(url)
    return httpx.Client(transport=httpx.WSGITransport(application), base_url=f"{parts.scheme}://{parts.netloc}")


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda each: each.url)
def test_recorded_rows_are_sent_as_recorded(recorded: Exchange, reference: Callable[..., Any]) -> None:
    """
    The frameworks send the recorded rows byte for byte, but for the name of the format in links.
    """
    with client(reference, recorded.url) as session:
        rows = session.get(urlsplit(recorded.url).path, params={"format": "json", "limit": 100}).json()["results"]

    by_id = {row["id"]: row for row in recorded.json["results"]}
    found = [row for row in rows if row["id"] in by_id]
    expected = [by_id[row["id"]] for row in found]
    assert json.dumps(found).replace("?format=json", "?format=api") == json.dumps(expected)
    assert len(found) == len(by_id)


def test_threads_are_answered_alike(reference: Callable[..., Any]) -> None:
    """
    Several threads may ask at once.
    """
    url = "https://reference.example/2.3.0/spacecraft/?limit=3"
    answers: list[bytes] = []

    def ask() -> None:
        with client(reference, url) as session:
            answers.append(session.get(url).content)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1


def test_applications_live_side_by_side() -> None:
    """
    A second application in the same process has records and settings of its own.
    """
    empty = reference_application(LAUNCH_LIBRARY, {})
    with client(empty, "https://empty.example/") as session:
        assert session.get("/2.3.0/spacecraft/").json()["count"] == 0


@pytest.mark.parametrize("name", sorted({name for each in FOLDERS for name in api_names(each)}))
def test_everything_served_is_compared(name: str) -> None:
    """
    The reference describes every resource of the data; one that it does not describe yet is named, not passed over.
    """
    described = SERVICES[name].resources if name in SERVICES else {}
    missing = [each for each in api_of(name).resources if each not in described]

    if missing:
        pytest.skip(f"not compared until tests/reference_drf describes it: {name} {', '.join(missing)}")
    assert name in SERVICES
