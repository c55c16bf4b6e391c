"""
Promise: a request that is copied from the journal is sent as it was, by a shell and by pytest.

(`tests/browser/test_journal_page.py` runs the scripts.)
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import needs
import pytest
from copied import Notebook, notebook

sys.path.insert(0, str(Path(__file__).parent))
from requests_to_copy import REQUESTS, exchange

from apicontract.contract.catalog import load_api, packaged_data
from apicontract.contract.model import World
from mockserver.app import create_app
from mockserver.control.copies import copies, copy_notes, curl, fetch, pytest_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.exchange import Exchange

API = load_api(data=packaged_data())
WORLD = API.default_host


@pytest.fixture(scope="module")
def written() -> Iterator[Notebook]:
    """
    A server that writes down what it was sent.
    """
    with notebook() as opened:
        yield opened


def expected(asked: Exchange) -> tuple[str, str, dict[str, str], bytes]:
    """
    Return method, target, headers and body of a request.
    """
    target = asked.url.removeprefix("http://here.test").replace("#", "%23")
    return asked.method, target, dict(asked.request_headers), asked.request_body


def received(written: Notebook, asked: Exchange) -> tuple[str, str, dict[str, str], bytes]:
    """
    Return the same of what came last, of the headers those alone that were asked for, and a type that nobody asked for.
    """
    last = written.sent[-1]
    names = {*dict(asked.request_headers), "content-type"}
    return last.method, last.target, {name: last.headers[name] for name in names if name in last.headers}, last.body


@pytest.mark.parametrize("name", REQUESTS)
def test_curl_line_is_run_by_a_shell(name: str, written: Notebook) -> None:
    """
    The line, pasted into `sh`, sends method, target, headers and body as they were.
    """
    needs.program("curl")
    line = curl(REQUESTS[name]).replace("http://here.test", written.url)
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, timeout=60)

    assert 0 == done.returncode, done.stderr
    assert expected(REQUESTS[name]) == received(written, REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_pytest_code_sends_the_request(name: str, written: Notebook) -> None:
    """
    The test compiles, and what it calls sends method, target, headers and body as they were.
    """
    space: dict[str, Any] = {}
    exec(compile(pytest_test(API, WORLD, REQUESTS[name]), name, "exec"), space)  # noqa: S102 - the copy is code
    (test,) = (each for key, each in space.items() if key.startswith("test_"))
    test(SimpleNamespace(url=lambda path: written.url + path))

    assert expected(REQUESTS[name]) == tuple(
        part.replace("%27", "'") if isinstance(part, str) else part for part in received(written, REQUESTS[name])
    )


def test_pasted_tests_pass(tmp_path: Path) -> None:
    """
    Tests pasted into files of their own pass with the plugin alone: another status and another world included.
    """
    for number, (world, path, headers) in enumerate(
        (
            (WORLD, "/2.3.0/spacecraft/?limit=1", {}),
            (WORLD, "/2.3.0/spacecraft/0/", {"Accept": "text/html"}),
            (next(each for each in API.hosts if each != WORLD), "/2.3.0/agencies/", {"X-Mock-Scope": "one"}),
        )
    ):
        client = create_app(API, world, records=30).test_client()
        client.get(path, headers=headers)
        detail = client.get("/__mock__/journal/1", headers=headers).json or {}
        (tmp_path / f"test_pasted_{number}.py").write_text(detail["copies"]["pytest"], "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "apicontract.pytest_plugin", "--rootdir", str(tmp_path)]
    environment = {"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert "3 passed" in done.stdout, done.stdout + done.stderr


def test_own_api_is_named() -> None:
    """
    Of an API from a folder of one's own, the test asks for a mock of that folder.
    """
    own = replace(API, name="mine-1", folders=(Path("/data/mine"), *API.folders))

    assert "make_mock_api(api='mine-1', world='there', data='/data/mine')" in pytest_test(own, "there", exchange())


def test_script_sends_what_scripts_may() -> None:
    """
    Headers that no script can set, and a body with GET, are left out of the script, and a sentence says so.
    """
    asked = exchange(headers={"origin": "http://a.test", "cookie": "***", "accept": "*/*"}, body=b"x")

    assert ("origin" not in fetch(asked), "cookie" not in fetch(asked), "body" not in fetch(asked)) == (True,) * 3
    assert [
        "*** stands for a credential, which is not kept.",
        "A script cannot set cookie, origin: fetch is without.",
        "A script sends no body with GET or HEAD.",
    ] == copy_notes(asked)
    assert "// A script cannot send TRACE." == fetch(exchange(method="TRACE"))


def test_what_a_client_sets_by_itself_is_left_out() -> None:
    """
    The copy has the headers that matter, and not those of the connection or of the program that sent them.
    """
    own = {"host": "a", "user-agent": "b", "accept-encoding": "gzip", "connection": "close", "sec-fetch-mode": "cors"}
    asked = exchange(headers={**own, "accept": "application/json"})

    assert "curl http://here.test/2.3.0/spacecraft/ -H 'accept: application/json'" == curl(asked)


@pytest.mark.parametrize("path", ["/2.3.0/../x", "/2.3.0/./", "/.hidden"])
def test_dots_of_a_path_stay(path: str, written: Notebook) -> None:
    """
    Curl does not shorten a path.
    """
    needs.program("curl")
    subprocess.run(["sh", "-c", curl(replace(exchange(), url=written.url + path))], check=True, timeout=60)

    assert path == written.sent[-1].target


@pytest.mark.parametrize("name", REQUESTS)
def test_terminal_takes_the_copies_as_text(name: str) -> None:
    """
    No copy has a character but ends of lines that a terminal takes for a key or for a command.
    """
    told = "".join(copies(API, WORLD, REQUESTS[name]).values())

    assert set() == {each for each in told if not each.isprintable() and each != "\n"}


def test_head_is_copied(written: Notebook) -> None:
    """
    HEAD is asked as such, and curl does not wait for a body.
    """
    needs.program("curl")
    line = curl(exchange(method="HEAD", body=b"x")).replace("http://here.test", written.url)
    subprocess.run(["sh", "-c", line], check=True, timeout=20, capture_output=True)

    assert "HEAD" == written.sent[-1].method


SECRET = "hunter2hunter2"  # noqa: S105 - a test's
#: What a client might send, each with the secret.
BODIES = (
    ("application/json", f'{{"user": "a", "password": "{SECRET}"}}'),
    ("application/json", f'{{"deep": [{{"apiKey": {{"x": "{SECRET}"}}}}]}}'),
    ("application/json", f'{{"url": "https://a.test/?token={SECRET}"}}'),
    ("application/json", f'{{"password": "{SECRET}", '),
    ("application/x-www-form-urlencoded", f"user=a&password={SECRET}"),
    ("text/xml", f"<login><password>{SECRET}</password></login>"),
    (
        "multipart/form-data; boundary=x",
        f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{SECRET}\r\n--x--',
    ),
    ("multipart/form-data; boundary=x", f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{SECRET}\xff\r\n'),
    ("", f"password: {SECRET}"),
)


@pytest.mark.parametrize(("content_type", "body"), BODIES)
def test_no_credential_is_copied(content_type: str, body: str) -> None:
    """
    Credentials of headers, query and body stand neither in the copies nor in what the journal exports.
    """
    client = create_app(API, World(WORLD, {})).test_client()
    headers = {"Authorization": f"Token {SECRET}", "Cookie": f"a={SECRET}", "Content-Type": content_type}
    client.post(f"/2.3.0/spacecraft/?token={SECRET}", headers=headers, data=body.encode("latin-1"))
    told = [client.get(f"/__mock__/{path}").text for path in ("journal/1", "journal.har", "journal")]

    assert [] == [each for each in told if SECRET in each]
    assert "*** stands for a credential, which is not kept." in told[0]


def test_body_without_credentials_is_kept_as_sent() -> None:
    """
    Blanks, order and repeated members of a body stay as they came.
    """
    client = create_app(API, World(WORLD, {})).test_client()
    body = '{"b" :1,\n "a": [ 1.0, "é" ], "a": 2}'
    client.post("/2.3.0/spacecraft/", data=body.encode(), content_type="application/json")

    assert body == (client.get("/__mock__/journal/1").json or {})["request"]["body"]["text"]


def test_all_three_are_told() -> None:
    """
    Each form has its own member.
    """
    assert ["curl", "fetch", "pytest"] == list(copies(API, WORLD, exchange()))
