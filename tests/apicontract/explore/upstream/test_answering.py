"""
Promise: each answer comes from the best source that there is, and says which.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from simulated import Throttled, framework

from apicontract.client.clock import SystemClock
from apicontract.contract.errors import UsageError
from apicontract.contract.model import Throttle
from apicontract.evidence.recordings import read_recording
from apicontract.evidence.runs import read_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LIST = "/2.3.0/spacecraft/?limit=20"


def failing(status: str, headers: Iterable[tuple[str, str]] = (), body: bytes = b"{}") -> Throttled:
    """
    Return an upstream that answers everything with one status.
    """

    def application(_: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response(status, [("Content-Type", "application/json"), *headers])
        return [body]

    return Throttled(application)


def test_the_real_answer_first(front: Callable[..., Any]) -> None:
    """
    A request that was not seen before is answered by the upstream, with every link leading to the mock.
    """
    with front() as stood:
        response = stood.get(LIST)
        theirs = stood.service.admitted[0][1]

    assert "upstream" == response.headers["X-Mock-Source"]
    assert theirs.count(b"http://127.0.0.1") == response.data.count(b"http://localhost/2.3.0/") > 0
    assert b"127.0.0.1" not in response.data


def test_a_remembered_answer(front: Callable[..., Any]) -> None:
    """
    The same request again has the same bytes, and says how old they are; the upstream is asked once.
    """
    with front() as stood:
        first, second = stood.get(LIST), stood.get(LIST)

    assert first.data == second.data
    assert second.headers["X-Mock-Source"].startswith("recorded; age=")
    assert 1 == len(stood.service.admitted)


def test_a_page_for_people_shows_the_real_rows(front: Callable[..., Any]) -> None:
    """
    A browser gets the mock's page with the rows of the upstream.
    """
    with front() as stood:
        page = stood.get(LIST, Accept="text/html")
        name = stood.get(LIST).json["results"][0]["name"]

    assert "upstream" == page.headers["X-Mock-Source"]
    assert name in page.text
    assert 1 == len(stood.service.admitted)


def test_what_the_mock_refuses_is_not_asked(front: Callable[..., Any]) -> None:
    """
    What leads nowhere, asks for no records or is no GET costs no request.
    """
    with front() as stood:
        sources = [stood.source(path) for path in ("/2.3.0/", "/2.3.0/nothing/", "/1.0/", "/2.3.0/spacecraft")]
        posted = stood.client.post("/2.3.0/spacecraft/").headers["X-Mock-Source"]

    assert ({"grown"}, "grown", 0) == ({*sources}, posted, len(stood.service.admitted))


@pytest.mark.parametrize(
    "service",
    [
        failing("500 Internal Server Error"),
        failing("503 Service Unavailable"),
        failing("403 Forbidden"),
        failing("429 Too Many Requests", [("Retry-After", "100")]),
        failing("200 OK", body=b"<html>a login page</html>"),
        failing("404 Not Found", body=b"<html>nobody knows this path</html>"),
        failing("302 Found", [("Location", "https://elsewhere.example/")]),
    ],
    ids=["500", "503", "403", "429", "no JSON", "404 of a proxy", "redirect"],
)
def test_failures_fall_back(front: Callable[..., Any], service: Throttled) -> None:
    """
    An upstream that fails leaves the answer to the mock, is not asked again at once, and that is said once.
    """
    with front(service) as stood:
        answers = [stood.get(LIST) for _ in range(3)]
        asked = len(stood.service.admitted) + len(stood.service.refused)

    assert [(200, "grown")] * 3 == [(each.status_code, each.headers["X-Mock-Source"]) for each in answers]
    assert 1 == asked
    assert 1 == len([each for each in stood.said if ": until" in each or "; until" in each or "instead" in each])


@pytest.mark.parametrize(("token", "advised"), [("", 1), ("wrong", 0)])
def test_an_upstream_that_wants_a_token(
    front: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, token: str, advised: int
) -> None:
    """
    Where nobody is let in without a token, the terminal says where one is read from, unless there is one.
    """
    monkeypatch.setenv("LL2_TOKEN", token)
    with front(failing("401 Unauthorized"), token_hosts=("127.0.0.1",)) as stood:
        stood.get(LIST)

    assert advised == len([each for each in stood.said if each.endswith("the environment variable LL2_TOKEN")])


def test_nobody_waits_longer_than_was_said(front: Callable[..., Any]) -> None:
    """
    However many requests the upstream has to be sent for one, its client waits for the time that was given, not more.
    """
    release = threading.Event()
    service = Throttled(framework(), before=lambda _: release.wait(60) and None)
    with front(service, timeout=0.3) as stood:
        stood.upstream._client = lambda *_: _Slow(release)
        stood.upstream._asker._make = lambda: _Slow(release)
        began = time.monotonic()
        source = stood.source(LIST)
        took = time.monotonic() - began
        release.set()

    assert ("grown", True) == (source, took < 30)


class _Slow:
    """
    A client that waits for more than one answer.
    """

    def __init__(self, release: threading.Event) -> None:
        self._release = release

    def get(self, *_: object, **__: object) -> object:
        """
        Wait, and have no answer.
        """
        self._release.wait(60)
        raise OSError("nothing came")


def test_nobody_is_there(front: Callable[..., Any]) -> None:
    """
    Without a connection the mock answers, and says so once.
    """
    with front(target="http://127.0.0.1:9") as stood:
        sources = {stood.source(LIST), stood.source("/2.3.0/spacecraft/?limit=3")}

    assert ({"grown"}, 1) == (sources, len(stood.said))


def test_a_slow_upstream_delays_who_waits_for_it(front: Callable[..., Any]) -> None:
    """
    While the upstream takes its time for one request, what is remembered is answered at once.
    """
    slow, release = "/2.3.0/agencies/", threading.Event()
    service = Throttled(framework(), before=lambda url: None if url != slow else release.wait(60) and None)
    with front(service) as stood:
        stood.get(LIST)
        waiting = threading.Thread(target=lambda: stood.get(slow))
        waiting.start()
        remembered = stood.source(LIST)
        still = waiting.is_alive()
        release.set()
        waiting.join()

    assert ("recorded", True) == (remembered, still)


def test_stale_is_served_while_it_is_asked_again(front: Callable[..., Any]) -> None:
    """
    A stale answer stands for an upstream that takes long, which is heard all the same.
    """
    release = threading.Event()
    release.set()
    service = Throttled(framework(), before=lambda _: release.wait(60) and None)
    with front(service, fresh=0.0) as stood:
        stood.get(LIST)
        release.clear()
        stale = stood.source(LIST)
        release.set()
        stood.upstream.close()

    assert ("recorded", 2) == (stale, len(stood.service.admitted))


@pytest.mark.parametrize(
    ("header", "again"),
    [
        (("Cache-Control", "max-age=100"), "recorded"),
        (("Cache-Control", "no-cache"), "upstream"),
        (("Cache-Control", "private, max-age=0"), "upstream"),
        (("Expires", "0"), "upstream"),
    ],
)
def test_the_services_own_word_on_freshness(
    front: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, header: tuple[str, str], again: str
) -> None:
    """
    How long an answer is given again is a matter of the service's headers, where it has them.
    """
    monkeypatch.setattr("apicontract.explore.upstream.upstream._WITH_STALE", 60.0)
    body = b'{"count":0,"next":null,"previous":null,"results":[]}'
    with front(failing("200 OK", [header], body), fresh=0.0 if again == "recorded" else 3600.0) as stood:
        stood.get(LIST)

        assert again == stood.source(LIST)


def test_patterns(front: Callable[..., Any]) -> None:
    """
    A path is asked of the upstream each time, or never, if a pattern says so.
    """
    with front(passthrough=("/2.3.0/agencies/*",), only_mock=("*/spacecraft/*",)) as stood:
        sources = [stood.source(path) for path in (LIST, "/2.3.0/agencies/", "/2.3.0/agencies/")]

    assert (["grown", "upstream", "upstream"], 2) == (sources, len(stood.service.admitted))


def test_a_share_leaves_the_rest_to_others(front: Callable[..., Any]) -> None:
    """
    Of the limit no more is used than the share.
    """
    with front(rate=Throttle(10, 3600), share=0.3) as stood:
        sources = [stood.source(f"/2.3.0/spacecraft/?limit={number}") for number in range(3, 9)]

    assert ["upstream"] * 3 == [each for each in sources if each == "upstream"]
    assert 3 == len(stood.service.admitted)


def test_the_token_goes_to_the_upstream_alone(front: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The token of the environment is sent to the upstream, and no one that a client sends is handed on or recorded.
    """
    given: list[str] = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given.append(environ.get("HTTP_AUTHORIZATION", ""))
        return framework()(environ, start_response)

    monkeypatch.setenv("LL2_TOKEN", "of-the-upstream")
    with front(Throttled(application), token_hosts=("127.0.0.1",)) as stood:
        stood.get(LIST, Authorization="Token of-a-client")
        texts = [path.read_text() for path in stood.folder.rglob("*.json")]

    assert ["Token of-the-upstream"] == given
    assert not any("of-a-client" in each or "of-the-upstream" in each for each in texts)


def test_recordings(front: Callable[..., Any]) -> None:
    """
    Each genuine answer is a recording with its moment, an unchanged one costs no second file, and the run is told.
    """
    with front(fresh=0.0) as stood:
        for path in (LIST, LIST, "/2.3.0/spacecraft/1/", "/2.3.0/spacecraft/?in_space=5"):
            stood.get(path)
        files = [*stood.folder.rglob("recorded/*.json")]
        (run,) = read_runs(stood.folder, "ll2-small")

    exchanges = [read_recording(path)[0] for path in files]
    assert len(files) == len({each.url for each in exchanges}) == 3
    assert all(each.moment for each in exchanges)
    assert (4, ()) == (run.answered, run.failed)


def test_another_start_remembers(front: Callable[..., Any]) -> None:
    """
    What an earlier session has seen is answered without a request.
    """
    service = Throttled(framework())
    with front(service) as stood:
        stood.get(LIST)
        with front(service, target=stood.upstream.place.target.url) as later:
            source = later.source(LIST)

    assert ("recorded", 1) == (source, len(service.admitted))


def test_what_is_switched_on_comes_first(front: Callable[..., Any]) -> None:
    """
    A scope with a fault, an edit, a throttle or another time is answered by the mock alone; a failure meets any answer.
    """
    with front() as stood:
        stood.client.put("/__mock__/faults", json=["limit-not-clamped"], headers={"X-Mock-Scope": "wrong"})
        failure = {"kind": "status", "status": 503, "times": 1}
        stood.client.post("/__mock__/failures", json=failure, headers={"X-Mock-Scope": "failing"})
        wrong = stood.get(LIST, X_Mock_Scope="wrong").headers.get("X-Mock-Source")
        failed = stood.get(LIST, X_Mock_Scope="failing").status_code
        right = stood.source(LIST)

    assert (None, 503, "recorded") == (wrong, failed, right)


def test_exact_headers(front: Callable[..., Any]) -> None:
    """
    With the service's headers alone nothing says from where an answer comes.
    """
    with front(exact_headers=True) as stood:
        response = stood.get(LIST)

    assert (200, None) == (response.status_code, response.headers.get("X-Mock-Source"))


def test_a_page_of_another_origin_may_read_the_header(front: Callable[..., Any]) -> None:
    """
    Where an answer is open to a page of another origin, so is the header that says from where it comes.
    """
    with front() as stood:
        response = stood.get(LIST, Origin="http://localhost:5173")

    assert "X-Mock-Source" in response.headers.getlist("Access-Control-Expose-Headers")


def test_a_changed_record_is_the_same_everywhere(front: Callable[..., Any]) -> None:
    """
    When the upstream shows a record otherwise than before, what was remembered of it is given no longer.
    """
    changed = False

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = b"".join(framework()(environ, start_response))
        return [re.sub(rb'"in_space":(true|false)', _null, body) if changed else body]

    with front(Throttled(application), rate=Throttle(2, 3600), clock=_Dated()) as stood:
        before = stood.get(LIST).json["results"][0]
        changed = True
        stood.upstream.clock.later(10)
        # `Date` tells seconds: of two answers of one second none is newer.
        time.sleep(1 - time.time() % 1)
        record = stood.get(f"/2.3.0/spacecraft/{before['id']}/").json
        after = stood.get(LIST)

    assert record["in_space"] is None is not before["in_space"]
    assert (None, "grown") == (after.json["results"][0]["in_space"], after.headers["X-Mock-Source"])


def _null(match: re.Match[bytes]) -> bytes:
    """
    Return no value in as many bytes as there were.
    """
    return b'"in_space":' + b"null".ljust(len(match[1]))


class _Dated(SystemClock):
    def __init__(self) -> None:
        self.passed = 0.0

    def later(self, seconds: float) -> None:
        self.passed += seconds

    def now(self) -> float:
        return time.time() + self.passed

    def steady(self) -> float:
        return time.monotonic() + self.passed


def test_a_folder_that_is_gone(front: Callable[..., Any]) -> None:
    """
    Where nothing can be recorded any more the upstream answers all the same, and that is said once.
    """
    with front() as stood:
        shutil.rmtree(stood.folder)
        stood.folder.write_text("no folder")
        sources = [stood.source(path) for path in ("/2.3.0/spacecraft/?limit=3", LIST)]

    assert ["upstream", "upstream"] == sources
    assert 1 == len([each for each in stood.said if "not recorded" in each])


def test_a_folder_that_cannot_be_written(front: Callable[..., Any], tmp_path: Path) -> None:
    """
    A folder for the recordings that cannot be written is refused before anything is asked.
    """
    (tmp_path / "data").write_text("no folder")

    with pytest.raises(UsageError, match="cannot be written: Not a directory; name another one with --data"), front():
        pass
