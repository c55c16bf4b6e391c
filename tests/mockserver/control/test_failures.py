"""
Failures on demand, on the wire.
"""

from __future__ import annotations

import json
import random

import pytest

from apicontract.contract.errors import ApiContractError
from mockserver.control.failure_options import parse_failure
from mockserver.control.failures import FAILURE_KINDS, Failure, Match, Wire, failure_from

ANSWER = Wire(200, (("Content-Type", "application/json"), ("Content-Length", "13")), (b'{"count": 20}',))


def sent(failure: Failure) -> tuple[int, dict[str, str], bytes]:
    """
    Return status, headers and body of the answer after a failure.
    """
    wire = FAILURE_KINDS[failure.kind].apply(failure, ANSWER, random.Random(0))  # noqa: S311 - no secret
    return wire.status, dict(wire.headers), b"".join(wire.chunks)


def test_status_with_its_name() -> None:
    """
    A status without a body says its name, as JSON.
    """
    status, headers, body = sent(Failure("status", status=502, headers=(("Retry-After", "3"),)))

    assert (502, {"detail": "Bad Gateway"}, "3") == (status, json.loads(body), headers["Retry-After"])


def test_status_with_a_body() -> None:
    """
    A body of one's own is sent as it is.
    """
    assert (503, b"down") == sent(Failure("status", body="down"))[::2]


def test_status_with_headers_of_its_own() -> None:
    """
    A header of one's own stands alone, instead of the one that would be sent; the length stays true.
    """
    page = Failure("status", body="<h1>", headers=(("content-type", "text/html"), ("Content-Length", "9")))
    wire = FAILURE_KINDS["status"].apply(page, ANSWER, random.Random(0))  # noqa: S311 - no secret

    assert (("content-type", "text/html"), ("Content-Length", "4")) == wire.headers


def test_close() -> None:
    """
    More is announced than is sent, so that the server drops the connection.
    """
    assert ("13", b"") == (sent(Failure("close"))[1]["Content-Length"], sent(Failure("close"))[2])


def test_truncate() -> None:
    """
    Half of the announced body is sent.
    """
    assert ("13", b'{"coun') == (sent(Failure("truncate"))[1]["Content-Length"], sent(Failure("truncate"))[2])


def test_drip() -> None:
    """
    The body arrives whole, in pieces.
    """
    wire = FAILURE_KINDS["drip"].apply(Failure("drip", seconds=0), ANSWER, random.Random(0))  # noqa: S311 - no secret
    chunks = list(wire.chunks)

    assert len(chunks) > 5
    assert b'{"count": 20}' == b"".join(chunks)


def test_malformed() -> None:
    """
    The body is no JSON, and as long as announced.
    """
    _, headers, body = sent(Failure("malformed"))

    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert headers["Content-Length"] == str(len(body))


def test_content_type() -> None:
    """
    Only the announced type is wrong.
    """
    assert (200, "text/plain; charset=utf-8", b'{"count": 20}') == (
        (answer := sent(Failure("content-type")))[0],
        answer[1]["Content-Type"],
        answer[2],
    )


@pytest.mark.parametrize(
    ("match", "fits"),
    [
        (Match(), True),
        (Match(path="/v1/*"), True),
        (Match(path="/v2/*"), False),
        (Match(method="get"), True),
        (Match(method="POST"), False),
        (Match(parameters=(("limit", "1?"),)), True),
        (Match(parameters=(("limit", "2"),)), False),
        (Match(parameters=(("search", "*"),)), False),
        (Match(headers=(("X-Test", "a"),)), True),
        (Match(headers=(("x-test", "b"),)), False),
    ],
)
def test_match(match: Match, fits: bool) -> None:  # noqa: FBT001 - a table of cases
    """
    Path, method, parameters and headers must all fit.
    """
    assert fits == match.fits("GET", "/v1/things/", [("limit", "10")], [("x-test", "a")])


def test_from_the_command_line() -> None:
    """
    A kind and members make a failure.
    """
    assert Failure("status", Match(path="/v1/*"), times=2, rate=0.5, status=502) == parse_failure(
        "status,status=502,path=/v1/*,times=2,rate=0.5"
    )


def test_object_on_the_command_line() -> None:
    """
    A member that is an object is written in JSON.
    """
    made = parse_failure('status,headers={"Retry-After": "3"},parameters={"limit": "*"}')

    assert ((("Retry-After", "3"),), (("limit", "*"),)) == (made.headers, made.match.parameters)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ('status,headers={"A": "1", "B": "x,y=z"},times=2', {"headers": (("A", "1"), ("B", "x,y=z")), "times": 2}),
        ('status,body={"a": 1, "b": {"c": 2}},status=502', {"body": '{"a": 1, "b": {"c": 2}}', "status": 502}),
        ("status,body={a,times=1", {"body": "{a", "times": 1}),
        ("status,body=,times=1", {"body": "", "times": 1}),
    ],
)
def test_commas_inside_of_an_object_separate_nothing(text: str, members: dict[str, object]) -> None:
    """
    Two headers, or a body with two members, are one value; what is no JSON ends at the next comma.
    """
    made = parse_failure(text)

    assert members == {name: getattr(made, name) for name in members}


def test_from_json() -> None:
    """
    The JSON form reaches every member.
    """
    assert Failure(
        "latency", Match(parameters=(("a", "1"),), headers=(("X", "y"),)), seconds=2, jitter=1
    ) == failure_from(
        {"kind": "latency", "parameters": {"a": "1"}, "request_headers": {"X": "y"}, "seconds": 2, "jitter": 1}
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("latencies", "did you mean 'latency'"),
        ("status,stat=1", "did you mean 'status'"),
        ("status,times=0", "at least 1"),
        ("status,rate=2", "from 0 to 1"),
        ("status,status=1000", "from 200 to 599"),
        ("status,status=199", "from 200 to 599"),
        ("status,status=204,body=x", "none with status 204"),
        ("status,times=x", "no number"),
        ("status,times", "name=value"),
        ("status,headers=x", "not a JSON object of strings"),
        ('status,parameters={"a": 1}', "not a JSON object of strings"),
        ("latency,seconds=nan", "0 to 86400 seconds"),
        ("latency,jitter=inf", "0 to 86400 seconds"),
    ],
)
def test_bad_failures(text: str, message: str) -> None:
    """
    What is no failure is refused with the remedy.
    """
    with pytest.raises(ApiContractError, match=message):
        parse_failure(text)
