"""
`apicontract check FILE.har`: what a mock has written down, and what a browser has saved.
"""

from __future__ import annotations

import base64
import copy
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from apicontract.cli import main
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.model import Api

_HOST = "https://things.example"
_BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_PREFLIGHT = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}


@pytest.fixture(scope="module")
def journal(api: Api) -> Any:
    """
    What the mock has written down of some requests, ordinary and odd ones.
    """
    client = Client(create_app(api, generate(api, recordings_of(api), records="recorded")))
    path = f"{api.base_path}{api.primary}/"
    asked: list[tuple[str, str, dict[str, str]]] = [
        ("GET", f"{path}?limit=3", {}),
        ("GET", f"{path}?limit=3", _BROWSER),
        ("OPTIONS", path, _PREFLIGHT),
        ("GET", path.rstrip("/"), {}),
        ("GET", api.base_path, _BROWSER),
        ("GET", f"{path}99999999/", {}),
        ("GET", f"{api.base_path}no-such-list/", {}),
        ("GET", "/favicon.ico", {}),
        ("POST", path, {}),
        ("HEAD", f"{path}?limit=1", {}),
    ]
    for method, target, headers in asked:
        client.open(target, method=method, headers=headers, base_url=_HOST)
    return client.get("/__mock__/journal.har", environ_base={"REMOTE_ADDR": "127.0.0.1"}).get_json()


def _as_a_browser_saves(document: Any) -> Any:
    """
    Return the archive as another tool would write it, with everything that else goes on in a browser.
    """
    entries = [each for entry in document["log"]["entries"] for each in _variants(entry)]
    return {"log": {**document["log"], "creator": {"name": "browser", "version": "1"}, "entries": entries}}


def _variants(entry: Any) -> list[Any]:
    compressed, coded, bodiless, unmodified, foreign, aside, embedded, blocked = (
        copy.deepcopy(entry) for _ in range(8)
    )
    text = entry["response"]["content"].get("text", "")
    small = len(gzip.compress(text.encode()))
    headers = [{"name": "content-encoding", "value": "gzip"}, {"name": "content-length", "value": str(small)}]
    compressed["response"]["headers"] = [
        *({"name": each["name"].lower(), "value": each["value"]} for each in entry["response"]["headers"]),
        *headers,
        {"name": ":status", "value": str(entry["response"]["status"])},
    ]
    compressed["response"]["bodySize"] = small
    coded["response"]["content"] |= {"encoding": "base64", "text": base64.b64encode(text.encode()).decode()}
    bodiless["response"]["content"] = {"size": len(text.encode()), "mimeType": "application/json"}
    unmodified["response"].update(status=304, content={"size": len(text), "mimeType": ""}, bodySize=0)
    foreign["request"]["url"] = "https://analytics.example/collect?x=1"
    foreign["response"]["status"] = 503
    aside["request"]["url"] = f"{_HOST}/elsewhere/"
    aside["response"]["status"] = 500
    embedded["request"]["url"] = "data:image/png;base64,AAAA"
    blocked["response"].update(status=0, content={"size": 0, "mimeType": "x-unknown"})
    return [compressed, coded, bodiless, unmodified, foreign, aside, embedded, blocked]


def _checked(document: Any, folder: Path) -> tuple[int, Any]:
    path = folder / "traffic.har"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(path), "--strict", "--format", "json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize("saved", [lambda document: document, _as_a_browser_saves], ids=["journal", "browser"])
def test_right_traffic_is_accused_of_nothing(journal: Any, tmp_path: Path, saved: Any) -> None:
    """
    There are verdicts, no request is sent, and what is no answer of the service is held against nobody.
    """
    status, report = _checked(saved(journal), tmp_path)

    assert (status, report["findings"], report["summary"]["requests"]) == (0, [], 0)
    assert report["summary"]["verdicts"]["kept"] > 25


def test_wrong_traffic_is_told(journal: Any, tmp_path: Path) -> None:
    """
    A count that was changed by hand is found, with the command that sends the request again.
    """
    document = copy.deepcopy(journal)
    content = document["log"]["entries"][0]["response"]["content"]
    content["text"] = re.sub(r'"count":\d+', '"count":"many"', content["text"])
    status, report = _checked(document, tmp_path)

    assert (status, [each["rule"] for each in report["findings"]]) == (1, ["envelope"])
    assert report["findings"][0]["curl"][0].startswith("curl ")


def test_an_answer_without_headers_breaks_no_promise_of_headers(api: Api, tmp_path: Path) -> None:
    """
    Of a JSON answer that was saved alone, neither headers nor blanks are judged: neither is what was sent.
    """
    page = recordings_of(api)[0]
    path = tmp_path / "answer.json"
    path.write_text(f"# {page.url.replace('format=api', 'format=json')}\n{json.dumps(page.json, indent=2)}", "utf-8")
    result = CliRunner().invoke(main, ["check", str(path), "--format", "json"])
    found = {each["rule"] for each in json.loads(result.stdout)["findings"]}

    assert set() == found & {"allow-header", "vary-header", "content-type", "json-compact"}
